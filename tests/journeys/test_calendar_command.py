"""`minutebook calendar`: a bank holiday is proclaimed, looked at, adopted once by every plan, and clocks move."""

import json
from datetime import date
from pathlib import Path

from minutebook import minutebook

from domain.calendar import ENGLAND_AND_WALES as CALENDAR

CLERK = ("--by", "dso-01", "--as", "democratic-services-officer")
TODAY = date.today()
PROCLAIMED = CALENDAR.add_working_days(TODAY, 10)
DUE = CALENDAR.add_working_days(TODAY, 70)
LATER = CALENDAR.add_working_days(TODAY, 71)
ADOPT = (*CLERK, "--reason", "Proclaimed.")


def opened(folder: Path, plan: str) -> None:
    for words in (
        ("open-plan", "title=Plan", "authority=gloucestershire"),
        ("receive-report", f"received_on={TODAY}", "document=Report"),
    ):
        assert minutebook(folder, "do", *words, "--plan", plan, *CLERK).code == 0


def revision(folder: Path, source: str = "A proclamation") -> str:
    said = {"revision": "thanksgiving", "source": source, "added": [{"day": str(PROCLAIMED), "name": "Thanksgiving"}]}
    file = folder / "revision.yaml"
    file.write_text(json.dumps(said), encoding="utf-8")
    return str(file)


def due(folder: Path, plan: str) -> str:
    rows = {row["duty"]: row for row in minutebook(folder, "plan", "deadlines", plan, "--json").json}
    adopted: str = rows["statement"]["adopted"]
    return adopted


def test_a_proclaimed_holiday_moves_every_running_clock_once(tmp_path: Path) -> None:
    opened(tmp_path, "anytown-2026")
    file = revision(tmp_path)
    shown = minutebook(tmp_path, "calendar", "preview", file, "--json")
    assert shown.code == 0, shown.err
    assert {(move["what"], move["was"], move["becomes"]) for move in shown.json["moves"]} >= {
        ("due date of the written statement", str(DUE), str(LATER))
    }
    assert due(tmp_path, "anytown-2026") == str(DUE)
    opened(tmp_path, "othertown-2026")
    adopted = minutebook(tmp_path, "calendar", "adopt", file, *ADOPT, "--authority", "gloucestershire", "--json")
    assert (adopted.code, adopted.json["adopted"]) == (0, ["anytown-2026", "othertown-2026"])
    assert due(tmp_path, "anytown-2026") == str(LATER)
    opened(tmp_path, "thirdtown-2026")
    assert due(tmp_path, "thirdtown-2026") == str(DUE)
    again = minutebook(tmp_path, "calendar", "adopt", file, *ADOPT, "--json")
    assert (again.code, again.json["adopted"]) == (0, ["thirdtown-2026"])
    assert "+thanksgiving" in minutebook(tmp_path, "plan", "trail", "thirdtown-2026").out
    other = minutebook(tmp_path, "calendar", "adopt", revision(tmp_path, "Another one"), *ADOPT)
    assert (other.code, "calendar-version-names-one-revision" in other.err) == (1, True)


def test_what_the_rules_refuse_is_named_and_what_cannot_be_read_too(tmp_path: Path) -> None:
    opened(tmp_path, "anytown-2026")
    file = revision(tmp_path)
    told = minutebook(tmp_path, "calendar", "preview", file)
    assert told.out.endswith("Nothing was written.\n")
    lead = ("--by", "dcs-01", "--as", "director-of-childrens-services", "--reason", "Proclaimed.")
    refused = minutebook(tmp_path, "calendar", "adopt", file, *lead)
    assert (refused.code, "REFUSED for anytown-2026" in refused.out) == (1, True)
    nobody = minutebook(tmp_path, "calendar", "adopt", file, "--by", "no id!", "--as", "x", "--reason", "r")
    assert (nobody.code, "by is not an id" in nobody.err) == (2, True)
    (tmp_path / "wrong.yaml").write_text("revision: r\nsource: s\nadded: []\n", encoding="utf-8")
    wrong = minutebook(tmp_path, "calendar", "preview", str(tmp_path / "wrong.yaml"))
    assert (wrong.code, "it neither adds nor removes a day" in wrong.err) == (2, True)
