"""Keeps the diary of a plan: what has come, and when to look again."""

from datetime import date, timedelta

from temporalio import activity

from activities.ports import Book
from domain.bringing_forward.due import Due, falls_due
from domain.calendar import at_nine, london_day
from domain.value import Moment, Slug, Text, Value

AT_ONCE = 100
"""How many matters are given at a time: a result has its limit, and there may be thousands on one day."""


class Look(Value):
    """A look in the diary at the moment `at`, but for what was `done` just now."""

    plan: Slug
    at: Moment
    done: tuple[Text, ...] = ()


class Matter(Value):
    """Something whose moment, nine in the morning of its day, has come."""

    at: Moment
    due: Due


class Diary(Value):
    """What has come, the earliest first; and where nothing has, the moment of what comes next, if anything does."""

    come: tuple[Matter, ...] = ()
    next_at: Moment | None = None


class Bringing:
    def __init__(self, book: Book) -> None:
        self._book = book

    @activity.defn(name="look-in-diary")
    def look(self, look: Look) -> Diary:
        """Reads the plan and changes nothing."""
        plan = self._book.plan(look.plan)
        if plan is None:
            return Diary()
        today = london_day(look.at)
        come = today if look.at >= at_nine(today) else today - timedelta(days=1)
        dues = falls_due(plan, come, frozenset(look.done))
        if dues and dues[0].on > come:
            return Diary(next_at=at_nine(dues[0].on))
        matters = [Matter(at=at_nine(due.on), due=due) for due in sorted(dues, key=_day)]
        return Diary(come=tuple(matters[:AT_ONCE]))


def _day(due: Due) -> date:
    return due.on
