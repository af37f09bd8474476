"""What can happen while the plan is carried out: actions progress and are closed, and bodies are told."""

from typing import ClassVar, Literal

from domain.value import Day, Erasable, Event, Id, Slug, Text

Status = Literal["not-started", "in-progress", "delayed", "complete"]


class ActionProgressed(Event):
    """Where an action has got to. Being complete says nothing of impact."""

    kind: ClassVar[str] = "plan.action-progressed"
    dated: ClassVar[str] = "as_of"
    action: Id
    status: Status
    note: Erasable
    as_of: Day


class ProgressReported(Event):
    """A body was told how the plan is going."""

    kind: ClassVar[str] = "plan.progress-reported"
    dated: ClassVar[str] = "reported_on"
    to: Text
    reported_on: Day
    summary: Erasable


class ActionClosed(Event):
    """It was accepted that an action is done. `rests_on`: all its evidence that was verified then."""

    kind: ClassVar[str] = "plan.action-closed"
    dated: ClassVar[str] = "closed_on"
    action: Id
    closed_on: Day
    rests_on: tuple[Id, ...]
    note: Erasable


class ActionReopened(Event):
    """A closed action was taken up again."""

    kind: ClassVar[str] = "plan.action-reopened"
    dated: ClassVar[str] = "reopened_on"
    action: Id
    reopened_on: Day
    because: Erasable


class RagOverridden(Event):
    """Somebody set the rating of an action, whatever its dates and evidence say, until a day."""

    kind: ClassVar[str] = "plan.rag-overridden"
    dated: ClassVar[str] = "as_of"
    action: Id
    rating: Slug
    because: Text
    as_of: Day
    until: Day


DeliveryEvent = ActionProgressed | ProgressReported | ActionClosed | ActionReopened | RagOverridden
