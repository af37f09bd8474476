"""A plan as a file: all its fields, words as words, the same bytes each time, and back again by the shipped mapping."""

import csv
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import samples as s
from docx import Document
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st
from papers_given import PLAN, SIGNED, book, plan_of
from pydantic import TypeAdapter
from python_calamine import CalamineWorkbook

from domain.drafting.commands import AgreeAction
from domain.inspection.commands import RecordFinding
from domain.reading import Misfit
from domain.value import Text
from exchange.exporting import Export, export
from exchange.importing import prepare
from exchange.mapping import EXPORTED, read_mapping
from exchange.writing import written
from ledger.ledger import Ledger
from projections.plan_now import ActionNow, VersionNow

FINDINGS = s.findings_recorded[1:]
ANSWERED = s.every_recommendation_answered[1:]
SUFFIXES = (".xlsx", ".docx", ".csv")


def exported(ledger: Ledger, **when: object) -> Export:
    made = export(ledger, PLAN, **when)  # type: ignore[arg-type]
    assert made is not None
    return made


def of_suffix(ledger: Ledger, suffix: str) -> bytes:
    return written(exported(ledger), Path(f"plan{suffix}"))


def sheets(ledger: Ledger) -> dict[str, list[list[object]]]:
    """What Excel would show, sheet by sheet."""
    book_ = CalamineWorkbook.from_filelike(BytesIO(of_suffix(ledger, ".xlsx")))
    return {name: [list(row) for row in book_.get_sheet_by_name(name).to_python()] for name in book_.sheet_names}


def test_every_field_of_an_action_and_of_a_version_has_its_column() -> None:
    shown = sheets(book(*ANSWERED, s.cut_the_next_version, s.report_strategy_meetings_under_way))
    for sheet, of in (("Actions", ActionNow), ("Versions", VersionNow)):
        assert len(shown[sheet][0]) == len(of.model_fields)
    first = dict(zip(shown["Actions"][0], shown["Actions"][1], strict=True))
    assert first["Id"] == "A1"
    assert first["Findings"] == "R1"
    assert first["Due"] == date(2022, 10, 31)
    assert first["Status"] == "in-progress"
    version = dict(zip(shown["Versions"][0], shown["Versions"][1], strict=True))
    assert version["Number"] == 1
    assert re.fullmatch("[0-9a-f]{64}", str(version["Digest"]))


def test_a_finding_stands_with_what_answers_it() -> None:
    shown = sheets(book(*ANSWERED))["Findings"]
    rows = {row[0]: dict(zip(shown[0], row, strict=True)) for row in shown[1:]}
    assert rows["R2"]["Actions"] == "A2"
    assert str(rows["R5"]["Reason for no action"]).startswith("The council’s digital programme")


def test_where_the_plan_stands_is_a_sheet_of_its_own() -> None:
    told = {row[0]: row[1] for row in sheets(book(*ANSWERED))["Plan"]}
    assert told["Stage"] == "drafting"
    assert told["Report received on"] == date(2022, 4, 1)
    assert told["Deadline: statement"] == date(2022, 7, 15)
    assert told["Recommendations"] == 5
    assert told["As known at"] == "3 October 2022, 11:00"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_plan_makes_the_same_bytes(suffix: str) -> None:
    ledger = book(*ANSWERED)
    first = of_suffix(ledger, suffix)
    ledger.clock.put(datetime(2023, 1, 9, tzinfo=UTC))  # type: ignore[attr-defined]
    assert of_suffix(ledger, suffix) == first
    if suffix != ".csv":
        with ZipFile(BytesIO(first)) as archive:
            assert {part.date_time[:2] for part in archive.infolist()} == {(1980, 1)}


def test_a_document_bears_the_moment_that_was_asked_for() -> None:
    ledger = book(*ANSWERED)
    moment = datetime(2022, 12, 24, 18, tzinfo=UTC)
    made = exported(ledger, as_at=moment)
    assert b"2022-12-24T18:00:00Z" in ZipFile(BytesIO(written(made, Path("plan.xlsx")))).read("docProps/core.xml")
    known = Document(BytesIO(written(made, Path("plan.docx")))).core_properties
    assert known.created == known.modified
    assert (known.created, known.author) == (moment, "Minutebook")


