"""What the measures add up to: how each is defined, and its readings in order of time, corrected where they were."""

from bisect import bisect_left
from datetime import date
from typing import assert_never

from domain.growing import Growing
from domain.measures.events import MeasureDefined, MeasureEvent, ReadingRecorded
from domain.value import Id, Value

NO_READINGS = Growing[ReadingRecorded]()


class Measures(Value):
    defined: dict[Id, MeasureDefined] = {}
    readings: dict[Id, Growing[ReadingRecorded]] = {}

    def read(self, measure: str) -> Growing[ReadingRecorded]:
        """The readings of a measure, the earliest first."""
        return self.readings.get(measure, NO_READINGS)


def place(readings: Growing[ReadingRecorded], as_of: date | None) -> int | None:
    """Where the reading as of that day stands, if there is one: the rules keep readings in order of their days."""
    if as_of is None:
        return None
    found = bisect_left(readings, as_of, key=_as_of)
    return found if found < len(readings) and readings[found].as_of == as_of else None


def evolve(measures: Measures, event: MeasureEvent) -> Measures:
    match event:
        case MeasureDefined(measure=measure):
            return measures.but(defined={**measures.defined, measure: event})
        case ReadingRecorded(measure=measure):
            return measures.but(readings={**measures.readings, measure: _with(measures.read(measure), event)})
        case _:
            assert_never(event)


def _with(standing: Growing[ReadingRecorded], reading: ReadingRecorded) -> Growing[ReadingRecorded]:
    corrected = place(standing, reading.corrects)
    if corrected is None:
        return standing.and_(reading)
    return Growing((*standing[:corrected], reading, *standing[corrected + 1 :]))


def _as_of(reading: ReadingRecorded) -> date:
    return reading.as_of
