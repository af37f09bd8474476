"""What every request is read with: the office, the token's holder, a command, and the moment asked about."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import ConfigDict, Field

from api.problems import BAD_MOMENT, UNKNOWN_PLAN, Trouble
from api.tokens import Holder
from domain.book.events import is_plan
from domain.reading import Misfit, read_day, read_moment
from domain.value import Classification, Day, Id, Slug, Text, Value
from ledger.dropped import dropped
from ledger.ledger import AsAt, Ledger
from projections.telling_retention import what_became_of
from wiring import Office

T = TypeVar("T")


class Asked(Value):
    """A command in words. `minutebook commands` lists them with their fields."""

    model_config = ConfigDict(defer_build=False)  # FastAPI silences its own warning only while it declares the route

    do: Text = Field(description="the command's name", examples=["record-finding"])
    with_: dict[str, Any] = Field(default={}, alias="with", description="the command's fields")
    acting_as: Slug | None = Field(default=None, description="one of the token's posts; may be left out if it has one")
    on_behalf_of: Id | None = Field(default=None, description="the id of the person for whom it is done")
    authority: Text | None = Field(default=None, description="what is relied on, such as a constitution's paragraph")
    reason: Text | None = None
    effective: Day | None = Field(default=None, description="the day it happened, where the command names none")
    classification: Classification = Field(default="official", description="who may see the line")
    brought_in: bool = Field(default=False, description="it is of the past and comes from papers")


class Seen(NamedTuple):
    """What a reader looks at: what was known by `as_at`, of what was true by `true_at`."""

    as_at: AsAt
    true_at: date | None


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def holder_of(request: Request) -> Holder:
    holder: Holder = request.state.holder
    return holder


def seen(
    request: Request,
    as_at: Annotated[
        str | None,
        Query(description="what was known: a date (the end of that day in London), an instant, or a position"),
    ] = None,
    true_at: Annotated[str | None, Query(description="what was true: a date")] = None,
) -> Seen:
    """The moments asked about. Raises Trouble, for a position that the book has not reached too."""
    known = moment(as_at) if as_at is not None else None
    if isinstance(known, int) and known > (head := office_of(request).ledger.head()):
        raise Trouble(BAD_MOMENT, f"as_at: position {known} is beyond the last line, which is {head}.")
    return Seen(known, day(true_at) if true_at is not None else None)


TheOffice = Annotated[Office, Depends(office_of)]
TheHolder = Annotated[Holder, Depends(holder_of)]
TheSeen = Annotated[Seen, Depends(seen)]
PlanId = Annotated[Slug, Path(description="the plan's id", examples=["glos-2022"])]


def moment(text: str) -> datetime | int:
    """A position, an instant, or the end of a day in London. Raises Trouble (bad-moment), for a naive time too."""
    # An offset's plus sign, sent as it is, reaches us as a space.
    return _understood("as_at", read_moment, re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if "T" in text else text)


def day(text: str) -> date:
    """A date as the law writes it. Raises Trouble (bad-moment)."""
    return _understood("true_at", read_day, text)


def _understood(asked: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except Misfit as misfit:
        raise Trouble(BAD_MOMENT, f"{asked}: {misfit}") from misfit


def post(asked: str | None, posts: Sequence[str]) -> str:
    """The post that acts: the one asked for, or the only one that the token has. Raises Misfit."""
    if asked is None:
        if len(posts) > 1:
            raise Misfit(f"acting_as is missing: say which of your posts acts, {' or '.join(posts)}.")
        return posts[0]
    return asked


def not_reserved(plan: PlanId) -> str:
    """A plan's id, which neither the book's own stream nor that of the refusals is. Raises Trouble (unknown-plan)."""
    if not is_plan(plan):
        raise no_such(plan)
    return plan


def no_such(plan: str, ledger: Ledger | None = None) -> Trouble:
    """Of one that was dropped it says what became of it."""
    for drop in dropped(ledger.store, plan) if ledger else ():
        return Trouble(UNKNOWN_PLAN, what_became_of(drop))
    return Trouble(UNKNOWN_PLAN, f"There is no plan {plan}, or there was none yet at that moment.")


ThePlan = Annotated[str, Depends(not_reserved)]
