"""`minutebook calendar`: what a bank holiday proclaimed while clocks run does to every plan, and its adoption."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from pydantic import ValidationError

from cli.endings import OK, REFUSED
from cli.paper import existing_office, put, table
from domain.calendar import dated
from domain.plan import Plan
from domain.reading import Misfit, fault
from domain.value import Refused
from domain.working_days.commands import AdoptCalendar
from domain.working_days.moves import Move, moves
from domain.working_days.rules import decide, named_once
from ledger.ledger import Ledger
from ledger.record import Entry, plan_event
from papers import read_revision

calendar = App(name="calendar", help="Revise the working days on which plans count.")

Authority = Annotated[str | None, Parameter(help="of this authority's plans only, by its id")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


@calendar.command
def preview(file: Path, /, *, authority: Authority = None, json: Json = False) -> int:
    """Every day that a revision would move, of every plan, old and new; nothing is written."""
    asked = read_revision(file)
    plans = _plans(existing_office().ledger, asked, authority)
    moved = [move for plan in plans for move in moves(plan, decide(asked, plan))]
    if json:
        put({"moves": moved})
    else:
        _tell(asked, moved)
        print("Nothing was written.")
    return OK


@calendar.command
def adopt(
    file: Path,
    /,
    *,
    by: Annotated[str, Parameter(help="your person id")],
    acting_as: Annotated[str, Parameter(name="--as", help="the post you act in")],
    reason: str,
    authority: Authority = None,
    json: Json = False,
) -> int:
    """Record a revision on every plan that has not got it, with all that moves; asked again, it goes on where it was.

    Exit code 1 where the rules refuse it for a plan, which is named; the others have it then.
    """
    asked = read_revision(file)
    ledger = existing_office().ledger
    plans = _plans(ledger, asked, authority)
    entries = [_entry(plan.id, asked, by, acting_as, reason) for plan in plans]
    moved, adopted, refused = list[Move](), list[str](), dict[str, str]()
    for plan, entry in zip(plans, entries, strict=True):
        try:
            lines = ledger.record(entry)
        except Refused as no:
            refused[plan.id] = str(no)
            continue
        adopted += [plan.id] if lines else []
        moved += moves(plan, map(plan_event, lines))
    if json:
        put({"adopted": adopted, "moves": moved, "refused": refused})
    else:
        _tell(asked, moved)
        others = "every other counts so already" if not refused else f"{len(refused)} refused"
        print(f"Adopted by {len(adopted)} of {len(plans)} plans; {others}.")
        for name, because in refused.items():
            print(f"REFUSED for {name}: {because}")
    return REFUSED if refused else OK


def _entry(plan: str, asked: AdoptCalendar, by: str, acting_as: str, reason: str) -> Entry:
    try:
        return Entry(plan=plan, command=asked, by=by, acting_as=acting_as, reason=reason)
    except ValidationError as error:
        raise Misfit(fault(error, list(Entry.model_fields))) from error


def _plans(ledger: Ledger, asked: AdoptCalendar, authority: str | None) -> list[Plan]:
    """Those of the authority, or all. Raises Refused where a plan of the book knows another revision of that name."""
    plans = [plan for name in ledger.plans() if (plan := ledger.plan(name))]
    for plan in plans:
        named_once(asked, plan)
    return [plan for plan in plans if authority in (None, plan.terms.id)]


def _tell(asked: AdoptCalendar, moved: list[Move]) -> None:
    for holiday in asked.added:
        print(f"{dated(holiday.day)} is no working day: {holiday.name} ({asked.source}).")
    for day in asked.removed:
        print(f"{dated(day)} is a working day again ({asked.source}).")
    if moved:
        rows = [(move.plan, move.what, move.was, move.becomes, _stays(move)) for move in moved]
        table(["plan", "what", "old", "new", "remark"], rows)
    else:
        print("No day moves.")


def _stays(move: Move) -> str:
    if move.stays is None:
        return ""
    return f"{dated(move.stays)} is stated or extended and stays: adopt another where that is wanted"
