"""What a revision of the calendar does to a plan, day by day, for people to read before and after it is adopted."""

from collections.abc import Iterable, Iterator

from domain.approval.state import Approved, Asked
from domain.deadline.events import DeadlineAdopted
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Day, Text, Value
from domain.working_days.events import CallInWindowMoved, ChasingMoved, DeadlineRecomputed, FirstLawfulDayMoved

_DUTIES = {"statement": "the written statement", "report": "the report's publication", "draft-plan": "the draft plan"}


class Move(Value):
    """One day that moves. `stays`: the date that people work to, where it is stated or extended and stays as it is."""

    plan: Text
    what: Text
    was: Day
    becomes: Day
    stays: Day | None = None


def moves(plan: Plan, events: Iterable[PlanEvent]) -> tuple[Move, ...]:
    """What moves by these events, which follow `plan` as it stands."""
    return tuple(move for event in events for move in _moved(plan, event) if move.was != move.becomes)


def _moved(plan: Plan, event: PlanEvent) -> Iterator[Move]:
    standing = plan.approval.standing
    match event:
        case DeadlineAdopted(duty=duty, due=due):
            before = plan.deadline(duty).adopted or due
            yield Move(plan=plan.id, what=f"due date of {_DUTIES[duty]}", was=before, becomes=due)
        case DeadlineRecomputed(duty=duty, was=before, computed=computed, adopted=adopted):
            what = f"computed due date of {_DUTIES[duty]}"
            yield Move(plan=plan.id, what=what, was=before, becomes=computed, stays=adopted)
        case CallInWindowMoved(call_in_ends=ends, implementable_from=first) if isinstance(standing, Approved):
            yield Move(plan=plan.id, what="end of call-in", was=standing.call_in_ends or ends, becomes=ends)
            before = plan.call_in(standing.round).implementable_from(standing.implementable_from)
            yield Move(plan=plan.id, what="first day to implement the decision", was=before, becomes=first)
        case ChasingMoved(remind_on=remind_on, escalate_on=escalate_on) if isinstance(standing, Asked):
            for n, (was, becomes) in enumerate(zip(standing.remind_on, remind_on, strict=False), start=1):
                yield Move(plan=plan.id, what=f"reminder {n} to cabinet", was=was, becomes=becomes)
            yield Move(plan=plan.id, what="escalation", was=standing.escalate_on, becomes=escalate_on)
        case FirstLawfulDayMoved(notice=notice, was=was, first_lawful_day=first):
            what = f"first lawful day by the {notice.replace('-', ' ')}"
            yield Move(plan=plan.id, what=what, was=was, becomes=first)
        case _:
            return
