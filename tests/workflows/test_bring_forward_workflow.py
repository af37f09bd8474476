"""bring-forward does what falls due on its day, looks again when it is told to, and says of what it missed the latest.

The server suggests early to continue as new, so that most of this is lived in several runs.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from given import TERMS, day, plan_after
from hands import Hands, hands_on, new_plan
from samples import (
    bring_strategy_meetings_forward,
    give_strategy_meetings_until_january,
    report_strategy_meetings_complete,
    submitted,
)
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle

from domain.authority.state import Authority
from domain.bringing_forward.commands import ChaseAction
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.value import Refused
from running import server
from workflows import bringing_forward as diary

pytestmark = pytest.mark.asyncio(loop_scope="module")

BEGUN = datetime(2022, 10, 3, 10, tzinfo=UTC)
OWNER, LEAD, CHAIR = "head-of-safeguarding", "director-of-childrens-services", "improvement-board-chair"
CHASED = Authority.model_validate(TERMS.model_dump() | {"delivery": {"chasing": {"source": "set by the council"}}})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hands(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hands]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(server.SKIPPING, "limit.historyCount.suggestContinueAsNew", "30")
        async with hands_on(tmp_path_factory.mktemp("diaries")) as ready:
            yield ready


def keep(hands: Hands, plan: str, *then: PlanCommand) -> None:
    """The plan as the book holds it: submitted, with what came after."""
    hands.book.plans[plan] = plan_after(*submitted, *then).but(id=plan, terms=CHASED)


async def begin(hands: Hands, *then: PlanCommand, as_of: datetime = BEGUN) -> tuple[str, WorkflowHandle[Any, Any]]:
    plan = new_plan()
    keep(hands, plan, *then)
    kept = await hands.start(diary.NAME, diary.Kept(plan=plan, as_of=as_of))
    await hands.rest(kept)
    return plan, kept


def nine(text: str) -> datetime:
    return at_nine(day(text))


def told(hands: Hands, plan: str) -> list[tuple[str, str, datetime]]:
    """What was told of action A1: the rung or what else the key ends with, to whom, and when."""
    of_a1 = [m.key for m in hands.notices.messages if m.plan == plan]
    said = zip(of_a1, hands.notices.of(plan), strict=True)
    return [(each.what, each.to, each.at) for of, each in said if "/A1/" in of]


async def test_each_rung_is_told_at_nine_of_its_day(hands: Hands) -> None:
    plan, kept = await begin(hands)
    assert hands.book.of(plan) == []
    rungs = [(-10, "2022-10-17", OWNER), (0, "2022-10-31", OWNER), (5, "2022-11-07", LEAD), (20, "2022-11-28", CHAIR)]
    for _, on, _ in rungs:
        await hands.past(kept, nine(on))
    chased = [(c, at) for c, at in hands.book.of(plan) if isinstance(c, ChaseAction) and c.action == "A1"]
    assert chased == [(ChaseAction(action="A1", due=day("2022-10-31"), rung=rung), nine(on)) for rung, on, _ in rungs]
    assert told(hands, plan) == [(str(rung), to, nine(on)) for rung, on, to in rungs]


async def test_of_what_was_missed_only_the_latest_is_told(hands: Hands) -> None:
    plan, _ = await begin(hands, as_of=nine("2022-11-10"))
    assert told(hands, plan) == [("5", LEAD, nine("2022-11-10"))]


async def test_a_line_that_moves_a_date_is_looked_at_at_once(hands: Hands) -> None:
    plan, kept = await begin(hands)
    assert (await hands.timing(kept)).next_due == nine("2022-10-17")
    keep(hands, plan, give_strategy_meetings_until_january)
    await kept.signal(diary.MOVED, diary.Moved(at=BEGUN))
    await hands.rest(kept)
    assert (await hands.timing(kept)).next_due == nine("2022-12-02"), "A2 comes first now"
    keep(hands, plan, bring_strategy_meetings_forward)
    await kept.signal(diary.MOVED, diary.Moved(at=BEGUN))
    await hands.rest(kept)
    assert told(hands, plan) == [("-10", OWNER, BEGUN)]


async def test_however_often_it_is_woken_its_history_stays_short(hands: Hands) -> None:
    plan, kept = await begin(hands, report_strategy_meetings_complete)
    await asyncio.gather(*(kept.signal(diary.MOVED, diary.Moved(at=BEGUN)) for _ in range(60)))
    await hands.rest(kept)
    assert (await kept.describe()).history_length < 100
    assert len(told(hands, plan)) == 1


async def test_what_is_refused_for_good_holds_up_nothing_else(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    entered = hands.book.enter

    def enter(plan: str, command: PlanCommand, *more: Any) -> bool:
        if isinstance(command, ChaseAction) and command.action == "A1":
            raise Refused("plan-goes-on", "No.")
        return bool(entered(plan, command, *more))

    monkeypatch.setattr(hands.book, "enter", enter)
    plan, kept = await begin(hands)
    await hands.past(kept, nine("2022-12-02"))
    assert [command.action for command, _ in hands.book.of(plan)] == ["A2"]


async def test_it_ends_with_the_plan(hands: Hands) -> None:
    _, kept = await begin(hands)
    await kept.signal(diary.ENDED, diary.Ended(at=BEGUN))
    await kept.result()
    assert (await kept.describe()).status is WorkflowExecutionStatus.COMPLETED
