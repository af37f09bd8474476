"""The library's SQLite recorder over our table: with instants, commands, and positions that are never given twice."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from ledger.stores import Behind

PATIENCE = 10
"""Seconds to wait for another process's write."""


class Recorder(SQLiteApplicationRecorder):
    """Creates and writes through the library's own seams; rows are read by SQLiteStore, which wants positions too."""

    def construct_create_table_statements(self) -> list[str]:
        # AUTOINCREMENT: no position is issued twice, even after a deletion; and its counter rolls back with the
        # transaction, so a refused append leaves no gap.
        table = """
            CREATE TABLE IF NOT EXISTS stored_events (
                notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
                originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,
                state BLOB NOT NULL, at TEXT NOT NULL, command TEXT)"""
        return [
            table,
            """CREATE UNIQUE INDEX IF NOT EXISTS stored_events_in_stream
                ON stored_events (originator_id, originator_version)""",
            "CREATE INDEX IF NOT EXISTS stored_events_topic ON stored_events (topic, notification_id)",
            "CREATE INDEX IF NOT EXISTS stored_events_command ON stored_events (command) WHERE command IS NOT NULL",
        ]

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        at: datetime | None = None,
        commands: Sequence[str | None] = (),
        **_: Any,
    ) -> list[int]:
        assert at is not None
        c.execute("SELECT at FROM stored_events ORDER BY notification_id DESC LIMIT 1")
        if (last := c.fetchone()) is not None and at < (latest := datetime.fromisoformat(last["at"])):
            raise Behind(latest)
        for given in {command for command in commands if command is not None}:
            c.execute("SELECT 1 FROM stored_events WHERE command = ? LIMIT 1", (given,))
            if c.fetchone() is not None:
                raise sqlite3.IntegrityError(f"the command id {given} is taken")
        stamp = at.isoformat(timespec="microseconds")  # of one width, so that text sorts as time does
        positions = []
        for e, command in zip(stored_events, commands, strict=True):
            c.execute(
                "INSERT INTO stored_events (originator_id, originator_version, topic, state, at, command)"
                " VALUES (?,?,?,?,?,?)",
                (e.originator_id, e.originator_version, e.topic, e.state, stamp, command),
            )
            positions.append(int(c.lastrowid))
        return positions


class Datastore(SQLiteDatastore):
    """The library's datastore with durable writes that take the file's write lock first, one thread at a time."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool = _Pool(db_name=path, lock_timeout=PATIENCE, pool_size=8, max_overflow=120, pool_timeout=30)
        self._writing = _Queue()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        if not commit:
            with super().transaction(commit=False) as cursor:
                yield cursor
            return
        with self._writing, self.reading() as connection:
            cursor = connection.cursor()
            # A deferred BEGIN would let another process write between our read of the last instant and our insert.
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator[SQLiteConnection]:
        """A pooled connection outside the library's reader-writer lock, where readers would queue behind writers."""
        connection = self.pool.get_connection()
        try:
            yield connection
        finally:
            self.pool.put_connection(connection)


class _Queue:
    """A lock which is given in the order of asking: out of order, a thread finds its instant behind the last line's."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        turn = threading.Lock()
        turn.acquire()
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(turn)
        try:
            turn.acquire()
        except BaseException:  # Ctrl-C in the queue: pass the turn on, or give up the place
            with self._mutex:
                if not (given := turn not in self._waiting):
                    self._waiting.remove(turn)
            if given:
                self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                connection = super()._create_connection()
                connection.cursor().execute("PRAGMA synchronous=FULL")
            except sqlite3.OperationalError as error:
                # Turning a fresh file to WAL does not wait for another process that does the same.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return connection
