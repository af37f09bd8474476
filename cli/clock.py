"""`minutebook clock`: a due date, and the back-plan on the way to it, with the working shown."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.endings import INFEASIBLE, OK
from cli.paper import day, put, table
from domain.authority.state import Authority
from domain.backplan import Asked, BackPlan, back_plan, changes
from domain.calendar import ENGLAND_AND_WALES, Skipped, dated
from domain.clocks import STATEMENT_WORKING_DAYS, working
from domain.reading import Misfit, read_day
from papers import read_authorities, read_meetings
from wiring import Settings

clock = App(name="clock", help="Due dates and back-plans, with the working shown.")

Received = Annotated[str, Parameter(help="the day the report was received, such as 2022-04-01")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


@clock.default
def due_date(
    *,
    received: Received,
    days: Annotated[int, Parameter(help="working days")] = STATEMENT_WORKING_DAYS,
    json: Json = False,
) -> None:
    """The date so many working days after receipt (SI 2007/462 reg 1(2)), and which days were skipped on the way."""
    start = day(received, "--received")
    assert start is not None
    if not 1 <= days <= 2000:
        raise Misfit(f"--days {days} is not a number of working days: give one from 1 to 2000.")
    shown = working(start, days, ENGLAND_AND_WALES)
    if json:
        put(shown)
        return
    others = [s for s in shown.skipped if s.why not in _WEEKEND]
    print(f"{days} working days after {_said(shown.start)}: {_said(shown.due)}.")
    print(f"Skipped: {len(shown.skipped) - len(others)} days of weekends, and")
    for skipped in others:
        print(f"  {_said(skipped.day)}: {skipped.why}")
    print(f"Calendar: {shown.calendar}. Working day: SI 2007/462 regulation 1(2); the day of receipt is not counted.")


@clock.command(name="plan")
def planned(
    *,
    received: Received,
    authority: Annotated[str, Parameter(help="the authority whose terms hold, by its id")],
    meeting: Annotated[tuple[str, ...], Parameter(help="a day on which cabinet meets; may be given again")] = (),
    meetings: Annotated[Path | None, Parameter(help="a YAML file with cabinet's days under `meetings`")] = None,
    due: Annotated[str | None, Parameter(help="another due date than the computed one")] = None,
    key_decision: Annotated[bool, Parameter(help="whether notice of a key decision is needed")] = True,
    statement_after: Annotated[int, Parameter(help="working days from the meeting to its decision statement")] = 0,
    move_meeting: Annotated[str | None, Parameter(help="what if a meeting moved: 2022-06-22=2022-07-13")] = None,
    json: Json = False,
) -> int:
    """By when each step on the way to Ofsted must be taken; exit code 5 where no meeting of cabinet's leaves time."""
    start = day(received, "--received")
    assert start is not None
    terms = _terms(authority)
    if not 0 <= statement_after <= 20:
        raise Misfit(f"--statement-after {statement_after} is not a number of working days: give one from 0 to 20.")
    asked = Asked(
        received=start,
        meetings=tuple(sorted({*map(read_day, meeting), *(read_meetings(meetings) if meetings else ())})),
        due=day(due, "--due"),
        key_decision=key_decision,
        statement_after=statement_after,
    )
    plan = back_plan(asked, terms, ENGLAND_AND_WALES)
    moved = back_plan(_moved(asked, move_meeting), terms, ENGLAND_AND_WALES) if move_meeting else None
    differs = changes(plan, moved, ENGLAND_AND_WALES) if moved else ()
    if json:
        put({"plan": plan, "moved": moved, "changes": differs})
    else:
        tell(plan)
        if moved:
            print(f"\nIf the meeting moved ({move_meeting}):\n")
            tell(moved)
            print("\nWhat moves:" if differs else "\nNo step moves.")
            for change in differs:
                way = "later" if change.working_days > 0 else "sooner"
                print(f"  {change.step}: {_said(change.becomes)}, {abs(change.working_days)} working days {way}")
    return INFEASIBLE if (moved or plan).infeasible else OK


def _terms(authority: str) -> Authority:
    register = read_authorities(Settings.from_environment().folder)
    if authority not in register:
        raise Misfit(f"There is no authority {authority} here; known: {', '.join(sorted(register))}.")
    return register[authority]


def _moved(asked: Asked, move: str) -> Asked:
    was, equals, becomes = move.partition("=")
    if not equals:
        raise Misfit(f"--move-meeting {move} does not say where to: write 2022-06-22=2022-07-13.")
    meeting, to = read_day(was), read_day(becomes)
    if meeting not in asked.meetings:
        raise Misfit(f"--move-meeting: cabinet does not meet on {meeting}; give it with --meeting.")
    return asked.moved(meeting, to)


def tell(plan: BackPlan) -> None:
    """The back-plan for people: a row for each step, what was passed over, and what cannot be kept."""
    rows = [(step.by, "done" if step.done else step.on, step.name, step.how, step.source) for step in plan.steps]
    table(["at the latest", "as planned", "step", "how it is counted", "source"], rows)
    for step in plan.steps:
        if step.skipped:
            print(f"{step.name}: passed over {_passed_over(step.skipped)}.")
    print(f"Calendar: {plan.calendar}. Received {_said(plan.received)}; the statement is due {_said(plan.due)}.")
    if plan.slack is not None:
        print(f"Slack between the end of call-in and the due date: {plan.slack} working days.")
    for step in plan.steps:
        if step.fails:
            print(f"CANNOT BE KEPT: {step.name}. {step.fails}")


_WEEKEND = {"Saturday", "Sunday"}


def _passed_over(skipped: Iterable[Skipped]) -> str:
    weekends = [s for s in skipped if s.why in _WEEKEND]
    others = [f"{_said(s.day)} ({s.why})" for s in skipped if s.why not in _WEEKEND]
    return ", ".join([*([f"{len(weekends)} days of weekends"] if weekends else []), *others])


def _said(when: date) -> str:
    return f"{when:%A} {dated(when)}"
