"""Compares the workflows that the ledger says should run with those that do on Temporal, and mends what differs."""

import asyncio
from datetime import timedelta
from typing import Literal, NamedTuple

from temporalio.client import Client, WorkflowExecutionDescription, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from domain.value import Value
from running.dispatch import Dispatcher
from workflows.due import moments
from workflows.routes import Open, route, still_open
from workflows.routing import Start, Wake
from workflows.timing import Timing

LOOK_AGAIN = 1.0
"""Seconds after which what differs is looked at again: what was on its way is there by then."""
ANSWERING = timedelta(seconds=5)
"""How long a workflow may take to say where it stands."""
AT_ONCE = 20
"""How many workflows are asked at the same time."""

What = Literal["missing", "failed", "terminated", "timed out", "cancelled", "ended too early", "stale", "left over"]

_ENDED: dict[WorkflowExecutionStatus | None, What] = {
    None: "missing",
    WorkflowExecutionStatus.FAILED: "failed",
    WorkflowExecutionStatus.TERMINATED: "terminated",
    WorkflowExecutionStatus.TIMED_OUT: "timed out",
    WorkflowExecutionStatus.CANCELED: "cancelled",
}


class Drift(Value):
    """A workflow of the book that is otherwise on Temporal than the ledger says; `workflow` without the book's prefix.

    All but the last two should run and do not. `stale`: it runs and waits for another moment than the ledger's;
    `left over`: it runs, and the ledger knows of nothing that it should wait for.
    """

    workflow: str
    what: What


class _Ledger(NamedTuple):
    """What the ledger says: what should run, the last word to what was told to end, and all that was ever begun."""

    running: dict[str, Open]
    told: dict[str, Wake]
    begun: set[str]


class Checkup:
    """Of one book's workflows on one server, by the dispatcher's prefix and the task queue."""

    def __init__(self, client: Client, task_queue: str, dispatcher: Dispatcher) -> None:
        self._client = client
        self._queue = task_queue
        self._dispatcher = dispatcher

    async def look(self, again: float = LOOK_AGAIN) -> list[Drift]:
        """What differs, and still does after `again` seconds, in order of workflow."""
        found = await self._found(await self._ledger())
        if found:
            await asyncio.sleep(again)
            found &= await self._found(await self._ledger())
        return sorted(found, key=lambda drift: drift.workflow)

    async def mend(self, drifts: list[Drift]) -> list[str]:
        """Bring each to what the ledger says, and what was done to it, in a few words. Harmless when done twice."""
        ledger = await self._ledger()
        return [await self._mended(drift, ledger) for drift in drifts]

    async def _ledger(self) -> _Ledger:
        heard, now = await self._dispatcher.history()
        running, told = still_open(heard, now)
        begun = {step.id for line in heard for step in route(line, now) if isinstance(step, Start)}
        return _Ledger(running, told, begun)

    async def _found(self, ledger: _Ledger) -> set[Drift]:
        asked = asyncio.Semaphore(AT_ONCE)
        query = f"TaskQueue = '{self._queue}' AND ExecutionStatus = 'Running'"
        prefix = self._dispatcher.prefix
        listed = {
            w.id.removeprefix(prefix) async for w in self._client.list_workflows(query) if w.id.startswith(prefix)
        }

        async def judged(id_: str) -> Drift | None:
            async with asked:
                what = await self._what(id_, ledger)
                return Drift(workflow=id_, what=what) if what else None

        return {drift for drift in await asyncio.gather(*map(judged, listed | set(ledger.running))) if drift}

    async def _what(self, id_: str, ledger: _Ledger) -> What | None:
        """Judged by Temporal's own word on each: its list of what runs lags a little behind."""
        described = await self._described(id_)
        status = described.status if described else None
        runs = status is WorkflowExecutionStatus.RUNNING
        if id_ in ledger.running:
            if not runs:
                return _ENDED.get(status, "ended too early")
            return "stale" if await self._stale(id_, ledger.running[id_]) else None
        if not runs or (described and id_ in ledger.begun and _at_work(described)):
            return None
        return "left over"

    async def _stale(self, id_: str, opened: Open) -> bool:
        """Whether it waits for a moment that is not the ledger's. One that no worker speaks for is not judged."""
        handle = self._client.get_workflow_handle(self._dispatcher.prefix + id_)
        try:
            timing: Timing = await handle.query("timing", result_type=Timing, rpc_timeout=ANSWERING)
        except RPCError:
            return False
        return timing.next_due is not None and timing.next_due not in moments(opened)

    async def _described(self, id_: str) -> WorkflowExecutionDescription | None:
        try:
            return await self._client.get_workflow_handle(self._dispatcher.prefix + id_).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return None

    async def _mended(self, drift: Drift, ledger: _Ledger) -> str:
        id_ = drift.workflow
        if drift.what == "left over" and id_ in ledger.told:
            await self._dispatcher.tell(ledger.told[id_])
            return "told again"
        if drift.what in {"left over", "stale"}:
            await self._end(id_)
        if id_ not in ledger.running:
            return "ended"
        await self._dispatcher.start(ledger.running[id_])
        return "ended and started again" if drift.what == "stale" else "started"

    async def _end(self, id_: str) -> None:
        try:
            await self._client.get_workflow_handle(self._dispatcher.prefix + id_).terminate("not as the ledger says")
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise


def _at_work(described: WorkflowExecutionDescription) -> bool:
    """Whether it has something left to carry out, such as telling what it has just recorded."""
    raw = described.raw_description
    return bool(raw.pending_activities) or raw.HasField("pending_workflow_task")
