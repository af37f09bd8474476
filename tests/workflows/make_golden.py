"""Lives each path of each workflow on a real server and keeps its history.

    PYTHONPATH=.:tests .venv/bin/python tests/workflows/make_golden.py

The histories in golden/ are what workflows of the releases in use have behind them, and test_replay.py replays them.
So they are added to and not made anew, unless no workflow that began before can be running anywhere: name the paths to
make (`make_golden.py approved clock-moved`), or none for those that are not there yet.
"""

import asyncio
import json
import os
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from given import day, given, plan_after
from hands import SECOND, Hands, client_of, hands_on
from samples import (
    ask_cabinet,
    cabinet_approved_version_1,
    cabinet_refused_version_1,
    cabinet_was_asked,
    call_in_was_withdrawn,
    computed_deadline_was_adopted,
    council_approved_version_1,
    council_to_decide,
    decision_became_implementable,
    director_held_the_post,
    directors_post_was_vacant,
    plan_was_closed,
    plan_was_submitted,
    question_was_withdrawn,
    record_cabinets_approval,
    reminders_were_moved,
    strategy_meetings_were_given_until_january,
    validly_called_in,
    version_1_cut,
    version_1_was_sent_back,
    withdraw_the_call_in,
)
from samples import submitted as submitted_plan
from temporalio.client import WorkflowHandle

from domain.calendar import ENGLAND_AND_WALES, at_nine, start_of
from domain.clocks import warnings
from domain.value import Event
from running import server
from workflows import clock
from workflows.routes import route
from workflows.routing import Heard, Start, Wake

GOLDEN = Path(__file__).parent / "golden"

Handle = WorkflowHandle[Any, Any]
RECEIVED = datetime(2022, 4, 1, 8, 35, tzinfo=UTC)
ASKED = datetime(2022, 6, 14, 10, tzinfo=UTC)
DECIDED = datetime(2022, 6, 22, 13, 30, tzinfo=UTC)
REMINDED = at_nine(day("2022-06-17"))
IMPLEMENTABLE = start_of(day("2022-06-30"))
WITHDRAWN = datetime(2022, 7, 1, 9, tzinfo=UTC)
LEFT = datetime(2022, 9, 17, 9, tzinfo=UTC)
FILED = datetime(2022, 10, 3, 10, tzinfo=UTC)
MOVED_ON = datetime(2022, 6, 20, 12, tzinfo=UTC)


async def begin(hands: Hands, event: Event, as_of: datetime, plan: str) -> Handle:
    [start] = [step for step in route(Heard(plan, as_of, False, event), as_of) if isinstance(step, Start)]
    return await hands.start(start.name, start.given, start.id)


async def hear(handle: Handle, event: Event, at: datetime) -> None:
    [wake] = [step for step in route(Heard("any", at, False, event), at) if isinstance(step, Wake)]
    await handle.signal(wake.signal, wake.given)


async def asked(hands: Hands, plan: str) -> Handle:
    """Open: it waits after the first reminder."""
    question = await begin(hands, cabinet_was_asked, ASKED, plan)
    await hands.past(question, REMINDED)
    return question


async def call_in(hands: Hands, plan: str) -> Handle:
    """Open: it waits out the call-in."""
    question = await asked(hands, plan)
    await hear(question, cabinet_approved_version_1, DECIDED)
    await hands.rest(question)
    return question


async def approved(hands: Hands, plan: str) -> Handle:
    question = await call_in(hands, plan)
    await hands.past(question, IMPLEMENTABLE)
    return question


async def called_in(hands: Hands, plan: str) -> Handle:
    """Called in: the rules refused to implement it, until the notice was withdrawn."""
    question = await call_in(hands, plan)
    hands.book.plans[plan] = plan_after(*validly_called_in)
    await hands.past(question, IMPLEMENTABLE)
    hands.book.plans[plan] = plan_after(*validly_called_in, withdraw_the_call_in)
    await hear(question, call_in_was_withdrawn, WITHDRAWN)
    await question.result()
    return question


async def chasing_moved(hands: Hands, plan: str) -> Handle:
    """The calendar was revised after the first reminder: what was due on 22 June comes on the 23rd."""
    question = await asked(hands, plan)
    await hear(question, reminders_were_moved, MOVED_ON)
    await hands.past(question, at_nine(day("2022-06-23")))
    await hear(question, cabinet_refused_version_1, at_nine(day("2022-06-24")))
    await question.result()
    return question


async def refused(hands: Hands, plan: str) -> Handle:
    return await answered(hands, plan, cabinet_refused_version_1)


