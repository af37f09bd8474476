"""What follows when a meeting is planned, moved or cancelled; and when a plan becomes infeasible, or feasible again."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import assert_never

from domain.feasibility import are_kept, feasibility
from domain.meeting import commands as do
from domain.meeting import events as was
from domain.meeting.state import Meeting
from domain.plan import Plan, evolve
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(command: do.MeetingCommand, plan: Plan, day: date) -> list[PlanEvent]:
    """`day` is the day on which the act happened, in London."""
    match command:
        case do.ScheduleMeeting():
            return schedule(command, plan)
        case do.MoveMeeting():
            return move(command, plan)
        case do.CancelMeeting():
            return cancel(command, plan)
        case do.NoteInfeasible():
            return note(plan, day)
        case _:
            assert_never(command)


def schedule(command: do.ScheduleMeeting, plan: Plan) -> list[PlanEvent]:
    before = _planned(command.body, command.meeting_on, plan)
    if before and before.purpose == command.purpose:
        return []
    _is_free(command.body, command.meeting_on, plan)
    return [was.MeetingScheduled(**command.model_dump())]


def move(command: do.MoveMeeting, plan: Plan) -> list[PlanEvent]:
    before = plan.meetings.meeting(command.body, command.meeting_on)
    if before and command.moved_to in {before.moved_to, command.meeting_on}:
        return []
    _is_known(command.body, command.meeting_on, plan)
    _is_free(command.body, command.moved_to, plan)
    return [was.MeetingMoved(**command.model_dump())]


def cancel(command: do.CancelMeeting, plan: Plan) -> list[PlanEvent]:
    before = plan.meetings.meeting(command.body, command.meeting_on)
    if before and before.became == "cancelled":
        return []
    _is_known(command.body, command.meeting_on, plan)
    return [was.MeetingCancelled(**command.model_dump())]


def note(plan: Plan, day: date) -> list[PlanEvent]:
    """That it cannot be kept, where that is not on record yet, and that the post of the terms is told of it, once."""
    events = turn(plan, day)
    found = events[0] if events else plan.meetings.infeasible
    if not isinstance(found, was.BecameInfeasible) or (plan.meetings.told and not events):
        return events
    return [*events, was.InfeasibilityTold(step=found.step, to=plan.terms.deadlines_warn)]


def turn(plan: Plan, on: date) -> list[PlanEvent]:
    """What is to be recorded of the plan's feasibility as it is on that day: mostly nothing, and once where it turns.

    Only where the meetings of the body that ends the round are kept here at all.
    """
    seen = feasibility(plan, on) if are_kept(plan) else None
    if seen is None or bool(seen.infeasible) == bool(plan.meetings.infeasible):
        return []
    fails = next((step for step in seen.steps if step.fails), None)
    if fails is None:
        assert seen.meeting is not None
        return [was.BecameFeasible(meeting_on=seen.meeting, due=seen.due, calendar=seen.calendar)]
    assert fails.fails is not None
    return [
        was.BecameInfeasible(step=fails.name, by=fails.by, due=seen.due, because=fails.fails, calendar=seen.calendar)
    ]


def turned(plan: Plan | None, events: Sequence[PlanEvent], act: Act, on: date, stream: str) -> list[PlanEvent]:
    """What follows besides where events that are about to be recorded make the plan infeasible, or feasible again."""
    if plan is None or not (plan.meetings.known or any(isinstance(event, was.MeetingScheduled) for event in events)):
        return []
    after = reduce(lambda before, event: evolve(before, event, act, stream), events, plan)
    return turn(after, on)


def _planned(body: str, on: date, plan: Plan) -> Meeting | None:
    meeting = plan.meetings.meeting(body, on)
    return meeting if meeting and meeting.became == "planned" else None


def _is_known(body: str, on: date, plan: Plan) -> None:
    if _planned(body, on, plan) is None:
        refuse("meeting-is-known", f"No meeting of {body} on {on} is planned: schedule it, or name the day it is on.")


def _is_free(body: str, on: date, plan: Plan) -> None:
    plan.calendar.why_not(on)  # refused beyond the calendar's years, in which nothing can be planned back
    require(
        _planned(body, on, plan) is None,
        "meeting-stands",
        f"A meeting of {body} on {on} is planned already: cancel that, or choose another day.",
    )
