"""`minutebook plan feasibility`: a meeting of cabinet leaves time, another does not, and the trail says so."""

from datetime import date
from pathlib import Path

from minutebook import Said, minutebook

from domain.calendar import ENGLAND_AND_WALES as CALENDAR

PLAN = "anytown-2026"
CLERK = ("--plan", PLAN, "--by", "dso-01", "--as", "democratic-services-officer")
TODAY = date.today()
IN_TIME, TOO_LATE = CALENDAR.add_working_days(TODAY, 55), CALENDAR.add_working_days(TODAY, 69)


def do(folder: Path, *words: str) -> Said:
    said = minutebook(folder, "do", *words, *CLERK)
    assert said.code == 0, said.err
    return said


def test_a_meeting_leaves_time_and_when_it_moves_it_does_not(tmp_path: Path) -> None:
    do(tmp_path, "open-plan", "title=Plan", "authority=gloucestershire")
    nothing = minutebook(tmp_path, "plan", "feasibility", PLAN)
    assert (nothing.code, nothing.err.startswith(f"Nothing is left to plan for {PLAN}")) == (2, True)
    do(tmp_path, "receive-report", f"received_on={TODAY}", "document=Report")
    do(tmp_path, "schedule-meeting", "body=cabinet", f"meeting_on={IN_TIME}", "purpose=Plan")
    kept = minutebook(tmp_path, "plan", "feasibility", PLAN, "--json")
    assert (kept.code, kept.json["meeting"], kept.json["infeasible"]) == (0, str(IN_TIME), None)
    head = minutebook(tmp_path, "events", "--json").out.count("\n")
    moved = do(
        tmp_path, "move-meeting", "body=cabinet", f"meeting_on={IN_TIME}", f"moved_to={TOO_LATE}", "because=Room"
    )
    assert "the step “cabinet meets”" in moved.out
    late = minutebook(tmp_path, "plan", "feasibility", PLAN)
    assert (late.code, "CANNOT BE KEPT: cabinet meets." in late.out) == (5, True)
    assert minutebook(tmp_path, "plan", "feasibility", PLAN, "--as-at", str(head)).code == 0
