"""The way on: the feed, by page or as a stream of server-sent events. One cursor, one id, one shape."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import AfterValidator, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from api import tokens
from api.accesses import fed
from api.asking import TheHolder, TheOffice
from api.bell import Bell
from api.problems import BUSY, MISFIT, NO_TOKEN, UNAVAILABLE, declared, log
from api.shapes import EventPage
from api.tokens import Holder
from domain.book.events import StreamId
from domain.catalogue import EVENTS
from ledger.ledger import Busy, Ledger
from ledger.record import Record
from ledger.stores import Unavailable
from wiring import Office

router = APIRouter(prefix="/events", tags=["events"])

SSE = "text/event-stream"
PAGE = 500
FURTHEST = 2**63 - 1
KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment is sent, so that nobody between takes the stream for dead."""


class Wanted(NamedTuple):
    """Which lines a reader asks for."""

    after: int
    kinds: tuple[str, ...]
    plans: tuple[str, ...]


def _known(kind: str) -> str:
    if kind not in EVENTS:
        raise ValueError(f"there is no kind {kind[:60]}; /openapi.json lists them")
    return kind


Kind = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": sorted(EVENTS)})]
Kinds = Annotated[list[Kind], Query(max_length=100, description="only these kinds; may be repeated")]
Plans = Annotated[list[StreamId], Query(max_length=100, description="only these streams; may be repeated")]
After = Annotated[int, Query(ge=0, le=FURTHEST, description="the position after which to begin")]
Limit = Annotated[int, Query(ge=1, le=1000, description="how many at most, in a page")]
LastEventId = Annotated[
    int | None,
    Header(alias="Last-Event-ID", ge=0, le=FURTHEST, description="where a stream goes on; goes before `after`"),
]


def wanted(after: After = 0, kinds: Kinds = [], plans: Plans = []) -> Wanted:  # noqa: B006
    return Wanted(after, tuple(kinds), tuple(plans))


TheWanted = Annotated[Wanted, Depends(wanted)]

Responses = dict[int | str, dict[str, Any]]

_STREAM = {"schema": {"type": "string", "description": "id: position, event: kind, data: the line"}}
_OK: Responses = {
    200: {"description": "The lines, as a page or as a stream, as Accept asks.", "content": {SSE: _STREAM}}
}
_ONLY_STREAM: Responses = {
    200: {"description": "The lines, and each new one as soon as it is written.", "content": {SSE: _STREAM}}
}


@router.get(
    "",
    response_model=EventPage,
    summary="The lines after a position, of all plans",
    responses={**_OK, **declared(NO_TOKEN, MISFIT, BUSY, UNAVAILABLE)},
)
async def events(
    request: Request,
    asked: TheWanted,
    holder: TheHolder,
    office: TheOffice,
    limit: Limit = PAGE,
    last_event_id: LastEventId = None,
) -> Response | EventPage:
    """With `Accept: text/event-stream`, the same as `/events/stream`."""
    if SSE in request.headers.get("accept", ""):
        return await stream(request, asked, holder, office, last_event_id)
    return await run_in_threadpool(page, office.ledger, holder, asked, limit)


@router.get(
    "/stream",
    response_class=StreamingResponse,
    summary="The same, as server-sent events",
    responses={**_ONLY_STREAM, **declared(NO_TOKEN, MISFIT, UNAVAILABLE)},
)
async def stream(
    request: Request, asked: TheWanted, holder: TheHolder, office: TheOffice, last_event_id: LastEventId = None
) -> Response:
    """Every line once and in order. It ends when the token does, or the server; then go on with `Last-Event-ID`."""
    bell: Bell = request.app.state.bell
    begin = asked if last_event_id is None else asked._replace(after=last_event_id)
    told = _told(office, bell, begin, holder)
    return StreamingResponse(told, media_type=SSE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def page(ledger: Ledger, holder: Holder, asked: Wanted, limit: int) -> EventPage:
    """At most `limit` lines. Where that is all there is, `next` is past the lines that were not asked for."""
    head = ledger.head()
    lines = ledger.after(asked.after, limit, asked.kinds, asked.plans)
    fed(ledger, holder, lines)
    last = lines[-1].position if lines else asked.after
    return EventPage(
        events=[line.published() for line in lines],
        next=last if len(lines) == limit else max(last, head),
    )


async def _told(office: Office, bell: Bell, asked: Wanted, holder: Holder) -> AsyncIterator[bytes]:
    yield b": the minute book\n\n"  # at once, so that the reader knows that the stream is there
    try:
        while not bell.ended and tokens.stands(office.settings.folder, holder.id):
            frames, position = await run_in_threadpool(_frames, office.ledger, holder, asked)
            asked = asked._replace(after=position)
            if frames:
                yield frames
            elif not await bell.wait(position, KEEP_ALIVE):
                yield b": nothing new\n\n"
    except (Busy, Unavailable) as error:
        log.error("A stream ends: %s", error)  # the reader comes again, and is told 503


def _frames(ledger: Ledger, holder: Holder, asked: Wanted) -> tuple[bytes, int]:
    """The next lines as events, and the position to go on from."""
    head = ledger.head()
    lines = ledger.after(asked.after, PAGE, asked.kinds, asked.plans)
    fed(ledger, holder, lines)
    return b"".join(map(_frame, lines)), lines[-1].position if lines else max(asked.after, head)


def _frame(line: Record) -> bytes:
    data = json.dumps(line.published(), ensure_ascii=False, separators=(",", ":"))
    return f"id: {line.position}\nevent: {line.kind}\ndata: {data}\n\n".encode()
