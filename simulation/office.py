"""Days and hours at which people act, and the entries they sign."""

from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from domain.authority.roles import ENGINE, WORKFLOW
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import london_day, start_of
from domain.decider import PlanCommand
from domain.drafting.commands import CutVersion
from ledger.record import Entry
from simulation.inspections import Inspection
from simulation.terms import ACTING

LAST = CALENDAR.last
"""No life goes on beyond the calendar's years: which days are worked is not known there."""

_ONE_DAY = timedelta(days=1)
_OPENS, _SHUTS = timedelta(hours=8, minutes=30), timedelta(hours=17, minutes=15)
_OPEN_FOR = int((_SHUTS - _OPENS).total_seconds())

Act = tuple[datetime, Entry]
"""An entry and the instant, in UTC, at which it is made."""


@cache
def opening(day: date) -> datetime:
    """When the office opens on a working day, on which no clock is put forward or back."""
    return start_of(day) + _OPENS


@cache
def working_days(year: int, month: int) -> tuple[date, ...]:
    """The working days of a month, in order: 18 or more."""
    days = (date(year, month, 1) + n * _ONE_DAY for n in range(31))
    return tuple(day for day in days if day.month == month and CALENDAR.is_working_day(day))


def month_after(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months after the month of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def last_day(year: int, month: int) -> date:
    """The last day of a month, worked or not."""
    return date(*month_after(date(year, month, 1), 1), 1) - _ONE_DAY


def in_office_hours(day: date, share: float) -> datetime:
    """The moment at which that share (from 0 to below 1) of a working day is over, to the second."""
    return opening(day) + timedelta(0, int(share * _OPEN_FOR))


class Diary:
    """Where in time a plan's people are: each act comes minutes after the one before."""

    def __init__(self, random: Random, begins: date) -> None:
        self._random = random.random
        self.now = opening(begins)

    def on(self, day: date) -> datetime:
        """Some minutes after the last act, on `day` or later, in office hours."""
        at = max(self.now, opening(day)) + timedelta(seconds=120 + int(self._random() * 2_400))
        today = london_day(at)
        if at > start_of(today) + _SHUTS:
            tomorrow = CALENDAR.add_working_days(today, 1)
            at = opening(tomorrow) + timedelta(seconds=300 + int(self._random() * 3_600))
        self.now = at
        return at

    @property
    def today(self) -> date:
        return london_day(self.now)


class Pen:
    """Signs the acts of one plan: a blank for every post, checked once, and filled with one command after the other."""

    def __init__(self, inspection: Inspection) -> None:
        blank = Entry(plan=inspection.plan, command=CutVersion(), by=WORKFLOW, acting_as=ENGINE, invented=True)
        self._blanks = {
            post: Entry.model_validate({**dict(blank), "by": f"{letters}-{inspection.urn}", "acting_as": post})
            for post, letters in ACTING.items()
        }
        self._blanks[ENGINE] = blank

    def sign(self, post: str, command: PlanCommand) -> Entry:
        """What that post enters, marked as invented."""
        return self._blanks[post].but(command=command)

    def person(self, post: str) -> str:
        """The id of whoever holds that post."""
        return self._blanks[post].by

    def sign_fact(self, post: str, command: PlanCommand) -> Entry:
        """The same for what Ofsted published: it bears no mark."""
        return self._blanks[post].but(command=command, invented=False)
