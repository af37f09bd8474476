"""What is on record of the authorities, and the way in for it: constitutions, holders of posts, delegations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.asking import Asked, TheHolder, TheOffice, TheSeen
from api.commands import ANSWERS, Key, recorded
from api.problems import BAD_MOMENT, MISFIT, NO_TOKEN, UNAVAILABLE, UNKNOWN_AUTHORITY, Trouble, declared
from api.shapes import Recorded, Trail
from domain.authority.state import Authority
from domain.book.events import stream_of
from domain.value import Slug
from projections.authority_now import AuthorityNow, authority_now
from projections.trail import trail_line

router = APIRouter(prefix="/authorities/{authority}", tags=["authorities"])

_READ = declared(BAD_MOMENT, NO_TOKEN, UNKNOWN_AUTHORITY, MISFIT, UNAVAILABLE)


AuthorityId = Annotated[Slug, Path(description="the authority's id", examples=["gloucestershire"])]


def served(authority: AuthorityId, office: TheOffice) -> Authority:
    """The terms of the authority's file. Raises Trouble (unknown-authority)."""
    if authority not in office.ledger.register:
        raise Trouble(UNKNOWN_AUTHORITY, f"There is no authority {authority} here.")
    return office.ledger.register[authority]


TheAuthority = Annotated[Authority, Depends(served)]


@router.get("", summary="Constitution, posts and delegations, now or as at an earlier moment", responses=_READ)
def authority(terms: TheAuthority, seen: TheSeen, office: TheOffice) -> AuthorityNow:
    council = office.ledger.council(terms.id, seen.as_at, seen.true_at)
    return authority_now(terms, council, office.ledger.day_of(seen.as_at, seen.true_at))


@router.get("/trail", summary="An authority's lines, told in sentences", responses=_READ)
def authority_trail(terms: TheAuthority, seen: TheSeen, office: TheOffice) -> Trail:
    lines = office.ledger.lines(stream_of(terms.id), seen.as_at, seen.true_at)
    return Trail(lines=[trail_line(record) for record in lines])


@router.post(
    "/commands",
    summary="Ask for something to be recorded of an authority",
    responses=ANSWERS,
)
def record_of_authority(
    authority: AuthorityId, asked: Asked, holder: TheHolder, office: TheOffice, key: Key = None
) -> Recorded:
    """Decided at once, as for a plan: by the posts that are held and the terms in force on the day."""
    return recorded(stream_of(authority), asked, holder, office, key)
