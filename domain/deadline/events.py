"""What can happen to a statutory deadline: stated, adopted, found to differ, warned of, missed."""

from typing import ClassVar, Literal

from domain.clocks import Warn
from domain.value import Day, Event, Slug, Text

Duty = Literal["statement", "report", "draft-plan"]
"""`statement`: prepare and send the written statement (70 working days). `report`: publish the report (30).
`draft-plan`: share the draft plan with Ofsted, after areas for priority action (20)."""


class DeadlineStated(Event):
    """Somebody stated the due date in a document; a fact apart from what the law computes."""

    kind: ClassVar[str] = "plan.deadline-stated"
    duty: Duty
    due: Day
    stated_by: Text
    document: Text


class DeadlineAdopted(Event):
    """The due date the authority works to, with how it came about and the calendar it was counted on.

    `adoption` counts from 1 for each duty; `working_days` are those counted from `counted_from`, which is the day the
    report was received; `warnings` are the days on which the
    post `warn` is warned.
    """

    kind: ClassVar[str] = "plan.deadline-adopted"
    duty: Duty
    adoption: int
    due: Day
    basis: Literal["computed", "stated", "extended"]
    counted_from: Day | None
    working_days: int | None
    calendar: Text
    warn: Slug
    warnings: tuple[Warn, ...]
    because: Text | None = None


class DeadlineMismatchNoted(Event):
    """The computed and the stated date differ: shown, not hidden. Positive when the stated date is the later."""

    kind: ClassVar[str] = "plan.deadline-mismatch-noted"
    duty: Duty
    computed: Day
    stated: Day
    working_days_apart: int
    calendar: Text


class DeadlineWarned(Event):
    """A warning went out. `warning` is the one of the ladder (30, 20, 10, 5 or 1 working days before); what was really
    left on the day is `working_days_left`, which is less where the clock was started late.
    """

    kind: ClassVar[str] = "plan.deadline-warned"
    duty: Duty
    adoption: int
    due: Day
    warning: int
    working_days_left: int


class DeadlineMissed(Event):
    """The due date passed and the duty was not done."""

    kind: ClassVar[str] = "plan.deadline-missed"
    duty: Duty
    adoption: int
    due: Day


DeadlineEvent = DeadlineStated | DeadlineAdopted | DeadlineMismatchNoted | DeadlineWarned | DeadlineMissed
