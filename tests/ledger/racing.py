"""The race: writers of several processes on plans of their own and on one that all want, and followers beside them."""

import threading
import time
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from books import entry
from given import REGISTER
from store_processes import run_threads

from domain.inspection.commands import RecordFinding
from ledger.clock import WallClock
from ledger.ledger import Ledger
from ledger.opening import open_store

SHARED = "shared"
"""The plan that all writers want."""

EACH = 5
"""How many lines a writer writes to a plan of its own, and as many to the shared one."""

PATIENCE = 60


class Told(NamedTuple):
    """What one party to the race saw: for each command its stream, finding and positions; what each follower saw."""

    accepted: list[tuple[str, str, list[int]]]
    followed: list[tuple[int, list[int]]]


def own(who: int) -> str:
    return f"plan-{who}"


def finding(name: str) -> RecordFinding:
    return RecordFinding(finding=name, sort="weakness", text="Improve.", document="Report")


def run_from(address: str, writers: Sequence[int], last: int, ready: Any, told: Any) -> None:
    """Take part in a process of one's own; `ready` is a barrier, `told` a queue for what was seen."""
    store = open_store(address)
    ledger = Ledger(store, REGISTER, WallClock())
    ready.wait(PATIENCE)
    told.put(run(ledger, writers, last))
    store.close()


def run(ledger: Ledger, writers: Sequence[int], last: int) -> Told:
    """Write with one thread a writer; follow from the first line and from the middle, until position `last`."""
    told = Told([], [])
    middle = (ledger.head() + last) // 2
    followers = [partial(follow, ledger, start, last, told) for start in (0, middle)]
    run_threads([*(partial(write, ledger, who, told) for who in writers), *followers])
    return told


def write(ledger: Ledger, who: int, told: Told) -> None:
    for n in range(EACH):
        for stream in (own(who), SHARED):
            name = f"W{who}.{n}"
            # Some with an id and some without: they go different ways.
            asked = entry(finding(name), stream, id=f"{stream}/{name}" if n % 2 else None)
            told.accepted.append((stream, name, [record.position for record in ledger.record(asked)]))


def follow(ledger: Ledger, start: int, last: int, told: Told) -> None:
    """One that starts in the middle starts as soon as the middle is there, in the thick of the race."""
    stop, seen, end = threading.Event(), list[int](), time.monotonic() + PATIENCE
    while ledger.head() < start:
        assert time.monotonic() < end
        ledger.wait(start - 1, 1)
    give_up = threading.Timer(PATIENCE, stop.set)
    give_up.start()
    for record in ledger.follow(start, stop):
        seen.append(record.position)
        if record.position >= last:
            break
    give_up.cancel()
    told.followed.append((start, seen))
