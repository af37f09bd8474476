"""Where lines are kept: rows of bytes in one order, in memory, in an SQLite file or in PostgreSQL, behind one seam."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

LAST = 2**63 - 1
"""A position or a number that no line reaches."""


class Row(NamedTuple):
    """A line as stored. `line` is the whole truth; the other fields only copy from it, except `position`.

    `position` counts all lines from 1 without a gap; `number` counts the lines of `stream` from 1. What was dropped
    leaves its positions and numbers empty: they are never given again.
    """

    position: int
    stream: str
    number: int
    kind: str
    line: bytes


def as_rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """What a driver found as rows. Each holds its five fields in order, so nothing is counted, as Row() would."""
    return list(map(partial(tuple.__new__, Row), found))


class NewRow(NamedTuple):
    """A line to append; `command` is the id of the command that caused it, if one did, and `at` its recorded time."""

    stream: str
    number: int
    kind: str
    line: bytes
    command: str | None
    at: datetime


Copied = tuple[object, object]
"""What the columns by which a line is looked up copy from it: the command's id, and its recorded time as the store
keeps one. Of whatever type, if somebody wrote past us."""


class TextKey(NamedTuple):
    """A secret of a stream: of all texts under `key` where `text` is empty, else of that one alone.

    None once it is destroyed; `erased` is then the decision under which the text was erased.
    """

    stream: str
    key: str
    text: str
    secret: bytes | None
    erased: str | None

    def __repr__(self) -> str:
        return f"TextKey({self.stream!r}, {self.key!r}, {self.text!r})"  # neither a log nor an error shows a secret


class Checkpoint(NamedTuple):
    """What a stream added up to after its line `number`, at `position`, as bytes that only code of `shape` can read."""

    stream: str
    number: int
    position: int
    shape: str
    state: bytes


class Conflict(Exception):
    """The store has moved on: someone wrote that number first, or used that command id. Nothing was written."""


class Behind(Exception):
    """The store's last line was recorded at `last`, later than the instant given. Nothing was written."""

    def __init__(self, last: datetime) -> None:
        super().__init__(f"The last line was recorded at {last.isoformat()}, later than this one.")
        self.last = last


class Unavailable(Exception):
    """The store cannot be used: one sentence says which, why, and what to do. It never holds a password."""


class Store(Protocol):
    """Rows in one order. Safe to use from several threads; files and servers also from several processes.

    Every method may raise Unavailable.
    """

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        """Write all the rows or none, of one or several streams; their positions, in order, once they are on disk.

        `keys` are new ones, which the rows need: they are written with them, or not at all.

        One command id belongs to one append. No row's instant is earlier than that of the line before. Raises Conflict,
        Behind (for the first row), ValueError (an instant without a time zone, or earlier than that of the row before).
        """
        ...

    def alone(self) -> AbstractContextManager[datetime | None]:
        """Until this thread appends, or leaves the block, nobody else does: for who was too late again and again.

        Gives the instant of the last line. Others, of every process, wait for as long as that: so it is for the few.
        """
        ...

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Row]:
        """The rows of one stream whose number is above `after`, and at most `upto`; none for an unknown stream."""
        ...

    def after(
        self,
        position: int,
        limit: int,
        kinds: Sequence[str] = (),
        streams: Sequence[str] = (),
        stop: int | None = None,
    ) -> list[Row]:
        """The first `limit` rows above `position`, and at most `stop`, of these kinds and streams (none given: all)."""
        ...

    def copied(self, position: int, stop: int) -> dict[int, Copied]:
        """By position, what else the rows hold above `position` and up to `stop`."""
        ...

    def seconds(self, at: object) -> float | None:
        """The recorded time that a row holds, as seconds since 1970; None of what this store does not write."""
        ...

    def length(self, stream: str) -> int:
        """The number of the stream's last row; 0 for an unknown stream."""
        ...

    def by_command(self, command: str) -> list[Row]:
        """The rows which one command caused, in order, whatever their stream."""
        ...

    def streams(self) -> list[str]:
        """The id of every stream, sorted."""
        ...

    def head(self) -> int:
        """The last position; 0 when empty."""
        ...

    def head_at(self, at: datetime) -> int:
        """The last position at `at`, an aware instant, included; 0 before the first. Found without a scan.

        Where lines after it were dropped, one of their empty positions may stand for it.
        """
        ...

    def checkpoint(self, stream: str, upto: int, shape: str) -> Checkpoint | None:
        """The latest checkpoint of the stream, of this shape, whose position is at most `upto`."""
        ...

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, in the place of one of the same stream and number. It may be lost at any time."""
        ...

    def drop(self, stream: str) -> None:
        """Remove a stream's rows below the one that says that it was dropped, and its checkpoints; nothing without one.

        On PostgreSQL it takes a role of its own (postgres_roles.sql).
        """
        ...

    def text_keys(self, stream: str) -> list[TextKey]:
        """Every secret of the stream's texts, destroyed ones too."""
        ...

    def rekey(self, keys: Sequence[TextKey]) -> None:
        """Destroy what has no secret, and keep the others where nothing is known of them yet: all at once or nothing.

        All of one stream, whose checkpoints go too, since they hold its texts. What is destroyed stays destroyed.
        """
        ...

    def wait(self, position: int, timeout: float) -> bool:
        """True as soon as the head is above `position`; False after `timeout` seconds, or once closed."""
        ...

    def claimed(self) -> AbstractContextManager[None]:
        """Within the block nobody else may claim the store: its workflows run in one place. Raises Unavailable."""
        ...

    def close(self) -> None:
        """Give back connections and threads; a second call does nothing."""
        ...


COLUMNS = frozenset({"notification_id", "originator_id", "originator_version", "topic", "state", "at", "command"})
"""Those of a table of lines."""


def refuse_newer(place: str, columns: Iterable[str]) -> None:
    """Raise Unavailable where lines have a column that this version would leave empty."""
    if unknown := ", ".join(sorted(set(columns) - COLUMNS)):
        raise Unavailable(f"{place} was changed by a newer version of Minutebook ({unknown}): use that version.")


def already_claimed(place: str) -> Unavailable:
    """What to tell whoever wants to run a second Minutebook on one ledger."""
    return Unavailable(f"Minutebook already runs on {place}: stop it where it runs, or choose another ledger.")


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError if `at` has no time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)


def instants(rows: Sequence[NewRow]) -> list[datetime]:
    """When the rows were recorded, in UTC. Raises ValueError where one is naive, or earlier than the one before it."""
    ats = [utc(row.at) for row in rows]
    if any(later < earlier for earlier, later in pairwise(ats)):
        raise ValueError("the rows of an append are in order of time")
    return ats
