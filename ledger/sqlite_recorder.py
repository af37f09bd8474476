"""The library's SQLite recorder over our table: with instants, commands, and positions that are never given twice."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore

from domain.retention.events import PlanDropped
from ledger.stores import Behind, Checkpoint, Conflict, NewRow, TextKey

PATIENCE = 10
"""Seconds to wait for another process's write."""

# AUTOINCREMENT remembers the highest position ever given, even after a deletion; and its counter rolls back with the
# transaction, so a refused append leaves no gap.
LAST = """
    SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'),
           (SELECT at FROM stored_events ORDER BY notification_id DESC LIMIT 1)"""
INSERT = """
    INSERT INTO stored_events (notification_id, originator_id, originator_version, topic, state, command, at)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""

# Most appends are of one row: one statement, which commits by itself, takes half as long as a transaction around four.
INSERT_ONE = """
    INSERT INTO stored_events (originator_id, originator_version, topic, state, command, at)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6
    WHERE ?6 >= COALESCE((SELECT at FROM stored_events ORDER BY notification_id DESC LIMIT 1), '')
        AND NOT EXISTS (SELECT 1 FROM stored_events WHERE command = ?5)"""

# The line that says that a plan is dropped is its last: of a stream without one nothing is below no number.
DROP = """
    DELETE FROM stored_events WHERE originator_id = :stream AND originator_version <
        (SELECT originator_version FROM stored_events WHERE originator_id = :stream AND topic = :kind)"""
DROP_WITH_IT = tuple(
    f"""
    DELETE FROM {table} WHERE stream = :stream AND EXISTS
        (SELECT 1 FROM stored_events WHERE originator_id = :stream AND topic = :kind)"""  # noqa: S608
    for table in ("checkpoints", "text_keys")
)


KEEP = "INSERT OR IGNORE INTO text_keys VALUES (?, ?, ?, ?, ?)"
DESTROY = "INSERT OR REPLACE INTO text_keys VALUES (?, ?, ?, ?, ?)"


class Recorder(SQLiteApplicationRecorder):
    """Creates the tables through the library's own seams, and writes to them."""

    def construct_create_table_statements(self) -> list[str]:
        table = """
            CREATE TABLE IF NOT EXISTS stored_events (
                notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
                originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,
                state BLOB NOT NULL, at TEXT NOT NULL, command TEXT)"""
        checkpoints = """
            CREATE TABLE IF NOT EXISTS checkpoints (
                stream TEXT NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL, shape TEXT NOT NULL,
                state BLOB NOT NULL, PRIMARY KEY (stream, number)) WITHOUT ROWID"""
        text_keys = """
            CREATE TABLE IF NOT EXISTS text_keys (
                stream TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, secret BLOB, erased TEXT,
                PRIMARY KEY (stream, key, text)) WITHOUT ROWID"""
        return [
            table,
            """CREATE UNIQUE INDEX IF NOT EXISTS stored_events_in_stream
                ON stored_events (originator_id, originator_version)""",
            "CREATE INDEX IF NOT EXISTS stored_events_topic ON stored_events (topic, notification_id)",
            "CREATE INDEX IF NOT EXISTS stored_events_command ON stored_events (command) WHERE command IS NOT NULL",
            checkpoints,
            text_keys,
        ]


class Writer:
    """The one connection of this process that writes. Raises Conflict and Behind, and what sqlite3 raises."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA synchronous=FULL")  # on disk before it is acknowledged
        self._connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten with zeros
        self._turn = threading.RLock()

    def append(self, rows: Sequence[NewRow], ats: Sequence[datetime], keys: Sequence[TextKey] = ()) -> list[int]:
        """Write all or none; the positions. `ats` are the rows' instants, in UTC."""
        with self._turn, _conflicts():
            if len(rows) == 1 and not keys and not self._connection.in_transaction:
                stream, number, kind, line, command, _ = rows[0]
                values = (stream, number, kind, line, command, *_stamps(ats))
                done = self._connection.execute(INSERT_ONE, values)
                if done.rowcount == 1 and done.lastrowid:
                    return [done.lastrowid]
            return self._append(rows, ats, keys)  # which says what is in the way of one

    def _append(self, rows: Sequence[NewRow], ats: Sequence[datetime], keys: Sequence[TextKey]) -> list[int]:
        with self._writing() as connection:
            position, latest = self._last()
            if latest is not None and ats[0] < latest:
                raise Behind(latest)
            for given in {row.command for row in rows} - {None}:
                if connection.execute("SELECT 1 FROM stored_events WHERE command = ? LIMIT 1", (given,)).fetchone():
                    raise Conflict(f"Someone has used the command id {given} first.")
            first = position + 1
            values = (
                (n, stream, number, kind, line, command, stamp)
                for n, (stream, number, kind, line, command, _), stamp in zip(count(first), rows, _stamps(ats))
            )
            connection.executemany(INSERT, values)
            connection.executemany("INSERT INTO text_keys VALUES (?, ?, ?, ?, ?)", keys)
            return list(range(first, first + len(rows)))

    @contextmanager
    def alone(self) -> Iterator[datetime | None]:
        """Hold the write lock until something is written, or the block ends; the instant of the last line."""
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._last()[1]
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def keep(self, checkpoint: Checkpoint) -> None:
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?)", checkpoint)

    def drop(self, stream: str) -> None:
        """Remove the lines before the one that says so, with their bytes in the file and in its log."""
        given = {"stream": stream, "kind": PlanDropped.kind}
        with self._turn:
            with self._writing() as connection:
                connection.execute(DROP, given)
                for statement in DROP_WITH_IT:
                    connection.execute(statement, given)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rekey(self, keys: Sequence[TextKey]) -> None:
        with self._writing() as connection:
            for key in keys:
                connection.execute(DESTROY if key.secret is None else KEEP, key)
                connection.execute("DELETE FROM checkpoints WHERE stream = ?", (key.stream,))
        with self._turn:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log of changes holds older pages

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    def _last(self) -> tuple[int, datetime | None]:
        position, at = self._connection.execute(LAST).fetchone()
        return position or 0, at and datetime.fromisoformat(at)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            if not self._connection.in_transaction:  # else this thread is alone already
                # A deferred BEGIN would let another process write between our read of the last instant and our insert.
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.rollback()
                raise


def _stamps(ats: Iterable[datetime]) -> Iterator[str]:
    """Instants as text of one width, so that it sorts as time does. Lines of one act have one instant."""
    before, stamp = None, ""
    for at in ats:
        if at != before:
            before, stamp = at, at.isoformat(timespec="microseconds")
        yield stamp


@contextmanager
def _conflicts() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            raise
        raise Conflict("Someone wrote this number of the stream first.") from error


class Datastore(SQLiteDatastore):
    """The library's pool of connections, for reading."""

    def __init__(self, path: str) -> None:
        super().__init__(path, originator_id_type="text")
        self.pool = _Pool(db_name=path, lock_timeout=PATIENCE, pool_size=8, max_overflow=120, pool_timeout=30)

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
                return super()._create_connection()
            except sqlite3.OperationalError as error:
                # Turning a fresh file to WAL does not wait for another process that does the same.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)
