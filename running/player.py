"""Plays a case: each act at its own time, and between acts whatever time brings about, in the same order every run."""

from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio.client import Client, WorkflowExecutionStatus

from domain.calendar import london_day
from domain.value import Refused
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.record import Entry, Record
from papers import Case
from running.cluster import NoEngine
from running.dispatch import Dispatcher
from running.skipping import VirtualTime
from workflows.timing import Timing

PAST = timedelta(seconds=1)
"""How far beyond a timer a workflow's clock is moved, so that what it wakes has been done when the move ends."""

Heard = Callable[[list[Record]], None]


def entry(case: Case, n: int, brought_in: bool = False) -> Entry:
    """The case's `n`-th act (from 1) as an entry in the book. One that is brought in keeps its own day.

    Its id is made of the case and the number, so that a case played again changes nothing.
    """
    act = case.acts[n - 1]
    return Entry(
        plan=act.plan,
        command=act.command(),
        id=f"case-{case.digest[:16]}/{n}",
        by=act.by,
        acting_as=act.acting_as,
        on_behalf_of=act.on_behalf_of,
        authority=act.authority,
        reason=act.reason,
        effective=london_day(act.at) if brought_in else None,
        brought_in=brought_in,
        invented=act.invented,
        classification=act.classification,
    )


class Stuck(NoEngine):
    """A workflow failed while a case was played."""


class Player:
    """Moves a simulated book through time. `heard` is given the new lines after each step."""

    def __init__(self, ledger: Ledger, client: Client, dispatcher: Dispatcher, heard: Heard) -> None:
        assert isinstance(ledger.clock, CaseClock), "only a simulated book can be played"
        self._ledger = ledger
        self._clock = ledger.clock
        self._client = client
        self._dispatcher = dispatcher
        self._virtual = VirtualTime(client)
        self._prefix = dispatcher.prefix
        self._heard = heard
        self._told = 0

    async def play(self, case: Case) -> None:
        """Every act in turn, then on to `until`. Raises Refused where the rules refuse an act."""
        await self._dispatcher.reconcile()
        await self._settle()
        for n, act in enumerate(case.acts, start=1):
            await self._advance(act.at)
            self._clock.put(act.at)
            try:
                self._ledger.record(entry(case, n))
            except Refused as refused:
                raise Refused(refused.rule, f"Act {n} ({act.do} on {act.plan}): {refused.because}") from refused
            await self._settle()
        if case.until:
            await self._advance(case.until)
            self._clock.put(case.until)

    async def _advance(self, to: datetime) -> None:
        """Let everything happen that is due by `to`: the earliest timer among open workflows, then the next."""
        while True:
            waits = {id_: await self._timing(id_) for id_ in sorted(self._dispatcher.open)}
            due = [(timing.next_due, id_, timing) for id_, timing in waits.items() if timing.next_due]
            if not due:
                return
            at, id_, timing = min(due, key=lambda d: d[:2])
            if at > to:
                return
            await self._move(id_, timing, at + PAST)
            await self._settle()

    async def _move(self, id_: str, timing: Timing, to: datetime) -> None:
        """Bring one workflow's own clock to the case's time `to`."""
        own = timing.as_of + (await self._virtual.now(self._prefix + id_) - timing.begun)
        if not await self._virtual.move(self._prefix + id_, to - own):
            self._dispatcher.open.discard(id_)

    async def _settle(self) -> None:
        """Until every line has been heard, and every workflow waits for time or for people."""
        while True:
            new = await self._dispatcher.step()
            await self._virtual.wait_settled(self._prefix + id_ for id_ in sorted(self._dispatcher.open))
            if not new and self._ledger.head() == self._dispatcher.position:
                break
        lines = self._ledger.after(self._told, limit=10_000)
        if lines:
            self._told = lines[-1].position
            self._heard(lines)

    async def _timing(self, id_: str) -> Timing:
        handle = self._client.get_workflow_handle(self._prefix + id_)
        seen = await handle.describe()
        if seen.status is WorkflowExecutionStatus.FAILED:
            raise Stuck(f"The workflow {id_} failed; the book stands as far as it came.")
        if seen.close_time is not None:
            self._dispatcher.open.discard(id_)
        timing: Timing = await handle.query("timing", result_type=Timing)
        return timing
