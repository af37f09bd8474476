"""What is said of meetings and of whether they leave time, as the predicate of a sentence."""

from typing import assert_never

from domain.calendar import dated
from domain.meeting import events as meeting
from domain.meeting.events import MeetingEvent
from projections.wording import plain, quoted, the, unstopped


def tell_meeting(event: MeetingEvent) -> str:
    match event:
        case meeting.MeetingScheduled(body=body, meeting_on=on, purpose=purpose):
            return f"scheduled a meeting of {plain(body)} on {dated(on)}: {quoted(purpose)}"
        case meeting.MeetingMoved(body=body, meeting_on=on, moved_to=to, because=because):
            return f"moved the meeting of {plain(body)} of {dated(on)} to {dated(to)}, because {quoted(because)}"
        case meeting.MeetingCancelled(body=body, meeting_on=on, because=because):
            return f"cancelled the meeting of {plain(body)} of {dated(on)}, because {quoted(because)}"
        case meeting.InfeasibilityTold(step=step, to=to):
            return f"told {the(to)} that a step cannot be kept: {step}"
        case meeting.BecameInfeasible(step=step, by=by, due=due, because=because):
            kept = f"the step {quoted(step)}, to be taken by {dated(by)}, cannot be kept"
            return f"noted that {kept} for the due date {dated(due)}: {unstopped(because)}"
        case meeting.BecameFeasible(meeting_on=on, due=due):
            return f"noted that with the meeting of {dated(on)} every step can be kept for the due date {dated(due)}"
        case _:
            assert_never(event)
