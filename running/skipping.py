"""Virtual time: the one place that knows Temporal's experimental skipping of time, so that it can be replaced."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

ENDLESS = 2**31 - 1
"""Skips in one move; the server's own bound of 200 would end a move half-way, without a word."""
GLANCE = 0.005
"""Seconds between two looks."""


class VirtualTime:
    """The clocks of workflows on a server started with `flags(simulated=True)`. Each workflow has its own.

    A clock begins at the wall's time and runs with it; only `move` makes it jump. Any client may start the workflows,
    and none needs to know of this class. All is by workflow id, so it follows a workflow that continues as new.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=ENDLESS))

    async def now(self, workflow_id: str) -> datetime:
        """The workflow's own time, in UTC. RPCError if no workflow has this id."""
        return await self._skipper.get_current_time(self._client.get_workflow_handle(workflow_id))

    async def move(self, workflow_id: str, by: timedelta, within: timedelta = timedelta(minutes=1)) -> bool:
        """Jump over `by`, from timer to timer; True if the workflow is open still, False if it ended before.

        At each timer the clock stands until all that it woke has been done, activities too. What comes due at the
        very end of the jump may still be on its way, unseen by `settled`: move past a timer by a second.
        TimeoutError if it takes longer than `within` of real time (is there a worker?); the jump then goes on, unless
        another takes its place. RPCError if no workflow has this id or the server cannot skip.
        """
        handle = self._client.get_workflow_handle(workflow_id)
        if by <= timedelta():
            return (await handle.describe()).close_time is None
        try:
            async with asyncio.timeout(within.total_seconds()):
                return await self._skipper.fast_forward(handle, by)
        except TimeoutError:
            raise TimeoutError(f"The clock of {workflow_id} did not move by {by} in {within} of real time.") from None
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            await handle.describe()  # closed and unknown are refused in the same way; only the unknown fails here too
            return False

    async def settled(self, workflow_id: str) -> bool:
        """Whether nothing is on its way in the workflow: it waits for its timers or for a signal, or it is closed."""
        seen = (await self._client.get_workflow_handle(workflow_id).describe()).raw_description
        return not seen.pending_activities and not seen.HasField("pending_workflow_task")

    async def wait_settled(self, workflow_ids: Iterable[str], within: timedelta = timedelta(minutes=1)) -> None:
        """Return once all of them were seen settled in one look. TimeoutError, with the others' ids, if they are not.

        Temporal tells nobody that a workflow has come to rest, hence this poll.
        """
        waiting = list(workflow_ids)
        restless = waiting
        try:
            async with asyncio.timeout(within.total_seconds()):
                while True:
                    restless = await self._restless(waiting)
                    if not restless:
                        return
                    await asyncio.sleep(GLANCE)
        except TimeoutError:
            raise TimeoutError(f"Still at work after {within}: {', '.join(restless)}.") from None

    async def _restless(self, workflow_ids: list[str]) -> list[str]:
        settled = await asyncio.gather(*map(self.settled, workflow_ids))
        return [each for each, still in zip(workflow_ids, settled, strict=True) if not still]
