"""`minutebook import` and `minutebook export`: a plan's findings and actions from and to Excel, Word and CSV."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from cli.endings import OK, REFUSED
from cli.exports import ActingAs, By, For, Reason, exported
from cli.paper import day, existing_office, put
from cli.plans import AsAt, Json, TrueAt, asked_moment
from domain.reading import Misfit, fault
from exchange.exporting import export
from exchange.importing import Import, prepare
from exchange.mapping import EXPORTED, read_mapping
from exchange.writing import written
from ledger.record import Signed


def import_plan(
    plan: str,
    file: Path,
    /,
    *,
    by: Annotated[str, Parameter(help="your person id")],
    acting_as: Annotated[str, Parameter(name="--as", help="the post you act in")],
    mapping: Annotated[
        Path, Parameter(show_default=False, help="what is in which column; without it, as `export` writes XLSX")
    ] = EXPORTED,
    dry_run: Annotated[bool, Parameter(negative="", help="say what would come of it, and write nothing")] = False,
    accept_good_rows: Annotated[bool, Parameter(negative="", help="write the good rows, and leave the others")] = False,
    json: Json = False,
) -> int:
    """Record the findings and actions of a file, all or none; exit code 1 where a problem keeps them all out."""
    try:
        signed = Signed(plan=plan, by=by, acting_as=acting_as)
    except ValidationError as error:
        raise Misfit(fault(error)) from error
    ledger = existing_office().ledger
    made = prepare(ledger, file, read_mapping(mapping), signed)
    go = not dry_run and (accept_good_rows or not made.problems)
    if go:
        ledger.record_together(made.entries)
    if json:
        counts = {"rows": made.rows, "new": len(made.entries), "standing": made.standing, "bad": made.bad}
        put(counts | {"written": go, "problems": list(made.problems)})
    else:
        for problem in made.problems:
            print(f"{problem.place}: {problem.sentence}")
        print(_summary(made, go=go, dry_run=dry_run))
    return OK if go or not made.problems else REFUSED


def _summary(made: Import, *, go: bool, dry_run: bool) -> str:
    read = f"{made.rows} {'row' if made.rows == 1 else 'rows'} read: {len(made.entries)}"
    if go:
        left = f", {made.bad} left out" if made.bad else ""
        return f"{read} recorded, {made.standing} stood so already{left}."
    said = f"{read} would be recorded, {made.standing} stand so already, {made.bad} cannot be. Nothing was written"
    return f"{said}." if dry_run else f"{said}: mend them, or take the others with --accept-good-rows."


def export_plan(
    plan: str,
    /,
    *,
    output: Annotated[Path, Parameter(name=("--output", "-o"), help="the file: .xlsx, .docx or .csv")],
    by: By,
    acting_as: ActingAs,
    recipient: For,
    reason: Reason = None,
    as_at: AsAt = None,
    true_at: TrueAt = None,
) -> None:
    """Write where a plan stands, its findings, actions and versions to a file; the export is recorded."""
    office = existing_office()
    known, true = asked_moment(office, as_at), day(true_at, "--true-at")
    made = export(office.ledger, plan, known, true)
    if made is None:
        when = f" as at {as_at}" if as_at else ""
        raise Misfit(f"There is no plan {plan}{when}; `minutebook plan list` lists the plans.")
    file = written(made, output)
    moments = [f", {word} at {moment}" for word, moment in (("known", as_at), ("true", true)) if moment]
    what = f"{plan} as {output.suffix}{''.join(moments)}"
    lines = list(office.ledger.lines(plan, known, true))
    today = office.ledger.day_of()
    office.ledger.record(
        exported(plan, "table", what, lines, file, None, today, by=by, acting_as=acting_as, to=recipient, reason=reason)
    )
    output.write_bytes(file)