def test_a_plan_may_be_exported_as_it_was() -> None:
    ledger = book(*ANSWERED)
    assert exported(ledger, as_at=2).sheets[1].rows == ()
    assert export(ledger, PLAN, as_at=1) is None
    assert export(ledger, "nowhere") is None


def test_what_was_exported_comes_back_as_the_same_findings_and_actions(tmp_path: Path) -> None:
    ledger = book(*ANSWERED)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(of_suffix(ledger, ".xlsx"))
    other = book()
    made = prepare(other, path, read_mapping(EXPORTED), SIGNED)
    assert made.problems == ()
    other.record_together(made.entries)
    assert plan_of(other).inspection.findings == plan_of(ledger).inspection.findings
    assert plan_of(other).draft.actions == plan_of(ledger).draft.actions


TEXTS = st.text(min_size=1, max_size=30).filter(lambda text: _is_text(text) and not set(text) & {"\ufffe", "\uffff"})


def _is_text(text: str) -> bool:
    try:
        return TypeAdapter(Text).validate_python(text) == text
    except ValueError:
        return False


@settings(max_examples=30)
@each(text=TEXTS, measure=TEXTS, due=st.dates(min_value=date(1800, 1, 1)))
def test_whatever_the_words_are_they_come_back(
    text: str, measure: str, due: date, tmp_path_factory: pytest.TempPathFactory
) -> None:
    agree = AgreeAction(
        action="A1", findings=("R1",), text=text, owner="head-of-safeguarding", due=due, measure=measure
    )
    ledger = book(s.record_late_strategy_meetings, agree)
    path = tmp_path_factory.mktemp("words") / "plan.xlsx"
    path.write_bytes(of_suffix(ledger, ".xlsx"))
    other = book()
    made = prepare(other, path, read_mapping(EXPORTED), SIGNED)
    assert made.problems == ()
    other.record_together(made.entries)
    assert plan_of(other).draft.actions == plan_of(ledger).draft.actions


FORMULAS = ("=1+1", "+44 20", "-5", "@SUM(A1)", "http://example.org", "{=1}")


def formulas() -> Ledger:
    return book(
        *(
            RecordFinding(finding=f"R{n}", sort="weakness", text=text, document="Report")
            for n, text in enumerate(FORMULAS)
        )
    )


def test_excel_is_given_neither_formulas_nor_links() -> None:
    document = of_suffix(formulas(), ".xlsx")
    with ZipFile(BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in content or b"<hyperlink" in content for content in parts.values())
    assert [row[2] for row in sheets(formulas())["Findings"][1:]] == list(FORMULAS)


def test_csv_is_given_no_formulas_either() -> None:
    text = of_suffix(formulas(), ".csv").decode("utf-8-sig")
    rows = [row for row in csv.DictReader(StringIO(text, newline="")) if row["Part"] == "Findings"]
    assert [row["Text"] for row in rows] == ["'=1+1", "'+44 20", "'-5", "'@SUM(A1)", "http://example.org", "{=1}"]


def test_csv_is_one_table_whose_rows_say_what_they_are_of() -> None:
    text = of_suffix(book(*ANSWERED), ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert {row["Part"] for row in rows} == {"Plan", "Findings", "Actions"}
    assert [row["Due"] for row in rows if row["Part"] == "Actions"] == ["2022-10-31", "2022-12-16", "2023-03-31"]


def test_word_has_a_table_for_each_part() -> None:
    document = Document(BytesIO(of_suffix(book(*ANSWERED), ".docx")))
    plan, findings, actions, versions = document.tables
    assert [cell.text for cell in findings.rows[0].cells][:3] == ["Id", "Sort", "Text"]
    assert (len(plan.columns), len(findings.rows), len(actions.rows), len(versions.rows)) == (2, 6, 4, 1)
    assert actions.rows[1].cells[0].text == "A1"


def test_another_suffix_is_not_written() -> None:
    with pytest.raises(Misfit, match=r"plan\.pdf is not written: name an \.xlsx, a \.docx or a \.csv file\."):
        of_suffix(book(), ".pdf")
