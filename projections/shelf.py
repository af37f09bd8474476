"""The shelf: every projection's rows in a database, followed, rebuilt and checked. It may be deleted at any time."""

import re
import threading
import time
from collections.abc import Sequence
from typing import Any, TypeVar, overload

from pydantic import ValidationError

from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.catalogue import PROJECTIONS, projection
from projections.comparing import Difference, digest
from projections.following import BATCH, Follower, Step
from projections.parking import Parked, kept
from projections.parting import places
from projections.projection import PerLine, PerPlan, Projection, Row
from projections.rebuilding import Compared, Progress, Rebuilder, Rebuilt
from projections.retrying import Retried, retry
from projections.side import Side
from projections.views import LIST, Views
from projections.wording import listed

R = TypeVar("R", bound=Row)


class Shelf:
    """The views over one ledger. Safe for several threads, and several processes may each have one on one database.

    Every method may raise Unavailable, and LookupError for a name that is in no catalogue. A view that was built by
    other code, or from another book, is rebuilt on first use.
    """

    def __init__(self, side: Side, ledger: Ledger, projections: Sequence[Projection] = PROJECTIONS) -> None:
        self._side = side
        self._ledger = ledger
        self._projections = projections
        self._views = Views(side, projections)
        self._follower = Follower(side, ledger, self._views)
        self._rebuilder = Rebuilder(side, ledger, self._views)
        self._turn = threading.RLock()
        self._ready = False
        self._tables: dict[str, str] = {}

    def catch_up(self, limit: int = BATCH, progress: Progress | None = None) -> int:
        """Fold every line that some view lacks, `limit` a transaction; how many lines that were."""
        self._prepare()
        done, position, head = 0, self.position(), self._ledger.head()
        while position < head:
            step = self.follow(limit)
            if not step.lines:
                break
            done, position = done + step.lines, step.position
            if progress:
                progress(position, max(head, position))
        return done

    def follow(self, limit: int = BATCH) -> Step:
        """Fold the lines that some view lacks, at most `limit`, in one transaction; how many, and how far all go then.

        For whoever was told of a new line: who was not asks first whether there is any, and so need not wait in turn.
        """
        self._prepare()
        with self._turn:
            return self._follower.follow(limit)

    def wait_for(self, position: int, timeout: float) -> bool:
        """True as soon as every view shows the line at `position`; False where that took over `timeout` seconds.

        Whoever waits lends a hand, so it does not matter whether anybody follows.
        """
        end = time.monotonic() + timeout
        self._prepare()
        while self.position() < position:
            if not self._ledger.wait(position - 1, max(end - time.monotonic(), 0)):
                return False
            if not self._turn.acquire(timeout=max(end - time.monotonic(), 0)):
                return False
            try:
                self._follower.follow()
            finally:
                self._turn.release()
        return True

    def position(self) -> int:
        """The position of the last line that every view shows; 0 where there is none."""
        live = [view.position for view in self._views.seen() if view.standing == "live"]
        return min(live) if len(live) == len(self._projections) else 0

    @overload
    def rows(self, of: str, plan: str | None = None, post: str | None = None) -> list[Any]: ...
    @overload
    def rows(self, of: PerPlan[R] | PerLine[R], plan: str | None = None, post: str | None = None) -> list[R]: ...
    def rows(self, of: str | Projection, plan: str | None = None, post: str | None = None) -> list[Any]:
        """The rows of a projection (or of its name), of one plan or of all, under one post or any, in order of key.

        Lines stand under no post.
        """
        declared = self._declared(of)
        wanted: dict[str, str | None] = {"t.post = ?": post}
        if isinstance(declared, PerPlan):
            wanted["t.plan = ?"] = plan
        elif post is not None:
            return []
        elif plan is not None:
            wanted |= {"t.key >= ?": f"{plan}/", "t.key < ?": f"{plan}0"}  # in the order of code points 0 follows /
        kept = self._kept(declared, wanted)
        if isinstance(declared, PerPlan):
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
        return next((row for _, row in self._kept(declared, {"t.key = ?": f"{plan}/{short}"})), None)

    def rebuild(self, name: str | None = None, progress: Progress | None = None, processes: int = 1) -> list[Rebuilt]:
        """Build a view (or all) from zero beside the one in use, while that is followed; then switch at once.

        What was in use stands by until the next rebuild. What was interrupted is gone on with, by as many processes.
        One at a time. Raises Misfit where there cannot be so many processes.
        """
        names = self._names(name)
        places(self._side, self._ledger, processes)  # before anything is forgotten
        self._prepare()
        with self._side.claimed(wait=False):
            self._rebuilder.forget(names)
            builder = self._rebuilder.build(names, progress, processes)
            self.catch_up()  # what is left to the switch itself is little: others wait for it
            with self._turn:
                return self._rebuilder.switch(names, self._follower, builder)

    def check(self, name: str | None = None, progress: Progress | None = None, processes: int = 1) -> list[Difference]:
        """The rows of a view (or of all) that are not as `compared` makes them anew."""
        return [each for one in self.compared(name, progress, processes) for each in one.differences]

    def compared(self, name: str | None = None, progress: Progress | None = None, processes: int = 1) -> list[Compared]:
        """Build a view (or all) and compare it, row by row, with the one in use; nothing is mended.

        Raises Misfit where there cannot be so many processes.
        """
        names = self._names(name)
        self._prepare()
        with self._side.claimed(wait=False):
            builder = self._rebuilder.build(names, progress, processes)
            self.catch_up()
            with self._turn:
                return self._rebuilder.compare(names, self._follower, builder)

    def back(self, name: str | None = None) -> list[str]:
        """Use the view (or all) that the last rebuild replaced, brought up to date; the names of those that were there.

        Raises LookupError where there is none that this version of Minutebook made.
        """
        names = self._names(name)
        self._prepare()
        with self._side.claimed(wait=False), self._turn:
            done = self._rebuilder.back(names)
        if not done:
            raise LookupError(
                f"Nothing stands by for {listed(names)}: it was not rebuilt since, or by another version."
            )
        self.catch_up()
        return done

    def forget(self) -> None:
        """Drop the views that stand by: there is no way back to them."""
        self._prepare()
        with self._side.claimed(wait=False), self._turn:
            self._rebuilder.forget(self._names(None))

    def parked(self) -> list[Parked]:
        """The plans that views no longer follow, and why."""
        self._prepare()
        return kept(self._side.read)

    def retry(self, name: str | None = None, plan: str | None = None) -> list[Retried]:
        """Fold anew what is parked, in a view or in all, of a plan or of all; what came of each."""
        names = self._names(name)
        self._prepare()
        with self._turn, self._side.transaction(alone=True) as hand:
            return retry(hand, self._ledger, self._views, names, plan)

    def digest(self, of: str | Projection) -> str:
        """SHA-256 over a view's rows in order of key, each as JSON on a line of its own."""
        declared = self._declared(of)
        self._prepare()
        return digest(self._side.read, declared, self._table(declared.name))

    def close(self) -> None:
        """Give back the connections; a second call does nothing."""
        self._side.close()

    def _prepare(self) -> None:
        """See to it that there is a view of each projection, made by this code and from this book."""
        with self._turn:
            if self._ready:
                return
            if len([view for view in self._views.seen() if view.standing == "live"]) < len(self._projections):
                with self._side.transaction(alone=True) as hand:
                    self._views.create(hand)
                    there = {view.name for view in self._views.listed(hand.ask, "live")}
                    for each in self._projections:
                        if each.name not in there:
                            self._views.add(hand, each.name, "live")
            if self._unsound():
                with self._side.claimed(wait=True):
                    self._replace(self._unsound())
            self._ready = True

    def _unsound(self) -> list[str]:
        live = [view for view in self._views.seen() if view.standing == "live"]
        return [view.name for view in live if not self._rebuilder.sound(view)]

    def _replace(self, names: Sequence[str]) -> None:
        """By what stands by, where this code made that; else by what is built anew."""
        back = self._rebuilder.back(names)
        if left := [name for name in names if name not in back]:
            self._rebuilder.forget(left)
            self._rebuilder.switch(left, self._follower, self._rebuilder.build(left))

    def _names(self, name: str | None) -> list[str]:
        return [self._declared(name).name] if name else [each.name for each in self._projections]

    def _declared(self, of: str | Projection) -> Projection:
        return projection(of, self._projections) if isinstance(of, str) else of

    def _table(self, name: str) -> str:
        """The table in use, asked anew."""
        found = [view.table for view in self._views.live(self._side.read) if view.name == name]
        self._tables[name] = found[0]
        return found[0]

    def _kept(self, declared: Projection, wanted: dict[str, str | None]) -> list[tuple[str, Row]]:
        self._prepare()
        given = {clause: value for clause, value in wanted.items() if value is not None}
        stored = self._stored(declared.name, " AND ".join(given) or "1 = 1", tuple(given.values()))
        try:
            return [(key, declared.row.model_validate_json(body)) for key, body in stored]
        except ValidationError as wrong:
            raise Unavailable(
                f"The view {declared.name} holds a row that Minutebook did not write: rebuild the views."
            ) from wrong

    def _stored(self, name: str, clauses: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
        """Rows of the table in use: one question also says whether it is so still."""
        while True:
            table = self._tables.get(name) or self._table(name)
            chosen = f"""
                SELECT v.standing, t.key, t.body FROM {LIST} v LEFT JOIN {table} t ON {clauses}
                WHERE v.view = ? ORDER BY t.key"""  # noqa: S608
            try:
                found = self._side.read(chosen, *values, table)
            except Unavailable:
                if self._table(name) == table:
                    raise
                continue
            if found and found[0][0] == "live":
                return [(key, body) for _, key, body in found if key is not None]
            self._table(name)


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
