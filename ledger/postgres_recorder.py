"""The library's PostgreSQL recorder over our table: one round trip per append, writers in line, no gap in positions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier, Literal

from ledger.stores import Behind

TABLE = """
    create table if not exists {table} (
        originator_id text not null, originator_version bigint not null, topic text not null, state bytea not null,
        notification_id bigint not null, at timestamptz not null, command text,
        primary key (originator_id, originator_version));
    create unique index if not exists {name}_notification_id_idx on {table} (notification_id);
    create index if not exists {name}_topic_idx on {table} (topic, notification_id);
    create index if not exists {name}_command_idx on {table} (command) where command is not null"""

# Writers stand in line for the advisory lock, which ends after their rows can be seen: so positions are taken in the
# order of commits. A position is the last one plus one, read under the lock, and not from a sequence: a sequence does
# not roll back, and every conflict would leave a gap. Unlike LOCK TABLE, the lock does not wait for VACUUM or ANALYZE.
# A changed function needs a new name, so that an older process beside us keeps its own.
APPEND = """
    create or replace function {append}(
        streams text[], numbers bigint[], kinds text[], lines bytea[], commands text[], stamp timestamptz)
    returns table (new_position bigint, last_at timestamptz) language plpgsql as $body$
    declare
        head bigint;
        latest timestamptz;
    begin
        perform pg_advisory_xact_lock({key});
        select e.notification_id, e.at into head, latest from {table} e order by e.notification_id desc limit 1;
        if stamp < latest then
            return query select null::bigint, latest;
            return;
        end if;
        if exists (select from {table} e where e.command = any(commands)) then
            raise unique_violation using message = 'the command id is taken';
        end if;
        head := coalesce(head, 0);
        return query
            insert into {table} (originator_id, originator_version, topic, state, command, notification_id, at)
            select n.stream, n.number, n.kind, n.line, n.command, head + n.place, stamp
            from unnest(streams, numbers, kinds, lines, commands)
                with ordinality as n (stream, number, kind, line, command, place)
            order by n.place
            returning notification_id, null::timestamptz;
        perform pg_notify({channel}, (head + cardinality(streams))::text);
    end $body$"""


class Recorder(PostgresApplicationRecorder):
    """Creates and writes; `channel` hears the new head, as text, at every commit."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        super().__init__(datastore)
        name, schema = self.events_table_name, datastore.schema
        self.channel = f"{schema}.{name}"
        self._function = f"{name}_append_2"
        self._key = crc32(self.channel.encode())
        self.claim = crc32(f"{self.channel}/claim".encode())
        parts = {
            "table": Identifier(schema, name),
            "name": SQL(name),
            "append": Identifier(schema, self._function),
            "key": Literal(self._key),
            "channel": Literal(self.channel),
        }
        # The library's own function is named per schema, not per table, and does not lock: it loses events.
        self.sql_create_statements = [SQL(TABLE).format(**parts), SQL(APPEND).format(**parts)]
        self._append = SQL(
            "select * from {append}(%b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::text[], %b::timestamptz)"
        ).format(**parts)

    def create_table(self) -> None:
        """Make table and function if they are missing; who may not make them can still use them."""
        with self.datastore.transaction(commit=True) as cursor:
            # Two processes that create the same thing at once would meet in “tuple concurrently updated”.
            cursor.execute("select pg_advisory_xact_lock(%s)", (self._key,))
            cursor.execute(
                "select 1 from pg_proc where proname = %s and pronamespace = %s::regnamespace",
                (self._function, self.datastore.schema),
            )
            if cursor.fetchone() is None:
                self._create_table(cursor)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        at: datetime | None = None,
        commands: Sequence[str | None] = (),
        **_: Any,
    ) -> list[int]:
        """Write all; the new positions. Raises Behind, and the library's IntegrityError."""
        columns = (
            [e.originator_id for e in stored_events],
            [e.originator_version for e in stored_events],
            [e.topic for e in stored_events],
            [e.state for e in stored_events],
            list(commands),
            at,
        )
        with self.datastore.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            rows = cursor.execute(self._append, columns, prepare=True).fetchall()
        if rows[0][0] is None:
            raise Behind(rows[0][1].astimezone(UTC))
        return [position for position, _ in rows]
