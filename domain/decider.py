"""The decider: the one place where a command meets the rules."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast, get_args, overload

from domain.allowance import rules as allowance
from domain.allowance.commands import AllowanceCommand
from domain.approval import rules as approval
from domain.approval.commands import ApprovalCommand
from domain.authority import rules as authority
from domain.authority.commands import AdoptTerms, AuthorityCommand
from domain.authority.council import Council, evolve
from domain.authority.duties import may_act
from domain.authority.events import AuthorityEvent
from domain.authority.state import Register
from domain.book.events import authority_of
from domain.bringing_forward import rules as bringing_forward
from domain.bringing_forward.commands import BringForwardCommand
from domain.calendar import london_day
from domain.call_in import rules as call_in
from domain.call_in.commands import CallInCommand
from domain.closing import rules as closing
from domain.closing.commands import ClosingCommand
from domain.correction import rules as correction
from domain.correction.commands import CorrectFact
from domain.deadline import rules as deadline
from domain.deadline.commands import DeadlineCommand
from domain.delivery import rules as delivery
from domain.delivery.commands import DeliveryCommand
from domain.disclosure import rules as disclosure
from domain.disclosure.commands import DisclosureCommand, RecordAccess
from domain.drafting import rules as drafting
from domain.drafting.commands import DraftingCommand
from domain.erasure import rules as erasure
from domain.erasure.commands import ErasureCommand
from domain.evidence import rules as evidence
from domain.evidence.commands import EvidenceCommand
from domain.finalisation import rules as finalisation
from domain.finalisation.commands import FinalisationCommand
from domain.inspection import rules as inspection
from domain.inspection.commands import InspectionCommand, OpenPlan
from domain.intervention import rules as intervention
from domain.intervention.commands import InterventionCommand
from domain.measures import rules as measures
from domain.measures.commands import MeasureCommand
from domain.meeting import rules as meeting
from domain.meeting.commands import MeetingCommand
from domain.monitoring import rules as monitoring
from domain.monitoring.commands import MonitoringCommand
from domain.notice import rules as notice
from domain.notice.commands import NoticeCommand
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.retention import rules as retention
from domain.retention.commands import RetentionCommand
from domain.route import rules as route
from domain.route.commands import RouteCommand
from domain.scrutiny import rules as scrutiny
from domain.scrutiny.commands import ScrutinyCommand
from domain.submission import rules as submission
from domain.submission.commands import SubmissionCommand
from domain.value import Act, not_to_come, refuse
from domain.working_days import rules as working_days
from domain.working_days.commands import WorkingDaysCommand

PlanCommand = (
    InspectionCommand
    | DeadlineCommand
    | DraftingCommand
    | NoticeCommand
    | ApprovalCommand
    | CallInCommand
    | FinalisationCommand
    | ScrutinyCommand
    | SubmissionCommand
    | DeliveryCommand
    | EvidenceCommand
    | MeasureCommand
    | MonitoringCommand
    | InterventionCommand
    | AllowanceCommand
    | AdoptTerms
    | RouteCommand
    | BringForwardCommand
    | ClosingCommand
    | WorkingDaysCommand
    | MeetingCommand
    | DisclosureCommand
    | RetentionCommand
    | CorrectFact
    | ErasureCommand
)
AnyCommand = PlanCommand | AuthorityCommand
_OF_ENDED_PLANS = ClosingCommand | DisclosureCommand | RetentionCommand | ErasureCommand
"""What is still asked of a plan that has ended."""

COMMANDS: dict[str, type[AnyCommand]] = {c.name: c for c in get_args(AnyCommand)}
"""Every command by its published name."""

_OF_AUTHORITY = frozenset(get_args(AuthorityCommand))
"""Asked of the class, once for every command: isinstance would ask one class after the other."""


@overload
def decide(
    command: PlanCommand, plan: Plan | None, act: Act, stream: str, register: Register, council: Council | None = None
) -> list[PlanEvent]: ...
@overload
def decide(
    command: AuthorityCommand,
    plan: Plan | None,
    act: Act,
    stream: str,
    register: Register,
    council: Council | None = None,
) -> list[AuthorityEvent]: ...
def decide(
    command: AnyCommand, plan: Plan | None, act: Act, stream: str, register: Register, council: Council | None = None
) -> list[PlanEvent] | list[AuthorityEvent]:
    """The events that follow; none, where they stand already; or Refused.

    `plan` is what the stream adds up to so far, None where it has no line or is an authority's; `register` the
    authorities served here; `council` what the stream of the authority adds up to, None where it has no line.
    """
    if type(command) in _OF_AUTHORITY:
        return _of_authority(cast("AuthorityCommand", command), act, stream, register, council)
    if isinstance(command, OpenPlan):
        on = act.effective or london_day(act.at)
        terms = plan.terms if plan else authority.terms_in_force(command.authority, council, register, on)
    elif plan is None:
        refuse("plan-is-open", f"There is no plan {stream}: open it first.")
    else:
        terms = plan.terms
    may_act(command.name, act, terms)
    if council and council.holdings:
        recorded = london_day(act.at)
        authority.post_is_held(command.name, act, council, recorded)
        act = act.but(holds=council.posts(act.people, recorded))
    day = _day(command, act)
    events: list[PlanEvent]
    if plan is None:
        assert isinstance(command, OpenPlan)
        events = inspection.open_plan(command, stream, terms)
    elif type(command) is AdoptTerms:
        events = authority.adopt_terms(
            command, plan, authority.terms_in_force(terms.id, council, register, london_day(act.at))
        )
    elif plan.keeping.dropped:
        events = retention.after_dropping(command, plan.keeping.dropped, plan.id)
    elif not isinstance(command, _OF_ENDED_PLANS) and closing.has_ended(plan, act):
        events = []
    else:
        events = _CHAPTERS[type(command)](command, plan, act, day)
    if not events or type(command) is RecordAccess:
        return events  # to be looked at brings nothing about
    on = day if act.brought_in else london_day(act.at)
    return [*events, *allowance.admit(command, act, plan), *meeting.turned(plan, events, act, on, stream)]


def _of_authority(
    command: AuthorityCommand, act: Act, stream: str, register: Register, council: Council | None
) -> list[AuthorityEvent]:
    """Who may act, and in which posts, is by the terms and the holders on the day of recording."""
    id_ = authority_of(stream)
    if id_ is None:
        refuse(
            "stream-is-the-authoritys",
            f"{command.name} is recorded of an authority: write authority/ and its id in the place of {stream}.",
        )
    on = london_day(act.at)
    may_act(command.name, act, authority.terms_in_force(id_, council, register, on))
    council = council or Council(id=id_)
    authority.post_is_held(command.name, act, council, on)
    _day(command, act)
    allowance.admit(command, act, None)
    events = authority.decide(command, council, act, on, register)
    for event in events:
        council = evolve(council, event, id_)
    authority.post_is_held(command.name, act, council, on)  # nobody takes away what he or she acts by
    return events


def _day(command: AnyCommand, act: Act) -> date:
    """The day on which the act happened, in London; refused where a day it gives lies after the day of recording."""
    recorded = london_day(act.at)
    for day in (command.effective, act.effective):
        if day:
            not_to_come(day, recorded)
    return command.effective or act.effective or recorded


_Decide = Callable[..., list[PlanEvent]]
_Decider = Callable[[Any, Plan, Act, date], list[PlanEvent]]


def _by_plan(decide: _Decide) -> _Decider:
    return lambda command, plan, act, day: decide(command, plan)


def _by_act(decide: _Decide) -> _Decider:
    return lambda command, plan, act, day: decide(command, plan, act)


def _by_day(decide: _Decide) -> _Decider:
    return lambda command, plan, act, day: decide(command, plan, day)


def _by_recorded_day(decide: _Decide) -> _Decider:
    return lambda command, plan, act, day: decide(command, plan, london_day(act.at))


_DECIDERS: dict[_Decider, Any] = {
    _by_plan(inspection.decide): InspectionCommand,
    _by_day(deadline.decide): DeadlineCommand,
    _by_act(drafting.decide): DraftingCommand,
    _by_plan(notice.decide): NoticeCommand,
    approval.decide: ApprovalCommand,
    _by_plan(call_in.decide): CallInCommand,
    _by_act(finalisation.decide): FinalisationCommand,
    _by_plan(scrutiny.decide): ScrutinyCommand,
    _by_plan(submission.decide): SubmissionCommand,
    _by_act(delivery.decide): DeliveryCommand,
    _by_act(evidence.decide): EvidenceCommand,
    _by_plan(measures.decide): MeasureCommand,
    _by_recorded_day(monitoring.decide): MonitoringCommand,
    _by_plan(intervention.decide): InterventionCommand,
    _by_plan(allowance.decide): AllowanceCommand,
    _by_plan(route.decide): RouteCommand,
    _by_day(bringing_forward.decide): BringForwardCommand,
    _by_plan(closing.decide): ClosingCommand,
    _by_plan(working_days.decide): WorkingDaysCommand,
    _by_day(meeting.decide): MeetingCommand,
    _by_act(disclosure.decide): DisclosureCommand,
    retention.decide: RetentionCommand,
    _by_act(correction.decide): CorrectFact,
    _by_act(erasure.decide): ErasureCommand,
}
"""The chapters, each with what it asks beside the command and the plan: nothing, the act, or the day."""

_CHAPTERS = {command: decider for decider, asked in _DECIDERS.items() for command in get_args(asked) or (asked,)}
"""Which chapter a command belongs to, looked up by its class."""
