"""How long each plan that has ended is kept, and what its dropping waits for, on the day asked."""

from datetime import date

from domain.plan import Plan
from domain.retention.due import kept
from domain.value import Value


class PlanKept(Value):
    """One plan that has ended. The days are None where its terms do not say for how long it is kept.

    `waits_for` is empty once it may be dropped.
    """

    plan: str
    title: str
    ended_on: date | None
    kept_from: date | None
    papers_due_on: date | None
    due_on: date | None
    waits_for: tuple[str, ...]


def keeping(plan: Plan, on: date, successor: Plan | None = None) -> PlanKept:
    """`successor` is the plan that took its place, if one did."""
    found = kept(plan)
    waits = [f"the release of the hold for {reference}" for reference in (found.held if found else ())]
    if found is None:
        waits.append(f"terms of {plan.terms.name} that say for how long records are kept")
    elif found.due_on > on:
        waits.append(f"{found.due_on} ({found.schedule.source})")
    if successor and not successor.closing.ended:
        waits.append(f"the end of plan {successor.id}, which took its place")
    return PlanKept(
        plan=plan.id,
        title=plan.title,
        ended_on=plan.closing.ended_on,
        kept_from=found.kept_from if found else None,
        papers_due_on=found.papers_due_on if found else None,
        due_on=found.due_on if found else None,
        waits_for=tuple(waits),
    )
