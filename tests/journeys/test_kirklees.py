"""Kirklees 2016/17: endorsed by cabinet, finalised under delegation, and only the final version goes out."""

from pathlib import Path

import pytest
from minutebook import minutebook

CASE = "cases/kirklees-2016.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kirklees") / "book"


@pytest.fixture(scope="module")
def told(folder: Path) -> str:
    """What is said when the case is played."""
    said = minutebook(folder, "play", CASE, "--clock", "simulated")
    assert said.code == 0, said.err
    return said.out


def test_nothing_goes_out_between_cabinets_yes_and_the_finalisation(told: str) -> None:
    lines = told.splitlines()
    (implementable,) = [n for n, line in enumerate(lines) if "it is still to be finalised" in line]
    (finalised,) = [n for n, line in enumerate(lines) if "finalised under cabinet's delegation on 9 March 2017" in line]
    sent = [n for n, line in enumerate(lines) if "acknowledged version" in line]
    assert implementable < finalised < min(sent)
    assert told.count("acknowledged version 2") == len(sent) == 2
    assert "what differs: action A1 (text) and action A2 (due)" in told


def test_the_stated_date_differs_from_the_computed_one_and_is_kept(told: str) -> None:
    assert "stated 9 March 2017 is 1 working day later than computed 8 March 2017" in told
    assert "Deadline (statement): 2017-03-09; done on 2017-03-09." in told
    assert "Findings: 27 recommendations" in told
    assert told.rstrip().endswith("The trail is whole.")


@pytest.mark.usefixtures("told")
def test_two_versions_are_compared_word_by_word_with_the_class_of_each_difference(folder: Path) -> None:
    compare = ("plan", "compare", "kirk-2016", "--from", "1", "--to", "2")
    shown = " ".join(minutebook(folder, *compare).out.split())
    assert "action A2 (due) [-2017-12-15-] {+2017-11-30+} earlier material anything-else" in shown
    text, due = minutebook(folder, *compare, "--json").json
    assert (text["field"], text["change"], text["material"]) == ("text", "words", True)
    assert text["words"][-1] == {"how": "added", "words": "the front door."}
    assert due["was"] == "2017-12-15"
    unknown = minutebook(folder, "plan", "compare", "kirk-2016", "--from", "1", "--to", "3")
    assert (unknown.code, unknown.err.strip()) == (2, "There is no version 3 of kirk-2016; cut so far: 1, 2.")
