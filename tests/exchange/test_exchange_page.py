"""docs/exchange.md is true: its mapping reads the workbook that it shows, and it names every key there is."""

import re
from datetime import date
from pathlib import Path

from papers_given import FINDINGS, book, plan_of, take, workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from exchange.files import LARGEST, UNPACKED
from exchange.mapping import CsvForm, ImportMapping, Source, TableMapping

PAGE = (Path(__file__).parents[2] / "docs/exchange.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```yaml\n")[1].split("```")[0]
SHEET = [
    [cell.strip() or None for cell in line.split("|")[2:-1]]
    for line in re.findall(r"^\| [1-9] \|.*$", PAGE, flags=re.MULTILINE)
]


def test_the_pages_mapping_reads_the_pages_workbook(tmp_path: Path) -> None:
    def percent(made: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].write("F4", 0.95, made.add_format({"num_format": "0%"}))
        sheets["Actions"].merge_range("D1:E1", "Delivery")

    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", FINDINGS, SHEET, percent), ledger, tmp_path, EXAMPLE)
    plan = plan_of(ledger)
    assert list(plan.draft.actions) == ["A1"]
    agreed = plan.draft.actions["A1"]
    assert (agreed.findings, agreed.owner, agreed.due, agreed.measure) == (
        ("R1", "R2"),
        "head-of-safeguarding",
        date(2027, 3, 31),
        "95%",
    )


def test_the_page_names_every_key_and_no_other() -> None:
    named = set(re.findall(r"^\| `([a-z_]+)` \|", PAGE, flags=re.MULTILINE))
    keys = {key for of in (ImportMapping, TableMapping, Source) for key in of.model_fields}
    assert named == keys
    assert all(f"`{key}`" in PAGE for key in (*CsvForm.model_fields, "is"))


def test_the_page_gives_the_limits() -> None:
    assert f"more than {LARGEST // 2**20} MB ({UNPACKED // 2**20} MB unpacked)" in PAGE
