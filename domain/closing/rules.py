"""What follows when something is asked at a plan's end, or of a plan that has ended."""

from datetime import date
from typing import Never, assert_never

from domain.authority.roles import ENGINE
from domain.closing import commands as do
from domain.closing import events as was
from domain.drafting.rules import open_for_drafting
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(command: do.ClosingCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.ClosePlan():
            return _end(was.PlanClosed(**command.model_dump()), command.closed_on, plan)
        case do.SupersedePlan():
            require(
                command.by != plan.id,
                "superseded-by-another",
                f"Plan {plan.id} cannot take its own place: name the plan that does.",
            )
            return _end(was.PlanSuperseded(**command.model_dump()), command.superseded_on, plan)
        case do.ReopenPlan():
            return reopen(command, plan)
        case _:
            assert_never(command)


def has_ended(plan: Plan, act: Act) -> bool:
    """Whether the plan has ended: then what time brings about needs no line, and nobody else may record anything."""
    if plan.closing.ended and act.acting_as != ENGINE:
        _refuse_more(plan)
    return plan.closing.ended is not None


def reopen(command: do.ReopenPlan, plan: Plan) -> list[PlanEvent]:
    reopened = was.PlanReopened(**command.model_dump())
    ended_on = plan.closing.ended_on
    if ended_on is None:
        if plan.closing.reopened == reopened:
            return []
        refuse("plan-has-ended", f"Plan {plan.id} goes on: there is nothing to reopen.")
    require(
        command.reopened_on >= ended_on,
        "closing-and-reopening-in-order",
        f"Plan {plan.id} ended on {ended_on}: it cannot have been reopened on {command.reopened_on}.",
    )
    return [reopened]


def _end(ended: was.PlanClosed | was.PlanSuperseded, on: date, plan: Plan) -> list[PlanEvent]:
    """What cabinet still has before it, or has approved and not sent, is brought to its end first."""
    if plan.closing.ended == ended:
        return []
    if plan.closing.ended:
        _refuse_more(plan)
    open_for_drafting(plan)
    before = plan.closing.reopened
    if before and before.reopened_on > on:
        refuse(
            "closing-and-reopening-in-order",
            f"Plan {plan.id} was reopened on {before.reopened_on}: it cannot have ended again on {on}.",
        )
    return [ended]


def _refuse_more(plan: Plan) -> Never:
    refuse(
        "plan-goes-on", f"Plan {plan.id} ended on {plan.closing.ended_on}: reopen it before anything more is recorded."
    )
