"""The `eventsourcing` library as delivered: its own Application, recorders and JSON, on events of the same content."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.projection import ApplicationSubscription
from psycopg import connect
from psycopg.conninfo import conninfo_to_dict
from pydantic_core import from_json, to_json

from benchmarks.floors import settle
from benchmarks.material import LINES, plan_name, plan_rows
from benchmarks.writers import Command, Crew

Line = dict[str, Any]
"""The fields of a line that are the library's own neither: who, as what, when, why, and the event's."""

SAVED = 25
"""How many plans are saved at once, 500 events: with 1,000 its pipeline stands still on a Unix socket, for good."""

QUIET = 2.0
"""Seconds: what a follower has not seen after so long a silence, it does not see."""


class Plan(Aggregate):
    """What the measured command needs to know of a plan; its events hold all that ours hold."""

    @event("Opened")
    def __init__(self, name: str, line: Line) -> None:
        self.name = name
        self.actions: dict[str, Line] = {}
        self.progress: dict[str, Line] = {}

    @event("FindingRecorded")
    def find(self, line: Line) -> None:
        """A finding changes nothing that the command looks at."""

    @event("ActionAgreed")
    def agree(self, line: Line) -> None:
        self.actions[line["event"]["action"]] = line["event"]

    @event("ActionProgressed")
    def progressed(self, line: Line) -> None:
        self.progress[line["event"]["action"]] = line["event"]

    def decide(self, line: Line) -> None:
        """Progress is of an action that is known, and moves on."""
        said = line["event"]
        before = self.progress.get(said["action"])
        if said["action"] not in self.actions or (before and before["as_of"] > said["as_of"]):
            raise ValueError(said["action"])
        self.progressed(line=line)

    @staticmethod
    def create_id(name: str) -> UUID:
        return uuid5(NAMESPACE_URL, name)


class Plans(Application[UUID]):
    """The library's Application, with nothing changed."""


def command(
    place: str, plans: int, writers: int, processes: int, seconds: float, cached: bool = False, fast: bool = False
) -> dict[str, Any]:
    """Commands a second: get, decide, save. `cached`: with its aggregate cache; `fast`: with its database functions."""
    with opened(place, writers) as app:
        prepare(app, plans)
    settle(place)
    desk = partial(_desk, cached=cached, fast=fast)
    return {"value": Crew(writers, processes, seconds, plans).rate(desk, place)}


@contextmanager
def opened(place: str, connections: int, cached: bool = False, fast: bool = False) -> Iterator[Plans]:
    """The application on a PostgreSQL, with a connection for each writer."""
    environment = settings(place, connections)
    if cached:
        environment["AGGREGATE_CACHE_MAXSIZE"] = "1000"
    if fast:
        environment["POSTGRES_ENABLE_DB_FUNCTIONS"] = "y"
    app = Plans(environment)
    try:
        yield app
    finally:
        app.close()


def settings(place: str, connections: int) -> dict[str, str]:
    """The environment in which the library finds the database."""
    parts = conninfo_to_dict(place)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "none",
        "POSTGRES_POOL_SIZE": str(connections),
    }


def lines() -> list[tuple[str, Line]]:
    """The kind and the content of each line of the material."""
    own = {"stream", "number", "kind", "version"}
    return [(row.kind, {k: v for k, v in from_json(row.line).items() if k not in own}) for row in plan_rows()]


def written(place: str) -> dict[str, Any]:
    """The same lines in a file of JSON, for programs that cannot ask."""
    Path(place).write_bytes(to_json([{"type": kind, "data": line} for kind, line in lines()]))
    return {"value": LINES}


def plan(number: int, of: list[tuple[str, Line]]) -> Plan:
    """The `number`-th plan with all its lines, not saved yet."""
    (_, first), *rest = of
    made = Plan(name=plan_name(number), line=first)
    do = {
        "plan.finding-recorded": made.find,
        "plan.action-agreed": made.agree,
        "plan.action-progressed": made.progressed,
    }
    for kind, line in rest:
        do[kind](line=line)
    return made


def prepare(app: Plans, plans: int) -> None:
    of = lines()
    for first in range(0, plans, SAVED):
        app.save(*(plan(number, of) for number in range(first, min(first + SAVED, plans))))


@contextmanager
def _desk(place: str, crew: Crew, cached: bool, fast: bool) -> Iterator[Callable[[int], Command]]:
    said = lines()[-1][1]
    with opened(place, crew.writers, cached, fast) as app:

        def writer(number: int) -> Command:
            turns = crew.turns(number)

            def command() -> None:
                found: Plan = app.repository.get(Plan.create_id(plan_name(next(turns))))
                found.decide(said)
                app.save(found)

            return command

        yield writer


def append(place: str, plans: int) -> dict[str, Any]:
    """Ready events a second."""
    of = lines()
    made = [plan(number, of) for number in range(plans)]
    with opened(place, 1) as app:
        begun = time.perf_counter()
        for first in range(0, plans, SAVED):
            app.save(*made[first : first + SAVED])
        return {"value": plans * len(of) / (time.perf_counter() - begun)}


def missed(place: str, plans: int, writers: int, processes: int, seconds: float, fast: bool = False) -> dict[str, Any]:
    """How many events the library's own subscription never saw, while writers wrote."""
    seen: set[int] = set()
    heard = [time.monotonic()]

    def follow() -> None:
        for _, tracking in subscription:
            seen.add(tracking.notification_id)
            heard[0] = time.monotonic()

    with opened(place, writers, fast=fast) as app:
        prepare(app, plans)
        subscription = ApplicationSubscription(
            app
        ).__enter__()  # and is left open: closing it was seen to hang for good
        threading.Thread(target=follow, daemon=True).start()
        Crew(writers, processes, seconds, plans).run(partial(_desk, cached=False, fast=fast), place)
        while time.monotonic() - heard[0] < QUIET:
            time.sleep(0.1)
    with connect(place) as connection:
        written = {position for (position,) in connection.execute("select notification_id from plans_events")}
    return {"value": len(written - seen), "written": len(written)}
