"""The list of views: which table holds which projection's rows, made by what, how far, and whether it is in use."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from ledger.ledger import Ledger
from ledger.stores import Row, Unavailable
from projections.catalogue import edition
from projections.projection import PerPlan, Projection
from projections.side import Ask, Hand, Side

Standing = Literal["live", "before", "building"]
"""In use; what was in use before it; or on its way there, seen by nobody yet."""

LIST = "shelf_views"
PARKED = "shelf_parked"
AND_PARKED = f"EXISTS (SELECT 1 FROM {PARKED} p WHERE p.view = v.view)"  # noqa: S608
"""The last column of a View, where the list is `v`."""


class View(NamedTuple):
    """One table of rows: what made them, the position of the last line that they show, and that line's mark; `parked`:
    whether it leaves some plan aside."""

    table: str
    name: str
    edition: str
    standing: Standing
    position: int
    mark: str
    parked: bool = False


class Superseded(Unavailable):
    """Another version of Minutebook keeps these views now."""


class Marks:
    """What tells a line from another book's line at the same position, or from what stands there in a restored one."""

    def __init__(self, ledger: Ledger) -> None:
        self._store = ledger.store
        self._book = ""

    def of(self, row: Row | None) -> str:
        """The mark of a line, in which the book's first line has its part; empty where there is none."""
        if row is None:
            return ""
        self._book = self._book or sha256(self._store.after(0, 1)[0].line).hexdigest()[:16]
        return f"{self._book} {row.stream}/{row.number} {sha256(row.line).hexdigest()[:16]}"

    def at(self, position: int) -> str:
        """The mark of the line at a position; empty where there is none."""
        rows = self._store.after(position - 1, 1) if position else []
        return self.of(rows[0] if rows else None)


class Views:
    """The views of these projections in one database. Every method may raise Unavailable."""

    def __init__(self, side: Side, projections: Iterable[Projection]) -> None:
        self._side = side
        self.projections = {each.name: each for each in projections}
        self.editions = {name: edition(each) for name, each in self.projections.items()}

    def create(self, hand: Hand) -> None:
        """Make the list where it is missing, in the place of what the versions before it kept."""
        hand.ask(
            f"CREATE TABLE IF NOT EXISTS {LIST} (view text PRIMARY KEY, name text NOT NULL, edition text NOT NULL,"
            " standing text NOT NULL, position bigint NOT NULL, mark text NOT NULL)"
        )
        hand.ask(
            f"CREATE TABLE IF NOT EXISTS {PARKED} (view text, plan text, position bigint NOT NULL,"
            " number bigint NOT NULL, error text NOT NULL, since text NOT NULL, PRIMARY KEY (view, plan))"
        )
        for old in ("shelf", "view_plans", *(f"view_{name}" for name in self.projections)):
            hand.ask(f"DROP TABLE IF EXISTS {old}")

    def seen(self) -> list[View]:
        """Every view, asked from outside a transaction, and where there may be no list yet."""
        return self.listed(self._side.read) if self._side.has(LIST) else []

    def listed(self, ask: Ask, *standings: Standing) -> list[View]:
        """The views of these projections that stand so (none given: all), in order of table."""
        kept = ask(f"SELECT view, name, edition, standing, position, mark, {AND_PARKED} FROM {LIST} v ORDER BY view")  # noqa: S608
        views = [View(*row) for row in kept if row[1] in self.projections]
        return [view for view in views if not standings or view.standing in standings]

    def live(self, ask: Ask) -> list[View]:
        """The views in use. Raises Superseded where other code made one of them."""
        found = self.listed(ask, "live")
        if any(view.edition != self.editions[view.name] for view in found) or len(found) < len(self.projections):
            raise Superseded("Another version of Minutebook keeps these views now: start this program again.")
        return found

    def add(self, hand: Hand, name: str, standing: Standing) -> View:
        """A new view without rows, at position 0."""
        taken = [int(view.table.rsplit("_", 1)[1]) for view in self.listed(hand.ask) if view.name == name]
        view = View(f"view_{name}_{max(taken, default=0) + 1}", name, self.editions[name], standing, 0, "")
        hand.ask(f"DROP TABLE IF EXISTS {view.table}")
        key = f"key {self._side.key} NOT NULL"
        if isinstance(self.projections[name], PerPlan):
            hand.ask(f"CREATE TABLE {view.table} ({key}, plan text NOT NULL, post text, body text NOT NULL)")
            hand.ask(f"CREATE INDEX {view.table}_plan ON {view.table} (plan)")
            hand.ask(f"CREATE INDEX {view.table}_post ON {view.table} (post)")
            self.index(hand, view)
        else:
            hand.ask(f"CREATE TABLE {view.table} ({key}, body text NOT NULL)")
            if standing == "live":
                self.index(hand, view)
        hand.ask(f"INSERT INTO {LIST} VALUES (?, ?, ?, ?, ?, ?)", *view[:6])  # noqa: S608
        return view

    def index(self, hand: Hand, view: View) -> None:
        """Make the keys unique and quick to find: once, at the end, where rows are only added."""
        hand.ask(f"CREATE UNIQUE INDEX IF NOT EXISTS {view.table}_key ON {view.table} (key)")

    def move(self, hand: Hand, views: Sequence[View], position: int, mark: str) -> None:
        """The rows of these views now go as far as the line at this position."""
        tables = ", ".join("?" for _ in views)
        move = f"UPDATE {LIST} SET position = ?, mark = ? WHERE view IN ({tables})"  # noqa: S608
        hand.do(move, position, mark, *(view.table for view in views))

    def stand(self, hand: Hand, view: View, standing: Standing) -> None:
        hand.ask(f"UPDATE {LIST} SET standing = ? WHERE view = ?", standing, view.table)  # noqa: S608

    def remove(self, hand: Hand, view: View) -> None:
        """Away with it, and with what is parked in it."""
        hand.ask(f"DROP TABLE IF EXISTS {view.table}")
        hand.ask(f"DELETE FROM {PARKED} WHERE view = ?", view.table)  # noqa: S608
        hand.ask(f"DELETE FROM {LIST} WHERE view = ?", view.table)  # noqa: S608
