"""What may go wrong, as RFC 9457 problem documents: one sentence each, and nothing of the inside.

A refusal is 409: as the plan stands, the answer is no. It is 403 where the rule is about the post that asks, so that
another post may be told yes (`post-is-known`, `post-may-do-it`, `post-is-held`, `token-holds-the-post`).
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.reading import Misfit, fault
from domain.value import Refused, Value
from ledger.ledger import Busy
from ledger.stores import Unavailable

MEDIA_TYPE = "application/problem+json"
HOME = "https://minutebook.invalid/problems/"

log = logging.getLogger("minutebook.api")


class Problem(Value):
    """A problem document (RFC 9457). `rule` is a heading in docs/rules.md, where a rule refused."""

    type: str = Field(description=f"{HOME} and the problem's name")
    title: str
    status: int
    detail: str = Field(description="one sentence for the person who asked")
    rule: str | None = None


class Sort(NamedTuple):
    """One type of problem."""

    name: str
    status: int
    title: str


NOT_JSON = Sort("not-json", 400, "The body is not JSON")
BAD_MOMENT = Sort("bad-moment", 400, "The moment cannot be understood")
NO_TOKEN = Sort("no-token", 401, "A valid token is needed")
NOT_YOUR_POST = Sort("not-your-post", 403, "The token does not hold this post")
NOT_FOR_THIS_POST = Sort("not-for-this-post", 403, "The rules refuse this to the post that asks")
UNKNOWN_PLAN = Sort("unknown-plan", 404, "There is no such plan")
UNKNOWN_AUTHORITY = Sort("unknown-authority", 404, "There is no such authority")
UNKNOWN_PATH = Sort("unknown-path", 404, "There is nothing at this path")
WRONG_METHOD = Sort("wrong-method", 405, "The path is not used with this method")
REFUSED = Sort("refused", 409, "The rules refuse it")
TOO_LARGE = Sort("too-large", 413, "The body is too large")
NOT_SENT_AS_JSON = Sort("not-sent-as-json", 415, "The body is not sent as JSON")
MISFIT = Sort("misfit", 422, "What was given cannot be read")
FAULT = Sort("fault", 500, "Minutebook failed")
BUSY = Sort("busy", 503, "Others were first every time")
UNAVAILABLE = Sort("unavailable", 503, "The records cannot be used just now")

OF_RULES = {"token-holds-the-post": NOT_YOUR_POST}
"""Rules that have a sort of problem of their own."""

ABOUT_THE_POST = frozenset({"post-is-known", "post-may-do-it", "post-is-held"})
"""Rules that refuse because of the post that asks."""


@dataclass(eq=False)
class Trouble(Exception):
    """A problem that a door finds itself, or that it makes of what the house says."""

    sort: Sort
    detail: str
    rule: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The problem as an answer. Non-ASCII is escaped, so that whatever was asked can be quoted."""
        name, status, title = self.sort
        document = Problem(type=HOME + name, title=title, status=status, detail=self.detail, rule=self.rule)
        body = json.dumps(document.model_dump(exclude_none=True))
        return Response(body, status, dict(self.headers), MEDIA_TYPE)


def trouble(error: Exception, request: Request | None = None) -> Trouble:
    """What to say of `error`. What it tells of the inside goes into the log instead."""
    match error:
        case Trouble():
            return error
        case Refused():
            about = NOT_FOR_THIS_POST if error.rule in ABOUT_THE_POST else REFUSED
            sort = OF_RULES.get(error.rule, about)
            return Trouble(sort, error.because, error.rule)
        case Misfit():
            return Trouble(MISFIT, str(error))
        case RequestValidationError():
            return _unreadable(error, request)
        case HTTPException():
            return _of_http(error)
        case Busy():
            return Trouble(BUSY, str(error), headers={"Retry-After": "1"})
        case Unavailable():
            log.error("%s", error)
            again = "Minutebook's records cannot be used just now: try again; its log says why."
            return Trouble(UNAVAILABLE, again, headers={"Retry-After": "5"})
        case _:
            return Trouble(FAULT, "Something went wrong inside Minutebook: its log says what.")


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    async def answer(request: Request, error: Exception) -> Response:
        return trouble(error, request).response()

    for kind in (Trouble, Refused, Misfit, RequestValidationError, HTTPException, Busy, Unavailable, Exception):
        app.add_exception_handler(kind, answer)


def declared(*sorts: Sort) -> dict[int | str, dict[str, Any]]:
    """These problems as OpenAPI responses, by status."""
    found: dict[int | str, dict[str, Any]] = {}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for sort in sorts:
        said = f"`{sort.name}`: {sort.title}."
        before = found.get(sort.status)
        found[sort.status] = {"description": f"{before['description']} {said}" if before else said, "content": content}
        if sort.status == 503:
            found[sort.status]["headers"] = {
                "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}
            }
    return found


def _unreadable(error: RequestValidationError, request: Request | None) -> Trouble:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return Trouble(NOT_JSON, f"The body is not JSON from character {first['loc'][-1]} on.")
    if first["loc"] == ("body",) and request is not None and "json" not in request.headers.get("content-type", ""):
        return Trouble(NOT_SENT_AS_JSON, "Send the command as JSON, with the header Content-Type: application/json.")
    return Trouble(MISFIT, fault(cast("ValidationError", error)))


def _of_http(error: HTTPException) -> Trouble:
    match error.status_code:
        case 404:
            return Trouble(UNKNOWN_PATH, "There is nothing at this path: see /openapi.json.")
        case 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            return Trouble(WRONG_METHOD, f"This path is used with {allowed}.", headers=error.headers or {})
        case 413:
            return Trouble(TOO_LARGE, "The body is larger than 1 MiB: send less at once.")
        case 400:
            return Trouble(NOT_JSON, "The body is not JSON in UTF-8.")
        case _:
            return Trouble(FAULT, "Something went wrong inside Minutebook: its log says what.")
