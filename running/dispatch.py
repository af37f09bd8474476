"""Hears the feed and starts and wakes workflows. It keeps no place of its own: the ledger alone says what is open."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from ledger.ledger import Ledger
from ledger.record import Record
from workflows.approval import Answer
from workflows.routes import KINDS, OPENING, Open, route, still_open
from workflows.routing import End, Heard, Route, Start, Wake

PAGE = 500
STILL_NEWS = timedelta(days=7)
"""How long cabinet's answer is told after the event to those who could not be told at once."""


class Dispatcher:
    """One follower of the ledger. `prefix` sets the book's workflows apart from all others' on the server.

    Every call may be repeated: ids are fixed, a workflow started twice is started once, and a signal heard twice says
    nothing new. `open` holds the ids of the workflows it has started and that may still run.
    """

    def __init__(self, ledger: Ledger, client: Client, task_queue: str, prefix: str = "") -> None:
        self._ledger = ledger
        self._client = client
        self._queue = task_queue
        self.prefix = prefix
        self.position = 0
        self.open: set[str] = set()

    async def reconcile(self) -> None:
        """Make Temporal agree with the ledger: start what should be open, and tell what should have ended."""
        head = await asyncio.to_thread(self._ledger.head)
        now = self._ledger.clock.now()
        running, told = await asyncio.to_thread(lambda: still_open(self._history(head), now))
        for opened in running.values():
            await self._start(opened.start, *opened.wakes)
        if told:
            await self._tell_again(told)
            await self._tell_at_last(head, told)
        self.position = head

    async def history(self) -> tuple[list[Heard], datetime]:
        """Every line that workflows know of, and the ledger's time now."""
        head = await asyncio.to_thread(self._ledger.head)
        return await asyncio.to_thread(lambda: list(self._history(head))), self._ledger.clock.now()

    async def start(self, opened: Open) -> None:
        """Start what the ledger says is open, with all that it has been told since."""
        await self._start(opened.start, *opened.wakes)

    async def tell(self, wake: Wake) -> None:
        """Tell a workflow what it should have heard, if it still runs."""
        await self._wake_if_there(wake)

    async def step(self) -> int:
        """Act on the lines after the dispatcher's position; how many there were, of whatever kind."""
        before = self.position
        head = await asyncio.to_thread(self._ledger.head)
        while True:
            lines = await asyncio.to_thread(self._ledger.after, self.position, PAGE, KINDS)
            looks: dict[str, Wake] = {}
            for line in lines:
                if line.position > head:
                    break
                for taken in route(_heard(line), self._ledger.clock.now()):
                    if isinstance(taken, Wake) and taken.look:
                        looks[taken.id] = taken
                    else:
                        await self._act(taken, line)
                self.position = line.position
            for look in looks.values():
                if look.id in self.open:  # nobody else has anything to look for
                    await self._wake(look)
            if len(lines) < PAGE or self.position >= head:
                break
        self.position = head
        return head - before

    def _history(self, head: int, plans: Sequence[str] = ()) -> Iterator[Heard]:
        position = 0
        while lines := self._ledger.after(position, PAGE, OPENING, plans):
            yield from (_heard(line) for line in lines if line.position <= head)
            position = lines[-1].position

    async def _act(self, taken: Route, line: Record) -> None:
        match taken:
            case Start():
                head = await asyncio.to_thread(self._ledger.head)
                as_of = taken.given.as_of
                running, told = await asyncio.to_thread(lambda: still_open(self._history(head, [line.stream]), as_of))
                if taken.id in running:  # else it has ended since: a line that is heard again starts nothing again
                    await self._start(running[taken.id].start, *running[taken.id].wakes)
                elif taken.id in told and isinstance(told[taken.id].given, Answer):
                    await self._start(taken, told[taken.id], once=True)
            case Wake():
                await self._wake(taken)
            case End():
                pass

    async def _start(self, start: Start, *since: Wake, once: bool = False) -> None:
        """Start it together with the first thing it has to hear, so that it never acts without knowing of it.

        One that has ended is started again, however it ended: the ledger says that it is open, and Temporal may know
        otherwise (after a backup was restored, say). `once`: not if any is known under this id.
        """
        hears = ([Wake(start.id, start.wake, start.news or start.given)] if start.wake else []) + list(since)
        try:
            await self._client.start_workflow(
                start.name,
                start.given,
                id=self.prefix + start.id,
                task_queue=self._queue,
                id_reuse_policy=(
                    WorkflowIDReusePolicy.REJECT_DUPLICATE if once else WorkflowIDReusePolicy.ALLOW_DUPLICATE
                ),
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=hears[0].signal if hears else None,
                start_signal_args=[hears[0].given] if hears else [],
            )
        except WorkflowAlreadyStartedError:
            return
        self.open.add(start.id)
        for wake in hears[1:]:
            await self._wake_if_there(wake)

    async def _wake(self, wake: Wake) -> None:
        try:
            await self._client.get_workflow_handle(self.prefix + wake.id).signal(wake.signal, wake.given)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            if not wake.last:
                await self.reconcile()

    async def _wake_if_there(self, wake: Wake) -> None:
        try:
            await self._client.get_workflow_handle(self.prefix + wake.id).signal(wake.signal, wake.given)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _tell_at_last(self, head: int, told: dict[str, Wake]) -> None:
        """An answer that came while nothing ran, to a question whose workflow never was: it is begun, to tell it."""
        now = self._ledger.clock.now()
        news = {id_: wake for id_, wake in told.items() if _is_news(wake, now)}
        plans = sorted({id_.partition("/")[0] for id_ in news})
        heard = await asyncio.to_thread(lambda: list(self._history(head, plans))) if plans else []
        for line in heard:
            for begun in route(line, now):
                if isinstance(begun, Start) and begun.id in news:
                    await self._start(begun, news[begun.id], once=True)

    async def _tell_again(self, told: dict[str, Wake]) -> None:
        """A last word may have been lost; whoever still runs though the ledger says it ended hears it again."""
        query = f"TaskQueue = '{self._queue}' AND ExecutionStatus = 'Running'"
        async for running in self._client.list_workflows(query):
            wake = told.get(running.id.removeprefix(self.prefix))
            if wake:
                await self._wake_if_there(wake)


def _is_news(wake: Wake, now: datetime) -> bool:
    answer = wake.given
    return isinstance(answer, Answer) and not answer.brought_in and now - answer.at <= STILL_NEWS


def _heard(line: Record) -> Heard:
    return Heard(plan=line.stream, at=line.at, brought_in=line.brought_in, event=line.event, position=line.position)
