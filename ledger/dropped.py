"""What is gone: the lines of plans that were dropped, by the last line of each, which stays and says what they were."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.plan import Plan, evolve
from domain.retention.commands import Span
from domain.retention.events import PlanDropped
from ledger.codec import Damaged, decode
from ledger.record import Record, plan_event
from ledger.stores import Row, Store

PAGE = 500


class Drop(NamedTuple):
    """A line that says that its plan was dropped: as it is stored, as it is read, and its event."""

    row: Row
    line: Record
    event: PlanDropped

    @property
    def numbers_fit(self) -> bool:
        """Whether it comes right after as many lines as it names."""
        return self.line.number == self.event.lines + 1 == sum(map(len, self.event.positions)) + 1


def dropped(store: Store, plan: str | None = None) -> list[Drop]:
    """The plans that were dropped, in order of position; or this one alone, if it was."""
    found: list[Drop] = []
    position = 0
    while rows := store.after(position, PAGE, [PlanDropped.kind], [plan] if plan else []):
        position = rows[-1].position
        for row in rows:
            try:
                line = decode(row)
            except Damaged:
                continue  # whoever verifies finds it in its place
            if isinstance(line.event, PlanDropped):
                found.append(Drop(row, line, line.event))
    return found


def folded(plan: Plan | None, record: Record) -> Plan | None:
    """The plan after one more line of its stream; none from the line on that says that it was dropped."""
    event = plan_event(record)
    return None if isinstance(event, PlanDropped) else evolve(plan, event, record, record.stream)


class Gone:
    """The positions that may be empty, since a plan was dropped."""

    def __init__(self, drops: Iterable[Drop]) -> None:
        self._spans = sorted((s for drop in drops if drop.numbers_fit for s in drop.event.positions), key=_first)

    def has(self, position: int) -> bool:
        return not any(True for _ in self.missing(position, position))

    def missing(self, first: int, last: int) -> Iterator[Span]:
        """What is left of these positions without those that may be empty."""
        for span in self._spans[max(bisect_right(self._spans, first, key=_first) - 1, 0) :]:
            if span.first > last:
                break
            if span.first > first:
                yield Span(first=first, last=span.first - 1)
            first = max(first, span.last + 1)
        if first <= last:
            yield Span(first=first, last=last)


def _first(span: Span) -> int:
    return span.first
