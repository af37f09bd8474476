"""Plan: the chapters together, folded from what happened. The decider is in domain/decider.py."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, get_args

from domain.allowance import state as allowance
from domain.allowance.events import AllowanceEvent
from domain.allowance.state import Allowances
from domain.approval import state as approval
from domain.approval.events import ApprovalEvent
from domain.approval.state import Approval, Approved
from domain.authority.events import TermsAdopted
from domain.authority.state import Authority
from domain.bringing_forward import state as bringing_forward
from domain.bringing_forward.events import BringForwardEvent
from domain.bringing_forward.state import BroughtForward
from domain.calendar import Calendar, london_day
from domain.call_in import state as call_in
from domain.call_in.events import CallInEvent
from domain.call_in.state import CallIn, CallIns
from domain.closing import state as closing
from domain.closing.events import ClosingEvent
from domain.closing.state import Closing
from domain.correction import state as correction
from domain.correction.events import FACTS, FactCorrected
from domain.correction.state import Corrections
from domain.deadline import state as deadline
from domain.deadline.events import DeadlineEvent
from domain.deadline.state import Deadline, Deadlines
from domain.delivery import state as delivery
from domain.delivery.events import DeliveryEvent
from domain.delivery.state import Delivery
from domain.disclosure import state as disclosure
from domain.disclosure.events import Accessed, DisclosureEvent
from domain.disclosure.state import GUARDED, Accesses, Exports
from domain.drafting import state as drafting
from domain.drafting.events import DraftingEvent
from domain.drafting.state import Draft, Version
from domain.erasure import state as erasure
from domain.erasure.events import ErasureEvent
from domain.erasure.state import Erasures
from domain.evidence import state as evidence
from domain.evidence.events import EvidenceAttached, EvidenceEvent
from domain.evidence.state import Evidence
from domain.finalisation import state as finalisation
from domain.finalisation.events import ApprovalVoided, FinalisationEvent
from domain.finalisation.state import Finalisation
from domain.inspection import state as inspection
from domain.inspection.events import InspectionEvent, PlanOpened
from domain.inspection.state import Finding, Inspection
from domain.intervention import state as intervention
from domain.intervention.events import InterventionEvent
from domain.intervention.state import Intervention
from domain.measures import state as measures
from domain.measures.events import MeasureEvent
from domain.measures.state import Measures
from domain.meeting import state as meeting
from domain.meeting.events import MeetingEvent
from domain.meeting.state import Meetings
from domain.monitoring import state as monitoring
from domain.monitoring.events import MonitoringEvent
from domain.monitoring.state import Monitoring
from domain.notice import state as notice
from domain.notice.events import NoticeEvent
from domain.notice.state import Notices
from domain.plan_events import PlanEvent
from domain.retention import state as retention
from domain.retention.events import RetentionEvent
from domain.retention.state import Keeping
from domain.route import state as route
from domain.route.events import ApprovalRouteChosen, RouteEvent
from domain.route.state import Chosen
from domain.scrutiny import state as scrutiny
from domain.scrutiny.events import ScrutinyEvent
from domain.scrutiny.state import Scrutiny
from domain.submission import state as submission
from domain.submission.events import SubmissionEvent
from domain.submission.state import Submission
from domain.value import Acted, Classification, Day, Digest, Id, Slug, Text, Value
from domain.working_days import state as working_days
from domain.working_days.events import WorkingDaysEvent
from domain.working_days.state import OnCalendar, WorkingDays


class Plan(Value):
    """A plan as its lines add up; `terms` are the authority's as pinned when it was opened, or adopted since."""

    id: Slug
    title: Text
    terms: Authority
    constitution: Digest
    in_delivery_from_start: bool
    opened_by: Id
    inspection: Inspection = Inspection()
    deadlines: Deadlines = {}
    draft: Draft = Draft()
    notices: Notices = Notices()
    approval: Approval = Approval()
    call_ins: CallIns = {}
    finalisation: Finalisation = Finalisation()
    scrutiny: Scrutiny = Scrutiny()
    submission: Submission = Submission()
    delivery: Delivery = Delivery()
    evidence: Evidence = Evidence()
    measures: Measures = Measures()
    monitoring: Monitoring = Monitoring()
    intervention: Intervention = Intervention()
    allowances: Allowances = Allowances()
    route: Chosen = Chosen()
    opened_on: Day | None = None
    brought_forward: BroughtForward = BroughtForward()
    closing: Closing = Closing()
    working_days: WorkingDays = WorkingDays()
    meetings: Meetings = Meetings()
    exports: Exports = Exports()
    accesses: Accesses = Accesses()
    keeping: Keeping = Keeping()
    corrections: Corrections = Corrections()
    erasures: Erasures = Erasures()

    @property
    def calendar(self) -> Calendar:
        """The calendar on which the plan's working days are counted."""
        return self.working_days.calendar

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """The recommendations that have neither an action nor a reason why not."""
        answered = self.draft.answered()
        return tuple(f for f in self.inspection.recommendations if f.id not in answered)

    @property
    def submitted(self) -> bool:
        """Whether the approved version has been sent to every addressee."""
        standing = self.approval.standing
        return (
            isinstance(standing, Approved)
            and self.submission.round == standing.round
            and self.submission.submitted_on is not None
        )

    @property
    def in_delivery(self) -> bool:
        """Whether its due dates bind: from the first submission on, or from the start."""
        return self.in_delivery_from_start or self.submission.first_submitted_on is not None

    @property
    def in_delivery_since(self) -> Day | None:
        """The day of the first submission; of a plan in delivery from the start, the day it was opened."""
        return self.opened_on if self.in_delivery_from_start else self.submission.first_submitted_on

    def classification(self, on: date) -> Classification:
        """That of what is guarded most in it on that day: what its lines say, or that a report is embargoed still."""
        return "embargoed" if self.inspection.embargoed(on) else self.accesses.most

    def deadline(self, duty: str) -> Deadline:
        return next((d for name, d in self.deadlines.items() if name == duty), Deadline())

    def done(self, duty: str) -> bool:
        """Whether a duty has been done: statement sent, draft plan shared, or report published by the authority."""
        match duty:
            case "statement":
                return self.submission.first_submitted_on is not None
            case "draft-plan":
                return self.submission.draft_shared is not None
            case _:
                return "authority" in self.inspection.report().published

    def call_in(self, round_: int) -> CallIn:
        """What became of the decision of that round by way of call-in."""
        return self.call_ins.get(round_, CallIn())

    def approved(self, version: int) -> Digest | None:
        """The digest of a version that cabinet approved, or that took the place of one; None of any other."""
        final = self.finalisation.finals.get(version)
        return self.approval.approved.get(version) or (final.digest if final and self.approved(final.base) else None)

    def version(self, number: int) -> Version | None:
        return self.draft.version(number)


