"""Hears of new rows in PostgreSQL, over a connection and a thread of its own."""

import threading
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from ledger.postgres_address import Address
from ledger.stores import Unavailable

SLICE = 0.1
"""Seconds after which a quiet listener looks whether it should end, and a cut-off one tries to connect again."""


class Listener:
    """Knows the head as last heard. Raises Unavailable if the server cannot be reached at first."""

    def __init__(self, address: Address, channel: str) -> None:
        self._address = address
        self._listen = SQL("listen {}").format(Identifier(channel))
        self._moved = threading.Condition()
        self._heard = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=(self._connect(),), name="listener", daemon=True)
        self._thread.start()

    def wait(self, position: int, timeout: float) -> bool:
        """True as soon as a head above `position` was heard; False after `timeout` seconds, or once ended."""
        with self._moved:
            self._moved.wait_for(lambda: self._ended.is_set() or self._heard > position, timeout)
            return self._heard > position

    def end(self) -> None:
        self._ended.set()
        with self._moved:
            self._moved.notify_all()
        self._thread.join()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = self._address.connect()
        try:
            with self._address.told():
                connection.execute(self._listen)
                # Only now the head: a commit before LISTEN is in it, a later one is heard.
                head = connection.execute("select max(notification_id) from public.stored_events").fetchone()
        except Unavailable:
            connection.close()
            raise
        self._hear((head and head[0]) or 0)
        return connection

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        while not self._ended.is_set():
            try:
                for notify in connection.notifies(timeout=SLICE):
                    self._hear(int(notify.payload) if notify.payload.isdecimal() else 0)
            except psycopg.Error:
                connection.close()
                connection = self._again() or connection
        connection.close()

    def _again(self) -> psycopg.Connection[Any] | None:
        self._ended.wait(SLICE)
        try:
            return self._connect()
        except Unavailable:
            return None

    def _hear(self, head: int) -> None:
        with self._moved:
            self._heard = max(self._heard, head)
            self._moved.notify_all()
