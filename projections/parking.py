"""Parked plans: what could not be folded in a view waits there with its error, and every other plan goes on."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.value import Moment, Text, Value
from ledger.record import Record
from ledger.stores import Row
from projections.side import Ask, Hand
from projections.views import LIST, PARKED, View

LONGEST = 2_000
"""How many characters of an error are kept: it may quote what somebody wrote."""


class Parked(Value):
    """A plan whose lines a view no longer follows: since the line at `position`, its `number`-th, because of `error`.

    Its rows are as they last were. `plan` is the stream, which for refusals and for the book is no plan's.
    """

    view: Text
    plan: Text
    position: int
    number: int
    error: Text
    since: Moment

    @property
    def sentence(self) -> str:
        """What to tell whoever reads this plan in this view."""
        return (
            f"{self.plan} is parked in the view {self.view} since its line {self.number} (position {self.position}),"
            f" and shown as before it: {self.error} Mend the cause, then run `minutebook retry {self.view}`."
        )


def parked(view: View, line: Row | Record, error: Exception) -> Parked:
    """A plan to be parked now, at this line of it."""
    return Parked(
        view=view.name,
        plan=line.stream,
        position=line.position,
        number=line.number,
        error=said(error),
        since=datetime.now(UTC),
    )


def said(error: Exception) -> str:
    """What was raised, as one sentence on one line."""
    words = " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST]
    return words if words.endswith((".", "!", "?")) else f"{words}."


def kept(ask: Ask, view: View | None = None) -> list[Parked]:
    """What is parked in a view, or in every view in use."""
    of = "v.view = ?" if view else "v.standing = 'live'"
    rows = ask(
        f"SELECT v.name, p.plan, p.position, p.number, p.error, p.since FROM {PARKED} p JOIN {LIST} v"  # noqa: S608
        f" ON v.view = p.view WHERE {of} ORDER BY v.name, p.plan",
        *([view.table] if view else []),
    )
    return [Parked(**dict(zip(Parked.model_fields, row, strict=True))) for row in rows]


def plans_of(ask: Ask, views: Sequence[View]) -> dict[str, set[str]]:
    """By table, the plans that are parked there."""
    found: dict[str, set[str]] = {view.table: set() for view in views}
    if any(view.parked for view in views):
        for table, plan in ask(f"SELECT view, plan FROM {PARKED}"):  # noqa: S608
            if table in found:
                found[table].add(plan)
    return found


def park(hand: Hand, view: View, each: Parked) -> None:
    """Keep it in the list, in the place of what the list said of this plan before."""
    release(hand, view, each.plan)
    values = (view.table, each.plan, each.position, each.number, each.error, each.since.isoformat())
    hand.ask(f"INSERT INTO {PARKED} VALUES (?, ?, ?, ?, ?, ?)", *values)  # noqa: S608


def release(hand: Hand, view: View, plan: str) -> None:
    hand.ask(f"DELETE FROM {PARKED} WHERE view = ? AND plan = ?", view.table, plan)  # noqa: S608
