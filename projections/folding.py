"""Lines folded into plans, and plans into rows: one transaction's worth, for the views that stand at one position."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from domain.book.events import is_plan
from domain.erasure.events import TextErased
from domain.plan import Plan, evolve
from domain.retention.events import PlanDropped
from domain.value import Value
from ledger.ledger import Ledger
from ledger.record import Record, plan_event
from ledger.stores import Row, Unavailable
from projections.parking import Parked, park, parked
from projections.projection import PerLine, PerPlan, Projection
from projections.side import Hand, Kept, Laid
from projections.views import View

CAPACITY = 1_024
"""How many folded plans are kept in memory at most: far more than run at once in a book of all authorities,
since whoever has too few folds the same plans again and again."""

IDLE = 10_000
"""After so many lines of others a plan is let go: it has ended, and memory is for those that run."""

Digests = dict[str, bytes]
"""By key, what a row was when it was last written."""


@dataclass(slots=True)
class Held:
    """A plan after the `number`-th line of its stream, at `position`; by table, what was written of it, where known."""

    number: int
    plan: Plan | None
    position: int
    written: dict[str, Digests] = field(default_factory=dict)


class Plans(OrderedDict[str, Held]):
    """Folded plans, the one longest untouched first. Their numbers say whether a line is the next, whoever wrote it."""

    def forget_rows(self, table: str) -> None:
        """Somebody else wrote to this table."""
        for held in self.values():
            held.written.pop(table, None)

    def trim(self, position: int) -> None:
        """Let go what is too much, or untouched for long, at this position."""
        while self and (len(self) > CAPACITY or next(iter(self.values())).position < position - IDLE):
            self.popitem(last=False)


class Fold:
    """Takes lines page by page; what follows from plans is worked out once, at the end.

    A plan whose line cannot be read, folded or told is parked in the views that this concerns; the others go on.
    """

    def __init__(
        self,
        hand: Hand,
        ledger: Ledger,
        plans: Plans,
        views: Sequence[tuple[View, Projection]],
        parked_already: dict[str, set[str]],
    ) -> None:
        self._hand = hand
        self._ledger = ledger
        self._plans = plans
        self._per_plan = [(view, p) for view, p in views if isinstance(p, PerPlan)]
        self._per_line = [(view, p) for view, p in views if isinstance(p, PerLine)]
        self._parked_already = parked_already
        self._parked = {table: set(streams) for table, streams in parked_already.items()}
        self._newly: list[tuple[View, Parked]] = []
        self._touched: dict[str, Record] = {}

    @property
    def full(self) -> bool:
        """Whether as many plans were touched as memory is meant to keep."""
        return len(self._touched) >= CAPACITY

    def take(self, rows: Sequence[Row]) -> None:
        """Fold one page of lines, in order."""
        try:
            records = self._ledger.texts.records(rows)
        except Exception:
            self._take_readable(rows)
        else:
            self._take(records)

    def finish(self) -> None:
        """Write the rows of every plan that was touched, where they differ from what was written before."""
        # First everything that is worked out, and only then what takes a lock that others may wait for.
        derived = [(view.table, self._derived(view, projection)) for view, projection in self._per_plan]
        self._remember(derived)
        for table, plans in derived:
            self._write(table, plans)
        for view, each in self._newly:
            park(self._hand, view, each)
            if each.plan in self._plans:
                self._plans[each.plan].written.pop(view.table, None)
        for stream, last in self._touched.items():
            self._plans[stream].position = last.position
            self._plans.move_to_end(stream)
        self._plans.trim(max((last.position for last in self._touched.values()), default=0))

    def _take_readable(self, rows: Sequence[Row]) -> None:
        """The same, where some line cannot be read: what comes before it counts for its plan too."""
        whole: list[Record] = []
        for row in rows:
            try:
                whole.append(self._ledger.texts.record(row))
            except Exception as error:
                self._take(whole)
                whole = []
                for view, _ in self._per_line:
                    self._park(view, row, error)
                self._park_plan(row, error)
        self._take(whole)

    def _take(self, records: Sequence[Record]) -> None:
        for view, projection in self._per_line:
            self._hand.lay(view.table, self._told(view, projection, records))
            for each in records:
                if isinstance(each.event, PlanDropped):
                    first, last = _key(each.stream, 1), _key(each.stream, each.number)
                    self._hand.do(f"DELETE FROM {view.table} WHERE key >= ? AND key < ?", first, last)  # noqa: S608
        for record in records:
            if isinstance(record.event, TextErased):
                self._tell_anew(record.stream, record.event.line)
        if self._per_plan:
            self._fold(records)

    def _tell_anew(self, stream: str, number: int) -> None:
        """Tell a line once more of which a text was erased: what its row says until then is the text."""
        [row] = self._ledger.store.stream(stream, after=number - 1, upto=number)
        for view, projection in self._per_line:
            if stream not in self._parked[view.table]:
                told = line_row(projection, self._ledger.texts.record(row))
                self._hand.drop(view.table, [told[0]])
                self._hand.lay(view.table, [told])

    def _told(self, view: View, projection: PerLine[Any], records: Sequence[Record]) -> list[Laid]:
        if aside := self._parked[view.table]:
            records = [record for record in records if record.stream not in aside]
        try:
            return [line_row(projection, record) for record in records]
        except Exception:
            return list(self._tellable(view, projection, records))

    def _tellable(self, view: View, projection: PerLine[Any], records: Sequence[Record]) -> Iterator[Laid]:
        for record in records:
            if record.stream not in self._parked[view.table]:
                try:
                    yield line_row(projection, record)
                except Exception as error:
                    self._park(view, record, error)

    def _fold(self, records: Sequence[Record]) -> None:
        aside = self._parked_everywhere()
        plans, touched = self._plans, self._touched
        for record in records:
            stream = record.stream
            if stream in aside or not is_plan(stream):
                continue
            try:
                held = plans.get(stream)
                if held is None or held.number != record.number - 1:
                    if after := self._ledger.at_hand(stream, record.number):  # whoever wrote it has folded it already
                        held = plans[stream] = Held(record.number, after, record.position)
                        touched[stream] = record
                        continue
                    held = plans[stream] = self._recalled(record)
                event = plan_event(record)
                held.plan = None if isinstance(event, PlanDropped) else evolve(held.plan, event, record, stream)
                if type(event) is TextErased:  # what was folded before it holds the text
                    held.plan = self._ledger.plan(stream, as_at=record.position)
                held.number = record.number
            except Unavailable:
                raise
            except Exception as error:
                self._park_plan(record, error)
                aside |= {stream}
            else:
                touched[stream] = record

    def _recalled(self, record: Record) -> Held:
        """The plan before a line, from its history where memory has lost it; of a first line nothing can be written."""
        if record.number == 1:
            return Held(0, None, record.position, {view.table: {} for view, _ in self._per_plan})
        before = record.number - 1
        plan = self._ledger.at_hand(record.stream, before) or self._ledger.plan(
            record.stream, as_at=record.position - 1
        )
        return Held(before, plan, record.position)

    def _parked_everywhere(self) -> set[str]:
        return set.intersection(*(self._parked[view.table] for view, _ in self._per_plan))

    def _derived(self, view: View, projection: PerPlan[Any]) -> dict[str, list[Kept]]:
        found: dict[str, list[Kept]] = {}
        for stream, last in self._touched.items():
            if stream in self._parked_already[view.table]:
                continue
            plan = self._plans[stream].plan
            try:
                found[stream] = plan_rows(projection, stream, plan) if plan else []  # none of one that was dropped
            except Exception as error:
                self._park(view, last, error)
        return found

    def _remember(self, derived: Sequence[tuple[str, dict[str, list[Kept]]]]) -> None:
        """See to it that it is known what was written of these plans before."""
        unknown = {
            table: lost
            for table, plans in derived
            if (lost := [stream for stream in plans if table not in self._plans[stream].written])
        }
        for table, rows in self._hand.of_plans(unknown).items() if unknown else ():
            for stream in unknown[table]:
                self._plans[stream].written[table] = {}
            for kept in rows:
                self._plans[kept.plan].written[table][kept.key] = _digest(kept)

    def _write(self, table: str, plans: dict[str, list[Kept]]) -> None:
        put: list[Kept] = []
        gone: list[str] = []
        for stream, rows in plans.items():
            written = self._plans[stream].written
            before, written[table] = written[table], {row.key: _digest(row) for row in rows}
            put += [row for row in rows if before.get(row.key) != written[table][row.key]]
            gone += before.keys() - written[table].keys()
        if gone:
            self._hand.drop(table, sorted(gone))
        if put:
            self._hand.put(table, put)

    def _park_plan(self, line: Row | Record, error: Exception) -> None:
        """In every view that follows from plans, if it is a plan's line. What it was before is written all the same."""
        for view, _ in self._per_plan if is_plan(line.stream) else ():
            self._park(view, line, error)

    def _park(self, view: View, line: Row | Record, error: Exception) -> None:
        if line.stream not in self._parked[view.table]:
            self._parked[view.table].add(line.stream)
            self._newly.append((view, parked(view, line, error)))


def line_row(projection: PerLine[Any], record: Record) -> Laid:
    return _key(record.stream, record.number), _json(projection.of(record))


def _key(stream: str, number: int) -> str:
    return f"{stream}/{number:06}"


def plan_rows(projection: PerPlan[Any], stream: str, plan: Plan) -> list[Kept]:
    post = projection.post
    rows = projection.rows(plan).items()
    return [Kept(f"{stream}/{short}", stream, post(row), _json(row)) for short, row in rows]


def _json(row: Value) -> str:
    """What `model_dump_json` gives, in half the time."""
    return row.__pydantic_serializer__.to_json(row).decode()


def _digest(row: Kept) -> bytes:
    return blake2b(f"{row.post}\n{row.body}".encode(), digest_size=16).digest()
