"""How long a plan is kept: from which day its years count, and until when, by the terms it went by."""

from datetime import date, timedelta

from domain.approval.state import Approved, Returned
from domain.authority.state import Retention
from domain.plan import Plan
from domain.value import Day, Text, Value


class Kept(Value):
    """Until when a plan that has ended is kept.

    `kept_from` is the day from which the years of `schedule` count: the last of its end and its decisions. From
    `papers_due_on` on the background papers may go, and from `due_on` on its lines; not while `held`, by reference.
    """

    schedule: Retention
    kept_from: Day
    papers_due_on: Day
    due_on: Day
    held: tuple[Text, ...]


def kept(plan: Plan) -> Kept | None:
    """None for a plan that goes on, or whose terms do not say for how long it is kept."""
    schedule, ended_on = plan.terms.retention, plan.closing.ended_on
    if schedule is None or ended_on is None:
        return None
    since = max([ended_on, *_decisions(plan)])
    # The register is needed for as long as what it tells of is kept elsewhere.
    evidence = [item.attached.keep_until + _A_DAY for item in plan.evidence.items.values()]
    return Kept(
        schedule=schedule,
        kept_from=since,
        papers_due_on=_over(since, schedule.background_papers),
        due_on=max([_over(since, schedule.decisions), *evidence]),
        held=tuple(hold.reference for hold in plan.keeping.held_by),
    )


def _decisions(plan: Plan) -> list[date]:
    """The days of the decisions on the plan that its state knows, and of their taking effect."""
    days = list(plan.approval.effective.values())
    standing = plan.approval.standing
    if isinstance(standing, Approved):
        days += [standing.decided_on, standing.implementable_from]
        days += [answer.decided_on for answer in standing.answers.values()]
    elif isinstance(standing, Returned) and standing.decided_on:
        days.append(standing.decided_on)
    return days


_A_DAY = timedelta(days=1)


def _over(since: date, years: int) -> date:
    """The day after the same date so many years later; where there is no 29 February, 1 March."""
    try:
        return since.replace(year=since.year + years) + _A_DAY
    except ValueError:
        return date(since.year + years, 3, 1)
