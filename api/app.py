"""The API: commands in, events out. A door: what may happen is decided by the ledger behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import authorities, commands, events, health, plans, problems, witness
from api.bell import Bell
from api.gate import OPEN, Gate
from wiring import Office

VERSION = "1"
ABOUT = """The minute book of improvement plans. Every error is a problem document (RFC 9457) with one sentence; a
refusal also names its rule. 409 says that the rules refuse it as the plan stands; 403 that they refuse it to this post.
"""


class Api(FastAPI):
    """FastAPI, with a document that says how to come in and what a problem looks like."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = super().openapi()
            parts = document.setdefault("components", {})
            problem = problems.Problem.model_json_schema(mode="serialization")
            parts.setdefault("schemas", {})["Problem"] = problem
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            document["security"] = [{"token": []}]
            for path in OPEN & document["paths"].keys():
                for method in document["paths"][path].values():
                    method["security"] = []
        return super().openapi()


def create_app(office: Office) -> FastAPI:
    """The application over an office, which stays the caller's to close. Run it with api.serve.serve."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await app.state.bell.close()
        app.state.views.close()

    app = Api(
        title="Minutebook",
        version=VERSION,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_named,
        responses=problems.declared(problems.FAULT),
        lifespan=lifespan,
    )
    app.state.office = office
    app.state.bell = Bell(office.ledger)
    app.state.views = plans.Views(office)
    app.add_middleware(Gate, office=office)
    problems.install(app)
    for room in (commands, plans, authorities, events, health, witness):
        app.include_router(room.router)
    return app


def _named(route: APIRoute) -> str:
    return route.name.replace("_", "-")
