"""`minutebook clock plan`: the back-plan for people and for programs, and its exit codes."""

from pathlib import Path

import pytest
from minutebook import Said, minutebook

GLOUCESTERSHIRE = ("clock", "plan", "--authority", "gloucestershire", "--received", "2022-04-01")


def planned(folder: Path, *words: str) -> Said:
    return minutebook(folder, *GLOUCESTERSHIRE, *words)


def test_the_back_plan_is_shown_with_its_working_and_no_book_is_begun(tmp_path: Path) -> None:
    said = planned(tmp_path / "none", "--meeting", "2022-06-22")
    assert said.code == 0, said.err
    assert "Slack between the end of call-in and the due date: 12 working days." in said.out
    assert "notice of key decision: passed over" not in said.out
    assert "agenda is published: passed over 2 days of weekends." in said.out
    assert "2022-05-24" in said.out
    assert not (tmp_path / "none").exists()


def test_programs_get_one_document(tmp_path: Path) -> None:
    said = planned(tmp_path, "--meeting", "2022-05-25", "--meeting", "2022-06-22", "--json")
    assert said.code == 0
    assert set(said.json) == {"plan", "moved", "changes"}
    assert (said.json["plan"]["meeting"], said.json["plan"]["slack"], said.json["moved"]) == ("2022-06-22", 12, None)
    assert {step["name"]: (step["by"], step["on"]) for step in said.json["plan"]["steps"]} == {
        "authority publishes the report": ("2022-05-18", None),
        "notice of key decision": ("2022-05-24", None),
        "draft is finished": ("2022-06-14", None),
        "board endorses": ("2022-06-14", None),
        "agenda is published": ("2022-06-14", None),
        "cabinet meets": ("2022-07-07", "2022-06-22"),
        "decision statement is published": ("2022-07-07", "2022-06-22"),
        "call-in": ("2022-07-14", "2022-06-29"),
        "submission": ("2022-07-15", "2022-06-30"),
    }
    assert said.json["plan"]["steps"][1] == {
        "name": "notice of key decision",
        "on": None,
        "by": "2022-05-24",
        "how": "28 clear calendar days before 22 June 2022",
        "source": "SI 2012/2089 reg 9; else the general exception (reg 10) or special urgency (reg 11)",
        "skipped": [],
        "fails": None,
    }


def test_what_cannot_be_kept_has_its_own_code_and_names_the_first_step(tmp_path: Path) -> None:
    said = planned(tmp_path, "--meeting", "2022-06-22", "--move-meeting", "2022-06-22=2022-07-13")
    assert said.code == 5
    assert (
        "CANNOT BE KEPT: cabinet meets. Cabinet meets on 13 July 2022 at the earliest, and the last meeting that fits "
        in said.out
    )
    assert "cabinet meets: Wednesday 13 July 2022, 15 working days later" in said.out


def test_cabinets_days_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "meetings.yaml"
    file.write_text("meetings: [2022-05-25, 2022-06-22]\n", encoding="utf-8")
    said = planned(tmp_path, "--meetings", str(file), "--json")
    assert said.json["plan"]["meeting"] == "2022-06-22"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--authority", "rutland"), "There is no authority rutland here; known: bradford, gloucestershire, "),
        (("--meeting", "22 June"), "22 June is not a date"),
        (("--meeting", "2022-06-22", "--move-meeting", "2022-06-22"), "does not say where to"),
        (("--meeting", "2022-06-22", "--move-meeting", "2022-06-23=2022-06-24"), "nobody meets on 2022-06-23"),
        (
            ("--route", "cabinet_then_council"),
            "--route: gloucestershire has no route cabinet_then_council; known: cabinet.",
        ),
        (("--authority", "template-cabinet"), "Give --route: cabinet_before_submission, cabinet_then_council, "),
        (("--meeting", "full-council=2022-06-22"), "full-council has no stage on the route cabinet; known: cabinet."),
        (("--statement-after", "99"), "--statement-after 99 is not a number of working days"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    said = minutebook(tmp_path, *GLOUCESTERSHIRE[: 2 if "--authority" in words else 4], *GLOUCESTERSHIRE[4:], *words)
    assert said.code == 2
    assert fault in said.err
    assert said.err.count("\n") == 1


def test_a_file_of_meetings_with_a_fault_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "meetings.yaml"
    file.write_text("meetings:\n  - 2022-05-25\n  - in June\n", encoding="utf-8")
    said = planned(tmp_path, "--meetings", str(file))
    assert said.code == 2
    assert "(line 3): meetings.1 is not a date" in said.err


def test_a_council_of_committees_is_planned_by_its_own_route(tmp_path: Path) -> None:
    file = tmp_path / "meetings.yaml"
    file.write_text("meetings: [2022-07-06]\nmeetings_of: {childrens-committee: [2022-06-30]}\n", encoding="utf-8")
    words = ("clock", "plan", "--authority", "template-committees", "--received", "2022-04-01", "--meetings", str(file))
    kept = minutebook(tmp_path, *words)
    assert (kept.code, "cabinet" in kept.out, "call-in" in kept.out) == (0, False, False)
    assert "Slack between the last answer and the due date: 7 working days." in kept.out
    late = minutebook(tmp_path, *words, "--move-meeting", "2022-06-30=2022-07-08", "--json")
    assert (late.code, late.json["moved"]["infeasible"]) == (5, "the children and families committee meets")
    other = minutebook(tmp_path, *words, "--route", "committee_then_council", "--json")
    assert (other.code, other.json["plan"]["route"]) == (0, "committee_then_council")
