"""`minutebook simulate`: what it says, and where it refuses."""

from pathlib import Path

from minutebook import minutebook

ONE_PLAN = ("simulate", "--authorities", "5", "--years", "1")


def test_a_simulated_book_is_whole_and_the_same_in_every_store(tmp_path: Path, postgres_url: str) -> None:
    here = minutebook(tmp_path / "a", *ONE_PLAN, "--json")
    there = minutebook(tmp_path / "b", *ONE_PLAN, "--json", more={"MINUTEBOOK_DATABASE_URL": postgres_url})
    assert here.code == there.code == 0
    assert here.json == there.json
    assert here.json["plans"] == 1
    assert here.json["lines"] > 2_000
    assert minutebook(tmp_path / "a", "verify").out == "The trail is whole.\n"


def test_the_end_names_lines_plans_and_digest(tmp_path: Path) -> None:
    said = minutebook(tmp_path, *ONE_PLAN, "--seed", "2")
    assert said.code == 0
    assert "lines of 1 plan of 1 authority" in said.out
    assert "seed 2" in said.out
    assert len(said.out.splitlines()[-1].split()[-1]) == 64


def test_a_book_that_has_plans_is_left_as_it_is(tmp_path: Path) -> None:
    minutebook(tmp_path, *ONE_PLAN)
    before = minutebook(tmp_path, "events").out
    again = minutebook(tmp_path, *ONE_PLAN)
    assert again.code == 2
    assert again.err.count("\n") == 1
    assert "There is a book" in again.err
    assert minutebook(tmp_path, "events").out == before


def test_what_cannot_be_simulated_leaves_no_book(tmp_path: Path) -> None:
    said = minutebook(tmp_path / "new", "simulate", "--authorities", "999")
    assert said.code == 2
    assert "1 to 153" in said.err
    assert not (tmp_path / "new").exists()
