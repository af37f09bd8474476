"""The feed over HTTP: every line once and in order, by page or as a stream, whoever writes meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import samples
from callers import CLERK, answers, at_the_door, enter, free_port, new_office, problem, token_of

from api import events, tokens
from api.app import create_app
from api.serve import serve
from domain.inspection.commands import RecordFinding
from ledger.stores import Unavailable
from wiring import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return new_office(tmp_path)


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[tuple[httpx2.AsyncClient, asyncio.Event, "asyncio.Task[None]"]]:
    """A client of a real server, the server's stop, and the server."""
    port, stop = free_port(), asyncio.Event()
    serving = asyncio.create_task(serve(create_app(office), "127.0.0.1", port, stop))
    limits = httpx2.Limits(max_connections=200)
    client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=token_of(office, *CLERK), limits=limits)
    try:
        async with client:
            await answers(client)
            yield client, stop, serving
    finally:
        stop.set()
        await asyncio.wait_for(serving, 5)


async def heard(client: httpx2.AsyncClient, many: int, last: int | None = None, **params: Any) -> list[Any]:
    """The first `many` events of a new connection, which then is dropped."""
    headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": str(last)} if last is not None else {})
    got: list[Any] = []
    async with client.stream("GET", "/events", headers=headers, params=params, timeout=10) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        async for event in httpx2.EventSource(response):
            got.append(event)
            if len(got) == many:
                break
    return got


REPORT_IN = 4
"""Lines of samples.report_in: the plan opened, the report received, and the two deadlines that follow."""


def _write(office: Office, plan: str, findings: int) -> None:
    enter(office, *samples.report_in, plan=plan)
    for n in range(findings):
        finding = RecordFinding(finding=f"F{n}", sort="strength", text="Well — “done”.\nIndeed.", document="D")
        enter(office, finding, plan=plan)


async def test_a_page_goes_on_where_the_last_one_ended(office: Office) -> None:
    enter(office, *samples.findings_recorded)
    async with at_the_door(office) as reader:
        first = (await reader.get("/events", params={"limit": 3})).json()
        assert [line["position"] for line in first["events"]] == [1, 2, 3]
        assert first["next"] == 3
        rest = (await reader.get("/events", params={"after": 3})).json()
        assert rest["events"] == [line.published() for line in office.ledger.after(3)]
        head = office.ledger.head()
        assert rest["next"] == head
        assert (await reader.get("/events", params={"after": head})).json() == {"events": [], "next": head}


async def test_a_page_holds_only_what_was_asked_for(office: Office) -> None:
    enter(office, *samples.findings_recorded)
    enter(office, *samples.report_in, plan="other")
    async with at_the_door(office) as reader:
        asked = {"kinds": ["plan.opened", "plan.report-received"], "plans": ["other", "book"]}
        page = (await reader.get("/events", params=asked)).json()
        assert [(line["stream"], line["kind"]) for line in page["events"]] == [
            ("other", "plan.opened"),
            ("other", "plan.report-received"),
        ]
        none = (await reader.get("/events", params={"kinds": "plan.version-cut"})).json()
        assert none == {"events": [], "next": office.ledger.head()}


@pytest.mark.parametrize(
    "params",
    [{"limit": 0}, {"limit": 1001}, {"after": -1}, {"after": 2**63}, {"kinds": "plan.nope"}, {"plans": "a\x00b"}],
)
async def test_a_feed_that_cannot_be_read_is_named(office: Office, params: dict[str, Any]) -> None:
    async with at_the_door(office) as reader:
        problem(await reader.get("/events", params=params), 422, "misfit")
        problem(await reader.get("/events/stream", headers={"Last-Event-ID": "x"}), 422, "misfit")


async def test_a_stream_tells_each_line_once_and_in_order_while_others_write(office: Office) -> None:
    writers, findings = 4, 30
    total = 1 + writers * (REPORT_IN + findings)
    async with served(office) as (client, _, _):
        writing = [asyncio.to_thread(_write, office, f"plan-{n}", findings) for n in range(writers)]
        written = asyncio.gather(*writing)
        got: list[Any] = []
        while len(got) < total:
            got += await heard(client, min(17, total - len(got)), last=int(got[-1].id) if got else None)
        await written
        feed = (await client.get("/events", params={"limit": 1000})).json()["events"]
    assert [int(event.id) for event in got] == list(range(1, total + 1))
    assert [event.json() for event in got] == feed
    assert [event.event for event in got] == [line["kind"] for line in feed]


async def test_last_event_id_goes_before_after_and_filters_hold(office: Office) -> None:
    enter(office, *samples.findings_recorded)
    async with served(office) as (client, _, _):
        assert [e.id for e in await heard(client, 2, last=5, after=1)] == ["6", "7"]
        assert [e.id for e in await heard(client, 1, kinds="plan.report-received")] == ["3"]
        waiting = asyncio.create_task(heard(client, 1, plans="later"))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(enter, office, samples.open_the_plan, plan="another")
        await asyncio.to_thread(enter, office, samples.open_the_plan, plan="later")
        begun = time.monotonic()
        assert [e.id for e in await waiting] == [str(office.ledger.head())]
        assert time.monotonic() - begun < 1


async def test_who_is_given_a_guarded_line_by_a_stream_is_on_record_and_hears_it_there(office: Office) -> None:
    enter(office, *samples.exempt_evidence)
    attached = office.ledger.head()
    async with served(office) as (client, _, _):
        [guarded, accessed] = [e.json() for e in await heard(client, 2, last=attached - 1)]
        assert guarded["event"]["classification"] == "exempt"
        assert (accessed["event"]["reader"], accessed["event"]["reading"]) == (CLERK[0], "events")
        assert await heard(client, 2, last=attached - 1)
    assert office.ledger.head() == attached + 1


async def test_a_stream_that_cannot_put_its_reader_on_record_ends_before_the_guarded_line(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(office, *samples.exempt_evidence)

    def full(*_: Any) -> None:
        raise Unavailable("The disk is full.")

    monkeypatch.setattr(office.ledger.store, "append", full)
    async with served(office) as (client, _, _):
        assert await heard(client, 1, last=office.ledger.head() - 1) == []


async def test_streams_that_wait_leave_room_for_everybody_else(office: Office) -> None:
    async with served(office) as (client, stop, serving):
        head = office.ledger.head()
        waiting = [asyncio.create_task(heard(client, 1, last=head)) for _ in range(60)]
        await asyncio.sleep(0.5)
        assert (await client.get("/plans", timeout=2)).status_code == 200
        await asyncio.to_thread(enter, office, samples.open_the_plan)
        assert {event.id for got in await asyncio.gather(*waiting) for event in got} == {str(head + 1)}
        stop.set()
        await asyncio.wait_for(serving, 2)


async def test_the_server_stops_at_once_though_a_stream_is_open(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(office) as (client, stop, serving):
        listening = asyncio.create_task(heard(client, 2))
        await asyncio.sleep(0.3)
        begun = time.monotonic()
        stop.set()
        await serving
        assert time.monotonic() - begun < 1
        assert [event.id for event in await listening] == ["1"]
    assert [record.getMessage() for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_silence_is_broken_by_comments_and_a_revoked_token_ends_the_stream(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE", 0.1)
    async with (
        served(office) as (client, _, _),
        client.stream("GET", "/events/stream", params={"after": 1}) as response,
    ):
        comments = 0
        async for text in response.aiter_text():
            comments += text.count(": nothing new")
            if comments == 2:
                for holder in tokens.listed(office.settings.folder):
                    tokens.revoke(office.settings.folder, holder.id)
        assert comments >= 2
