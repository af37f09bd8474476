"""What follows when something is asked as days come: what is due still, and no earlier than its day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import assert_never

from domain.actions import agreed
from domain.bringing_forward import commands as do
from domain.bringing_forward import events as was
from domain.bringing_forward.due import Due, call_ins, delegation, of_action, packs, review, scrutiny_answers
from domain.bringing_forward.pack import pack
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import require


def decide(command: do.BringForwardCommand, plan: Plan, day: date) -> list[PlanEvent]:
    """`day` is the day on which the act happened, in London. What is not due any more, or was done, needs no line."""
    match command:
        case do.ChaseAction() | do.ChaseEvidence():
            return chase(command, plan, day)
        case do.RemindOfReview():
            return remind_of_review(command, plan, day)
        case do.FreezePack():
            return freeze_pack(command, plan, day)
        case do.ChaseScrutinyAnswer():
            return chase_scrutiny_answer(command, plan, day)
        case do.NoteDelegationRunOut():
            return note_delegation_run_out(command, plan, day)
        case do.ChaseCallIn():
            return chase_call_in(command, plan, day)
        case _:
            assert_never(command)


def chase(command: do.ChaseAction | do.ChaseEvidence, plan: Plan, day: date) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    due = _still(command, of_action(action, plan)) if plan.in_delivery else None
    if due is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"A reminder of action {action.id} goes out on {due.on}, not on {day}.",
    )
    counted_from = command.due if isinstance(command, do.ChaseAction) else command.complete_on
    said = command.model_dump() | _on_the_day(counted_from, day, due, plan)
    return [was.ActionChased(**said) if isinstance(command, do.ChaseAction) else was.EvidenceChased(**said)]


def remind_of_review(command: do.RemindOfReview, plan: Plan, day: date) -> list[PlanEvent]:
    due = _still(command, review(plan, day))
    if due is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"A reminder of the review goes out on {due.on}, not on {day}.",
    )
    return [was.ReviewReminded(**command.model_dump(), **_on_the_day(command.review_by, day, due, plan))]


def freeze_pack(command: do.FreezePack, plan: Plan, day: date) -> list[PlanEvent]:
    due = _still(command, packs(plan, day))
    if due is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"Pack {command.number} for {command.to} is frozen on {due.on}, not on {day}.",
    )
    last = plan.brought_forward.packs.get(command.to)
    since = last.until if last else plan.in_delivery_since
    assert since is not None
    made = pack(plan, command.to, command.number, since, command.until)
    return [
        was.PackFrozen(
            to=command.to,
            post=due.to,
            number=command.number,
            since=since,
            until=command.until,
            digest=made.digest,
            actions=len(made.actions),
            ratings=made.ratings,
            overdue=made.overdue,
            re_dated=made.re_dated,
            evidenced=made.evidenced,
            calendar=plan.calendar.label,
        )
    ]


def chase_scrutiny_answer(command: do.ChaseScrutinyAnswer, plan: Plan, day: date) -> list[PlanEvent]:
    due = _still(command, scrutiny_answers(plan, day))
    if due is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"A reminder of the answer to recommendation {command.recommendation} of scrutiny goes out on {due.on}, not on "
        f"{day}.",
    )
    return [was.ScrutinyAnswerChased(**command.model_dump(), **_on_the_day(command.respond_by, day, due, plan))]


def note_delegation_run_out(command: do.NoteDelegationRunOut, plan: Plan, day: date) -> list[PlanEvent]:
    due, given = _still(command, delegation(plan, day)), plan.finalisation.delegation
    if due is None or given is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"The finalisation is delegated until {command.until}: on {day} that has not run out.",
    )
    return [was.DelegationRanOut(version=given.version, to=due.to, **command.model_dump())]


def chase_call_in(command: do.ChaseCallIn, plan: Plan, day: date) -> list[PlanEvent]:
    due = _still(command, call_ins(plan, day))
    if due is None:
        return []
    require(
        day >= due.on,
        "clock-strikes-on-its-day",
        f"That call-in notice {command.notice} is not judged is told on {due.on}, not on {day}.",
    )
    received = plan.call_in(command.round).notices[command.notice].received
    return [
        was.CallInChased(
            received_on=received.received_on,
            call_in_ends=due.on - timedelta(days=1),
            to=due.to,
            **command.model_dump(),
        )
    ]


def _still(command: do.BringForwardCommand, dues: Iterable[Due]) -> Due | None:
    """What the command is there for, if it is still to be done."""
    return next((due for due in dues if due.command == command), None)


def _on_the_day(due: date, day: date, what: Due, plan: Plan) -> dict[str, object]:
    """To whom, and how many working days that really is after the due date, on the plan's calendar."""
    late = plan.calendar.working_days_between(due, day)
    return {"working_days": late, "to": what.to, "calendar": plan.calendar.label}
