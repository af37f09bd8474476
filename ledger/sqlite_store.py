"""A store in one SQLite file: written by several processes, each line on disk before it is acknowledged."""

import fcntl
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from ledger.sqlite_errors import told
from ledger.sqlite_recorder import PATIENCE, Datastore, Recorder, Writer
from ledger.sqlite_watch import Watch
from ledger.stores import (
    LAST,
    Checkpoint,
    Copied,
    NewRow,
    Row,
    TextKey,
    already_claimed,
    as_rows,
    instants,
    refuse_newer,
    utc,
)

# Whatever type somebody gave a value past us, a row has those that it promises; without that SQLite keeps what it gets.
ROWS = """
    SELECT notification_id, CAST(originator_id AS TEXT), CAST(originator_version AS INTEGER), CAST(topic AS TEXT),
        CAST(state AS BLOB) FROM stored_events """
COPIED = (
    "SELECT notification_id, command, at FROM stored_events WHERE notification_id > :after AND notification_id <= :stop"
)
# SQLite does not skip by itself from one distinct id to the next in the index: hence the recursion.
STREAMS = """
    WITH RECURSIVE ids(id) AS (
        SELECT MIN(originator_id) FROM stored_events
        UNION ALL
        SELECT (SELECT MIN(originator_id) FROM stored_events WHERE originator_id > id) FROM ids WHERE id NOTNULL)
    SELECT id FROM ids WHERE id NOTNULL"""

AT = "SELECT at FROM stored_events WHERE notification_id <= :at ORDER BY notification_id DESC LIMIT 1"

_STAMP = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}\+00:00", re.ASCII
).fullmatch
"""In this form alone the order of texts is that of instants."""


