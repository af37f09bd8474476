"""A council's Excel or CSV file becomes findings and actions, all or none; what is odd is named by its cell."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from papers_given import (
    ACTIONS,
    FINDINGS,
    MAPPING,
    PLAN,
    SIGNED,
    book,
    mapping,
    plan_of,
    read,
    record,
    take,
    told,
    workbook,
)
from samples import (
    agree_prompt_strategy_meetings,
    amend_the_date_of_strategy_meetings,
    open_the_plan,
    record_late_strategy_meetings,
)
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.book.events import REFUSALS
from domain.drafting.content import Action
from domain.inspection.state import Finding
from domain.reading import Misfit
from exchange.importing import prepare

HEADED = ACTIONS[0]


def action(*cells: object) -> tuple[tuple[object, ...], ...]:
    """The sheet of actions with one row: these cells, and for the others those of A1."""
    return (HEADED, (*cells, *ACTIONS[1][len(cells) :]))


def with_due(due: object) -> tuple[tuple[object, ...], ...]:
    return (HEADED, (*ACTIONS[1][:4], due, ACTIONS[1][5]))


def test_rows_become_findings_and_actions_recorded_at_one_go(tmp_path: Path) -> None:
    ledger = book()
    lines = take(workbook(tmp_path / "plan.xlsx"), ledger, tmp_path)
    plan = plan_of(ledger)
    assert [line.position for line in lines] == [3, 4, 5, 6]
    assert len({line.at for line in lines}) == 1
    assert plan.inspection.findings["R1"] == Finding(
        id="R1",
        sort="recommendation",
        text="Hold strategy meetings in time.",
        source="inspection",
        document="Ofsted, inspection report",
        paragraph=None,
    )
    assert plan.draft.actions["A1"] == Action(
        id="A1",
        findings=("R1",),
        text="Audit thresholds each month.",
        owner="head-of-safeguarding",
        due=date(2022, 9, 30),
        measure="95 in 100 in time",
    )
    assert plan.draft.actions["A2"].findings == ("R1", "R2")
    assert plan.draft.actions["A2"].due == date(2022, 12, 16)


def test_the_same_file_again_writes_nothing(tmp_path: Path) -> None:
    ledger = book()
    path = workbook(tmp_path / "plan.xlsx")
    take(path, ledger, tmp_path)
    head = ledger.head()
    made = read(path, ledger, tmp_path)
    assert (made.entries, made.standing, made.problems) == ((), 4, ())
    assert ledger.record_together(made.entries) == []
    assert ledger.head() == head


def test_nor_when_an_action_was_amended_since(tmp_path: Path) -> None:
    ledger = book()
    path = workbook(tmp_path / "plan.xlsx")
    take(path, ledger, tmp_path)
    record(ledger, amend_the_date_of_strategy_meetings)
    assert read(path, ledger, tmp_path).standing == 4


def test_the_same_file_may_go_into_another_plan(tmp_path: Path) -> None:
    ledger = book()
    path = workbook(tmp_path / "plan.xlsx")
    take(path, ledger, tmp_path)
    opened = SIGNED.model_copy(update={"plan": "glos-2024"})
    record(ledger, open_the_plan, opened)
    made = prepare(ledger, path, mapping(tmp_path), opened)
    assert len(ledger.record_together(made.entries)) == 4
    assert plan_of(ledger, "glos-2024").draft.actions == plan_of(ledger).draft.actions


def test_every_problem_of_every_row_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    actions = (
        HEADED,
        ("A1", "R1; R9", "Audit.", "CSC Ops", date(2022, 9, 30), "95 in 100"),
        ("A 2", "R1", "Visit.", "CSC Opps", "soon", "All"),
        ("A3", "R1", "Hire.", "head-of-nothing", "01/02/2023", None),
        ("A4", "R1", "Train.", "the-butler", "01/02/2023", "All"),
        ("A5", "R2", "Good.", "Leaving care", "01/02/2023", "All"),
    )
    owners = MAPPING.replace("values: {CSC Ops", "values: {head-of-nothing: the-cook, the-butler: the-butler, CSC Ops")
    ledger = book()
    head = ledger.head()
    made = read(workbook(tmp_path / "plan.xlsx", actions=actions), ledger, tmp_path, owners)
    assert told(made) == [
        "Actions!B2: No finding R9 is recorded in this plan: record it first. (rule: finding-is-known)",
        "Actions!A3: action is not an id: write letters or digits, joined by single hyphens, such as glos-2022.",
        "Actions!D3: “CSC Opps” is not among the `values` of the mapping (did you mean CSC Ops?): put it there.",
        "Actions!E3: “soon” is not a date in the form DD/MM/YYYY.",
        "Actions!A4: Action A3 has no success measure: give it before it is agreed. (rule: action-is-complete)",
        (
            "Actions!D5: the-butler is not a post of Gloucestershire County Council: name one that is. "
            "(rule: owner-is-a-post)"
        ),
    ]
    assert (made.rows, len(made.entries), made.bad) == (7, 3, 4)
    assert ledger.head() == head
    assert list(ledger.lines(REFUSALS)) == []


def test_good_rows_may_be_taken_without_the_others(tmp_path: Path) -> None:
    ledger = book()
    made = read(workbook(tmp_path / "plan.xlsx", actions=with_due("soon")), ledger, tmp_path)
    assert len(ledger.record_together(made.entries)) == 2
    assert plan_of(ledger).draft.actions == {}


def test_an_id_that_stands_twice_is_named_with_its_first_place(tmp_path: Path) -> None:
    actions = (*ACTIONS, ("A1", "R2", "Another thing.", "CSC Ops", date(2022, 9, 30), "All"), ACTIONS[1])
    made = read(workbook(tmp_path / "plan.xlsx", actions=actions), book(), tmp_path)
    assert told(made) == ["Actions!A4: It stands at Actions!A2 already, in other words: give each its own id."]
    assert made.standing == 1  # the very same row again


def test_what_the_plan_has_in_other_words_is_refused(tmp_path: Path) -> None:
    made = read(workbook(tmp_path / "plan.xlsx"), book(record_late_strategy_meetings), tmp_path)
    assert told(made) == [
        "Findings!A2: Finding R1 is recorded in other words already. (rule: finding-stands)",
    ]
    amended = book(record_late_strategy_meetings, agree_prompt_strategy_meetings)
    assert "Actions!A2: Action A1 is agreed in other words already: amend it instead. (rule: action-stands)" in told(
        read(workbook(tmp_path / "plan.xlsx"), amended, tmp_path)
    )


def test_a_merged_cell_says_the_same_of_each_of_its_rows(tmp_path: Path) -> None:
    def merge(_: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].merge_range("B2:B3", "R2")
        sheets["Actions"].merge_range("F2:F3", "All")

    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", odd=merge), ledger, tmp_path)
    assert [a.findings for a in plan_of(ledger).draft.actions.values()] == [("R2",), ("R2",)]
    assert [a.measure for a in plan_of(ledger).draft.actions.values()] == ["All", "All"]


def test_a_finding_merged_over_its_actions_on_one_sheet_is_one_finding(tmp_path: Path) -> None:
    def merge(_: Workbook, sheets: dict[str, Worksheet]) -> None:
        for column, words in enumerate(FINDINGS[1]):
            sheets["Findings"].merge_range(1, column, 2, column, words)

    path = workbook(tmp_path / "plan.xlsx", odd=merge)
    made = read(path, book(), tmp_path)
    assert [entry.command.name for entry in made.entries] == ["record-finding", "agree-action"]


def test_a_formula_is_read_as_its_value(tmp_path: Path) -> None:
    def formulas(workbook: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].write_formula("C2", '="Audit "&"all"', None, "Audit all")
        due = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheets["Actions"].write_formula("E2", "=DATE(2022,9,29)+1", due, 44834)

    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", odd=formulas), ledger, tmp_path)
    agreed = plan_of(ledger).draft.actions["A1"]
    assert (agreed.text, agreed.due) == ("Audit all", date(2022, 9, 30))


SERIALS = MAPPING.replace("dates: [DD/MM/YYYY]", "dates: [DD/MM/YYYY, serial]")
LONG_DATES = MAPPING.replace("dates: [DD/MM/YYYY]", "dates: [DD MMMM YYYY, DD MMM YYYY]")
AMERICAN = MAPPING.replace("dates: [DD/MM/YYYY]", "dates: [MM/DD/YYYY]")
EITHER = MAPPING.replace("dates: [DD/MM/YYYY]", "dates: [DD/MM/YYYY, MM/DD/YYYY]")


@pytest.mark.parametrize(
    ("text", "cell", "due"),
    [
        (MAPPING, "03/04/2023", date(2023, 4, 3)),
        (MAPPING, " 3/4/2023\u00a0", date(2023, 4, 3)),
        (AMERICAN, "03/04/2023", date(2023, 3, 4)),
        (EITHER, "31/03/2023", date(2023, 3, 31)),
        (LONG_DATES, "3 April  2023", date(2023, 4, 3)),
        (LONG_DATES, "3 Apr 2023", date(2023, 4, 3)),
        (SERIALS, 45019, date(2023, 4, 3)),
        (MAPPING, datetime(2023, 4, 3), date(2023, 4, 3)),
    ],
)
def test_a_date_is_read_in_the_form_that_the_mapping_gives(text: str, cell: object, due: date, tmp_path: Path) -> None:
    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", actions=with_due(cell)), ledger, tmp_path, text)
    assert plan_of(ledger).draft.actions["A1"].due == due


@pytest.mark.parametrize(
    ("text", "cell", "said"),
    [
        (MAPPING, "13/13/2023", "“13/13/2023” is not a date in the form DD/MM/YYYY."),
        (MAPPING, "03/04/23", "“03/04/23” is not a date in the form DD/MM/YYYY."),
        (EITHER, "03/04/2023", "03/04/2023 may be 2023-03-04 or 2023-04-03: give one form in `dates`."),
        (
            MAPPING,
            45019,
            "45019 is a number, not a date: format the cell as a date, or add serial to its `dates`.",
        ),
        (SERIALS, 45019.5, "45019.5 is not the serial of a day."),
        (SERIALS, 7, "7 is not the serial of a day."),
        (MAPPING, True, "True is not a date."),
        (MAPPING, datetime(2023, 4, 3, 12), "2023-04-03 12:00:00 has a time of day: leave the day alone."),
    ],
)
def test_a_date_is_never_guessed(text: str, cell: object, said: str, tmp_path: Path) -> None:
    made = read(workbook(tmp_path / "plan.xlsx", actions=with_due(cell)), book(), tmp_path, text)
    assert told(made) == [f"Actions!E2: {said}"]


def test_days_are_counted_from_1904_where_the_workbook_does(tmp_path: Path) -> None:
    ledger = book()
    path = workbook(tmp_path / "plan.xlsx", actions=(*with_due(43557), ACTIONS[2]), date_1904=True)
    take(path, ledger, tmp_path, SERIALS)
    assert [a.due for a in plan_of(ledger).draft.actions.values()] == [date(2023, 4, 3), date(2022, 12, 16)]


@pytest.mark.parametrize(("number", "measure"), [("percent", "95%"), ("plain", "0.95")])
def test_a_number_among_words_is_read_as_the_mapping_says(number: str, measure: str, tmp_path: Path) -> None:
    text = MAPPING.replace("measure: {heading: Measure}", f"measure: {{heading: Measure, number: {number}}}")
    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", actions=_with_measure(0.95)), ledger, tmp_path, text)
    assert plan_of(ledger).draft.actions["A1"].measure == measure


def _with_measure(cell: object) -> tuple[tuple[object, ...], ...]:
    return (HEADED, (*ACTIONS[1][:5], cell))


def test_without_its_word_a_number_is_no_words(tmp_path: Path) -> None:
    made = read(workbook(tmp_path / "plan.xlsx", actions=_with_measure(0.95)), book(), tmp_path)
    assert told(made) == [
        (
            "Actions!F2: 0.95 is a number, which Excel may show otherwise: format the cell as text, or say in the "
            "mapping whether it is `number: plain` or `number: percent`."
        )
    ]


def test_nor_is_a_date(tmp_path: Path) -> None:
    made = read(workbook(tmp_path / "plan.xlsx", actions=_with_measure(date(2027, 3, 1))), book(), tmp_path)
    assert told(made) == [
        "Actions!F2: Excel holds a date or a time here (2027-03-01), not words: format the cell as text, and write it."
    ]


def test_a_number_may_be_an_id(tmp_path: Path) -> None:
    ledger = book()
    path = workbook(tmp_path / "plan.xlsx", findings=(FINDINGS[0], (1, *FINDINGS[1][1:])), actions=action(7, 1))
    take(path, ledger, tmp_path)
    assert plan_of(ledger).draft.actions["7"].findings == ("1",)
    made = read(workbook(tmp_path / "plan.xlsx", actions=action(1.1)), book(), tmp_path)
    assert told(made) == ["Actions!A2: 1.1 is a number, which Excel may show otherwise: format the cell as text."]


def test_spaces_around_words_are_not_words(tmp_path: Path) -> None:
    ledger = book()
    cells = ("\u00a0A1 ", " R1\u00a0; ;R2\n", " Audit\u00a0all. \n", " CSC\u00a0Ops ")
    take(workbook(tmp_path / "plan.xlsx", actions=action(*cells)), ledger, tmp_path)
    agreed = plan_of(ledger).draft.actions["A1"]
    assert (agreed.findings, agreed.text, agreed.owner) == (("R1", "R2"), "Audit\u00a0all.", "head-of-safeguarding")


def test_empty_rows_and_rows_to_skip_are_passed_over(tmp_path: Path) -> None:
    actions = (
        HEADED,
        ("Priority 1: leadership",),
        ACTIONS[1],
        (None, " ", "\u00a0"),
        ("A9", "R1", "Withdrawn since.", "Nobody", None, None, "Withdrawn"),
        ACTIONS[2],
    )
    text = MAPPING.replace(
        "    do: agree-action",
        "    do: agree-action\n    skip_rows: [2]\n    skip_where: [{column: G, is: [Withdrawn]}]",
    )
    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", actions=actions), ledger, tmp_path, text)
    assert list(plan_of(ledger).draft.actions) == ["A1", "A2"]


def test_headings_may_stand_over_two_rows(tmp_path: Path) -> None:
    actions = (
        ("Ref", "Answers", "Action", "Delivery", None, "Measure"),
        (None, None, None, "Lead", "Due\ndate", None),
        *ACTIONS[1:],
    )
    text = MAPPING.replace("    do: agree-action", "    header: [1, 2]\n    do: agree-action")
    text = text.replace("heading: Lead", "heading: Delivery / Lead").replace(
        "heading: Due,", "heading: Delivery / Due date,"
    )

    def merge(_: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].merge_range("D1:E1", "Delivery")
        sheets["Actions"].merge_range("A1:A2", "Ref")

    ledger = book()
    take(workbook(tmp_path / "plan.xlsx", actions=actions, odd=merge), ledger, tmp_path, text)
    assert len(plan_of(ledger).draft.actions) == 2


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (
            ("Ref", "Answer", *HEADED[2:]),
            "There is no heading Answers in Actions!1:1 (did you mean Answer?).",
        ),
        (
            (*HEADED, "Due"),
            "The heading Due stands more than once (Actions!E1, Actions!G1): name the column by its letter.",
        ),
    ],
)
def test_a_heading_that_is_not_there_or_there_twice_is_named(
    headings: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with pytest.raises(Misfit) as misfit:
        read(workbook(tmp_path / "plan.xlsx", actions=(headings, *ACTIONS[1:])), book(), tmp_path)
    assert str(misfit.value) == said


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    def hide(_: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].hide()

    path = workbook(tmp_path / "plan.xlsx", odd=hide)
    with pytest.raises(Misfit, match="The sheet Actions is hidden"):
        read(path, book(), tmp_path)
    second = MAPPING.replace("sheet: Actions", "table: 2")
    with pytest.raises(Misfit, match=r"There is no table 2: the file has 1\."):
        read(path, book(), tmp_path, second)


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misfit, match=r"There is no sheet Aktions; the file has Findings, Actions\."):
        read(workbook(tmp_path / "p.xlsx"), book(), tmp_path, MAPPING.replace("sheet: Actions", "sheet: Aktions"))


def test_a_sheets_name_of_several_words_stands_in_quotation_marks(tmp_path: Path) -> None:
    from exchange.grid import Grid  # noqa: PLC0415

    assert Grid("Director's plan", 1, []).place(3, 27) == "'Director''s plan'!AB4"


FILES = {
    "a file of 50 MB": ("plan.xlsx", b"x" * (50 * 2**20), "has 50 MB, and at most 10 are read"),
    "Excel's old form": ("plan.xls", b"", "is of an old form: save it as .xlsx"),
    "the old form, renamed": (
        "plan.xlsx",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"W\0o\0r\0k\0b\0o\0o\0k\0",
        "is of an old form under a new name",
    ),
    "a file with a password": (
        "plan.xlsx",
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password: save it without one.",
    ),
    "no archive": ("plan.xlsx", b"Ref,Action\r\n", "is damaged, or no .xlsx file"),
    "a file of another kind": ("plan.pdf", b"%PDF", "is not read: give an .xlsx, a .docx or a .csv file."),
    "a document that is none": ("plan.docx", b"PK", "is damaged, or no .docx file"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_read_gets_one_sentence(what: str, tmp_path: Path) -> None:
    name, content, said = FILES[what]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Misfit) as misfit:
        read(tmp_path / name, book(), tmp_path)
    assert said in str(misfit.value)
    assert str(misfit.value).count("\n") == 0


def test_a_file_that_is_not_there_gets_one(tmp_path: Path) -> None:
    with pytest.raises(Misfit, match="cannot be read: No such file or directory"):
        read(tmp_path / "none.xlsx", book(), tmp_path)


def test_a_file_that_unpacks_to_too_much_is_left_packed(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (101 * 2**20))
    assert path.stat().st_size < 2**20
    with pytest.raises(Misfit, match="has 101 MB once it is unpacked, and at most 100 are read"):
        read(path, book(), tmp_path)


def _archive(packed: int, flags: int = 0, method: int | None = None, damaged: bool = False) -> bytes:
    """An archive of one part, whose two headers are given these flags and this method, and whose bytes are damaged."""
    written = BytesIO()
    with ZipFile(written, "w", packed) as archive:
        archive.writestr("xl/workbook.xml", bytes(range(256)) * 64)
    made = bytearray(written.getvalue())
    for header, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.index(header) + at
        made[start] |= flags
        if method is not None:
            made[start + 2 : start + 4] = method.to_bytes(2, "little")
    if damaged:
        made[52:66] = bytes(byte ^ 0x5A for byte in made[52:66])
    return bytes(made)


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(_archive(ZIP_DEFLATED, method=99), id="packed in an unknown way"),
        pytest.param(_archive(ZIP_DEFLATED, flags=0x01), id="with a locked part"),
        pytest.param(_archive(ZIP_DEFLATED, flags=0x20), id="of patches"),
        pytest.param(_archive(ZIP_DEFLATED, damaged=True), id="damaged"),
        pytest.param(_archive(ZIP_BZIP2, damaged=True), id="damaged, by bzip2"),
        pytest.param(_archive(ZIP_LZMA, damaged=True), id="damaged, by LZMA"),
    ],
)
def test_an_archive_that_cannot_be_unpacked_is_told_in_one_sentence(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(archive)
    with pytest.raises(Misfit, match=r"is damaged, or no \.xlsx file: open it, save it anew, and try again\."):
        read(path, book(), tmp_path)


def test_an_archive_that_belies_its_size_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 2**20)
    size = (2**20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (9).to_bytes(4, "little")))
    with pytest.raises(Misfit, match=r"is damaged, or no \.xlsx file"):
        read(path, book(), tmp_path)


def test_an_archive_without_a_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Misfit, match="cannot be read as an Excel file"):
        read(path, book(), tmp_path)


def test_a_sheet_that_reaches_to_the_last_cell_is_not_laid_out(tmp_path: Path) -> None:
    def far(_: Workbook, sheets: dict[str, Worksheet]) -> None:
        sheets["Actions"].write(1_048_575, 16_383, "x")

    with pytest.raises(Misfit, match="reaches to row 1,048,576 and column 16,384: delete the rows and columns"):
        read(workbook(tmp_path / "plan.xlsx", odd=far), book(), tmp_path)


def test_five_thousand_rows_are_read_decided_and_written(tmp_path: Path) -> None:
    findings = [FINDINGS[0], *((f"R{n}", "Recommendation", f"Finding {n}.") for n in range(1, 2501))]
    actions = [HEADED, *((f"A{n}", f"R{n}", "Do it.", "CSC Ops", "31/03/2023", "All") for n in range(1, 2501))]
    ledger = book()
    lines = take(workbook(tmp_path / "plan.xlsx", findings, actions), ledger, tmp_path)
    assert len(lines) == 5000
    assert len(plan_of(ledger).draft.actions) == 2500


CSV_FINDINGS = """
mapping: 1
tables:
  - do: record-finding
    fields:
      finding: {heading: "No"}
      sort: {fixed: recommendation}
      text: {heading: Finding}
      document: {fixed: Report}
