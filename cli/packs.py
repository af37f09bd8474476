"""`minutebook plan pack`: what a body was told of a plan, made again from the lines before it was fixed."""

from typing import Annotated

from cyclopts import Parameter

from cli.endings import BROKEN, OK
from cli.paper import existing_office, put, table
from cli.plans import Json
from domain.bringing_forward.events import PackFrozen
from domain.bringing_forward.pack import Pack, pack
from domain.calendar import dated
from domain.reading import Misfit
from wiring import Office


def pack_for(
    plan: str,
    /,
    *,
    to: Annotated[str, Parameter(help="the body, by its id in the authority's terms")],
    number: Annotated[int | None, Parameter(help="which of its packs; without it, the latest")] = None,
    json: Json = False,
) -> int:
    """A pack, and whether its digest is the one on record; exit code 3 where it is not."""
    frozen, made = _again(existing_office(), plan, to, number)
    fits = made.digest == frozen.digest
    if json:
        put({"pack": made, "digest": frozen.digest, "fits": fits})
    else:
        _tell(made)
        print(f"The digest {'fits' if fits else 'DOES NOT FIT'}: {frozen.digest} is on record, {made.digest} is made.")
    return OK if fits else BROKEN


def _again(office: Office, plan: str, to: str, number: int | None) -> tuple[PackFrozen, Pack]:
    lines = [line for line in office.ledger.lines(plan) if isinstance(line.event, PackFrozen)]
    for line in reversed(lines):
        frozen = line.event
        assert isinstance(frozen, PackFrozen)
        if frozen.to == to and number in (None, frozen.number):
            before = office.ledger.plan(plan, line.position - 1)
            assert before is not None
            return frozen, pack(before, to, frozen.number, frozen.since, frozen.until)
    which = "" if number is None else f" {number}"
    raise Misfit(
        f"There is no pack{which} of plan {plan} for {to}; `minutebook plan trail {plan}` tells of those made."
    )


def _tell(made: Pack) -> None:
    print(f"{made.plan}: pack {made.number} for {made.to}, {dated(made.since)} to {dated(made.until)}")
    rated = ", ".join(f"{n} {rating}" for rating, n in made.ratings.items())
    print(
        f"Actions: {len(made.actions)} ({rated}); {made.overdue} overdue, {made.re_dated} with a new date, "
        f"{made.evidenced} with verified evidence."
    )
    table(
        ["action", "owner", "due", "first due", "status", "evidence", "impact", "rating"],
        [
            (a.action, a.owner, a.due, a.original_due, a.status, a.evidence, a.impact, f"{a.rating}: {a.reason}")
            for a in made.actions
        ],
    )
