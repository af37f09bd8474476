"""The way in: a command is handed to the ledger, which decides."""

from typing import Annotated

from fastapi import APIRouter, Header

from api.asking import Asked, PlanId, TheHolder, TheOffice, post
from api.problems import (
    BUSY,
    MISFIT,
    NO_TOKEN,
    NOT_FOR_THIS_POST,
    NOT_JSON,
    NOT_SENT_AS_JSON,
    NOT_YOUR_POST,
    REFUSED,
    TOO_LARGE,
    UNAVAILABLE,
    declared,
)
from api.shapes import Recorded
from api.tokens import Holder
from domain.reading import read_command
from domain.value import Text
from ledger.record import Entry
from wiring import Office

router = APIRouter(tags=["commands"])

Key = Annotated[
    Text | None,
    Header(alias="Idempotency-Key", max_length=200, description="the command's id: sent twice, it is done once"),
]


ANSWERS = declared(
    NOT_JSON, NO_TOKEN, NOT_YOUR_POST, NOT_FOR_THIS_POST, REFUSED, TOO_LARGE, NOT_SENT_AS_JSON, MISFIT, BUSY,
    UNAVAILABLE,
)  # fmt: skip


@router.post(
    "/plans/{plan}/commands",
    summary="Ask for something to be recorded",
    responses=ANSWERS,
)
def record(plan: PlanId, asked: Asked, holder: TheHolder, office: TheOffice, key: Key = None) -> Recorded:
    """Decided at once, against the whole plan. A refusal is kept as evidence, in the stream `refusals`."""
    return recorded(plan, asked, holder, office, key)


def recorded(stream: str, asked: Asked, holder: Holder, office: Office, key: str | None) -> Recorded:
    """The command as the token's holder asks it, entered in a stream."""
    acting_as = post(asked.acting_as, holder.posts)
    entry = Entry(
        plan=stream,
        command=read_command(asked.do, asked.with_),
        by=holder.person,
        acting_as=acting_as,
        id=key,
        on_behalf_of=asked.on_behalf_of,
        authority=asked.authority,
        reason=asked.reason,
        effective=asked.effective,
        classification=asked.classification,
        brought_in=asked.brought_in,
    )
    lines = office.ledger.record(entry, holder.posts)
    position = lines[-1].position if lines else office.ledger.head()
    return Recorded(recorded=[line.published() for line in lines], position=position)
