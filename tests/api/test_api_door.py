"""The door as a whole: shut unless opened by a token, described by a valid document, on this machine alone."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from callers import answers, at_the_door, free_port, new_office, problem
from openapi_spec_validator import validate

from api import tokens
from api.app import create_app
from api.serve import CannotServe, NotLoopback, PortTaken, serve
from wiring import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


async def test_without_a_token_nothing_is_served(office: Office) -> None:
    paths = create_app(office).openapi()["paths"]
    async with at_the_door(office) as known:
        known.headers.pop("Authorization")
        for path, methods in paths.items():
            if path.startswith("/health"):
                assert (await known.get(path)).status_code == 200
                continue
            if path == "/witness/add-checkpoint":  # whoever signed the checkpoint is whoever asks
                problem(await known.post(path), 404, "unknown-path")
                continue
            for method in methods:
                answer = await known.request(
                    method.upper(), path.replace("{plan}", "glos-2022").replace("{authority}", "gloucestershire")
                )
                problem(answer, 401, "no-token")
                assert answer.headers["www-authenticate"] == "Bearer"
        for path in ("/", "/docs", "/redoc", "/nowhere", "/openapi.json/", "//health/live", "/health"):
            problem(await known.get(path), 401, "no-token")
        assert (await known.get("/openapi.json")).status_code == 200


@pytest.mark.parametrize("said", ["Bearer mb_unknown", "Basic ZHNvLTAx", "Bearer", "Bearer ", "mb_unknown", "\xff\xfe"])
async def test_a_token_that_is_none_opens_nothing(office: Office, said: str) -> None:
    async with at_the_door(office) as known:
        answer = await known.get("/plans", headers={b"Authorization": said.encode("latin-1")})
        problem(answer, 401, "no-token")


async def test_a_revoked_token_opens_nothing_any_more(office: Office) -> None:
    async with at_the_door(office) as known:
        assert (await known.get("/plans")).status_code == 200
        for holder in tokens.listed(office.settings.folder):
            tokens.revoke(office.settings.folder, holder.id)
        answer = await known.get("/plans")
        problem(answer, 401, "no-token")
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]


async def test_a_file_of_tokens_that_is_damaged_opens_nothing(office: Office) -> None:
    async with at_the_door(office) as known:
        (office.settings.folder / tokens.NAME).write_text("?")
        answer = await known.get("/plans")
        problem(answer, 503, "unavailable")
        assert tokens.NAME not in answer.text


async def test_paths_and_methods_that_are_not_there(office: Office) -> None:
    async with at_the_door(office) as known:
        problem(await known.get("/nowhere"), 404, "unknown-path")
        problem(await known.get("/plans/"), 404, "unknown-path")
        answer = await known.delete("/plans")
        problem(answer, 405, "wrong-method")
        assert answer.headers["allow"] == "GET"
        problem(await known.get("/plans/Not a plan"), 422, "misfit")


async def test_a_ledger_that_is_closed_is_not_ready(office: Office) -> None:
    async with at_the_door(office) as known:
        assert (await known.get("/health/ready")).json() == {"status": "ready"}
        office.ledger.store.close()
        assert (await known.get("/health/live")).status_code == 200
        problem(await known.get("/health/ready"), 503, "unavailable")
        problem(await known.get("/events"), 503, "unavailable")


async def test_the_document_is_valid_and_declares_every_problem(office: Office) -> None:
    async with at_the_door(office) as known:
        document = (await known.get("/openapi.json")).json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    told = {
        (path, status)
        for path, methods in document["paths"].items()
        for about in methods.values()
        for status, response in about["responses"].items()
        if status != "200"
        for media in response["content"]
        if media == "application/problem+json"
    }
    assert {status for path, status in told if path.endswith("/commands")} == {
        *("400", "401", "403", "409", "413", "415", "422", "500", "503")
    }
    assert {status for path, status in told if path == "/health/live"} == {"500"}
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert document["security"] == [{"token": []}]
    assert document["paths"]["/health/live"]["get"]["security"] == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
async def test_only_this_machine_is_served(office: Office, host: str) -> None:
    with pytest.raises(NotLoopback, match=r"serve on 127\.0\.0\.1"):
        await serve(create_app(office), host, free_port(), asyncio.Event())


async def test_a_port_in_use_is_named(office: Office) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"^Port {port} is in use: .*\\.$"):
            await serve(create_app(office), "127.0.0.1", port, asyncio.Event())
    with pytest.raises(CannotServe):
        await serve(create_app(office), "127.0.0.1", 70_000, asyncio.Event())


async def test_the_server_may_be_stopped_before_it_has_begun_and_cancelled(office: Office) -> None:
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(serve(create_app(office), "localhost", free_port(), stop), 2)

    port = free_port()
    serving = asyncio.create_task(serve(create_app(replace(office)), "127.0.0.1", port, asyncio.Event()))
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as caller:
        await answers(caller)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(serving, 2)
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