"""


def test_a_csv_file_is_one_table(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_text('\ufeffNo,Finding\r\nR1,"Late,\r\nand late."\r\n,\r\nR2,Weak.\r\n', encoding="utf-8", newline="")
    ledger = book()
    take(path, ledger, tmp_path, CSV_FINDINGS)
    assert [f.text for f in plan_of(ledger).inspection.findings.values()] == ["Late,\r\nand late.", "Weak."]


def test_a_csv_file_has_the_delimiter_and_the_encoding_of_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "findings.csv"
    path.write_bytes("No;Finding\r\nR1;Ofsted’s words\r\nR2\r\n".encode("windows-1252"))
    ledger = book()
    with pytest.raises(Misfit, match="is not utf-8 text: say in the mapping under `csv`"):
        read(path, ledger, tmp_path, CSV_FINDINGS)
    text = CSV_FINDINGS.replace("tables:", 'csv: {delimiter: ";", encoding: windows-1252}\ntables:')
    made = read(path, ledger, tmp_path, text)
    assert told(made) == ["findings!B3: text is missing: give it."]
    ledger.record_together(made.entries)
    assert plan_of(ledger).inspection.findings["R1"].text == "Ofsted’s words"


def test_a_plan_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misfit, match="There is no plan nowhere"):
        prepare(
            book(),
            workbook(tmp_path / "plan.xlsx"),
            mapping(tmp_path),
            SIGNED.model_copy(update={"plan": "nowhere"}),
        )


def test_who_may_not_is_told_so_row_by_row(tmp_path: Path) -> None:
    clerk = SIGNED.model_copy(update={"by": "dso-01", "acting_as": "democratic-services-officer"})
    made = prepare(book(), workbook(tmp_path / "plan.xlsx"), mapping(tmp_path), clerk)
    assert [problem.place for problem in made.problems] == ["Actions!A2", "Actions!A3"]
    assert all("(rule: post-may-do-it)" in problem.sentence for problem in made.problems)
    assert made.entries[0].plan == PLAN
