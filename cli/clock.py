"""`minutebook clock`: a due date, and the back-plan on the way to it, with the working shown."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cli.endings import INFEASIBLE, OK
from cli.paper import day, put, table
from cli.terms import route_of, terms_of
from domain.authority.routes import Route
from domain.backplan import BackPlan, back_plan, changes
from domain.backroute import Asked, ending
from domain.calendar import ENGLAND_AND_WALES, Skipped, dated
from domain.clocks import STATEMENT_WORKING_DAYS, working
from domain.reading import Misfit, read_day
from papers import read_meetings

clock = App(name="clock", help="Due dates and back-plans, with the working shown.")

Received = Annotated[str, Parameter(help="the day the report was received, such as 2022-04-01")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]

_MEETING = "a day on which the deciding body meets, or another: full-council=2022-06-22; may be given again"
_MEETINGS = "a YAML file with its days under `meetings`, and each other body's under `meetings_of`"


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
    route: Annotated[str | None, Parameter(help="the route, by its id; needed where the terms write several")] = None,
    meeting: Annotated[tuple[str, ...], Parameter(help=_MEETING)] = (),
    meetings: Annotated[Path | None, Parameter(help=_MEETINGS)] = None,
    due: Annotated[str | None, Parameter(help="another due date than the computed one")] = None,
    key_decision: Annotated[bool | None, Parameter(help="whether cabinet needs notice of a key decision")] = None,
    statement_after: Annotated[int, Parameter(help="working days from the meeting to its decision statement")] = 0,
    move_meeting: Annotated[str | None, Parameter(help="what if a meeting moved: 2022-06-22=2022-07-13")] = None,
    json: Json = False,
) -> int:
    """By when each step on the way to Ofsted must be taken; exit code 5 where no meeting leaves time."""
    start = day(received, "--received")
    assert start is not None
    terms = terms_of(authority)
    taken = route_of(route, terms)
    if not 0 <= statement_after <= 20:
        raise Misfit(f"--statement-after {statement_after} is not a number of working days: give one from 0 to 20.")
    asked = Asked(
        received=start,
        meetings=_days(meeting, meetings, taken),
        route=taken,
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


def _days(said: Iterable[str], file: Path | None, route: Route) -> dict[str, tuple[date, ...]]:
    """Each body's days; those without a body are those of the body that ends the round."""
    deciding = ending(route).body
    days = read_meetings(file, deciding) if file else {}
    for each in said:
        body, equals, day_ = each.rpartition("=")
        body = body if equals else deciding
        days = {**days, body: (*days.get(body, ()), read_day(day_))}
    bodies = {stage.body for stage in route.stages}
    for body in days:
        if body not in bodies:
            raise Misfit(f"--meeting: {body} has no stage on the route {route.id}; known: {', '.join(sorted(bodies))}.")
    return days


def _moved(asked: Asked, move: str) -> Asked:
    was, equals, becomes = move.partition("=")
    if not equals:
        raise Misfit(f"--move-meeting {move} does not say where to: write 2022-06-22=2022-07-13.")
    meeting, to = read_day(was), read_day(becomes)
    if not any(meeting in days for days in asked.meetings.values()):
        raise Misfit(f"--move-meeting: nobody meets on {meeting}; give it with --meeting.")
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
        last = "end of call-in" if any(step.name == "call-in" for step in plan.steps) else "last answer"
        print(f"Slack between the {last} and the due date: {plan.slack} working days.")
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
