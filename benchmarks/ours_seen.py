"""How long after its commit a line shows in the views, while commands come at a steady pace."""

import multiprocessing
import threading
import time
from bisect import bisect_left
from contextlib import closing
from itertools import count
from multiprocessing.synchronize import Event
from typing import Any

from benchmarks.material import plan_name, plan_rows, progress
from benchmarks.ours import MANY, opened, prepare
from ledger.codec import decode
from ledger.ledger import Ledger
from projections.shelf import open_shelf

WARM = 2.0
"""Seconds of the same work before anything is counted: in that time every plan is written to once, and more."""

SETTLED = 0.5
"""Seconds for the last line to show, before what followed is asked."""

Stamp = tuple[int, float]
"""A position that the views show, and since when, on the clock that all processes of a machine share."""


def seen(place: str, plans: int, pace: int, seconds: float, apart: bool) -> dict[str, Any]:
    """The 99th percentile in milliseconds, at `pace` commands a second.

    A thread follows, beside the writer in one process, as where one Minutebook does both; `apart`: another process.
    """
    prepare(place, plans)
    with closing(open_shelf(_views(place), ledger := opened(place))) as shelf:
        shelf.catch_up()
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.SimpleQueue()
    following: Any
    if apart:
        following = context.Process(target=_follow, args=(place, stop, told))
    else:
        following = threading.Thread(target=_follow_here, args=(place, ledger, stop, told))
    following.start()
    told.get()  # it follows
    try:
        written = _write(ledger, plans, pace, seconds)
        time.sleep(SETTLED)
    finally:
        stop.set()
    stamps: list[Stamp] = told.get()
    following.join()
    ledger.store.close()
    late = sorted(_lateness(written, stamps))
    return {"value": late[int(len(late) * 0.99)], "median": late[len(late) // 2], "commands": len(late)}


def _write(ledger: Any, plans: int, pace: int, seconds: float) -> list[Stamp]:
    """Commands at a steady pace; the position of each and when it was acknowledged, but for those of the warm-up."""
    as_of = decode(plan_rows()[-1]).effective
    begun = time.perf_counter()
    written: list[Stamp] = []
    for what in count():
        due = begun + what / pace
        if due > begun + WARM + seconds:
            return written
        time.sleep(max(due - time.perf_counter(), 0))
        record = ledger.record(progress(plan_name(what % plans), MANY + what, as_of))[0]
        if due > begun + WARM:
            written.append((record.position, time.perf_counter()))
    raise AssertionError


def _follow(place: str, stop: Event, told: Any) -> None:
    with closing((ledger := opened(place)).store):
        _follow_here(place, ledger, stop, told)


def _follow_here(place: str, ledger: Ledger, stop: Event, told: Any) -> None:
    stamps: list[Stamp] = []
    with closing(open_shelf(_views(place), ledger)) as shelf:
        position = shelf.follow().position
        told.put(None)
        while not stop.is_set():
            if ledger.wait(position, 0.2):
                position = shelf.follow().position
                stamps.append((position, time.perf_counter()))
    told.put(stamps)


def _lateness(written: list[Stamp], stamps: list[Stamp]) -> list[float]:
    positions = [position for position, _ in stamps]
    return [(max(stamps[bisect_left(positions, position)][1] - at, 0)) * 1_000 for position, at in written]


def _views(place: str) -> str:
    return place if place.startswith("postgresql:") else f"{place}.views"
