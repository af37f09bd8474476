"""A slip, its correction, and what an auditor is shown of both, by every reading at two times."""

import json
from pathlib import Path

import pytest
from minutebook import Said, minutebook

PLAN = "glos-2022"
LATE = ("--effective", "2022-04-01")
CLERK = ("--plan", PLAN, "--by", "dso-01", "--as", "democratic-services-officer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrected")

    def do(*words: str) -> Said:
        said = minutebook(folder, "do", *words, *CLERK)
        assert said.code == 0, said.err
        return said

    do("open-plan", "title=A plan", "authority=gloucestershire", *LATE)
    do("receive-report", "received_on=2022-04-01", "document=The report")
    do("record-finding", "finding=R1", "sort=recommendation", "text=Meet in time.", "document=The report", *LATE)
    changes = json.dumps([{"field": "text", "was": "Meet in time.", "now": "Meet in good time."}])
    slip = ("because=A slip.", "evidence=The report", "countersigned_by=mo-01")
    said = do("correct-fact", "line=5", f"changes={changes}", *slip)
    assert "corrected line 5: text “Meet in good time.” instead of “Meet in time.”" in said.out
    return folder


def test_the_trail_shows_both_lines(folder: Path) -> None:
    lines = minutebook(folder, "plan", "trail", PLAN).out.splitlines()
    assert lines[4].endswith("[corrected by line 6]")
    assert lines[5].startswith("   6  ")


def test_what_changed_is_told_word_by_word(folder: Path) -> None:
    head = len(minutebook(folder, "plan", "trail", PLAN).out.splitlines()) + 1
    told = minutebook(folder, "plan", "diff", PLAN, "--from", str(head - 1)).out
    assert "plan.fact-corrected, by dso-01" in told
    assert "inspection.findings.R1.text: Meet in {+good+} time." in told
    [last] = minutebook(folder, "plan", "blame", PLAN, "inspection.findings.R1.text", "--json").json[1:]
    assert [piece["how"] for piece in last["words"]] == ["same", "added", "same"]
    assert (last["number"], last["kind"]) == (6, "plan.fact-corrected")


@pytest.mark.parametrize(
    "words",
    [
        ("show", PLAN),
        ("trail", PLAN),
        ("coverage", PLAN),
        ("deadlines", PLAN),
        ("waiting", "--plan", PLAN),
        ("list",),
        ("blame", PLAN, "inspection.reports"),
        ("feasibility", PLAN),
        ("diff", PLAN, "--from", "2"),
    ],
)
def test_every_reading_takes_both_times(folder: Path, words: tuple[str, ...]) -> None:
    """All but the correction was known by the sixth line of the book, and true by then."""
    known = "--to" if words[0] == "diff" else "--known-at"
    said = minutebook(folder, "plan", *words, known, "6", "--true-at", "2022-04-01", "--json")
    assert said.code in {0, 5}, said.err
    assert said.json
    assert "good time" not in said.out
