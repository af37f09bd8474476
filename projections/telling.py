"""What each event says, as the predicate of a sentence that an officer would write."""

from collections.abc import Callable
from datetime import date
from typing import Any, assert_never, get_args

from domain.allowance import events as allowance
from domain.allowance.events import AllowanceEvent
from domain.approval.events import ApprovalEvent
from domain.authority.events import AuthorityEvent, TermsAdopted
from domain.book.events import AbsenceShown, BookEvent, BookOpened, CommandRefused, SealKeyAdopted
from domain.bringing_forward.events import BringForwardEvent
from domain.calendar import dated
from domain.call_in.events import CallInEvent
from domain.closing.events import ClosingEvent
from domain.correction.events import FactCorrected
from domain.deadline import events as deadline
from domain.deadline.events import DeadlineEvent
from domain.delivery.events import DeliveryEvent
from domain.disclosure.events import DisclosureEvent
from domain.drafting import events as drafting
from domain.drafting.events import DraftingEvent
from domain.erasure.events import ErasureEvent
from domain.evidence.events import EvidenceEvent
from domain.finalisation.events import FinalisationEvent
from domain.inspection import events as inspection
from domain.inspection.events import InspectionEvent
from domain.intervention import events as intervention
from domain.intervention.events import InterventionEvent
from domain.measures.events import MeasureEvent
from domain.meeting.events import MeetingEvent
from domain.monitoring.events import MonitoringEvent
from domain.notice.events import NoticeEvent
from domain.privacy import SAID
from domain.retention.events import RetentionEvent
from domain.route.events import RouteEvent
from domain.scrutiny.events import ScrutinyEvent
from domain.submission import events as submission
from domain.submission.events import SubmissionEvent
from domain.value import Event
from domain.working_days.events import WorkingDaysEvent
from projections.telling_authority import tell_authority, tell_terms
from projections.telling_bringing_forward import tell_bringing_forward, tell_closing
from projections.telling_correction import tell_correction
from projections.telling_decisions import tell_approval, tell_call_in, tell_notice
from projections.telling_delivery import tell_delivery, tell_evidence, tell_measures
from projections.telling_disclosure import tell_disclosure
from projections.telling_erasure import tell_erasure
from projections.telling_finalisation import tell_finalisation
from projections.telling_meetings import tell_meeting
from projections.telling_retention import tell_retention
from projections.telling_route import tell_route
from projections.telling_scrutiny import tell_scrutiny
from projections.telling_working_days import tell_working_days
from projections.wording import (
    DUTIES,
    GRADES,
    INSPECTIONS,
    SORTS,
    apart,
    listed,
    plain,
    quoted,
    short,
    the,
    unstopped,
    working_days,
)


def tell(event: Event) -> str:
    """The predicate in plain past-tense English, without a subject and without a full stop."""
    return _TELLERS[type(event)](event)


def _inspection(event: InspectionEvent) -> str:
    match event:
        case inspection.PlanOpened(title=title, terms=terms, constitution=digest, stage=stage):
            under = f"under its terms of {terms.version} (digest {short(digest)})"
            opened = f"opened the plan {quoted(title)} for {terms.name} {under}"
            return f"{opened}, in delivery already" if stage == "delivery" else opened
        case inspection.InspectionRecorded():
            return _inspected(event)
        case inspection.ReportReceived(received_on=on, document=document, embargoed_until=embargo):
            until = f", under embargo until {dated(embargo)}" if embargo else ""
            report = f"Ofsted's report{_of(event.source)}"
            return f"recorded that the authority received {report} on {dated(on)}{until} ({document})"
        case inspection.ReportPublished(publisher=publisher, published_on=on, where=where):
            who = "Ofsted" if publisher == "ofsted" else "the authority"
            return f"recorded that {who} published the report{_of(event.source)} on {dated(on)} ({where})"
        case inspection.JudgementRecorded(judgement=judgement, grade=grade, document=document):
            given = f"{plain(judgement)}: {GRADES.get(grade, grade)}"
            return f"recorded the judgement{_of(event.source)} on {given} ({document})"
        case inspection.FindingRecorded():
            return _finding(event)
        case _:
            assert_never(event)


def _inspected(event: inspection.InspectionRecorded) -> str:
    id_ = "" if event.source == inspection.INSPECTION else f" {event.source}"
    days = f"{INSPECTIONS[event.type]}{id_} {_from_to(event.started_on, event.ended_on)}"
    raised = ", which raised areas for priority action" if event.priority_action else ""
    named = f", with {event.principal_authority} as the principal authority" if event.principal_authority else ""
    era = f", under the framework {event.era}" if event.era else ""
    conflict = f"; other papers differ: {unstopped(event.conflict)}" if event.conflict else ""
    return f"recorded {days}{era}{raised}{named} ({event.document}){conflict}"


def _of(source: str) -> str:
    """Which inspection or visit, where it is not the inspection that the plan was made for."""
    return "" if source == inspection.INSPECTION else f" of {source}"


