"""What an authority's terms say of bringing forward: who is reminded of what and when, and who gets packs."""

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from domain.value import Day, Slug, Text, Value, added

OWNER = "owner"
"""Whom a reminder goes to where it goes to the post that owns the action."""


class Reminder(Value):
    """One rung of a ladder: so many working days after the due date, or before it if negative.

    `to` is a post; or a role, which stands for the first post that has it; or `owner`, the post that owns the action.
    """

    working_days: Annotated[int, Field(ge=-60, le=250)]
    to: Slug


def _rising(reminders: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
    if any(one.working_days >= next_.working_days for one, next_ in pairwise(reminders)):
        raise ValueError("the reminders are not in order: begin with the earliest, one for each day")
    return reminders


Reminders = Annotated[tuple[Reminder, ...], Field(min_length=1), AfterValidator(_rising)]


HOUSE_BY_DUE_DATE: Reminders = (
    Reminder(working_days=-10, to=OWNER),
    Reminder(working_days=0, to=OWNER),
    Reminder(working_days=5, to="improvement-lead"),
    Reminder(working_days=20, to="board"),
)
HOUSE_BY_EVIDENCE: Reminders = (Reminder(working_days=10, to=OWNER), Reminder(working_days=20, to="improvement-lead"))
HOUSE_BY_REVIEW: Reminders = (
    Reminder(working_days=-20, to="improvement-lead"),
    Reminder(working_days=1, to="improvement-lead"),
)
"""Ladders of our own, for terms that ask for reminders and leave open which."""


class Chasing(Value):
    """How an action is chased: by its `due` date; and, once it is complete, until `evidence` of it is verified, by the
    day since when it is."""

    due: Reminders | None = added(None)
    evidence: Reminders | None = added(None)
    source: Text

    @property
    def by_due_date(self) -> Reminders:
        return self.due or HOUSE_BY_DUE_DATE

    @property
    def by_evidence(self) -> Reminders:
        return self.evidence or HOUSE_BY_EVIDENCE


class Reviews(Value):
    """Who is reminded of the review that an improvement notice asks for, by the day by which it is due."""

    reminders: Reminders | None = added(None)
    source: Text

    @property
    def by_review(self) -> Reminders:
        return self.reminders or HOUSE_BY_REVIEW


class Cycle(Value):
    """How often a body is told how the plan is going: on `first` and every so many weeks or months after it, each time
    on the next working day. Its pack goes to `post`."""

    to: Slug
    post: Slug
    first: Day
    every: Annotated[int, Field(ge=1, le=52)]
    unit: Literal["weeks", "months"]
    source: Text
