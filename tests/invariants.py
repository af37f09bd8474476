"""The invariants of the domain study (section 7.5), by its numbers: each yields what breaks it in a plan's lines.

They look at what was written and not at how it was decided, so that they hold for whatever door it came in by. What is
shown elsewhere, and what cannot be asked of lines yet, says so in `ELSEWHERE`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from domain.allowance.events import PersonalDetailAdmitted
from domain.approval.events import (
    BoardEndorsed,
    CabinetApproved,
    DecisionImplementable,
    DecisionStatementPublished,
    SentBack,
)
from domain.authority.roles import ENGINE
from domain.authority.state import Authority
from domain.calendar import ENGLAND_AND_WALES, london_day
from domain.call_in import events as call_in
from domain.deadline.events import DeadlineAdopted
from domain.delivery.events import ActionClosed, ActionProgressed, ActionReopened
from domain.drafting.content import digest
from domain.drafting.events import ActionAgreed, ActionAmended, ActionReDated, NoActionReasoned, VersionCut
from domain.evidence.events import EvidenceAttached, EvidenceRejected, EvidenceVerified, ImpactRated
from domain.finalisation.events import ApprovalVoided, FinalisedUnderDelegation, ImmaterialChangeAdopted
from domain.inspection.events import FindingRecorded, InspectionRecorded, JudgementRecorded, PlanOpened
from domain.inspection.frameworks import ERAS
from domain.notice import events as notice
from domain.plan import Plan, evolve, replay
from domain.plan_events import PlanEvent
from domain.privacy import personal
from domain.route.events import DecisionMade
from domain.submission.events import Published, SubmissionAcknowledged, SubmittedToOfsted
from domain.value import Act, Value
from ledger.record import Record, Signed, line, plan_event

Lines = Sequence[Record]
"""A plan's lines from the first on."""

Invariant = Callable[[Lines], Iterator[str]]


def as_line(event: PlanEvent, act: Act, number: int, plan: str) -> Record:
    """What the ledger would write of an event that nobody wrote."""
    signed = Signed(plan=plan, by=act.by, acting_as=act.acting_as, on_behalf_of=act.on_behalf_of)
    effective = event.effective or act.effective or london_day(act.at)
    return line(signed, event, number, act.at, effective, None).but(position=number)


def broken(lines: Lines) -> list[str]:
    """Every breach of every invariant, each with its number."""
    return [f"7.5-{number}: {breach}" for number, invariant in INVARIANTS.items() for breach in invariant(lines)]


def one_adopted_deadline_at_a_time(lines: Lines) -> Iterator[str]:
    """1. A duty has one adopted date; another follows it in order, and says why unless it was counted anew."""
    adopted: Counter[str] = Counter()
    for each in lines:
        match each.event:
            case DeadlineAdopted(duty=duty, adoption=adoption, basis=basis, because=because):
                adopted[duty] += 1
                if adoption != adopted[duty]:
                    yield f"line {each.number}: adoption {adoption} of {duty} is its {adopted[duty]}th"
                if adoption > 1 and basis != "computed" and because is None:
                    yield f"line {each.number}: another date of {duty} is adopted for no reason"
            case _:
                pass


def a_key_decision_has_notice(lines: Lines) -> Iterator[str]:
    """2. Where terms say what clear days are, a key decision follows its notice, an exception or urgency."""
    key, lawful_from = False, list[date]()
    for each in lines:
        match each.event:
            case notice.KeyDecisionAssessed(is_key=is_key):
                key = is_key
            case (
                notice.KeyDecisionNoticePublished(first_lawful_day=first)
                | notice.GeneralExceptionNotified(first_lawful_day=first)
                | notice.SpecialUrgencyAgreed(first_lawful_day=first)
            ):
                lawful_from.append(first)
            case CabinetApproved(decided_on=on):
                if key and _terms(lines).clear_days and not any(first <= on for first in lawful_from):
                    yield f"line {each.number}: a key decision of {on} without notice"
            case _:
                pass


