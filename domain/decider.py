"""The decider: the one place where a command meets the rules."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from domain.allowance import rules as allowance
from domain.allowance.commands import AllowanceCommand
from domain.approval import rules as approval
from domain.approval.commands import ApprovalCommand
from domain.authority.duties import may_act
from domain.authority.state import Register
from domain.calendar import london_day
from domain.call_in import rules as call_in
from domain.call_in.commands import CallInCommand
from domain.deadline import rules as deadline
from domain.deadline.commands import DeadlineCommand
from domain.delivery import rules as delivery
from domain.delivery.commands import DeliveryCommand
from domain.drafting import rules as drafting
from domain.drafting.commands import DraftingCommand
from domain.evidence import rules as evidence
from domain.evidence.commands import EvidenceCommand
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
from domain.plan import Plan, PlanEvent
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
    | SubmissionCommand
    | DeliveryCommand
    | EvidenceCommand
    | MeasureCommand
    | MonitoringCommand
    | InterventionCommand
    | AllowanceCommand
    | WorkingDaysCommand
    | MeetingCommand
)
COMMANDS: dict[str, type[PlanCommand]] = {c.name: c for c in get_args(PlanCommand)}
"""Every command by its published name."""


def decide(command: PlanCommand, plan: Plan | None, act: Act, stream: str, register: Register) -> list[PlanEvent]:
    """The events that follow; none, where they stand already; or Refused.

    `plan` is what the stream adds up to so far, None where it has no line; `register` the authorities served here.
    """
    if isinstance(command, OpenPlan):
        terms = plan.terms if plan else inspection.terms_of(command, register)
    elif plan is None:
        refuse("plan-is-open", f"There is no plan {stream}: open it first.")
    else:
        terms = plan.terms
    may_act(command.name, act, terms)
    day = _day(command, act)
    if plan is None:
        assert isinstance(command, OpenPlan)
        events = inspection.open_plan(command, stream, terms)
    else:
        events = _CHAPTERS[type(command)](command, plan, act, day)
    if not events:
        return []
    on = day if act.brought_in else london_day(act.at)
    return [*events, *allowance.admit(command, act, plan), *meeting.turned(plan, events, act, on, stream)]


def _day(command: PlanCommand, act: Act) -> date:
    """The day on which the act happened, in London; refused where a day it gives lies after the day of recording."""
    recorded = london_day(act.at)
    for day in (command.effective, act.effective):
        if day:
            not_to_come(day, recorded)
    return command.effective or act.effective or recorded


def _inspection(command: InspectionCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return inspection.decide(command, plan)


def _deadline(command: DeadlineCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return deadline.decide(command, plan, day)


def _drafting(command: DraftingCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return drafting.decide(command, plan, act)


def _notice(command: NoticeCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return notice.decide(command, plan)


def _approval(command: ApprovalCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return approval.decide(command, plan, act, day)


def _call_in(command: CallInCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return call_in.decide(command, plan)


def _submission(command: SubmissionCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return submission.decide(command, plan)


def _delivery(command: DeliveryCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return delivery.decide(command, plan, act)


def _evidence(command: EvidenceCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return evidence.decide(command, plan, act)


def _measures(command: MeasureCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return measures.decide(command, plan)


def _monitoring(command: MonitoringCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return monitoring.decide(command, plan, london_day(act.at))


def _intervention(command: InterventionCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return intervention.decide(command, plan)


def _allowance(command: AllowanceCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return allowance.decide(command, plan)


def _working_days(command: WorkingDaysCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return working_days.decide(command, plan)


def _meeting(command: MeetingCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    return meeting.decide(command, plan, day)


_DECIDERS: dict[Callable[[Any, Plan, Act, date], list[PlanEvent]], Any] = {
    _inspection: InspectionCommand,
    _deadline: DeadlineCommand,
    _drafting: DraftingCommand,
    _notice: NoticeCommand,
    _approval: ApprovalCommand,
    _call_in: CallInCommand,
    _submission: SubmissionCommand,
    _delivery: DeliveryCommand,
    _evidence: EvidenceCommand,
    _measures: MeasureCommand,
    _monitoring: MonitoringCommand,
    _intervention: InterventionCommand,
    _allowance: AllowanceCommand,
    _working_days: WorkingDaysCommand,
    _meeting: MeetingCommand,
}
_CHAPTERS = {command: decider for decider, asked in _DECIDERS.items() for command in get_args(asked) or (asked,)}
"""Which chapter a command belongs to, looked up by its class."""
