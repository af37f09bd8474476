"""The gate before every route: without a valid token nothing is served, and no body above 1 MiB is read."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import tokens
from api.problems import NO_TOKEN, Trouble, trouble
from ledger.stores import Unavailable
from wiring import Office

OPEN = frozenset({"/health/live", "/health/ready", "/openapi.json", "/witness/add-checkpoint"})
"""The paths that need no token. All others do, those that do not exist among them."""

LARGEST = 1024 * 1024
"""Bytes of a request's body."""


class Gate:
    """ASGI middleware. Whom the token stands for is found in `request.state.holder`."""

    def __init__(self, app: ASGIApp, office: Office) -> None:
        self._app = app
        self._folder = office.settings.folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        try:
            if scope["path"] not in OPEN:
                scope.setdefault("state", {})["holder"] = self._holder(headers.get("authorization", ""))
            if _announced(headers) > LARGEST:
                raise HTTPException(413)
        except (Trouble, HTTPException, Unavailable) as error:
            await trouble(error).response()(scope, receive, send)
            return
        await self._app(scope, _limited(receive), send)

    def _holder(self, authorization: str) -> tokens.Holder:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            said = "Send a token, as in Authorization: Bearer mb_…; `minutebook token add` makes one."
            raise Trouble(NO_TOKEN, said, headers={"WWW-Authenticate": "Bearer"})
        holder = tokens.find(self._folder, token.strip())
        if holder is None:
            said = "This token is unknown, revoked or expired: ask for a new one."
            raise Trouble(NO_TOKEN, said, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        return holder


def _announced(headers: Headers) -> int:
    said = headers.get("content-length", "")
    return int(said) if said.isdecimal() and len(said) < 20 else 0


def _limited(receive: Receive) -> Receive:
    """`receive`, until more than LARGEST has come, whatever was announced."""
    come = 0

    async def next_message() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > LARGEST:
            raise HTTPException(413)
        return message

    return next_message
