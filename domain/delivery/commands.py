"""What may be asked while the plan is carried out."""

from typing import ClassVar

from domain.delivery.events import Status
from domain.value import Command, Day, Id, Slug, Text


class ProgressAction(Command):
    """Record where an action has got to, as of a day."""

    name: ClassVar[str] = "progress-action"
    dated: ClassVar[str] = "as_of"
    action: Id
    status: Status
    note: Text
    as_of: Day


class ReportProgress(Command):
    """Record that a body was told how the plan is going."""

    name: ClassVar[str] = "report-progress"
    dated: ClassVar[str] = "reported_on"
    to: Text
    reported_on: Day
    summary: Text


class CloseAction(Command):
    """Accept that an action is done, on the evidence that is verified."""

    name: ClassVar[str] = "close-action"
    dated: ClassVar[str] = "closed_on"
    action: Id
    closed_on: Day
    note: Text


class ReopenAction(Command):
    """Take a closed action up again; its closure stays on record."""

    name: ClassVar[str] = "reopen-action"
    dated: ClassVar[str] = "reopened_on"
    action: Id
    reopened_on: Day
    because: Text


class OverrideRag(Command):
    """Set the rating of an action from a day until another, whatever its dates and evidence say."""

    name: ClassVar[str] = "override-rag"
    dated: ClassVar[str] = "as_of"
    action: Id
    rating: Slug
    because: Text
    as_of: Day
    until: Day


DeliveryCommand = ProgressAction | ReportProgress | CloseAction | ReopenAction | OverrideRag
