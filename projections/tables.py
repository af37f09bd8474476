"""The shelf's tables: one a projection, one for the plans as folded, and one row that says how far it all goes."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from domain.value import Text, Value
from ledger.record import Record
from projections.projection import Projection
from projections.side import Hand, Kept, Side

PLANS = "plans"
"""The table in which the fold itself is kept, so that a cold start reads no history."""


class Place(NamedTuple):
    """How far the rows go: what built them, the position of the last line, and that line's mark."""

    edition: str
    position: int
    mark: str


class Difference(Value):
    """A row that is not as the ledger says. `live` and `built` are SHA-256 digests; None where there is no row."""

    projection: Text
    key: Text
    live: Text | None
    built: Text | None
    what: Text


def mark(record: Record | None) -> str:
    """What tells a line from another book's line at the same position."""
    return f"{record.stream}/{record.number}@{record.at.isoformat()}" if record else ""


class Tables:
    """The tables of the shelf in use, or of a `copy`: temporary ones, seen by nobody else and gone with the process."""

    def __init__(self, side: Side, projections: Iterable[Projection], *, copy: bool = False) -> None:
        self._side = side
        self._prefix = "copy_" if copy else ""
        self._create = "CREATE TEMP TABLE" if copy else "CREATE TABLE IF NOT EXISTS"
        self._names = [*(p.name for p in projections), PLANS]

    def view(self, name: str) -> str:
        """The table of a projection."""
        return f"{self._prefix}view_{name}"

    @property
    def shelf(self) -> str:
        return f"{self._prefix}shelf"

    def create(self, hand: Hand) -> None:
        """Make what is missing."""
        hand.ask(f"{self._create} {self.shelf} (name text PRIMARY KEY, edition text, position bigint, mark text)")
        for table in map(self.view, self._names):
            columns = f"key {self._side.key} PRIMARY KEY, plan text NOT NULL, post text, body text NOT NULL"
            hand.ask(f"{self._create} {table} ({columns})")
            hand.ask(f"CREATE INDEX IF NOT EXISTS {table}_plan ON {table} (plan)")
            hand.ask(f"CREATE INDEX IF NOT EXISTS {table}_post ON {table} (post)")

    def clear(self, hand: Hand, edition: str) -> None:
        """Begin from zero."""
        for table in (self.shelf, *map(self.view, self._names)):
            hand.ask(f"DELETE FROM {table}")  # noqa: S608
        hand.ask(f"INSERT INTO {self.shelf} VALUES ('views', ?, 0, '')", edition)  # noqa: S608

    def drop(self, hand: Hand) -> None:
        for table in (self.shelf, *map(self.view, self._names)):
            hand.ask(f"DROP TABLE IF EXISTS {table}")

    def place(self, hand: Hand) -> Place | None:
        """How far the rows go; None where nothing was ever built."""
        rows = hand.ask(self._placed)
        return Place._make(rows[0]) if rows else None

    def seen(self) -> Place | None:
        """The same, read from outside a transaction, and where there may be no tables yet."""
        rows = self._side.read(self._placed) if self._side.has(self.shelf) else []
        return Place._make(rows[0]) if rows else None

    def move(self, hand: Hand, last: Record) -> None:
        """The rows now go as far as this line."""
        hand.ask(f"UPDATE {self.shelf} SET position = ?, mark = ?", last.position, mark(last))  # noqa: S608

    def take(self, hand: Hand, copy: "Tables") -> None:
        """Put the rows of `copy` in the place of these."""
        self.create(hand)
        for mine, other in [(self.shelf, copy.shelf), *((self.view(n), copy.view(n)) for n in self._names)]:
            hand.ask(f"DELETE FROM {mine}")  # noqa: S608
            hand.ask(f"INSERT INTO {mine} SELECT * FROM {other}")  # noqa: S608

    def differences(self, hand: Hand, copy: "Tables") -> list[Difference]:
        """Every row of these that is not as in `copy`."""
        found: list[Difference] = []
        for name in self._names:
            live = _only_in(hand, self.view(name), copy.view(name))
            built = _only_in(hand, copy.view(name), self.view(name))
            found += [_difference(name, key, live.get(key), built.get(key)) for key in sorted({*live, *built})]
        return found

    @property
    def _placed(self) -> str:
        return f"SELECT edition, position, mark FROM {self.shelf}"  # noqa: S608


def _only_in(hand: Hand, table: str, other: str) -> dict[str, Kept]:
    columns = "SELECT key, plan, post, body FROM"
    return {row[0]: Kept._make(row) for row in hand.ask(f"{columns} {table} EXCEPT {columns} {other}")}


def _difference(name: str, key: str, live: Kept | None, built: Kept | None) -> Difference:
    digests = [kept and sha256(json.dumps(kept).encode()).hexdigest() for kept in (live, built)]
    return Difference(projection=name, key=key, live=digests[0], built=digests[1], what=_what(live, built))


def _what(live: Kept | None, built: Kept | None) -> str:
    if live is None or built is None:
        return "The row is missing." if live is None else "The ledger knows of no such row."
    fields = _differing(live.body, built.body)
    columns = [c for c in ("plan", "post") if getattr(live, c) != getattr(built, c)]
    return f"The row differs from the ledger in {', '.join([*fields, *(f'the column {c}' for c in columns)])}."


def _differing(live: str, built: str) -> Sequence[str]:
    if live == built:
        return []
    try:
        ours, theirs = json.loads(live), json.loads(built)
    except ValueError:
        return ["a body that is not JSON"]
    if not isinstance(ours, dict):
        return ["a body that is no row"]
    return sorted(f for f in {*ours, *theirs} if ours.get(f) != theirs.get(f)) or ["the way it is written"]
