"""What can happen to the meetings that are planned for a plan, and to whether they leave time for it."""

from typing import ClassVar

from domain.value import Day, Event, Slug, Text


class MeetingScheduled(Event):
    """A body is to meet on a day, and what for; the plan is planned back by those of the bodies on its route."""

    kind: ClassVar[str] = "plan.meeting-scheduled"
    body: Slug
    meeting_on: Day
    purpose: Text


class MeetingMoved(Event):
    """A meeting is to be on another day."""

    kind: ClassVar[str] = "plan.meeting-moved"
    body: Slug
    meeting_on: Day
    moved_to: Day
    because: Text


class MeetingCancelled(Event):
    """A meeting is not to be."""

    kind: ClassVar[str] = "plan.meeting-cancelled"
    body: Slug
    meeting_on: Day
    because: Text


class BecameInfeasible(Event):
    """With the meetings as they are planned, the statement cannot be sent in time on the ordinary way.

    `step` is the first that cannot be kept and `by` its last lawful day; `due` is the statement's due date.
    """

    kind: ClassVar[str] = "plan.became-infeasible"
    step: Text
    by: Day
    due: Day
    because: Text
    calendar: Text


class BecameFeasible(Event):
    """Every step can be kept again, with the meeting on `meeting_on` that ends the round."""

    kind: ClassVar[str] = "plan.became-feasible"
    meeting_on: Day
    due: Day
    calendar: Text


class InfeasibilityTold(Event):
    """The post `to` was told that a step cannot be kept."""

    kind: ClassVar[str] = "plan.infeasibility-told"
    step: Text
    to: Slug


MeetingEvent = (
    MeetingScheduled | MeetingMoved | MeetingCancelled | BecameInfeasible | BecameFeasible | InfeasibilityTold
)