async def sent_back(hands: Hands, plan: str) -> Handle:
    return await answered(hands, plan, version_1_was_sent_back)


async def withdrawn(hands: Hands, plan: str) -> Handle:
    """Withdrawn before the first reminder."""
    question = await begin(hands, cabinet_was_asked, ASKED, plan)
    await hands.rest(question)
    await hear(question, question_was_withdrawn, ASKED + timedelta(days=1))
    await question.result()
    return question


async def escalated(hands: Hands, plan: str) -> Handle:
    """Escalated and reminded to the last, and approved after all."""
    question = await begin(hands, cabinet_was_asked, ASKED, plan)
    await hands.past(question, at_nine(cabinet_was_asked.remind_on[-1]))
    await hear(question, cabinet_approved_version_1, at_nine(day("2022-07-20")))
    await question.result()
    return question


async def on_a_route(hands: Hands, plan: str) -> Handle:
    """Cabinet recommended after the first reminder, and full council decided after the second."""
    question = await asked(hands, plan)
    recommended = cabinet_approved_version_1.model_copy(update={"stage": "cabinet", "awaited": (council_to_decide,)})
    await hear(question, recommended, MOVED_ON)
    await hands.past(question, at_nine(day("2022-06-22")))
    await hear(question, council_approved_version_1, at_nine(day("2022-07-06")))
    await question.result()
    return question


async def answered(hands: Hands, plan: str, event: Event) -> Handle:
    question = await asked(hands, plan)
    await hear(question, event, DECIDED)
    await question.result()
    return question


async def restarted(hands: Hands, plan: str) -> Handle:
    """Open: begun late, after the escalation, and waiting for the next reminder."""
    question = await begin(hands, cabinet_was_asked, at_nine(day("2022-06-28")), plan)
    await hands.rest(question)
    return question


async def clock_waiting(hands: Hands, plan: str) -> Handle:
    """Open: it waits after the second warning."""
    counted = await begin(hands, computed_deadline_was_adopted, RECEIVED, plan)
    await hands.past(counted, at_nine(day("2022-06-17")))
    return counted


async def clock_done(hands: Hands, plan: str) -> Handle:
    counted = await clock_waiting(hands, plan)
    await counted.signal(clock.DONE, clock.Done(at=MOVED_ON))
    await counted.result()
    return counted


async def clock_missed(hands: Hands, plan: str) -> Handle:
    counted = await begin(hands, computed_deadline_was_adopted, RECEIVED, plan)
    await hands.past(counted, start_of(day("2022-07-16")))
    return counted


async def clock_moved(hands: Hands, plan: str) -> Handle:
    """Moved to another date, and then that was missed too."""
    counted = await clock_waiting(hands, plan)
    due = day("2022-07-29")
    later = {"adoption": 2, "due": due, "warnings": warnings(due, ENGLAND_AND_WALES)}
    start, _ = route(Heard(plan, MOVED_ON, False, computed_deadline_was_adopted.model_copy(update=later)), MOVED_ON)
    await counted.signal(clock.MOVED, start.given)  # type: ignore[union-attr]
    await hands.past(counted, start_of(day("2022-07-30")))
    return counted


async def submitted(hands: Hands, plan: str) -> Handle:
    sent = await send(hands, plan)
    await sent.result()
    return sent


async def submitted_late(hands: Hands, plan: str) -> Handle:
    """The first addressee could not be reached at once."""
    hands.mailroom.fails[plan, "hm-chief-inspector"] = 5
    sent = await send(hands, plan)
    await hands.virtual.move(sent.id, timedelta(minutes=5))
    await sent.result()
    return sent


async def submitting(hands: Hands, plan: str) -> Handle:
    """Open: one receipt is in, the other addressee cannot be reached."""
    hands.mailroom.fails[plan, "secretary-of-state"] = 1_000
    sent = await send(hands, plan)
    await hands.virtual.move(sent.id, timedelta(seconds=10))
    return sent


async def send(hands: Hands, plan: str) -> Handle:
    yes = record_cabinets_approval.model_copy(update={"digest": None})
    state = given(*version_1_cut, ask_cabinet, yes, stream=plan).plan
    assert state is not None
    hands.book.plans[plan] = state
    version = state.version(1)
    assert version is not None
    event = decision_became_implementable.model_copy(update={"digest": version.digest})
    return await begin(hands, event, IMPLEMENTABLE, plan)


async def vacant(hands: Hands, authority: str) -> Handle:
    """Open: it waits for somebody to hold the post."""
    post = await begin(hands, directors_post_was_vacant, LEFT, authority)
    await hands.rest(post)
    return post


