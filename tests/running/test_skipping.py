"""Each workflow's clock is moved alone, and what a moment wakes is done before the clock goes on."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import clockwork_samples as samples
import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError
from temporalio.worker import Worker

from running.server import embedded
from running.skipping import VirtualTime

pytestmark = pytest.mark.asyncio(loop_scope="module")

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CLOSE = timedelta(minutes=10)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with embedded(tmp_path_factory.mktemp("simulated"), simulated=True) as address:
        connected = await Client.connect(address)
        workflows: Sequence[type] = [samples.Alarms, samples.Quarters, samples.Ticks, samples.Dawdler]
        activities = [samples.note, samples.dawdle]
        async with Worker(connected, task_queue=samples.QUEUE, workflows=workflows, activities=activities):
            yield connected


@pytest.fixture
def virtual(client: Client) -> VirtualTime:
    return VirtualTime(client)


async def begin(client: Client, workflow: str, *given: Any) -> WorkflowHandle[Any, Any]:
    """Start with a plain client, as the dispatcher does; the handle names no run."""
    name = f"{workflow}-{uuid4()}"
    await client.start_workflow(workflow, args=given, id=name, task_queue=samples.QUEUE)
    return client.get_workflow_handle(name)


def after(days: int, begun: datetime, at: datetime) -> bool:
    return abs(at - begun - days * DAY) < CLOSE


async def test_a_clock_that_nobody_moved_shows_the_walls_time(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [98])
    assert abs(await virtual.now(asleep.id) - datetime.now(UTC)) < CLOSE


async def test_a_timer_of_98_days_is_reached_in_steps(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [98])
    begun = await virtual.now(asleep.id)
    assert await virtual.move(asleep.id, 45 * DAY)
    assert after(45, begun, await virtual.now(asleep.id))
    assert await virtual.move(asleep.id, 52 * DAY)
    await virtual.wait_settled([asleep.id])
    assert not samples.noted[asleep.id]
    assert await virtual.move(asleep.id, DAY + SECOND)
    await virtual.wait_settled([asleep.id])
    assert [after(98, begun, at) for at in samples.noted[asleep.id]] == [True]


async def test_what_a_timer_woke_is_done_before_the_clock_goes_on(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [10, 20])
    begun = await virtual.now(asleep.id)
    assert await virtual.move(asleep.id, 100 * DAY)
    assert await virtual.settled(asleep.id)
    first, second = samples.noted[asleep.id]
    assert after(10, begun, first)
    assert after(30, begun, second)
    assert after(100, begun, await virtual.now(asleep.id))


async def test_a_second_past_the_timer_all_is_done(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [1] * 8)
    for day in range(1, 9):
        await virtual.move(asleep.id, DAY + SECOND)
        assert await virtual.settled(asleep.id)
        assert len(samples.noted[asleep.id]) == day


async def test_each_workflow_has_its_own_clock(client: Client, virtual: VirtualTime) -> None:
    moved, left = await begin(client, "alarms", [10]), await begin(client, "alarms", [10])
    await virtual.move(moved.id, 20 * DAY)
    await virtual.wait_settled([moved.id, left.id])
    assert after(20, datetime.now(UTC), await virtual.now(moved.id))
    assert after(0, datetime.now(UTC), await virtual.now(left.id))
    assert not samples.noted[left.id]


async def test_a_signal_ends_it_and_a_closed_workflow_does_not_move(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [])
    assert await virtual.move(asleep.id, DAY)
    await asleep.signal("stop")
    await asleep.result()
    assert not await virtual.move(asleep.id, DAY)
    assert not await virtual.move(asleep.id, timedelta())
    assert await virtual.settled(asleep.id)


async def test_a_workflow_that_ends_on_the_way_is_reported(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "quarters", 1)
    assert not await virtual.move(asleep.id, 100 * DAY)
    assert len(samples.noted[asleep.id]) == 1


async def test_a_move_of_nothing_leaves_the_clock(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [1])
    assert await virtual.move(asleep.id, -DAY)
    assert after(0, datetime.now(UTC), await virtual.now(asleep.id))


async def test_an_unknown_workflow_is_an_error(virtual: VirtualTime) -> None:
    with pytest.raises(RPCError, match="not found"):
        await virtual.move("nobody", DAY)


async def test_a_clock_survives_continue_as_new(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "quarters", 4)
    begun = await virtual.now(asleep.id)
    for _ in range(7):
        assert await virtual.move(asleep.id, 50 * DAY)
    assert not await virtual.move(asleep.id, 50 * DAY)
    assert [after(90 * (n + 1), begun, at) for n, at in enumerate(samples.noted[asleep.id])] == [True] * 4


async def test_more_than_200_moves(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "alarms", [1000])
    begun = await virtual.now(asleep.id)
    for _ in range(205):
        assert await virtual.move(asleep.id, DAY)
    assert after(205, begun, await virtual.now(asleep.id))


async def test_more_than_200_timers_in_one_move(client: Client, virtual: VirtualTime) -> None:
    asleep = await begin(client, "ticks", 202)
    begun = await virtual.now(asleep.id)
    assert await virtual.move(asleep.id, 300 * DAY)
    assert after(300, begun, await virtual.now(asleep.id))


async def test_a_workflow_at_work_is_not_settled_and_its_clock_waits(client: Client, virtual: VirtualTime) -> None:
    samples.released.clear()
    busy, asleep = await begin(client, "dawdler"), await begin(client, "alarms", [1])
    with pytest.raises(TimeoutError, match=f"{busy.id}.$"):
        await virtual.wait_settled([asleep.id, busy.id], timedelta(milliseconds=200))
    with pytest.raises(TimeoutError, match=f"clock of {busy.id} did not move by 1 day"):
        await virtual.move(busy.id, DAY, timedelta(milliseconds=200))
    samples.released.set()
    await busy.result()
    await virtual.wait_settled([busy.id])
