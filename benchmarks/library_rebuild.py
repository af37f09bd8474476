"""The library's ProjectionRunner over its own application's events: a plan's row and a line of the trail for each."""

import time
from datetime import datetime
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import connect
from psycopg.sql import SQL
from psycopg.types.json import Json, Jsonb

from benchmarks.floors import settle
from benchmarks.library import Line, Plans, opened, prepare, settings
from projections.wording import clocked

PUT = SQL(
    "insert into bench_plan_now values (%s, %s) on conflict (key) do update set"
    " body = bench_plan_now.body || excluded.body"
)
LAY = SQL("insert into bench_trail values (%s, %s)")


class View(PostgresTrackingRecorder):
    """The rows, each written with its position in one transaction, as the library has it."""

    def __init__(self, datastore: PostgresDatastore, **given: Any) -> None:
        super().__init__(datastore, **given)
        self.sql_create_statements += [
            SQL("create table if not exists bench_plan_now (key text primary key, body jsonb not null)").format(),
            SQL("create table if not exists bench_trail (key text primary key, body json not null)").format(),
        ]

    def write(self, plan: str, number: int, part: str, line: Line, told: str, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(PUT, (plan, Jsonb({part: line["event"]})), prepare=True)
            body = Json({k: v for k, v in line.items() if k != "event"} | {"number": number, "sentence": told})
            cursor.execute(LAY, (f"{plan}/{number:06}", body), prepare=True)
            self._insert_tracking(cursor, tracking)


class Now(Projection[View]):
    """One row a plan and one a line."""

    name = "bench"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        line: Line = domain_event.line
        said = line["event"]
        part = said.get("action") or said.get("finding") or "plan"
        told = f"{clocked(datetime.fromisoformat(line['at']))}: {line['by']}, as {line['acting_as']}: {said}."
        self.view.write(str(domain_event.originator_id), domain_event.originator_version, part, line, told, tracking)


def rebuild(place: str, plans: int, durable: bool) -> dict[str, Any]:
    """Lines a second from the first to the last. `durable`: each transaction waits for the disk, as delivered."""
    with opened(place, 1) as app:
        prepare(app, plans)
        head = app.recorder.max_notification_id()
    settle(place)
    if not durable:
        with connect(place, autocommit=True) as connection:
            name = connection.info.dbname
            connection.execute(SQL("alter database {} set synchronous_commit = off").format(SQL(name)))
    begun = time.perf_counter()
    with ProjectionRunner(
        application_class=Plans, projection_class=Now, view_class=View, env=settings(place, 4)
    ) as runner:
        runner.wait(head, timeout=600)
    return {"value": plans * 20 / (time.perf_counter() - begun)}
