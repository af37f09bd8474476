"""What can happen while the plan is carried out: actions progress, and bodies are told."""

from typing import ClassVar, Literal

from domain.value import Day, Event, Id, Text

Status = Literal["not-started", "in-progress", "delayed", "complete"]


class ActionProgressed(Event):
    """Where an action has got to. Being complete says nothing of impact."""

    kind: ClassVar[str] = "plan.action-progressed"
    dated: ClassVar[str] = "as_of"
    action: Id
    status: Status
    note: Text
    as_of: Day


class ProgressReported(Event):
    """A body was told how the plan is going."""

    kind: ClassVar[str] = "plan.progress-reported"
    dated: ClassVar[str] = "reported_on"
    to: Text
    reported_on: Day
    summary: Text


DeliveryEvent = ActionProgressed | ProgressReported
