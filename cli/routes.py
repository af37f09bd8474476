"""`minutebook route`: the approval routes of an authority's terms, and a route rehearsed without a book."""

from itertools import groupby
from typing import Annotated

from cyclopts import App, Parameter

from cli.endings import DEADLOCK, OK
from cli.paper import put, table
from cli.terms import route_of, terms_of
from domain.authority.rehearsal import Rehearsal, rehearse
from domain.authority.routes import CABINET, CABINET_ALONE
from domain.authority.state import Authority
from domain.reading import Misfit

route = App(name="route", help="Approval routes: what an authority's terms write, and what would come of it.")

Whose = Annotated[str, Parameter(help="the authority whose terms hold, by its id")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]
Counted = tuple[str, ...]


@route.command(name="list")
def listed(*, authority: Whose, json: Json = False) -> None:
    """The routes that the terms write; where they write none, cabinet alone is asked."""
    terms = terms_of(authority)
    routes = terms.routes or (CABINET_ALONE,)
    if json:
        put(routes)
        return
    rows = [(r.id, r.name, _in_turn(rehearse(r, terms, {})), r.source) for r in routes]
    table(["route", "name", "stages", "source"], rows)


@route.command
def simulate(
    *,
    authority: Whose,
    route: Annotated[str | None, Parameter(help="the route, by its id; needed where the terms write several")] = None,
    members: Annotated[Counted, Parameter(consume_multiple=True, help="how many a body has: cabinet=9")] = (),
    conflicted: Annotated[Counted, Parameter(consume_multiple=True, help="how many may not decide: cabinet=6")] = (),
    json: Json = False,
) -> int:
    """The order of the stages and what each needs; exit code 6 where one would wait for ever, with the reason."""
    terms = terms_of(authority)
    chosen = route_of(route, terms)
    rehearsal = rehearse(
        chosen, terms, _counts(members, "--members", terms), _counts(conflicted, "--conflicted", terms)
    )
    if json:
        put(rehearsal)
    else:
        _tell(rehearsal)
    return DEADLOCK if rehearsal.deadlocks else OK


def _in_turn(rehearsal: Rehearsal) -> str:
    """`sign-off → board, scrutiny → cabinet`."""
    turns = groupby(rehearsal.steps, key=lambda step: step.turn)
    return " → ".join(", ".join(step.stage for step in steps) for _, steps in turns)


def _counts(said: Counted, option: str, terms: Authority) -> dict[str, int]:
    known = {CABINET, *(body.id for body in terms.bodies)}
    counts: dict[str, int] = {}
    for each in said:
        body, _, number = each.partition("=")
        if body not in known:
            raise Misfit(f"{option} {each}: {terms.id} has no body {body}; known: {', '.join(sorted(known))}.")
        if not number.isdecimal() or int(number) > 1_000:
            raise Misfit(f"{option} {each} does not say how many: write {body}=9.")
        counts[body] = int(number)
    return counts


def _tell(rehearsal: Rehearsal) -> None:
    print(f"{rehearsal.name} ({rehearsal.route}).")
    rows = [
        (
            step.turn or "never",
            step.stage + (" (optional)" if step.optional else ""),
            step.body,
            step.does,
            "; ".join(step.needs),
        )
        for step in rehearsal.steps
    ]
    table(["turn", "stage", "body", "does", "what it needs"], rows)
    for deadlock in rehearsal.deadlocks:
        print(f"WOULD WAIT FOR EVER: {deadlock.stage}. {deadlock.because[0].upper()}{deadlock.because[1:]}.")
