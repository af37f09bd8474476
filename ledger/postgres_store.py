"""A store in PostgreSQL: written by many processes, each of which is woken when another writes."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, LiteralString, TypeVar

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from psycopg.rows import scalar_row, tuple_row
from psycopg_pool import PoolClosed, PoolTimeout

from ledger.postgres_address import Address
from ledger.postgres_listener import Listener
from ledger.postgres_recorder import Recorder, Writer
from ledger.stores import (
    LAST,
    Behind,
    Checkpoint,
    Conflict,
    Copied,
    NewRow,
    Row,
    TextKey,
    Unavailable,
    already_claimed,
    as_rows,
    instants,
    refuse_newer,
    utc,
)

T = TypeVar("T")
ROWS: LiteralString = """
    select notification_id, originator_id, originator_version, topic, state from public.stored_events """
BETWEEN: LiteralString = "notification_id > %(after)s and notification_id <= %(stop)s"
OF_ALL: LiteralString = f"{ROWS} where {BETWEEN} order by 1 limit %(limit)s"
# One short walk of the index per kind, then a merge: a rare kind does not cost a walk of the log.
OF_KINDS: LiteralString = f"""{ROWS}
    where notification_id in (
        select found.notification_id from unnest(%(kinds)s::text[]) kind cross join lateral (
            select notification_id from public.stored_events where topic = kind and {BETWEEN}
            order by 1 limit %(limit)s) found
        order by 1 limit %(limit)s)
    order by 1"""  # noqa: S608
# Materialised, or the limit tempts the planner to walk the whole log in search of a few streams.
OF_STREAMS: LiteralString = f"""
    with found as materialized (
        select notification_id from public.stored_events
        where originator_id = any(%(streams)s::text[]) and {BETWEEN}
        and (%(kinds)s::text[] = '{{}}' or topic = any(%(kinds)s::text[])))
    {ROWS} where notification_id in (select notification_id from found order by 1 limit %(limit)s) order by 1"""  # noqa: S608
# PostgreSQL before 18 does not skip from one distinct id to the next in the index: hence the recursion.
STREAMS: LiteralString = """
    with recursive ids(id) as (
        select min(originator_id) from public.stored_events
        union all
        select (select min(originator_id) from public.stored_events where originator_id > id)
        from ids where id is not null)
    select id from ids where id is not null"""

# Instants grow with positions, of which the first is never dropped: halving the log needs no index of instants.
HEAD_AT: LiteralString = """
    with recursive halves(first, last) as (
        select 0::bigint, coalesce((select max(notification_id) from public.stored_events), 0)
        union all
        select case when e.at <= %(at)s then middle else first end,
               case when e.at <= %(at)s then last else middle - 1 end
        from (select first, last, (first + last + 1) / 2 as middle from halves where first < last) h
        cross join lateral (
            select at from public.stored_events where notification_id <= middle order by notification_id desc limit 1
        ) e)
    select first from halves where first >= last"""
COPIED: LiteralString = f"""
    select notification_id, command, at from public.stored_events where {BETWEEN}"""  # noqa: S608
CHECKPOINT: LiteralString = """
    select stream, number, position, shape, state from public.checkpoints
    where stream = %(stream)s and position <= %(upto)s and shape = %(shape)s order by number desc limit 1"""


TEXT_KEYS: LiteralString = "select stream, key, text, secret, erased from public.text_keys where stream = %s"


class PostgresStore:
    """A Store over the library's recorder. Raises Unavailable if the database cannot be reached or used."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._address = Address(url)
        self._address.connect().close()  # says what is wrong; the pool would only say that time ran out
        self._datastore = self._address.datastore()
        self._starting = threading.Lock()
        self._listener: Listener | None = None
        self._closed = False
        try:
            with self._address.told():
                self._recorder = Recorder(self._datastore)
                self._recorder.create_table()
                refuse_newer(self._address.name, self._recorder.columns())
            self._writer = Writer(self._address.connect, self._recorder.key)
        except BaseException:
            self._datastore.close()
            raise

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        ats = instants(rows)
        if not rows:
            return []
        with self._address.told():
            try:
                return self._writer.append(rows, ats, keys)
            except psycopg.OperationalError as error:
                if self._closed:
                    raise Unavailable("The ledger has been closed: open it again.") from error
            # The connection was lost, perhaps between the commit and its answer: who tries again waits for the lock
            # until the first try has ended, and then finds its own rows or writes them.
            # Behind too: others may have written since.
            try:
                return self._writer.append(rows, ats, keys)
            except (Behind, Conflict):
                if written := self._written(rows):
                    return written
                raise

    @contextmanager
    def alone(self) -> Iterator[datetime | None]:
        with self._address.told(), self._writer.alone() as last:
            yield last

    def stream(self, stream: str, after: int = 0, upto: int | None = None) -> list[Row]:
        query: LiteralString = (
            ROWS + "where originator_id = %(stream)s and originator_version > %(after)s"
            " and originator_version <= %(upto)s order by originator_version"
        )
        return self._rows(query, {"stream": stream, "after": after, "upto": LAST if upto is None else upto})

    def after(
        self,
        position: int,
        limit: int,
        kinds: Sequence[str] = (),
        streams: Sequence[str] = (),
        stop: int | None = None,
    ) -> list[Row]:
        query = OF_STREAMS if streams else OF_KINDS if kinds else OF_ALL
        stop = LAST if stop is None else stop
        names = {"kinds": list(dict.fromkeys(kinds)), "streams": list(streams)}
        given = {"after": position, "limit": limit, "stop": stop, **names}
        return self._rows(query, given)

    def copied(self, position: int, stop: int) -> dict[int, Copied]:
        def read() -> dict[int, Copied]:
            with (
                self._datastore.get_connection() as connection,
                connection.cursor(binary=True, row_factory=tuple_row) as cursor,
            ):
                found = cursor.execute(COPIED, {"after": position, "stop": stop}, prepare=True)
                return {n: (command, at) for n, command, at in found}

        return self._ask(read)

    def seconds(self, at: object) -> float | None:
        return at.timestamp() if isinstance(at, datetime) else None

    def length(self, stream: str) -> int:
        longest = self._rows(
            ROWS + "where originator_id = %(stream)s order by originator_version desc limit 1", {"stream": stream}
        )
        return longest[0].number if longest else 0

    def by_command(self, command: str) -> list[Row]:
        return self._rows(ROWS + "where command = %(command)s order by 1", {"command": command})

    def streams(self) -> list[str]:
        def read() -> list[str]:
            with self._datastore.get_connection() as connection, connection.cursor(row_factory=scalar_row) as cursor:
                return sorted(cursor.execute(STREAMS).fetchall())

        return self._ask(read)

    def head(self) -> int:
        return self._ask(self._recorder.max_notification_id) or 0

    def head_at(self, at: datetime) -> int:
        return int(self._one(HEAD_AT, {"at": utc(at)})[0] or 0)

    def checkpoint(self, stream: str, upto: int, shape: str) -> Checkpoint | None:
        try:
            found = self._one(CHECKPOINT, {"stream": stream, "upto": upto, "shape": shape})
        except Unavailable as unavailable:
            if isinstance(
                unavailable.__cause__ and unavailable.__cause__.__cause__, psycopg.errors.InsufficientPrivilege
            ):
                return None  # who may read the lines can do without
            raise
        return Checkpoint._make(found) if found else None

    def keep(self, checkpoint: Checkpoint) -> None:
        with self._address.told():
            self._writer.keep(checkpoint)

    def drop(self, stream: str) -> None:
        with self._address.told():
            self._writer.drop(stream)

    def text_keys(self, stream: str) -> list[TextKey]:
        def read() -> list[TextKey]:
            with (
                self._datastore.get_connection() as connection,
                connection.cursor(binary=True, row_factory=tuple_row) as cursor,
            ):
                return [TextKey._make(row) for row in cursor.execute(TEXT_KEYS, (stream,), prepare=True)]

        return self._ask(read)

    def rekey(self, keys: Sequence[TextKey]) -> None:
        with self._address.told():
            self._writer.rekey(keys)

    def wait(self, position: int, timeout: float) -> bool:
        end = time.monotonic() + timeout
        with self._starting:
            if self._closed:
                return False
            if self._listener is None:
                self._listener = Listener(self._address, self._recorder.channel)
        if self._listener.wait(position, end - time.monotonic()):
            return True
        # What counts is the table: a listener that was cut off has missed something.
        return not self._closed and self.head() > position

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """An advisory lock of a connection of our own: it ends when we do, however we end."""
        with self._address.connect() as connection:
            taken = connection.execute("select pg_try_advisory_lock(%s)", (self._recorder.claim,)).fetchone()
            if not taken or not taken[0]:
                raise already_claimed("this database")
            yield

    def close(self) -> None:
        with self._starting:
            self._closed = True
        if self._listener is not None:
            self._listener.end()
        self._writer.close()
        self._datastore.close()

    def _written(self, rows: Sequence[NewRow]) -> list[int]:
        """The positions of these very rows, if they are there."""
        found: list[int] = []
        for row in rows:
            there = self.stream(row.stream, row.number - 1, row.number)
            if [each.line for each in there] != [row.line]:
                return []
            found.append(there[0].position)
        return found

    def _rows(self, query: LiteralString, given: Mapping[str, object]) -> list[Row]:
        def read() -> list[Row]:
            with (
                self._datastore.get_connection() as connection,
                connection.cursor(binary=True, row_factory=tuple_row) as cursor,
            ):
                return as_rows(cursor.execute(query, given, prepare=True).fetchall())

        return self._ask(read)

    def _one(self, query: LiteralString, given: Mapping[str, object]) -> Any:
        def read() -> Any:
            with self._datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
                return cursor.execute(query, given, prepare=True).fetchone()

        return self._ask(read)

    def _ask(self, work: Callable[[], T]) -> T:
        """Do the work, twice if the connection was lost. Raises Unavailable, or the library's IntegrityError."""
        with self._address.told():
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                if isinstance(error.__cause__, PoolTimeout | PoolClosed):
                    raise
                # After the server's restart every pooled connection is dead: weed them all out, not one per try.
                self._datastore.pool.check()
                return work()
