"""What every store promises, whether in memory, in a file or on a server."""

import multiprocessing
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest
from postgres import GUARDED
from store_processes import NOON, open_and_write, row, run_threads, take_numbers, write, write_streams

from ledger.opening import open_store
from ledger.stores import Behind, Conflict, Row, Store, Unavailable

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "memory":
            return "memory:"
        case "sqlite":
            return str(tmp_path / "ledger.db")
        case _:
            return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(target: str) -> Iterator[Store]:
    with closing(open_store(target)) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A target that several processes can open: memory ends with its process."""
    return str(tmp_path / "ledger.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))


def start(work: Callable[..., None], *given: object) -> BaseProcess:
    process = SPAWN.Process(target=work, args=given, daemon=True)
    process.start()
    return process


def finish(*processes: BaseProcess) -> None:
    for process in processes:
        process.join(60)
        assert process.exitcode == 0


def positions(rows: list[Row]) -> list[int]:
    return [row.position for row in rows]


def test_what_is_appended_is_read_back_in_order(store: Store) -> None:
    assert store.append([row("a", 1), row("a", 2)]) == [1, 2]
    assert store.append([row("b", 1)]) == [3]
    assert store.append([row("a", 3)]) == [4]
    assert store.stream("a") == [
        Row(1, "a", 1, "plan.noted", b"a 1"),
        Row(2, "a", 2, "plan.noted", b"a 2"),
        Row(4, "a", 3, "plan.noted", b"a 3"),
    ]
    assert positions(store.after(0, 10)) == [1, 2, 3, 4]
    assert store.head() == 4


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.head() == 0
    assert store.stream("a") == store.after(0, 10) == store.by_command("c") == []
    assert store.streams() == []


def test_appending_nothing_writes_nothing(store: Store) -> None:
    assert store.append([]) == []
    assert store.head() == 0


def test_a_stream_is_read_between_two_numbers(store: Store) -> None:
    store.append([row("a", n) for n in range(1, 6)])
    assert [r.number for r in store.stream("a", after=1, upto=4)] == [2, 3, 4]
    assert [r.number for r in store.stream("a", upto=2)] == [1, 2]


def test_any_bytes_come_back_as_they_were(store: Store) -> None:
    line = bytes(range(256)) + "“é”".encode()
    store.append([row("a", 1)._replace(line=line)])
    assert store.stream("a")[0].line == line


def test_what_a_row_copies_from_its_line_is_given_by_position(store: Store) -> None:
    later = NOON + timedelta(microseconds=1)
    store.append([row("a", 1, command="c"), row("a", 2, command="c", at=later)])
    store.append([row("a", 3, at=later)])
    found = {n: (command, store.seconds(at)) for n, (command, at) in store.copied(0, 3).items()}
    assert found == {1: ("c", NOON.timestamp()), 2: ("c", later.timestamp()), 3: (None, later.timestamp())}
    assert store.seconds(None) is store.seconds("2022-07-15 12:00:00.000000+00:00") is None
    assert list(store.copied(1, 2)) == [2]
    assert store.copied(3, 9) == {}


def test_of_two_who_write_the_same_number_one_conflicts_and_writes_nothing(store: Store) -> None:
    store.append([row("a", 1)])
    with pytest.raises(Conflict):
        store.append([row("b", 1), row("a", 1), row("a", 2)])
    assert store.streams() == ["a"]
    assert store.head() == 1


def test_rows_of_several_streams_are_written_together_or_not_at_all(store: Store) -> None:
    assert store.append([row("a", 1), row("b", 1), row("a", 2)]) == [1, 2, 3]
    with pytest.raises(Conflict):
        store.append([row("a", 3), row("b", 1)])
    with pytest.raises(Conflict):
        store.append([row("a", 3), row("a", 3)])
    assert store.head() == 3


def test_positions_have_no_gap_after_a_conflict(store: Store) -> None:
    store.append([row("a", 1)])
    with pytest.raises(Conflict):
        store.append([row("a", 2), row("a", 1)])
    assert store.append([row("a", 2)]) == [2]


def test_an_instant_before_the_last_line_is_behind_and_writes_nothing(store: Store) -> None:
    store.append([row("a", 1)])
    with pytest.raises(Behind) as behind:
        store.append([row("b", 1, at=NOON - timedelta(microseconds=1))])
    assert behind.value.last == NOON
    assert behind.value.last.utcoffset() == timedelta(0)
    assert store.append([row("b", 1)]) == [2]


def test_an_instant_of_another_zone_is_compared_as_an_instant(store: Store) -> None:
    store.append([row("a", 1, at=datetime.fromisoformat("2022-07-15T13:00:00+01:00"))])
    assert store.append([row("a", 2)]) == [2]


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.append([row("a", 1, at=datetime(2022, 7, 15, 12))])
    assert store.head() == 0


def test_the_rows_of_a_command_are_found_whatever_their_stream(store: Store) -> None:
    store.append([row("a", 1, command="c-1"), row("b", 1, command="c-1")])
    store.append([row("a", 2), row("c", 1, command="c-2")])
    assert [(r.stream, r.number) for r in store.by_command("c-1")] == [("a", 1), ("b", 1)]
    assert store.by_command("c-3") == []


def test_a_command_id_belongs_to_one_append_whatever_the_stream(store: Store) -> None:
    store.append([row("a", 1, command="c-1"), row("a", 2, command="c-1")])
    with pytest.raises(Conflict):
        store.append([row("b", 1, command="c-1")])
    assert store.head() == 2


def test_a_store_is_claimed_by_one_at_a_time(store: Store) -> None:
    with store.claimed(), pytest.raises(Unavailable, match="already runs on"), store.claimed():
        pass
    with store.claimed():
        pass


def test_a_refused_command_leaves_no_trace(store: Store) -> None:
    store.append([row("a", 1)])
    with pytest.raises(Conflict):
        store.append([row("b", 1, command="c-1"), row("a", 1, command="c-1")])
    assert store.by_command("c-1") == []


def test_followers_read_pages_up_to_a_stop(store: Store) -> None:
    store.append([row("a", n) for n in range(1, 11)])
    assert positions(store.after(0, 4)) == [1, 2, 3, 4]
    assert positions(store.after(4, 4, stop=6)) == [5, 6]
    assert store.after(10, 4) == []


def test_followers_read_the_kinds_and_streams_they_want(store: Store) -> None:
    store.append([row(f"s{n % 4}", n, kind=f"k{n % 3}") for n in range(24)])
    everything = store.after(0, 100)
    assert len(everything) == 24
    for kinds in ((), ("k0",), ("k0", "k2"), ("k0", "none"), ("none",), ("k1", "k1")):
        for streams in ((), ("s1",), ("s1", "s3"), ("none",)):
            fit = [r for r in everything if (not kinds or r.kind in kinds) and (not streams or r.stream in streams)]
            assert store.after(0, 100, kinds, streams) == fit
            assert store.after(3, 2, kinds, streams) == [r for r in fit if r.position > 3][:2]
            assert store.after(3, 100, kinds, streams, stop=12) == [r for r in fit if 3 < r.position <= 12]


def test_every_stream_is_named_once_and_sorted(store: Store) -> None:
    store.append([row(s, n) for s in ("plan-b", "plan-a", "book", "Plan-B") for n in (1, 2)])
    assert store.streams() == ["Plan-B", "book", "plan-a", "plan-b"]


def test_waiting_ends_when_time_is_up(store: Store) -> None:
    write(store, row("a", 1))
    assert store.wait(0, 5)
    began = time.monotonic()
    assert not store.wait(1, 0.15)
    assert 0.1 < time.monotonic() - began < 2


def test_waiting_ends_at_a_write_by_another_thread(store: Store) -> None:
    assert not store.wait(0, 0.01)
    writer = threading.Timer(0.2, write, (store, row("a", 1)))
    writer.start()
    began = time.monotonic()
    run_threads([lambda: _woken(store)] * 4)
    assert time.monotonic() - began < 5
    writer.join()


def _woken(store: Store) -> None:
    assert store.wait(0, 30)


def test_waiting_ends_at_a_write_by_another_process(shared: str) -> None:
    with closing(open_store(shared)) as store:
        assert not store.wait(0, 0.01)
        writer = start(open_and_write, shared, "a")
        began = time.monotonic()
        assert store.wait(0, 60)
        assert time.monotonic() - began < 30
        finish(writer)


def test_waiting_ends_when_the_store_is_closed(store: Store) -> None:
    waited: list[bool] = []
    waiter = threading.Thread(target=lambda: waited.append(store.wait(0, 30)))
    waiter.start()
    time.sleep(0.1)
    store.close()
    waiter.join(5)
    assert waited == [False]


def test_no_write_is_slept_through(store: Store) -> None:
    """A follower who always waits before it reads is woken for each of 200 writes, made the moment it waits."""
    for number in range(1, 201):
        writer = threading.Thread(target=write, args=(store, row("a", number)))
        writer.start()
        assert store.wait(number - 1, 10)
        writer.join()


def test_what_was_written_is_there_when_opened_again(shared: str) -> None:
    with closing(open_store(shared)) as store:
        store.append([row("a", 1, command="c")])
    with closing(open_store(shared)) as store:
        assert store.by_command("c") == store.stream("a")
        with pytest.raises(Behind):
            store.append([row("a", 2, at=NOON - timedelta(days=1))])
        assert store.append([row("a", 2)]) == [2]


def test_several_processes_may_open_a_fresh_store_at_once(shared: str) -> None:
    finish(*[start(open_and_write, shared, f"s{n}") for n in range(4)])
    with closing(open_store(shared)) as store:
        assert store.streams() == ["s0", "s1", "s2", "s3"]
        assert positions(store.after(0, 10)) == [1, 2, 3, 4]


def test_threads_that_open_a_fresh_store_at_once_all_succeed(shared: str) -> None:
    run_threads([partial(open_and_write, shared, f"s{n}") for n in range(6)])
    with closing(open_store(shared)) as store:
        assert store.head() == 6


def test_a_follower_misses_no_line_of_eight_writers_in_two_processes(shared: str) -> None:
    count = 60
    with closing(open_store(shared)) as store:
        writers = [start(write_streams, shared, [f"p{p}-s{s}" for s in range(4)], count) for p in range(2)]
        seen: list[int] = []
        end = time.monotonic() + 60
        while len(seen) < 8 * count and time.monotonic() < end:
            seen += positions(store.after(seen[-1] if seen else 0, 7))
        finish(*writers)
        assert seen == list(range(1, 8 * count + 1))
        for stream in store.streams():
            assert [r.number for r in store.stream(stream)] == list(range(1, count + 1))


def test_threads_that_race_for_one_stream_lose_and_double_no_number(store: Store) -> None:
    run_threads([partial(take_numbers, store, "a", 25)] * 4)
    assert [r.number for r in store.stream("a")] == list(range(1, 101))
    assert positions(store.after(0, 1000)) == list(range(1, 101))


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"Dear sir or madam, " * 500)
    with pytest.raises(Unavailable, match=rf"{path} is damaged or is not a ledger .*restore it from a backup\.$"):
        open_store(str(path))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(open_store(str(path))) as store:
        store.append([row("a", n) for n in range(1, 500)])
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(Unavailable, match=r"is damaged"), closing(open_store(str(path))) as store:
        store.after(0, 1000)


def test_another_programs_file_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table stored_events (colour text)")
    with pytest.raises(Unavailable, match=r"check that this file is a ledger"):
        open_store(str(path))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"nowhere/ledger\.db cannot be opened: check that its folder exists"):
        open_store(str(tmp_path / "nowhere" / "ledger.db"))
    with pytest.raises(Unavailable, match=r"cannot be opened"):
        open_store(str(tmp_path))


def test_a_file_that_another_program_keeps_locked_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.sqlite_recorder.PATIENCE", 1)
    path = tmp_path / "ledger.db"
    with closing(open_store(str(path))) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(Unavailable, match=r"is locked by another program"):
            store.append([row("a", 1)])
        other.execute("rollback")
        assert store.append([row("a", 1)]) == [1]


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(Unavailable) as unavailable:
        open_store("postgresql://clerk:s3cret@127.0.0.1:1/minutes")
    said = str(unavailable.value)
    assert said.startswith("PostgreSQL at 127.0.0.1, port 1, database minutes cannot be reached")
    assert "start the server" in said
    assert "s3cret" not in said


def test_a_wrong_password_is_called_one(postgres_url: str) -> None:
    with pytest.raises(Unavailable, match=r"refused the user or the password") as unavailable:
        open_store(postgres_url.replace("postgres:@", f"{GUARDED}:wr0ng@"))
    assert "wr0ng" not in str(unavailable.value)


def test_an_unknown_database_is_called_one(postgres_url: str) -> None:
    with pytest.raises(Unavailable, match=r"database nowhere does not exist: create it"):
        open_store(re.sub("/test_[^?]*", "/nowhere", postgres_url))


def test_a_user_who_may_not_make_the_table_may_use_it(postgres_url: str) -> None:
    theirs = postgres_url.replace("postgres:@", f"{GUARDED}:right@")
    with pytest.raises(Unavailable, match=r"refused the work \(permission denied"):
        open_store(theirs)
    open_store(postgres_url).close()
    with psycopg.connect(postgres_url) as owner:
        owner.execute(f"grant select, insert on stored_events to {GUARDED}")
    with closing(open_store(theirs)) as store:
        assert store.append([row("a", 1)]) == [1]


def test_a_malformed_address_is_not_repeated() -> None:
    with pytest.raises(Unavailable, match="malformed") as unavailable:
        open_store("postgresql://clerk:s3cret@host:not-a-port/x?nonsense")
    assert unavailable.value.__suppress_context__


@pytest.mark.parametrize("target", ["", "mysql://host/x", ":memory:"])
def test_an_address_of_another_sort_is_refused(target: str) -> None:
    with pytest.raises(Unavailable, match="not a ledger's address"):
        open_store(target)


def test_the_switch_that_loses_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
    with pytest.raises(Unavailable, match="POSTGRES_ENABLE_DB_FUNCTIONS loses events"):
        open_store("postgresql://127.0.0.1:1/x")


def test_a_server_that_drops_every_connection_is_reached_again(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as store, psycopg.connect(postgres_url, autocommit=True) as operator:
        store.append([row("a", 1)])
        assert store.wait(0, 5)
        operator.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        assert store.head() == 1
        assert store.append([row("a", 2)]) == [2]
        time.sleep(0.5)
        writer = threading.Timer(0.2, write, (store, row("a", 3)))
        writer.start()
        began = time.monotonic()
        assert store.wait(2, 20)
        assert time.monotonic() - began < 5
        writer.join()
