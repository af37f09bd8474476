"""`minutebook import` and `minutebook export`, as an officer runs them."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from minutebook import minutebook

CLERK = ("--by", "dso-01", "--as", "democratic-services-officer")
LEAD = ("--by", "dcs-01", "--as", "director-of-childrens-services")
OPEN = ("title=A plan", "authority=gloucestershire")

MAPPING = """
mapping: 1
tables:
  - do: record-finding
    fields:
      finding: {heading: "No"}
      sort: {fixed: weakness}
      text: {heading: Finding}
      document: {fixed: Report}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book with two empty plans, a file of findings and its mapping."""
    for plan in ("anytown-2026", "othertown-2026"):
        assert minutebook(tmp_path / "book", "do", "open-plan", "--plan", plan, *CLERK, *OPEN).code == 0
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "findings.csv").write_text("No,Finding\nR1,Late.\nR 2,Weak.\nR3,Few.\n", encoding="utf-8")
    return tmp_path


def words(folder: Path, *more: str) -> tuple[str, ...]:
    mapping = ("--mapping", str(folder / "mapping.yaml"))
    return ("import", "anytown-2026", str(folder / "findings.csv"), *mapping, *LEAD, *more)


def test_an_import_is_rehearsed_refused_taken_in_part_and_repeated(folder: Path) -> None:
    place = folder / "book"
    events = minutebook(place, "events").out
    problem = "findings!A3: finding is not an id: write letters or digits, joined by single hyphens, such as glos-2022."
    rehearsed = minutebook(place, *words(folder, "--dry-run"))
    assert rehearsed.code == 1
    assert rehearsed.out.splitlines() == [
        problem,
        "3 rows read: 2 would be recorded, 0 stand so already, 1 cannot be. Nothing was written.",
    ]
    refused = minutebook(place, *words(folder))
    assert refused.code == 1
    assert "mend them, or take the others with --accept-good-rows." in refused.out
    assert minutebook(place, "events").out == events
    taken = minutebook(place, *words(folder, "--accept-good-rows"))
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "3 rows read: 2 recorded, 0 stood so already, 1 left out.")
    again = minutebook(place, *words(folder, "--accept-good-rows", "--json"))
    assert again.json == {
        "rows": 3,
        "new": 0,
        "standing": 2,
        "bad": 1,
        "written": True,
        "problems": [{"place": "findings!A3", "sentence": problem.split(": ", 1)[1]}],
    }


def test_what_was_exported_is_imported_without_a_mapping(folder: Path) -> None:
    place, file = folder / "book", folder / "plan.xlsx"
    assert minutebook(place, *words(folder, "--accept-good-rows")).code == 0
    written = minutebook(place, "export", "anytown-2026", "-o", str(file), *LEAD, "--for", "the board")
    assert (written.code, written.out, written.err) == (0, "", "")
    assert file.stat().st_mode & 0o077 == 0
    [line] = minutebook(place, "audit", "exports", "anytown-2026", "--json").json
    assert (line["by"], line["event"]["form"], line["event"]["to"]) == ("dcs-01", "table", "the board")
    assert line["event"]["digest"] == sha256(file.read_bytes()).hexdigest()
    taken = minutebook(place, "import", "othertown-2026", str(file), *LEAD)
    assert (taken.code, taken.out) == (0, "2 rows read: 2 recorded, 0 stood so already.\n")


@pytest.mark.parametrize(
    ("asked", "guarded"),
    [(["--classification", "exempt"], "exempt"), (["embargoed_until=2099-12-14"], "embargoed")],
)
def test_an_export_is_as_guarded_as_the_line_that_was_entered(folder: Path, asked: list[str], guarded: str) -> None:
    place = folder / "book"
    report = ("received_on=2024-05-01", "document=a report")
    assert minutebook(place, "do", "receive-report", "--plan", "anytown-2026", *CLERK, *report, *asked).code == 0
    file = str(folder / "plan.csv")
    assert minutebook(place, "export", "anytown-2026", "-o", file, *LEAD, "--for", "the board").code == 0
    [line] = minutebook(place, "audit", "exports", "anytown-2026", "--json").json
    assert line["event"]["classification"] == guarded


def test_bad_input_gets_one_sentence(folder: Path) -> None:
    place = folder / "book"
    shutil.copy(folder / "findings.csv", folder / "findings.xls")
    for asked, said in (
        (
            ("import", "anytown-2026", str(folder / "findings.csv"), "--mapping", "no-such.yaml", *LEAD),
            "no-such.yaml cannot be read",
        ),
        (("import", "nowhere", str(folder / "findings.csv"), *LEAD), "There is no plan nowhere"),
        (("import", "No Plan", str(folder / "findings.csv"), *LEAD), "plan is not an id"),
        (("import", "anytown-2026", str(folder / "findings.xls"), *LEAD), "is of an old form"),
        (("export", "nowhere", "-o", str(folder / "plan.xlsx"), *LEAD, "--for", "Ofsted"), "There is no plan nowhere"),
        (("export", "anytown-2026", "-o", str(folder / "plan.pdf"), *LEAD, "--for", "Ofsted"), "is not written"),
        (
            ("export", "anytown-2026", "-o", str(folder / "plan.csv"), *LEAD, "--for", "Ofsted", "--as-at", "99"),
            "beyond the last line",
        ),
    ):
        answer = minutebook(place, *asked)
        assert answer.code == 2, answer
        assert answer.out == ""
        assert said in answer.err
        assert answer.err.count("\n") == 1, answer.err