def an_agenda_was_open(lines: Lines) -> Iterator[str]:
    """3. What is decided at a meeting whose agenda is recorded was open in time, or says why not."""
    agendas: dict[date, notice.AgendaPublished] = {}
    for each in lines:
        match each.event:
            case notice.AgendaPublished(meeting_on=on) as published:
                agendas[on] = published
            case CabinetApproved(decided_on=on):
                agenda = agendas.get(on)
                if agenda and agenda.shorter_because is None and on < agenda.first_lawful_day:
                    yield f"line {each.number}: decided on {on}, open in time for {agenda.first_lawful_day}"
            case _:
                pass


def a_published_record_is_complete(lines: Lines) -> Iterator[str]:
    """4. A decision is published with all that the terms ask for; a dispensation is the head of paid service's."""
    terms = _terms(lines)
    for each in lines:
        match each.event:
            case DecisionStatementPublished() as published if terms.decision_statement:
                for content in terms.decision_statement.contents:
                    if getattr(published, content) is None:
                        yield f"line {each.number}: the statement says nothing of {content}"
            case _:
                pass
        match each.event:
            case CabinetApproved(conflicts=conflicts) | DecisionStatementPublished(conflicts=conflicts):
                for by in {c.dispensation_by for c in conflicts or () if c.dispensation_by}:
                    if "head-of-paid-service" not in terms.roles(by):
                        yield f"line {each.number}: {by} granted a dispensation"
            case _:
                pass


def nobody_interested_decides(lines: Lines) -> Iterator[str]:
    """5. Who declared an interest and has no dispensation is not among those who decided."""
    decided: dict[int, tuple[str, ...]] = {}
    for each in lines:
        match each.event:
            case CabinetApproved(round=round_, decided_by=members) | DecisionMade(round=round_, decided_by=members):
                decided[round_] = members
            case _:
                pass
        match each.event:
            case (
                CabinetApproved(round=round_, conflicts=conflicts)
                | DecisionMade(round=round_, conflicts=conflicts)
                | DecisionStatementPublished(round=round_, conflicts=conflicts)
            ):
                bound = {c.member.casefold() for c in conflicts or () if c.dispensation_by is None}
                for member in decided.get(round_, ()):
                    if member.casefold() in bound:
                        yield f"line {each.number}: {member} decided in spite of an interest"
            case _:
                pass


class _Waiting(Value):
    """What a decision waits for: the end of call-in, and the notices that nobody has answered."""

    version: int
    ends: date | None
    notices: dict[str, bool] = {}
    exempt_from: date | None = None

    def holds(self, on: date) -> bool:
        """Whether nothing of the decision may be implemented on that day."""
        if self.exempt_from is not None:
            return on < self.exempt_from
        return bool(self.notices) or (self.ends is not None and on <= self.ends)


def nothing_is_implemented_before_call_in_is_settled(lines: Lines) -> Iterator[str]:
    """6. Nothing is confirmed, sent or published while a notice may come or stands, unless all agreed before."""
    terms, rounds = _terms(lines), dict[int, _Waiting]()
    for each in lines:
        match each.event:
            case CabinetApproved(round=round_, version=version, call_in_ends=ends):
                rounds[round_] = _Waiting(version=version, ends=ends)
            case SentBack(round=round_, after_call_in=True):
                rounds.pop(round_)
            case DecisionStatementPublished(round=round_, call_in_ends=ends) if round_ in rounds:
                rounds[round_] = rounds[round_].but(ends=ends)
            case call_in.CallInExempted(round=round_, agreed_by=agreed_by, implementable_from=first):
                rounds[round_] = rounds[round_].but(exempt_from=first)
                asked = terms.call_in.notices.exempted_by if terms.call_in.notices else ()
                if lacking := set(asked) - set(agreed_by):
                    yield f"line {each.number}: exempted without {', '.join(sorted(lacking))}"
            case call_in.CallInNoticeReceived() | call_in.CallInValidated() as stands:
                valid = isinstance(stands, call_in.CallInValidated)
                held = {**rounds[stands.round].notices, stands.notice: valid}
                rounds[stands.round] = rounds[stands.round].but(notices=held)
            case call_in.CallInRejected(round=round_, notice=gone) | call_in.CallInWithdrawn(round=round_, notice=gone):
                left = {id_: valid for id_, valid in rounds[round_].notices.items() if id_ != gone}
                rounds[round_] = rounds[round_].but(notices=left)
            case call_in.DecisionReaffirmed(round=round_):
                left = {id_: valid for id_, valid in rounds[round_].notices.items() if not valid}
                rounds[round_] = rounds[round_].but(notices=left)
            case (
                DecisionImplementable(round=round_, implementable_from=on)
                | SubmissionAcknowledged(round=round_, sent_on=on)
                | SubmittedToOfsted(round=round_, submitted_on=on)
            ) if round_ in rounds and rounds[round_].holds(on):
                yield f"line {each.number}: implemented on {on}, while a call-in may come or stands"
            case Published(version=version, published_on=on):
                if any(waiting.version == version and waiting.holds(on) for waiting in rounds.values()):
                    yield f"line {each.number}: published on {on}, while a call-in may come or stands"
            case _:
                pass