async def vacancy_filled(hands: Hands, authority: str) -> Handle:
    post = await vacant(hands, authority)
    await hear(post, director_held_the_post.but(ends_vacancy=1), LEFT + timedelta(days=3))
    await post.result()
    return post


async def vacancy_escalated(hands: Hands, authority: str) -> Handle:
    post = await vacant(hands, authority)
    await hands.past(post, at_nine(day("2022-09-26")))
    await post.result()
    return post


async def diary_waiting(hands: Hands, plan: str) -> Handle:
    """Open: it waits after an action's first reminder, and after it was told to look again."""
    hands.book.plans[plan] = plan_after(*submitted_plan).but(id=plan)
    kept = await begin(hands, plan_was_submitted, FILED, plan)
    await hands.past(kept, at_nine(day("2022-10-17")))
    await hear(kept, strategy_meetings_were_given_until_january, at_nine(day("2022-10-18")))
    await hands.rest(kept)
    return kept


async def diary_ended(hands: Hands, plan: str) -> Handle:
    kept = await diary_waiting(hands, plan)
    await hear(kept, plan_was_closed, at_nine(day("2022-10-19")))
    await kept.result()
    return kept


CLOSED: dict[str, Callable[[Hands, str], Awaitable[Handle]]] = {
    "approved": approved,
    "called-in": called_in,
    "chasing-moved": chasing_moved,
    "refused": refused,
    "sent-back": sent_back,
    "withdrawn": withdrawn,
    "on-a-route": on_a_route,
    "escalated": escalated,
    "clock-done": clock_done,
    "clock-missed": clock_missed,
    "clock-moved": clock_moved,
    "submitted": submitted,
    "submitted-late": submitted_late,
    "vacancy-filled": vacancy_filled,
    "vacancy-escalated": vacancy_escalated,
    "diary-ended": diary_ended,
}
OPEN: dict[str, Callable[[Hands, str], Awaitable[Handle]]] = {
    "open-asked": asked,
    "open-call-in": call_in,
    "open-restarted": restarted,
    "open-clock": clock_waiting,
    "open-submitting": submitting,
    "open-vacant": vacant,
    "open-diary": diary_waiting,
}
PATHS = CLOSED | OPEN
CONTINUED = "open-continued"
"""The second run of an approval whose history grew long; it needs a server that suggests to continue early."""
DIARY_CONTINUED = "open-diary-continued"
"""The same of a diary."""


async def make(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with client_of(Path(folder)) as client:
            hands = Hands(client)
            for name in paths:
                if name in PATHS:
                    async with hands.worker():
                        handle = await PATHS[name](hands, name)
                        assert ((await handle.describe()).close_time is None) == (name in OPEN)
                        await keep(name, handle)
    if CONTINUED in paths:
        server.SKIPPING["limit.historyCount.suggestContinueAsNew"] = "10"
        with tempfile.TemporaryDirectory() as folder:
            async with hands_on(Path(folder)) as hands:
                handle = await asked(hands, CONTINUED)
                await hands.past(handle, at_nine(day("2022-06-22")) - SECOND)
                assert (await hands.timing(handle)).next_due
                await keep(CONTINUED, handle)
    if DIARY_CONTINUED in paths:
        server.SKIPPING["limit.historyCount.suggestContinueAsNew"] = "10"
        with tempfile.TemporaryDirectory() as folder:
            async with hands_on(Path(folder)) as hands:
                await keep(DIARY_CONTINUED, await diary_waiting(hands, DIARY_CONTINUED))


def _without_traces(part: dict[str, object]) -> dict[str, object]:
    """A stack trace names this machine's folders and says nothing that is replayed."""
    return {key: value for key, value in part.items() if key != "stackTrace"}


async def keep(name: str, handle: Handle) -> None:
    """One event a line, and our process and machine under another name."""
    us = f"{os.getpid()}@{socket.gethostname()}"
    history = json.loads((await handle.fetch_history()).to_json(), object_hook=_without_traces)
    events = ",\n".join(json.dumps(event, sort_keys=True, separators=(",", ":")) for event in history["events"])
    (GOLDEN / f"{name}.json").write_text(f'{{"events":[\n{events}\n]}}\n'.replace(us, "minutebook"), encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    missing = [name for name in [*PATHS, CONTINUED, DIARY_CONTINUED] if not (GOLDEN / f"{name}.json").exists()]
    asyncio.run(make(sys.argv[1:] or missing))
