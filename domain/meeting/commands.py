"""What may be asked of the meetings that are planned for a plan; the last by the workflow alone."""

from typing import ClassVar

from domain.value import Command, Day, Slug, Text


class ScheduleMeeting(Command):
    """Record that a body is to meet on a day; the plan is planned back by the meetings of the bodies on its route."""

    name: ClassVar[str] = "schedule-meeting"
    body: Slug
    meeting_on: Day
    purpose: Text


class MoveMeeting(Command):
    """Record that a meeting is to be on another day."""

    name: ClassVar[str] = "move-meeting"
    body: Slug
    meeting_on: Day
    moved_to: Day
    because: Text


class CancelMeeting(Command):
    """Record that a meeting is not to be."""

    name: ClassVar[str] = "cancel-meeting"
    body: Slug
    meeting_on: Day
    because: Text


class NoteInfeasible(Command):
    """Record that the last lawful day of a step has passed undone, if so it is, and that somebody was told."""

    name: ClassVar[str] = "note-infeasible"


MeetingCommand = ScheduleMeeting | MoveMeeting | CancelMeeting | NoteInfeasible
