"""Nobody passes anybody: what followers see while many write, and while one writer is held up half-way."""

import multiprocessing
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from books import background, entry, ledger_on, play
from eventsourcing.postgres import PostgresFactory
from eventsourcing.sqlite import SQLiteFactory
from given import REGISTER
from racing import EACH, PATIENCE, SHARED, Told, finding, own, run, run_from
from samples import opened
from store_processes import NOON, row, write

from domain.inspection.events import FindingRecorded
from ledger.clock import WallClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Record
from ledger.stores import Store, Unavailable
from ledger.verify import first_break

pytest_plugins = ["ledger_places"]

SPAWN = multiprocessing.get_context("spawn")
PROCESSES, THREADS = 3, 8
WRITERS = range(PROCESSES * THREADS)

SWITCHES = {
    "AGGREGATE_CACHE_MAXSIZE": "10",
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    "CREATE_TABLE": "n",
    "ORIGINATOR_ID_TYPE": "uuid",
    "POSTGRES_CONN_MAX_AGE": "0",
    "POSTGRES_CONNECT_TIMEOUT": "1",
    "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "1",
    "POSTGRES_LOCK_TIMEOUT": "1",
    "POSTGRES_MAX_OVERFLOW": "0",
    "POSTGRES_MAX_WAITING": "1",
    "POSTGRES_POOL_SIZE": "1",
    "POSTGRES_PRE_PING": "y",
    "POSTGRES_SCHEMA": "elsewhere",
    "SINGLE_ROW_TRACKING": "n",
    "SQLITE_DBNAME": ":memory:",
    "SQLITE_LOCK_TIMEOUT": "1",
    "SQLITE_MAX_OVERFLOW": "0",
    "SQLITE_POOL_SIZE": "1",
}
"""The library's switches, each far from its usual. We put its recorders together ourselves, so that none counts."""


def begun(ledger: Ledger) -> int:
    """Open all the plans of the race; the position at which it will end."""
    for plan in (SHARED, *map(own, WRITERS)):
        play(ledger, *opened, plan=plan)
    return ledger.head() + 2 * EACH * len(WRITERS)


def in_processes(address: str, last: int) -> list[Told]:
    ready, told = SPAWN.Barrier(PROCESSES), SPAWN.Queue()
    parties = [WRITERS[n * THREADS : (n + 1) * THREADS] for n in range(PROCESSES)]
    started = [SPAWN.Process(target=run_from, args=(address, party, last, ready, told)) for party in parties]
    for process in started:
        process.start()
    try:
        return [told.get(timeout=PATIENCE) for _ in started]
    finally:
        for process in started:
            process.join(10)
            process.kill()


def check(ledger: Ledger, told: Sequence[Told], last: int) -> None:
    """Nothing lost, nothing doubled, nothing passed."""
    lines: list[Record] = []
    while page := ledger.after(lines[-1].position if lines else 0):
        lines += page
    assert [line.position for line in lines] == list(range(1, last + 1))
    for start, seen in (each for party in told for each in party.followed):
        assert seen == list(range(start + 1, last + 1))
    lengths: Counter[str] = Counter()
    for line in lines:
        lengths[line.stream] += 1
        assert line.number == lengths[line.stream]
    found = {line.position: line for line in lines if isinstance(line.event, FindingRecorded)}
    accepted = [each for party in told for each in party.accepted]
    assert len(accepted) == len(found) == 2 * EACH * len(WRITERS)
    for stream, name, positions in accepted:
        [position] = positions
        line = found.pop(position)
        assert isinstance(line.event, FindingRecorded)
        assert (line.stream, line.event.finding) == (stream, name)
    assert not found
    assert first_break(ledger) is None


@contextmanager
def outsider(address: str, last: int) -> Iterator[list[int]]:
    """Somebody who only follows, in a process that does not write."""
    with closing(open_store(address)) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        stop, seen = threading.Event(), list[int]()

        def follow() -> None:
            for record in ledger.follow(0, stop):
                seen.append(record.position)
                if record.position == last:
                    return

        thread = background(follow)
        yield seen
        thread.join(PATIENCE)
        stop.set()
        thread.join(5)


