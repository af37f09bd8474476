"""What can happen to measures: one is defined, with where it starts and where it is to get, and it is read."""

from typing import ClassVar, Literal

from domain.value import Day, Event, Figure, Id, Text, Value

Direction = Literal["up", "down"]
"""Which way is better."""


class Baseline(Value):
    """What the measure read before the actions took effect."""

    value: Figure
    as_at: Day


class Target(Value):
    """What the measure is to read, and by when."""

    value: Figure
    by: Day


class Comparator(Value):
    """What the same measure reads elsewhere, such as the average of statistical neighbours."""

    whose: Text
    value: Figure
    as_at: Day


class MeasureDefined(Event):
    """How the success of some actions will be known, in figures; from a baseline, or with the reason for none."""

    kind: ClassVar[str] = "plan.measure-defined"
    measure: Id
    actions: tuple[Id, ...]
    text: Text
    unit: Text
    direction: Direction
    baseline: Baseline | None
    no_baseline_because: Text | None
    target: Target
    comparator: Comparator | None


class ReadingRecorded(Event):
    """What a measure read on a day. `corrects`: the day of the reading in whose place this one stands."""

    kind: ClassVar[str] = "plan.reading-recorded"
    dated: ClassVar[str] = "as_of"
    measure: Id
    value: Figure
    as_of: Day
    source: Text
    corrects: Day | None


MeasureEvent = MeasureDefined | ReadingRecorded
