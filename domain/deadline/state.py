"""What the deadlines add up to: for each duty the stated and the adopted date, and whether it was missed."""

from typing import assert_never

from domain.clocks import Warn
from domain.deadline.events import (
    DeadlineAdopted,
    DeadlineEvent,
    DeadlineMismatchNoted,
    DeadlineMissed,
    DeadlineStated,
    DeadlineWarned,
    Duty,
)
from domain.value import Day, Value


class Deadline(Value):
    """One duty's dates. `warned` is the lowest warning of the ladder that was given."""

    stated: Day | None = None
    stated_by: str | None = None
    computed: Day | None = None
    adopted: Day | None = None
    adoption: int = 0
    basis: str | None = None
    calendar: str | None = None
    mismatch: int | None = None
    warnings: tuple[Warn, ...] = ()
    warned: int | None = None
    missed: bool = False


Deadlines = dict[Duty, Deadline]


def evolve(deadlines: Deadlines, event: DeadlineEvent) -> Deadlines:
    before = deadlines.get(event.duty, Deadline())
    return {**deadlines, event.duty: before.but(**_change(before, event))}


def _change(before: Deadline, event: DeadlineEvent) -> dict[str, object]:
    match event:
        case DeadlineStated():
            return {"stated": event.due, "stated_by": event.stated_by, "mismatch": None}
        case DeadlineAdopted():
            adopted: dict[str, object] = {
                "adopted": event.due,
                "adoption": event.adoption,
                "basis": event.basis,
                "calendar": event.calendar,
                "warnings": event.warnings,
                "warned": None,
                "missed": False,
            }
            if event.basis == "computed" and event.due != before.computed:
                adopted |= {"computed": event.due, "mismatch": None}
            return adopted
        case DeadlineMismatchNoted():
            return {"mismatch": event.working_days_apart}
        case DeadlineWarned():
            return {"warned": event.warning}
        case DeadlineMissed():
            return {"missed": True}
        case _:
            assert_never(event)
