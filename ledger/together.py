"""Group commit: what several threads ask for at once is done in one go, by one of them, in one order."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from ledger.stores import Unavailable

MOST = 64
"""How many asks are done together at most: the first of them waits for the deciding of all."""

A = TypeVar("A")


class _Place(Generic[A]):
    """A place in the queue. `turn` is released once the ask is done, or once its thread is to lead."""

    def __init__(self, ask: A) -> None:
        self.ask = ask
        self.turn = threading.Lock()
        self.turn.acquire()
        self.leads = False
        self.failed: BaseException | None = None


def _interrupted() -> Unavailable:
    return Unavailable("Writing was interrupted, and it is not known whether this was recorded: ask again.")


class Together(Generic[A]):
    """Does the asks of all threads of this process. Whoever finds nobody at work does those of all who wait by then.

    There is no thread of its own, so that a single caller waits for nobody, and no delay: while one group is on its way
    to disk the next one gathers.
    """

    def __init__(self, work: Callable[[Sequence[A]], None]) -> None:
        self._work = work
        self._guard = threading.Lock()
        self._queue: deque[_Place[A]] = deque()
        self._led = False

    def do(self, ask: A) -> None:
        """Return once `work` has been given the ask, among others or alone. Raises what the work raises."""
        place = _Place(ask)
        with self._guard:
            self._queue.append(place)
            if not self._led:
                self._led = place.leads = True
        if not place.leads:
            self._wait(place)
        if place.leads:
            self._lead(place)
        if place.failed is not None:
            raise place.failed

    def _wait(self, place: _Place[A]) -> None:
        try:
            place.turn.acquire()
        except BaseException:  # Ctrl-C in the queue: give up the place, and pass on the lead that may have come
            with self._guard:
                if place in self._queue:
                    self._queue.remove(place)
                if place.leads:
                    self._pass_on()
            raise

    def _lead(self, mine: _Place[A]) -> None:
        with self._guard:
            group = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
        try:
            self._work([place.ask for place in group])
        except BaseException as error:
            for place in group:
                # What strikes this thread alone, such as Ctrl-C, is no answer to the others.
                place.failed = error if place is mine or isinstance(error, Exception) else _interrupted()
        finally:
            with self._guard:
                self._pass_on()
            for place in group:
                if place is not mine:
                    place.turn.release()

    def _pass_on(self) -> None:
        if self._queue:
            self._queue[0].leads = True
            self._queue[0].turn.release()
        else:
            self._led = False
