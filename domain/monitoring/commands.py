"""What may be asked about a monitoring visit."""

from typing import ClassVar

from domain.value import Command, Day, Id, Number, Text


class RecordMonitoringVisit(Command):
    """Record a monitoring visit and its letter; its findings follow, each with this visit as its source."""

    name: ClassVar[str] = "record-monitoring-visit"
    dated: ClassVar[str] = "visited_to"
    visit: Id
    number: Number | None = None
    visited_from: Day
    visited_to: Day
    letter_published_on: Day | None = None
    document: Text
    focus: tuple[Text, ...] = ()


MonitoringCommand = RecordMonitoringVisit
