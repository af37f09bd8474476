"""What may be asked about how long a plan is kept."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from domain.value import Command, Day, Digest, Id, Slug, Text, Value

Position = Annotated[int, Field(ge=1)]


class Span(Value):
    """Positions that follow on each other, both ends included."""

    first: Position
    last: Position

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.first > self.last:
            raise ValueError("a span begins at its first position: write first and last in order")
        return self

    def __len__(self) -> int:
        return self.last - self.first + 1


class PlaceHold(Command):
    """Keep the plan whatever its date, for an inquiry, a claim or the like, by its reference."""

    name: ClassVar[str] = "place-hold"
    dated: ClassVar[str] = "placed_on"
    hold: Id
    reference: Text
    placed_on: Day
    because: Text


class ReleaseHold(Command):
    """End a hold."""

    name: ClassVar[str] = "release-hold"
    dated: ClassVar[str] = "released_on"
    hold: Id
    released_on: Day
    because: Text


class DropPlan(Command):
    """Record that the plan is dropped, by a decision that `approver`, in the post `approved_by`, has approved.

    The rest is what the seal says of it, which `minutebook retention drop` fills in.
    """

    name: ClassVar[str] = "drop-plan"
    decision: Text
    approved_by: Slug
    approver: Id
    lines: Position
    positions: Annotated[tuple[Span, ...], Field(min_length=1)]
    head: Digest
    size: Position
    root: Digest


RetentionCommand = PlaceHold | ReleaseHold | DropPlan