@pytest.mark.parametrize(
    ("place", "switches"),
    [("sqlite", SWITCHES), ("postgres", {}), ("postgres", SWITCHES)],
    ids=["sqlite, every switch", "postgres as usual", "postgres, every switch"],
    indirect=["place"],
)
def test_24_writers_in_3_processes_lose_nothing_and_no_follower_is_passed(
    place: str, switches: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in switches.items():
        monkeypatch.setenv(name, value)
    with closing(open_store(place)) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        ledger.open_book("real")
        last = begun(ledger)
        with outsider(place, last) as seen:
            told = in_processes(place, last)
        assert seen == list(range(1, last + 1))
        check(ledger, told, last)


def test_24_threads_in_memory_lose_nothing_and_no_follower_is_passed() -> None:
    ledger = Ledger(open_store("memory:"), REGISTER, WallClock())
    ledger.open_book("real")
    last = begun(ledger)
    check(ledger, [run(ledger, WRITERS, last)], last)


@pytest.mark.parametrize("yes", ["y", "yes", "true", "1", "on", "Y"])
def test_the_switch_that_drops_the_lock_is_refused_in_one_sentence(yes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", yes)
    with pytest.raises(Unavailable) as unavailable:
        open_store("postgresql://127.0.0.1:1/x")
    assert str(unavailable.value) == (
        "POSTGRES_ENABLE_DB_FUNCTIONS loses events for those who follow the ledger: unset it."
    )


def test_every_switch_of_the_librarys_databases_is_in_the_race() -> None:
    """One that a later library adds must be looked at before it is passed over."""
    known = {
        str(value)
        for factory in (PostgresFactory, SQLiteFactory)
        for name, value in vars(factory).items()
        if name.startswith(("POSTGRES_", "SQLITE_"))
    }
    where_it_is = {"POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_USER", "POSTGRES_PASSWORD"}
    where_it_is |= {"POSTGRES_GET_PASSWORD_TOPIC"}
    refused = {"POSTGRES_ENABLE_DB_FUNCTIONS"}
    assert known - where_it_is - refused - set(SWITCHES) == set()


class HeldInPostgres:
    """A writer that has drawn its position and has not committed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = psycopg.connect(url)
        self._connection.execute(
            "select * from stored_events_append_3(array['held'], array[1::bigint], array['k'], array['x'::bytea],"
            " array[null::text], array[%s::timestamptz])",
            (NOON,),
        )

    def wait_for_a_queue(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as other:
            until(lambda: other.execute("select from pg_locks where not granted limit 1").fetchone() is not None)

    def end(self, how: str) -> None:
        getattr(self._connection, how)()
        self._connection.close()


class HeldInSQLite:
    """The same in a file: it has the write lock, and its row is not committed."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("begin immediate")
        self._connection.execute(
            "insert into stored_events (originator_id, originator_version, topic, state, at)"
            " values ('held', 1, 'k', 'x', ?)",
            (NOON.isoformat(timespec="microseconds"),),
        )

    def wait_for_a_queue(self) -> None:
        time.sleep(0.3)  # nothing tells who waits for a file: this long everybody who could pass would have passed

    def end(self, how: str) -> None:
        self._connection.execute(how)
        self._connection.close()


def until(true: Callable[[], bool], patience: float = 20) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("how", ["commit", "rollback"])
def test_nobody_passes_a_writer_that_is_held_up_after_its_position_is_drawn(place: str, how: str) -> None:
    with closing(open_store(place)) as ours, closing(open_store(place)) as theirs:
        held = HeldInPostgres(place) if "://" in place else HeldInSQLite(place)
        at = NOON + timedelta(seconds=1)
        writers = [
            background(partial(store.append, [row(f"s{n}", 1, at=at)])) for n, store in enumerate([ours, theirs])
        ]
        held.wait_for_a_queue()
        assert [thread.is_alive() for thread in writers] == [True, True]
        assert ours.after(0, 10) == theirs.after(0, 10) == []
        assert ours.head() == 0
        assert not theirs.wait(0, 0.05)
        held.end(how)
        assert theirs.wait(2 if how == "commit" else 1, 20)
        for thread in writers:
            thread.join(20)
        rows = ours.after(0, 10)
        assert [each.position for each in rows] == list(range(1, len(rows) + 1))
        first = ["held"] if how == "commit" else []
        assert [each.stream for each in rows][: len(first)] == first
        assert sorted(each.stream for each in rows) == [*first, "s0", "s1"]


def test_in_memory_nobody_passes_a_writer_that_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store("memory:")
    drawn, go_on = threading.Event(), threading.Event()
    insert: Callable[..., Any] = store.insert_events  # type: ignore[attr-defined]

    def held_up(*given: Any, **more: Any) -> Any:
        positions = insert(*given, **more)
        drawn.set()
        assert go_on.wait(20)
        return positions

    monkeypatch.setattr(store, "insert_events", held_up)
    seen: list[str] = []
    first = background(lambda: store.append([row("held", 1)]))
    assert drawn.wait(20)
    others = [background(lambda: store.append([row("s", 1)]))]
    others.append(background(lambda: seen.extend(each.stream for each in store.after(0, 10))))
    time.sleep(0.1)
    assert not seen
    assert all(thread.is_alive() for thread in others)
    go_on.set()
    for thread in (first, *others):
        thread.join(20)
    assert seen[:1] == ["held"]
    assert [each.stream for each in store.after(0, 10)] == ["held", "s"]


def test_who_is_alone_is_the_only_one_to_write_until_he_has_written(opener: Callable[[], Store]) -> None:
    ours, theirs = opener(), opener()
    write(theirs, row("before", 1))
    waiting: list[threading.Thread] = []

    with ours.alone() as last:
        assert last is not None
        waiting.append(background(partial(write, theirs, row("theirs", 1))))
        waiting.append(background(partial(write, ours, row("ours", 1))))
        time.sleep(0.1)
        write(ours, row("alone", 1))
    for thread in waiting:
        thread.join(20)
    assert [each.stream for each in ours.after(0, 10)][:2] == ["before", "alone"]
    assert ours.head() == 4
    with ours.alone():
        pass  # who wrote nothing has not kept the others off for good
    assert write(theirs, row("theirs", 2)) == [5]


def test_who_is_decided_again_and_again_gets_a_turn_alone(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that never pause on one plan: the slower one would find every number taken."""
    with closing(open_store(place)) as fast, closing(open_store(place)) as slow:
        theirs, ours = ledger_on(fast), ledger_on(slow)
        play(theirs, *opened)
        stop = threading.Event()
        written = Counter[str]()

        def hammer() -> None:
            while not stop.is_set():
                written["fast"] += 1
                theirs.record(entry(finding(f"F{written['fast']}")))

        append = slow.append

        def slowly(rows: Any) -> list[int]:
            time.sleep(0.02)  # long enough for the other to be first, every time
            return append(rows)

        monkeypatch.setattr(slow, "append", slowly)
        hammering = background(hammer)
        try:
            assert len(ours.record(entry(finding("S")))) == 1
        finally:
            stop.set()
            hammering.join(20)
        assert first_break(ours) is None
