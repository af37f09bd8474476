"""What may be asked about measures."""

from typing import ClassVar

from domain.measures.events import Baseline, Comparator, Direction, Target
from domain.value import Command, Day, Figure, Id, Text


class DefineMeasure(Command):
    """Say in figures how the success of some actions will be known: with a baseline, or the reason for having none."""

    name: ClassVar[str] = "define-measure"
    measure: Id
    actions: tuple[Id, ...]
    text: Text
    unit: Text
    direction: Direction
    baseline: Baseline | None = None
    no_baseline_because: Text | None = None
    target: Target
    comparator: Comparator | None = None


class RecordReading(Command):
    """Record what a measure read on a day; with `corrects`, in the place of the reading of that other day."""

    name: ClassVar[str] = "record-reading"
    dated: ClassVar[str] = "as_of"
    measure: Id
    value: Figure
    as_of: Day
    source: Text
    corrects: Day | None = None


MeasureCommand = DefineMeasure | RecordReading
