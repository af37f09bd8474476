"""cabinet-approval asks, reminds and escalates at its moments, hears one answer, and waits out the call-in."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from given import day, plan_after
from hands import ALMOST, SECOND, Hands, client_of, hands_on, new_plan
from samples import (
    adopt_the_revised_calendar,
    cabinet_approved_version_1,
    cabinet_refused_version_1,
    cabinet_was_asked,
    call_in_was_rejected,
    call_in_was_withdrawn,
    council_approved_version_1,
    council_to_decide,
    decision_was_exempted_from_call_in,
    question_was_withdrawn,
    reminders_were_moved,
    validly_called_in,
    version_1_was_sent_back,
    with_cabinet,
    withdraw_the_call_in,
)
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from domain.approval.commands import ConfirmImplementable, Escalate, RecordReminder
from domain.calendar import at_nine, start_of
from domain.value import Event
from running import server
from workflows import approval
from workflows.routes import route
from workflows.routing import Heard, Start, Wake

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLERK, LEAD, MONITOR = "democratic-services-officer", "director-of-childrens-services", "monitoring-officer"
ASKED = datetime(2022, 6, 14, 10, tzinfo=UTC)
REMINDED = [at_nine(on) for on in cabinet_was_asked.remind_on]
ESCALATED = at_nine(day("2022-06-23"))
DECIDED = datetime(2022, 6, 22, 13, 30, tzinfo=UTC)
IMPLEMENTABLE = start_of(day("2022-06-30"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hands(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hands]:
    async with hands_on(tmp_path_factory.mktemp("approvals")) as ready:
        yield ready


def question(plan: str, as_of: datetime = ASKED) -> approval.Question:
    [start] = route(Heard(plan, as_of, False, cabinet_was_asked), as_of)
    assert isinstance(start, Start)
    assert isinstance(start.given, approval.Question)
    return start.given


def answer(event: Event = cabinet_approved_version_1, at: datetime = DECIDED) -> Any:
    [wake] = route(Heard("any", at, False, event), at)
    assert isinstance(wake, Wake)
    return wake.given


async def ask(hands: Hands, plan: str, as_of: datetime = ASKED, **said: Any) -> WorkflowHandle[Any, Any]:
    return await hands.start(approval.NAME, question(plan, as_of), **said)


async def test_asks_at_once_and_then_waits_for_the_first_reminder(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await hands.rest(asked)
    assert hands.notices.of(plan) == [("asked", CLERK, ASKED)]
    assert hands.book.of(plan) == []
    timing = await hands.timing(asked)
    assert (timing.as_of, timing.next_due) == (ASKED, REMINDED[0])


async def test_reminds_and_escalates_at_nine_and_not_before(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    steps = sorted([*REMINDED, ESCALATED])
    for n, moment in enumerate(steps, start=1):
        await hands.until(asked, moment - ALMOST)
        assert len(hands.book.of(plan)) == n - 1
        await hands.past(asked, moment)
        assert len(hands.book.of(plan)) == n
    reminders = [(RecordReminder(round=1, number=n), at) for n, at in enumerate(REMINDED, start=1)]
    assert hands.book.of(plan) == [*reminders[:2], (Escalate(round=1), ESCALATED), *reminders[2:]]
    told = [(f"reminder-{n}", CLERK, at) for n, at in enumerate(REMINDED, start=1)]
    assert hands.notices.of(plan)[1:] == [*told[:2], ("escalated", MONITOR, ESCALATED), *told[2:]]
    timing = await hands.timing(asked)
    assert timing.next_due is None


async def test_a_yes_is_told_and_may_be_implemented_once_the_call_in_is_over(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await hands.past(asked, REMINDED[1])
    await asked.signal(approval.ANSWERED, answer())
    await hands.rest(asked)
    assert hands.notices.of(plan)[-1] == ("approved", LEAD, DECIDED)
    assert (await hands.timing(asked)).next_due == IMPLEMENTABLE
    await hands.until(asked, IMPLEMENTABLE - ALMOST)
    assert len(hands.book.of(plan)) == 2
    await hands.past(asked, IMPLEMENTABLE)
    await asked.result()
    assert hands.book.of(plan)[2:] == [(ConfirmImplementable(round=1), IMPLEMENTABLE)]
    assert [said.what for said in hands.notices.of(plan)] == ["asked", "reminder-1", "reminder-2", "approved"]


async def test_reminders_come_on_the_days_as_they_were_moved(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await hands.past(asked, REMINDED[0])
    await asked.signal(approval.MOVED, line(reminders_were_moved, datetime(2022, 6, 20, 12, tzinfo=UTC)))
    await hands.rest(asked)
    moved = at_nine(day("2022-06-23"))
    assert (await hands.timing(asked)).next_due == moved
    await hands.past(asked, moved)
    assert hands.book.of(plan)[1:] == [(Escalate(round=1), moved), (RecordReminder(round=1, number=2), moved)]
    assert (await hands.timing(asked)).next_due == at_nine(day("2022-06-29"))


async def test_a_reminder_that_came_before_it_was_heard_to_have_moved_is_no_reminder(hands: Hands) -> None:
    plan = new_plan()
    hands.book.plans[plan] = plan_after(*with_cabinet, adopt_the_revised_calendar)
    asked = await ask(hands, plan)
    await hands.past(asked, REMINDED[0])
    assert [said.what for said in hands.notices.of(plan)] == ["asked"]
    await asked.signal(approval.MOVED, line(reminders_were_moved, ASKED + SECOND))
    await hands.past(asked, at_nine(day("2022-06-20")))
    assert hands.notices.of(plan)[1:] == [("reminder-1", CLERK, at_nine(day("2022-06-20")))]


def line(event: Event, at: datetime) -> approval.Moved:
    """What a line of this event, recorded then, tells the workflow."""
    [wake] = route(Heard("any", at, False, event), at)
    assert isinstance(wake, Wake)
    assert isinstance(wake.given, approval.Moved)
    return wake.given


async def called_in_and_waiting(hands: Hands, plan: str) -> WorkflowHandle[Any, Any]:
    """The period is over, and the rules refused to implement what is called in."""
    hands.book.plans[plan] = plan_after(*validly_called_in)
    asked = await ask(hands, plan)
    await asked.signal(approval.ANSWERED, answer())
    await hands.past(asked, IMPLEMENTABLE)
    assert hands.book.of(plan) == [(ConfirmImplementable(round=1), IMPLEMENTABLE)]
    assert (await asked.describe()).close_time is None
    return asked


async def test_while_a_call_in_stands_nothing_is_confirmed_and_afterwards_it_is(hands: Hands) -> None:
    plan = new_plan()
    asked = await called_in_and_waiting(hands, plan)
    hands.book.plans[plan] = plan_after(*validly_called_in, withdraw_the_call_in)
    withdrawn = datetime(2022, 7, 1, 9, tzinfo=UTC)
    await asked.signal(approval.MOVED, line(call_in_was_withdrawn, withdrawn))
    await asked.result()
    assert hands.book.of(plan)[1:] == [(ConfirmImplementable(round=1), withdrawn)]
    assert hands.book.plans[plan].approval.standing.call_in_over


async def test_a_line_that_is_heard_again_changes_nothing(hands: Hands) -> None:
    plan = new_plan()
    asked = await called_in_and_waiting(hands, plan)
    rejected = line(call_in_was_rejected, datetime(2022, 6, 30, 9, tzinfo=UTC))
    for _ in range(2):
        await asked.signal(approval.MOVED, rejected)
        await hands.rest(asked)
    assert len(hands.book.of(plan)) == 2, "another notice holds the decision still"


async def test_an_exemption_ends_the_wait_before_the_period_does(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await asked.signal(approval.ANSWERED, answer())
    await hands.rest(asked)
    at = datetime(2022, 6, 24, 10, tzinfo=UTC)
    await asked.signal(approval.MOVED, line(decision_was_exempted_from_call_in, at))
    await asked.result()
    assert hands.book.of(plan) == [(ConfirmImplementable(round=1), at)]


async def test_what_cabinet_sends_back_after_the_call_in_is_told_and_is_the_end(hands: Hands) -> None:
    plan = new_plan()
    asked = await called_in_and_waiting(hands, plan)
    at = datetime(2022, 7, 8, 9, tzinfo=UTC)
    sent_back = version_1_was_sent_back.model_copy(update={"after_call_in": True})
    await asked.signal(approval.MOVED, line(sent_back, at))
    await asked.result()
    assert hands.notices.of(plan)[-1] == ("sent-back", LEAD, at)
    assert len(hands.book.of(plan)) == 1


async def test_a_decision_exempt_from_call_in_may_be_implemented_at_once(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    exempt = cabinet_approved_version_1.model_copy(
        update={"call_in_ends": None, "implementable_from": day("2022-06-22"), "no_call_in_because": "It is urgent."}
    )
    await asked.signal(approval.ANSWERED, answer(exempt))
    await asked.result()
    assert hands.book.of(plan) == [(ConfirmImplementable(round=1), DECIDED)]


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (cabinet_refused_version_1, "refused"),
        (version_1_was_sent_back, "sent-back"),
        (question_was_withdrawn, "withdrawn"),
    ],
)
async def test_any_other_answer_is_told_and_is_the_end(hands: Hands, event: Event, what: str) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await hands.past(asked, REMINDED[0])
    await asked.signal(approval.ANSWERED, answer(event))
    await asked.result()
    assert hands.notices.of(plan)[2:] == [(what, LEAD, DECIDED)]
    assert len(hands.book.of(plan)) == 1


async def test_the_answers_words_are_in_the_message(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await asked.signal(approval.ANSWERED, answer(version_1_was_sent_back))
    await asked.result()
    told = hands.notices.messages[-1]
    assert told.body == (
        "Cabinet sent version 1 back for amendment: Set milestones for the two years.; Say what the plan costs."
    )
    assert told.subject == f"Cabinet's answer: {plan}"
    assert told.key == f"{plan}/approval/1/sent-back"


async def test_an_answer_before_the_first_wait_leaves_no_reminder(hands: Hands) -> None:
    plan = new_plan()
    at = REMINDED[4] + SECOND
    asked = await ask(hands, plan, at, start_signal=approval.ANSWERED, start_signal_args=[answer()])
    await asked.result()
    assert [said.what for said in hands.notices.of(plan)] == ["approved"], (
        "nobody is told of a question after its answer"
    )
    assert hands.book.of(plan) == [(ConfirmImplementable(round=1), at)]


async def test_of_two_answers_the_first_counts(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await asked.signal(approval.ANSWERED, answer())
    await asked.signal(approval.ANSWERED, answer())
    await asked.signal(approval.ANSWERED, answer(version_1_was_sent_back, DECIDED + SECOND))
    await hands.past(asked, IMPLEMENTABLE)
    await asked.result()
    assert [said.what for said in hands.notices.of(plan) if said.what != "asked"] == ["approved"]
    assert hands.book.of(plan) == [(ConfirmImplementable(round=1), IMPLEMENTABLE)]


async def test_an_answer_after_the_end_reaches_nobody(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await asked.signal(approval.ANSWERED, answer(question_was_withdrawn))
    await asked.result()
    with pytest.raises(RPCError, match="completed"):
        await asked.signal(approval.ANSWERED, answer())
    assert [said.what for said in hands.notices.of(plan) if said.what != "asked"] == ["withdrawn"]


async def test_a_late_start_gives_only_the_nearest_past_reminder(hands: Hands) -> None:
    plan = new_plan()
    late = REMINDED[3] + timedelta(hours=5)
    asked = await ask(hands, plan, late)
    await hands.rest(asked)
    assert hands.book.of(plan) == [(Escalate(round=1), late), (RecordReminder(round=1, number=4), late)]
    assert [said.what for said in hands.notices.of(plan)] == ["asked", "escalated", "reminder-4"]
    assert (await hands.timing(asked)).next_due == REMINDED[4]


async def test_a_restart_in_mid_life_waits_for_what_is_left(hands: Hands) -> None:
    """Days later by the ledger's clock, under another `as_of`: what was due on the 27th is due on the 27th."""
    plan = new_plan()
    again = await ask(hands, plan, datetime(2022, 6, 24, 15, tzinfo=UTC))
    await hands.until(again, REMINDED[2] - ALMOST)
    assert RecordReminder(round=1, number=3) not in [command for command, _ in hands.book.of(plan)]
    await hands.past(again, REMINDED[2])
    assert hands.book.of(plan)[-1] == (RecordReminder(round=1, number=3), REMINDED[2])
    begun = (await hands.timing(again)).begun
    gone = await hands.virtual.now(again.id) - begun
    assert abs(gone - (REMINDED[2] - datetime(2022, 6, 24, 15, tzinfo=UTC))) < timedelta(seconds=10)


