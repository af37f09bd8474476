"""The back-plan: by when each step on the way to Ofsted must be taken, and whether the meetings leave time.

The way is that of an approval route: drafting, the board, notice of a key decision where it is one, each body's agenda
and answer in its turn, the decision statement and call-in where cabinet decides, submission.
"""

from datetime import date, timedelta

from domain.authority.routes import CABINET, CABINET_ALONE, Body
from domain.authority.state import Authority, ClearDays
from domain.backroute import Asked, Turn, ending, turns, waits_for_call_in
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
from domain.value import Day, Slug, Text, Value, added

ON_THE_SAFE_SIDE = ClearDays(
    key_decision="calendar-days",
    private_meeting="calendar-days",
    agenda="working-days",
    general_exception="working-days",
    source="The terms do not say: of two readings the earlier day.",
)
"""Which days are clear days where an authority's terms leave it open."""


class Step(Value):
    """One step: the last lawful day for it (`by`), and the day on which it falls with these meetings (`on`), if so.

    `how` says how the day was counted and `skipped` which days were passed over; `fails` why it cannot be kept.
    `done`: it is on record, where the plan is. `agenda_of` and `answer_of`: the stage whose agenda or answer it is.
    """

    name: Text
    on: Day | None = None
    by: Day
    how: Text
    source: Text
    skipped: tuple[Skipped, ...] = ()
    fails: Text | None = None
    done: bool = added(False)
    agenda_of: Slug | None = added(None)
    answer_of: Slug | None = added(None)


class BackPlan(Value):
    """The steps in the order of the route, each for the last meeting that leaves time; else for the first there is.

    `meeting` is the day on which the round ends. `slack` is how many working days are left between the end of call-in,
    or the last answer where none follows, and the due date, negative where that is later; `infeasible` the name of the
    first step that cannot be kept.
    """

    received: Day
    due: Day
    meeting: Day | None
    calendar: Text
    steps: tuple[Step, ...]
    slack: int | None
    infeasible: Text | None
    route: Text | None = added(None)


