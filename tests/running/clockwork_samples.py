"""Workflows that do little but wait, for the tests of servers and clocks."""

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta

from temporalio import activity, workflow

QUEUE = "clockwork"
BRIEF = timedelta(seconds=30)

noted: dict[str, list[datetime]] = defaultdict(list)
"""When, by the workflow's own clock, each workflow's notes were taken."""
released = asyncio.Event()


@activity.defn(name="note")
async def note() -> None:
    seen = activity.info()
    assert seen.workflow_id is not None
    noted[seen.workflow_id].append(seen.started_time)


@activity.defn(name="dawdle")
async def dawdle() -> None:
    await released.wait()


@workflow.defn(name="alarms")
class Alarms:
    """Takes a note after each of these days, one wait after the other, then waits to be stopped."""

    def __init__(self) -> None:
        self._stopped = False

    @workflow.run
    async def run(self, days: list[int]) -> None:
        for each in days:
            await workflow.sleep(timedelta(days=each))
            await workflow.execute_activity(note, start_to_close_timeout=BRIEF)
        await workflow.wait_condition(lambda: self._stopped)

    @workflow.signal
    def stop(self) -> None:
        self._stopped = True


@workflow.defn(name="quarters")
class Quarters:
    """Takes a note every 90 days, each time as a new run."""

    @workflow.run
    async def run(self, left: int) -> None:
        await workflow.sleep(timedelta(days=90))
        await workflow.execute_activity(note, start_to_close_timeout=BRIEF)
        if left > 1:
            workflow.continue_as_new(left - 1)


@workflow.defn(name="ticks")
class Ticks:
    """Waits for so many days, a day at a time, and on for one that never comes."""

    @workflow.run
    async def run(self, days: int) -> None:
        for _ in range(days):
            await workflow.sleep(timedelta(days=1))
        await workflow.wait_condition(lambda: False)


@workflow.defn(name="dawdler")
class Dawdler:
    """Waits for an activity that takes until `released` is set."""

    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(dawdle, start_to_close_timeout=BRIEF)
