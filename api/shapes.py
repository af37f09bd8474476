"""What is answered, as the OpenAPI document describes it."""

from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from domain.value import Text, Value
from ledger.record import Cause, Record
from projections.heads import PlanHead
from projections.trail import TrailLine


def _line() -> dict[str, Any]:
    """A line's schema, whole in one place. The event is open: a reader skips a kind that it does not know."""
    schema = Record.model_json_schema(mode="serialization")
    cause = Cause.model_json_schema(mode="serialization")
    event = {"type": "object", "description": "the event's own fields, which its kind and version tell"}
    return {
        "type": "object",
        "title": "Line",
        "description": "One line of the minute book. Whatever reads it must allow new fields.",
        "properties": schema["properties"] | {"cause": cause, "event": event},
        "required": schema["required"],
    }


Line = Annotated[dict[str, Any], WithJsonSchema(_line())]
"""A line as Record.published() gives it."""


class Recorded(Value):
    """What a command led to: its lines, none where it stands already; and how far the book goes with them."""

    recorded: list[Line]
    position: int


class PlanList(Value):
    """Every plan asked for, in order of id."""

    plans: list[PlanHead]


class Trail(Value):
    """A plan's lines, told."""

    lines: list[TrailLine]


class EventPage(Value):
    """Lines after a position, in order; `next` is what to ask after next time."""

    events: list[Line]
    next: int = Field(description="the next request's `after`")


class Health(Value):
    status: Text
