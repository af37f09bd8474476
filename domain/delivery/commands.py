"""What may be asked while the plan is carried out."""

from typing import ClassVar

from domain.delivery.events import Status
from domain.value import Command, Day, Id, Text


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


DeliveryCommand = ProgressAction | ReportProgress
