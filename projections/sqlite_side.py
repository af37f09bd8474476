"""The shelf in an SQLite file of its own, or in memory."""

import fcntl
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger.stores import Unavailable
from projections.side import Ask, Kept, Laid, already_rebuilding

PATIENCE = 30
"""Seconds to wait for another process's batch."""

MEMORY = ":memory:"


class SQLiteSide:
    """A Side. Raises Unavailable if the file cannot be opened or is no database."""

    key = "text"

    def __init__(self, path: str = MEMORY) -> None:
        self._path = path if path == MEMORY else str(Path(path).absolute())
        self._writing = self._connected()
        self._reading = self._writing if path == MEMORY else self._connected()
        self._write_turn = threading.RLock()
        self._read_turn = self._write_turn if path == MEMORY else threading.RLock()
        self._claim = threading.Lock()

    @contextmanager
    def transaction(self, *, alone: bool) -> Iterator["_Hand"]:
        hand = _Hand(self._writing, self._write_turn)
        with self._told():
            try:
                if alone:
                    hand.begin()
                yield hand
                hand.commit()
            finally:
                hand.end()

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._read_turn, self._told():
            return self._reading.execute(statement, values).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table))

    def alike(self, ask: Ask, columns: Sequence[str], live: str, built: str, *, exact: bool) -> int:
        same = " AND ".join(f"l.{column} IS b.{column}" for column in columns)
        counts = f"SELECT max((SELECT count(*) FROM {live}), (SELECT count(*) FROM {built})),"  # noqa: S608
        # Rows that were only ever added lie in the same place in both, which is quick to see: then all are alike.
        by_place = f"(SELECT count(*) FROM {live} l JOIN {built} b ON l.rowid = b.rowid AND {same})"  # noqa: S608
        most, found = ask(f"{counts} {by_place}")[0]
        if found < most:
            found = ask(f"SELECT count(*) FROM {live} l JOIN {built} b ON l.key = b.key AND {same}")[0][0]  # noqa: S608
        return int(found)

    @contextmanager
    def claimed(self, *, wait: bool) -> Iterator[None]:
        if self._path == MEMORY:
            if not self._claim.acquire(blocking=wait):
                raise already_rebuilding()
            try:
                yield
            finally:
                self._claim.release()
            return
        with Path(f"{self._path}.claim").open("w") as claim:
            try:
                fcntl.flock(claim, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise already_rebuilding() from None
            yield

    def close(self) -> None:
        with self._write_turn, self._read_turn:
            self._reading.close()
            self._writing.close()

    def _connected(self) -> sqlite3.Connection:
        with self._told():
            connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
            # Turning a fresh file to WAL does not wait for another process that does the same; one of them is enough.
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            # A power cut may cost the last batches, rows and position alike: they are folded again.
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")  # what a row said of an erased text is overwritten with zeros
            connection.execute("PRAGMA cache_size=-32768")  # in KiB: keys come in the order of plans, not of positions
            return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise Unavailable(self._sentence(error)) from error

    def _sentence(self, error: sqlite3.Error) -> str:
        views = f"The views in {self._path}"
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return f"{views} are locked by another program: end that program, then try again."
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
                return f"{views} cannot be opened: check that the folder exists and that you may write in it."
            case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
                return f"The disk under {self._path} is full or fails ({error}): make room or mend it, then try again."
            case _ if isinstance(error, sqlite3.ProgrammingError):
                return f"{views} have been closed: open them again."
            case _:
                return f"{views} are damaged ({error}): delete that file; they are built anew from the ledger."


class _Hand:
    """Takes the file's one write lock when it must: what is laid before that waits in memory, so nobody else waits."""

    def __init__(self, connection: sqlite3.Connection, turn: threading.RLock) -> None:
        self._connection = connection
        self._turn = turn
        self._begun = False
        self._waiting: list[tuple[str, Sequence[Laid]]] = []

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        self.begin()
        return self._connection.execute(statement, values).fetchall()

    def do(self, statement: str, *values: object) -> None:
        self.begin()
        self._connection.execute(statement, values)

    def lay(self, table: str, rows: Sequence[Laid]) -> None:
        if not self._begun:
            self._waiting.append((table, rows))
            return
        self._connection.executemany(f"INSERT INTO {table} (key, body) VALUES (?, ?)", rows)  # noqa: S608

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        self.begin()
        put = f"INSERT OR REPLACE INTO {table} (key, plan, post, body) VALUES (?, ?, ?, ?)"  # noqa: S608
        self._connection.executemany(put, rows)

    def drop(self, table: str, keys: Iterable[str]) -> None:
        self.begin()
        self._connection.executemany(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in keys])  # noqa: S608

    def of_plans(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[Kept]]:
        chosen = "SELECT key, plan, post, body FROM {} WHERE plan IN (SELECT value FROM json_each(?))"
        return {
            table: [Kept._make(row) for row in self.ask(chosen.format(table), json.dumps(plans))]
            for table, plans in wanted.items()
        }

    def begin(self) -> None:
        if self._begun:
            return
        self._turn.acquire()
        try:
            # IMMEDIATE takes the write lock before anything is read, so that the position cannot move under us.
            self._connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._turn.release()
            raise
        self._begun = True
        for table, rows in self._waiting:
            self.lay(table, rows)
        self._waiting.clear()

    def commit(self) -> None:
        if self._waiting:
            self.begin()
        if self._begun:
            self._connection.execute("COMMIT")

    def end(self) -> None:
        """Undo what was not committed, and let others write."""
        if self._begun:
            try:
                if self._connection.in_transaction:
                    self._connection.rollback()
            finally:
                self._begun = False
                self._turn.release()
