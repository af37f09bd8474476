"""statutory-clock warns at its moments, follows another date, and says that a due date was missed."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from given import day
from hands import ALMOST, SECOND, Hands, hands_on, new_plan
from samples import computed_deadline_was_adopted
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError

from domain.calendar import ENGLAND_AND_WALES, at_nine, start_of
from domain.clocks import warnings
from domain.deadline.commands import MissDeadline, WarnOfDeadline
from domain.deadline.events import DeadlineAdopted
from workflows import clock
from workflows.routes import route
from workflows.routing import Heard, Start

pytestmark = pytest.mark.asyncio(loop_scope="module")

LEAD = "director-of-childrens-services"
RECEIVED = datetime(2022, 4, 1, 8, 35, tzinfo=UTC)
WARNED = [(at_nine(w.on), w.working_days_left) for w in computed_deadline_was_adopted.warnings]
MISSED = start_of(day("2022-07-16"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hands(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hands]:
    async with hands_on(tmp_path_factory.mktemp("clocks")) as ready:
        yield ready


def adopted(due: str, adoption: int) -> DeadlineAdopted:
    """Another due date, with its own warnings."""
    change = {"due": day(due), "adoption": adoption, "warnings": warnings(day(due), ENGLAND_AND_WALES)}
    return computed_deadline_was_adopted.model_copy(update=change)


def deadline(
    plan: str, as_of: datetime = RECEIVED, event: DeadlineAdopted = computed_deadline_was_adopted
) -> clock.Deadline:
    start, _ = route(Heard(plan, as_of, False, event), as_of)
    assert isinstance(start, Start)
    assert isinstance(start.given, clock.Deadline)
    return start.given


async def begin(hands: Hands, plan: str, as_of: datetime = RECEIVED, **said: Any) -> WorkflowHandle[Any, Any]:
    return await hands.start(clock.NAME, deadline(plan, as_of), **said)


def warned(*left: int, adoption: int = 1) -> list[WarnOfDeadline]:
    return [WarnOfDeadline(duty="statement", adoption=adoption, warning=n) for n in left]


async def test_warns_at_nine_and_misses_when_the_next_day_begins(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    await hands.rest(counted)
    assert hands.book.of(plan) == []
    for n, (moment, _) in enumerate([*WARNED, (MISSED, 0)]):
        await hands.until(counted, moment - ALMOST)
        assert len(hands.book.of(plan)) == n
        await hands.past(counted, moment)
        assert len(hands.book.of(plan)) == n + 1
    await counted.result()
    given = [(WarnOfDeadline(duty="statement", adoption=1, warning=left), moment) for moment, left in WARNED]
    assert hands.book.of(plan) == [*given, (MissDeadline(duty="statement", adoption=1), MISSED)]
    told = [(f"warning-{left}", LEAD, moment) for moment, left in WARNED]
    assert hands.notices.of(plan) == [*told, ("missed", LEAD, MISSED)]


async def test_what_the_last_warning_says(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan, WARNED[-1][0])
    await hands.rest(counted)
    told = hands.notices.messages[-1]
    assert told.body.startswith(f"The council has to send its written statement to Ofsted for plan {plan} by 15 July")
    assert told.body.endswith(": 1 working day is left.")
    assert told.key == f"{plan}/clock/statement/1/warning-1"


async def test_once_the_duty_is_done_nothing_more_is_said(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    await hands.past(counted, WARNED[1][0])
    done = clock.Done(at=WARNED[1][0] + SECOND)
    await counted.signal(clock.DONE, done)
    await counted.result()
    assert [command for command, _ in hands.book.of(plan)] == warned(30, 20)


async def test_a_duty_done_before_the_first_wait_is_not_warned_of(hands: Hands) -> None:
    plan = new_plan()
    late = WARNED[2][0] + timedelta(hours=1)
    done = clock.Done(at=late)
    counted = await begin(hands, plan, late, start_signal=clock.DONE, start_signal_args=[done])
    await counted.result()
    assert hands.notices.of(plan) == []


async def test_a_duty_done_twice_is_done(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    await counted.signal(clock.DONE, clock.Done(at=RECEIVED + SECOND))
    with suppress(RPCError):  # it may have ended meanwhile
        await counted.signal(clock.DONE, clock.Done(at=RECEIVED + SECOND))
    await counted.result()
    assert hands.book.of(plan) == []


async def test_a_late_start_gives_only_the_nearest_past_warning(hands: Hands) -> None:
    plan = new_plan()
    late = datetime(2022, 7, 4, 15, tzinfo=UTC)
    counted = await begin(hands, plan, late)
    await hands.rest(counted)
    assert hands.book.of(plan) == [(warned(10)[0], late)]
    assert (await hands.timing(counted)).next_due == WARNED[3][0]


async def test_a_start_after_the_due_date_says_only_that_it_was_missed(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan, MISSED)
    await counted.result()
    assert hands.book.of(plan) == [(MissDeadline(duty="statement", adoption=1), MISSED)]
    assert hands.notices.of(plan) == [("missed", LEAD, MISSED)]


async def test_on_the_due_day_itself_nothing_is_missed_yet(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan, MISSED - timedelta(hours=1))
    await hands.rest(counted)
    assert [command for command, _ in hands.book.of(plan)] == warned(1)
    assert (await hands.timing(counted)).next_due == MISSED


async def test_another_date_adopted_is_another_countdown(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    await hands.past(counted, WARNED[1][0])
    at = datetime(2022, 6, 20, 12, tzinfo=UTC)
    await counted.signal(clock.MOVED, deadline(plan, at, adopted("2022-08-31", 2)))
    await hands.past(counted, at_nine(day("2022-07-19")))
    assert [command for command, _ in hands.book.of(plan)] == [*warned(30, 20), *warned(30, adoption=2)]
    assert (await hands.timing(counted)).next_due == at_nine(day("2022-08-02"))
    await hands.past(counted, start_of(day("2022-09-01")))
    await counted.result()
    [*_, missed] = hands.book.of(plan)
    assert missed == (MissDeadline(duty="statement", adoption=2), start_of(day("2022-09-01")))
    assert [said.what for said in hands.notices.of(plan)].count("missed") == 1


async def test_an_earlier_date_adopted_gives_only_the_nearest_past_warning(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    await hands.past(counted, WARNED[0][0])
    at = datetime(2022, 6, 6, 12, tzinfo=UTC)
    await counted.signal(clock.MOVED, deadline(plan, at, adopted("2022-06-17", 2)))
    await hands.rest(counted)
    assert hands.book.of(plan)[1:] == [(warned(10, adoption=2)[0], at)]
    assert (await hands.timing(counted)).next_due == at_nine(day("2022-06-10"))


async def test_a_date_heard_twice_or_out_of_order_changes_nothing(hands: Hands) -> None:
    plan = new_plan()
    counted = await begin(hands, plan)
    third = deadline(plan, RECEIVED + SECOND, adopted("2022-08-31", 3))
    await counted.signal(clock.MOVED, third)
    await counted.signal(clock.MOVED, third)
    await counted.signal(clock.MOVED, deadline(plan, RECEIVED + 2 * SECOND, adopted("2022-05-31", 2)))
    await hands.rest(counted)
    assert (await hands.timing(counted)).next_due == at_nine(day("2022-07-19"))
    assert hands.book.of(plan) == []


async def test_a_restart_in_mid_life_waits_for_what_is_left(hands: Hands) -> None:
    plan = new_plan()
    again = await begin(hands, plan, datetime(2022, 6, 30, 18, tzinfo=UTC))
    await hands.until(again, WARNED[2][0] - ALMOST)
    assert [command for command, _ in hands.book.of(plan)] == warned(20)
    await hands.past(again, WARNED[2][0])
    assert hands.book.of(plan)[1:] == [(warned(10)[0], WARNED[2][0])]
