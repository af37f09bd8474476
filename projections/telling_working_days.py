"""What is said of a revised calendar and of the days that it moved, as the predicate of a sentence."""

from typing import assert_never

from domain.calendar import dated
from domain.working_days import events as working_days
from domain.working_days.events import WorkingDaysEvent
from projections.wording import DUTIES, listed

_NOTICES: dict[working_days.Notice, str] = {
    "key-decision-notice": "the notice of a key decision",
    "general-exception": "the general exception",
    "first-private-notice": "the first notice of a meeting in private",
    "second-private-notice": "the second notice of a meeting in private",
    "agenda": "the agenda",
}


def tell_working_days(event: WorkingDaysEvent) -> str:
    match event:
        case working_days.CalendarRevised(revision=revision, source=source, calendar=calendar):
            added = [f"{dated(holiday.day)} ({holiday.name}) is no working day" for holiday in event.added]
            removed = [f"{dated(day)} is one again" for day in event.removed]
            return (
                f"adopted the calendar {calendar} by the revision {revision}: {listed([*added, *removed])} ({source})"
            )
        case working_days.DeadlineRecomputed(duty=duty, was=was, computed=computed, adopted=adopted):
            moved = f"from {dated(was)} to {dated(computed)} on the calendar {event.calendar}"
            return f"noted that the computed due date for {DUTIES[duty]} moved {moved}, while {dated(adopted)} stays"
        case working_days.CallInWindowMoved(version=version, call_in_ends=ends, implementable_from=first):
            ends_on = f"call-in of the decision on version {version} now ends on {dated(ends)}"
            return (
                f"noted that {ends_on} and it may be implemented from {dated(first)}, on the calendar {event.calendar}"
            )
        case working_days.ChasingMoved(round=round_, remind_on=days, escalate_on=escalate_on):
            reminders = listed(dated(day) for day in days) if days else "no day"
            return f"moved the reminders of round {round_} to {reminders} and its escalation to {dated(escalate_on)}"
        case working_days.FirstLawfulDayMoved(notice=notice, meeting_on=meeting, was=was, first_lawful_day=first):
            of = f"{_NOTICES[notice]}{f' of {dated(meeting)}' if meeting else ''}"
            return f"noted that by {of} the first lawful day is {dated(first)}, no longer {dated(was)}"
        case _:
            assert_never(event)
