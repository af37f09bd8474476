"""The library's SQLite recorder over our table: with instants, commands, and positions that are never given twice."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from eventsourcing.persistence import InterfaceError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from ledger.stores import Behind, Unavailable

PATIENCE = 10
"""Seconds to wait for another process's write."""


class Recorder(SQLiteApplicationRecorder):
    """Writes and creates through the library's own seams; rows are read by SQLiteStore, which wants positions too."""

    def construct_create_table_statements(self) -> list[str]:
        table = self.events_table_name
        return [
            # AUTOINCREMENT: no position is issued twice, even after a deletion, and its counter rolls back with the
            # transaction, so a refused append leaves no gap.
            f"CREATE TABLE IF NOT EXISTS {table} (notification_id INTEGER PRIMARY KEY AUTOINCREMENT,"
            " originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,"
            " state BLOB NOT NULL, at TEXT NOT NULL, command TEXT)",
            f"CREATE UNIQUE INDEX IF NOT EXISTS {table}_stream ON {table} (originator_id, originator_version)",
            f"CREATE INDEX IF NOT EXISTS {table}_topic ON {table} (topic, notification_id)",
            f"CREATE INDEX IF NOT EXISTS {table}_command ON {table} (command) WHERE command IS NOT NULL",
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
        c.execute(f"SELECT at FROM {self.events_table_name} ORDER BY notification_id DESC LIMIT 1")  # noqa: S608
        if (last := c.fetchone()) is not None and at < (latest := datetime.fromisoformat(last["at"])):
            raise Behind(latest)
        positions = []
        stamp = at.isoformat(timespec="microseconds")  # of one width, so that text sorts as time does
        for e, command in zip(stored_events, commands, strict=True):
            c.execute(
                f"INSERT INTO {self.events_table_name}"  # noqa: S608
                " (originator_id, originator_version, topic, state, at, command) VALUES (?,?,?,?,?,?)",
                (e.originator_id, e.originator_version, e.topic, e.state, stamp, command),
            )
            positions.append(int(c.lastrowid))
        return positions


class Datastore(SQLiteDatastore):
    """The library's datastore with durable writes that take the file's write lock first, one thread at a time."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool = _Pool(db_name=path, lock_timeout=PATIENCE, pool_size=8, max_overflow=120, pool_timeout=30)
        self._writing = threading.Lock()

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


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's errors into Unavailable; a conflict of keys passes as it is."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except (sqlite3.Error, InterfaceError) as error:
        raise Unavailable(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error
    match getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"The ledger {path} is damaged or is not a ledger ({cause}): restore it from a backup."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"The ledger {path} is locked by another program: end that program, then try again."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
            return f"The ledger {path} cannot be opened: check that its folder exists and that you may write in it."
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return f"The disk of the ledger {path} is full or fails ({cause}): make room or mend it, then try again."
        case _:
            return f"The ledger {path} could not be used ({cause}): check that this file is a ledger of Minutebook."