def _finding(event: inspection.FindingRecorded) -> str:
    sort = SORTS.get(event.sort, event.sort)
    raised = " for priority action" if event.priority_action else ""
    repeats = f", which repeats {event.repeats}" if event.repeats else ""
    paragraph = event.paragraph or ""
    place = f", {'paragraph ' if paragraph[0].isdigit() else ''}{paragraph}" if paragraph else ""
    framework = f"; National Framework: {event.framework}" if event.framework else ""
    found = f"recorded {sort} {event.finding}{_of(event.source)}{raised}{repeats}: {quoted(event.text)}"
    return f"{found} ({event.document}{place}{framework})"


def _deadline(event: DeadlineEvent) -> str:
    duty = DUTIES[event.duty]
    match event:
        case deadline.DeadlineStated(due=due, stated_by=by, document=document):
            return f"recorded that {by} stated {dated(due)} as the due date for {duty} ({document})"
        case deadline.DeadlineAdopted(due=due, because=because):
            reason = f", because {quoted(because)}" if because else ""
            return f"adopted {dated(due)} as the due date for {duty}, {_basis(event)}{reason}"
        case deadline.DeadlineMismatchNoted(computed=computed, stated=stated, working_days_apart=days):
            return f"noted that the due dates for {duty} differ: stated {apart(stated, computed, days)}"
        case deadline.DeadlineWarned(due=due, working_days_left=left):
            return f"warned that {duty} is due on {dated(due)}, with {working_days(left)} left"
        case deadline.DeadlineMissed(due=due):
            return f"noted that {duty} was due on {dated(due)} and had not been done"
        case _:
            assert_never(event)


def _basis(event: deadline.DeadlineAdopted) -> str:
    if event.counted_from and event.working_days:
        counted = f"{working_days(event.working_days)} from {dated(event.counted_from)}"
        return f"counted as {counted} on the calendar {event.calendar}"
    return {"computed": "as computed", "stated": "as stated", "extended": "as an extension"}[event.basis]


def _drafting(event: DraftingEvent) -> str:
    match event:
        case drafting.ActionAgreed(action=action):
            return f"agreed action {action}{_terms(event)}"
        case drafting.ActionAmended(action=action, because=because):
            return f"amended action {action}{_terms(event)}, because {quoted(because)}"
        case drafting.ActionReDated(action=action, was=before, due=due, because=because):
            to = f"from {dated(before)} to {dated(due)} (new date {event.count})"
            approved = f"approved by {event.approver} as {the(event.approved_by)}"
            return f"moved the due date of action {action} {to}, because {quoted(because)}, {approved}"
        case drafting.NoActionReasoned(finding=finding, because=because):
            return f"recorded why {finding} gets no action: {quoted(because)}"
        case drafting.VersionCut(number=number, title=title, digest=digest):
            return f"cut version {number}, {quoted(title)}, with digest {short(digest)}"
        case _:
            assert_never(event)


def _terms(event: drafting.ActionAgreed | drafting.ActionAmended) -> str:
    on = f" on {listed(event.findings)}" if event.findings else ""
    owned = f"owned by {the(event.owner)}, due {dated(event.due)}, measured by {quoted(event.measure)}"
    return f"{on}: {quoted(event.text)}, {owned}{_particulars(event)}"


def _particulars(event: drafting.ActionAgreed | drafting.ActionAmended) -> str:
    """What may stay unsaid of an action, and so is told only where it was said."""
    steps = listed(f"{m.id} {quoted(m.text)} by {dated(m.due)}" for m in event.milestones) if event.milestones else ""
    said = {
        "under the theme": event.theme and quoted(event.theme),
        "for the outcome": event.outcome and quoted(event.outcome),
        "led by": event.lead and the(event.lead),
        "with": event.partner,
        "from": event.start and dated(event.start),
        "in the steps": steps,
        "raised by": event.origin and plain(event.origin),
    }
    return "".join(f", {word} {part}" for word, part in said.items() if part)


def _submission(event: SubmissionEvent) -> str:
    match event:
        case submission.DraftPlanShared(version=version, digest=digest, shared_on=on, document=document):
            shared = f"version {version} (digest {short(digest)}) was shared with Ofsted"
            return f"recorded that {shared} as the draft plan on {dated(on)} ({document})"
        case submission.SubmissionAcknowledged(addressee=addressee, version=version, sent_on=on, receipt=receipt):
            acknowledged = f"{the(addressee)} acknowledged version {version} on {dated(on)}"
            return f"recorded that {acknowledged} with receipt {receipt}"
        case submission.SubmittedToOfsted(version=version, digest=digest, submitted_on=on, receipts=receipts):
            by = listed(f"{the(r.addressee)} ({r.receipt})" for r in receipts)
            submitted = f"version {version} (digest {short(digest)}) was submitted to Ofsted on {dated(on)}"
            return f"recorded that {submitted}, with receipts from {by}"
        case submission.Published(version=version, digest=digest, published_on=on, where=where):
            published = f"the authority published version {version} (digest {short(digest)}) on {dated(on)}"
            return f"recorded that {published} ({where})"
        case _:
            assert_never(event)


