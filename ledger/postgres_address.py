"""A PostgreSQL address: how to reach it, and what to tell people when it fails. Passwords never leave it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresDatastore
from eventsourcing.utils import strtobool
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolClosed

from ledger.stores import Unavailable

PATIENCE = 5
"""Seconds to wait for the server to take a connection."""

# A stricter default of the server's would read the last position as it was before the lock was ours. And until a young
# table is analysed, the server takes it for small, and would read it from end to end for every command.
SESSION = "set default_transaction_isolation = 'read committed'; set enable_seqscan = off"


class _Datastore(PostgresDatastore):
    def after_connect_func(self) -> Callable[[psycopg.Connection[Any]], None]:
        connected = super().after_connect_func()

        def configure(connection: psycopg.Connection[Any]) -> None:
            connected(connection)
            connection.execute(SESSION)

        return configure


class Address:
    """Where a database is. Raises Unavailable for a malformed URL, and for a switch under which events are lost."""

    def __init__(self, url: str) -> None:
        if strtobool(os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS") or "n"):
            raise Unavailable("POSTGRES_ENABLE_DB_FUNCTIONS loses events for those who follow the ledger: unset it.")
        try:
            self._given = {"connect_timeout": PATIENCE, **conninfo_to_dict(url)}
            self._conninfo = make_conninfo(url, connect_timeout=self._given["connect_timeout"])
        except psycopg.Error:
            # from None: the parser's message repeats the URL, and the URL may hold a password
            raise Unavailable(
                "The PostgreSQL address is malformed: write postgresql://user@host:port/database."
            ) from None
        place = self._given.get("host") or os.environ.get("PGHOST") or "the local socket"
        port = self._given.get("port") or os.environ.get("PGPORT") or 5432
        database = self._given.get("dbname") or os.environ.get("PGDATABASE") or self._given.get("user") or "(default)"
        self.name = f"PostgreSQL at {place}, port {port}, database {database}"

    def connect(self) -> psycopg.Connection[Any]:
        """A connection of one's own, in autocommit. Raises Unavailable."""
        with self.told():
            return psycopg.connect(self._conninfo, autocommit=True)

    def datastore(self) -> PostgresDatastore:
        """The library's pool of connections to this address."""
        store = _Datastore(
            "", "", "", "", "", originator_id_type="text", connect_timeout=2 * PATIENCE, pool_size=2, max_overflow=14
        )
        # All that the URL says, where the library takes five parameters only (no sslmode, no options, no service).
        assert isinstance(store.pool.kwargs, dict)
        for name in ("dbname", "host", "port", "user", "password"):
            del store.pool.kwargs[name]
        store.pool.kwargs.update(self._given)
        return store

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn the driver's and the library's errors into Unavailable."""
        try:
            yield
        except (psycopg.Error, PersistenceError) as error:
            raise Unavailable(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        said = self._reason(error)
        if "authentication failed" in said or "no password" in said:
            return f"{self.name} refused the user or the password: correct them in the address or in PGPASSWORD."
        if "does not exist" in said and "database" in said:
            return f"{self.name} does not exist: create it with createdb, or correct the address."
        cause = error.__cause__ or error
        if isinstance(cause, PoolClosed):
            return "The ledger has been closed: open it again."
        if isinstance(cause, psycopg.IntegrityError):
            return f"{self.name} was changed by a newer version of Minutebook ({said}): use that version."
        if isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None:
            return f"{self.name} cannot be reached ({said}): start the server, or correct the address."
        return f"{self.name} refused the work ({said}): ask whoever runs the server."

    def _reason(self, error: Exception) -> str:
        """The last part of the driver's first line, where the cause stands; without the password, were it there."""
        line = (str(error).strip() or type(error).__name__).splitlines()[0]
        password = str(self._given.get("password") or "")
        said = line.rsplit("failed: ", 1)[-1].removeprefix("FATAL:").strip()
        return said.replace(password, "…") if password else said
