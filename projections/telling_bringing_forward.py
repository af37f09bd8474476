"""What is said of what falls due in a plan's life, and of its end, as the predicate of a sentence."""

from typing import assert_never

from domain.bringing_forward import events as brought
from domain.bringing_forward.events import BringForwardEvent
from domain.calendar import dated
from domain.closing import events as closing
from domain.closing.events import ClosingEvent
from projections.wording import listed, plain, quoted, short, the, working_days


def tell_bringing_forward(event: BringForwardEvent) -> str:
    match event:
        case brought.ActionChased(action=action, due=due, working_days=days, to=to):
            return f"reminded {the(to)} that action {action} {_due(days)} on {dated(due)}{_apart(days)}"
        case brought.EvidenceChased(action=action, complete_on=on, to=to):
            awaited = f"action {action} is complete since {dated(on)} without verified evidence"
            return f"reminded {the(to)} that {awaited}"
        case brought.ReviewReminded(review_by=by, working_days=days, to=to):
            review = "the review under the improvement notice"
            return f"reminded {the(to)} that {review} {_due(days)} by {dated(by)}{_apart(days)}"
        case brought.PackFrozen():
            return _pack(event)
        case brought.ScrutinyAnswerChased(recommendation=id_, respond_by=by, working_days=days, to=to):
            answer = f"the answer to scrutiny's recommendation {id_}"
            return f"reminded {the(to)} that {answer} {_due(days)} by {dated(by)}{_apart(days)}"
        case brought.DelegationRanOut(version=version, until=until, to=to):
            ended = f"the delegation to finalise version {version} ended on {dated(until)}"
            return f"told {the(to)} that {ended} without being used"
        case brought.CallInChased(notice=notice, received_on=on, call_in_ends=ends, to=to):
            held = f"call-in notice {notice} of {dated(on)} was not judged by {dated(ends)}"
            return f"told {the(to)} that {held}, when the time for call-ins ended"
        case _:
            assert_never(event)


def _pack(event: brought.PackFrozen) -> str:
    rated = f" ({listed(f'{n} {plain(r)}' for r, n in event.ratings.items())})" if event.ratings else ""
    figures = f"{event.overdue} overdue, {event.re_dated} with a new date, {event.evidenced} with verified evidence"
    days = f"from {dated(event.since)} to {dated(event.until)}"
    content = f"{event.actions} actions{rated}, {figures}"
    return f"fixed pack {event.number} for {event.to} {days}: {content} (digest {short(event.digest)})"


def tell_closing(event: ClosingEvent) -> str:
    match event:
        case closing.PlanClosed(closed_on=on, because=because, document=document):
            return f"closed the plan on {dated(on)}, because {quoted(because)} ({document})"
        case closing.PlanSuperseded(superseded_on=on, by=by, because=because):
            return f"recorded that the plan {by} took this one’s place on {dated(on)}, because {quoted(because)}"
        case closing.PlanReopened(reopened_on=on, because=because):
            return f"reopened the plan on {dated(on)}, because {quoted(because)}"
        case _:
            assert_never(event)


def _due(days: int) -> str:
    return "was due" if days > 0 else "is due"


def _apart(days: int) -> str:
    """How far that was from the day on which it was said, where it was not the day itself."""
    if days < 0:
        return f", with {working_days(-days)} left"
    return f" and is {working_days(days)} late" if days else ""
