"""What the measures add up to: how each is defined, and its readings in order of time, corrected where they were."""

from typing import assert_never

from domain.measures.events import MeasureDefined, MeasureEvent, ReadingRecorded
from domain.value import Id, Value


class Measures(Value):
    defined: dict[Id, MeasureDefined] = {}
    readings: dict[Id, tuple[ReadingRecorded, ...]] = {}

    def around(self, reading: ReadingRecorded) -> tuple[tuple[ReadingRecorded, ...], tuple[ReadingRecorded, ...]]:
        """The readings of its measure before and after the place that a reading takes: the corrected one's, or last."""
        standing = self.readings.get(reading.measure, ())
        place = next((n for n, each in enumerate(standing) if each.as_of == reading.corrects), len(standing))
        return standing[:place], standing[place + 1 :]


def evolve(measures: Measures, event: MeasureEvent) -> Measures:
    match event:
        case MeasureDefined(measure=measure):
            return measures.but(defined={**measures.defined, measure: event})
        case ReadingRecorded(measure=measure):
            before, after = measures.around(event)
            return measures.but(readings={**measures.readings, measure: (*before, event, *after)})
        case _:
            assert_never(event)
