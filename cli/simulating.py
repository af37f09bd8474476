"""`minutebook simulate`: a book of real size, made up by seed on real inspections."""

from hashlib import sha256
from typing import Annotated

from cyclopts import Parameter

from cli.paper import progress, put
from domain.calendar import dated, london_day
from domain.reading import Misfit
from ledger.codec import encode
from ledger.collector import seldom_collected
from simulation.book import LINES_A_PLAN, acts, begins
from simulation.inspections import Inspection, chosen
from simulation.terms import register
from wiring import Office, Settings, open_office

TOLD_EVERY = 1_000
"""Lines between two moves of the bar."""


def simulate(
    *,
    authorities: Annotated[int, Parameter(help="of the first so many, in order of name")] = 153,
    years: Annotated[int, Parameter(help="inspections published in the so many years up to the last")] = 10,
    seed: Annotated[int, Parameter(help="the same seed makes the same lines")] = 1,
    json: Annotated[bool, Parameter(name="--json", negative="", help="one JSON document at the end")] = False,
) -> None:
    """Make up the life of a plan for each of Ofsted's inspections, in a new simulated book at MINUTEBOOK_DATA.

    Every line is lawful, and all that Ofsted did not publish is marked as invented. The whole is about a million lines.
    """
    inspections = chosen(authorities, years)
    settings = Settings.from_environment()
    office = open_office(settings, begins=begins(inspections))
    if office.ledger.head() > 1:
        raise Misfit(f"There is a book at {settings.place} already: simulate into a new one (MINUTEBOOK_DATA).")
    with seldom_collected():
        lines, digest = _write(office, inspections, seed)
    until = london_day(office.ledger.last_at())
    councils = len({inspection.slug for inspection in inspections})
    if json:
        made = {"plans": len(inspections), "authorities": councils, "lines": lines, "until": until, "seed": seed}
        put(made | {"digest": digest})
        return
    print(
        f"{lines:,} lines of {_counted(len(inspections), 'plan', 'plans')} of "
        f"{_counted(councils, 'authority', 'authorities')}, up to {dated(until)}, made up with seed {seed}.\n"
        f"SHA-256 of the lines: {digest}"
    )


def _write(office: Office, inspections: list[Inspection], seed: int) -> tuple[int, str]:
    """Enter every act; how many lines that made, and the SHA-256 of their bytes as stored, each with a line feed."""
    ledger, lines, digest = office.ledger, 0, sha256()
    ledger.register.update(register(inspections))
    expected = LINES_A_PLAN * len(inspections)
    with progress("Making up plans") as bar:
        for record in ledger.bring_in(acts(inspections, seed)):
            digest.update(encode(record) + b"\n")
            lines += 1
            if not lines % TOLD_EVERY:
                bar(lines, max(lines, expected))
    return lines, digest.hexdigest()


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
