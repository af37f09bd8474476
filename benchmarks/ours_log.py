"""Minutebook on a log of real size: rebuilding views, and a plan as at a date."""

import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from benchmarks.logs import ALONE
from benchmarks.ours import opened
from ledger.ledger import Ledger
from projections.catalogue import PROJECTIONS, projection
from projections.shelf import Shelf
from projections.side import Side

CALLS = 40
"""About how often a plan is asked for."""

SHORT = 20
"""So many lines and fewer of a plan are not asked for."""


def rebuild(place: str, lines: int, names: Sequence[str] = (), processes: int = 1) -> dict[str, Any]:
    """Lines a second of a rebuild of these projections (none named: all) beside those in use.

    Those in use are brought up to date before; the first time that is a fold from zero, whose pace is told too.
    """
    ledger = opened(place)
    with closing(Shelf(_side(place), ledger, [projection(name) for name in names] or PROJECTIONS)) as shelf:
        begun = time.perf_counter()
        caught_up = shelf.catch_up() / (time.perf_counter() - begun)
        begun = time.perf_counter()
        shelf.rebuild(processes=processes)
        taken = time.perf_counter() - begun
    ledger.store.close()
    return {"value": lines / taken, "caught_up": caught_up}


def as_at(place: str) -> dict[str, Any]:
    """Milliseconds to have the longest plan as at one of its first thousand lines, cold: the median of many calls."""
    ledger = opened(place)
    plan = max(ledger.plans(), key=ledger.store.length)
    positions = [row.position for row in ledger.store.stream(plan, upto=ALONE)]
    taken = []
    for position in positions[SHORT :: max(len(positions) // CALLS, 1)]:
        fresh = Ledger(ledger.store, ledger.register, ledger.clock)
        begun = time.perf_counter()
        found = fresh.plan(plan, as_at=position)
        taken.append((time.perf_counter() - begun) * 1_000)
        assert found is not None
    ledger.store.close()
    return {"value": statistics.median(taken)}


def _side(place: str) -> Side:
    if place.startswith("postgresql:"):
        from projections.postgres_side import PostgresSide  # noqa: PLC0415 (a file needs no driver)

        return PostgresSide(place)
    from projections.sqlite_side import SQLiteSide  # noqa: PLC0415

    return SQLiteSide(f"{place}.views")
