"""`minutebook plan …`: plans as they stand, or as they were known (`--as-at`) or true (`--true-at`)."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any

from cyclopts import Parameter

from cli.paper import day, existing_office, gone_or, moment, progress, put, table
from domain.plan import Plan
from domain.reading import Misfit
from domain.value import Value
from projections.coverage import coverage as covered
from projections.deadlines import deadlines as dated
from projections.heads import HEADS, head
from projections.plan_now import ActionNow, MeasureNow, PlanNow, now, rated
from projections.shelf import Shelf
from projections.trail import marked, trail_line
from projections.waiting import waiting as awaited
from wiring import Office

AsAt = Annotated[
    str | None,
    Parameter(
        name=("--as-at", "--known-at"), help="what was known by then: a date, a moment with its offset, or a position"
    ),
]
TrueAt = Annotated[str | None, Parameter(help="what was true by that date, as far as is known")]
Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]

LONG = 10_000
"""So many lines take a while: whoever waits for more is shown how far it is."""


def listed(
    *,
    authority: Annotated[str | None, Parameter(help="of this authority only, by its id")] = None,
    as_at: AsAt = None,
    true_at: TrueAt = None,
    json: Json = False,
) -> None:
    """Every plan, or every plan of an authority, with where it stands or stood."""
    office = existing_office()
    if as_at is None and true_at is None:
        rows = [r for r in _views(office, "heads").rows(HEADS) if authority in (None, r.authority)]
    else:
        known = office.ledger.plans_as_at(asked_moment(office, as_at), day(true_at, "--true-at"), authority)
        rows = sorted(map(head, known), key=lambda row: row.plan)
    if json:
        put(rows)
    else:
        table(["plan", "title", "authority", "stage"], [(r.plan, r.title, r.authority_name, r.stage) for r in rows])


def show(plan: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """One plan: where it stands, its findings, actions, versions, approval, receipts and deadlines."""
    office = existing_office()
    now_asked = as_at is None and true_at is None
    row = _views(office, "plan_now", plan).row("plan_now", plan, "now") if now_asked else None
    state = known_plan(office, plan, as_at, true_at)
    on = office.ledger.day_of(asked_moment(office, as_at), day(true_at, "--true-at"))
    shown = rated(row or now(state), state, on)
    if json:
        put(shown)
    else:
        told(shown)


def trail(plan: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """The audit trail: one sentence a line. `refusals` and `book` have trails too."""
    office = existing_office()
    lines = marked(
        _views(office, "trail", plan).rows("trail", plan=plan)
        if as_at is None and true_at is None
        else map(trail_line, office.ledger.lines(plan, asked_moment(office, as_at), day(true_at, "--true-at")))
    )
    if not lines:
        said = f"Nothing was recorded of {plan} by then; `minutebook plan list` lists the plans."
        raise gone_or(office, plan, said)
    if json:
        put(lines)
        return
    for line in lines:
        print(f"{line.number:>4}  {line.sentence}")


def waiting(
    *,
    for_post: Annotated[str | None, Parameter(name="--for", help="a post, `cabinet`, an addressee, or `time`")] = None,
    plan: str | None = None,
    as_at: AsAt = None,
    true_at: TrueAt = None,
    json: Json = False,
) -> None:
    """What waits for whom, since when and until when; or what did."""
    office = existing_office()
    if as_at is None and true_at is None:
        rows = _views(office, "waiting", plan).rows("waiting", plan=plan, post=for_post)
    else:
        known = office.ledger.plans_as_at(asked_moment(office, as_at), day(true_at, "--true-at"))
        found = [row for each in known if plan in (None, each.id) for row in awaited(each).values()]
        rows = [row for row in found if for_post in (None, row.post)]
    if json:
        put(rows)
    else:
        rows.sort(key=lambda r: (r.until is None, r.until))
        table(
            ["until", "waits for", "plan", "what", "since"], [(r.until, r.post, r.plan, r.what, r.since) for r in rows]
        )


def coverage(plan: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """Each finding with the actions that answer it and where they have got to."""
    rows = _rows("coverage", covered, plan, as_at, true_at)
    if json:
        put(rows)
        return
    cells = []
    for row in rows:
        actions = "\n".join(f"{a.action} {a.status}, {a.owner}, due {a.due}" for a in row.actions)
        cells.append(
            (row.finding, row.sort, row.text, actions or row.reason or ("NO ANSWER" if row.answered is False else ""))
        )
    table(["finding", "sort", "text", "answered by"], cells)


def deadlines(plan: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """The statutory dates: received, computed, stated, adopted, and how they agree."""
    rows = _rows("deadlines", dated, plan, as_at, true_at)
    if json:
        put(rows)
    else:
        columns = ["duty", "received", "computed", "stated", "adopted", "done", "shown", "calendar"]
        table(
            columns,
            [(r.duty, r.received, r.computed, r.stated, r.adopted, r.done_on, r.shown, r.calendar) for r in rows],
        )


def _rows(
    name: str, of: Callable[[Plan], Mapping[str, Value]], plan: str, as_at: str | None, true_at: str | None
) -> list[Any]:
    office = existing_office()
    known = known_plan(office, plan, as_at, true_at)
    if as_at is not None or true_at is not None:
        return list(of(known).values())
    return _views(office, name, plan).rows(name, plan=plan)


def asked_moment(office: Office, as_at: str | None) -> datetime | int | None:
    """The moment or position asked about. Raises Misfit for a position that the book has not reached."""
    asked = moment(as_at)
    if isinstance(asked, int) and asked > (head := office.ledger.head()):
        raise Misfit(f"Position {asked} is beyond the last line, which is {head}; a day is written as 2022-06-22.")
    return asked


def known_plan(office: Office, plan: str, as_at: str | None, true_at: str | None) -> Plan:
    """The plan as known and true by those times. Raises Misfit where there was none."""
    state = office.ledger.plan(plan, asked_moment(office, as_at), day(true_at, "--true-at"))
    if state is None:
        when = f" as at {as_at}" if as_at else ""
        raise gone_or(office, plan, f"There is no plan {plan}{when}; `minutebook plan list` lists the plans.")
    return state


def _views(office: Office, name: str, plan: str | None = None) -> Shelf:
    """The views, up to date; on stderr, which plans the one of this name cannot follow at present."""
    shelf = office.shelf()
    if office.ledger.head() - shelf.position() > LONG:
        with progress("Bringing the views up to date") as bar:
            shelf.catch_up(progress=bar)
    else:
        shelf.catch_up()
    for each in shelf.parked():
        if each.view == name and plan in (None, each.plan):
            print(each.sentence, file=sys.stderr)
    return shelf


def told(plan: PlanNow) -> None:
    print(f"{plan.plan}: {plan.title} ({plan.authority_name})")
    print(f"Stage: {plan.stage}.")
    for each in plan.inspections:
        seen = each.recorded
        print(f"Inspection ({seen.source}): {seen.type}, from {seen.started_on} to {seen.ended_on}.")
    if notice := plan.intervention.notice:
        print(f"Improvement notice of {notice.issued_on} in force; next review by {plan.intervention.next_review_by}.")
    for row in plan.deadlines:
        done = f"; done on {row.done_on}" if row.done_on else "; missed" if row.missed else ""
        print(f"Deadline ({row.duty}): {row.adopted}{done}. {row.shown}")
    found = plan.findings
    print(
        f"Findings: {found.recommendations} recommendation{'' if found.recommendations == 1 else 's'}, "
        f"{found.strengths} strengths, "
        f"{found.weaknesses} weaknesses."
    )
    if found.areas:
        print(f"Areas that the council added: {found.areas}.")
    if found.unanswered:
        print(f"Not answered yet: {', '.join(found.unanswered)}.")
    for version in plan.versions:
        print(f"Version {version.number}: digest {version.digest}, drafted by {', '.join(version.drafted_by)}.")
    for receipt in plan.receipts:
        print(f"Receipt: {receipt.addressee}, sent on {receipt.sent_on}, {receipt.receipt}.")
    if plan.actions:
        table(
            ["action", "answers", "owner", "due", "status", "evidence", "impact", "rating", "text"],
            [
                (a.id, " ".join(a.findings), a.owner, _due(a), _status(a), a.evidence, a.impact, _rating(a), a.text)
                for a in plan.actions
            ],
        )
    for measure in plan.measures:
        print(_measure(measure))


def _due(action: ActionNow) -> str:
    """The current due date and, where it moved, the original one and how often."""
    moved = f"\n(first {action.original_due}, moved {action.re_dates}x)" if action.re_dates else ""
    return f"{action.due}{moved}"


def _status(action: ActionNow) -> str:
    return f"{action.status}, closed {action.closed_on}" if action.closed_on else action.status


def _rating(action: ActionNow) -> str | None:
    """In words as well as in a colour's name, with the reason."""
    return f"{action.rag.rating}: {action.rag.reason}" if action.rag else None


def _measure(measure: MeasureNow) -> str:
    said, read = measure.defined, measure.latest
    start = f"from {said.baseline.value} on {said.baseline.as_at}" if said.baseline else "without a baseline"
    aim = f"{start} {said.direction} to {said.target.value} by {said.target.by}"
    latest = f"{read.value} on {read.as_of} ({read.source})" if read else "not read yet"
    return f"Measure {said.measure} of {', '.join(said.actions)}: {said.text}, in {said.unit}, {aim}; {latest}."
