"""What can happen between inspections: Ofsted visits and writes a letter."""

from typing import ClassVar

from domain.value import Day, Event, Id, Text


class MonitoringVisitRecorded(Event):
    """Ofsted visited, looked at certain areas, and wrote a letter. `number` counts visits since the inspection."""

    kind: ClassVar[str] = "plan.monitoring-visit-recorded"
    dated: ClassVar[str] = "visited_to"
    visit: Id
    number: int | None
    visited_from: Day
    visited_to: Day
    letter_published_on: Day | None
    document: Text
    focus: tuple[Text, ...]


MonitoringEvent = MonitoringVisitRecorded
