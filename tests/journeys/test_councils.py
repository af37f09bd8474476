"""Other councils' cases, played on a simulated clock: what is told of them, and that no invariant is broken."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from invariants import broken

from domain.approval.state import Approved
from domain.plan import Plan, replay
from ledger.record import Record, plan_event
from ledger.verify import verify
from papers import HOME, read_case
from projections.trail import sentence
from running.plays import new_book, play_simulated
from running.server import embedded
from wiring import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with embedded(tmp_path_factory.mktemp("temporal"), simulated=True) as known:
        yield known


Told = dict[str, list[Record]]
"""The lines of each plan."""


async def played(name: str, folder: Path, address: str) -> Told:
    """A case, played to its end into a book that is whole and breaks no invariant."""
    case = read_case(HOME / "cases" / name)
    office = new_book(Settings(folder=folder), case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMPORAL_ADDRESS", address)
        await play_simulated(case, office, lambda _: None)
    assert list(verify(office.ledger)) == []
    told = {plan: list(office.ledger.lines(plan)) for plan in office.ledger.plans()}
    assert [broken(lines) for lines in told.values()] == [[]] * len(told)
    return told


def plan_of(lines: list[Record]) -> Plan:
    plan = replay(lines[0].stream, [(plan_event(each), each) for each in lines])
    assert plan is not None
    return plan


def sentences(lines: list[Record]) -> str:
    return "\n".join(map(sentence, lines))


async def test_stockton_2023_keeps_both_of_the_days_that_its_sources_name(tmp_path: Path, address: str) -> None:
    told = await played("stockton-2023.yaml", tmp_path, address)
    plan, said = plan_of(told["stockton-2023"]), sentences(told["stockton-2023"])
    assert "from 6 March 2023 to 17 March 2023" in said
    assert "Cabinet, 15 June 2023) says 27 February to 14 March 2023" in said
    assert plan.deadline("statement").stated == plan.deadline("statement").computed == date(2023, 8, 16)
    assert plan.deadline("statement").mismatch is None
    assert len(plan.inspection.recommendations) == 4
    assert plan.submission.first_submitted_on == date(2023, 6, 23)


async def test_bradford_2018_adds_28_areas_and_has_a_tabled_paper(tmp_path: Path, address: str) -> None:
    told = await played("bradford-2018.yaml", tmp_path, address)
    plan, said = plan_of(told["bradford-2018"]), sentences(told["bradford-2018"])
    assert len(plan.inspection.recommendations) == 10
    assert len([f for f in plan.inspection.findings.values() if f.sort == "area"]) == 28
    assert {action.theme for action in plan.draft.actions.values()} == {f"Theme {n}" for n in range(1, 7)}
    assert {f for action in plan.draft.actions.values() for f in action.findings} == set(plan.inspection.findings)
    assert "of a general exception" in said
    assert "with 2 papers, 1 of them late" in said
    assert plan.deadline("statement").computed == date(2019, 2, 7)
    assert plan.deadline("statement").stated is None
    assert plan.submission.first_submitted_on == date(2019, 1, 16)


ROUTES = {
    "telford-2016": "cabinet_then_council",
    "cheshire-east-2024": "committee_then_council",
    "halton-2020": "submit_then_note",
    "st-helens-2018": "focused_visit_priority_action",
    "jtai-example": "jtai_principal_authority",
    "area-send-example": "area_send_pap",
}


@pytest.mark.parametrize("name", ROUTES)
async def test_a_case_goes_by_its_route_to_the_submission_in_time(name: str, tmp_path: Path, address: str) -> None:
    told = await played(f"{name}.yaml", tmp_path, address)
    plan = plan_of(told[name])
    assert plan.route.taken.id == ROUTES[name]
    assert plan.submitted
    due, sent = plan.deadline("statement").adopted, plan.submission.first_submitted_on
    assert due
    assert sent
    assert sent <= due
    standing = plan.approval.standing
    assert isinstance(standing, Approved)
    assert standing.answers.keys() == {stage.id for stage in plan.route.taken.stages}
    if name == "st-helens-2018":
        assert plan.deadline("draft-plan").adopted == date(2018, 9, 10)


async def test_every_shipped_case_is_played() -> None:
    here = {*ROUTES, "bradford-2018", "stockton-2023"}
    elsewhere = {"gloucestershire-2022", "kirklees-2016"}  # test_a_plans_life.py, test_kirklees.py
    assert {path.stem for path in (HOME / "cases").glob("*.yaml")} == here | elsewhere
