"""Following the ledger: a batch of lines becomes rows, and the position moves, in one transaction."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain.book.events import RESERVED
from domain.plan import Plan, evolve
from domain.value import Value
from ledger.ledger import Ledger, plan_event
from ledger.record import Record
from ledger.stores import Unavailable
from projections.projection import PerLine, PerPlan, Projection
from projections.side import Hand, Kept, Side
from projections.tables import PLANS, Tables

CAPACITY = 1_024
"""How many folded plans are kept in memory."""


class Folded(Value):
    """A plan and the number of the last line that it adds up."""

    number: int
    plan: Plan


class Superseded(Unavailable):
    """Another version of Minutebook keeps these views now."""


class Follower:
    """Folds the ledger into one set of tables, for all projections in one pass. For one thread at a time."""

    def __init__(
        self, side: Side, tables: Tables, ledger: Ledger, projections: Sequence[Projection], edition: str
    ) -> None:
        self._side = side
        self._tables = tables
        self._ledger = ledger
        self._per_plan = [p for p in projections if isinstance(p, PerPlan)]
        self._per_line = [p for p in projections if isinstance(p, PerLine)]
        self._edition = edition
        self._plans: OrderedDict[str, Folded] = OrderedDict()
        self._at: int | None = None

    def follow(self, limit: int, upto: int | None = None, *, alone: bool = True) -> list[Record]:
        """Fold at most `limit` lines, none above `upto`; the lines. All of it or nothing."""
        with self._side.transaction(alone=alone) as hand:
            lines = self.step(hand, limit, upto)
        self.settle(lines)
        return lines

    def step(self, hand: Hand, limit: int, upto: int | None = None) -> list[Record]:
        """The same within the caller's transaction, whose commit is to be told by `settle`."""
        place = self._tables.place(hand)
        if place is None or place.edition != self._edition:
            raise Superseded("Another version of Minutebook keeps these views now: start this program again.")
        if place.position != self._at:
            self._plans.clear()  # another process was here
        self._at = None  # until the commit, what is held in memory may never have happened
        lines = [x for x in self._ledger.after(place.position, limit) if upto is None or x.position <= upto]
        if not lines:
            self._at = place.position
            return lines
        touched = self._fold(hand, lines)
        for projection in self._per_line:
            hand.put(self._tables.view(projection.name), [_line_row(projection, line) for line in lines])
        for each in self._per_plan:
            self._write(hand, self._tables.view(each.name), touched, dict(_plan_rows(each, touched)))
        hand.put(self._tables.view(PLANS), [Kept(s, s, None, f.model_dump_json()) for s, f in touched.items()])
        self._tables.move(hand, lines[-1])
        return lines

    def settle(self, lines: Sequence[Record]) -> None:
        """What was folded has been committed."""
        if lines:
            self._at = lines[-1].position
        while len(self._plans) > CAPACITY:
            self._plans.popitem(last=False)

    def _fold(self, hand: Hand, lines: Sequence[Record]) -> dict[str, Folded]:
        """The plans that the lines touch, as they stand after them."""
        of_plans = [line for line in lines if line.stream not in RESERVED]
        touched = dict.fromkeys(line.stream for line in of_plans)
        self._recall(hand, [stream for stream in touched if stream not in self._plans])
        for line in of_plans:
            before = self._before(line)
            plan = evolve(before.plan if before else None, plan_event(line), line.act, line.stream)
            self._plans[line.stream] = Folded.model_construct(number=line.number, plan=plan)
            self._plans.move_to_end(line.stream)
        return {stream: self._plans[stream] for stream in touched}

    def _recall(self, hand: Hand, streams: Sequence[str]) -> None:
        for kept in hand.of_plans(self._tables.view(PLANS), streams) if streams else ():
            try:
                self._plans[kept.plan] = Folded.model_validate_json(kept.body)
            except ValidationError:
                continue  # damaged: the ledger knows better

    def _before(self, line: Record) -> Folded | None:
        """The plan before a line: from memory, or else from its history."""
        if line.number == 1:
            return None
        held = self._plans.get(line.stream)
        if held and held.number == line.number - 1:
            return held
        plan = self._ledger.plan(line.stream, as_at=line.position - 1)
        assert plan is not None, "a later line follows a first one"
        return Folded.model_construct(number=line.number - 1, plan=plan)

    def _write(self, hand: Hand, table: str, touched: Mapping[str, Folded], rows: Mapping[str, Kept]) -> None:
        """Make the rows of the touched plans be these, writing what differs only."""
        before = {kept.key: kept for kept in hand.of_plans(table, list(touched))} if touched else {}
        if gone := before.keys() - rows.keys():
            hand.drop(table, sorted(gone))
        hand.put(table, [row for key, row in rows.items() if before.get(key) != row])


def _line_row(projection: PerLine[Any], line: Record) -> Kept:
    key = f"{line.stream}/{line.number:06}"
    return Kept(key, line.stream, None, projection.of(line).model_dump_json())


def _plan_rows(projection: PerPlan[Any], touched: Mapping[str, Folded]) -> Iterator[tuple[str, Kept]]:
    for stream, folded in touched.items():
        for short, row in projection.rows(folded.plan).items():
            key = f"{stream}/{short}"
            yield key, Kept(key, stream, projection.post(row), row.model_dump_json())
