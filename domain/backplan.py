"""The back-plan: by when each step on the way to Ofsted must be taken, and whether a meeting of cabinet leaves time.

The route is the one that is kept here: drafting, the board, notice of a key decision where it is one, the agenda,
cabinet, the decision statement, call-in, submission.
"""

from datetime import date, timedelta

from domain.authority.state import Authority, ClearDays
from domain.calendar import Calendar, Skipped, dated
from domain.clocks import (
    AGENDA_CLEAR_DAYS,
    KEY_DECISION_CLEAR_DAYS,
    REPORT_WORKING_DAYS,
    STATEMENT_WORKING_DAYS,
    Counted,
    call_in_ends,
    clear_days_before,
    implementable_from,
)
from domain.value import Day, Text, Value, added

ON_THE_SAFE_SIDE = ClearDays(
    key_decision="calendar-days",
    private_meeting="calendar-days",
    agenda="working-days",
    general_exception="working-days",
    source="The terms do not say: of two readings the earlier day.",
)
"""Which days are clear days where an authority's terms leave it open."""


class Asked(Value):
    """What is planned for. `due` is another due date than the computed one, where one was stated or adopted.

    `meetings` are cabinet's days; `statement_after` is how many working days after the meeting the decision statement
    is published.
    """

    received: Day
    meetings: tuple[Day, ...]
    due: Day | None = None
    key_decision: bool = True
    statement_after: int = 0

    def moved(self, meeting: date, to: date) -> "Asked":
        """The same, were one of the meetings on another day."""
        return self.but(meetings=tuple(to if day == meeting else day for day in self.meetings))


class Step(Value):
    """One step: the last lawful day for it (`by`), and the day on which it falls with this meeting (`on`), if it does.

    `how` says how the day was counted and `skipped` which days were passed over; `fails` why it cannot be kept.
    `done`: it is on record, where the plan is.
    """

    name: Text
    on: Day | None = None
    by: Day
    how: Text
    source: Text
    skipped: tuple[Skipped, ...] = ()
    fails: Text | None = None
    done: bool = added(False)


class BackPlan(Value):
    """The steps in the order of the route, for the last meeting that leaves time; else for the first there is.

    `slack` is how many working days are left between the end of call-in and the due date, negative where call-in ends
    later; `infeasible` the name of the first step that cannot be kept.
    """

    received: Day
    due: Day
    meeting: Day | None
    calendar: Text
    steps: tuple[Step, ...]
    slack: int | None
    infeasible: Text | None


def back_plan(asked: Asked, terms: Authority, calendar: Calendar) -> BackPlan:
    """The back-plan on these terms. Refused by `calendar-covers-the-date` where the calendar does not reach."""
    due = asked.due or calendar.add_working_days(asked.received, STATEMENT_WORKING_DAYS)
    waits = terms.call_in.working_days
    latest = _latest_statement(due, waits, calendar)
    last_meeting = calendar.add_working_days(latest, -asked.statement_after)
    possible = sorted(day for day in asked.meetings if day >= asked.received)
    in_time = [day for day in possible if day <= last_meeting]
    meeting = in_time[-1] if in_time else next(iter(possible), None)
    before = _before(meeting or last_meeting, asked, terms.clear_days or ON_THE_SAFE_SIDE, calendar)
    meets = Step(
        name="cabinet meets",
        on=meeting,
        by=last_meeting,
        how="so that the decision statement is published in time",
        source="each council's calendar of meetings",
        fails=None if meeting else f"No meeting of cabinet lies between {dated(asked.received)} and {dated(due)}.",
    )
    published = calendar.add_working_days(meeting, asked.statement_after) if meeting else None
    steps = (_report(asked.received, calendar), *before, meets, *_after(published, latest, due, terms, calendar))
    return BackPlan(
        received=asked.received,
        due=due,
        meeting=meeting,
        calendar=calendar.label,
        steps=steps,
        slack=calendar.working_days_between(call_in_ends(published, waits, calendar), due) if published else None,
        infeasible=next((step.name for step in steps if step.fails), None),
    )


