"""`minutebook plan pack`: a pack is made again from the lines before it, and its digest says if it is the same."""

import json
from pathlib import Path

import pytest
import yaml
from given import STREAM, TERMS, day, usual_act
from samples import (
    freeze_the_first_pack,
    report_strategy_meetings_under_way,
    submitted,
)

from cli import run
from domain.bringing_forward.pack import pack
from domain.calendar import at_nine
from ledger.record import Entry
from wiring import Settings, open_office


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with one pack of one plan, of which more was recorded afterwards."""
    terms = tmp_path / "authorities" / f"{TERMS.id}.yaml"
    terms.parent.mkdir()
    terms.write_text(yaml.safe_dump(TERMS.model_dump(mode="json", exclude_unset=True)), encoding="utf-8")
    office = open_office(Settings(tmp_path), begins=at_nine(day("2022-10-03")))
    for command in submitted:
        act = usual_act(command)
        office.ledger.record(Entry(plan=STREAM, command=command, by=act.by, acting_as=act.acting_as))
    assert office.desk.enter(STREAM, freeze_the_first_pack, at_nine(day("2022-10-03")))
    act = usual_act(report_strategy_meetings_under_way)
    later = Entry(plan=STREAM, command=report_strategy_meetings_under_way, by=act.by, acting_as=act.acting_as)
    office.ledger.record(later)
    monkeypatch.setenv("MINUTEBOOK_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("book")
def test_a_pack_is_shown_as_it_was_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "pack", STREAM, "--to", "improvement-board"]) == 0
    said = capsys.readouterr().out
    assert "Actions: 3 (3 green); 0 overdue" in said
    assert "in-progress" not in said, "that was recorded afterwards"
    assert "The digest fits" in said
    assert run(["plan", "pack", STREAM, "--to", "improvement-board", "--number", "1", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["fits"], document["pack"]["until"]) == (True, "2022-08-30")


@pytest.mark.usefixtures("book")
def test_a_pack_that_is_not_what_was_fixed_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.packs.pack", lambda plan, to, number, *_: pack(plan, to, number + 1, *_))
    assert run(["plan", "pack", STREAM, "--to", "improvement-board"]) == 3
    assert "DOES NOT FIT" in capsys.readouterr().out


@pytest.mark.usefixtures("book")
def test_a_pack_that_was_never_made_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "pack", STREAM, "--to", "cabinet"]) == 2
    assert "no pack of plan glos-2022 for cabinet" in capsys.readouterr().err
