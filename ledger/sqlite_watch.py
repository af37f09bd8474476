"""Tells when an SQLite file has changed: by its data version, which moves whenever another connection commits."""

import sqlite3
import threading
import time
from pathlib import Path

from ledger.sqlite_errors import told

TICK = 0.005
"""Seconds between two looks; one look costs about 5 microseconds. SQLite has no other way to tell another process."""


class Watch:
    """Counts changes. One of the threads that wait looks for all of them. May raise Unavailable."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        self._changed = threading.Condition()
        self._version = self._looked()
        self._looking = False
        self._closed = False
        self._changes = 0

    @property
    def changes(self) -> int:
        """How many changes were seen so far. To be asked before reading what may have changed."""
        with self._changed:
            return self._changes

    def change(self) -> None:
        """Something was written in this process: whoever waits need not look."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def wait(self, since: int, end: float) -> bool:
        """True once there are more changes than `since`; False at the monotonic instant `end`, or once closed."""
        with self._changed:
            try:
                while self._changes == since and not self._closed:
                    if (left := end - time.monotonic()) <= 0:
                        return False
                    if self._looking:
                        self._changed.wait(left)
                    else:
                        self._look(min(TICK, left))
                return not self._closed
            finally:
                if not self._looking:
                    self._changed.notify()  # whoever leaves, though only just told to look, lets another take over

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._connection.close()
            self._changed.notify_all()

    def _look(self, after: float) -> None:
        self._looking = True
        try:
            self._changed.wait(after)
            if not self._closed and (version := self._looked()) != self._version:
                self._version = version
                self._changes += 1
                self._changed.notify_all()
        finally:
            self._looking = False

    def _looked(self) -> int:
        with told(self._path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
