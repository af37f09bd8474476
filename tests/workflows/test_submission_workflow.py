"""ofsted-submission sends the approved bytes to every addressee, and each gives one receipt."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import pytest_asyncio
from given import day, given
from hands import Hands, client_of, hands_on, new_plan
from samples import ask_cabinet, record_cabinets_approval, version_1_cut
from temporalio.client import WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ActivityError, ApplicationError

from domain.calendar import start_of
from domain.plan import Plan
from domain.submission.commands import AcknowledgeSubmission
from workflows import submission

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHIEF, SECRETARY = "hm-chief-inspector", "secretary-of-state"
IMPLEMENTABLE = start_of(day("2022-06-30"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hands(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hands]:
    async with hands_on(tmp_path_factory.mktemp("submissions")) as ready:
        yield ready


def approved(hands: Hands) -> str:
    """A plan of its own, approved, in the book; its id."""
    plan = new_plan()
    yes = record_cabinets_approval.model_copy(update={"digest": None})
    state = given(*version_1_cut, ask_cabinet, yes, stream=plan).plan
    assert state is not None
    hands.book.plans[plan] = state
    return plan


def digest(hands: Hands, plan: str) -> str:
    state: Plan = hands.book.plans[plan]
    version = state.version(1)
    assert version is not None
    return version.digest


async def submit(hands: Hands, plan: str, as_of: datetime = IMPLEMENTABLE, **change: Any) -> WorkflowHandle[Any, Any]:
    duty = submission.Approval(as_of=as_of, plan=plan, round=1, digest=digest(hands, plan))
    return await hands.start(submission.NAME, duty.model_copy(update=change))


def receipts(hands: Hands, plan: str) -> list[str]:
    """Who gave a receipt, once for each time it was recorded."""
    return [c.addressee for c, _ in hands.book.of(plan) if isinstance(c, AcknowledgeSubmission)]


async def test_every_addressee_gets_the_approved_bytes_and_gives_a_receipt(hands: Hands) -> None:
    plan = approved(hands)
    await (await submit(hands, plan)).result()
    assert receipts(hands, plan) == [CHIEF, SECRETARY]
    assert hands.book.plans[plan].submitted
    for parcel in hands.mailroom.of(plan):
        assert sha256(parcel.content.encode()).hexdigest() == parcel.digest == digest(hands, plan)
    [(first, at), _] = hands.book.of(plan)
    assert isinstance(first, AcknowledgeSubmission)
    assert (first.sent_on, at) == (day("2022-06-30"), IMPLEMENTABLE)


async def test_one_that_cannot_be_reached_does_not_hold_up_the_next(hands: Hands) -> None:
    plan = approved(hands)
    hands.mailroom.fails[plan, CHIEF] = 5
    sent = await submit(hands, plan)
    await hands.virtual.move(sent.id, timedelta(minutes=5))
    await sent.result()
    assert receipts(hands, plan) == [SECRETARY, CHIEF]
    assert [parcel.addressee for parcel in hands.mailroom.of(plan)] == [*[CHIEF] * 3, SECRETARY, *[CHIEF] * 3]
    assert len({parcel.key for parcel in hands.mailroom.of(plan)}) == 2
    assert hands.book.plans[plan].submitted


async def test_neither_can_be_reached_for_days(hands: Hands) -> None:
    plan = approved(hands)
    hands.mailroom.fails.update({(plan, CHIEF): 12, (plan, SECRETARY): 10})
    sent = await submit(hands, plan)
    await hands.virtual.move(sent.id, timedelta(days=2))
    await sent.result()
    assert sorted(receipts(hands, plan)) == [CHIEF, SECRETARY]
    assert len({parcel.key for parcel in hands.mailroom.of(plan)}) == 2


async def test_a_version_that_the_rules_refuse_ends_it_visibly_and_sends_nothing(hands: Hands) -> None:
    plan = approved(hands)
    sent = await submit(hands, plan, digest="0" * 64)
    with pytest.raises(WorkflowFailureError) as failed:
        await sent.result()
    assert isinstance(failed.value.cause, ActivityError)
    refusal = failed.value.cause.cause
    assert isinstance(refusal, ApplicationError)
    assert refusal.type == "submitted-is-approved"
    assert "(rule: submitted-is-approved)" in str(refusal)
    assert hands.mailroom.of(plan) == []


async def test_a_round_that_is_over_sends_nothing(hands: Hands) -> None:
    plan = approved(hands)
    await (await submit(hands, plan, round=2)).result()
    assert hands.mailroom.of(plan) == []


async def test_a_second_run_sends_nothing_twice(hands: Hands) -> None:
    plan = approved(hands)
    for _ in range(2):
        await (await submit(hands, plan)).result()
    assert receipts(hands, plan) == [CHIEF, SECRETARY]
    assert len(hands.mailroom.of(plan)) == 2


async def test_a_receipt_recorded_by_hand_meanwhile_ends_the_sending(hands: Hands) -> None:
    plan = approved(hands)
    hands.mailroom.fails[plan, CHIEF] = 1_000
    sent = await submit(hands, plan)
    await hands.virtual.move(sent.id, timedelta(minutes=3))
    by_hand = {"digest": digest(hands, plan), "addressee": CHIEF, "receipt": "by-hand", "sent_on": day("2022-06-30")}
    hands.book.enter(plan, AcknowledgeSubmission.model_validate(by_hand), IMPLEMENTABLE + timedelta(minutes=3))
    tried = len(hands.mailroom.of(plan))
    await hands.virtual.move(sent.id, timedelta(minutes=3))
    await sent.result()
    assert len(hands.mailroom.of(plan)) == tried
    assert hands.book.plans[plan].submission.receipts[CHIEF].receipt == "by-hand"


async def test_a_worker_that_stops_between_two_receipts(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with client_of(tmp_path_factory.mktemp("between")) as client:
        hands = Hands(client)
        plan = approved(hands)
        hands.mailroom.fails[plan, SECRETARY] = 4
        sent = await submit(hands, plan)
        async with hands.worker():
            while receipts(hands, plan) != [CHIEF]:
                await hands.virtual.move(sent.id, timedelta(milliseconds=100))
        assert (await sent.describe()).status is WorkflowExecutionStatus.RUNNING
        async with hands.worker():
            await hands.virtual.move(sent.id, timedelta(minutes=5))
            await sent.result()
    assert receipts(hands, plan) == [CHIEF, SECRETARY]
    assert [p.addressee for p in hands.mailroom.of(plan)].count(CHIEF) == 1


async def test_a_line_recorded_at_midnight_counts_for_the_day_in_london(hands: Hands) -> None:
    plan = approved(hands)
    await (await submit(hands, plan, datetime(2022, 6, 30, 23, 30, tzinfo=UTC))).result()
    [(first, _), _] = hands.book.of(plan)
    assert isinstance(first, AcknowledgeSubmission)
    assert first.sent_on == day("2022-07-01")