async def test_a_worker_stopped_and_started_again_goes_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = new_plan()
    async with client_of(tmp_path_factory.mktemp("stopped")) as client:
        hands = Hands(client)
        async with hands.worker():
            asked = await ask(hands, plan)
            await hands.past(asked, REMINDED[0])
        await asked.signal(approval.ANSWERED, answer())
        assert len(hands.notices.of(plan)) == 2
        async with hands.worker():
            await hands.rest(asked)
            assert hands.notices.of(plan)[2:] == [("approved", LEAD, DECIDED)]
        async with hands.worker():
            await hands.past(asked, IMPLEMENTABLE)
            await asked.result()
    assert [command.name for command, _ in hands.book.of(plan)] == ["record-reminder", "confirm-implementable"]


async def test_after_a_standstill_only_the_nearest_of_several_reminders_is_given(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nobody can skip a clock while no worker runs, so here seconds of the world's time pass."""
    plan = new_plan()
    due = [ASKED + timedelta(seconds=n) for n in (2, 3, 4)]
    steps = tuple(approval.Step(at=at, reminder=n) for n, at in enumerate(due, start=1))
    async with client_of(tmp_path_factory.mktemp("standstill")) as client:
        hands = Hands(client)
        async with hands.worker():
            asked = await hands.start(approval.NAME, question(plan).model_copy(update={"steps": steps, "asked": True}))
            await hands.rest(asked)
        await asyncio.sleep(4)
        async with hands.worker():
            await hands.rest(asked)
            assert [command.number for command, _ in hands.book.of(plan)] == [3]


async def test_a_stage_that_answers_tells_the_clerk_what_comes_next_and_the_last_ends_the_round(hands: Hands) -> None:
    plan = new_plan()
    asked = await ask(hands, plan)
    await hands.past(asked, REMINDED[0])
    recommended = cabinet_approved_version_1.model_copy(update={"stage": "cabinet", "awaited": (council_to_decide,)})
    await asked.signal(approval.PASSED, answer(recommended, REMINDED[0] + timedelta(hours=3)))
    await hands.past(asked, REMINDED[1])
    await asked.signal(approval.ANSWERED, answer(council_approved_version_1, DECIDED + timedelta(days=14)))
    await hands.past(asked, DECIDED + timedelta(days=14))
    await asked.result()
    told = [(said.what, said.to) for said in hands.notices.of(plan)]
    assert told == [
        ("asked", CLERK),
        ("reminder-1", CLERK),
        ("after-cabinet", CLERK),
        ("reminder-2", CLERK),
        ("approved", LEAD),
    ]


async def test_an_answer_carried_into_a_new_run_keeps_its_time(hands: Hands) -> None:
    plan = new_plan()
    carried = {"asked": True, "answer": answer(version_1_was_sent_back), "begun": datetime.now(UTC)}
    asked = await hands.start(approval.NAME, question(plan).model_copy(update=carried))
    await asked.result()
    assert hands.notices.of(plan) == [("sent-back", LEAD, DECIDED)]


async def test_a_history_that_grows_long_goes_on_in_a_new_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    plan = new_plan()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(server.SKIPPING, "limit.historyCount.suggestContinueAsNew", "20")
        async with hands_on(tmp_path_factory.mktemp("long")) as hands:
            asked = await ask(hands, plan)
            first = (await asked.describe()).run_id
            await hands.rest(asked)
            begun = (await hands.timing(asked)).begun
            for moment in sorted([*REMINDED[:5], ESCALATED]):
                await hands.past(asked, moment)
                timing = await hands.timing(asked)
                assert (timing.as_of, timing.begun) == (ASKED, begun)
            assert (await asked.describe()).run_id != first
            await asked.signal(approval.ANSWERED, answer(at=REMINDED[4] + timedelta(hours=4)))
            await hands.past(asked, REMINDED[4] + timedelta(hours=4))
            described = await asked.describe()
            assert described.status is WorkflowExecutionStatus.COMPLETED
    told = [said.what for said in hands.notices.of(plan)]
    assert told == [
        "asked",
        "reminder-1",
        "reminder-2",
        "escalated",
        "reminder-3",
        "reminder-4",
        "reminder-5",
        "approved",
    ]
    assert [at for _, at in hands.book.of(plan)] == [
        *REMINDED[:2],
        ESCALATED,
        *REMINDED[2:5],
        REMINDED[4] + timedelta(hours=4),
    ]