def _latest_statement(due: date, waits: int, calendar: Calendar) -> date:
    """The last working day of publication after which call-in ends in time for the due date."""
    day = calendar.previous_working_day(due)
    while implementable_from(day, waits, calendar) > due:
        day = calendar.add_working_days(day, -1)
    return day


def _report(received: date, calendar: Calendar) -> Step:
    return Step(
        name="authority publishes the report",
        by=calendar.add_working_days(received, REPORT_WORKING_DAYS),
        how=f"{REPORT_WORKING_DAYS} working days after receipt on {dated(received)}",
        source="SI 2007/462 reg 2",
        skipped=tuple(calendar.skipped(received, REPORT_WORKING_DAYS)),
    )


def _before(meeting: date, asked: Asked, convention: ClearDays, calendar: Calendar) -> list[Step]:
    """What must come before the meeting."""
    notice = _clear(
        "notice of key decision",
        KEY_DECISION_CLEAR_DAYS,
        convention.key_decision,
        meeting,
        calendar,
        source="SI 2012/2089 reg 9; else the general exception (reg 10) or special urgency (reg 11)",
    )
    agenda = _clear(
        "agenda is published", AGENDA_CLEAR_DAYS, convention.agenda, meeting, calendar, source="SI 2012/2089 reg 6"
    )
    ready = f"by the day on which the agenda is published with it, {dated(agenda.by)}"
    steps = [
        *([notice] if asked.key_decision else []),
        Step(name="draft is finished", by=agenda.by, how=ready, source="SI 2012/2089 reg 6: the paper is open with it"),
        Step(name="board endorses", by=agenda.by, how=ready, source="no law: its view is in the paper"),
        agenda,
    ]
    return [_after_receipt(step, asked.received) for step in steps]


def _clear(name: str, days: int, counted: Counted, meeting: date, calendar: Calendar, source: str) -> Step:
    by, skipped = clear_days_before(meeting, days, counted, calendar)
    counted_days = counted.replace("-", " ")
    how = f"{days} clear {counted_days} before {dated(meeting)}"
    return Step(name=name, by=by, how=how, source=source, skipped=skipped)


def _after_receipt(step: Step, received: date) -> Step:
    if step.by >= received:
        return step
    late = f"It was to be done by {dated(step.by)}, and the report was received on {dated(received)}."
    return step.but(fails=late)


def _after(published: date | None, latest: date, due: date, terms: Authority, calendar: Calendar) -> list[Step]:
    """What follows the meeting, up to the submission."""
    waits, source = terms.call_in.working_days, terms.call_in.source
    ends = call_in_ends(published, waits, calendar) if published else None
    sent = implementable_from(published, waits, calendar) if published else None
    fails = None
    if ends and sent and sent > due:
        fails = (
            f"Call-in ends on {dated(ends)} and the statement is due on {dated(due)}: "
            f"the decision had to be published by {dated(latest)}."
        )
    return [
        Step(
            name="decision statement is published",
            on=published,
            by=latest,
            how="so that call-in ends before the due date",
            source="SI 2012/2089 reg 12: as soon as reasonably practicable",
        ),
        Step(
            name="call-in",
            on=ends,
            by=due - timedelta(days=1),
            how=f"{waits} working days after publication, to the end of the day",
            source=source,
            skipped=tuple(calendar.skipped(published, waits)) if published else (),
            fails=fails,
        ),
        Step(
            name="submission",
            on=sent,
            by=due,
            how="from the day after call-in ends, until the due date",
            source="EIA 2006 s.137; SI 2007/462 reg 3",
        ),
    ]


class Change(Value):
    """A step whose day moves with a meeting, by so many working days: negative where it must be taken sooner."""

    step: Text
    was: Day
    becomes: Day
    working_days: int


def changes(before: BackPlan, after: BackPlan, calendar: Calendar) -> tuple[Change, ...]:
    """What becomes of each step when a meeting moves: those alone that fall on another day."""
    days = [(b.name, b.on or b.by, a.on or a.by) for b, a in zip(before.steps, after.steps, strict=True)]
    return tuple(
        Change(step=name, was=was, becomes=becomes, working_days=calendar.working_days_between(was, becomes))
        for name, was, becomes in days
        if was != becomes
    )
