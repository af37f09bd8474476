"""What is said of how long a plan is kept, as the predicate of a sentence."""

from typing import assert_never

from domain.calendar import dated, london_day
from domain.retention.events import PlanDropped, RetentionEvent, RetentionHoldPlaced, RetentionHoldReleased
from ledger.dropped import Drop
from projections.wording import listed, short, title_of, unstopped


def tell_retention(event: RetentionEvent) -> str:
    match event:
        case RetentionHoldPlaced(hold=id_, reference=reference, placed_on=on, because=because):
            return f"placed hold {id_} on the plan for {reference} on {dated(on)}: {unstopped(because)}"
        case RetentionHoldReleased(hold=id_, released_on=on, because=because):
            return f"released hold {id_} on {dated(on)}: {unstopped(because)}"
        case PlanDropped(schedule=schedule, due_on=due):
            why = f"it was to be kept for {schedule.decisions} years, until {dated(due)} ({schedule.source})"
            return f"dropped {gone(event)} of this plan {_under(event)}: {why}; their chain is {short(event.head)}"
        case _:
            assert_never(event)


def what_became_of(drop: Drop) -> str:
    """Of a plan that was dropped, in one sentence: when, under what decision, and what is gone."""
    event, on = drop.event, dated(london_day(drop.line.at))
    are = "is" if event.lines == 1 else "are"
    return f"Plan {drop.row.stream} was dropped on {on} {_under(event)}: {gone(event)} {are} gone."


def _under(event: PlanDropped) -> str:
    return f"under decision {event.decision}, approved by {event.approver} as {title_of(event.approved_by)}"


def gone(event: PlanDropped) -> str:
    """The lines that a drop is of, by their positions."""
    spans = listed(str(s.first) if s.first == s.last else f"{s.first} to {s.last}" for s in event.positions)
    return f"the {event.lines} lines at {spans}" if event.lines > 1 else f"the line at {spans}"