class SQLiteStore:
    """A Store over the library's recorder. Raises Unavailable if the file cannot be opened or is no ledger."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        with told(self._path):
            self._datastore = Datastore(str(self._path))
            Recorder(self._datastore).create_table()
            refuse_newer(
                f"The ledger {self._path}", (row[1] for row in self._fetch("PRAGMA table_info(stored_events)"))
            )
            self._writer = Writer(str(self._path))
            self._watch = Watch(self._path, PATIENCE)

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        ats = instants(rows)
        if not rows:
            return []
        with told(self._path):
            positions = self._writer.append(rows, ats, keys)
        self._watch.change()
        return positions

    @contextmanager
    def alone(self) -> Iterator[datetime | None]:
        with told(self._path), self._writer.alone() as last:
            yield last

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Row]:
        return self._rows(
            "WHERE originator_id=:stream AND originator_version>:after AND originator_version<=:upto"
            " ORDER BY originator_version",
            {"stream": stream, "after": after, "upto": LAST if upto is None else upto},
        )

    def after(
        self,
        position: int,
        limit: int,
        kinds: Sequence[str] = (),
        streams: Sequence[str] = (),
        stop: int | None = None,
    ) -> list[Row]:
        kinds = list(dict.fromkeys(kinds))  # a kind named twice would fill a page twice
        given: dict[str, str | int] = {"after": position, "limit": limit, "stop": LAST if stop is None else stop}
        given |= {f"k{i}": kind for i, kind in enumerate(kinds)} | {f"s{i}": stream for i, stream in enumerate(streams)}
        return self._rows(_among(len(kinds), len(streams)), given)

    def copied(self, position: int, stop: int) -> dict[int, Copied]:
        return {n: (command, at) for n, command, at in self._fetch(COPIED, {"after": position, "stop": stop})}

    def seconds(self, at: object) -> float | None:
        return datetime.fromisoformat(at).timestamp() if type(at) is str and _STAMP(at) else None

    def length(self, stream: str) -> int:
        longest = "SELECT COALESCE(MAX(originator_version), 0) FROM stored_events WHERE originator_id = :stream"
        return int(self._fetch(longest, {"stream": stream})[0][0])

    def by_command(self, command: str) -> list[Row]:
        return self._rows("WHERE command=:command ORDER BY notification_id", {"command": command})

    def streams(self) -> list[str]:
        return sorted(row[0] for row in self._fetch(STREAMS))

    def head(self) -> int:
        return int(self._fetch("SELECT COALESCE(MAX(notification_id), 0) FROM stored_events")[0][0])

    def head_at(self, at: datetime) -> int:
        # Instants grow with positions, of which the first is never dropped: halving the log needs no index of instants.
        stamp = utc(at).isoformat(timespec="microseconds")
        first, last = 0, self.head()
        while first < last:
            middle = (first + last + 1) // 2
            found = self._fetch(AT, {"at": middle})
            if found[0][0] <= stamp:
                first = middle
            else:
                last = middle - 1
        return first

    def checkpoint(self, stream: str, upto: int, shape: str) -> Checkpoint | None:
        latest = """
            SELECT stream, number, position, shape, state FROM checkpoints
            WHERE stream = :stream AND position <= :upto AND shape = :shape ORDER BY number DESC LIMIT 1"""
        found = self._fetch(latest, {"stream": stream, "upto": upto, "shape": shape})
        return Checkpoint._make(found[0]) if found else None

    def keep(self, checkpoint: Checkpoint) -> None:
        with told(self._path):
            self._writer.keep(checkpoint)

    def drop(self, stream: str) -> None:
        with told(self._path):
            self._writer.drop(stream)

    def text_keys(self, stream: str) -> list[TextKey]:
        found = "SELECT stream, key, text, secret, erased FROM text_keys WHERE stream = :stream"
        return [TextKey._make(row) for row in self._fetch(found, {"stream": stream})]

    def rekey(self, keys: Sequence[TextKey]) -> None:
        with told(self._path):
            self._writer.rekey(keys)

    def wait(self, position: int, timeout: float) -> bool:
        end = time.monotonic() + timeout
        while True:
            seen = self._watch.changes  # before the head, so that a commit between the two is seen as a change
            if self.head() > position:
                return True
            # Where the file may not be written its version changes at every look: hence the time once more.
            if not self._watch.wait(seen, end) or time.monotonic() >= end:
                return False

    @contextmanager
    def claimed(self) -> Iterator[None]:
        with self._path.with_name(f"{self._path.name}.claim").open("w") as claim:
            try:
                fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise already_claimed(str(self._path)) from None
            yield

    def close(self) -> None:
        self._watch.close()
        self._writer.close()
        self._datastore.close()

    def _rows(self, clauses: str, given: Mapping[str, str | int]) -> list[Row]:
        return as_rows(self._fetch(ROWS + clauses, given))

    def _fetch(self, query: str, given: Mapping[str, str | int] | None = None) -> list[tuple[Any, ...]]:
        with told(self._path), self._datastore.reading() as connection, connection.cursor() as cursor:
            cursor.row_factory = None  # plain tuples, where the library has rows that are looked into by name
            try:
                return cursor.execute(query, given or {}).fetchall()
            except sqlite3.OperationalError as error:
                if not str(error).startswith("Could not decode to UTF-8"):
                    raise
            # Somebody wrote past us what is no text: it is read with a mark in its place, and found to be damaged.
            cursor.connection.text_factory = lambda written: written.decode(errors="replace")
            try:
                return cursor.execute(query, given or {}).fetchall()
            finally:
                cursor.connection.text_factory = str


def _among(kinds: int, streams: int) -> str:
    """The clauses that find so many kinds (:k0, :k1 …) in so many streams (:s0 …); none means all."""
    page = "ORDER BY notification_id LIMIT :limit"
    between = "notification_id > :after AND notification_id <= :stop"
    if streams:
        # The unary plus keeps the planner from walking the whole log in search of a few streams.
        wanted = f"AND topic IN ({_names('k', kinds)})" if kinds else ""
        between = "+notification_id > :after AND +notification_id <= :stop"
        return f"WHERE originator_id IN ({_names('s', streams)}) {wanted} AND {between} {page}"
    if kinds:
        # One short walk of the index per kind, then a merge: a rare kind does not cost a walk of the log.
        walks = " UNION ALL ".join(
            f"SELECT * FROM (SELECT notification_id FROM stored_events WHERE topic = :k{i} AND {between} {page})"  # noqa: S608
            for i in range(kinds)
        )
        return f"WHERE notification_id IN (SELECT * FROM ({walks}) {page}) ORDER BY notification_id"  # noqa: S608
    return f"WHERE {between} {page}"


def _names(letter: str, count: int) -> str:
    return ", ".join(f":{letter}{i}" for i in range(count))
