"""The shelf in an SQLite file of its own, or in memory."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ledger.stores import Unavailable
from projections.side import Kept

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

    @contextmanager
    def transaction(self, *, alone: bool) -> Iterator["_Hand"]:
        with self._write_turn, self._told():
            # IMMEDIATE takes the file's write lock before anything is read, so that the position cannot move under us.
            self._writing.execute("BEGIN IMMEDIATE" if alone else "BEGIN")
            try:
                yield _Hand(self._writing)
                self._writing.execute("COMMIT")
            except BaseException:
                if self._writing.in_transaction:
                    self._writing.rollback()
                raise

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._read_turn, self._told():
            return self._reading.execute(statement, values).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", table))

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
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        put = f"INSERT OR REPLACE INTO {table} (key, plan, post, body) VALUES (?, ?, ?, ?)"  # noqa: S608
        self._connection.executemany(put, rows)

    def drop(self, table: str, keys: Iterable[str]) -> None:
        self._connection.executemany(f"DELETE FROM {table} WHERE key = ?", [(key,) for key in keys])  # noqa: S608

    def of_plans(self, table: str, plans: Sequence[str]) -> list[Kept]:
        chosen = f"SELECT key, plan, post, body FROM {table} WHERE plan IN (SELECT value FROM json_each(?))"  # noqa: S608
        return [Kept._make(row) for row in self._connection.execute(chosen, [json.dumps(plans)])]
