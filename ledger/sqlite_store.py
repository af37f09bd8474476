"""A store in one SQLite file: written by several processes, each line on disk before it is acknowledged."""

import fcntl
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.sqlite_errors import told
from ledger.sqlite_recorder import PATIENCE, Datastore, Recorder
from ledger.stores import Conflict, NewRow, Row, already_claimed, utc

ROWS = "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events "
# SQLite does not skip by itself from one distinct id to the next in the index: hence the recursion.
STREAMS = """
    WITH RECURSIVE ids(id) AS (
        SELECT MIN(originator_id) FROM stored_events
        UNION ALL
        SELECT (SELECT MIN(originator_id) FROM stored_events WHERE originator_id > id) FROM ids WHERE id NOTNULL)
    SELECT id FROM ids WHERE id NOTNULL"""
TICK = 0.005
"""Seconds between two looks for what other processes wrote; one look costs about 5 microseconds."""
LAST = 2**63 - 1


class SQLiteStore:
    """A Store over the library's recorder. Raises Unavailable if the file cannot be opened or is no ledger."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).absolute()
        self._moved = threading.Condition()
        self._written = 0
        self._closed = False
        with told(self._path):
            self._datastore = Datastore(str(self._path))
            self._recorder = Recorder(self._datastore)
            self._recorder.create_table()
            self._watch = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)

    def append(self, rows: Sequence[NewRow], at: datetime) -> list[int]:
        at = utc(at)
        if not rows:
            return []
        events = [StoredEvent(r.stream, r.number, r.kind, r.line) for r in rows]
        try:
            with told(self._path):
                positions = self._recorder.insert_events(events, at=at, commands=[r.command for r in rows])
        except sqlite3.IntegrityError as error:
            raise Conflict("Someone wrote this number of the stream first.") from error
        assert positions is not None
        with self._moved:
            self._written = max(self._written, positions[-1])
            self._moved.notify_all()
        return list(positions)

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

    def by_command(self, command: str) -> list[Row]:
        return self._rows("WHERE command=:command ORDER BY notification_id", {"command": command})

    def streams(self) -> list[str]:
        return sorted(row[0] for row in self._fetch(STREAMS))

    def head(self) -> int:
        return int(self._fetch("SELECT COALESCE(MAX(notification_id), 0) FROM stored_events")[0][0])

    def wait(self, position: int, timeout: float) -> bool:
        end = time.monotonic() + timeout
        seen = None
        while self._changed(seen, position, end):
            if seen is not None and time.monotonic() >= end:
                return False  # where the file may not be written its version changes at every look
            seen = self._version()  # before the head, so that a commit between the two is seen as a change
            if self.head() > position:
                return True
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
        with self._moved:
            if self._closed:
                return
            self._closed = True
            self._watch.close()
            self._moved.notify_all()
        self._datastore.close()

    def _changed(self, seen: int | None, position: int, end: float) -> bool:
        """True once there may be more than at version `seen`; False at the monotonic instant `end`, or once closed."""
        with self._moved:
            while not self._closed and self._written <= position and self._version() == seen:
                if (left := end - time.monotonic()) <= 0:
                    return False
                self._moved.wait(min(TICK, left))
            return not self._closed

    def _version(self) -> int:
        """A number that changes whenever another connection, of whatever process, commits."""
        with told(self._path):
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self, clauses: str, given: Mapping[str, str | int]) -> list[Row]:
        return [Row._make(row) for row in self._fetch(ROWS + clauses, given)]

    def _fetch(self, query: str, given: Mapping[str, str | int] | None = None) -> list[sqlite3.Row]:
        with told(self._path), self._datastore.reading() as connection, connection.cursor() as cursor:
            return cursor.execute(query, given or {}).fetchall()


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
