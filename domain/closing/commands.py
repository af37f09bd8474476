"""What may be asked at a plan's end."""

from typing import ClassVar

from domain.value import Command, Day, Slug, Text


class ClosePlan(Command):
    """Record that the plan has come to its end, and the paper that says so."""

    name: ClassVar[str] = "close-plan"
    dated: ClassVar[str] = "closed_on"
    closed_on: Day
    because: Text
    document: Text


class SupersedePlan(Command):
    """Record that another plan, by its id, has taken its place."""

    name: ClassVar[str] = "supersede-plan"
    dated: ClassVar[str] = "superseded_on"
    superseded_on: Day
    by: Slug
    because: Text


class ReopenPlan(Command):
    """Take up again a plan that has ended, such as to put something right."""

    name: ClassVar[str] = "reopen-plan"
    dated: ClassVar[str] = "reopened_on"
    reopened_on: Day
    because: Text


ClosingCommand = ClosePlan | SupersedePlan | ReopenPlan
