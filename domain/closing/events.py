"""What can happen at a plan's end: it is closed, or another takes its place; and it may be taken up again."""

from typing import ClassVar

from domain.value import Day, Event, Slug, Text


class PlanClosed(Event):
    """The plan came to its end. Nothing more is recorded of it, unless it is reopened."""

    kind: ClassVar[str] = "plan.closed"
    dated: ClassVar[str] = "closed_on"
    closed_on: Day
    because: Text
    document: Text


class PlanSuperseded(Event):
    """Another plan took its place, such as one that answers a later inspection. It ends as if it were closed."""

    kind: ClassVar[str] = "plan.superseded"
    dated: ClassVar[str] = "superseded_on"
    superseded_on: Day
    by: Slug
    because: Text


class PlanReopened(Event):
    """A plan that had ended was taken up again; the line that ended it stays."""

    kind: ClassVar[str] = "plan.reopened"
    dated: ClassVar[str] = "reopened_on"
    reopened_on: Day
    because: Text


ClosingEvent = PlanClosed | PlanSuperseded | PlanReopened
