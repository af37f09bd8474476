"""The raw floor of writing ready rows and of reading them: the driver alone, and pydantic to read a line."""

import sqlite3
import time
from datetime import date, datetime
from typing import Any, Literal

import psycopg
from pydantic import AwareDatetime, BaseModel, ConfigDict, create_model

from benchmarks.floors import COPIED, COPY, INSERT, make_postgres, make_sqlite, open_sqlite, ready
from domain.catalogue import EVENTS
from domain.value import Event

PAGE = 2_000
"""Lines that are read at once."""


def copy(place: str, plans: int, group: int) -> dict[str, Any]:
    """Rows a second by COPY binary, a transaction for each group."""
    rows = list(ready(plans))
    with psycopg.connect(place) as connection:
        make_postgres(connection)
        connection.commit()
        at, begun = datetime.now().astimezone(), time.perf_counter()
        for first in range(0, len(rows), group):
            with connection.cursor() as cursor, cursor.copy(COPY) as target:
                target.set_types(COPIED)
                for position, row in enumerate(rows[first : first + group], start=first + 1):
                    target.write_row((position, *row, at))
            connection.commit()
        return {"value": len(rows) / (time.perf_counter() - begun)}


def executemany(place: str, plans: int, group: int) -> dict[str, Any]:
    """The same in SQLite by executemany."""
    rows = list(ready(plans))
    connection = open_sqlite(place)
    make_sqlite(connection)
    begun = time.perf_counter()
    at = datetime.now().astimezone().isoformat()
    for first in range(0, len(rows), group):
        connection.execute("BEGIN")
        connection.executemany(INSERT, ((*row, at) for row in rows[first : first + group]))
        connection.execute("COMMIT")
    return {"value": len(rows) / (time.perf_counter() - begun)}


def feed_postgres(place: str, lines: int) -> dict[str, Any]:
    """Lines a second, of the first `lines` of a log: pages by position in binary, each line validated by pydantic."""
    asked = """
        select notification_id, topic, state from stored_events where notification_id > %b
        order by notification_id limit %b"""
    with psycopg.connect(place, autocommit=True) as connection, connection.cursor(binary=True) as cursor:
        return _read(lines, lambda after: cursor.execute(asked, [after, PAGE], prepare=True).fetchall())


def feed_sqlite(place: str, lines: int) -> dict[str, Any]:
    """The same in SQLite."""
    asked = """
        SELECT notification_id, topic, state FROM stored_events WHERE notification_id > ?
        ORDER BY notification_id LIMIT ?"""
    connection = sqlite3.connect(place)
    return _read(lines, lambda after: connection.execute(asked, [after, PAGE]).fetchall())


class Cause(BaseModel):
    """What led to a line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: str | None = None
    digest: str | None = None
    position: int | None = None


class Line(BaseModel):
    """All that a line says, in plain types. The event's class is added, so that a line is validated in one go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stream: str
    number: int
    kind: str
    version: int
    at: AwareDatetime
    effective: date
    by: str
    acting_as: str
    on_behalf_of: str | None
    authority: str | None
    reason: str | None
    cause: Cause
    classification: Literal["public", "official", "exempt", "embargoed"]
    brought_in: bool
    invented: bool


def line_of(event: type[Event]) -> type[Line]:
    """The model of a line that has such an event."""
    made: type[Line] = create_model("Line", __base__=Line, event=(event, ...))
    return made


def _read(lines: int, page: Any) -> dict[str, Any]:
    event_models = {kind: line_of(event) for kind, event in EVENTS.items()}
    for model in event_models.values():
        model.model_rebuild()
    validate = {kind: model.__pydantic_validator__.validate_json for kind, model in event_models.items()}
    begun, position, read = time.perf_counter(), 0, 0
    while read < lines:
        rows = page(position)
        kept = [(at, validate[kind](state)) for at, kind, state in rows]
        position, read = kept[-1][0], read + len(kept)
    return {"value": read / (time.perf_counter() - begun)}
