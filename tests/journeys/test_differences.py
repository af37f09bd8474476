"""What changed in delivery and in measures, and between versions, as an auditor asks it at two times."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import samples
from books import play
from given import day
from minutebook import Said
from samples import COMMAND_SAMPLES, submitted

from cli import run
from domain.delivery.commands import ProgressAction
from domain.measures.commands import RecordReading
from wiring import Settings, open_office

PLAN = "glos-2022"
SOURCE = "Case system, monthly report"
DELIVERED: dict[str, Any] = {
    "re-dated": COMMAND_SAMPLES["re-date-action"],
    "progressed": COMMAND_SAMPLES["progress-action"],
    "defined": samples.define_meetings_in_time,
    "august": samples.record_the_august_reading,
    "september": RecordReading(measure="M1", value="80.1", as_of=day("2022-09-30"), source=SOURCE),
    "august again": RecordReading(
        measure="M1", value="79.2", as_of=day("2022-08-31"), source="Case system, rerun", corrects=day("2022-08-31")
    ),
    "red": samples.override_the_rating_of_safe_homes,
    "complete": ProgressAction(action="A1", status="complete", note="Both audits\nare done.", as_of=day("2022-09-28")),
    "attached": samples.attach_the_september_audit,
    "verified": samples.verify_the_september_audit,
    "closed": samples.close_strategy_meetings,
    "reopened": COMMAND_SAMPLES["reopen-action"],
    "amended": samples.raise_the_measure_of_strategy_meetings,
    "cut": samples.cut_the_next_version,
    "asked": samples.ask_for_the_notes_erasure.but(line=22, text="note"),
    "erased": COMMAND_SAMPLES["erase-text"],
    "corrected": samples.correct_the_words_of_unsuitable_accommodation,
}
AT: dict[str, int] = {}
"""The position of the last line of each."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivered")
    office = open_office(Settings(folder=folder))
    play(office.ledger, *submitted)
    AT["submitted"] = office.ledger.head()
    for what, command in DELIVERED.items():
        play(office.ledger, command)
        AT[what] = office.ledger.head()
    return folder


