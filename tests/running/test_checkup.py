"""`doctor --workflows`: what runs on Temporal otherwise than the ledger says is found, mended, and found no more."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from given import day
from hands import Hands, client_of
from samples import adopt_the_stated_deadline, ask_cabinet, send_the_plan_back, state_the_deadline_of_a_draft
from temporalio.client import Client
from test_dispatch import APPROVAL, ASKED, DECIDED, STATEMENT, House, with_a_plan

from domain.calendar import at_nine
from running.checkup import Checkup
from running.dispatch import Dispatcher
from workflows import clock
from workflows.routes import still_open

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with client_of(tmp_path_factory.mktemp("checked")) as shared:
        yield shared


def checkup(hands: Hands, dispatcher: Dispatcher) -> Checkup:
    return Checkup(hands.client, hands.queue, dispatcher)


async def found_and_mended(house: House, dispatcher: Dispatcher) -> dict[str, tuple[str, str]]:
    """What was found and what was done, by workflow; afterwards nothing is found."""
    look = checkup(house.hands, dispatcher)
    found = await look.look(again=0)
    done = await look.mend(found)
    assert await look.look(again=0.2) == []
    return {drift.workflow: (drift.what, did) for drift, did in zip(found, done, strict=True)}


async def test_what_was_terminated_and_what_is_nobodys_is_mended(tmp_path: Path, server: Client) -> None:
    house = with_a_plan(House(tmp_path, server))
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        assert await checkup(house.hands, dispatcher).look(again=0) == []
        await house.handle(APPROVAL).terminate()
        heard, now = await dispatcher.history()
        stray = still_open(heard, now)[0][STATEMENT].start
        await house.hands.start(clock.NAME, stray.given, f"{house.prefix}gone-2020/clock/report")
        await house.listed("gone-2020/clock/report")
        assert await found_and_mended(house, dispatcher) == {
            "gone-2020/clock/report": ("left over", "ended"),
            APPROVAL: ("terminated", "started"),
        }
        await house.hands.rest(house.handle(APPROVAL))
        assert house.told() == {"asked"}


async def test_what_missed_the_last_word_or_another_date_is_mended(tmp_path: Path, server: Client) -> None:
    house = with_a_plan(House(tmp_path, server))
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await house.hands.rest(house.handle(APPROVAL))
        await house.hands.rest(house.handle(STATEMENT))
        house.enter(send_the_plan_back, state_the_deadline_of_a_draft, adopt_the_stated_deadline, at=DECIDED)
        await house.listed(APPROVAL)
        assert await found_and_mended(house, dispatcher) == {
            APPROVAL: ("left over", "told again"),
            STATEMENT: ("stale", "ended and started again"),
        }
        await house.handle(APPROVAL).result()
        assert house.told() >= {"sent-back"}
        await house.hands.rest(house.handle(STATEMENT))
        assert (await house.hands.timing(house.handle(STATEMENT))).next_due == at_nine(day("2022-06-30"))


async def test_all_is_missing_once_temporal_lost_what_it_knew(tmp_path: Path) -> None:
    house = with_a_plan(House(tmp_path))
    async with house.at_work() as dispatcher:
        assert dispatcher.open == {STATEMENT}
    house.lose_temporal()
    async with house.temporal() as client:
        house.hands = Hands(client, queue=house.prefix)
        assert await found_and_mended(house, house.dispatcher()) == {STATEMENT: ("missing", "started")}


async def test_another_books_workflows_are_let_be(tmp_path: Path, server: Client) -> None:
    house = with_a_plan(House(tmp_path, server))
    async with house.at_work() as dispatcher:
        start = still_open(*await dispatcher.history())[0][STATEMENT].start
        await house.hands.start(clock.NAME, start.given, f"other-{house.prefix}x/clock/report")
        assert await checkup(house.hands, dispatcher).look(again=0) == []
