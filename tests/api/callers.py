"""An office with its door, and people who come in by it."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from given import usual_act

from api import tokens
from api.app import create_app
from domain.decider import PlanCommand
from ledger.record import Entry
from wiring import Office, Settings, open_office

CLERK = ("dso-01", "democratic-services-officer")
LEAD = ("dcs-01", "director-of-childrens-services")


def new_office(folder: Path) -> Office:
    return open_office(Settings(folder=folder))


def enter(office: Office, *commands: PlanCommand, plan: str = "glos-2022") -> None:
    """Each command, from whoever usually gives it, straight into the ledger."""
    for command in commands:
        act = usual_act(command)
        office.ledger.record(Entry(plan=plan, command=command, by=act.by, acting_as=act.acting_as))


def in_words(command: PlanCommand, **said: str) -> dict[str, Any]:
    """A command as a request's body."""
    return {"do": command.name, "with": command.model_dump(mode="json", exclude_none=True), **said}


def token_of(office: Office, person: str, *posts: str) -> dict[str, str]:
    """The header of somebody who has just been given a token."""
    return {"Authorization": f"Bearer {tokens.add(office.settings.folder, person, posts)}"}


def at_the_door(office: Office, person: str = CLERK[0], *posts: str, app: FastAPI | None = None) -> httpx2.AsyncClient:
    """A client of the application without a server between."""
    transport = httpx2.ASGITransport(app=app or create_app(office), raise_app_exceptions=False)
    headers = token_of(office, person, *(posts or CLERK[1:]))
    return httpx2.AsyncClient(transport=transport, base_url="http://minutebook.test", headers=headers)


def problem(answer: httpx2.Response, status: int, name: str) -> dict[str, Any]:
    """The problem document in an answer, which is whole and says one sentence."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["type"] == f"https://minutebook.invalid/problems/{name}"
    assert said["status"] == status
    assert said["title"]
    assert said["detail"].endswith(".")
    assert "Traceback" not in answer.text
    return said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def answers(client: httpx2.AsyncClient) -> None:
    """Wait until the server does."""
    for _ in range(100):
        try:
            await client.get("/health/live")
        except httpx2.ConnectError:
            await asyncio.sleep(0.02)
        else:
            return
    pytest.fail("the server did not answer")
