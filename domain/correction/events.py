"""What can happen to a recorded fact: it is found to be wrong, and what is right takes its place."""

from typing import Annotated, ClassVar, get_args

from pydantic import Field, StrictBool, StrictInt, StringConstraints

from domain.inspection.events import (
    FindingRecorded,
    InspectionRecorded,
    JudgementRecorded,
    ReportPublished,
    ReportReceived,
)
from domain.monitoring.events import MonitoringVisitRecorded
from domain.submission.events import Published
from domain.value import Day, Event, Id, Text, Value

Fact = (
    InspectionRecorded
    | ReportReceived
    | ReportPublished
    | JudgementRecorded
    | FindingRecorded
    | MonitoringVisitRecorded
    | Published
)
"""What may be corrected, read by its fields alone: no two of these have the same."""

FACTS: tuple[type[Fact], ...] = get_args(Fact)

LineNumber = Annotated[int, Field(ge=1, le=9_999_999)]
"""The number of a line in its plan's stream, from 1."""

Said = Annotated[
    Day | StrictBool | Annotated[StrictInt, Field(ge=1, le=9_999)] | Text | tuple[Text, ...] | None,
    Field(union_mode="left_to_right"),
]
"""What a field of a fact can hold; None for nothing."""


class Changed(Value):
    """One field of a fact: what it said, and what is right."""

    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$", max_length=60)]
    was: Said
    now: Said


class FactCorrected(Event):
    """A line said what was not so. The line stays; from here on `fact` is read in the place of what it says.

    `line` is the number of the first line that recorded the fact, however often it was corrected since. `true_from` is
    the earliest day that any line of the fact was true of: whoever reads one of them by that day reads this one too.
    """

    kind: ClassVar[str] = "plan.fact-corrected"
    dated: ClassVar[str] = "true_from"
    line: int
    changes: tuple[Changed, ...]
    fact: Fact
    because: Text
    evidence: Text
    countersigned_by: Id
    true_from: Day
