"""The raw floor of a command: the driver alone selects a plan's stream and inserts one ready row."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from benchmarks.material import copied, plan_name, plan_rows
from benchmarks.writers import Command, Crew

SQL = Path(__file__).parent / "sql"
STREAM = """
    select notification_id, originator_id, originator_version, topic, state from stored_events
    where originator_id = {} order by originator_version"""
APPEND = "select * from append(%b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::text[], %b::timestamptz)"
COPY = """
    copy stored_events (notification_id, originator_id, originator_version, topic, state, at)
    from stdin (format binary)"""
COPIED = ["int8", "text", "int8", "text", "bytea", "timestamptz"]
INSERT = "INSERT INTO stored_events (originator_id, originator_version, topic, state, at) VALUES (?, ?, ?, ?, ?)"


class Ready(NamedTuple):
    """A row that needs no more work but its position."""

    stream: str
    number: int
    kind: str
    line: bytes


def postgres(place: str, plans: int, writers: int, processes: int, seconds: float) -> dict[str, Any]:
    """Commands a second: the stream selected, then the locked insert; a connection for each writer."""
    with psycopg.connect(place, autocommit=True) as connection:
        make_postgres(connection)
        copy_in(connection, ready(plans))
    settle(place)
    return {"value": Crew(writers, processes, seconds, plans).rate(_postgres_desk, place)}


def sqlite(place: str, plans: int, seconds: float) -> dict[str, Any]:
    """The same in SQLite, with one writer, WAL and synchronous=FULL."""
    connection = open_sqlite(place)
    make_sqlite(connection)
    at = _now().isoformat()
    with connection:
        connection.execute("BEGIN")
        connection.executemany(INSERT, ((*row, at) for row in ready(plans)))
    connection.close()
    return {"value": Crew(1, 1, seconds, plans).rate(_sqlite_desk, place)}


def ready(plans: int) -> Iterator[Ready]:
    """All lines of so many plans, plan by plan."""
    rows = plan_rows()
    for plan in range(plans):
        for row in rows:
            yield Ready(plan_name(plan), row.number, row.kind, copied(row.line, plan))


def make_postgres(connection: psycopg.Connection[Any]) -> None:
    """The ledger's table and append function, in the floor's own words."""
    connection.execute((SQL / "table_postgres.sql").read_bytes())


def copy_in(connection: psycopg.Connection[Any], rows: Iterable[Ready], after: int = 0) -> None:
    """COPY binary: positions count on from `after`."""
    at = _now()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(COPIED)
        for position, row in enumerate(rows, start=after + 1):
            copy.write_row((position, *row, at))


def settle(place: str) -> None:
    """What was prepared in PostgreSQL is on disk, and the planner knows it, as after the first minutes of its life."""
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def open_sqlite(place: str) -> sqlite3.Connection:
    """A connection whose commits are on disk when they return."""
    connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def make_sqlite(connection: sqlite3.Connection) -> None:
    """The ledger's table, in the floor's own words."""
    connection.executescript((SQL / "table_sqlite.sql").read_text(encoding="utf-8"))


@contextmanager
def _postgres_desk(place: str, crew: Crew) -> Iterator[Callable[[int], Command]]:
    last = plan_rows()[-1]
    connections: list[psycopg.Connection[Any]] = []
    select = STREAM.format("%b")

    def writer(number: int) -> Command:
        connection = psycopg.connect(place, autocommit=True)
        connections.append(connection)
        cursor = connection.cursor(binary=True)
        turns = crew.turns(number)

        def command() -> None:
            plan = next(turns)
            stream = [plan_name(plan)]
            after = len(cursor.execute(select, stream, prepare=True).fetchall())
            given = (stream, [after + 1], [last.kind], [copied(last.line, plan)], [None], _now())
            cursor.execute(APPEND, given, prepare=True).fetchall()

        return command

    try:
        yield writer
    finally:
        for connection in connections:
            connection.close()


@contextmanager
def _sqlite_desk(place: str, crew: Crew) -> Iterator[Callable[[int], Command]]:
    connection = open_sqlite(place)
    last = plan_rows()[-1]
    turns = crew.turns(0)
    select = STREAM.format("?")

    def command() -> None:
        plan = next(turns)
        after = len(connection.execute(select, [plan_name(plan)]).fetchall())
        connection.execute(INSERT, (plan_name(plan), after + 1, last.kind, copied(last.line, plan), _now().isoformat()))

    yield lambda _: command
    connection.close()


def _now() -> datetime:
    return datetime.now(UTC)
