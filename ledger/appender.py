"""Group commit: what several threads want to write goes to disk in one append, stamped and encoded in one order."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

from ledger.stores import Behind, Conflict, NewRow, Store

MOST = 64
"""How many asks are written together at most: the first of them waits for the encoding of all."""

Rows = Callable[[datetime], Sequence[NewRow]]
"""Makes the rows, recorded at an instant. It may be called again, for a later one."""


class _Ask:
    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.turn = threading.Lock()
        self.turn.acquire()
        self.leads = False
        self.positions: list[int] | None = None
        self.failed: BaseException | None = None


class Appender:
    """Writes for all threads of this process. Whoever finds nobody writing writes for all who wait by then.

    There is no thread of its own, so that a single writer waits for nobody, and no delay: while one group is on its way
    to disk the next one gathers.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._guard = threading.Lock()
        self._waiting: deque[_Ask] = deque()
        self._led = False

    def append(self, rows: Rows) -> list[int]:
        """Write what `rows` makes, all or nothing; the positions, once it is on disk.

        The instant is now, or that of the line before where that is later. Raises Conflict and Unavailable.
        """
        ask = _Ask(rows)
        with self._guard:
            self._waiting.append(ask)
            if self._led:
                leads = False
            else:
                self._led = leads = True
        if not leads:
            self._wait(ask)
        if leads or ask.leads:
            self._lead(ask)
        if ask.failed is not None:
            raise ask.failed
        assert ask.positions is not None
        return ask.positions

    def _wait(self, ask: _Ask) -> None:
        """Until it is written, or is the first of the next group."""
        try:
            ask.turn.acquire()
        except BaseException:  # Ctrl-C in the queue: give up the place, or pass the lead on
            with self._guard:
                if ask in self._waiting:
                    self._waiting.remove(ask)
                if ask.leads:
                    self._pass_on()
            raise

    def _lead(self, mine: _Ask) -> None:
        with self._guard:
            group = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._write(group)
        except BaseException as error:
            for ask in group:
                ask.failed = error
        finally:
            with self._guard:
                self._pass_on()
            for ask in group:
                if ask is not mine:
                    ask.turn.release()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting[0].leads = True
            self._waiting[0].turn.release()
        else:
            self._led = False

    def _write(self, group: Sequence[_Ask]) -> None:
        at = self._now()
        while True:
            made = [ask.rows(at) for ask in group]
            if len(group) > 1 and _share_a_command(made):
                self._each(group)
                return
            try:
                positions = iter(self._store.append([row for rows in made for row in rows]))
            except Behind as behind:
                at = behind.last
            except Conflict as conflict:
                if len(group) == 1:
                    group[0].failed = conflict
                    return
                self._each(group)  # one of them was too late, and need not hold up the others
                return
            else:
                for ask, rows in zip(group, made, strict=True):
                    ask.positions = [next(positions) for _ in rows]
                return

    def _each(self, group: Sequence[_Ask]) -> None:
        for ask in group:
            self._write([ask])


def _share_a_command(made: Sequence[Sequence[NewRow]]) -> bool:
    """Whether one command id is in two asks: it belongs to one append."""
    ids = [command for rows in made for command in {row.command for row in rows} - {None}]
    return len(set(ids)) < len(ids)
