"""Who waits on a file wakes at what another process writes, and many who wait look no more often than one."""

import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from books import background
from store_processes import row, write

from ledger.opening import open_store
from ledger.sqlite_store import SQLiteStore
from ledger.sqlite_watch import TICK


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.db")


def test_of_many_who_wait_one_looks(path: str) -> None:
    with closing(SQLiteStore(path)) as store:
        looks: list[str] = []
        store._watch._connection.set_trace_callback(looks.append)
        began = time.monotonic()
        waiters = [background(partial(store.wait, 0, 0.5)) for _ in range(8)]
        for waiter in waiters:
            waiter.join(20)
        ticks = (time.monotonic() - began) / TICK
        assert looks
        assert len(looks) < 2 * ticks  # eight who all looked would look eight times a tick


def test_all_who_wait_wake_at_one_write_of_another(path: str) -> None:
    with closing(open_store(path)) as store, closing(open_store(path)) as other:
        woken: list[bool] = []
        waiters = [background(lambda: woken.append(store.wait(0, 20))) for _ in range(8)]
        time.sleep(0.05)
        write(other, row("a", 1))
        for waiter in waiters:
            waiter.join(10)
        assert woken == [True] * 8


def test_whoever_looks_last_hands_over_when_all_the_others_leave(path: str) -> None:
    """They leave at one instant: whoever is told to look may be on the way out too."""
    with closing(open_store(path)) as store, closing(open_store(path)) as other:
        for number in range(1, 11):
            woken = threading.Event()

            def stay(number: int = number, woken: threading.Event = woken) -> None:
                assert store.wait(number - 1, 20)
                woken.set()

            leaving = [background(partial(store.wait, number - 1, 0.03)) for _ in range(5)]
            staying = background(stay)
            for waiter in leaving:
                waiter.join(10)
            write(other, row("a", number))
            assert woken.wait(5)  # nobody who looks: it would sleep for 20 seconds
            staying.join(5)
