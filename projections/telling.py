"""What each event says, as the predicate of a sentence that an officer would write."""

from collections.abc import Callable
from datetime import date
from typing import Any, assert_never, get_args

from domain.approval import events as approval
from domain.approval.events import ApprovalEvent
from domain.book.events import BookOpened, CommandRefused
from domain.calendar import dated
from domain.call_in import events as call_in
from domain.call_in.events import CallInEvent
from domain.deadline import events as deadline
from domain.deadline.events import DeadlineEvent
from domain.delivery import events as delivery
from domain.delivery.events import DeliveryEvent
from domain.drafting import events as drafting
from domain.drafting.events import DraftingEvent
from domain.evidence import events as evidence
from domain.evidence.events import EvidenceEvent
from domain.inspection import events as inspection
from domain.inspection.events import InspectionEvent
from domain.measures import events as measures
from domain.measures.events import MeasureEvent
from domain.intervention import events as intervention
from domain.intervention.events import InterventionEvent
from domain.monitoring.events import MonitoringEvent
from domain.notice import events as notice
from domain.notice.events import NoticeEvent
from domain.submission import events as submission
from domain.submission.events import SubmissionEvent
from domain.value import Event
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


def _notice(event: NoticeEvent) -> str:
    match event:
        case notice.KeyDecisionAssessed(is_key=is_key, assessed_on=on, because=because):
            certified = f", as {listed(the(p) for p in event.certified_by)} certified" if event.certified_by else ""
            key = "a key one" if is_key else "not a key one"
            return f"assessed on {dated(on)} that the decision is {key}{certified}: {quoted(because)}"
        case notice.KeyDecisionNoticePublished(matter=matter, published_on=on):
            return f"published on {dated(on)} notice of a key decision on {quoted(matter)}; {_from(event)}"
        case notice.GeneralExceptionNotified(notified=post, notified_on=on, because=because):
            return f"told {the(post)} on {dated(on)} of a general exception: {quoted(because)}; {_from(event)}"
        case notice.SpecialUrgencyAgreed(agreed_by=post, agreed_on=on, because=because):
            instead = f" (instead of another, because {quoted(event.instead_because)})" if event.instead_because else ""
            return f"recorded that {the(post)} agreed special urgency on {dated(on)}{instead}: {quoted(because)}"
        case notice.PrivateMeetingNoticed(notice=which, meeting_on=meeting, published_on=on):
            met = f"the {which} notice of a meeting in private on {dated(meeting)}: {quoted(event.because)}"
            return f"published on {dated(on)} {met}; it may be held from {dated(event.first_lawful_day)}"
        case notice.AgendaPublished(meeting_on=meeting, item=item, published_on=on, papers=papers):
            late = sum(paper.late for paper in papers)
            held = f"{len(papers)} paper{'' if len(papers) == 1 else 's'}{f', {late} of them late' if late else ''}"
            why = f", at shorter notice because {quoted(event.shorter_because)}" if event.shorter_because else ""
            return f"published on {dated(on)} the agenda of {dated(meeting)}{why}: {quoted(item)}, with {held}"
        case notice.PaperCorrected(meeting_on=meeting, paper=paper, corrected_on=on, because=because):
            return f"corrected paper {paper} of {dated(meeting)} on {dated(on)}: {quoted(because)}"
        case _:
            assert_never(event)


def _from(event: notice.KeyDecisionNoticePublished | notice.GeneralExceptionNotified) -> str:
    return f"the decision may be taken from {dated(event.first_lawful_day)}"


def _approval(event: ApprovalEvent) -> str:
    match event:
        case approval.BoardEndorsed(board=board, version=version, endorsed_on=on, digest=digest):
            body = board if board.lower().startswith("the ") else f"the {board}"
            return f"recorded that {body} endorsed version {version} (digest {short(digest)}) on {dated(on)}"
        case approval.ApprovalAsked():
            return _asked(event)
        case approval.ReminderSent(number=number, round=round_, to=to):
            return f"sent reminder {number} of round {round_} to {the(to)}: cabinet's answer was still awaited"
        case approval.Escalated(round=round_, to=to):
            return f"took round {round_} to {the(to)}: cabinet's answer was overdue"
        case approval.CabinetApproved():
            return _approved(event)
        case approval.CabinetRefused(version=version, decided_on=on, because=because):
            return f"recorded that cabinet refused version {version} on {dated(on)}: {quoted(because)}"
        case approval.SentBack(version=version, decided_on=on, points=points):
            amend = listed(quoted(point) for point in points)
            after = " after the call-in" if event.after_call_in else ""
            return f"recorded that cabinet sent version {version} back on {dated(on)}{after} to be amended: {amend}"
        case approval.ApprovalWithdrawn(version=version, because=because):
            return f"withdrew version {version} from cabinet: {quoted(because)}"
        case approval.DecisionImplementable(version=version, call_in_ended=ended, implementable_from=day):
            why = f"call-in ended on {dated(ended)} unused" if ended else "the decision was exempt from call-in"
            if ended and event.called_in:
                why = "what members called in is settled"
            return f"recorded that version {version} may be implemented from {dated(day)}: {why}"
        case approval.DecisionStatementPublished():
            return _published(event)
        case _:
            assert_never(event)


