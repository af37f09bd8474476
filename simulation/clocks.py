"""What Minutebook itself enters before the statement is out: what its workflows would, at the moments when they would.

The workflows' own rules of time are in workflows/clock.py and workflows/approval.py; a simulation runs no workflow.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.approval.commands import Escalate, RecordReminder
from domain.authority.roles import ENGINE
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import at_nine, start_of
from domain.clocks import warnings
from domain.deadline.commands import MissDeadline, WarnOfDeadline
from domain.deadline.events import Duty
from simulation.scene import Scene
from simulation.terms import ESCALATE_AFTER, REMIND_EVERY


class Countdown(NamedTuple):
    """A duty's due date, by which adoption."""

    duty: Duty
    adoption: int
    due: date


def strike(scene: Scene, countdown: Countdown, since: datetime, until: datetime) -> None:
    """Warn of the date and miss it, as far as that falls before `until`, when the duty was done or the date moved.

    Of the warnings whose time had passed when the clock was started, at `since`, only the nearest is given.
    """
    duty, adoption, due = countdown
    ladder = [(at_nine(warning.on), warning.working_days_left) for warning in warnings(due, CALENDAR)]
    past = [(since, left) for at, left in ladder if at <= since]
    for at, left in past[-1:] + [(at, left) for at, left in ladder if since < at < until]:
        scene.at(at, ENGINE, WarnOfDeadline(duty=duty, adoption=adoption, warning=left))
    missed = start_of(due + timedelta(days=1))
    if missed < until:
        scene.at(missed, ENGINE, MissDeadline(duty=duty, adoption=adoption))


def chase(scene: Scene, number: int, asked: date, answer_by: date, answered: datetime) -> None:
    """Remind of question `number` and escalate it, as far as that falls before the answer."""
    escalate = at_nine(CALENDAR.add_working_days(answer_by, ESCALATE_AFTER))
    if escalate < answered:
        scene.at(escalate, ENGINE, Escalate(round=number))
    reminder, day = 1, CALENDAR.add_working_days(asked, REMIND_EVERY)
    while at_nine(day) < answered:
        scene.at(at_nine(day), ENGINE, RecordReminder(round=number, number=reminder))
        reminder, day = reminder + 1, CALENDAR.add_working_days(day, REMIND_EVERY)
