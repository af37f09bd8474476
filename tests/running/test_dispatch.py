"""The dispatcher may do everything twice, and from the ledger alone it can start everything again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from given import REGISTER, day, usual_act
from hands import SECOND, Hands, Mailroom, client_of
from samples import (
    adopt_the_stated_deadline,
    agree_prompt_strategy_meetings,
    ask_cabinet,
    august_was_read,
    close_the_plan,
    define_meetings_in_time,
    open_the_plan,
    posts_held,
    receive_the_report,
    record_cabinets_approval,
    record_that_the_director_holds_the_post,
    record_that_the_director_left,
    record_the_chief_inspectors_receipt,
    record_the_secretary_of_states_receipt,
    report_strategy_meetings_under_way,
    send_the_plan_back,
    state_the_deadline_of_a_draft,
    strategy_meetings_were_given_until_january,
    vacancy_was_escalated,
    version_1_cut,
)
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from activities.gateways.folders import Outbox
from domain.authority.commands import AuthorityCommand
from domain.bringing_forward.events import ActionChased, PackFrozen
from domain.calendar import at_nine, start_of
from domain.deadline.events import DeadlineWarned
from domain.decider import PlanCommand
from domain.inspection.commands import RecordReportPublication
from domain.value import Refused
from ledger.clerk import written
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Entry, Signed, line
from papers import Case
from running.dispatch import Dispatcher
from running.player import Player
from wiring import Desk
from workflows.routing import Wake

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLAN = "glos-2022"
CHIEF, SECRETARY = "hm-chief-inspector", "secretary-of-state"
WRITTEN = datetime(2022, 6, 13, 9, tzinfo=UTC)
ASKED = datetime(2022, 6, 14, 10, tzinfo=UTC)
DECIDED = datetime(2022, 6, 22, 13, 30, tzinfo=UTC)
FILED = datetime(2022, 7, 7, 10, tzinfo=UTC)
REMINDED = at_nine(day("2022-06-17"))
IMPLEMENTABLE = start_of(day("2022-06-30"))
DAY = timedelta(days=1)
LEFT = datetime(2022, 9, 18, 9, tzinfo=UTC)
VACANCY = "authority/gloucestershire/vacancy"
MISSED = start_of(day("2022-07-16"))
APPROVAL, SUBMISSION, STATEMENT = (f"{PLAN}/{what}" for what in ("approval/1", "submission/1", "clock/statement"))
DIARY = f"{PLAN}/bring-forward"


class House:
    """A simulated book that outlives every Temporal it is given, and what came of it."""

    def __init__(self, folder: Path, client: Client | None = None) -> None:
        self.folder = folder
        self.clock = CaseClock(WRITTEN)
        self.ledger = Ledger(open_store("memory:"), REGISTER, self.clock)
        self.ledger.open_book("simulated")
        self.desk = Desk(self.ledger)
        self.mailroom = Mailroom()
        self.prefix = f"{uuid4().hex}/"
        self._shared = client
        self.hands: Hands

    def enter(self, *commands: PlanCommand, at: datetime, brought_in: bool = False) -> None:
        self.clock.put(at)
        for command in commands:
            act = usual_act(command)
            said: Any = {"by": act.by, "acting_as": act.acting_as, "brought_in": brought_in}
            self.ledger.record(Entry(plan=PLAN, command=command, **said))

    @asynccontextmanager
    async def temporal(self) -> AsyncIterator[Client]:
        """The server that all share, or one of its own whose state is in the folder."""
        if self._shared:
            yield self._shared
        else:
            async with client_of(self.folder / "temporal") as client:
                yield client

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Dispatcher]:
        """A Temporal, a worker, and a dispatcher that has reconciled before the worker came."""
        async with self.temporal() as client:
            outbox = Outbox(self.folder / "outbox")
            self.hands = Hands(client, self.desk, outbox, self.mailroom, queue=self.prefix)
            dispatcher = self.dispatcher()
            await dispatcher.reconcile()
            async with self.hands.worker():
                yield dispatcher

    def dispatcher(self) -> Dispatcher:
        return Dispatcher(self.ledger, self.hands.client, self.prefix, self.prefix)

    def lose_temporal(self) -> None:
        """Everything that Temporal knew is gone; the book stays."""
        kept = list((self.folder / "temporal").glob("temporal.db*"))
        assert kept
        for file in kept:
            file.unlink()

    def handle(self, id_: str) -> WorkflowHandle[Any, Any]:
        return self.hands.client.get_workflow_handle(self.prefix + id_)

    async def until(self, id_: str, moment: datetime) -> None:
        """Bring one workflow a second past this moment of the case."""
        await self.hands.past(self.handle(id_), moment)

    async def settle(self, dispatcher: Dispatcher) -> None:
        while await dispatcher.step():
            await self.hands.virtual.wait_settled(self.prefix + id_ for id_ in dispatcher.open)

    async def listed(self, id_: str) -> None:
        """Temporal's list of what runs lags a little behind."""
        async with asyncio.timeout(10):
            while self.prefix + id_ not in [w.id async for w in self.hands.client.list_workflows()]:
                await asyncio.sleep(0.02)

    async def status(self, id_: str) -> WorkflowExecutionStatus | None:
        return (await self.handle(id_).describe()).status

    def written(self) -> Counter[str]:
        """How often the workflows had each kind of event recorded, the clock's warnings left out."""
        lines = [line for line in self.ledger.after(0) if line.by == "workflow" and line.stream == PLAN]
        warned = [line.event for line in lines if isinstance(line.event, DeadlineWarned)]
        assert len(set(warned)) == len(warned)
        return Counter(line.kind for line in lines) - Counter({"plan.deadline-warned": len(warned)})

    def told(self) -> set[str]:
        """What people were told about the approval."""
        return {file.stem.removeprefix(f"{PLAN}-approval-1-") for file in self.outbox("approval")}

    def outbox(self, about: str) -> list[Path]:
        return sorted((self.folder / "outbox").glob(f"{PLAN}-{about}-*.txt"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with client_of(tmp_path_factory.mktemp("shared")) as shared:
        yield shared


def with_a_plan(house: House) -> House:
    """The plan is written; its past up to then is brought in, so that only the statement's clock is ahead."""
    house.enter(*version_1_cut, at=WRITTEN, brought_in=True)
    return house


@pytest.fixture
def house(tmp_path: Path, client: Client) -> House:
    """A house whose Temporal is shared with the other tests'."""
    return with_a_plan(House(tmp_path, client))


@pytest.fixture
def alone(tmp_path: Path) -> House:
    """A house with a Temporal of its own, which it may lose."""
    return with_a_plan(House(tmp_path))


async def test_every_step_may_be_taken_twice(house: House) -> None:
    async with house.at_work() as dispatcher:
        assert dispatcher.open == {STATEMENT}
        await dispatcher.reconcile()
        house.enter(ask_cabinet, at=ASKED)
        other = house.dispatcher()
        asked = house.ledger.head()
        one, both = await asyncio.gather(dispatcher.step(), other.step())
        assert one >= 1
        assert both >= asked, "the other had heard nothing yet; a warning may have come in meanwhile"
        run = (await house.handle(APPROVAL).describe()).run_id
        await asyncio.gather(dispatcher.reconcile(), other.reconcile())
        await house.until(APPROVAL, REMINDED)
        house.enter(record_cabinets_approval, at=DECIDED)
        for each in (dispatcher, other, house.dispatcher()):
            await each.step()
        await house.until(APPROVAL, IMPLEMENTABLE)
        assert (await house.handle(APPROVAL).describe()).run_id == run
        await asyncio.gather(house.settle(dispatcher), house.settle(other))
        await house.handle(SUBMISSION).result()
        await asyncio.gather(house.settle(dispatcher), house.settle(other))
        await house.handle(STATEMENT).result()
        late = house.dispatcher()
        await late.step()
        await late.reconcile()
        assert await house.status(APPROVAL) is WorkflowExecutionStatus.COMPLETED
        assert late.open == {DIARY}
    assert house.written() == WHOLE
    assert house.told() == {"asked", "reminder-1", "approved"}


WHOLE = Counter(
    {
        "plan.reminder-sent": 1,
        "plan.decision-implementable": 1,
        "plan.submission-acknowledged": 2,
        "plan.submitted-to-ofsted": 1,
    }
)


async def finish(house: House, dispatcher: Dispatcher) -> None:
    await house.until(APPROVAL, IMPLEMENTABLE)
    await house.settle(dispatcher)
    await house.handle(SUBMISSION).result()
    await house.settle(dispatcher)
    await house.handle(STATEMENT).result()


async def test_all_that_temporal_knew_is_lost_while_cabinet_is_asked(alone: House) -> None:
    async with alone.at_work() as dispatcher:
        alone.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await alone.until(APPROVAL, REMINDED)
    alone.lose_temporal()
    async with alone.at_work() as dispatcher:
        assert dispatcher.open == {STATEMENT, APPROVAL}
        assert (await alone.hands.timing(alone.handle(APPROVAL))).as_of == alone.clock.now()
        alone.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        await finish(alone, dispatcher)
    assert alone.written() == WHOLE
    assert alone.told() == {"asked", "reminder-1", "approved"}


async def test_a_vacancy_is_escalated_once_though_temporal_never_knew_of_it(house: House) -> None:
    """One post was left while nothing ran, and another was filled again in time."""
    council, first, second = "authority/gloucestershire", f"{VACANCY}/1", f"{VACANCY}/2"

    def of_the_authority(*commands: AuthorityCommand, at: datetime) -> None:
        house.clock.put(at)
        for command in commands:
            act = usual_act(command)
            house.ledger.record(Entry(plan=council, command=command, by=act.by, acting_as=act.acting_as))

    lead = record_that_the_director_holds_the_post.model_copy(
        update={"post": "head-of-safeguarding", "holder": "hos-01"}
    )
    left = record_that_the_director_left.model_copy(update={"post": lead.post, "holder": "hos-01"})
    of_the_authority(*posts_held, lead, record_that_the_director_left, left, at=LEFT)
    async with house.at_work() as dispatcher:
        assert {first, second} <= dispatcher.open
        of_the_authority(lead.model_copy(update={"holder": "hos-02", "since": day("2022-09-17")}), at=LEFT + DAY)
        await dispatcher.step()
        await house.handle(second).result()
        await house.until(first, at_nine(day("2022-09-26")))
        await house.settle(dispatcher)
        await house.handle(first).result()
        await house.dispatcher().reconcile()
    escalated = [line.event for line in house.ledger.lines(council) if line.by == "workflow"]
    assert escalated == [vacancy_was_escalated]
    (told,) = (house.folder / "outbox").glob("authority-gloucestershire-*.txt")
    assert "To: Monitoring Officer" in told.read_text(encoding="utf-8")


async def test_all_that_temporal_knew_is_lost_in_the_call_in(alone: House) -> None:
    """The reminder of 22 June and the escalation of the 23rd are past by then, and are not made up for."""
    async with alone.at_work() as dispatcher:
        alone.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await alone.until(APPROVAL, REMINDED)
        alone.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        await alone.settle(dispatcher)
    alone.lose_temporal()
    alone.clock.put(DECIDED + timedelta(days=3))
    async with alone.at_work() as dispatcher:
        await finish(alone, dispatcher)
    assert alone.written() == WHOLE
    assert alone.told() == {"asked", "reminder-1", "approved"}
    assert len(alone.mailroom.parcels) == 2


async def test_all_that_temporal_knew_is_lost_between_two_receipts(alone: House) -> None:
    async with alone.at_work() as dispatcher:
        alone.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await alone.until(APPROVAL, REMINDED)
        alone.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        alone.mailroom.fails[PLAN, SECRETARY] = 1_000
        await alone.until(APPROVAL, IMPLEMENTABLE)
        await dispatcher.step()
        while not alone.written()["plan.submission-acknowledged"]:
            await asyncio.sleep(0.02)
    alone.lose_temporal()
    alone.mailroom.fails.clear()
    async with alone.at_work() as dispatcher:
        assert dispatcher.open == {STATEMENT, SUBMISSION}
        await alone.handle(SUBMISSION).result()
        await dispatcher.step()
        await alone.handle(STATEMENT).result()
    assert alone.written() == WHOLE
    sent = [parcel.addressee for parcel in alone.mailroom.parcels]
    assert sent.count(CHIEF) == 1
    assert len(alone.mailroom.receipts) == 2


async def test_a_restart_never_acts_without_the_answer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It starts with what it has to hear, even if we die at once."""
    house.enter(ask_cabinet, at=ASKED)
    house.enter(record_cabinets_approval, at=DECIDED)

    async def dead(*_: Any, **__: Any) -> None:
        raise RPCError("we are gone", RPCStatusCode.UNAVAILABLE, b"")

    monkeypatch.setattr(WorkflowHandle, "signal", dead)
    async with house.at_work():
        await house.hands.rest(house.handle(APPROVAL))
        assert house.told() == {"approved"}


async def test_a_last_word_that_was_lost_is_told_again(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        house.enter(send_the_plan_back, at=DECIDED)
        await house.listed(APPROVAL)
        assert await house.status(APPROVAL) is WorkflowExecutionStatus.RUNNING
        await house.dispatcher().reconcile()
        await house.handle(APPROVAL).result()
        await house.dispatcher().reconcile()
    assert house.told() == {"asked", "sent-back"}


async def test_an_answer_and_a_date_that_were_lost_are_told_again(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        house.enter(record_cabinets_approval, state_the_deadline_of_a_draft, adopt_the_stated_deadline, at=DECIDED)
        await house.dispatcher().reconcile()
        await house.hands.rest(house.handle(APPROVAL))
        assert (await house.hands.timing(house.handle(APPROVAL))).next_due == IMPLEMENTABLE
        await house.hands.rest(house.handle(STATEMENT))
        assert (await house.hands.timing(house.handle(STATEMENT))).next_due == at_nine(day("2022-06-30"))


async def test_a_dispatcher_that_was_away_catches_up(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        house.enter(send_the_plan_back, at=DECIDED)
        assert await dispatcher.step() == 2
        await house.handle(APPROVAL).result()
        assert house.told() >= {"sent-back"}


async def test_a_yes_that_finds_nobody_starts_who_should_have_heard_it(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await house.handle(APPROVAL).terminate()
        house.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        await house.hands.rest(house.handle(APPROVAL))
        assert (await house.hands.timing(house.handle(APPROVAL))).next_due == IMPLEMENTABLE


async def test_a_question_that_was_brought_in_wakes_nobody(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, record_cabinets_approval, at=datetime(2022, 7, 14, 9, tzinfo=UTC), brought_in=True)
        await dispatcher.step()
        await house.handle(APPROVAL).result()
        assert house.told() == set()
        assert "plan.reminder-sent" not in house.written()


async def test_a_workflow_that_failed_is_started_again_once_all_is_mended(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        house.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        await house.hands.rest(house.handle(APPROVAL))
        house.desk.enter = refuse_everything  # type: ignore[method-assign, assignment]
        await house.until(APPROVAL, IMPLEMENTABLE)
        with pytest.raises(WorkflowFailureError):
            await house.handle(APPROVAL).result()
        assert await house.status(APPROVAL) is WorkflowExecutionStatus.FAILED
    house.desk = Desk(house.ledger)
    house.clock.put(IMPLEMENTABLE + SECOND)
    async with house.at_work() as dispatcher:
        await house.handle(APPROVAL).result()
        await house.settle(dispatcher)
        await house.handle(SUBMISSION).result()
    assert house.written()["plan.submitted-to-ofsted"] == 1


def refuse_everything(plan: str, *_: object) -> bool:
    """A book whose rules say no, for good, to all that a workflow asks."""
    raise Refused("plan-is-open", f"There is no plan {plan}: open it first.")


async def test_a_report_published_before_its_receipt_was_recorded_is_not_chased(tmp_path: Path, client: Client) -> None:
    house = House(tmp_path, client)
    published = RecordReportPublication(publisher="authority", published_on=day("2022-05-05"), where="Shire Hall")
    house.enter(version_1_cut[0], published, at=WRITTEN)
    async with house.at_work() as dispatcher:
        house.enter(receive_the_report, at=ASKED)
        await dispatcher.step()
        assert dispatcher.open == {STATEMENT}
        await house.hands.rest(house.handle(STATEMENT))
        house.enter(
            adopt_the_stated_deadline.model_copy(update={"duty": "report", "basis": "extended"}),
            at=ASKED + SECOND,
        )
        await dispatcher.step()
        other = house.dispatcher()
        await other.reconcile()
        assert dispatcher.open == other.open == {STATEMENT}


async def test_a_missed_date_is_watched_again_when_another_is_adopted(house: House) -> None:
    async with house.at_work() as dispatcher:
        await house.until(STATEMENT, MISSED)
        await house.handle(STATEMENT).result()
        house.enter(
            adopt_the_stated_deadline.model_copy(update={"due": day("2022-08-31"), "basis": "extended"}), at=MISSED
        )
        for each in (dispatcher, house.dispatcher()):
            await each.step()
            await each.reconcile()
        await house.hands.rest(house.handle(STATEMENT))
        timing = await house.hands.timing(house.handle(STATEMENT))
        assert timing.next_due == at_nine(day("2022-07-19"))
    assert house.written()["plan.deadline-missed"] == 1


async def test_two_books_on_one_server_do_not_hear_each_others_last_words(house: House) -> None:
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        other = Dispatcher(house.ledger, house.hands.client, house.prefix, f"other-{house.prefix}")
        await other.step()
        house.enter(send_the_plan_back, at=DECIDED)
        await house.listed(APPROVAL)
        await dispatcher.reconcile()
        await house.handle(APPROVAL).result()
        described = await house.hands.client.get_workflow_handle(f"other-{house.prefix}{APPROVAL}").describe()
        assert described.status is WorkflowExecutionStatus.RUNNING


async def in_delivery(house: House, dispatcher: Dispatcher) -> None:
    """The plan was approved and sent before the book was kept."""
    receipts = (record_the_chief_inspectors_receipt, record_the_secretary_of_states_receipt)
    house.enter(ask_cabinet, record_cabinets_approval, *receipts, at=FILED, brought_in=True)
    await dispatcher.step()
    await house.hands.rest(house.handle(DIARY))


async def test_a_diary_that_temporal_lost_is_kept_on_and_of_what_was_missed_tells_the_latest(house: House) -> None:
    async with house.at_work() as dispatcher:
        await in_delivery(house, dispatcher)
        await house.until(DIARY, at_nine(day("2022-07-18")))
        await house.handle(DIARY).terminate()
        house.clock.put(at_nine(day("2022-11-10")))
        await house.dispatcher().reconcile()
        await house.hands.rest(house.handle(DIARY))
        house.enter(close_the_plan, at=at_nine(day("2022-11-11")))
        await dispatcher.step()
        await house.handle(DIARY).result()
    brought = [line.event for line in house.ledger.after(0) if line.by == "workflow"]
    assert [(e.number, e.until) for e in brought if isinstance(e, PackFrozen)] == [
        (1, day("2022-07-18")),
        (2, day("2022-10-10")),
    ]
    assert [(e.action, e.rung) for e in brought if isinstance(e, ActionChased)] == [("A1", 5)]
    assert len(house.outbox("bring-forward")) == 3


async def test_lines_that_move_what_falls_due_wake_the_diary_once_a_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.at_work() as dispatcher:
        await in_delivery(house, dispatcher)
        woken: list[Wake] = []

        async def noted(wake: Wake) -> None:
            woken.append(wake)

        monkeypatch.setattr(dispatcher, "_wake", noted)
        for n in range(12):
            progress = {"note": f"Word {n}.", "as_of": day("2022-07-06")}
            house.enter(report_strategy_meetings_under_way.model_copy(update=progress), at=FILED)
        assert await dispatcher.step() == 12
        assert [(wake.id, wake.look) for wake in woken] == [(DIARY, True)]


async def test_a_plan_of_60_000_lines_is_approved_and_its_workflows_histories_stay_short(house: House) -> None:
    fill(house, 60_000)
    async with house.at_work() as dispatcher:
        house.enter(ask_cabinet, at=ASKED)
        await dispatcher.step()
        await house.until(APPROVAL, REMINDED)
        house.enter(record_cabinets_approval, at=DECIDED)
        await dispatcher.step()
        await finish(house, dispatcher)
        await house.hands.rest(house.handle(DIARY))
        for id_ in (APPROVAL, SUBMISSION, STATEMENT, DIARY):
            assert (await house.handle(id_).describe()).history_length < 100
    plan = house.ledger.plan(PLAN)
    assert plan
    assert plan.submitted


def fill(house: House, lines: int) -> None:
    """So many readings and new dates of one action, written by no rule; its due date is in the end what it was."""
    house.enter(define_meetings_in_time, at=WRITTEN)
    signed = Signed(plan=PLAN, by="dcs-01", acting_as="director-of-childrens-services")
    re_dated = strategy_meetings_were_given_until_january.model_copy(update={"due": day("2022-10-31")})
    first, begun = house.ledger.store.length(PLAN) + 1, day("1980-01-01")
    events = (
        re_dated if n % 6 else august_was_read.model_copy(update={"as_of": begun + timedelta(n)}) for n in range(lines)
    )
    house.ledger.store.append(
        [
            written(line(signed, event, number, WRITTEN, WRITTEN.date(), None))
            for number, event in enumerate(events, start=first)
        ]
    )


async def test_what_falls_due_is_played_at_nine_of_its_day(tmp_path: Path, client: Client) -> None:
    house = House(tmp_path, client)
    lead = {"by": "dcs-01", "acting_as": "director-of-childrens-services", "plan": PLAN}
    said = agree_prompt_strategy_meetings.model_dump(mode="json", exclude_none=True)
    action = {**said, "findings": [], "due": "2022-10-31"}
    opening = {**open_the_plan.model_dump(mode="json"), "stage": "delivery"}
    acts = [
        {**lead, "at": "2022-10-03T10:00:00+01:00", "do": "open-plan", "with": opening},
        {**lead, "at": "2022-10-03T10:05:00+01:00", "do": "agree-action", "with": action},
    ]
    case = Case.model_validate(
        {"case": 1, "title": "A diary", "sources": ["None."], "acts": acts, "until": "2022-12-31T12:00:00+00:00"}
    )
    house.clock.put(case.begins)
    async with house.at_work() as dispatcher:
        await Player(house.ledger, house.hands.client, dispatcher, lambda _: None).play(case)
    brought = [line for line in house.ledger.after(0) if line.by == "workflow" and line.stream == PLAN]
    assert [(line.at, line.event.kind) for line in brought] == [
        (at_nine(day("2022-10-10")), "plan.pack-frozen"),
        (at_nine(day("2022-10-17")), "plan.action-chased"),
        (at_nine(day("2022-10-31")), "plan.action-chased"),
        (at_nine(day("2022-11-07")), "plan.action-chased"),
        (at_nine(day("2022-11-21")), "plan.pack-frozen"),
        (at_nine(day("2022-11-28")), "plan.action-chased"),
    ]
