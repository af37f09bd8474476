"""`minutebook demo` and `minutebook play`: a council's case, act by act."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from cli.endings import BROKEN, OK
from cli.paper import progress, put
from cli.plans import told
from ledger.record import Record
from ledger.verify import verify
from papers import HOME, Case, read_case
from projections.plan_now import now, rated
from projections.trail import marked, sentence, trail_line
from wiring import Office, Settings, open_office

GLOUCESTERSHIRE = HOME / "cases" / "gloucestershire-2022.yaml"
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document at the end, and no sentences")]


def demo(
    *,
    case: Annotated[Path, Parameter(help="another case file")] = GLOUCESTERSHIRE,
    keep: Annotated[Path | None, Parameter(help="keep the data in this new folder")] = None,
    json: Json = False,
) -> int:
    """Play a real council's plan from Ofsted's report to the next visit, on a real server with its clock skipped."""
    read = read_case(case)
    folder = keep or Path(tempfile.mkdtemp(prefix="minutebook-demo-"))
    try:
        code = _play(read, Settings(folder=folder.absolute()), json=json)
        if keep and not json:
            print(f"Kept in {folder}; read it with MINUTEBOOK_DATA={folder} minutebook plan list.", file=sys.stderr)
        return code
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def play(
    case: Path,
    /,
    *,
    clock: Annotated[
        Literal["simulated", "now"],
        Parameter(help="simulated: into a new book, with time skipped; now: bring the past into a real book"),
    ],
    json: Json = False,
) -> int:
    """Play a case file into the book at MINUTEBOOK_DATA (or MINUTEBOOK_DATABASE_URL)."""
    read = read_case(case)
    settings = Settings.from_environment()
    return _play(read, settings, json=json) if clock == "simulated" else _bring_in(read, settings, json=json)


def _play(case: Case, settings: Settings, *, json: bool) -> int:
    from running.plays import new_book, play_simulated  # noqa: PLC0415  # Temporal's client takes a third of a second

    office = new_book(settings, case)
    if not json:
        print(f"{case.title}. A simulated book in {settings.folder}.", file=sys.stderr)
    asyncio.run(play_simulated(case, office, _quiet if json else _aloud))
    return _ended(office, json=json)


def _bring_in(case: Case, settings: Settings, *, json: bool) -> int:
    from running.plays import bring_in  # noqa: PLC0415

    office = open_office(settings)
    bring_in(case, office, _quiet if json else _aloud)
    return _ended(office, json=json)


def _ended(office: Office, *, json: bool) -> int:
    """The plans as they stand now, and whether the trail is whole."""
    on = office.ledger.day_of()
    plans = [rated(now(state), state, on) for id_ in office.ledger.plans() if (state := office.ledger.plan(id_))]
    with progress("Verifying the trail") as bar:
        breaks = list(verify(office.ledger, bar))
    if json:
        trail = marked(trail_line(record) for id_ in office.ledger.plans() for record in office.ledger.lines(id_))
        put({"plans": plans, "trail": trail, "whole": not breaks, "breaks": breaks})
    else:
        for shown in plans:
            print()
            told(shown)
        print("\n" + ("\n".join(b.why for b in breaks) or "The trail is whole."))
    return BROKEN if breaks else OK


def _aloud(records: list[Record]) -> None:
    for record in records:
        print(f"{record.position:>4}  {record.stream}: {sentence(record)}", flush=True)


def _quiet(_: list[Record]) -> None:
    """Nothing is said before the document at the end."""