def what_is_sent_was_approved(lines: Lines) -> Iterator[str]:
    """7. What is endorsed or approved is a version as it was cut; only what stands approved is sent or published."""
    cut: dict[int, str] = {}
    approved: dict[int, tuple[int, str]] = {}
    for each in lines:
        match each.event:
            case VersionCut(number=number, digest=sealed):
                cut[number] = sealed
            case BoardEndorsed(version=version, digest=sealed):
                if cut.get(version) != sealed:
                    yield f"line {each.number}: version {version} was not cut with this digest"
            case CabinetApproved() | DecisionMade(afterwards=False) as answer:
                if not answer.awaited:
                    approved[answer.round] = answer.version, answer.digest
                if cut.get(answer.version) != answer.digest:
                    yield f"line {each.number}: version {answer.version} was not cut with this digest"
            case (
                FinalisedUnderDelegation(round=round_, final_version=version, final_digest=sealed)
                | ImmaterialChangeAdopted(round=round_, adopted_version=version, adopted_digest=sealed)
            ):
                approved[round_] = version, sealed
                if cut.get(version) != sealed:
                    yield f"line {each.number}: version {version} was not cut with this digest"
            case SentBack(round=round_, after_call_in=True) | ApprovalVoided(round=round_):
                approved.pop(round_, None)
            case (
                SubmissionAcknowledged(round=round_, version=version, digest=sealed)
                | SubmittedToOfsted(round=round_, version=version, digest=sealed)
            ):
                if approved.get(round_) != (version, sealed):
                    yield f"line {each.number}: version {version} is sent and was not approved"
            case Published(version=version, digest=sealed):
                if (version, sealed) not in approved.values():
                    yield f"line {each.number}: version {version} is published and was not approved"
            case _:
                pass


def every_recommendation_is_answered(lines: Lines) -> Iterator[str]:
    """8. What cabinet approves has for each recommendation an action, whose due date is the period, or a reason."""
    asked, reasons = set[str](), set[str]()
    actions: dict[str, tuple[str, ...]] = {}
    for each in lines:
        match each.event:
            case FindingRecorded(sort="recommendation", finding=finding):
                asked.add(finding)
            case ActionAgreed(action=action, findings=findings) | ActionAmended(action=action, findings=findings):
                actions[action] = findings
            case NoActionReasoned(finding=finding):
                reasons.add(finding)
            case CabinetApproved() | DecisionMade(awaited=(), afterwards=False):
                if lacking := asked - reasons - {finding for findings in actions.values() for finding in findings}:
                    yield f"line {each.number}: approved without an answer to {', '.join(sorted(lacking))}"
            case _:
                pass


