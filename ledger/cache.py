"""Folded plans kept at hand: brought up to date from the store before each use, and bounded in number."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from domain.book.events import RESERVED
from domain.plan import Plan, PlanEvent, evolve
from ledger.codec import decode
from ledger.stores import Store

CAPACITY = 512
"""How many plans are kept folded."""


class PlanCache:
    """Each stream's state and length as of the last look. Exact after another process has written: every look asks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[str, tuple[Plan | None, int]] = OrderedDict()
        self._guard = threading.Lock()
        self._turns = [threading.RLock() for _ in range(64)]

    @contextmanager
    def turn(self, stream: str) -> Iterator[None]:
        """Writers of one stream take turns within this process, so that they do not collide in the store."""
        with self._turns[hash(stream) % len(self._turns)]:
            yield

    def latest(self, stream: str) -> tuple[Plan | None, int]:
        """The plan that the stream adds up to, and the number of its last line (0 where it has none).

        A stream that is not a plan's adds up to none.
        """
        if stream in RESERVED:
            return None, self.length(stream)
        with self._guard:
            plan, number = self._held.get(stream, (None, 0))
        for row in self._store.stream(stream, after=number):
            record = decode(row)
            assert isinstance(record.event, PlanEvent)
            plan, number = evolve(plan, record.event, record.act, stream), record.number
        self._hold(stream, plan, number)
        return plan, number

    def length(self, stream: str) -> int:
        """The number of a stream's last line, for a stream that folds to nothing."""
        with self._guard:
            number = self._held.get(stream, (None, 0))[1]
        rows = self._store.stream(stream, after=number)
        number = rows[-1].number if rows else number
        self._hold(stream, None, number)
        return number

    def _hold(self, stream: str, plan: Plan | None, number: int) -> None:
        with self._guard:
            if number >= self._held.get(stream, (None, 0))[1]:
                self._held[stream] = (plan, number)
                self._held.move_to_end(stream)
            while len(self._held) > CAPACITY:
                self._held.popitem(last=False)
