"""What the tests of the exchange are given: files as councils have them, mappings, and a book to take them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent

from given import REGISTER, usual_act
from samples import open_the_plan
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.decider import PlanCommand
from domain.plan import Plan
from exchange.importing import Import, prepare
from exchange.mapping import ImportMapping, read_mapping
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Entry, Record, Signed

PLAN = "glos-2022"
SIGNED = Signed(plan=PLAN, by="dcs-01", acting_as="director-of-childrens-services")

FINDINGS = (
    ("No", "Type", "What Ofsted found"),
    ("R1", "Recommendation", "Hold strategy meetings in time."),
    ("R2", "Recommendation", "Make sure that homes suit their needs."),
)
ACTIONS = (
    ("Ref", "Answers", "Action", "Lead", "Due", "Measure"),
    ("A1", "R1", "Audit thresholds each month.", "CSC Ops", date(2022, 9, 30), "95 in 100 in time"),
    ("A2", "R1; R2", "Visit every home.", "head-of-care-leaver-services", "16/12/2022", "Every home assessed"),
)

MAPPING = """
mapping: 1
tables:
  - sheet: Findings
    do: record-finding
    fields:
      finding: {heading: "No"}
      sort: {heading: Type, values: {Recommendation: recommendation, Strength: strength}}
      text: {heading: What Ofsted found}
      document: {fixed: "Ofsted, inspection report"}
  - sheet: Actions
    do: agree-action
    fields:
      action: {column: A}
      findings: {heading: Answers}
      text: {heading: Action}
      owner: {heading: Lead, values: {CSC Ops: head-of-safeguarding, Leaving care: head-of-care-leaver-services}}
      due: {heading: Due, dates: [DD/MM/YYYY]}
      measure: {heading: Measure}
"""

Odd = Callable[[Workbook, dict[str, Worksheet]], None]


def workbook(
    path: Path,
    findings: Sequence[Sequence[object]] = FINDINGS,
    actions: Sequence[Sequence[object]] = ACTIONS,
    odd: Odd | None = None,
    **options: object,
) -> Path:
    """An Excel file with the two sheets; dates are formatted as dates. `odd` may do more to its sheets, by name."""
    with Workbook(path, {"strings_to_formulas": False, **options}) as book:
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        sheets = {}
        for name, rows in (("Findings", findings), ("Actions", actions)):
            sheets[name] = sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell, *([form] if isinstance(cell, date) else []))
        if odd:
            odd(book, sheets)
    return path


def mapping(tmp_path: Path, text: str = MAPPING) -> ImportMapping:
    path = tmp_path / "mapping.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return read_mapping(path)


def book(*commands: PlanCommand, plan: str = PLAN) -> Ledger:
    """A book in memory, with a plan in which these have been recorded."""
    ledger = Ledger(MemoryStore(), REGISTER, CaseClock(datetime(2022, 10, 3, 10, tzinfo=UTC)))
    ledger.open_book("simulated")
    for command in (open_the_plan, *commands):
        act = usual_act(command)
        record(ledger, command, Signed(plan=plan, by=act.by, acting_as=act.acting_as))
    return ledger


def record(ledger: Ledger, command: PlanCommand, signed: Signed = SIGNED) -> None:
    ledger.record(Entry.model_validate(signed.model_dump() | {"command": command}))


def read(path: Path, ledger: Ledger, tmp_path: Path, text: str = MAPPING) -> Import:
    return prepare(ledger, path, mapping(tmp_path, text), SIGNED)


def take(path: Path, ledger: Ledger, tmp_path: Path, text: str = MAPPING) -> list[Record]:
    """Import the file, which has no problem."""
    made = read(path, ledger, tmp_path, text)
    assert told(made) == []
    return ledger.record_together(made.entries)


def told(made: Import) -> list[str]:
    return [f"{problem.place}: {problem.sentence}" for problem in made.problems]


def plan_of(ledger: Ledger, plan: str = PLAN) -> Plan:
    state = ledger.plan(plan)
    assert state is not None
    return state
