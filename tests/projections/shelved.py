"""What is on a shelf, and what ought to be; and what shelves do in processes of their own."""

import time
from collections.abc import Iterator
from typing import Any

from histories import book

from domain.value import Value
from ledger.ledger import Ledger
from ledger.opening import open_store
from projections import rebuilding
from projections.catalogue import PROJECTIONS
from projections.projection import PerLine, PerPlan
from projections.shelf import Shelf, open_shelf

Everything = dict[str, list[Value]]

SMALL = 20
"""Lines of a transaction, where a rebuild is to have several."""


def everything(shelf: Shelf) -> Everything:
    return {p.name: shelf.rows(p.name) for p in PROJECTIONS}


def folded(ledger: Ledger) -> Everything:
    """What the rows must be: each projection's function over the ledger's own fold, plan by plan."""
    found: dict[str, list[Value]] = {}
    for projection in PROJECTIONS:
        if isinstance(projection, PerLine):
            lines = sorted(ledger.after(0, 10_000), key=lambda line: (line.stream, line.number))
            found[projection.name] = [projection.of(line) for line in lines]
        else:
            found[projection.name] = list(_of_plans(ledger, projection))
    return found


def _of_plans(ledger: Ledger, projection: PerPlan[Any]) -> Iterator[Value]:
    for name in ledger.plans():
        plan = ledger.plan(name)
        assert plan
        rows = projection.rows(plan)
        yield from (rows[key] for key in sorted(rows))


def rebuild_and_hang(kept: str, views: str, told: Any) -> None:
    """Rebuild in small transactions; say how far after each, and never go on after the second."""
    setattr(rebuilding, "BATCH", SMALL)  # noqa: B010
    shelf = open_shelf(views, book(open_store(kept)))
    positions: list[int] = []

    def hang(position: int, _head: int) -> None:
        positions.append(position)
        told.send(position)
        if len(positions) == 2:
            time.sleep(60)

    shelf.rebuild(progress=hang)


def catch_up_and_tell(kept: str, views: str, told: Any) -> None:
    """Catch up three lines a transaction; say how many lines that were."""
    shelf = open_shelf(views, book(open_store(kept)))
    told.send(shelf.catch_up(limit=3))
    shelf.close()
