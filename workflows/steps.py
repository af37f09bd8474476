"""The steps that every workflow takes outside itself, with how often they are tried."""

from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy

from activities.ports import Message
from activities.recording import Outcome, Recording
from activities.telling import Telling
from domain.decider import AnyCommand

PATIENT = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2, maximum_interval=timedelta(minutes=1)
)
"""Tried until it is through: a book that cannot be reached now will be."""

ONE_TRY = timedelta(seconds=30)


async def record(
    plan: str, command: AnyCommand, at: datetime, key: str | None = None, cause: int | None = None
) -> bool:
    """Enter a command in the book, as Minutebook; whether it stands there, now or earlier under the same key."""
    fields: dict[str, Any] = command.model_dump(mode="json")
    return await workflow.execute_activity_method(
        Recording.record,
        Outcome(plan=plan, command=command.name, fields=fields, at=at, id=key, cause=cause),
        start_to_close_timeout=ONE_TRY,
        retry_policy=PATIENT,
    )


async def tell(message: Message) -> None:
    """Tell a person."""
    await workflow.execute_activity_method(Telling.tell, message, start_to_close_timeout=ONE_TRY, retry_policy=PATIENT)


async def record_and_tell(command: AnyCommand, message: Message, cause: int | None) -> None:
    """Tell a person what the rules let stand, and nothing else: a clock that lags raises no false alarm.

    The message's key is the command's id, so that a step taken again finds its own line and the message still goes out.
    """
    if await record(message.plan, command, message.at, message.key, cause):
        await tell(message)
