"""Minutebook itself: commands, ready lines, the feed, and what a follower of it missed."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Any

from benchmarks.floors import ready, settle
from benchmarks.material import LINES, plan_name, plan_rows, progress, register
from benchmarks.writers import Command, Crew
from ledger.clock import WallClock
from ledger.codec import decode, encode
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Record
from ledger.stores import NewRow, Row, Store
from ledger.texts import Texts

GROUP = 1_000
"""Rows of one append."""

PAGE = 2_000
"""Lines that are read at once."""

QUIET = 2.0
"""Seconds: what a follower has not seen after so long a silence, it does not see."""

MANY = 10_000_000
"""More commands than a writer ever gives: each has numbers of its own, beyond those of the material."""


def opened(place: str) -> Ledger:
    """The ledger at an address, as a real book has it."""
    return Ledger(open_store(place), register(), WallClock())


def command(place: str, plans: int, writers: int, processes: int, seconds: float, same: bool = False) -> dict[str, Any]:
    """Commands a second. `same`: all writers on one plan, with how many lines were lost, and how many doubled."""
    prepare(place, 1 if same else plans)
    crew = Crew(writers, processes, seconds, plans, same)
    counts = crew.run(_desk, place)
    found = {"value": sum(each.counted for each in counts) / seconds}
    return found | (_lost(place, sum(each.in_all for each in counts)) if same else {})


def append(place: str, plans: int, group: int) -> dict[str, Any]:
    """Ready lines a second, from records to the disk, a transaction for each group."""
    at = plan_rows()[-1]
    records = [decode(Row(position, *row)) for position, row in enumerate(ready(plans), start=1)]
    last = decode(at).at
    with closing(open_store(place)) as store:
        begun = time.perf_counter()
        for first in range(0, len(records), group):
            store.append([_new(record, encode(record), last) for record in records[first : first + group]])
        return {"value": len(records) / (time.perf_counter() - begun)}


def feed(place: str, lines: int) -> dict[str, Any]:
    """Lines a second, of the first `lines` of a log."""
    ledger = opened(place)
    begun, position, read = time.perf_counter(), 0, 0
    while read < lines:
        page = ledger.after(position, PAGE)
        position, read = page[-1].position, read + len(page)
    taken = time.perf_counter() - begun
    ledger.store.close()
    return {"value": read / taken}


def missed(place: str, plans: int, writers: int, processes: int, seconds: float) -> dict[str, Any]:
    """How many lines a follower never saw, while writers wrote."""
    prepare(place, plans)
    ledger, stop, seen = opened(place), threading.Event(), set[int]()
    heard = [time.monotonic()]

    def follow() -> None:
        for record in ledger.follow(0, stop):
            seen.add(record.position)
            heard[0] = time.monotonic()

    following = threading.Thread(target=follow)
    following.start()
    Crew(writers, processes, seconds, plans).run(_desk, place)
    while time.monotonic() - heard[0] < QUIET:
        time.sleep(0.1)
    stop.set()
    following.join()
    head = ledger.head()
    ledger.store.close()
    return {"value": len(set(range(1, head + 1)) - seen), "written": head}


def prepare(place: str, plans: int) -> None:
    """Every plan with its first lines."""
    last = decode(plan_rows()[-1]).at
    with closing(open_store(place)) as store:
        group: list[NewRow] = []
        for row in ready(plans):
            group.append(NewRow(row.stream, row.number, row.kind, row.line, None, last))
            if len(group) == GROUP:
                store.append(group)
                group.clear()
        _append(store, group)
    if place.startswith("postgresql:"):
        settle(place)


@contextmanager
def _desk(place: str, crew: Crew) -> Iterator[Callable[[int], Command]]:
    ledger = opened(place)
    as_of = decode(plan_rows()[-1]).effective

    def writer(number: int) -> Command:
        turns, what = crew.turns(number), count((number + 1) * MANY)
        return lambda: ledger.record(progress(plan_name(next(turns)), next(what), as_of))

    yield writer
    ledger.store.close()


def _lost(place: str, acknowledged: int) -> dict[str, int]:
    with closing(open_store(place)) as store:
        notes = [record.event for record in Texts(store).records(store.stream(plan_name(0)))][LINES:]
    different = len({repr(note) for note in notes})
    return {"lost": acknowledged - different, "doubled": len(notes) - different}


def _append(store: Store, rows: list[NewRow]) -> None:
    if rows:
        store.append(rows)


def _new(record: Record, line: bytes, at: Any) -> NewRow:
    return NewRow(record.stream, record.number, record.kind, line, None, at)
