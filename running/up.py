"""Everything on this machine, until it is stopped: Temporal, the worker, the followers and the HTTP door."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress

from temporalio.service import RPCError

from ledger.seal.note import Checkpoint, Unsealed
from ledger.stores import Unavailable
from running.dispatch import Dispatcher
from running.engine import Engine, engine
from wiring import Office

Serve = Callable[[asyncio.Event], Coroutine[None, None, None]]
"""Runs the HTTP door until the event is set."""

log = logging.getLogger("minutebook.up")

SIGNED_EVERY = 10.0
"""Seconds between two checkpoints, at least. What was written in between is sealed by the next."""

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


async def follow_with_seal(office: Office, stop: asyncio.Event) -> None:
    """Seal what is written, and sign it now and then. Where ledger and seal contradict each other the log says so."""
    keeper, size = office.keeper(), 0
    while not stop.is_set():
        try:
            size = Checkpoint.read((await asyncio.to_thread(keeper.checkpoint)).text).size
        except (Unavailable, Unsealed) as error:
            log.error("The book is not being sealed: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), SIGNED_EVERY)
        while not stop.is_set() and not await asyncio.to_thread(office.ledger.wait, size, LOOK):
            pass


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
            asyncio.create_task(follow_with_seal(office, stop)),
        ]
        await asyncio.sleep(0)  # the door opens, or fails to, before anything is said
        if not parts[0].done():
            say(running)
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.gather(*parts)
