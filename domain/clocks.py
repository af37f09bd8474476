"""The clocks that a report starts: how long they run, when they warn, and the working behind a due date."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from domain.calendar import Calendar, Skipped
from domain.value import Day, Text, Value

STATEMENT_WORKING_DAYS = 70
"""From receipt of the report to the written statement (Education and Inspections Act 2006 s.137; SI 2007/462 reg 3).

The body of reg 3 was seen only in secondary texts.
"""

REPORT_WORKING_DAYS = 30
"""From receipt of the report to its publication by the authority (SI 2007/462 reg 2)."""

DRAFT_PLAN_WORKING_DAYS = 20
"""From receipt of a focused visit's letter with areas for priority action to the draft plan.

Ofsted's own framework, as its spokesperson gave it in 2018; no regulation says so.
"""

AGENDA_CLEAR_DAYS = 5
"""Between publication of the agenda with its papers and the meeting (SI 2012/2089 reg 6)."""

KEY_DECISION_CLEAR_DAYS = 28
"""Between publication of the notice and a key decision (SI 2012/2089 reg 9)."""

WARN_BEFORE = (30, 20, 10, 5, 1)
"""How many working days before a due date the workflow warns."""


EXCEPTION_CLEAR_DAYS = 5
"""Between the notice of a general exception and the key decision (SI 2012/2089 reg 10)."""

PRIVATE_MEETING_DAYS = {"first": 28, "second": 5}
"""Clear days from each notice of a private meeting (SI 2012/2089 reg 5)."""

Counted = Literal["calendar-days", "working-days"]
"""Which days count as clear days: every day, or those of the calendar."""


class Warn(Value):
    """A warning that falls on the day `on`, with so many working days left before the due date."""

    on: Day
    working_days_left: int


class Working(Value):
    """A due date with its working: day 0, the length in working days, the calendar's label and the days passed over."""

    start: Day
    working_days: int
    due: Day
    calendar: Text
    skipped: tuple[Skipped, ...]


def warnings(due: date, calendar: Calendar) -> tuple[Warn, ...]:
    """The warnings before `due`, earliest first: with n days left, on the n-th working day before it.

    Refused by `calendar-covers-the-date` where the calendar's years do not reach, as are all the clocks below.
    """
    return tuple(Warn(on=calendar.add_working_days(due, -left), working_days_left=left) for left in WARN_BEFORE)


def working(start: date, working_days: int, calendar: Calendar) -> Working:
    """The clock of so many working days that `start` sets off; `start` is day 0 and does not count."""
    return Working(
        start=start,
        working_days=working_days,
        due=calendar.add_working_days(start, working_days),
        calendar=calendar.label,
        skipped=tuple(calendar.skipped(start, working_days)),
    )


def call_in_ends(published: date, days: int, calendar: Calendar) -> date:
    """The last day for a call-in notice: the n-th working day after publication, to its end (each constitution's n)."""
    return calendar.add_working_days(published, days)


def implementable_from(published: date, days: int, calendar: Calendar) -> date:
    """The day after the call-in period ends, working day or not: from then on the decision may be implemented."""
    return call_in_ends(published, days, calendar) + timedelta(days=1)


def after_clear_days(since: date, days: int, counted: Counted, calendar: Calendar) -> date:
    """The first day on which may happen what needs so many clear days' notice, given on `since`: neither day counts."""
    last = calendar.add_working_days(since, days) if counted == "working-days" else since + timedelta(days=days)
    return last + timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clear_days_before(
    meeting: date, days: int, counted: Counted, calendar: Calendar
) -> tuple[date, tuple[Skipped, ...]]:
    """The last working day with so many clear days between it and `meeting`, neither of which counts; and the days that
    were passed over.
    Whether weekends and holidays are among the clear days is each council's convention, and the law's words leave it
    open. What is published is published on a working day, when the council's offices are open (SI 2012/2089 reg 21).
    """
    if counted == "working-days":
        by = calendar.add_working_days(meeting, -days - 1)
        return by, tuple(calendar.skipped(meeting, -days - 1))
    last = meeting - timedelta(days=days + 1)
    by = calendar.previous_working_day(last)
    closed = (by + timedelta(days=n) for n in range(1, (last - by).days + 1))
    return by, tuple(Skipped(day=day, why=why) for day in closed if (why := calendar.why_not(day)))