_EMPTY: dict[str, Any] = {name: field.default for name, field in Plan.model_fields.items() if not field.is_required()}
"""The chapters before their first line, the same for every plan: pydantic would copy each default."""


def evolve(plan: Plan | None, event: PlanEvent, act: Acted, stream: str) -> Plan:
    """The plan after one more event. Total: it never refuses what was once recorded."""
    if isinstance(event, PlanOpened):
        after = _opened(event, act, stream)
    else:
        assert plan is not None, "the first line of a plan is plan.opened"
        after = _FOLDS[type(event)](plan, event, act)
    if act.classification in GUARDED or type(event) is EvidenceAttached:
        return after.but(accesses=after.accesses.holding(event, act.classification))
    return after


def _opened(event: PlanOpened, act: Acted, stream: str) -> Plan:
    return Plan(
        id=stream,
        title=event.title,
        terms=event.terms,
        constitution=event.constitution,
        in_delivery_from_start=event.stage == "delivery",
        opened_by=act.by,
        **_EMPTY | {"opened_on": act.effective or london_day(act.at)},
    )


_ALONE: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {
    "inspection": (inspection.evolve, InspectionEvent),
    "deadlines": (deadline.evolve, DeadlineEvent),
    "notices": (notice.evolve, NoticeEvent),
    "call_ins": (call_in.evolve, CallInEvent),
    "scrutiny": (scrutiny.evolve, ScrutinyEvent),
    "submission": (submission.evolve, SubmissionEvent),
    "delivery": (delivery.evolve, DeliveryEvent),
    "measures": (measures.evolve, MeasureEvent),
    "monitoring": (monitoring.evolve, MonitoringEvent),
    "intervention": (intervention.evolve, InterventionEvent),
    "allowances": (allowance.evolve, AllowanceEvent),
    "brought_forward": (bringing_forward.evolve, BringForwardEvent),
    "closing": (closing.evolve, ClosingEvent),
    "keeping": (retention.evolve, RetentionEvent),
}
"""The chapters to which an event says all there is to say, by their field of the plan: how each goes on."""


