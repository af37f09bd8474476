"""Temporal for one book: the cluster that is named, or the embedded server; and the worker and dispatcher on it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError

from running.checkup import Checkup
from running.cluster import REACHING, SDK_LETS_GO, Unreachable, from_environment
from running.dispatch import Dispatcher
from running.server import AlreadyRunning, address_on, embedded
from wiring import Office
from worker import worker

TASK_QUEUE = "minutebook"


@dataclass(frozen=True)
class Engine:
    """A client, where its server is, and the dispatcher of the book; the worker runs as long as the block."""

    client: Client
    address: str
    own_server: bool
    dispatcher: Dispatcher


@asynccontextmanager
async def engine(office: Office) -> AsyncIterator[Engine]:
    """Everything that carries a book's workflows. The book's id sets them apart from all others' on the server.

    Raises NoEngine where no Temporal is to be had, and Unavailable where the book's workflows run elsewhere already.
    """
    with office.ledger.store.claimed():
        async with _connected(office) as (client, address, own):
            queue = f"{TASK_QUEUE}-{office.book}"
            async with worker(office, client, queue):
                yield Engine(client, address, own, Dispatcher(office.ledger, client, queue, f"{office.book}/"))


@asynccontextmanager
async def beside(office: Office) -> AsyncIterator[Checkup]:
    """A look at the book's workflows without a worker, so that nothing is carried out by it: beside `up` where that
    runs on this folder or on the cluster that is named, else on the embedded server alone.

    Raises NoEngine where no Temporal is to be had, and Unavailable where `up` runs on another folder's server.
    """
    async with AsyncExitStack() as stack:
        try:
            client, _, own_server = await stack.enter_async_context(_connected(office))
            if own_server:
                stack.enter_context(office.ledger.store.claimed())
        except AlreadyRunning:
            client = await _running_elsewhere(office.settings.folder)
        queue = f"{TASK_QUEUE}-{office.book}"
        yield Checkup(client, queue, Dispatcher(office.ledger, client, queue, f"{office.book}/"))


async def _running_elsewhere(folder: Path) -> Client:
    """A client of the embedded server that another process keeps."""
    address = address_on(folder)
    try:
        async with asyncio.timeout(REACHING):
            return await Client.connect(address or "", data_converter=pydantic_data_converter)
    except (RuntimeError, ValueError, RPCError, TimeoutError) as error:
        await asyncio.sleep(SDK_LETS_GO)
        raise Unreachable(
            f"Temporal's embedded server on {folder} is starting or stopping: try again once `minutebook up` is up."
        ) from error


@asynccontextmanager
async def _connected(office: Office) -> AsyncIterator[tuple[Client, str, bool]]:
    named = await from_environment(data_converter=pydantic_data_converter)
    if named:
        yield named, named.service_client.config.target_host, False
        return
    async with embedded(office.settings.folder, simulated=office.nature == "simulated") as address:
        yield await Client.connect(address, data_converter=pydantic_data_converter), address, True
