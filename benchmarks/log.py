"""A log of real size: made by `minutebook simulate`, cut to length, and copied into each kind of store."""

import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.floors import settle
from ledger.opening import open_store
from ledger.stores import Checkpoint, NewRow, Store, TextKey

LINES_OF_ALL = 950_000
AUTHORITIES = 153
"""All authorities of ten years make somewhat more lines than that."""

GROUP = 1_000
"""Lines of one append."""

ROWS = "SELECT originator_id, originator_version, topic, state, command, at FROM stored_events ORDER BY notification_id"


def simulate(place: str, lines: int) -> dict[str, Any]:
    """Make a log of at least so many lines at `place`, a folder; how long that took."""
    authorities = min(AUTHORITIES, -(-AUTHORITIES * lines // LINES_OF_ALL))
    begun = time.perf_counter()
    command = [str(Path(sys.executable).with_name("minutebook")), "simulate", "--json"]
    subprocess.run(
        [*command, "--authorities", str(authorities)], check=True, env=os.environ | {"MINUTEBOOK_DATA": place}
    )
    return {"value": time.perf_counter() - begun}


def copied(place: str, source: str, lines: int) -> dict[str, Any]:
    """Copy the first `lines` lines of a log in an SQLite file, checkpoints and all, into an empty store.

    Says how long a line took in its first tenth and in its last, in microseconds: medians of groups of 1,000.
    """
    taken: list[float] = []
    with closing(open_store(place)) as store, closing(sqlite3.connect(source)) as log:
        rows = map(_new, log.execute(ROWS))
        for group in _groups(islice(rows, lines)):
            begun = time.perf_counter()
            store.append(group)
            taken.append((time.perf_counter() - begun) / len(group) * 1e6)
        if store.head() < lines:
            raise ValueError(f"{source} has fewer than {lines:,} lines")
        _text_keys(store, log)
        _checkpoints(store, log, lines)
    if place.startswith("postgresql:"):
        settle(place)
    tenth = max(len(taken) // 10, 1)
    first, last = statistics.median(taken[:tenth]), statistics.median(taken[-tenth:])
    return {"value": statistics.median(taken), "first": first, "last": last}


def alone(place: str, source: str, lines: int) -> dict[str, Any]:
    """Copy the first `lines` lines of the longest plan into a log of their own, checkpoints and all."""
    asked = ROWS.replace("ORDER BY notification_id", "WHERE originator_id = ? ORDER BY originator_version LIMIT ?")
    with closing(open_store(place)) as store, closing(sqlite3.connect(source)) as log:
        plan = longest(log)
        rows = [_new(row) for row in log.execute(asked, [plan, lines])]
        for group in _groups(iter(rows)):
            store.append(group)
        _text_keys(store, log, plan)
        kept = "SELECT stream, number, number, shape, state FROM checkpoints WHERE stream = ? AND number <= ?"
        for row in log.execute(kept, [plan, lines]):
            store.keep(Checkpoint(*row))
    return {"value": len(rows)}


def _text_keys(store: Store, log: sqlite3.Connection, stream: str | None = None) -> None:
    """What the sealed texts of the lines are read with."""
    asked = "SELECT stream, key, text, secret, erased FROM text_keys WHERE stream = coalesce(?, stream)"
    store.rekey([TextKey(*row) for row in log.execute(asked, [stream])])


def longest(log: sqlite3.Connection) -> str:
    """The plan of most lines."""
    asked = "SELECT originator_id FROM stored_events GROUP BY 1 ORDER BY max(originator_version) DESC, 1 LIMIT 1"
    return str(log.execute(asked).fetchone()[0])


def _new(row: tuple[str, int, str, bytes, str | None, str]) -> NewRow:
    stream, number, kind, line, command, at = row
    return NewRow(stream, number, kind, line, command, datetime.fromisoformat(at))


def _checkpoints(store: Store, log: sqlite3.Connection, upto: int) -> None:
    asked = "SELECT stream, number, position, shape, state FROM checkpoints WHERE position <= ?"
    for row in log.execute(asked, [upto]):
        store.keep(Checkpoint(*row))


def _groups(rows: Iterator[NewRow]) -> Iterator[list[NewRow]]:
    while group := list(islice(rows, GROUP)):
        yield group
