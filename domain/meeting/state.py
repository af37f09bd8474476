"""What the meetings add up to: those still planned, and whether they leave time."""

from datetime import date
from typing import Literal, assert_never

from domain.meeting.events import (
    BecameFeasible,
    BecameInfeasible,
    InfeasibilityTold,
    MeetingCancelled,
    MeetingEvent,
    MeetingMoved,
    MeetingScheduled,
)
from domain.value import Day, Slug, Text, Value


class Meeting(Value):
    """A meeting and what became of it; `moved_to` where it was moved."""

    body: Slug
    on: Day
    purpose: Text
    became: Literal["planned", "moved", "cancelled"] = "planned"
    moved_to: Day | None = None


class Meetings(Value):
    """By body and day. `infeasible`: what was found last, and on which day, as long as it holds; `told`: somebody was
    told of it.
    """

    known: dict[str, Meeting] = {}
    infeasible: BecameInfeasible | None = None
    infeasible_on: Day | None = None
    told: bool = False

    def meeting(self, body: str, on: Day) -> Meeting | None:
        return self.known.get(_key(body, on))

    def kept(self, body: str) -> bool:
        """Whether the body's meetings are kept here at all."""
        return any(meeting.body == body for meeting in self.known.values())

    def planned(self, body: str) -> tuple[Day, ...]:
        """The body's days that are still planned, earliest first."""
        return tuple(sorted(m.on for m in self.known.values() if m.body == body and m.became == "planned"))


def evolve(meetings: Meetings, event: MeetingEvent, recorded: date) -> Meetings:
    match event:
        case MeetingScheduled(body=body, meeting_on=on, purpose=purpose):
            return _with(meetings, Meeting(body=body, on=on, purpose=purpose))
        case MeetingMoved(body=body, meeting_on=on, moved_to=to):
            before = meetings.meeting(body, on)
            if before is None:
                return meetings
            moved = _with(meetings, before.but(became="moved", moved_to=to))
            return _with(moved, Meeting(body=body, on=to, purpose=before.purpose))
        case MeetingCancelled(body=body, meeting_on=on):
            cancelled = meetings.meeting(body, on)
            return _with(meetings, cancelled.but(became="cancelled")) if cancelled else meetings
        case BecameInfeasible():
            return meetings.but(infeasible=event, infeasible_on=recorded, told=False)
        case BecameFeasible():
            return meetings.but(infeasible=None, infeasible_on=None, told=False)
        case InfeasibilityTold():
            return meetings.but(told=True)
        case _:
            assert_never(event)


def _with(meetings: Meetings, meeting: Meeting) -> Meetings:
    return meetings.but(known={**meetings.known, _key(meeting.body, meeting.on): meeting})


def _key(body: str, on: Day) -> str:
    return f"{body} {on}"
