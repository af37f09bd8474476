"""Tables of a Word document: merged cells, and what cannot be read of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from papers_given import book, plan_of, read, take, told

from domain.reading import Misfit

ROWS = (
    ("Recommendation", "Action", "", "Lead"),
    ("", "No", "What", ""),
    ("R1", "A1", "Audit\nthresholds.", "head-of-safeguarding"),
    ("R1", "A2", "Visit every home.", "head-of-safeguarding"),
)

MAPPING = """
mapping: 1
tables:
  - table: 2
    do: record-finding
    fields:
      finding: {column: A}
      sort: {fixed: recommendation}
      text: {column: B}
      document: {fixed: Report}
  - table: 1
    header: [1, 2]
    do: agree-action
    fields:
      action: {heading: Action / No}
      findings: {heading: Recommendation}
      text: {heading: Action / What}
      owner: {heading: Lead}
      due: {fixed: "2023-03-31"}
      measure: {fixed: Done}
"""


def document(path: Path, rows: Sequence[Sequence[str]] = ROWS) -> tuple[Path, Table]:
    """A document with the actions, whose cells are merged as people do, and the finding in a table after it."""
    made = Document()
    table = _table(made, rows)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Action"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Recommendation"
    table.cell(0, 3).merge(table.cell(1, 3)).text = "Lead"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "R1\u00a0"
    _table(made, [("No", "Finding"), ("R1", "Late.")])
    made.save(str(path))
    return path, table


def _table(made: object, rows: Sequence[Sequence[str]]) -> Table:
    table: Table = made.add_table(rows=len(rows), cols=len(rows[0]))  # type: ignore[attr-defined]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return table


def saved(table: Table, path: Path) -> Path:
    table.part.document.save(str(path))  # type: ignore[attr-defined]
    return path


def test_rows_of_a_words_table_become_findings_and_actions(tmp_path: Path) -> None:
    ledger = book()
    path, _ = document(tmp_path / "plan.docx")
    take(path, ledger, tmp_path, MAPPING)
    actions = plan_of(ledger).draft.actions
    assert [action.findings for action in actions.values()] == [("R1",), ("R1",)]
    assert (actions["A1"].text, actions["A1"].due) == ("Audit\nthresholds.", date(2023, 3, 31))


def test_a_table_within_a_cell_is_named(tmp_path: Path) -> None:
    _, table = document(tmp_path / "plan.docx")
    inner = table.cell(3, 2).add_table(1, 1)
    inner.cell(0, 0).text = "Milestone"
    made = read(saved(table, tmp_path / "plan.docx"), book(), tmp_path, MAPPING)
    assert told(made) == [
        "Table1!C4: There is a table within this cell: write its words into the cell itself.",
    ]


def test_words_in_content_control_are_words(tmp_path: Path) -> None:
    _, table = document(tmp_path / "plan.docx")
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t> Now</w:t></w:r></w:sdtContent></w:sdt>"
    table.cell(3, 2).paragraphs[0]._p.append(parse_xml(control))
    ledger = book()
    take(saved(table, tmp_path / "plan.docx"), ledger, tmp_path, MAPPING)
    assert plan_of(ledger).draft.actions["A2"].text == "Visit every home. Now"


def test_tracked_changes_are_to_be_settled_first(tmp_path: Path) -> None:
    _, table = document(tmp_path / "plan.docx")
    change = f'<w:ins {nsdecls("w")} w:id="1" w:author="dcs-01"><w:r><w:t>not </w:t></w:r></w:ins>'
    table.cell(3, 2).paragraphs[0]._p.append(parse_xml(change))
    with pytest.raises(Misfit, match=r"Table 1 of .*plan\.docx has tracked changes: accept or reject them"):
        read(saved(table, tmp_path / "plan.docx"), book(), tmp_path, MAPPING)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    path, _ = document(tmp_path / "plan.docx")
    with pytest.raises(Misfit, match=r"There is no table 3: the file has 2\."):
        read(path, book(), tmp_path, MAPPING.replace("table: 2", "table: 3"))
