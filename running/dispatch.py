"""Hears the feed and starts and wakes workflows. It keeps no place of its own: the ledger alone says what is open."""

import asyncio
from collections.abc import Iterator, Sequence

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from ledger.ledger import Ledger
from ledger.record import Record
from workflows.routes import KINDS, End, Heard, Route, Start, Wake, route, still_open

PAGE = 500


class Dispatcher:
    """One follower of the ledger. `prefix` sets the workflows of a simulated book apart from all others'.

    Every call may be repeated: ids are fixed, a workflow started twice is started once, and a signal heard twice says
    nothing new. `open` holds the ids of the workflows it has started and that may still run.
    """

    def __init__(self, ledger: Ledger, client: Client, task_queue: str, prefix: str = "") -> None:
        self._ledger = ledger
        self._client = client
        self._queue = task_queue
        self._prefix = prefix
        self.position = 0
        self.open: set[str] = set()

    async def reconcile(self) -> None:
        """Make Temporal agree with the ledger: start what should be open, and tell what should have ended."""
        head = await asyncio.to_thread(self._ledger.head)
        heard = await asyncio.to_thread(lambda: list(self._history(head)))
        running, told = still_open(heard, self._ledger.clock.now())
        for opened in running.values():
            await self._start(opened.start, *opened.wakes)
        if told:
            await self._tell_again(told)
        self.position = head

    async def step(self) -> int:
        """Act on the lines after the dispatcher's position; how many there were, of whatever kind."""
        before = self.position
        head = await asyncio.to_thread(self._ledger.head)
        while True:
            lines = await asyncio.to_thread(self._ledger.after, self.position, PAGE, KINDS)
            for line in lines:
                if line.position > head:
                    break
                for taken in route(_heard(line), self._ledger.clock.now()):
                    await self._act(taken, line)
                self.position = line.position
            if len(lines) < PAGE or self.position >= head:
                break
        self.position = head
        return head - before

    def _history(self, head: int, plans: Sequence[str] = ()) -> Iterator[Heard]:
        position = 0
        while lines := self._ledger.after(position, PAGE, KINDS, plans):
            yield from (_heard(line) for line in lines if line.position <= head)
            position = lines[-1].position

    async def _act(self, taken: Route, line: Record) -> None:
        match taken:
            case Start():
                before = await asyncio.to_thread(lambda: list(self._history(line.position - 1, [line.stream])))
                _, told = still_open(before, taken.given.as_of)
                if taken.id not in told:
                    await self._start(taken)
            case Wake():
                await self._wake(taken)
            case End():
                pass

    async def _start(self, start: Start, *since: Wake) -> None:
        """Start it together with the first thing it has to hear, so that it never acts without knowing of it.

        One that failed is started again: the ledger says that it is open, and what it failed of may be mended by now.
        """
        hears = ([Wake(start.id, start.wake, start.given)] if start.wake else []) + list(since)
        try:
            await self._client.start_workflow(
                start.name,
                start.given,
                id=self._prefix + start.id,
                task_queue=self._queue,
                id_reuse_policy=(
                    WorkflowIDReusePolicy.ALLOW_DUPLICATE
                    if start.wake
                    else WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
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
            await self._client.get_workflow_handle(self._prefix + wake.id).signal(wake.signal, wake.given)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            if not wake.last:
                await self.reconcile()

    async def _wake_if_there(self, wake: Wake) -> None:
        try:
            await self._client.get_workflow_handle(self._prefix + wake.id).signal(wake.signal, wake.given)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise

    async def _tell_again(self, told: dict[str, Wake]) -> None:
        """A last word may have been lost; whoever still runs though the ledger says it ended hears it again."""
        query = f"TaskQueue = '{self._queue}' AND ExecutionStatus = 'Running'"
        async for running in self._client.list_workflows(query):
            wake = told.get(running.id.removeprefix(self._prefix))
            if wake:
                await self._wake_if_there(wake)


def _heard(line: Record) -> Heard:
    return Heard(plan=line.stream, at=line.at, brought_in=line.brought_in, event=line.event)
