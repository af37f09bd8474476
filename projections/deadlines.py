"""The statutory deadlines: for each duty what the law computes, what somebody stated, and what was adopted."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.calendar import dated
from domain.deadline.events import Duty
from domain.deadline.rules import COUNTED
from domain.deadline.state import Deadline
from domain.inspection.events import INSPECTION
from domain.inspection.frameworks import owed
from domain.plan import Plan
from domain.value import Value
from projections.projection import PerPlan
from projections.wording import apart


class DeadlineRow(Value):
    """One duty. `counted` is the number of working days from receipt; None where this inspection has none for the duty.

    `mismatch`: how many working days the stated date is later than the computed one (negative: earlier).
    `shown` says in one sentence how the dates agree.
    """

    plan: str
    duty: Duty
    received: date | None
    counted: int | None
    computed: date | None
    stated: date | None
    stated_by: str | None
    adopted: date | None
    basis: str | None
    calendar: str | None
    mismatch: int | None
    missed: bool
    done_on: date | None
    shown: str


def deadlines(plan: Plan) -> Mapping[str, DeadlineRow]:
    """A row for each duty that has a date, under the duty's name."""
    return {duty: _row(plan, duty, deadline) for duty, deadline in plan.deadlines.items()}


def done_on(plan: Plan, duty: Duty) -> date | None:
    """The day on which the duty was first done: statement sent, draft shared, or report published by the authority."""
    match duty:
        case "statement":
            return plan.submission.first_submitted_on
        case "draft-plan":
            return plan.submission.draft_shared.shared_on if plan.submission.draft_shared else None
        case "report":
            return plan.inspection.report().published.get("authority")
        case _:
            assert_never(duty)


def _row(plan: Plan, duty: Duty, deadline: Deadline) -> DeadlineRow:
    counts = duty in owed(plan.inspection.sources.get(INSPECTION), plan.terms)
    return DeadlineRow(
        plan=plan.id,
        duty=duty,
        received=plan.inspection.received_on,
        counted=COUNTED[duty] if counts else None,
        computed=deadline.computed,
        stated=deadline.stated,
        stated_by=deadline.stated_by,
        adopted=deadline.adopted,
        basis=deadline.basis,
        calendar=deadline.calendar,
        mismatch=deadline.mismatch,
        missed=deadline.missed,
        done_on=done_on(plan, duty),
        shown=shown(deadline, counts),
    )


def shown(deadline: Deadline, counts: bool) -> str:
    """One sentence: how the computed, the stated and the adopted date agree; `counts`: whether one can be computed."""
    extended = deadline.basis == "extended" and deadline.adopted
    end = f"; {dated(deadline.adopted)} was adopted instead." if extended and deadline.adopted else "."
    return _compared(deadline, counts) + end


def _compared(deadline: Deadline, counts: bool) -> str:
    computed, stated = deadline.computed, deadline.stated
    if computed and stated:
        if computed == stated:
            return "Computed and stated agree"
        return f"Stated {apart(stated, computed, deadline.mismatch)}"
    if computed:
        return f"Computed {dated(computed)}, and nobody has stated a date"
    if stated:
        why = "receipt of the report is not recorded" if counts else "no number of working days is known for it"
        return f"Stated {dated(stated)}, and not computed, since {why}"
    return "Neither computed nor stated"


DEADLINES = PerPlan("deadlines", 2, DeadlineRow, deadlines)
