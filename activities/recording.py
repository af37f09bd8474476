"""Records, for a workflow, what time has brought about."""

from datetime import datetime
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.ports import Book
from domain.decider import COMMANDS
from domain.value import Refused, Slug, Text, Value


class Outcome(Value):
    """A command by its published name, for one plan, at the workflow's own time."""

    plan: Slug
    command: Text
    fields: dict[str, Any]
    at: datetime


class Recording:
    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="record")
    def record(self, outcome: Outcome) -> None:
        """Safe to run twice: the rules answer a repeated command with no events. A refusal is final."""
        command = COMMANDS[outcome.command].model_validate(outcome.fields)
        try:
            self._book.enter(outcome.plan, command, self._book.time(outcome.at))
        except Refused as refused:
            raise ApplicationError(str(refused), type=refused.rule, non_retryable=True) from refused
