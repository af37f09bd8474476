"""Which days count: the working days of England and Wales, and the days of London as instants."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import model_validator

from domain.value import Day, Slug, Text, Value, refuse

LONDON = ZoneInfo("Europe/London")

_ONE_DAY = timedelta(days=1)
_WEEKEND = {5: "Saturday", 6: "Sunday"}


class Skipped(Value):
    """A day that a count passed over, and why: `Saturday`, or the name of the holiday."""

    day: Day
    why: Text


class Calendar(Value):
    """The holidays of one place from `first` to `last`, both included, in one published version.

    A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday (SI 2007/462
    reg 1(2)); `holidays` names all but the weekends. Every method refuses a day outside the calendar's years, by the
    rule `calendar-covers-the-date`, since nothing is known of its holidays.
    """

    name: Slug
    version: Text
    source: Text
    first: Day
    last: Day
    holidays: Mapping[Day, Text]

    @model_validator(mode="after")
    def _holidays_lie_in_its_years(self) -> Self:
        outside = [day for day in self.holidays if not self.first <= day <= self.last]
        if outside:
            raise ValueError(f"the holiday {outside[0]} lies outside {self.first} to {self.last}")
        return self

    @property
    def label(self) -> str:
        """Name and version, as a clock quotes them: `england-and-wales/2026-02`."""
        return f"{self.name}/{self.version}"

    def revised(self, version: str, added: Mapping[date, str], removed: Iterable[date]) -> "Calendar":
        """The calendar with days added and removed; its version says which revision that was."""
        kept = {day: name for day, name in self.holidays.items() if day not in set(removed)}
        return self.but(version=f"{self.version}+{version}", holidays=kept | dict(added))

    def why_not(self, day: date) -> str | None:
        """Why `day` does not count: the name of the holiday, else `Saturday` or `Sunday`; None for a working day."""
        if not self.first <= day <= self.last:  # no require: its sentence would be made for every day of a count
            refuse(
                "calendar-covers-the-date",
                f"Calendar {self.label} runs from {self.first} to {self.last}: "
                f"it cannot say if {day} is a working day.",
            )
        return self.holidays.get(day) or _WEEKEND.get(day.weekday())

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts (SI 2007/462 reg 1(2))."""
        return self.why_not(day) is None

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, which is day 0 and never counts; before it, if `n` is negative.

        With `n` of 0 it is `start` itself, working day or not.
        """
        self.why_not(start)
        day, step = start, _ONE_DAY if n > 0 else -_ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; if `b` is earlier, those before `a` back to `b`, negated.

        So it undoes `add_working_days`, whichever way that counted.
        """
        self.why_not(a)
        count = sum(self.is_working_day(day) for day in _passed(a, b))
        return count if a <= b else -count

    def next_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """`day` itself if it is a working day, else the last one before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def skipped(self, start: date, n: int) -> list[Skipped]:
        """The weekends and holidays that `add_working_days(start, n)` passes over, earliest first, without `start`."""
        passed = sorted(_passed(start, self.add_working_days(start, n)))
        return [Skipped(day=day, why=why) for day in passed if (why := self.why_not(day))]


def _passed(a: date, b: date) -> Iterator[date]:
    """The days from `a`, without it, to `b`, in the order in which they are passed."""
    step = _ONE_DAY if a < b else -_ONE_DAY
    return (a + step * i for i in range(1, abs((b - a).days) + 1))


def _published(name: str) -> Calendar:
    """The calendar kept as `domain/calendars/<name>.json`."""
    facts = json.loads((files("domain") / "calendars" / f"{name}.json").read_text(encoding="utf-8"))
    return Calendar(
        name=facts["name"],
        version=facts["version"],
        source=facts["source"],
        first=facts["from"],
        last=facts["to"],
        holidays=facts["holidays"],
    )


ENGLAND_AND_WALES = _published("england-and-wales")
"""The bank holidays of England and Wales, with every Good Friday and Christmas Day, 2012 to 2028."""


def london_day(moment: datetime) -> date:
    """The day it is in London at `moment`; ValueError if it carries no time zone."""
    return london_clock(moment)[0]


def london_clock(moment: datetime) -> tuple[date, int, int]:
    """The day, the hour and the minute that it is in London at `moment`; ValueError if it carries no time zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment.isoformat()} carries no time zone")
    utc = moment.astimezone(UTC) if offset else moment
    return *_hour_in_london(utc.year, utc.month, utc.day, utc.hour), utc.minute


@lru_cache(maxsize=4096)
def _hour_in_london(year: int, month: int, day: int, hour: int) -> tuple[date, int]:
    """For an hour of UTC, from which London is whole hours away; asked of the time zone once, since it takes long."""
    there = datetime(year, month, day, hour, tzinfo=UTC).astimezone(LONDON)
    return there.date(), there.hour


def at_nine(day: date) -> datetime:
    """Nine in the morning of `day` in London, as an instant in UTC."""
    return _in_london(day, time(9))


def start_of(day: date) -> datetime:
    """The midnight with which `day` begins in London, as an instant in UTC."""
    return _in_london(day, time.min)


def end_of(day: date) -> datetime:
    """The last microsecond of `day` in London, as an instant in UTC."""
    return _in_london(day, time.max)


def _in_london(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON).astimezone(UTC)


MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not strftime's, which speaks the machine's language."""


@lru_cache(maxsize=4096)
def dated(day: date) -> str:
    """`22 June 2022`, without a leading zero."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
