"""Lines to bytes and back. A kind that is not in the catalogue is not read: a name in a database imports no code."""

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from domain.catalogue import EVENTS
from domain.value import Event
from ledger.record import Record, line_of
from ledger.stores import Row
from ledger.upcasts import UPCASTS, Upcast, reads, upcast


class Damaged(Exception):
    """A stored line cannot be what was written: `position` says which, the message says why in one sentence."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(f"The line at position {position} is damaged: {why}.")
        self.position = position


def encode(record: Record) -> bytes:
    """The bytes to store: the whole line but its position, which only the store can give."""
    written = record.__pydantic_serializer__.to_json(record)
    return b"{" + written[written.index(b",") + 1 :]  # the position is the first field: cut, where excluding takes long


def decode(
    row: Row, catalogue: dict[str, type[Event]] = EVENTS, upcasts: dict[tuple[str, int], Upcast] = UPCASTS
) -> Record:
    """The record in a row, validated and brought to today's shape.

    Raises Damaged where the bytes are no line, where a column differs from the bytes, or where the kind or its version
    is unknown.
    """
    position, stream, number, kind, written = row
    event = catalogue.get(kind)
    if event is not None:
        try:
            record: Record = _reader(event)(written)
        except ValidationError:
            pass  # of an older shape, or damaged
        else:
            said = record.__dict__
            if (
                said["number"] == number
                and said["stream"] == stream
                and said["kind"] == kind
                and said["version"] == event.shape
            ):
                said["position"] = position  # frozen, but nobody has seen it yet
                return record
    return _decode(row, catalogue, upcasts)


@cache
def _reader(event: type[Event]) -> Callable[[bytes], Record]:
    """Reads and validates the bytes of a line with such an event, in one go."""
    read: Callable[[bytes], Record] = line_of(event).__pydantic_validator__.validate_json
    return read


def _decode(row: Row, catalogue: dict[str, type[Event]], upcasts: dict[tuple[str, int], Upcast]) -> Record:
    """The same, step by step: reads older shapes, and says what is wrong."""
    try:
        stored: dict[str, Any] = from_json(row.line)
        copied = (stored["stream"], stored["number"], stored["kind"])
        version = stored["version"]
        fields = stored["event"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Damaged(row.position, "its bytes are not a line") from wrong
    if copied != (row.stream, row.number, row.kind):
        raise Damaged(row.position, "its columns say otherwise than its bytes")
    event = catalogue.get(row.kind)
    if event is None:
        raise Damaged(row.position, f"no kind {row.kind} is known to this version of Minutebook")
    if type(version) is not int or not reads(row.kind, version, event.shape, upcasts):
        raise Damaged(row.position, f"nothing reads version {version} of {row.kind}")
    try:
        stored["event"] = event.model_validate(upcast(row.kind, version, event.shape, fields, upcasts))
        return line_of(event).model_validate(stored | {"version": event.shape, "position": row.position})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = " ".join(".".join(str(p) for p in first["loc"]).split())
        raise Damaged(row.position, f"{place or row.kind} is not what it must be ({first['msg']})") from wrong
    except (LookupError, TypeError, ValueError, AttributeError) as wrong:  # an upcast met what it was not written for
        raise Damaged(row.position, f"its event does not have the fields of {row.kind}, version {version}") from wrong
