"""Who reads over HTTP what is exempt is on record before it is shown: once a day, and by whichever way it is read."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import samples
from callers import at_the_door, enter, in_words, new_office, problem
from given import AFTERWARDS, day

from domain.disclosure.events import Accessed
from ledger.clock import CaseClock
from ledger.record import Record
from ledger.stores import Unavailable
from wiring import Office, Settings, open_office
from workflows.routes import KINDS

AUDITOR = ("iau-01", "internal-auditor")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = new_office(tmp_path)
    enter(office, *samples.exempt_evidence)
    return office


def on_record(office: Office) -> list[Record]:
    return office.ledger.after(0, 500, [Accessed.kind])


def readings(office: Office) -> list[tuple[Any, ...]]:
    return [(e.reader, e.posts, e.reading, e.upto) for r in on_record(office) if isinstance(e := r.event, Accessed)]


async def test_each_reading_is_on_record_once_however_often_and_at_once_it_is_asked_for(office: Office) -> None:
    async with at_the_door(office, *AUDITOR) as reader:
        for path in ("/plans/glos-2022", "/plans/glos-2022/trail", "/events"):
            answers = await asyncio.gather(*(reader.get(path) for _ in range(8)))
            assert {answer.status_code for answer in answers} == {200}
    assert readings(office) == [("iau-01", ("internal-auditor",), what, None) for what in ("plan", "trail", "events")]
    line = on_record(office)[0]
    assert (line.by, line.acting_as, line.stream) == ("workflow", "minutebook", "glos-2022")


async def test_what_is_read_of_the_time_before_is_not_on_record_and_of_a_time_after_is(office: Office) -> None:
    attached = office.ledger.head()
    async with at_the_door(office, *AUDITOR) as reader:
        await reader.get("/plans/glos-2022/trail", params={"as_at": attached - 1})
        assert readings(office) == []
        await reader.get("/plans/glos-2022/trail", params={"as_at": attached, "true_at": "2026-01-01"})
        await reader.get("/plans/glos-2022/trail")
    assert [upto for *_, upto in readings(office)] == [attached, None]


async def test_of_the_feed_only_who_is_given_a_guarded_line_is_on_record(office: Office) -> None:
    enter(office, *samples.exempt_evidence, plan="other")
    async with at_the_door(office, *AUDITOR) as reader:
        await reader.get("/events", params={"kinds": "plan.opened"})
        await reader.get("/plans")
        assert readings(office) == []
        await reader.get("/events", params={"plans": "other"})
        assert [line.stream for line in on_record(office)] == ["other"]


async def test_an_embargoed_report_is_read_on_record_until_its_day_by_whichever_way(tmp_path: Path) -> None:
    office = open_office(Settings(folder=tmp_path), begins=AFTERWARDS)
    enter(office, *samples.opened, samples.receive_the_report.but(embargoed_until=day("2022-10-05")))
    ways = {"plan": "/plans/glos-2022", "trail": "/plans/glos-2022/trail", "events": "/events"}
    async with at_the_door(office, *AUDITOR) as reader, at_the_door(office, "iau-02", AUDITOR[1]) as later:
        for path in ways.values():
            assert (await reader.get(path)).status_code == 200
        assert [
            (e.reading, e.classification) for line in on_record(office) if isinstance(e := line.event, Accessed)
        ] == [(way, "embargoed") for way in ways]
        assert isinstance(office.ledger.clock, CaseClock)
        office.ledger.clock.put(datetime(2022, 10, 4, 23, tzinfo=UTC))
        for path in ways.values():
            assert (await later.get(path)).status_code == 200
    assert {reader for reader, *_ in readings(office)} == {AUDITOR[0]}


async def test_a_line_that_came_in_as_embargoed_is_read_on_record(tmp_path: Path) -> None:
    office = new_office(tmp_path)
    async with at_the_door(office) as clerk:
        asked = in_words(samples.open_the_plan, classification="embargoed")
        [line] = (await clerk.post("/plans/glos-2022/commands", json=asked)).json()["recorded"]
        assert line["classification"] == "embargoed"
        await clerk.get("/plans/glos-2022")
    assert [reading for _, _, reading, _ in readings(office)] == ["plan"]


@pytest.mark.parametrize("path", ["/plans/glos-2022", "/plans/glos-2022/trail", "/events"])
async def test_what_cannot_be_put_on_record_is_not_shown_and_what_is_on_record_is(
    office: Office, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(office, *samples.opened, plan="other")
    async with at_the_door(office, *AUDITOR) as known, at_the_door(office, "iau-02", AUDITOR[1]) as new:
        assert (await known.get(path)).status_code == 200

        def full(*_: Any) -> None:
            raise Unavailable("The disk is full.")

        monkeypatch.setattr(office.ledger.store, "append", full)
        assert "audit" not in problem(await new.get(path), 503, "unavailable")["detail"]
        assert (await known.get(path)).status_code == 200
        assert (await new.get("/plans/other")).status_code == 200
    assert [reader for reader, *_ in readings(office)] == ["iau-01"]


async def test_who_reads_changes_nothing_that_is_read(office: Office) -> None:
    def rows() -> list[Any]:
        with closing(office.shelf()) as shelf:
            shelf.catch_up()
            return [shelf.rows(view, plan="glos-2022") for view in ("plan_now", "coverage", "waiting", "deadlines")]

    before = rows()
    async with at_the_door(office, *AUDITOR) as reader:
        first = (await reader.get("/plans/glos-2022")).json()
        assert len(readings(office)) == 1
        assert (await reader.get("/plans/glos-2022")).json() == first
    assert rows() == before
    assert Accessed.kind not in KINDS
