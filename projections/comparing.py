"""Two views of one projection compared row by row, and a view's digest."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from domain.value import Text, Value
from projections.projection import PerPlan, Projection
from projections.side import Ask, Side

PAGE = 2_000
"""How many rows are read at once for a digest."""

Stored = tuple[str | None, ...]


class Difference(Value):
    """A row that is not as the ledger says. `live` and `built` are SHA-256 digests; None where there is no row."""

    projection: Text
    key: Text
    live: Text | None
    built: Text | None
    what: Text


def columns(projection: Projection) -> Sequence[str]:
    """What is stored of each row."""
    return ("key", "plan", "post", "body") if isinstance(projection, PerPlan) else ("key", "body")


def differing(side: Side, ask: Ask, projection: Projection, live: str, built: str, *, exact: bool = False) -> int:
    """How many rows are in one of two tables only, or not alike in both."""
    counts = ask(f"SELECT (SELECT count(*) FROM {live}), (SELECT count(*) FROM {built})")[0]  # noqa: S608
    return int(max(counts)) - side.alike(ask, columns(projection), live, built, exact=exact)


def differences(side: Side, ask: Ask, projection: Projection, live: str, built: str) -> list[Difference]:
    """Every row of the live table that is not as in the other."""
    if not differing(side, ask, projection, live, built, exact=True):
        return []
    ours, theirs = _only_in(ask, projection, live, built), _only_in(ask, projection, built, live)
    return [_difference(projection, key, ours.get(key), theirs.get(key)) for key in sorted({*ours, *theirs})]


def digest(ask: Ask, projection: Projection, table: str) -> str:
    """SHA-256 over the rows in order of key, each as JSON on a line of its own."""
    found, last = sha256(), ""
    chosen = f"SELECT {', '.join(columns(projection))} FROM {table} WHERE key > ? ORDER BY key LIMIT {PAGE}"  # noqa: S608
    while rows := ask(chosen, last):
        for row in rows:
            found.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        last = rows[-1][0]
    return found.hexdigest()


def _only_in(ask: Ask, projection: Projection, table: str, other: str) -> dict[str, Stored]:
    chosen = f"SELECT {', '.join(columns(projection))} FROM"
    return {row[0]: row for row in ask(f"{chosen} {table} EXCEPT {chosen} {other}")}


def _difference(projection: Projection, key: str, live: Stored | None, built: Stored | None) -> Difference:
    digests = [each and sha256(json.dumps(each).encode()).hexdigest() for each in (live, built)]
    what = _what(columns(projection), live, built)
    return Difference(projection=projection.name, key=key, live=digests[0], built=digests[1], what=what)


def _what(names: Sequence[str], live: Stored | None, built: Stored | None) -> str:
    if live is None or built is None:
        return "The row is missing." if live is None else "The ledger knows of no such row."
    pairs = dict(zip(names, zip(live, built, strict=True), strict=True))
    fields = _fields(*pairs.pop("body"))
    others = [f"the column {name}" for name, (ours, theirs) in pairs.items() if ours != theirs]
    return f"The row differs from the ledger in {', '.join([*fields, *others])}."


def _fields(live: Any, built: Any) -> Sequence[str]:
    if live == built:
        return []
    try:
        ours, theirs = json.loads(live), json.loads(built)
    except ValueError:
        return ["a body that is not JSON"]
    if not isinstance(ours, dict):
        return ["a body that is no row"]
    return sorted(f for f in {*ours, *theirs} if ours.get(f) != theirs.get(f)) or ["the way it is written"]