def _asked(event: approval.ApprovalAsked) -> str:
    put = f"put version {event.version} (digest {short(event.digest)}) to cabinet on {dated(event.asked_on)}"
    until = f"as round {event.round}, to be answered by {dated(event.answer_by)}"
    first = f"{the(event.remind)} is reminded from {dated(event.remind_on[0])} and " if event.remind_on else ""
    return f"{put}, {until}; {first}{the(event.escalate_to)} is told on {dated(event.escalate_on)} if no answer comes"


def _approved(event: approval.CabinetApproved) -> str:
    decided = f"recorded that cabinet {event.verb} version {event.version} on {dated(event.decided_on)}"
    day = f"may be implemented from {dated(event.implementable_from)}"
    if event.call_in_ends is None:
        because = f", because {quoted(event.no_call_in_because)}," if event.no_call_in_because else ""
        return f"{decided}: {quoted(event.resolution)}; it is exempt from call-in{because} and {day}"
    late = event.statement_published_on != event.decided_on
    published = f"its statement was published on {dated(event.statement_published_on)}, " if late else ""
    ends = f"call-in ends on {dated(event.call_in_ends)} and it {day}"
    return f"{decided}: {quoted(event.resolution)}; {published}{ends}"


def _published(event: approval.DecisionStatementPublished) -> str:
    published = f"the statement of the decision on version {event.version} was published on {dated(event.published_on)}"
    ends = "it is exempt from call-in and"
    if event.call_in_ends:
        ends = f"call-in ends on {dated(event.call_in_ends)} and it"
    declared = len(event.conflicts or ())
    conflicts = f", with {declared} declared conflict{'' if declared == 1 else 's'} of interest" if declared else ""
    day = f"may be implemented from {dated(event.implementable_from)}"
    return f"recorded that {published} ({event.where}){conflicts}; {ends} {day}"


def _call_in(event: CallInEvent) -> str:
    match event:
        case call_in.CallInNoticeReceived(notice=notice, version=version, signatories=signed, received_on=on):
            called = f"{len(signed)} members called in the decision on version {version} on {dated(on)}"
            ground = f"on the ground {plain(event.ground)}: {quoted(event.because)}"
            return f"recorded that {called}, by notice {notice} {ground}"
        case call_in.CallInValidated(notice=notice, judged_by=judge, judged_on=on):
            return f"recorded that {the(judge)} found call-in notice {notice} valid on {dated(on)}"
        case call_in.CallInRejected(notice=notice, judged_by=judge, judged_on=on, because=because):
            return f"recorded that {the(judge)} rejected call-in notice {notice} on {dated(on)}: {quoted(because)}"
        case call_in.CallInWithdrawn(notice=notice, withdrawn_on=on):
            return f"recorded that call-in notice {notice} was withdrawn by its signatories on {dated(on)}"
        case call_in.CallInExempted(version=version, agreed_by=posts, agreed_on=on, because=because):
            agreed = f"{listed(the(post) for post in posts)} agreed on {dated(on)}"
            return f"recorded that {agreed} to exempt the decision on version {version} from call-in: {quoted(because)}"
        case call_in.DecisionReferredBack(version=version, referred_on=on, because=because):
            referred = f"scrutiny referred version {version} back to cabinet on {dated(on)}"
            return f"recorded that {referred}: {quoted(because)}"
        case call_in.DecisionReaffirmed(version=version, reaffirmed_by=who, reaffirmed_on=on, because=because):
            stands = f"{who} let the decision on version {version} stand on {dated(on)}: {quoted(because)}"
            return f"recorded that {stands}; it may be implemented from {dated(event.implementable_from)}"
        case call_in.PostImplementationReviewRequested(version=version, signatories=signed, requested_on=on):
            asked = f"{len(signed)} members asked on {dated(on)} for a review of the decision on version {version}"
            return f"recorded that {asked} after its implementation: {quoted(event.because)}"
        case _:
            assert_never(event)


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


