"""What may be asked about a monitoring visit."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.value import Command, Day, Id, Text


class RecordMonitoringVisit(Command):
    """Record a monitoring visit and its letter; its findings follow, each with this visit as its source."""

    name: ClassVar[str] = "record-monitoring-visit"
    dated: ClassVar[str] = "visited_to"
    visit: Id
    number: Annotated[int, Field(ge=1)] | None = None
    visited_from: Day
    visited_to: Day
    letter_published_on: Day | None = None
    document: Text
    focus: tuple[Text, ...] = ()


MonitoringCommand = RecordMonitoringVisit
