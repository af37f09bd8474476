"""Records, for a workflow, what time has brought about."""

from datetime import datetime
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.ports import Book
from domain.book.events import StreamId
from domain.decider import COMMANDS
from domain.value import Refused, Text, Value

BENIGN = ApplicationErrorCategory.BENIGN
"""A no of the rules is an answer, and no fault of the activity's for the log."""

TOO_EARLY = frozenset({"clock-strikes-on-its-day", "call-in-is-over", "not-in-the-future"})
"""Rules that refuse what will be right in a moment: the server's clock and the ledger's are not quite the same."""


class Outcome(Value):
    """A command by its published name, for one plan, at the workflow's own time; `id` is the command's own, and `cause`
    the position of the line that called for it."""

    plan: StreamId
    command: Text
    fields: dict[str, Any]
    at: datetime
    id: Text | None = None
    cause: int | None = None


def refusal(refused: Refused, passing: frozenset[str] = TOO_EARLY) -> ApplicationError:
    """The refusal as Temporal hears it: final, unless it is by a rule that will be `passing`."""
    return ApplicationError(str(refused), type=refused.rule, non_retryable=refused.rule not in passing, category=BENIGN)


class Recording:
    def __init__(self, book: Book) -> None:
        self._book = book

    # A cancellation is raised in whatever this thread is doing, which may be deciding for others too: not here.
    @activity.defn(name="record", no_thread_cancel_exception=True)
    def record(self, outcome: Outcome) -> bool:
        """Whether the outcome stands in the book under its id. False where the rules had nothing to add.

        Safe to run twice: the same id has the same answer, and the rules answer a repeated command with no events.
        """
        command = COMMANDS[outcome.command].model_validate(outcome.fields)
        try:
            return self._book.enter(outcome.plan, command, self._book.time(outcome.at), outcome.id, outcome.cause)
        except Refused as refused:
            raise refusal(refused) from refused
