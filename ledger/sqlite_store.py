"""A store in one SQLite file: written by several processes, each line on disk before it is acknowledged."""

import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.sqlite_recorder import PATIENCE, Datastore, Recorder, told
from ledger.stores import Conflict, NewRow, Row, utc

TABLE = "stored_events"
COLUMNS = f"SELECT notification_id, originator_id, originator_version, topic, state FROM {TABLE}"  # noqa: S608
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
            self._recorder = Recorder(self._datastore, TABLE)
            self._recorder.create_table()
            self._read(COLUMNS + " WHERE at IS NULL AND command IS NULL AND notification_id=0")  # our columns are there
            self._watch = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)

    def append(self, rows: Sequence[NewRow], at: datetime) -> list[int]:
        events = [StoredEvent(r.stream, r.number, r.kind, r.line) for r in rows]
        at = utc(at)
        if not rows:
            return []
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
        return self._read(
            COLUMNS + " WHERE originator_id=:stream AND originator_version>:after AND originator_version<=:upto"
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
        given: dict[str, str | int] = {"after": position, "limit": limit, "stop": LAST if stop is None else stop}
        given |= {f"k{i}": kind for i, kind in enumerate(kinds)} | {f"s{i}": stream for i, stream in enumerate(streams)}
        among = "notification_id>:after AND notification_id<=:stop"
        tail = " ORDER BY notification_id LIMIT :limit"
        if streams:
            # The unary plus keeps the planner from walking the whole log in search of a few streams.
            among = f"originator_id IN ({_names('s', streams)}) AND +notification_id>:after AND +notification_id<=:stop"
            if kinds:
                among += f" AND topic IN ({_names('k', kinds)})"
        elif kinds:
            # One short walk of the index per kind, then a merge: a rare kind does not cost a walk of the log.
            arm = f"SELECT notification_id FROM {TABLE} WHERE topic=:k%d AND {among}{tail}"  # noqa: S608
            arms = " UNION ALL ".join(f"SELECT * FROM ({arm % i})" for i in range(len(kinds)))  # noqa: S608
            among = f"notification_id IN (SELECT notification_id FROM ({arms}){tail})"  # noqa: S608
        return self._read(f"{COLUMNS} WHERE {among}{tail}", given)

    def by_command(self, command: str) -> list[Row]:
        return self._read(COLUMNS + " WHERE command=:command ORDER BY notification_id", {"command": command})

    def streams(self) -> list[str]:
        # SQLite skips from one id to the next in the index by itself only for MIN: hence the recursion.
        first = f"SELECT MIN(originator_id) FROM {TABLE}"  # noqa: S608
        found = self._fetch(
            f"WITH RECURSIVE ids(id) AS ({first} UNION ALL"
            f" SELECT ({first} WHERE originator_id>ids.id) FROM ids WHERE ids.id IS NOT NULL)"
            " SELECT id FROM ids WHERE id IS NOT NULL"
        )
        return sorted(row[0] for row in found)

    def head(self) -> int:
        return self._fetch(f"SELECT COALESCE(MAX(notification_id), 0) FROM {TABLE}")[0][0]  # noqa: S608

    def wait(self, position: int, timeout: float) -> bool:
        end = time.monotonic() + timeout
        seen = self._version()  # before the head: a commit after this look changes the version
        while not self.head() > position:
            while (now := self._version()) == seen:
                with self._moved:
                    left = end - time.monotonic()
                    if self._closed or left <= 0:
                        return False
                    if self._moved.wait_for(lambda: self._closed or self._written > position, min(TICK, left)):
                        break
            seen = now
        return True

    def close(self) -> None:
        with self._moved:
            if self._closed:
                return
            self._closed = True
            self._moved.notify_all()
        self._datastore.close()
        self._watch.close()

    def _version(self) -> int:
        """A number that changes whenever any other connection, of whatever process, commits."""
        with told(self._path):
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def _read(self, query: str, given: Mapping[str, str | int] | None = None) -> list[Row]:
        return [Row._make(row) for row in self._fetch(query, given)]

    def _fetch(self, query: str, given: Mapping[str, str | int] | None = None) -> list[sqlite3.Row]:
        with told(self._path), self._datastore.reading() as connection, connection.cursor() as cursor:
            return cursor.execute(query, given or {}).fetchall()


def _names(letter: str, values: Sequence[str]) -> str:
    return ", ".join(f":{letter}{i}" for i in range(len(values)))