def _by_itself(field: str, goes_on: Callable[[Any, Any], Any]) -> Callable[[Plan, Any, Acted], Plan]:
    return lambda plan, event, _: plan.but(**{field: goes_on(getattr(plan, field), event)})


def _drafting(plan: Plan, event: DraftingEvent, act: Acted) -> Plan:
    return plan.but(draft=drafting.evolve(plan.draft, event, act, plan.id, plan.inspection.findings))


def _approval(plan: Plan, event: ApprovalEvent, act: Acted) -> Plan:
    return plan.but(approval=approval.evolve(plan.approval, event, act))


def _finalisation(plan: Plan, event: FinalisationEvent, _: Acted) -> Plan:
    after = plan.but(finalisation=finalisation.evolve(plan.finalisation, event))
    if isinstance(event, ApprovalVoided):
        return after.but(approval=approval.voided(plan.approval, event.round, event.version, event.because))
    return after


def _evidence(plan: Plan, event: EvidenceEvent, act: Acted) -> Plan:
    return plan.but(evidence=evidence.evolve(plan.evidence, event, act))


def _terms(plan: Plan, event: TermsAdopted, _: Acted) -> Plan:
    """The route of the rounds to come is what the newer terms write of it; where they write it no longer, none."""
    chosen = plan.route.route
    later = route.Chosen(route=event.terms.route(chosen.id) if chosen else None)
    return plan.but(terms=event.terms, constitution=event.digest, route=later)


def _route(plan: Plan, event: RouteEvent, act: Acted) -> Plan:
    """A choice is of the rounds to come; what a body answers, or puts off, is of the one that runs."""
    if isinstance(event, ApprovalRouteChosen):
        return plan.but(route=route.evolve(plan.route, event))
    return plan.but(approval=approval.evolve(plan.approval, event, act))


def _working_days(plan: Plan, event: WorkingDaysEvent, _: Acted) -> Plan:
    chapters = {name: getattr(plan, name) for name in OnCalendar.model_fields}
    return plan.but(**working_days.evolve(OnCalendar.of(chapters), event).__dict__)


def _meeting(plan: Plan, event: MeetingEvent, act: Acted) -> Plan:
    return plan.but(meetings=meeting.evolve(plan.meetings, event, london_day(act.at)))


def _disclosure(plan: Plan, event: DisclosureEvent, act: Acted) -> Plan:
    if isinstance(event, Accessed):
        return plan.but(accesses=plan.accesses.read(event, london_day(act.at)))
    return plan.but(exports=disclosure.evolve(plan.exports, event, act.by))


def _correction(plan: Plan, event: FactCorrected, act: Acted) -> Plan:
    before = plan.but(inspection=inspection.without(plan.inspection, event))
    after = _AS_RECORDED[type(event.fact)](before, event.fact, act)
    return after.but(corrections=correction.evolve(plan.corrections, event, act.number))


def _erasure(plan: Plan, event: ErasureEvent, act: Acted) -> Plan:
    return plan.but(erasures=erasure.evolve(plan.erasures, event, act))


_CHAPTERS: dict[Callable[[Plan, Any, Acted], Plan], Any] = {
    **{_by_itself(field, goes_on): events for field, (goes_on, events) in _ALONE.items()},
    _drafting: DraftingEvent,
    _approval: ApprovalEvent,
    _finalisation: FinalisationEvent,
    _evidence: EvidenceEvent,
    _terms: TermsAdopted,
    _route: RouteEvent,
    _working_days: WorkingDaysEvent,
    _meeting: MeetingEvent,
    _disclosure: DisclosureEvent,
    _correction: FactCorrected,
    _erasure: ErasureEvent,
}
_FOLDS = {event: fold for fold, events in _CHAPTERS.items() for event in get_args(events) or (events,)}
"""Which chapter an event belongs to, looked up by its class: every line is folded, and isinstance asks one by one."""
_AS_RECORDED = {fact: _FOLDS[fact] for fact in FACTS}
_FOLDS |= {fact: correction.keeping(fold) for fact, fold in _AS_RECORDED.items()}


def replay(stream: str, history: Iterable[tuple[PlanEvent, Acted]]) -> Plan | None:
    """The plan that a history adds up to; None where nothing happened."""
    plan: Plan | None = None
    for event, act in history:
        plan = evolve(plan, event, act, stream)
    return plan
