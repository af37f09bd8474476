"""The shelf in PostgreSQL, beside the ledger's table."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any

import psycopg
from psycopg.copy import Copy, QueuedLibpqWriter

from ledger.postgres_address import Address
from ledger.stores import Unavailable
from projections.side import Ask, Kept, Laid, already_rebuilding

LOCK = 7_026_428_335
"""The advisory lock of everyone who follows in one database; any number that nothing else there uses."""

CLAIM = LOCK + 1
"""The advisory lock of whoever rebuilds."""

BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
# The lock comes before the position is read, so that it cannot move under us (as it was seen before the lock was ours,
# by a stricter isolation); and it serves where no row is yet.
ALONE = f"{BEGIN}; SELECT pg_advisory_xact_lock({LOCK})"

GRACE = 5_000
"""Milliseconds in which a server notices that whoever rebuilt before has died, and gives the lock free."""

FEW = 100
"""As many rows as go quicker by one INSERT than by a COPY, which takes a round trip more."""


class PostgresSide:
    """A Side. Raises Unavailable if the database cannot be reached or used. A lost connection is made again."""

    key = 'text COLLATE "C"'

    def __init__(self, url: str) -> None:
        self.url = url
        self._address = Address(url)
        # One connection for each use, so that neither readers nor the follower wait for a rebuild.
        self._turns = {use: threading.RLock() for use in ("read", "write", "build")}
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._claim = threading.Lock()
        self._connection("read")

    @contextmanager
    def transaction(self, *, alone: bool) -> Iterator["_Hand"]:
        use = "write" if alone else "build"
        with self._turns[use], self._told():
            connection = self._first(use, ALONE if alone else BEGIN, again=alone).connection
            with ExitStack() as ending:
                ending.callback(_undo, connection)
                cursor = ending.enter_context(connection.cursor(binary=True))
                hand = ending.enter_context(_Hand(cursor))
                yield hand
                hand.do("COMMIT")

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turns["read"], self._told():
            return self._first("read", statement, *values).fetchall()

    def has(self, table: str) -> bool:
        return bool(self.read("SELECT 1 WHERE to_regclass(?) IS NOT NULL", table))

    def alike(self, ask: Ask, columns: Sequence[str], live: str, built: str, *, exact: bool) -> int:
        row = " || chr(10) || ".join(f"coalesce({column}, '')" for column in columns[1:])
        # Whole rows would not fit the memory of a join, and be written to disk and read again.
        short = f"sha256(convert_to({row}, 'UTF8'))" if exact else f"hashtextextended({row}, 0)"
        ours, theirs = (f"(SELECT key, {short} AS short FROM {table})" for table in (live, built))  # noqa: S608
        ask("SET LOCAL work_mem = '64MB'")
        return int(ask(f"SELECT count(*) FROM {ours} l JOIN {theirs} b USING (key, short)")[0][0])  # noqa: S608

    @contextmanager
    def claimed(self, *, wait: bool) -> Iterator[None]:
        """A lock of the very connection that builds: who loses the one cannot go on without the other."""
        if not self._claim.acquire(blocking=wait):
            raise already_rebuilding()
        try:
            with self._turns["build"], self._told():
                self._first("build", f"SET lock_timeout = {0 if wait else GRACE}")
                try:
                    taken = self._first("build", f"SELECT pg_advisory_lock({CLAIM})")
                except psycopg.errors.LockNotAvailable:
                    raise already_rebuilding() from None
                finally:
                    self._first("build", "SET lock_timeout = 0")
            try:
                yield
            finally:
                with self._turns["build"], suppress(psycopg.Error):  # a lost connection has lost the lock too
                    taken.connection.execute("SELECT pg_advisory_unlock(%s)", [CLAIM])
        finally:
            self._claim.release()

    def close(self) -> None:
        for use, turn in self._turns.items():
            with turn:
                if use in self._connections:
                    self._connections[use].close()

    def _first(self, use: str, statement: str, *values: object, again: bool = True) -> psycopg.Cursor[Any]:
        """Do the first statement of a use; `again`, on a new connection, where the server was restarted meanwhile."""
        try:
            return _done(self._connection(use).cursor(), statement, values)
        except psycopg.OperationalError:
            if not (again and self._connections[use].closed):
                raise
            return _done(self._connection(use).cursor(), statement, values)

    def _connection(self, use: str) -> psycopg.Connection[Any]:
        held = self._connections.get(use)
        if held is None or held.closed:
            held = self._address.connect()
            # A power cut may cost the last batches, rows and position alike: they are folded again.
            held.execute("SET synchronous_commit = off")
            self._connections[use] = held
        return held

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with self._address.told():
                yield
        except Unavailable as unavailable:
            if not isinstance(cause := unavailable.__cause__, psycopg.ProgrammingError | psycopg.DataError):
                raise
            if isinstance(cause, psycopg.errors.InsufficientPrivilege):
                raise
            why = str(cause).strip().splitlines()[0]
            raise Unavailable(
                f"The views in the database are not as Minutebook made them ({why}): drop the table shelf_views"
                " and start again; they are built anew from the ledger."
            ) from cause


class _Hand(AbstractContextManager["_Hand"]):
    """Sends one statement after the other without waiting, and waits for what is asked.

    Or it keeps a COPY open from one page to the next, so that the server takes rows in while the next are folded.
    """

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor
        self._open = ExitStack()
        self._sending = False
        self._copy: Copy | None = None
        self._into = ""

    def __exit__(self, *failed: Any) -> None:
        self._open.__exit__(*failed)

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        self._settle()
        done = _done(self._cursor, statement, values)
        return done.fetchall() if done.description else []

    def do(self, statement: str, *values: object) -> None:
        if not self._sending:
            self._settle()
            self._open.enter_context(self._cursor.connection.pipeline())
            self._sending = True
        _done(self._cursor, statement, values)

    def lay(self, table: str, rows: Sequence[Laid]) -> None:
        if len(rows) < FEW and self._into != table:
            lay = f"INSERT INTO {table} (key, body) SELECT * FROM unnest(%b::text[], %b::text[])"  # noqa: S608
            if rows:
                self.do(lay, *(list(column) for column in zip(*rows, strict=True)))
            return
        if self._into != table:
            self._settle()
            copy = self._cursor.copy(
                f"COPY {table} (key, body) FROM STDIN".encode(), writer=QueuedLibpqWriter(self._cursor)
            )
            self._copy, self._into = self._open.enter_context(copy), table
        assert self._copy
        # JSON on one line holds no tab and no line break as such: only its backslashes mean something to COPY.
        self._copy.write("".join([f"{key}\t{body}\n" for key, body in rows]).replace("\\", "\\\\"))

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        put = f"""
            INSERT INTO {table} (key, plan, post, body)
            SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[])
            ON CONFLICT (key) DO UPDATE SET plan = excluded.plan, post = excluded.post, body = excluded.body"""  # noqa: S608
        if rows:
            self.do(put, *(list(column) for column in zip(*rows, strict=True)))

    def drop(self, table: str, keys: Iterable[str]) -> None:
        self.do(f"DELETE FROM {table} WHERE key = ANY(?)", list(keys))  # noqa: S608

    def of_plans(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[Kept]]:
        tables = list(wanted)
        chosen = " UNION ALL ".join(
            f"SELECT {n}, key, plan, post, body FROM {table} WHERE plan = ANY(?)"  # noqa: S608
            for n, table in enumerate(tables)
        )
        found: dict[str, list[Kept]] = {table: [] for table in tables}
        for n, *kept in self.ask(chosen, *(list(plans) for plans in wanted.values())):
            found[tables[n]].append(Kept._make(kept))
        return found

    def _settle(self) -> None:
        """See to the end of what is on its way: the COPY, or all that was sent."""
        self._copy, self._into, self._sending = None, "", False
        self._open.close()


def _done(cursor: psycopg.Cursor[Any], statement: str, values: Sequence[object]) -> psycopg.Cursor[Any]:
    return cursor.execute(statement.replace("?", "%s").encode(), values or None)


def _undo(connection: psycopg.Connection[Any]) -> None:
    """What was not committed; a connection that is lost has undone it by itself."""
    with suppress(psycopg.Error):
        connection.rollback()
