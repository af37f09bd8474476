"""`minutebook clock`: a due date, with the working shown."""

from datetime import date
from typing import Annotated

from cyclopts import Parameter

from cli.paper import day, put
from domain.calendar import ENGLAND_AND_WALES, dated
from domain.clocks import STATEMENT_WORKING_DAYS, working
from domain.reading import Misfit


def clock(
    *,
    received: Annotated[str, Parameter(help="the day the report was received, such as 2022-04-01")],
    days: Annotated[int, Parameter(help="working days")] = STATEMENT_WORKING_DAYS,
    json: Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")] = False,
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
    weekends = [s for s in shown.skipped if s.why in {"Saturday", "Sunday"}]
    others = [s for s in shown.skipped if s.why not in {"Saturday", "Sunday"}]
    print(f"{days} working days after {_said(shown.start)}: {_said(shown.due)}.")
    print(f"Skipped: {len(weekends)} days of weekends, and")
    for skipped in others:
        print(f"  {_said(skipped.day)}: {skipped.why}")
    print(f"Calendar: {shown.calendar}. Working day: SI 2007/462 regulation 1(2); the day of receipt is not counted.")


def _said(when: date) -> str:
    return f"{when:%A} {dated(when)}"
