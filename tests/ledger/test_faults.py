"""What goes wrong with disks, lines, servers and processes: one clear sentence, nothing lost, nothing doubled."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from books import AUTUMN, Watch, background, entry, kinds, ledger_on, play
from failing import Line, write_until_killed, write_without_room
from given import REGISTER
from postgres import own_server
from racing import finding
from samples import opened, receive_the_report, report_in
from store_processes import row

from ledger.clock import WallClock
from ledger.codec import Damaged
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Record
from ledger.stores import Unavailable
from ledger.verify import first_break, verify

pytest_plugins = ["ledger_places"]

SPAWN = multiprocessing.get_context("spawn")


def until(true: Callable[[], bool], patience: float = 30) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def line(postgres_url: str) -> Iterator[Line]:
    folder = Path(tempfile.mkdtemp(prefix="minutebook-", dir="/tmp"))  # a socket's path must be short
    with closing(Line(postgres_url, folder)) as made:
        yield made
    shutil.rmtree(folder)


@pytest.mark.parametrize("command", ["c-1", None], ids=["with an id", "without"])
@pytest.mark.parametrize("answered", [False, True], ids=["before it is written", "between commit and answer"])
@pytest.mark.parametrize("others", [False, True], ids=["alone", "others write meanwhile"])
def test_a_line_that_is_cut_costs_nothing_and_doubles_nothing(
    line: Line, postgres_url: str, command: str | None, answered: bool, others: bool
) -> None:
    with closing(open_store(line.url)) as store, closing(open_store(postgres_url)) as other:
        ours, theirs = ledger_on(store), ledger_on(other, Watch(AUTUMN.replace(year=2023)))
        play(ours, *opened)

        def meanwhile() -> None:
            # Stamped later than ours: so that whoever tries again finds itself behind before it finds its own lines.
            play(theirs, *(opened if others else ()), plan="other")

        line.cut_at("2022-04-01", answered=answered, meanwhile=meanwhile)
        lines = ours.record(entry(receive_the_report, id=command))
        assert line.cut == 1
        assert kinds(lines) == ["plan.report-received", "plan.deadline-adopted", "plan.deadline-adopted"]
        assert lines == list(theirs.lines("glos-2022"))[1:]
        assert [record.position for record in ours.after(0)] == list(range(1, ours.head() + 1))
        assert first_break(theirs) is None
        assert len(ours.record(entry(finding("W1")))) == 1


def test_a_connection_that_the_server_ends_is_made_again_and_the_command_recorded_once(postgres_url: str) -> None:
    end = (
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with closing(open_store(postgres_url)) as store, psycopg.connect(postgres_url, autocommit=True) as operator:
        ledger = ledger_on(store)
        play(ledger, *opened)
        for n in range(5):
            operator.execute(end)
            assert len(ledger.record(entry(finding(f"W{n}")))) == 1
        assert [record.number for record in ledger.lines("glos-2022")] == [1, 2, 3, 4, 5, 6]


def test_a_server_that_is_restarted_under_load_loses_and_doubles_nothing() -> None:
    told: list[str] = []
    acknowledged: list[Record] = []
    seen: list[int] = []
    stop, written = threading.Event(), threading.Event()

    def write(ledger: Ledger, who: int) -> None:
        for n in count():
            asked = entry(finding(f"W{who}.{n}"), f"plan-{who}", id=f"{who}/{n}")
            while not stop.is_set():
                try:
                    acknowledged.extend(ledger.record(asked))
                    break
                except Unavailable as unavailable:
                    told.append(str(unavailable))
                    time.sleep(0.05)
            if stop.is_set():
                return

    def follow(ledger: Ledger) -> None:
        while not written.is_set() or seen[-1] < ledger.head():
            with suppress(Unavailable):
                seen.extend(record.position for record in ledger.follow(seen[-1] if seen else 0, written))
                if written.is_set():
                    seen.extend(record.position for record in ledger.after(seen[-1], 100_000))

    with own_server() as server, closing(open_store(server.url)) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        ledger.open_book("real")
        for who in range(8):
            play(ledger, *opened, plan=f"plan-{who}")
        threads = [background(lambda who=who: write(ledger, who)) for who in range(8)]  # type: ignore[misc]
        follower = background(lambda: follow(ledger))
        for mode in ("fast", "immediate"):
            enough = len(acknowledged) + 30
            until(lambda enough=enough: len(acknowledged) > enough)  # type: ignore[misc]
            server.stop(mode)
            time.sleep(0.1)
            server.start()
        enough = len(acknowledged) + 30
        until(lambda: len(acknowledged) > enough)
        stop.set()
        for thread in threads:
            thread.join(30)
        written.set()
        follower.join(30)
        assert not any(thread.is_alive() for thread in (*threads, follower))
        lines = ledger.after(0, 100_000)
        assert [record.position for record in lines] == list(range(1, len(lines) + 1)) == seen
        there = {record.position: record for record in lines}
        assert all(there[record.position] == record for record in acknowledged)
        assert len({record.position for record in acknowledged}) == len(acknowledged)
        commands = [record.cause.command for record in lines if record.cause.command]
        assert len(set(commands)) == len(commands)
        assert first_break(ledger) is None
    assert told
    for sentence in set(told):
        assert sentence.startswith("PostgreSQL at ")
        assert sentence.endswith(("start the server, or correct the address.", "ask whoever runs the server."))
        assert "\n" not in sentence


def test_a_writer_that_is_killed_leaves_whole_commands_and_all_that_it_acknowledged(place: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    with closing(open_store(place)) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        ledger.open_book("real")
        victim = SPAWN.Process(target=write_until_killed, args=(place, str(notes), 8), daemon=True)
        victim.start()
        until(notes.exists)
        ours: list[Record] = []
        stop = threading.Event()

        def write() -> None:
            for n in count():
                if stop.is_set():
                    return
                ours.extend(play(ledger, *report_in, plan=f"ours-{n}"))

        writer = background(write)
        until(lambda: notes.read_bytes().count(b"\n") > 100 and len(ours) > 10)
        assert victim.pid is not None
        os.kill(victim.pid, signal.SIGKILL)
        victim.join(10)
        before = len(ours)
        until(lambda: len(ours) > before + 10)  # those who are left go on
        stop.set()
        writer.join(20)
        lines = ledger.after(0, 1_000_000)
        there = {(str(record.position), record.kind) for record in lines}
        # The note itself may have been cut short, but only after its last whole line.
        noted = [tuple(note.split()) for note in notes.read_text().splitlines(keepends=True) if note.endswith("\n")]
        assert set(noted) <= there
        assert len(set(noted)) == len(noted)
        assert {(str(record.position), record.kind) for record in ours} <= there
        assert [record.position for record in lines] == list(range(1, len(lines) + 1))
        for plan in ledger.plans():
            assert len(list(ledger.lines(plan))) in {1, 4}
        assert first_break(ledger) is None


def test_a_full_disk_is_said_and_what_was_written_is_whole(tmp_path: Path) -> None:
    """In a process of its own, for which no file may grow beyond a limit."""
    writer = SPAWN.Process(target=write_without_room, args=(str(tmp_path / "ledger.db"),), daemon=True)
    writer.start()
    writer.join(60)
    assert writer.exitcode == 0


def test_a_full_disk_of_a_server_is_said_and_nothing_is_half_written(postgres_url: str) -> None:
    """Its disk is not really full: a trigger answers for the third row as the server does when it is."""
    with closing(open_store(postgres_url)) as store, psycopg.connect(postgres_url, autocommit=True) as operator:
        ledger = ledger_on(store)
        play(ledger, *opened)
        operator.execute(
            "create function full_disk() returns trigger language plpgsql as $$ begin"
            " if new.originator_version = 4 then raise disk_full using"
            " message = 'could not extend file “base/5/16396”: No space left on device'; end if; return new; end $$"
        )
        operator.execute(
            "create trigger full_disk before insert on stored_events for each row execute function full_disk()"
        )
        with pytest.raises(Unavailable, match=r"refused the work \(could not extend file .* No space left on device\)"):
            ledger.record(entry(receive_the_report))
        assert ledger.head() == 2
        assert len(play(ledger, *opened, plan="another")) == 1
        operator.execute("drop trigger full_disk on stored_events")
        assert len(ledger.record(entry(receive_the_report))) == 3
        assert [record.position for record in ledger.after(0)] == [1, 2, 3, 4, 5, 6]


def change(address: str, statement: str) -> None:
    """What somebody does to the database behind our back."""
    if "://" in address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())
    else:
        with closing(sqlite3.connect(address, isolation_level=None)) as connection:
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("update stored_events set state = 'nonsense' where notification_id = 3", "its bytes are not a line"),
        ("update stored_events set originator_version = 9 where notification_id = 3", "its columns say otherwise"),
        (
            (
                "update stored_events set topic = 'plan.foreseen', "
                "state = replace({state}, 'plan.report-received', 'plan.foreseen'){blob} where notification_id = 3"
            ),
            "no kind plan.foreseen is known to this version of Minutebook",
        ),
        (
            (
                "update stored_events set "
                "state = replace({state}, '\"version\":1', '\"version\":7'){blob} where notification_id = 3"
            ),
            "nothing reads version 7 of plan.report-received",
        ),
    ],
)
def test_a_line_that_cannot_be_read_stops_its_own_plan_and_no_other(place: str, statement: str, why: str) -> None:
    postgres = "://" in place
    with closing(open_store(place)) as store:
        ledger = ledger_on(store)
        play(ledger, *report_in)
        play(ledger, *opened, plan="kent-2022")
    change(
        place,
        statement.format(
            state="convert_from(state, 'utf8')" if postgres else "cast(state as text)",
            blob="::bytea" if postgres else "",
        ),
    )
    with closing(open_store(place)) as store:
        ledger = ledger_on(store)
        for asked in (
            lambda: ledger.record(entry(finding("W1"))),
            lambda: ledger.plan("glos-2022"),
            lambda: ledger.after(0),
            lambda: next(ledger.follow(2, threading.Event())),
        ):
            with pytest.raises(Damaged) as damaged:
                asked()
            assert str(damaged.value).startswith("The line at position 3 is damaged: ")
            assert why in str(damaged.value)
            assert str(damaged.value).endswith(".")
            assert damaged.value.position == 3
        assert len(ledger.record(entry(finding("W1"), "kent-2022"))) == 1
        assert [record.position for record in ledger.after(3)] == [4, 5, 6, 7]
        assert any(each.position == 3 for each in verify(ledger))


@pytest.mark.parametrize("kind", ["text", "text not null default ''"])
def test_a_ledger_that_a_newer_version_has_changed_is_not_opened(place: str, kind: str) -> None:
    open_store(place).close()
    change(place, f"alter table stored_events add column seal {kind}")
    with pytest.raises(
        Unavailable, match=r"was changed by a newer version of Minutebook \(seal\): use that version\.$"
    ):
        open_store(place)


def test_a_ledger_that_is_changed_while_it_is_open_takes_nothing_more_and_says_so(place: str) -> None:
    with closing(open_store(place)) as store:
        ledger = ledger_on(store)
        if "://" in place:
            change(place, "alter table stored_events add column seal text not null default 'none'")
            change(place, "alter table stored_events alter column seal drop default")
        else:  # where a column is not added so
            change(
                place,
                "create table newer (notification_id integer primary key autoincrement,"
                " originator_id, originator_version, topic, state, at, command, seal text not null)",
            )
            change(place, "insert into newer select *, 'none' from stored_events")
            change(place, "drop table stored_events")
            change(place, "alter table newer rename to stored_events")
        with pytest.raises(Unavailable, match=r"was changed by a newer version of Minutebook \(.*seal.*\)"):
            play(ledger, *opened)
        assert ledger.head() == 1


def test_a_constraint_of_our_own_that_fails_is_damage_and_no_newer_version(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    with closing(open_store(place)) as store:
        store.append([row("a", 1)])
        change(place, "update sqlite_sequence set seq = 0")  # the positions would be given again
        with pytest.raises(
            Unavailable, match=r"is damaged: .* \(UNIQUE .*notification_id\)\. Restore it from a backup"
        ):
            store.append([row("a", 2), row("a", 3)])


def test_an_older_version_goes_on_beside_a_newer_one_that_writes_by_another_function(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as store:
        store.append([row("a", 1)])
        change(postgres_url, "create function stored_events_append_4() returns int language sql as 'select 4'")
        assert store.append([row("a", 2)]) == [2]
        with closing(open_store(postgres_url)) as again:
            assert again.append([row("a", 3)]) == [3]


def test_a_store_that_was_closed_says_so(place: str) -> None:
    store = open_store(place)
    ledger = ledger_on(store)
    store.close()
    for asked in (lambda: play(ledger, *opened), ledger.head, lambda: ledger.after(0)):
        with pytest.raises(Unavailable, match=r"has been closed: open it again\.$"):
            asked()


def test_a_row_that_says_another_moment_than_its_line_is_told_where_it_would_mislead(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    with closing(open_store(str(place))) as store:
        ledger = ledger_on(store)
        lines = play(ledger, *opened)
        for n in range(3):
            assert isinstance(ledger.clock, Watch)
            ledger.clock.at += timedelta(minutes=1)
            lines += play(ledger, finding(f"W{n}"))
        whole = [ledger.head_at(line.at) for line in lines]
        with closing(sqlite3.connect(place, isolation_level=None)) as db:
            db.execute("UPDATE stored_events SET at = '2022-01-01T00:00:00.000000+00:00' WHERE notification_id = 4")
        for line, position in zip(lines, whole, strict=True):
            try:
                assert ledger.head_at(line.at) == position
            except Damaged as damaged:
                assert "says that it was recorded at another time" in str(damaged)  # noqa: PT017
        with pytest.raises(Damaged, match="position 4 is damaged"):
            ledger.head_at(lines[-2].at - timedelta(seconds=1))