def _visit(event: MonitoringEvent) -> str:
    number = f", number {event.number}," if event.number else ""
    days = _from_to(event.visited_from, event.visited_to)
    focus = f", which looked at {'; '.join(event.focus)}" if event.focus else ""
    letter = f"; its letter was published on {dated(event.letter_published_on)}" if event.letter_published_on else ""
    return f"recorded Ofsted's monitoring visit {event.visit}{number} {days}{focus}{letter} ({event.document})"


def _intervention(event: InterventionEvent) -> str:
    match event:
        case intervention.ImprovementNoticeIssued(by=by, issued_on=on, requirements=asked, document=document):
            until = f", to be met by {dated(event.must_be_done_by)}" if event.must_be_done_by else ""
            review = f"the next review is due by {dated(event.next_review_by)}"
            said = listed(quoted(each) for each in asked)
            return f"recorded the improvement notice of {by} of {dated(on)}{until}: {said}; {review} ({document})"
        case intervention.SixMonthReviewHeld(held_on=on, outcome=outcome, next_review_by=by, document=document):
            held = f"recorded the review of {dated(on)} under the improvement notice: {quoted(outcome)}"
            return f"{held}; the next is due by {dated(by)} ({document})"
        case intervention.NoticeLifted(lifted_on=on, document=document):
            return f"recorded that the improvement notice was lifted on {dated(on)}{_afterwards(event)} ({document})"
        case intervention.DirectionIssued(by=by, issued_on=on, requirements=asked, document=document):
            said = listed(quoted(each) for each in asked)
            return f"recorded the statutory direction of {by} of {dated(on)}: {said} ({document})"
        case intervention.CommissionerAppointed(commissioner=commissioner, appointed_on=on, by=by, document=document):
            return f"recorded that {by} appointed {the(commissioner)} on {dated(on)} ({document})"
        case intervention.DirectionRevoked(revoked_on=on, document=document):
            return f"recorded that the direction was revoked on {dated(on)}{_afterwards(event)} ({document})"
        case _:
            assert_never(event)


def _afterwards(event: intervention.NoticeLifted | intervention.DirectionRevoked) -> str:
    return f", followed by {unstopped(event.afterwards)}" if event.afterwards else ""


def _from_to(first: date, last: date) -> str:
    return f"on {dated(last)}" if first == last else f"from {dated(first)} to {dated(last)}"


def _allowance(event: AllowanceEvent) -> str:
    looks = f"what looks like {SAID[event.what]}"
    match event:
        case allowance.PersonalDetailAllowed(allowance=number, command=command, post=post, because=because):
            return f"allowed {the(post)} {looks} in one {command} (allowance {number}): {quoted(because)}"
        case allowance.PersonalDetailAdmitted(allowance=number, command=command, place=place):
            return f"let {looks} stand in {place} of {command}, which uses up allowance {number}"
        case _:
            assert_never(event)


def _book(event: BookEvent) -> str:
    match event:
        case BookOpened(clock=clock):
            return f"opened the book, whose times are {'the world' if clock == 'real' else 'a case'}'s"
        case SealKeyAdopted(key=key, replaces=replaces, because=because, former_lost=lost):
            former = f" instead of {replaces}" if replaces else ""
            former += " (lost: it did not sign that)" if lost else ""
            return f"sealed the book from here on with the key {key}{former}: {unstopped(because)}"
        case AbsenceShown(plan=plan, to=to, digest=digest, checkpoint=at):
            there = f"there was no plan {plan} at the checkpoint over {at.size} lines"
            return f"showed {unstopped(to)} that {there} (digest {short(digest)})"
        case CommandRefused(plan=plan, command=command, rule=rule, because=because):
            return f"was refused {command} on {plan}: {unstopped(because)} (rule: {rule})"
        case _:
            assert_never(event)


_CHAPTERS: dict[Callable[[Any], str], Any] = {
    _inspection: InspectionEvent,
    _deadline: DeadlineEvent,
    _drafting: DraftingEvent,
    tell_notice: NoticeEvent,
    tell_approval: ApprovalEvent,
    tell_call_in: CallInEvent,
    tell_finalisation: FinalisationEvent,
    tell_scrutiny: ScrutinyEvent,
    _submission: SubmissionEvent,
    tell_delivery: DeliveryEvent,
    tell_evidence: EvidenceEvent,
    tell_measures: MeasureEvent,
    _visit: MonitoringEvent,
    _intervention: InterventionEvent,
    _allowance: AllowanceEvent,
    tell_terms: TermsAdopted,
    tell_authority: AuthorityEvent,
    tell_route: RouteEvent,
    tell_bringing_forward: BringForwardEvent,
    tell_closing: ClosingEvent,
    tell_working_days: WorkingDaysEvent,
    tell_meeting: MeetingEvent,
    tell_disclosure: DisclosureEvent,
    tell_retention: RetentionEvent,
    tell_correction: FactCorrected,
    tell_erasure: ErasureEvent,
    _book: BookEvent,
}
_TELLERS = {event: teller for teller, events in _CHAPTERS.items() for event in get_args(events) or (events,)}
"""Who tells an event, looked up by its class: every line of the ledger is told."""
