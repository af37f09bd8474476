"""The shelf: every projection's rows in a database, followed, rebuilt and checked. It may be deleted at any time."""

import re
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar, overload

from pydantic import ValidationError

from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.catalogue import PROJECTIONS, edition, projection
from projections.following import Follower
from projections.projection import PerLine, PerPlan, Projection, Row
from projections.side import Side
from projections.tables import Difference, Tables, mark

BATCH = 2_000
"""How many lines are folded in one transaction."""

Progress = Callable[[int, int], None]
"""Told how far it is, and how far it goes, as positions."""

R = TypeVar("R", bound=Row)


class Shelf:
    """The views over one ledger. Safe for several threads, and several processes may each have one on one database.

    Every method may raise Unavailable. A shelf that was built by other code, or from another book, is rebuilt on first
    use.
    """

    def __init__(self, side: Side, ledger: Ledger, projections: Sequence[Projection] = PROJECTIONS) -> None:
        self._side = side
        self._ledger = ledger
        self._projections = projections
        self._edition = edition(projections)
        self._live = Tables(side, projections)
        self._follower = self._following(self._live)
        self._turn = threading.RLock()
        self._ready = False

    def catch_up(self, limit: int = BATCH, progress: Progress | None = None) -> int:
        """Fold every line after the shelf's position, `limit` a transaction; how many lines that were."""
        with self._turn:
            self._prepare()
            done, position, head = 0, self.position(), self._ledger.head()
            while position < head and (lines := self._follower.follow(limit)):
                done, position = done + len(lines), lines[-1].position
                if progress:
                    progress(position, max(head, position))
            return done

    def position(self) -> int:
        """The position of the last line that the rows show; 0 where there is none."""
        place = self._live.seen()
        return place.position if place else 0

    @overload
    def rows(self, of: str, plan: str | None = None, post: str | None = None) -> list[Any]: ...
    @overload
    def rows(self, of: PerPlan[R] | PerLine[R], plan: str | None = None, post: str | None = None) -> list[R]: ...
    def rows(self, of: str | Projection, plan: str | None = None, post: str | None = None) -> list[Any]:
        """The rows of a projection (or of its name), of one plan or of all, under one post or any, in order of key.

        Raises LookupError for a name that is in no catalogue.
        """
        kept = self._kept(of, {"plan": plan, "post": post})
        if isinstance(self._declared(of), PerPlan):
            kept.sort(key=lambda each: _natural(each[0]))
        return [row for _, row in kept]

    @overload
    def row(self, of: str, plan: str, key: str) -> Any: ...
    @overload
    def row(self, of: PerPlan[R] | PerLine[R], plan: str, key: str) -> R | None: ...
    def row(self, of: str | Projection, plan: str, key: str) -> Any:
        """One row, or None. A line's key is its number."""
        declared = self._declared(of)
        short = key.zfill(6) if isinstance(declared, PerLine) else key
        return next((row for _, row in self._kept(declared, {"key": f"{plan}/{short}"})), None)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build everything from zero beside what is there, then put it in its place at once; the position reached."""
        with self._turn:
            copy = Tables(self._side, self._projections, copy=True)
            follower = self._begun(copy)
            try:
                position = self._build(follower, self._ledger.head(), progress)
                with self._side.transaction(alone=True) as hand:
                    # Others may have gone further meanwhile, and the shelf never goes back.
                    while lines := follower.step(hand, BATCH):
                        follower.settle(lines)
                        position = lines[-1].position
                    self._live.take(hand, copy)
            finally:
                self._drop(copy)
            self._follower = self._following(self._live)
            self._ready = True
            return position

    def check(self, progress: Progress | None = None) -> list[Difference]:
        """Build everything beside what is there and compare, row by row, at the same position; nothing is mended."""
        with self._turn:
            self._prepare()
            copy = Tables(self._side, self._projections, copy=True)
            follower = self._begun(copy)
            try:
                self._build(follower, self.position(), progress)
                with self._side.transaction(alone=True) as hand:
                    place = self._live.place(hand)
                    while place and (lines := follower.step(hand, BATCH, upto=place.position)):
                        follower.settle(lines)
                    return self._live.differences(hand, copy)
            finally:
                self._drop(copy)

    def close(self) -> None:
        """Give back the connections; a second call does nothing."""
        self._side.close()

    def _prepare(self) -> None:
        """See to it that there is a shelf, of this edition and of this book."""
        with self._turn:
            if self._ready:
                return
            place = self._live.seen()
            if place is None:
                with self._side.transaction(alone=True) as hand:
                    self._live.create(hand)
                    if (place := self._live.place(hand)) is None:
                        self._live.clear(hand, self._edition)
            if place and (place.edition != self._edition or place.mark != self._mark(place.position)):
                self.rebuild()
            self._ready = True

    def _mark(self, position: int) -> str:
        lines = self._ledger.after(position - 1, 1) if position else []
        return mark(lines[0] if lines else None)

    def _following(self, tables: Tables) -> Follower:
        return Follower(self._side, tables, self._ledger, self._projections, self._edition)

    def _begun(self, copy: Tables) -> Follower:
        with self._side.transaction(alone=False) as hand:
            copy.drop(hand)
            copy.create(hand)
            copy.clear(hand, self._edition)
        return self._following(copy)

    def _build(self, follower: Follower, upto: int, progress: Progress | None) -> int:
        position = 0
        while lines := follower.follow(BATCH, upto, alone=False):
            position = lines[-1].position
            if progress:
                progress(position, upto)
        return position

    def _drop(self, copy: Tables) -> None:
        with suppress(Unavailable), self._side.transaction(alone=False) as hand:
            copy.drop(hand)

    def _declared(self, of: str | Projection) -> Projection:
        return projection(of, self._projections) if isinstance(of, str) else of

    def _kept(self, of: str | Projection, where: dict[str, str | None]) -> list[tuple[str, Row]]:
        declared = self._declared(of)
        self._prepare()
        given = {column: value for column, value in where.items() if value is not None}
        wanted = " AND ".join(f"{column} = ?" for column in given) or "1 = 1"
        chosen = f"SELECT key, body FROM {self._live.view(declared.name)} WHERE {wanted} ORDER BY key"  # noqa: S608
        try:
            kept = self._side.read(chosen, *given.values())
            return [(key, declared.row.model_validate_json(body)) for key, body in kept]
        except ValidationError as wrong:
            raise Unavailable(
                f"The view {declared.name} holds a row that Minutebook did not write: rebuild the views."
            ) from wrong


def open_shelf(target: str, ledger: Ledger) -> Shelf:
    """Open the views in `memory:`, a file (SQLite; made when missing) or `postgresql://…`. Raises Unavailable."""
    return Shelf(_side(target), ledger)


def _side(target: str) -> Side:
    if target.startswith(("postgresql://", "postgres://")):
        from projections.postgres_side import PostgresSide  # noqa: PLC0415

        return PostgresSide(target)
    from projections.sqlite_side import SQLiteSide  # noqa: PLC0415

    if target == "memory:":
        return SQLiteSide()
    if not target or "://" in target or ":memory:" in target:
        raise Unavailable(
            "This is no place for views: write memory:, the path of a file, or postgresql://user@host/database."
        )
    return SQLiteSide(target)


_DIGITS = re.compile(r"([0-9]+)")


def _natural(key: str) -> tuple[str, list[tuple[int, str]]]:
    """An order in which A2 comes before A10."""
    plan, _, short = key.partition("/")
    return plan, [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(short)]
