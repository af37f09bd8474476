"""What can happen to the calendar that a plan counts on: it is revised, and what still runs is counted anew.

A line that gives a new day carries the label of the calendar on which it was counted.
"""

from typing import ClassVar, Literal

from domain.deadline.events import Duty
from domain.value import Day, Digest, Event, Id, Text, Value


class Holiday(Value):
    """A day that is no working day, and what it is called."""

    day: Day
    name: Text


class CalendarRevised(Event):
    """The plan's working days are counted on a revised calendar from here on (SI 2007/462 reg 1(2)).

    `revision` names it and `digest` is the SHA-256 of what it says; `calendar` is the label after it: what was
    shipped, and each revision since.
    """

    kind: ClassVar[str] = "plan.calendar-revised"
    revision: Id
    source: Text
    added: tuple[Holiday, ...]
    removed: tuple[Day, ...]
    digest: Digest
    calendar: Text


class DeadlineRecomputed(Event):
    """The date that the law computes became another, while a stated or an extended one stays adopted."""

    kind: ClassVar[str] = "plan.deadline-recomputed"
    duty: Duty
    was: Day
    computed: Day
    adopted: Day
    calendar: Text


class CallInWindowMoved(Event):
    """The time for a call-in of the decision that stands ends on another day."""

    kind: ClassVar[str] = "plan.call-in-window-moved"
    round: int
    version: int
    call_in_ends: Day
    implementable_from: Day
    calendar: Text


class ChasingMoved(Event):
    """The reminders of a question to cabinet and its escalation fall on other days; those that are past stay done."""

    kind: ClassVar[str] = "plan.chasing-moved"
    round: int
    remind_on: tuple[Day, ...]
    escalate_on: Day
    calendar: Text


Notice = Literal["key-decision-notice", "general-exception", "first-private-notice", "second-private-notice", "agenda"]
"""What was given notice by."""


class FirstLawfulDayMoved(Event):
    """What notice was given of may happen from another day on; `meeting_on` of an agenda or a private meeting."""

    kind: ClassVar[str] = "plan.first-lawful-day-moved"
    notice: Notice
    meeting_on: Day | None
    was: Day
    first_lawful_day: Day
    calendar: Text


WorkingDaysEvent = CalendarRevised | DeadlineRecomputed | CallInWindowMoved | ChasingMoved | FirstLawfulDayMoved
