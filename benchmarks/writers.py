"""Runs writers for so many seconds, on threads and in processes, and counts what was acknowledged in that time."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from benchmarks.material import turns

WARM = 0.5
"""Seconds of the same work before anything is counted."""

Command = Callable[[], object]
"""One command, which returns once it is durable."""


class Crew(NamedTuple):
    """So many writers, evenly on so many processes, for so many counted seconds, each on plans of its own.

    `same`: all on plan 0 instead.
    """

    writers: int
    processes: int
    seconds: float
    plans: int
    same: bool = False

    def turns(self, writer: int) -> Iterator[int]:
        """The plans of one writer, without end."""
        each = self.plans // self.writers
        return turns(0, 1) if self.same else turns(writer * each, each)

    def rate(self, desk: "Desk", place: str) -> float:
        """Commands a second."""
        return sum(count.counted for count in self.run(desk, place)) / self.seconds

    def run(self, desk: "Desk", place: str) -> "list[Count]":
        """What each process counted. One process is this one, several are fresh ones. Raises what a writer raised."""
        if self.processes == 1:
            return [_work(desk, place, self, range(self.writers), None)]
        context = multiprocessing.get_context("spawn")
        start = context.Barrier(self.processes)
        shares = [range(n, self.writers, self.processes) for n in range(self.processes)]
        with context.Pool(self.processes, initializer=_inherit, initargs=(start,)) as pool:
            return pool.starmap(_shared, [(desk, place, self, share) for share in shares], chunksize=1)


Desk = Callable[[str, Crew], AbstractContextManager[Callable[[int], Command]]]
"""Opens what the writers of one process share; gives the work of the writer of that number."""


class Count(NamedTuple):
    """How many commands were acknowledged, in the counted seconds and in all."""

    counted: int
    in_all: int


_start: Any = None


def _inherit(start: Any) -> None:
    global _start  # noqa: PLW0603 (a barrier can only be inherited)
    _start = start


def _shared(desk: Desk, place: str, crew: Crew, share: range) -> Count:
    return _work(desk, place, crew, share, _start)


def _work(desk: Desk, place: str, crew: Crew, share: range, start: Any) -> Count:
    with desk(place, crew) as writer:
        commands = [writer(number) for number in share]
        if start is not None:
            start.wait()
        begin = time.perf_counter() + WARM
        counts: list[Count] = []
        failed: list[BaseException] = []

        def work(command: Command) -> None:
            try:
                counts.append(_until(begin, begin + crew.seconds, command))
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(command,)) for command in commands]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failed:
            raise failed[0]
        return Count(sum(c.counted for c in counts), sum(c.in_all for c in counts))


def _until(begin: float, end: float, command: Command) -> Count:
    counted = in_all = 0
    while True:
        command()
        now = time.perf_counter()
        in_all += 1
        if now >= end:
            return Count(counted, in_all)
        counted += now >= begin
