"""Fakes of what activities need, and a real worker over them on a real server whose clocks can be moved."""

import threading
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from given import REGISTER
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.diary import Bringing
from activities.ports import Message, Parcel
from activities.recording import Recording
from activities.submitting import Submitting
from activities.telling import Telling
from domain.authority.commands import AuthorityCommand
from domain.authority.roles import ENGINE
from domain.decider import AnyCommand, decide
from domain.plan import Plan, evolve
from domain.value import Act
from running.server import embedded
from running.skipping import VirtualTime
from worker import WORKFLOWS
from workflows.timing import Timed, Timing

QUEUE = "hands"
SECOND = timedelta(seconds=1)
ALMOST = timedelta(seconds=20)
"""How long before a moment a test looks, to see that nothing has happened yet."""


class Entered(NamedTuple):
    """A command that a workflow asked to be recorded, and when."""

    plan: str
    command: AnyCommand
    at: datetime


class Said(NamedTuple):
    """What a message was about (the last part of its key), to whom it went, and when."""

    what: str
    to: str
    at: datetime


class Notebook:
    """A Book that notes every command. For a plan it holds, it also lets the rules decide."""

    def __init__(self) -> None:
        self.entries: list[Entered] = []
        self.plans: dict[str, Plan] = {}
        self.ids: set[str] = set()
        self._guard = threading.Lock()

    def time(self, own: datetime) -> datetime:
        return own

    def enter(
        self,
        plan: str,
        command: AnyCommand,
        at: datetime,
        id: str | None = None,  # noqa: A002
        cause: int | None = None,
    ) -> bool:
        with self._guard:
            self.entries.append(Entered(plan, command, at))
            if plan not in self.plans or (id and id in self.ids):
                return True
            assert not isinstance(command, AuthorityCommand), "a plan is asked nothing of an authority"
            act = Act(by="workflow", acting_as=ENGINE, at=at)
            events = decide(command, self.plans[plan], act, plan, REGISTER)
            for event in events:
                self.plans[plan] = evolve(self.plans[plan], event, act, plan)
            self.ids |= {id} if id and events else set()
            return bool(events)

    def plan(self, plan: str) -> Plan | None:
        return self.plans.get(plan)

    def of(self, plan: str) -> list[tuple[AnyCommand, datetime]]:
        return [(command, at) for of, command, at in self.entries if of == plan]


class Notices:
    """A Notifier that keeps every message it is given, each time it is given it."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def tell(self, message: Message) -> None:
        self.messages.append(message)

    def of(self, plan: str) -> list[Said]:
        return [Said(m.key.rpartition("/")[2], m.to, m.at.astimezone(UTC)) for m in self.messages if m.plan == plan]


class Mailroom:
    """A Postbox that fails as often as it was told to for an addressee, and knows each parcel by its key."""

    def __init__(self) -> None:
        self.fails: Counter[tuple[str, str]] = Counter()
        self.parcels: list[Parcel] = []
        self.receipts: dict[str, str] = {}

    def send(self, parcel: Parcel) -> str:
        self.parcels.append(parcel)
        if self.fails[parcel.plan, parcel.addressee] > 0:
            self.fails[parcel.plan, parcel.addressee] -= 1
            raise ConnectionError(f"{parcel.addressee} cannot be reached")
        return self.receipts.setdefault(parcel.key, f"receipt-{len(self.receipts) + 1}")

    def of(self, plan: str) -> list[Parcel]:
        return [parcel for parcel in self.parcels if parcel.plan == plan]


@dataclass
class Hands:
    """A client of the server, and the fakes (or real things in their place) that the worker's activities work on."""

    client: Client
    book: Any = field(default_factory=Notebook)
    notices: Any = field(default_factory=Notices)
    mailroom: Mailroom = field(default_factory=Mailroom)
    queue: str = QUEUE

    def __post_init__(self) -> None:
        self.virtual = VirtualTime(self.client)

    def worker(self) -> Worker:
        submitting = Submitting(self.book, self.mailroom)
        return Worker(
            self.client,
            task_queue=self.queue,
            workflows=WORKFLOWS,
            activities=[
                Recording(self.book).record,
                Telling(self.book, self.notices).tell,
                submitting.addressees_without_receipt,
                submitting.send,
                Bringing(self.book).look,
            ],
            activity_executor=ThreadPoolExecutor(max_workers=4),
            graceful_shutdown_timeout=5 * SECOND,
        )

    async def start(self, name: str, given: Timed, id_: str | None = None, **said: Any) -> WorkflowHandle[Any, Any]:
        """Start a workflow, as the dispatcher does; the handle names no run."""
        id_ = id_ or f"{name}-{uuid4()}"
        await self.client.start_workflow(name, given, id=id_, task_queue=self.queue, **said)
        return self.client.get_workflow_handle(id_)

    async def rest(self, handle: WorkflowHandle[Any, Any]) -> None:
        """Until the workflow waits, or has ended."""
        await self.virtual.wait_settled([handle.id], 20 * SECOND)

    async def timing(self, handle: WorkflowHandle[Any, Any]) -> Timing:
        timing: Timing = await handle.query("timing", result_type=Timing)
        return timing

    async def until(self, handle: WorkflowHandle[Any, Any], moment: datetime) -> None:
        """Bring the workflow's own clock to this moment of the case, and let it do what it has to."""
        await self.rest(handle)
        timing = await self.timing(handle)
        own = timing.as_of + (await self.virtual.now(handle.id) - timing.begun)
        await self.virtual.move(handle.id, moment - own)
        await self.rest(handle)

    async def past(self, handle: WorkflowHandle[Any, Any], moment: datetime) -> None:
        """A second past this moment of the case."""
        await self.until(handle, moment + SECOND)


@asynccontextmanager
async def client_of(folder: Path) -> AsyncIterator[Client]:
    """A client of a server of its own, whose clocks can be moved."""
    async with embedded(folder, simulated=True) as address:
        yield await Client.connect(address, data_converter=pydantic_data_converter)


@asynccontextmanager
async def hands_on(folder: Path) -> AsyncIterator[Hands]:
    """A server, a worker, and the fakes."""
    async with client_of(folder) as client:
        hands = Hands(client)
        async with hands.worker():
            yield hands


def new_plan() -> str:
    """An id that no other test's plan has."""
    return f"plan-{uuid4().hex[:12]}"
