"""What follows when something is asked about a statutory deadline."""

from datetime import date
from typing import assert_never

from domain.clocks import DRAFT_PLAN_WORKING_DAYS, REPORT_WORKING_DAYS, STATEMENT_WORKING_DAYS, warnings
from domain.deadline import commands as do
from domain.deadline import events as was
from domain.deadline.events import Duty
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import require
from domain.working_days.events import DeadlineRecomputed

COUNTED: dict[Duty, int] = {
    "statement": STATEMENT_WORKING_DAYS,
    "report": REPORT_WORKING_DAYS,
    "draft-plan": DRAFT_PLAN_WORKING_DAYS,
}


def decide(command: do.DeadlineCommand, plan: Plan, day: date) -> list[PlanEvent]:
    """`day` is the day on which the act happened, in London."""
    match command:
        case do.StateDeadline():
            return state_deadline(command, plan)
        case do.AdoptDeadline():
            return adopt_deadline(command, plan)
        case do.WarnOfDeadline():
            return warn_of_deadline(command, plan, day)
        case do.MissDeadline():
            return miss_deadline(command, plan, day)
        case _:
            assert_never(command)


def computed_deadlines(duties: tuple[Duty, ...], received_on: date, plan: Plan) -> list[PlanEvent]:
    """These duties' due dates, counted from receipt and adopted until somebody adopts another.

    A date that was adopted before the report came in stays adopted: the computed one is on record, and gives way again.
    """
    events: list[PlanEvent] = []
    for duty in duties:
        before = plan.deadline(duty)
        due = plan.calendar.add_working_days(received_on, COUNTED[duty])
        events.append(_adopted(before.adoption + 1, plan, duty, due, "computed", received_on, None))
        if before.stated:
            events += _mismatch(plan, duty, due, before.stated)
        if before.adopted and before.basis:
            because = f"adopted before the report was recorded as received on {received_on}"
            events.append(_adopted(before.adoption + 2, plan, duty, before.adopted, before.basis, None, because))
    return events


def counted_anew(plan: Plan, because: str) -> list[PlanEvent]:
    """What the calendar as it is now makes of the dates that were counted on another, of duties still to be done.

    A computed date that is adopted gives way to the new one; a stated or an extended one stays.
    """
    received, events = plan.inspection.received_on, list[PlanEvent]()
    for duty, before in plan.deadlines.items():
        if received is None or before.computed is None or before.adopted is None or plan.done(duty):
            continue
        due = plan.calendar.add_working_days(received, COUNTED[duty])
        again = _adopted(before.adoption + 1, plan, duty, due, "computed", received, because)
        if before.basis == "computed" and (due, again.warnings) != (before.adopted, before.warnings):
            events.append(again)
        if due == before.computed:
            continue
        if before.basis != "computed":
            label = plan.calendar.label
            events.append(
                DeadlineRecomputed(duty=duty, was=before.computed, computed=due, adopted=before.adopted, calendar=label)
            )
        if before.stated:
            events += _mismatch(plan, duty, due, before.stated)
    return events


def state_deadline(command: do.StateDeadline, plan: Plan) -> list[PlanEvent]:
    before = plan.deadline(command.duty)
    if before.stated == command.due and before.stated_by == command.stated_by:
        return []
    stated = was.DeadlineStated(**command.model_dump())
    return [stated, *(_mismatch(plan, command.duty, before.computed, command.due) if before.computed else [])]


def adopt_deadline(command: do.AdoptDeadline, plan: Plan) -> list[PlanEvent]:
    before = plan.deadline(command.duty)
    if before.adopted == command.due and before.basis == command.basis:
        return []
    wanted = {"computed": before.computed, "stated": before.stated, "extended": command.due}[command.basis]
    require(
        wanted == command.due,
        "adopted-date-has-a-basis",
        f"The {command.basis} date is {wanted or 'not recorded'}, not {command.due}: adopt that one, or say extended.",
    )
    return [
        _adopted(
            before.adoption + 1,
            plan,
            command.duty,
            command.due,
            command.basis,
            plan.inspection.received_on,
            command.because,
        )
    ]


def warn_of_deadline(command: do.WarnOfDeadline, plan: Plan, day: date) -> list[PlanEvent]:
    deadline = plan.deadline(command.duty)
    warned = deadline.warned is not None and deadline.warned <= command.warning
    if plan.done(command.duty) or command.adoption != deadline.adoption or warned or deadline.adopted is None:
        return []
    require(
        any(warning.working_days_left == command.warning and day >= warning.on for warning in deadline.warnings),
        "clock-strikes-on-its-day",
        f"A warning with {command.warning} working days left is not due on {day}.",
    )
    return [
        was.DeadlineWarned(
            duty=command.duty,
            adoption=command.adoption,
            due=deadline.adopted,
            warning=command.warning,
            working_days_left=plan.calendar.working_days_between(day, deadline.adopted),
        )
    ]


def miss_deadline(command: do.MissDeadline, plan: Plan, day: date) -> list[PlanEvent]:
    deadline = plan.deadline(command.duty)
    stale = command.adoption != deadline.adoption or deadline.adopted is None
    if stale or plan.done(command.duty) or deadline.missed:
        return []
    assert deadline.adopted is not None
    require(
        day > deadline.adopted,
        "clock-strikes-on-its-day",
        f"The due date is {deadline.adopted}: on {day} it is not missed.",
    )
    return [was.DeadlineMissed(duty=command.duty, adoption=command.adoption, due=deadline.adopted)]


def _adopted(
    adoption: int, plan: Plan, duty: Duty, due: date, basis: str, counted_from: date | None, because: str | None
) -> was.DeadlineAdopted:
    return was.DeadlineAdopted.model_validate(
        {
            "duty": duty,
            "adoption": adoption,
            "due": due,
            "basis": basis,
            "counted_from": counted_from if basis == "computed" else None,
            "working_days": COUNTED[duty] if basis == "computed" else None,
            "calendar": plan.calendar.label,
            "warn": plan.terms.deadlines_warn,
            "warnings": warnings(due, plan.calendar),
            "because": because,
        }
    )


def _mismatch(plan: Plan, duty: Duty, computed: date, stated: date) -> list[PlanEvent]:
    if computed == stated:
        return []
    apart = plan.calendar.working_days_between(computed, stated)
    return [
        was.DeadlineMismatchNoted(
            duty=duty, computed=computed, stated=stated, working_days_apart=apart, calendar=plan.calendar.label
        )
    ]