def an_action_is_closed_on_evidence(lines: Lines) -> Iterator[str]:
    """9. It is closed on evidence that neither its owner nor who attached it verified; every closing stays in sight."""
    owners: dict[str, str] = {}
    attached: dict[str, tuple[str, frozenset[str]]] = {}
    verified, closed = set[str](), Counter[str]()
    for each in lines:
        match each.event:
            case ActionAgreed(action=action, owner=owner) | ActionAmended(action=action, owner=owner):
                owners[action] = owner
            case EvidenceAttached(evidence=item, action=action):
                attached[item] = action, each.people
            case EvidenceVerified(evidence=item, action=action):
                verified.add(item)
                if each.acting_as == owners.get(action) or (item in attached and each.people & attached[item][1]):
                    yield f"line {each.number}: {item} is verified by its own people"
            case EvidenceRejected(evidence=item):
                verified.discard(item)
            case ActionClosed(action=action, rests_on=rests_on):
                closed[action] += 1
                if not any(item in verified and attached[item][0] == action for item in rests_on):
                    yield f"line {each.number}: {action} is closed on no verified evidence"
            case _:
                pass
    plan = _plan(lines)
    for action, times in closed.items():
        if len(plan.delivery.closures[action]) != times:
            yield f"{action} was closed {times} times, and not all of that is in sight"


def doing_is_not_impact(lines: Lines) -> Iterator[str]:
    """10. Progress, evidence and impact are apart: none of them moves another."""
    for before, each, after in _unfolded(lines):
        match each.event:
            case ActionProgressed() | ActionClosed() | ActionReopened():
                if before.evidence != after.evidence:
                    yield f"line {each.number}: progress changed evidence or impact"
            case EvidenceVerified() | EvidenceRejected():
                if (before.delivery, before.evidence.impact) != (after.delivery, after.evidence.impact):
                    yield f"line {each.number}: evidence changed progress or impact"
            case ImpactRated(action=action, rests_on=rests_on):
                if before.delivery != after.delivery or before.evidence.items != after.evidence.items:
                    yield f"line {each.number}: impact changed progress or evidence"
                if not set(rests_on) or set(rests_on) - set(before.evidence.verified(action)):
                    yield f"line {each.number}: impact rests on what is not verified"
            case _:
                pass


def the_original_due_date_stays(lines: Lines) -> Iterator[str]:
    """11. Once dates bind, each moves by a line that says from where, the count goes up, and the first one stays."""
    due, count, original = dict[str, date](), Counter[str](), dict[str, date]()
    for before, each, _ in _unfolded(lines):
        match each.event:
            case ActionAgreed(action=action, due=on):
                due[action] = on
            case ActionAmended(action=action, due=on):
                if before.in_delivery and on != due.get(action):
                    yield f"line {each.number}: {action} got another date in silence"
                due[action] = on
            case ActionReDated(action=action, was=was, due=on, count=number):
                count[action] += 1
                original.setdefault(action, was)
                if (was, number) != (due.get(action), count[action]):
                    yield f"line {each.number}: {action} is moved for the {number}th time, from {was}"
                due[action] = on
            case _:
                pass
    plan = _plan(lines)
    for action, first in original.items():
        if plan.draft.original_due(plan.draft.actions[action]) != first:
            yield f"{action} was first due on {first}, and that is out of sight"


def versions_count_up_and_stay(lines: Lines) -> Iterator[str]:
    """12. Versions are numbered from 1 on, and each still has the content that its digest was made of."""
    number = 0
    published: dict[int, str] = {}
    for each in lines:
        match each.event:
            case VersionCut(number=cut):
                number += 1
                if cut != number:
                    yield f"line {each.number}: version {cut} follows version {number - 1}"
            case Published(version=version, digest=sealed):
                if published.setdefault(version, sealed) != sealed:
                    yield f"line {each.number}: version {version} was published with other content"
            case _:
                pass
    for kept in _plan(lines).draft.versions:
        if digest(kept.content.encode()) != kept.digest:
            yield f"version {kept.number} is not what its digest was made of"


def judgements_are_of_their_era(lines: Lines) -> Iterator[str]:
    """13. A judgement is one of its framework's, and none is overall of an inspection from 1 April 2026 on."""
    sources: dict[str, InspectionRecorded] = {}
    for each in lines:
        match each.event:
            case InspectionRecorded(source=source) as inspection:
                sources[source] = inspection
            case JudgementRecorded(source=source, judgement=judgement) if source in sources:
                inspection = sources[source]
                given = ERAS[inspection.era].judgements if inspection.era else ()
                late = judgement == "overall-effectiveness" and inspection.started_on >= date(2026, 4, 1)
                if late or judgement not in given:
                    yield f"line {each.number}: {source} gives no judgement {judgement}"
            case _:
                pass


