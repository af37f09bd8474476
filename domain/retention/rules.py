"""What follows when something is asked about how long a plan is kept."""

from datetime import date
from typing import Any, assert_never

from domain.authority.roles import Role
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.retention import commands as do
from domain.retention import events as was
from domain.retention.due import kept
from domain.value import Act, Command, refuse, require

_APPROVES: frozenset[Role] = frozenset({"monitoring-officer", "head-of-paid-service"})


def decide(command: do.RetentionCommand, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    match command:
        case do.PlaceHold():
            return place(command, plan)
        case do.ReleaseHold():
            return release(command, plan)
        case do.DropPlan():
            return drop(command, plan, act, day)
        case _:
            assert_never(command)


def place(command: do.PlaceHold, plan: Plan) -> list[PlanEvent]:
    placed = was.RetentionHoldPlaced(**command.model_dump())
    before = plan.keeping.holds.get(command.hold)
    if before and before.placed == placed and not before.released:
        return []
    require(
        before is None,
        "hold-stands",
        f"Hold {command.hold} on plan {plan.id} is another already, or was released: choose another id.",
    )
    return [placed]


def release(command: do.ReleaseHold, plan: Plan) -> list[PlanEvent]:
    released = was.RetentionHoldReleased(**command.model_dump())
    hold = plan.keeping.holds.get(command.hold)
    if hold is None:
        refuse("hold-is-known", f"There is no hold {command.hold} on plan {plan.id}: nothing to release.")
    if hold.released == released:
        return []
    if hold.released:
        refuse(
            "hold-is-in-force",
            f"Hold {command.hold} on plan {plan.id} was released on {hold.released.released_on} already.",
        )
    require(
        command.released_on >= hold.placed.placed_on,
        "hold-is-in-force",
        f"Hold {command.hold} on plan {plan.id} was placed on {hold.placed.placed_on}: it cannot have been released on "
        f"{command.released_on}.",
    )
    return [released]


def drop(command: do.DropPlan, plan: Plan, act: Act, day: date) -> list[PlanEvent]:
    require(
        plan.closing.ended is not None,
        "only-what-ended-is-dropped",
        f"Plan {plan.id} goes on: only a plan that has ended, and is past its date, is dropped.",
    )
    keeping = kept(plan)
    if keeping is None:
        refuse(
            "terms-say-how-long",
            f"The terms of {plan.terms.name} of {plan.terms.version} do not say for how long records are kept: plan "
            f"{plan.id} is kept.",
        )
    require(
        not keeping.held,
        "held-plans-are-kept",
        f"Plan {plan.id} is held for {' and '.join(keeping.held)}: it is kept until the hold is released.",
    )
    require(
        day >= keeping.due_on,
        "plans-are-kept-their-time",
        f"Plan {plan.id} is kept until {keeping.due_on} ({keeping.schedule.source}): it cannot be dropped on {day}.",
    )
    require(
        bool(plan.terms.roles(command.approved_by) & _APPROVES),
        "another-approves-the-drop",
        f"{command.approved_by} may not approve that a plan is dropped; that is for a post with the role "
        "monitoring-officer or head-of-paid-service.",
    )
    require(
        command.approver not in act.people,
        "another-approves-the-drop",
        f"{command.approver} asks for plan {plan.id} to be dropped and cannot approve it too: name who else did.",
    )
    require(
        sum(map(len, command.positions)) == command.lines,
        "drop-says-what-goes",
        f"The positions given are not those of {command.lines} lines: let `minutebook retention drop` fill them in.",
    )
    said: dict[str, Any] = {name: getattr(command, name) for name in do.DropPlan.model_fields}
    return [
        was.PlanDropped(
            **said,
            authority=plan.terms.id,
            schedule=keeping.schedule,
            kept_from=keeping.kept_from,
            due_on=keeping.due_on,
        )
    ]


def after_dropping(command: Command, dropped: was.PlanDropped, stream: str) -> list[PlanEvent]:
    """Nothing follows any more: not even the same id is given to another plan."""
    require(
        isinstance(command, do.DropPlan) and command.decision == dropped.decision,
        "dropped-plans-are-gone",
        f"Plan {stream} was dropped under decision {dropped.decision}: it is gone.",
    )
    return []