def plan(folder: Path, *words: str | int) -> Said:
    """What a command says, in this process: most of these are asked many times."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("MINUTEBOOK_DATA", str(folder))
        code = run(["plan", *map(str, words)])
    return Said(code, out.getvalue(), err.getvalue())


def told(folder: Path, since: str, upto: str) -> list[str]:
    said = plan(folder, "diff", PLAN, "--from", AT[since], "--to", AT[upto])
    assert said.code == 0, said.err
    return [line.strip() for line in said.out.splitlines()]


def test_what_changed_in_delivery_names_line_person_and_field(folder: Path) -> None:
    lines = told(folder, "submitted", "progressed")
    assert lines[0].endswith("plan.action-re-dated, by dcs-01 as Director of Children's Services")
    assert lines[1:4] == [
        "draft.actions.A1.due: 2022-10-31 → 2023-01-31",
        "draft.re_dates.A1.count: set to 1",
        "draft.re_dates.A1.original: set to 2022-10-31",
    ]
    assert "delivery.progress.A1.status: set to in-progress" in lines
    assert "delivery.progress.A1.status: in-progress → complete" in told(folder, "progressed", "complete")
    assert "delivery.overrides.A2.rating: set to red" in told(folder, "august again", "red")
    assert "delivery.closures.A1.1.closed.closed_on: set to 2022-09-30" in told(folder, "verified", "closed")


def test_a_text_of_several_lines_is_told_on_one(folder: Path) -> None:
    assert "delivery.progress.A1.note: [-[erased under decision IG/2022/14]-] {+Both audits are done.+}" in told(
        folder, "progressed", "complete"
    )
    assert "delivery.progress.A1.note: set to Both audits are done." in told(folder, "submitted", "complete")


def test_a_reading_is_known_by_its_day_and_the_others_stay_when_it_is_corrected(folder: Path) -> None:
    assert told(folder, "defined", "august")[1:] == [
        "measures.readings.M1.2022-08-31.as_of: set to 2022-08-31",
        "measures.readings.M1.2022-08-31.measure: set to M1",
        f"measures.readings.M1.2022-08-31.source: set to {SOURCE}",
        "measures.readings.M1.2022-08-31.value: set to 78.2",
    ]
    assert told(folder, "september", "august again")[1:] == [
        "measures.readings.M1.2022-08-31.corrects: set to 2022-08-31",
        "measures.readings.M1.2022-08-31.source: Case system, [-monthly report-] {+rerun+}",
        "measures.readings.M1.2022-08-31.value: 78.2 → 79.2",
    ]


@pytest.mark.parametrize(
    ("field", "set_by"),
    [
        ("draft.actions.A1.due", ["action-agreed", "action-amended", "action-re-dated"]),
        ("delivery.progress.A1.status", ["action-progressed", "action-progressed"]),
        ("delivery.overrides.A2.rating", ["rag-overridden"]),
        ("delivery.closures.A1.1.reopened.because", ["action-reopened"]),
        ("measures.readings.M1.2022-08-31.value", ["reading-recorded", "reading-recorded"]),
        ("measures.readings.M1.2022-09-30.value", ["reading-recorded"]),
    ],
)
def test_the_lines_that_set_a_field_of_delivery_are_named(folder: Path, field: str, set_by: list[str]) -> None:
    assert [change["kind"] for change in plan(folder, "blame", PLAN, field, "--json").json] == [
        f"plan.{kind}" for kind in set_by
    ]


def test_whom_to_blame_is_asked_at_two_times(folder: Path) -> None:
    due = ("blame", PLAN, "draft.actions.A1.due", "--json")
    assert len(plan(folder, *due, "--known-at", AT["submitted"]).json) == 2
    status = ("blame", PLAN, "delivery.progress.A1.status", "--json")
    assert [c["becomes"] for c in plan(folder, *status, "--true-at", "2022-09-27").json] == ["in-progress"]


def test_versions_are_compared_as_they_were_known_and_true(folder: Path) -> None:
    asked = ("compare", PLAN, "--from", 1, "--to", 2)
    [changed] = [each for each in plan(folder, *asked, "--json").json if each["field"] == "measure"]
    assert changed["now"].startswith("98 in 100")
    assert plan(folder, *asked, "--known-at", AT["cut"]).code == 0
    before = plan(folder, *asked, "--known-at", AT["amended"])
    assert (before.code, before.err) == (2, f"There is no version 2 of {PLAN}; cut so far: 1.\n")
    untrue = plan(folder, *asked, "--true-at", "2022-06-01")
    assert (untrue.code, untrue.err) == (2, f"There is no version 1 of {PLAN}; cut so far: none.\n")
    assert plan(folder, "compare", PLAN, "--from", 2, "--to", 1).err == (
        "Version 2 came after version 1: turn --from and --to round.\n"
    )


def test_a_correction_is_told_once_and_names_the_line(folder: Path) -> None:
    fields = [line.split(": ")[0] for line in told(folder, "erased", "corrected")[1:]]
    assert fields == ["corrections.facts.6.corrected_by", "inspection.findings.R2.text"]


def test_of_an_erased_text_the_decision_is_told(folder: Path) -> None:
    assert "erasures.asked.1.what.line: set to 22" in told(folder, "cut", "erased")
    assert "delivery.progress.A1.note: set to [erased under decision IG/2022/14]" in told(
        folder, "submitted", "progressed"
    )


def test_a_plan_that_was_opened_between_is_said_to_be_new(folder: Path) -> None:
    [said, _, *fields] = plan(folder, "diff", PLAN, "--from", "2020-01-01", "--to", 2).out.splitlines()
    assert said == f"{PLAN} was not open at 2020-01-01: what is told is all that it holds."
    assert "        in_delivery_from_start: set to no" in fields
    assert [field for field in fields if field.endswith("set to ")] == []
    assert [field for field in fields if "rungs.[" in field] == []


@pytest.mark.parametrize(
    ("asked", "because"),
    [
        (("diff", PLAN, "--from", "9", "--to", "5"), "--from 9 comes after --to 5: turn them round."),
        (
            ("diff", PLAN, "--from", "2020-12-30", "--to", "2020-12-20"),
            "--from 2020-12-30 comes after --to 2020-12-20: turn them round.",
        ),
        (("show", PLAN, "--known-at", "99999"), "Position 99999 is beyond the last line, which is "),
        (("diff", PLAN, "--from", "99999"), "Position 99999 is beyond the last line, which is "),
        (("diff", PLAN, "--from", ""), "An empty text is neither a date such as 2022-06-22, nor a moment"),
    ],
)
def test_moments_that_cannot_be_meant_are_named_as_they_were_asked(
    folder: Path, asked: tuple[str, ...], because: str
) -> None:
    said = plan(folder, *asked)
    assert said.code == 2
    assert said.err.startswith(because)


def test_where_nothing_changed_both_moments_are_named(folder: Path) -> None:
    assert plan(folder, "diff", PLAN, "--from", AT["corrected"]).out == (
        f"Nothing of {PLAN} changed from {AT['corrected']} to now.\n"
    )
