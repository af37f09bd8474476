"""The shelf in PostgreSQL, beside the ledger's table."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from ledger.postgres_address import Address
from ledger.stores import Unavailable
from projections.side import Kept

LOCK = 7_026_428_335
"""The advisory lock of everyone who writes views in one database; any number that nothing else there uses."""


class PostgresSide:
    """A Side. Raises Unavailable if the database cannot be reached or used. A lost connection is made again."""

    key = 'text COLLATE "C"'

    def __init__(self, url: str) -> None:
        self._address = Address(url)
        self._turns = {"read": threading.RLock(), "write": threading.RLock()}
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._connection("read")

    @contextmanager
    def transaction(self, *, alone: bool) -> Iterator["_Hand"]:
        with self._turns["write"], self._told():
            connection = self._connection("write")
            with connection.transaction(), connection.cursor(binary=True) as cursor:
                if alone:
                    # Before the position is read, so that it cannot move under us; and it serves where no row is yet.
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                yield _Hand(cursor)

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turns["read"], self._told():
            try:
                return _asked(self._connection("read").cursor(), statement, values)
            except psycopg.OperationalError:
                if not self._connections["read"].closed:
                    raise
                return _asked(self._connection("read").cursor(), statement, values)  # the server was restarted

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT 1 WHERE to_regclass(?) IS NOT NULL", table))

    def close(self) -> None:
        for use, turn in self._turns.items():
            with turn:
                if use in self._connections:
                    self._connections[use].close()

    def _connection(self, use: str) -> psycopg.Connection[Any]:
        held = self._connections.get(use)
        if held is None or held.closed:
            held = self._address.connect()
            # A stricter default of the server's would read the position as it was before the lock was ours.
            held.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            # A power cut may cost the last batches, rows and position alike: they are folded again.
            held.execute("SET synchronous_commit = off")
            self._connections[use] = held
        return held

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._address.told():
                yield
        except Unavailable as unavailable:
            if not isinstance(cause := unavailable.__cause__, psycopg.ProgrammingError | psycopg.DataError):
                raise
            if isinstance(cause, psycopg.errors.InsufficientPrivilege):
                raise
            why = str(cause).strip().splitlines()[0]
            raise Unavailable(
                f"The views in the database are not as Minutebook made them ({why}): drop the table shelf"
                " and start again; they are built anew from the ledger."
            ) from cause


class _Hand:
    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return _asked(self._cursor, statement, values)

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        put = f"""
            INSERT INTO {table} (key, plan, post, body)
            SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[])
            ON CONFLICT (key) DO UPDATE SET plan = excluded.plan, post = excluded.post, body = excluded.body"""  # noqa: S608
        if rows:
            _asked(self._cursor, put, [list(column) for column in zip(*rows, strict=True)])

    def drop(self, table: str, keys: Iterable[str]) -> None:
        _asked(self._cursor, f"DELETE FROM {table} WHERE key = ANY(?)", [list(keys)])  # noqa: S608

    def of_plans(self, table: str, plans: Sequence[str]) -> list[Kept]:
        chosen = f"SELECT key, plan, post, body FROM {table} WHERE plan = ANY(?)"  # noqa: S608
        return [Kept._make(row) for row in _asked(self._cursor, chosen, [list(plans)])]


def _asked(cursor: psycopg.Cursor[Any], statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    cursor.execute(statement.replace("?", "%s").encode(), values or None)
    return cursor.fetchall() if cursor.description else []
