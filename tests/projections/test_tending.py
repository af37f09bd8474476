"""`minutebook rebuild`, `retry` and `doctor` on the views, and what is said of a plan that is parked."""

import sqlite3
from pathlib import Path

import pytest
from minutebook import minutebook

OPEN = ("--by", "dso-01", "--as", "democratic-services-officer", "title=A plan", "authority=gloucestershire")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book with one plan, whose views are up to date."""
    assert minutebook(tmp_path, "do", "open-plan", "--plan", "glos-2022", *OPEN).code == 0
    assert minutebook(tmp_path, "plan", "list").code == 0
    return tmp_path


def test_a_view_is_rebuilt_compared_and_put_back(folder: Path) -> None:
    said = minutebook(folder, "rebuild", "trail")
    assert said.code == 0
    assert said.out.startswith("trail is built anew, up to position 2; no rows were otherwise before. Digest ")
    (again,) = minutebook(folder, "rebuild", "trail", "--json").json["views"]
    assert again["differing"] == 0
    assert again["digest"] in said.out
    assert minutebook(folder, "rebuild", "trail", "--back").out == "In use again: trail.\n"
    assert minutebook(folder, "rebuild", "--check").out == "Every row is as the ledger says.\n"
    assert minutebook(folder, "plan", "trail", "glos-2022").code == 0


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (["rebuild", "gossip"], "There is no view gossip"),
        (["retry", "gossip"], "There is no view gossip"),
        (["rebuild", "trail", "--back"], "Nothing stands by for trail"),
        (["rebuild", "--back", "--check"], "ask for one of them"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(folder: Path, words: list[str], because: str) -> None:
    said = minutebook(folder, *words)
    assert said.code == 2
    assert because in said.err
    assert said.err.count("\n") == 1


def test_a_difference_has_its_exit_code(folder: Path) -> None:
    with sqlite3.connect(folder / "views.db") as views:
        views.execute("UPDATE view_plan_now_1 SET body = replace(body, 'A plan', 'No plan')")
    said = minutebook(folder, "rebuild", "--check")
    assert (said.code, said.out) == (3, "plan_now glos-2022/now: The row differs from the ledger in title.\n")
    assert "; 1 row was otherwise before." in minutebook(folder, "rebuild", "plan_now").out


def test_a_parked_plan_is_told_wherever_it_is_read_and_retried(folder: Path) -> None:
    assert minutebook(folder, "retry").out == "Nothing is parked.\n"
    with sqlite3.connect(folder / "views.db") as views:
        views.execute(
            "INSERT INTO shelf_parked VALUES ('view_plan_now_1', 'glos-2022', 2, 1, 'KeyError: a fault.', ?)",
            ["2022-10-03T10:00:00+00:00"],
        )
    told = (
        "glos-2022 is parked in the view plan_now since its line 1 (position 2), and shown as before it:"
        " KeyError: a fault. Mend the cause, then run `minutebook retry plan_now`.\n"
    )
    assert minutebook(folder, "plan", "show", "glos-2022").err == told
    assert minutebook(folder, "plan", "list").err == ""
    assert minutebook(folder, "plan", "trail", "glos-2022").err == ""
    assert minutebook(folder, "doctor", "--json").json["parked"] == [told.strip()]
    assert minutebook(folder, "retry", "--plan", "another").out == "Nothing is parked.\n"
    assert minutebook(folder, "retry", "plan_now").out == "plan_now glos-2022: followed again.\n"
    assert minutebook(folder, "plan", "show", "glos-2022").err == ""
