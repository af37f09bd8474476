"""Everything on this machine, until it is stopped: Temporal, the worker, the followers and the HTTP door."""

import asyncio
from collections.abc import Callable, Coroutine

from temporalio.service import RPCError

from ledger.stores import Unavailable
from running.dispatch import Dispatcher
from running.engine import Engine, engine
from wiring import Office

Serve = Callable[[asyncio.Event], Coroutine[None, None, None]]
"""Runs the HTTP door until the event is set."""

LOOK = 0.5
"""Seconds at most between two looks at the book when nothing wakes a follower."""


async def follow_with_workflows(office: Office, dispatcher: Dispatcher, stop: asyncio.Event) -> None:
    """Act on every line as it is written. What fails is tried again: the dispatcher stays where it was."""
    wait = 0.1
    while not stop.is_set():
        try:
            if not await dispatcher.step():
                await asyncio.to_thread(office.ledger.wait, dispatcher.position, LOOK)
            wait = 0.1
        except (RPCError, Unavailable):
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)


async def follow_with_views(office: Office, stop: asyncio.Event) -> None:
    """Keep the read models up to date."""
    shelf, position = office.shelf(), 0
    while not stop.is_set():
        try:
            position = (await asyncio.to_thread(shelf.follow)).position
            await asyncio.to_thread(office.ledger.wait, position, LOOK)
        except Unavailable:
            await asyncio.sleep(1.0)


async def up(office: Office, stop: asyncio.Event, serve: Serve, say: Callable[[Engine], None]) -> None:
    """Run until `stop` is set, or until a part fails, whose error is raised. `say` tells where things are.

    Raises NoEngine, and what `serve` raises where its door cannot open.
    """
    async with engine(office) as running:
        await running.dispatcher.reconcile()
        parts = [
            asyncio.create_task(serve(stop)),
            asyncio.create_task(follow_with_workflows(office, running.dispatcher, stop)),
            asyncio.create_task(follow_with_views(office, stop)),
        ]
        await asyncio.sleep(0)  # the door opens, or fails to, before anything is said
        if not parts[0].done():
            say(running)
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(*parts)