def replay_shows_the_same(lines: Lines) -> Iterator[str]:
    """14. To any position, what is read back adds up to the same; a computed date is its named calendar's."""
    history = [(type(event).model_validate_json(event.model_dump_json()), each) for event, each in _events(lines)]
    states = [after for _, _, after in _unfolded(lines)]
    for upto in {*range(1, len(lines), max(1, len(lines) // 8)), len(lines)}:
        if replay(lines[0].stream, history[:upto]) != states[upto - 1]:
            yield f"line {upto}: replayed, the plan is another"
    for each in lines:
        match each.event:
            case DeadlineAdopted(counted_from=date() as start, working_days=int() as days, due=due, calendar=label):
                if label == ENGLAND_AND_WALES.label and ENGLAND_AND_WALES.add_working_days(start, days) != due:
                    yield f"line {each.number}: {days} working days after {start} is not {due}"
            case _:
                pass


def no_line_holds_personal_details(lines: Lines) -> Iterator[str]:
    """15, its first half. What looks like a personal detail was let in by name; Minutebook's own lines are let pass."""
    admitted = set[str]()
    for n, each in enumerate(lines):
        at_once = [later for later in lines[n : n + 5] if (later.at, later.by) == (each.at, each.by)]
        admitted |= {later.event.what for later in at_once if isinstance(later.event, PersonalDetailAdmitted)}
        found = {found.what for _, found in personal(each.event)} if each.acting_as != ENGINE else set()
        if found - admitted:
            yield f"line {each.number} holds {', '.join(sorted(found - admitted))}"


def lines_are_in_order_without_gaps(lines: Lines) -> Iterator[str]:
    """16, its first half. Lines of a plan are numbered without gaps, in the order of their positions."""
    for before, each in pairwise(lines):
        if each.number != before.number + 1 or each.position <= before.position:
            yield f"line {each.number} (position {each.position}) follows line {before.number} ({before.position})"


INVARIANTS: dict[int, Invariant] = {
    1: one_adopted_deadline_at_a_time,
    2: a_key_decision_has_notice,
    3: an_agenda_was_open,
    4: a_published_record_is_complete,
    5: nobody_interested_decides,
    6: nothing_is_implemented_before_call_in_is_settled,
    7: what_is_sent_was_approved,
    8: every_recommendation_is_answered,
    9: an_action_is_closed_on_evidence,
    10: doing_is_not_impact,
    11: the_original_due_date_stays,
    12: versions_count_up_and_stay,
    13: judgements_are_of_their_era,
    14: replay_shows_the_same,
    15: no_line_holds_personal_details,
    16: lines_are_in_order_without_gaps,
}

ELSEWHERE: dict[int, str] = {
    15: "That a reader sees no more than he or she is cleared for needs clearances (issue 5).",
    16: "That a reader of the feed sees every line once is shown in tests/api/test_api_events.py; that embargoed lines "
    "are withheld until their day needs clearances (issue 5).",
}
"""What of an invariant is not asked of a plan's lines here, and why."""


def _terms(lines: Lines) -> Authority:
    opened = lines[0].event
    assert isinstance(opened, PlanOpened)
    return opened.terms


def _events(lines: Lines) -> list[tuple[PlanEvent, Record]]:
    return [(plan_event(each), each) for each in lines]


def _unfolded(lines: Lines) -> Iterator[tuple[Plan, Record, Plan]]:
    """The plan before each line, the line, and the plan after it; before the first line it is as after it."""
    plan: Plan | None = None
    for event, each in _events(lines):
        before, plan = plan, evolve(plan, event, each, each.stream)
        yield before or plan, each, plan


def _plan(lines: Lines) -> Plan:
    return cast("Plan", replay(lines[0].stream, _events(lines)))
