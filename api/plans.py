"""What is on record of the plans: as they stand now, or as they stood to the knowledge of an earlier day."""

import threading
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.accesses import on_record
from api.asking import TheHolder, TheOffice, ThePlan, TheSeen, no_such
from api.problems import BAD_MOMENT, BUSY, MISFIT, NO_TOKEN, UNAVAILABLE, UNKNOWN_PLAN, declared
from api.shapes import PlanList, Trail
from domain.value import Slug
from projections.heads import HEADS, head
from projections.plan_now import PlanNow, now, rated
from projections.shelf import Shelf
from projections.trail import marked, trail_line
from wiring import Office

router = APIRouter(prefix="/plans", tags=["plans"])

_PLANS = declared(BAD_MOMENT, NO_TOKEN, MISFIT, UNAVAILABLE)
_ONE_PLAN = declared(BAD_MOMENT, NO_TOKEN, UNKNOWN_PLAN, MISFIT, BUSY, UNAVAILABLE)


class Views:
    """The office's shelf, opened when first wanted."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._shelf: Shelf | None = None
        self._turn = threading.Lock()

    def current(self) -> Shelf:
        """The shelf, caught up with the ledger. Raises Unavailable."""
        with self._turn:
            self._shelf = self._shelf or self._office.shelf()
        self._shelf.catch_up()
        return self._shelf

    def close(self) -> None:
        if self._shelf:
            self._shelf.close()


def views_of(request: Request) -> Views:
    views: Views = request.app.state.views
    return views


@router.get("", summary="Every plan, now or as at an earlier moment", responses=_PLANS)
def plans(
    seen: TheSeen,
    office: TheOffice,
    views: Annotated[Views, Depends(views_of)],
    authority: Annotated[Slug | None, Query(description="of this authority only, by its id")] = None,
) -> PlanList:
    if seen.as_at is None and seen.true_at is None:
        rows = [row for row in views.current().rows(HEADS) if authority in (None, row.authority)]
    else:
        known = office.ledger.plans_as_at(seen.as_at, seen.true_at, authority)
        rows = sorted(map(head, known), key=lambda row: row.plan)
    return PlanList(plans=rows)


@router.get("/{plan}", summary="A plan, now or as at an earlier moment", responses=_ONE_PLAN)
def plan_now(plan: ThePlan, seen: TheSeen, holder: TheHolder, office: TheOffice) -> PlanNow:
    state = office.ledger.plan(plan, seen.as_at, seen.true_at)
    if state is None:
        raise no_such(plan, office.ledger)
    on_record(office.ledger, holder, plan, "plan", seen)
    return rated(now(state), state, office.ledger.day_of(seen.as_at, seen.true_at))


@router.get("/{plan}/trail", summary="A plan's lines, told in sentences", responses=_ONE_PLAN)
def trail(plan: ThePlan, seen: TheSeen, holder: TheHolder, office: TheOffice) -> Trail:
    lines = marked(map(trail_line, office.ledger.lines(plan, seen.as_at, seen.true_at)))
    if not lines:
        raise no_such(plan, office.ledger)
    on_record(office.ledger, holder, plan, "trail", seen)
    return Trail(lines=lines)
