"""What the revisions add up to: the plan's calendar; and the days of other chapters that were counted anew on it."""

from functools import lru_cache
from typing import assert_never

from domain.approval.state import Approval, Approved, Asked
from domain.calendar import ENGLAND_AND_WALES, Calendar
from domain.deadline.state import Deadline, Deadlines
from domain.notice.state import Notices
from domain.value import Value
from domain.working_days.events import (
    CalendarRevised,
    CallInWindowMoved,
    ChasingMoved,
    DeadlineRecomputed,
    FirstLawfulDayMoved,
    WorkingDaysEvent,
)


class WorkingDays(Value):
    """The revisions that the plan has adopted, in order."""

    revisions: tuple[CalendarRevised, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """What is shipped, with every revision."""
        return _revised(ENGLAND_AND_WALES.label, self.revisions) if self.revisions else ENGLAND_AND_WALES

    def named(self, revision: str) -> CalendarRevised | None:
        return next((each for each in self.revisions if each.revision == revision), None)


@lru_cache(maxsize=64)
def _revised(label: str, revisions: tuple[CalendarRevised, ...]) -> Calendar:
    """Kept, since every count asks for it; `label` is the shipped calendar's."""
    calendar = ENGLAND_AND_WALES
    for each in revisions:
        calendar = calendar.revised(each.revision, {holiday.day: holiday.name for holiday in each.added}, each.removed)
    return calendar


class OnCalendar(Value):
    """The chapters that hold days of the calendar."""

    working_days: WorkingDays
    deadlines: Deadlines
    notices: Notices
    approval: Approval


def evolve(counted: OnCalendar, event: WorkingDaysEvent) -> OnCalendar:
    match event:
        case CalendarRevised():
            revisions = (*counted.working_days.revisions, event)
            return counted.but(working_days=counted.working_days.but(revisions=revisions))
        case DeadlineRecomputed(duty=duty, computed=computed):
            before = counted.deadlines.get(duty, Deadline())
            recomputed = before.but(computed=computed, mismatch=None)
            return counted.but(deadlines={**counted.deadlines, duty: recomputed})
        case CallInWindowMoved() | ChasingMoved():
            return counted.but(approval=_approval(counted.approval, event))
        case FirstLawfulDayMoved():
            return counted.but(notices=_notices(counted.notices, event))
        case _:
            assert_never(event)


def _approval(approval: Approval, event: CallInWindowMoved | ChasingMoved) -> Approval:
    standing = approval.standing
    if isinstance(event, CallInWindowMoved) and isinstance(standing, Approved):
        moved = {"call_in_ends": event.call_in_ends, "implementable_from": event.implementable_from}
        return approval.but(standing=standing.but(**moved))
    if isinstance(event, ChasingMoved) and isinstance(standing, Asked):
        chased = {"remind_on": event.remind_on, "escalate_on": event.escalate_on, "chasing_moved": True}
        return approval.but(standing=standing.but(**chased))
    return approval


def _notices(notices: Notices, event: FirstLawfulDayMoved) -> Notices:
    moved = {"first_lawful_day": event.first_lawful_day, "calendar": event.calendar}
    on = event.meeting_on
    match event.notice:
        case "key-decision-notice":
            return notices.but(notice=notices.notice and notices.notice.but(**moved))
        case "general-exception":
            return notices.but(exception=notices.exception and notices.exception.but(**moved))
        case "agenda":
            agendas = {
                day: a.but(published=a.published.but(**moved)) for day, a in notices.agendas.items() if day == on
            }
            return notices.but(agendas=notices.agendas | agendas)
        case "first-private-notice" | "second-private-notice":
            key = f"{on} {event.notice.partition('-')[0]}"
            private = {name: given.but(**moved) for name, given in notices.private.items() if name == key}
            return notices.but(private=notices.private | private)
        case _:
            assert_never(event.notice)
