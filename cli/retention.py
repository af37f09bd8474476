"""`minutebook retention`: what is past its date, and the dropping of whole plans."""

from typing import Annotated

from cyclopts import App, Parameter
from pydantic import ValidationError

from cli.paper import day, existing_office, put, table
from domain.closing.events import PlanSuperseded
from domain.plan import Plan
from domain.reading import Misfit, fault
from domain.retention.commands import DropPlan
from ledger.dropped import Drop, dropped
from ledger.record import Entry
from ledger.seal.dropping import asked, remove
from projections.heads import HEADS
from projections.keeping import PlanKept, keeping
from projections.telling_retention import what_became_of
from wiring import Office

retention = App(name="retention", help="How long plans are kept, and the dropping of those past their date.")

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


@retention.command(name="list")
def listed(
    *,
    on: Annotated[str | None, Parameter(help="as it will stand on that day; else today")] = None,
    json: Json = False,
) -> None:
    """Every plan that has ended: from when on its papers and its lines may go, and what that waits for."""
    office = existing_office()
    asked_on = day(on, "--on") or office.ledger.day_of()
    shelf = office.shelf()
    shelf.catch_up()
    ended = [row.plan for row in shelf.rows(HEADS) if row.stage in {"closed", "superseded"}]
    rows = [keeping(plan, asked_on, _successor(office, plan)) for id_ in ended if (plan := office.ledger.plan(id_))]
    unfinished = [drop for drop in dropped(office.ledger.store) if office.ledger.store.stream(drop.row.stream, upto=1)]
    if json:
        put({"on": asked_on, "plans": rows, "unfinished": [drop.row.stream for drop in unfinished]})
        return
    _tell(rows)
    for drop in unfinished:
        print(f"Plan {drop.row.stream} was dropped and its lines are still there: ask again for it to be dropped.")


@retention.command
def drop(
    plan: str,
    /,
    *,
    decision: Annotated[str, Parameter(help="the decision to drop it, by its reference")],
    approved_by: Annotated[str, Parameter(help="the post that approved that, such as monitoring-officer")],
    approver: Annotated[str, Parameter(help="who did so in that post: the id of another person")],
    by: Annotated[str, Parameter(help="your person id")],
    acting_as: Annotated[str, Parameter(name="--as", help="the post you act in")],
    json: Json = False,
) -> None:
    """Remove all lines of a plan past its date but the last, which says so; asked again, it finishes what was begun."""
    office = existing_office()
    with office.removing() as remover:
        before = dropped(office.ledger.store, plan)
        if not before and office.ledger.plan(plan) is None:
            raise Misfit(f"There is no plan {plan}; `minutebook plan list` lists the plans.")
        try:
            if before:
                command = _again(before[0], decision)
            else:
                command = asked(office.keeper(), office.ledger.store, plan, decision, approved_by, approver)
            entry = Entry(plan=plan, command=command, by=by, acting_as=acting_as)
        except ValidationError as error:
            raise Misfit(fault(error)) from error
        office.ledger.record(entry)
        [done] = dropped(office.ledger.store, plan)
        shelf = office.shelf()
        shelf.catch_up()
        shelf.forget()
        remove(office.keeper(), office.ledger.store, remover, done)
    if json:
        put({"dropped": done.line.published()})
    else:
        print(what_became_of(done))


def _again(drop: Drop, decision: str) -> DropPlan:
    return DropPlan.model_validate(drop.event.model_dump(include=set(DropPlan.model_fields)) | {"decision": decision})


def _successor(office: Office, plan: Plan) -> Plan | None:
    ended = plan.closing.ended
    return office.ledger.plan(ended.by) if isinstance(ended, PlanSuperseded) else None


def _tell(rows: list[PlanKept]) -> None:
    cells = [
        (r.plan, r.ended_on, r.papers_due_on, r.due_on, "; ".join(r.waits_for) or "nothing: it may be dropped")
        for r in rows
    ]
    table(["plan", "ended on", "papers may go from", "lines may go from", "waits for"], cells)
    if any(row.papers_due_on for row in rows):
        print(
            "Background papers are kept elsewhere, and only their digests here: from their day on, see to them there."
        )
