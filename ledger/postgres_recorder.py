"""The library's PostgreSQL recorder over our table: one round trip per append, writers in line, no gap in positions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from threading import RLock
from typing import Any
from zlib import crc32

import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.sql import SQL, Identifier, Literal

from ledger.postgres_address import SESSION
from ledger.stores import Behind, Checkpoint, Conflict, NewRow, TextKey, Unavailable

TABLE = """
    create table if not exists {table} (
        originator_id text not null, originator_version bigint not null, topic text not null, state bytea not null,
        notification_id bigint not null, at timestamptz not null, command text,
        primary key (originator_id, originator_version));
    create unique index if not exists {name}_notification_id_idx on {table} (notification_id);
    create index if not exists {name}_topic_idx on {table} (topic, notification_id);
    create index if not exists {name}_command_idx on {table} (command) where command is not null;
    create table if not exists {checkpoints} (
        stream text not null, number bigint not null, position bigint not null, shape text not null,
        state bytea not null, primary key (stream, number));
    create table if not exists {text_keys} (
        stream text not null, key text not null, text text not null, secret bytea, erased text,
        primary key (stream, key, text))"""

# Writers stand in line for the advisory lock, which ends after their rows can be seen: so positions are taken in the
# order of commits. A position is the last one plus one, read under the lock, and not from a sequence: a sequence does
# not roll back, and every conflict would leave a gap. Unlike LOCK TABLE, the lock does not wait for VACUUM or ANALYZE.
# A changed function needs a new name, so that an older process beside us keeps its own.
APPEND = """
    create or replace function {append}(
        streams text[], numbers bigint[], kinds text[], lines bytea[], commands text[], stamps timestamptz[])
    returns table (new_position bigint, last_at timestamptz) language plpgsql as $body$
    declare
        head bigint;
        latest timestamptz;
    begin
        perform pg_advisory_xact_lock({key});
        select e.notification_id, e.at into head, latest from {table} e order by e.notification_id desc limit 1;
        if stamps[1] < latest then
            return query select null::bigint, latest;
            return;
        end if;
        if exists (select from {table} e where e.command = any(commands)) then
            raise unique_violation using message = 'the command id is taken';
        end if;
        head := coalesce(head, 0);
        insert into {table} (originator_id, originator_version, topic, state, command, notification_id, at)
            select n.stream, n.number, n.kind, n.line, n.command, head + n.place, n.stamp
            from unnest(streams, numbers, kinds, lines, commands, stamps)
                with ordinality as n (stream, number, kind, line, command, stamp, place);
        perform pg_notify({channel}, (head + cardinality(streams))::text);
        return query select head + 1, null::timestamptz;
    end $body$"""


INSERT_KEY = b"insert into public.text_keys values (%b, %b, %b, %b, %b)"
KEEP_KEY = INSERT_KEY + b" on conflict do nothing"
DESTROY_KEY = INSERT_KEY + (
    b" on conflict (stream, key, text) do update set secret = excluded.secret, erased = excluded.erased"
)


class Recorder(PostgresApplicationRecorder):
    """Creates the tables; `channel` hears the new head, as text, at every commit."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        super().__init__(datastore)
        name, schema = self.events_table_name, datastore.schema
        self.channel = f"{schema}.{name}"
        self._function = f"{name}_append_3"
        self.key = crc32(self.channel.encode())
        self.claim = crc32(f"{self.channel}/claim".encode())
        parts = {
            "table": Identifier(schema, name),
            "checkpoints": Identifier(schema, "checkpoints"),
            "text_keys": Identifier(schema, "text_keys"),
            "name": SQL(name),
            "append": Identifier(schema, self._function),
            "key": Literal(self.key),
            "channel": Literal(self.channel),
        }
        # The library's own function is named per schema, not per table, and does not lock: it loses events.
        self.sql_create_statements = [SQL(TABLE).format(**parts), SQL(APPEND).format(**parts)]

    def create_table(self) -> None:
        """Make tables and function if they are missing; who may not make them can still use them."""
        with self.datastore.transaction(commit=True) as cursor:
            # Two processes that create the same thing at once would meet in “tuple concurrently updated”.
            cursor.execute("select pg_advisory_xact_lock(%s)", (self.key,))
            cursor.execute(
                "select 1 from pg_proc where proname = %s and pronamespace = %s::regnamespace"
                " and to_regclass(%s) is not null",
                (self._function, self.datastore.schema, f"{self.datastore.schema}.text_keys"),
            )
            if cursor.fetchone() is None:
                self._create_table(cursor)

    def columns(self) -> list[str]:
        """The names of the columns that a line has."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(
                "select column_name from information_schema.columns where table_schema = %s and table_name = %s",
                (self.datastore.schema, self.events_table_name),
            )
            return [str(row["column_name"]) for row in cursor.fetchall()]


class Writer:
    """The one connection of this process that writes, made again when it is lost. Raises what psycopg raises."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], key: int) -> None:
        self._connect = connect
        self._key = key
        self._turn = RLock()
        self._closed = False
        self._connection: psycopg.Connection[Any] | None = None
        function = b"select new_position, last_at from public.stored_events_append_3"
        types = (b"text", b"bigint", b"text", b"bytea", b"text", b"timestamptz")
        self._of_many = function + b"(" + b", ".join(b"%%b::%s[]" % kind for kind in types) + b")"
        # Most appends are of one row, and six values are sent in half the time of six arrays.
        self._of_one = function + b"(" + b", ".join(b"array[%%b::%s]" % kind for kind in types) + b")"

    def append(self, rows: Sequence[NewRow], ats: Sequence[datetime], keys: Sequence[TextKey] = ()) -> list[int]:
        """Write all or none; the positions. `ats` are the rows' instants, in UTC. Raises Behind and Conflict."""
        streams, numbers, kinds, lines, commands, _ = zip(*rows, strict=True)
        columns = (streams, numbers, kinds, lines, commands, ats)
        if len(rows) == 1:
            asked, given = self._of_one, [column[0] for column in columns]
        else:
            asked, given = self._of_many, [list(column) for column in columns]
        with self._turn:
            try:
                connection = self._open()
                with connection.transaction() if keys else nullcontext():
                    answer = connection.execute(asked, given, prepare=True).fetchone()
                    if keys and answer and answer[0] is not None:
                        connection.cursor().executemany(INSERT_KEY, keys)
            except psycopg.errors.UniqueViolation as error:
                raise Conflict("Someone wrote this number of the stream, or used this command id, first.") from error
        assert answer is not None
        first, last = answer
        if first is None:
            raise Behind(last.astimezone(UTC))
        return list(range(first, first + len(rows)))

    @contextmanager
    def alone(self) -> Iterator[datetime | None]:
        """Hold the writers' lock for as long as the connection lasts; the instant of the last line."""
        with self._turn:
            connection = self._open()
            connection.execute("select pg_advisory_lock(%s)", (self._key,))
            try:
                # A statement of its own, which sees what was committed before the lock was ours.
                latest = "select at from public.stored_events order by notification_id desc limit 1"
                last = connection.execute(latest).fetchone()
                yield last and last[0].astimezone(UTC)
            finally:
                with suppress(psycopg.Error):  # a connection that is lost has given back its locks
                    connection.execute("select pg_advisory_unlock(%s)", (self._key,))

    def keep(self, checkpoint: Checkpoint) -> None:
        with self._turn:
            self._open().execute(
                b"insert into public.checkpoints values (%b, %b, %b, %b, %b) on conflict (stream, number)"
                b" do update set position = excluded.position, shape = excluded.shape, state = excluded.state",
                checkpoint,
                prepare=True,
            )

    def drop(self, stream: str) -> None:
        with self._turn:
            self._open().execute("select public.stored_events_drop_1(%s)", (stream,))

    def rekey(self, keys: Sequence[TextKey]) -> None:
        with self._turn, self._open().transaction():
            for key in keys:
                self._open().execute(DESTROY_KEY if key.secret is None else KEEP_KEY, key)
                self._open().execute(b"delete from public.checkpoints where stream = %b", (key.stream,))

    def close(self) -> None:
        with self._turn:
            self._closed = True
            if self._connection is not None:
                self._connection.close()

    def _open(self) -> psycopg.Connection[Any]:
        if self._closed:
            raise Unavailable("The ledger has been closed: open it again.")
        if self._connection is None or self._connection.closed:
            connection = self._connect()
            connection.execute(SESSION)
            self._connection = connection
        return self._connection