def back_plan(asked: Asked, terms: Authority, calendar: Calendar) -> BackPlan:
    """The back-plan on these terms. Refused by `calendar-covers-the-date` where the calendar does not reach."""
    due = asked.due or calendar.add_working_days(asked.received, STATEMENT_WORKING_DAYS)
    called_in = waits_for_call_in(asked.route)
    waits = terms.call_in.working_days
    latest = _latest_statement(due, waits, calendar) if called_in else due
    limit = calendar.add_working_days(latest, -asked.statement_after) if called_in else due
    round_ = turns(asked, due, limit, terms)
    end = next(turn for turn in round_ if turn.stage == ending(asked.route))
    published = calendar.add_working_days(end.on, asked.statement_after) if end.on and called_in else end.on
    ends = call_in_ends(published, waits, calendar) if published and called_in else published
    after = _after_cabinet(published, latest, due, terms, calendar) if called_in else []
    before = _before(round_, asked, terms.clear_days or ON_THE_SAFE_SIDE, calendar)
    steps = (_report(asked.received, calendar), *before, *after, _submission(ends, due, called_in=called_in))
    return BackPlan(
        received=asked.received,
        due=due,
        meeting=end.on,
        calendar=calendar.label,
        steps=_say_the_last(steps, end),
        slack=calendar.working_days_between(ends, due) if ends else None,
        infeasible=next((step.name for step in steps if step.fails), None),
        route=None if asked.route == CABINET_ALONE else asked.route.id,
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


def _before(round_: tuple[Turn, ...], asked: Asked, convention: ClearDays, calendar: Calendar) -> list[Step]:
    """What must come before the round ends."""
    agendas = {turn.stage.id: _agenda(turn, convention, calendar) for turn in round_ if turn.meets}
    ready_by = min([step.by for step in agendas.values()] + [turn.day for turn in round_])
    first = "an agenda is published with it" if agendas else "it is answered first"
    ready = f"by the day on which {first}, {dated(ready_by)}"
    steps = [
        *(_notice(turn, convention, calendar) for turn in round_ if _needs_notice(turn, asked)),
        Step(name="draft is finished", by=ready_by, how=ready, source=_why_ready(round_)),
    ]
    if not any(turn.body.role == "board" for turn in round_):
        steps.append(Step(name="board endorses", by=ready_by, how=ready, source="no law: its view is in the paper"))
    for turn in round_:
        steps += [agendas[turn.stage.id]] if turn.meets else []
        steps.append(_answer(turn, asked))
    return [_after_receipt(step, asked.received) for step in steps]


def _why_ready(round_: tuple[Turn, ...]) -> str:
    law = next((_law(turn) for turn in round_ if turn.meets), None)
    return f"{law}: the paper is open with it" if law else "no law: it is what they answer on"


def _law(turn: Turn) -> str:
    """By which law the agenda of its meeting is open beforehand."""
    return "SI 2012/2089 reg 6" if turn.stage.body == CABINET else "Local Government Act 1972 s.100B"


def _needs_notice(turn: Turn, asked: Asked) -> bool:
    """Whether cabinet takes a key decision there, as which it is planned unless somebody has said otherwise."""
    is_key = turn.stage.does == "decides" if asked.key_decision is None else asked.key_decision
    return turn.stage.body == CABINET and is_key


def _notice(turn: Turn, convention: ClearDays, calendar: Calendar) -> Step:
    return _clear(
        "notice of key decision",
        KEY_DECISION_CLEAR_DAYS,
        convention.key_decision,
        turn.day,
        calendar,
        source="SI 2012/2089 reg 9; else the general exception (reg 10) or special urgency (reg 11)",
    )


def _agenda(turn: Turn, convention: ClearDays, calendar: Calendar) -> Step:
    name = "agenda is published" if turn.stage.body == CABINET else f"agenda of {turn.body.name} is published"
    agenda = _clear(name, AGENDA_CLEAR_DAYS, convention.agenda, turn.day, calendar, source=_law(turn))
    return agenda.but(agenda_of=turn.stage.id)


def _answer(turn: Turn, asked: Asked) -> Step:
    return Step(
        name=turn.name,
        on=turn.on,
        by=turn.by,
        how=turn.so_that,
        source="each council's calendar of meetings" if turn.meets else asked.route.source,
        fails=turn.fails,
        answer_of=turn.stage.id,
    )


def _say_the_last(steps: tuple[Step, ...], end: Turn) -> tuple[Step, ...]:
    """Where the round can still end in time, an earlier step that fails says at which meeting."""
    last = the_last(end.on, end.by, end.body)
    return tuple(step.but(fails=f"{step.fails}{last}") if step.fails else step for step in steps)


def the_last(on: date | None, by: date, body: Body) -> str:
    """A sentence that names the last meeting in time of the body that ends the round; nothing where there is none."""
    return f" The last meeting of {body.name} that leaves time is on {dated(on)}." if on and on <= by else ""


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


def _after_cabinet(published: date | None, latest: date, due: date, terms: Authority, calendar: Calendar) -> list[Step]:
    """What follows cabinet's decision before it may be implemented."""
    waits, source = terms.call_in.working_days, terms.call_in.source
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
            on=call_in_ends(published, waits, calendar) if published else None,
            by=due - timedelta(days=1),
            how=f"{waits} working days after publication, to the end of the day",
            source=source,
            skipped=tuple(calendar.skipped(published, waits)) if published else (),
        ),
    ]


def _submission(ends: date | None, due: date, *, called_in: bool) -> Step:
    since = "the day after call-in ends" if called_in else "the day of the last answer"
    on = ends + timedelta(days=1) if ends and called_in else ends
    how = f"from {since}, until the due date"
    return Step(name="submission", on=on, by=due, how=how, source="EIA 2006 s.137; SI 2007/462 reg 3")


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
