"""Plans over HTTP: as they stand, and as they stood to the knowledge of an earlier moment."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import samples
from callers import at_the_door, enter, new_office, problem

from api.asking import moment
from wiring import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = new_office(tmp_path)
    enter(office, *samples.findings_recorded)
    return office


async def test_every_plan_is_listed(office: Office) -> None:
    enter(office, samples.open_the_plan, plan="a-second")
    async with at_the_door(office) as reader:
        plans = (await reader.get("/plans")).json()["plans"]
        assert [(p["plan"], p["stage"]) for p in plans] == [("a-second", "drafting"), ("glos-2022", "drafting")]
        assert plans[0]["title"] == samples.open_the_plan.title
        enter(office, samples.open_the_plan, plan="a-third")
        assert len((await reader.get("/plans")).json()["plans"]) == 3


async def test_the_plans_of_an_authority_are_listed_as_they_stood(office: Office) -> None:
    before = office.ledger.head()
    enter(office, samples.open_the_plan, plan="a-second")
    async with at_the_door(office) as reader:

        async def listed(**asked: str | int) -> list[str]:
            return [p["plan"] for p in (await reader.get("/plans", params=asked)).json()["plans"]]

        authority = samples.open_the_plan.authority
        assert await listed(authority=authority) == ["a-second", "glos-2022"]
        assert await listed(authority=authority, as_at=before) == ["glos-2022"]
        assert await listed(as_at=before + 1) == await listed(true_at="2022-10-04") == ["a-second", "glos-2022"]
        assert await listed(authority="elsewhere") == await listed(authority="elsewhere", as_at=before) == []
        assert await listed(as_at=1) == []


async def test_a_plan_is_read_as_it_stood(office: Office) -> None:
    async with at_the_door(office) as reader:
        now = (await reader.get("/plans/glos-2022")).json()
        assert now["findings"]["recommendations"] == 5
        then = (await reader.get("/plans/glos-2022", params={"as_at": 6})).json()
        assert then["findings"]["recommendations"] == 1
        at = office.ledger.after(2, 1)[0].at
        instant = (await reader.get("/plans/glos-2022", params={"as_at": at.isoformat()})).json()
        assert instant["received_on"] == "2022-04-01"
        true = (await reader.get("/plans/glos-2022", params={"true_at": "2022-04-01"})).json()
        assert (true["received_on"], true["findings"]["recommendations"]) == ("2022-04-01", 0)


async def test_the_trail_tells_each_line(office: Office) -> None:
    async with at_the_door(office) as reader:
        lines = (await reader.get("/plans/glos-2022/trail")).json()["lines"]
        assert [line["number"] for line in lines] == list(range(1, 10))
        assert all("dso-01, as Democratic Services Officer," in line["sentence"] for line in lines)
        assert len((await reader.get("/plans/glos-2022/trail", params={"as_at": 3})).json()["lines"]) == 2


@pytest.mark.parametrize("plan", ["nothing", "book", "refusals"])
async def test_a_plan_that_is_not_there_is_said_not_to_be(office: Office, plan: str) -> None:
    async with at_the_door(office) as reader:
        for path in (f"/plans/{plan}", f"/plans/{plan}/trail"):
            problem(await reader.get(path), 404, "unknown-plan")


async def test_a_plan_that_was_not_open_yet_is_not_there(office: Office) -> None:
    async with at_the_door(office) as reader:
        for path in ("/plans/glos-2022", "/plans/glos-2022/trail"):
            problem(await reader.get(path, params={"as_at": "2020-01-01"}), 404, "unknown-plan")


@pytest.mark.parametrize("as_at", ["2022-07-15T09:00:00", "15/07/2022", "2022-02-30", "-1", "", "9" * 5000])
async def test_a_moment_that_is_none_is_refused(office: Office, as_at: str) -> None:
    async with at_the_door(office) as reader:
        problem(await reader.get("/plans/glos-2022", params={"as_at": as_at}), 400, "bad-moment")
        problem(await reader.get("/plans/glos-2022", params={"true_at": as_at}), 400, "bad-moment")


async def test_what_cannot_be_meant_is_named_with_its_parameter(office: Office) -> None:
    async with at_the_door(office) as reader:

        async def because(**asked: str | int) -> str:
            return str(problem(await reader.get("/plans/glos-2022", params=asked), 400, "bad-moment")["detail"])

        head = office.ledger.head()
        assert await because(as_at=head + 1) == f"as_at: position {head + 1} is beyond the last line, which is {head}."
        assert (await because(as_at="")).startswith("as_at: An empty text is neither a date such as 2022-06-22")
        assert await because(true_at="1/4/2022") == "true_at: 1/4/2022 is not a date: write it as 2022-07-15."


def test_a_date_is_the_end_of_that_day_in_london() -> None:
    assert moment("2022-07-15") == datetime.fromisoformat("2022-07-15T22:59:59.999999+00:00")
    assert moment("2022-12-15") == datetime.fromisoformat("2022-12-15T23:59:59.999999+00:00")


def test_a_plus_that_became_a_space_is_still_an_offset() -> None:
    at = moment("2022-07-15T09:00:00 01:00")
    assert isinstance(at, datetime)
    assert at.utcoffset() == timedelta(hours=1)
    assert moment("1204") == 1204
