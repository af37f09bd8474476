"""What may be asked about a fact that was recorded wrongly."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from domain.correction.events import FACTS, Changed, LineNumber
from domain.value import Command, Id, Text

DATES = frozenset(fact.dated for fact in FACTS if fact.dated)
"""The fields that say which day a fact is true of."""


class CorrectFact(Command):
    """Correct what a line says of an inspection, its report, a judgement, a finding, a visit or a publication.

    `line` is the line's number in the trail; each change names a field, what the line says now, and what is right.
    """

    name: ClassVar[str] = "correct-fact"
    line: LineNumber
    changes: Annotated[tuple[Changed, ...], Field(min_length=1, max_length=20)]
    because: Text
    evidence: Text
    countersigned_by: Id

    @model_validator(mode="after")
    def _each_field_once(self) -> Self:
        if len({change.field for change in self.changes}) < len(self.changes):
            raise ValueError("a field is corrected by one change: name each of them once")
        return self

    @property
    def effective(self) -> date | None:
        """The earlier of the two days where the fact's own was wrong: what follows from it is counted from there."""
        days = [day for each in self.changes if each.field in DATES for day in (each.was, each.now)]
        return min((day for day in days if isinstance(day, date)), default=None)
