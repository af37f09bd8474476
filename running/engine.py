"""Temporal for one book: the cluster that is named, or the embedded server; and the worker and dispatcher on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from running.cluster import from_environment
from running.dispatch import Dispatcher
from running.server import embedded
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
async def _connected(office: Office) -> AsyncIterator[tuple[Client, str, bool]]:
    named = await from_environment(data_converter=pydantic_data_converter)
    if named:
        yield named, named.service_client.config.target_host, False
        return
    async with embedded(office.settings.folder, simulated=office.nature == "simulated") as address:
        yield await Client.connect(address, data_converter=pydantic_data_converter), address, True
