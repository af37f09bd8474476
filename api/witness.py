"""The witness's door: another book sends its checkpoints here, and has them signed as long as it only grows."""

import time
from hashlib import sha256

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.asking import TheOffice
from api.problems import MISFIT, NO_TOKEN, TOO_LARGE, UNAVAILABLE, UNKNOWN_PATH, declared
from domain.value import Digest

router = APIRouter(prefix="/witness", tags=["witness"])


@router.post(
    "/add-checkpoint",
    summary="Have a checkpoint signed (c2sp.org/tlog-witness)",
    response_class=Response,
    responses=declared(UNKNOWN_PATH, TOO_LARGE, UNAVAILABLE),
)
async def add_checkpoint(request: Request, office: TheOffice) -> Response:
    """Needs no token: the checkpoint's own signature says whose it is, and unknown logs are not heard."""
    body = (await request.body()).decode(errors="replace")
    witness = office.witness()
    if witness is None:
        raise HTTPException(404)
    answer = witness.add(body, int(time.time()))
    kind = "text/x.tlog.size" if answer.status == 409 else "text/plain; charset=utf-8"
    return Response(answer.text, answer.status, media_type=kind)


@router.get(
    "/{origin_hash}/checkpoint",
    summary="The latest checkpoint of a log that was signed here",
    response_class=Response,
    responses=declared(NO_TOKEN, UNKNOWN_PATH, MISFIT, UNAVAILABLE),
)
def latest(origin_hash: Digest, office: TheOffice) -> Response:
    """`origin_hash` is the SHA-256 of the log's origin."""
    witness = office.witness()
    known = witness.keys if witness else ()
    for key in known:
        if sha256(key.name.encode()).hexdigest() == origin_hash and witness and (note := witness.latest(key.name)):
            return Response(str(note), media_type="text/plain; charset=utf-8")
    raise HTTPException(404)
