"""The floor of a rebuild: plan_now and trail by SQL alone, from the stored lines of a log."""

import time
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.floors import SQL, open_sqlite

_MONTH = (
    "rtrim(substr('January  February March    April    May      June     July     August   September"
    "October  November DecemberX ', CAST(substr({day}, 6, 2) AS INTEGER) * 9 - 8, 9), ' X')"
)
_DATED = "(CAST(substr({day}, 9, 2) AS INTEGER) || ' ' || " + _MONTH + " || ' ' || substr({day}, 1, 4))"
"""SQLite names no months."""


def postgres(place: str, lines: int) -> dict[str, Any]:
    """Lines a second, in one transaction, which like the shelf's does not wait for the disk."""
    script = (SQL / "rebuild_postgres.sql").read_text(encoding="utf-8").format(lines=lines)
    with psycopg.connect(place) as connection:
        connection.execute("set synchronous_commit = off")
        begun = time.perf_counter()
        connection.execute(script.encode())
        connection.commit()
        taken = time.perf_counter() - begun
        rows = _counts(
            connection.execute("select (select count(*) from bare.trail), (select count(*) from bare.plan_now)")
        )
        connection.execute("drop schema bare cascade")
        return {"value": lines / taken} | rows


def sqlite(place: str, lines: int) -> dict[str, Any]:
    """The same in SQLite, into a file beside the log's."""
    script = (SQL / "rebuild_sqlite.sql").read_text(encoding="utf-8").replace("{lines}", str(lines))
    views = Path(f"{place}.bare")
    views.unlink(missing_ok=True)
    connection = open_sqlite(str(views))
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("ATTACH ? AS log", [place])
    begun = time.perf_counter()
    connection.executescript(f"BEGIN; {_with_dates(script)} COMMIT;")
    taken = time.perf_counter() - begun
    rows = _counts(connection.execute("SELECT (SELECT count(*) FROM bare_trail), (SELECT count(*) FROM bare_plan_now)"))
    return {"value": lines / taken} | rows


def _counts(asked: Any) -> dict[str, int]:
    trail, plans = asked.fetchone()
    return {"trail": trail, "plan_now": plans}


def _with_dates(script: str) -> str:
    first, *rest = script.split("dated(")
    parts = [first]
    for part in rest:
        day, _, after = part.partition(")")
        parts.append(_DATED.format(day=f"({day})") + after)
    return "".join(parts)