def _delivery(event: DeliveryEvent) -> str:
    match event:
        case delivery.ActionProgressed(action=action, status=status, as_of=on, note=note):
            return f"recorded that action {action} was {plain(status)} on {dated(on)}: {quoted(note)}"
        case delivery.ProgressReported(to=to, reported_on=on, summary=summary):
            return f"recorded that progress was reported to {to} on {dated(on)}: {quoted(summary)}"
        case delivery.ActionClosed(action=action, closed_on=on, rests_on=seen, note=note):
            return f"closed action {action} on {dated(on)} on evidence {listed(seen)}: {quoted(note)}"
        case delivery.ActionReopened(action=action, reopened_on=on, because=because):
            return f"reopened action {action} on {dated(on)}, because {quoted(because)}"
        case delivery.RagOverridden(action=action, rating=rating, as_of=on, until=until, because=because):
            days = f"from {dated(on)} until {dated(until)}"
            return f"set the rating of action {action} to {plain(rating)} {days}, because {quoted(because)}"
        case _:
            assert_never(event)


def _evidence(event: EvidenceEvent) -> str:
    match event:
        case evidence.EvidenceAttached(evidence=id_, action=action, title=title, digest=digest):
            kept = f"{event.classification}, held at {event.held_at}, kept until {dated(event.keep_until)}"
            return f"attached evidence {id_} to action {action}: {quoted(title)} (digest {short(digest)}), {kept}"
        case evidence.EvidenceVerified(evidence=id_, action=action, how=how):
            return f"verified evidence {id_} of action {action}: {quoted(how)}"
        case evidence.EvidenceRejected(evidence=id_, action=action, because=because):
            return f"rejected evidence {id_} of action {action}, because {quoted(because)}"
        case evidence.ImpactRated(action=action, rating=rating, meaning=meaning, because=because, as_of=on):
            rated = f"rated the impact of action {action} as of {dated(on)}: {plain(rating)} ({meaning})"
            return f"{rated}, because {quoted(because)}, by evidence {listed(event.rests_on)}"
        case _:
            assert_never(event)


def _measures(event: MeasureEvent) -> str:
    match event:
        case measures.MeasureDefined():
            return _measure(event)
        case measures.ReadingRecorded(measure=measure, value=value, as_of=on, source=source, corrects=corrects):
            instead = f", in the place of the reading as of {dated(corrects)}" if corrects else ""
            return f"recorded that measure {measure} read {value} as of {dated(on)}{instead} ({source})"
        case _:
            assert_never(event)


def _measure(event: measures.MeasureDefined) -> str:
    base, target, beside = event.baseline, event.target, event.comparator
    start = f"from {base.value} on {dated(base.as_at)}" if base else f"without a baseline ({event.no_baseline_because})"
    compared = f"; {beside.whose}: {beside.value} on {dated(beside.as_at)}" if beside else ""
    what = f"measure {event.measure} of {listed(event.actions)}: {quoted(event.text)}, in {event.unit}"
    return f"defined {what}, {start} {event.direction} to {target.value} by {dated(target.by)}{compared}"


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


def _book(event: BookOpened | CommandRefused) -> str:
    match event:
        case BookOpened(clock=clock):
            return f"opened the book, whose times are {'the world' if clock == 'real' else 'a case'}'s"
        case CommandRefused(plan=plan, command=command, rule=rule, because=because):
            return f"was refused {command} on {plan}: {unstopped(because)} (rule: {rule})"
        case _:
            assert_never(event)


_CHAPTERS: dict[Callable[[Any], str], Any] = {
    _inspection: InspectionEvent,
    _deadline: DeadlineEvent,
    _drafting: DraftingEvent,
    _notice: NoticeEvent,
    _approval: ApprovalEvent,
    _call_in: CallInEvent,
    _submission: SubmissionEvent,
    _delivery: DeliveryEvent,
    _evidence: EvidenceEvent,
    _measures: MeasureEvent,
    _visit: MonitoringEvent,
    _intervention: InterventionEvent,
    _book: BookOpened | CommandRefused,
}
_TELLERS = {event: teller for teller, events in _CHAPTERS.items() for event in get_args(events) or (events,)}
"""Who tells an event, looked up by its class: every line of the ledger is told."""
