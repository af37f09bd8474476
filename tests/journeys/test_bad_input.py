"""Bad input gets one clear sentence, the documented exit code, and leaves the ledger as it was."""

import json
import sqlite3
from pathlib import Path

import pytest
from minutebook import Said, minutebook

CLERK = ("--by", "dso-01", "--as", "democratic-services-officer")
OPEN = ("do", "open-plan", "--plan", "anytown-2026", *CLERK, "title=A plan", "authority=gloucestershire")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one plan in it."""
    folder = tmp_path_factory.mktemp("book")
    assert minutebook(folder, *OPEN).code == 0
    return folder


def one_sentence(said: Said) -> str:
    assert said.out == ""
    assert said.err.endswith(".\n") or said.err.endswith(")\n"), said.err
    assert said.err.count("\n") == 1, said.err
    return said.err.strip()


USAGE = {
    "an unknown command of minutebook": (("plna",), "Unknown command"),
    "an unknown command of the domain": (("do", "open-plna", "--plan", "x", *CLERK), "did you mean open-plan?"),
    "an unknown field": (("do", "open-plan", "--plan", "x", *CLERK, "titel=x"), "did you mean title?"),
    "a missing field": (("do", "open-plan", "--plan", "x", *CLERK, "title=x"), "authority is missing"),
    "a field of the wrong type": (
        ("do", "ask-approval", "--plan", "anytown-2026", *CLERK, "version=one", "answer_by=2026-01-05"),
        "version",
    ),
    "a classification that is none": (
        ("do", "open-plan", "--plan", "x", *CLERK, "--classification", "secret"),
        "--classification",
    ),
    "a date that is not a date": (
        ("do", "receive-report", "--plan", "anytown-2026", *CLERK, "received_on=2022-02-30", "document=d"),
        "received_on is not a date",
    ),
    "a number for a date": (
        ("do", "receive-report", "--plan", "anytown-2026", *CLERK, "received_on=0", "document=d"),
        "received_on",
    ),
    "a plan's id that is none": (("do", "open-plan", "--plan", "No Plan", *CLERK, "title=x", "authority=y"), "plan"),
    "a word that is no field": (("do", "open-plan", "--plan", "x", *CLERK, "title"), "write name=value"),
    "JSON that is none": (("do", "open-plan", "--plan", "x", *CLERK, "--json", "{"), "This is not JSON"),
    "JSON nested too deep": (("do", "open-plan", "--plan", "x", *CLERK, "--json", "[" * 9999), "This is not JSON"),
    "a position beyond all": (("events", "--after", "99999999999999999999"), "is not a position"),
    "a position that is a power": (("plan", "show", "anytown-2026", "--as-at", "²"), "is neither a date"),
    "no day of receipt": (("clock", "--received", ""), "is not a date"),
    "a kind that is none": (("events", "--kind", "plan.opend"), "There is no kind plan.opend"),
    "a naive time": (("plan", "show", "anytown-2026", "--as-at", "2026-06-22T10:00:00"), "has no time zone"),
    "a day that is none": (("plan", "show", "anytown-2026", "--as-at", "22 June"), "is neither a date"),
    "a true-at that is none": (("plan", "show", "anytown-2026", "--true-at", "soon"), "is not a date"),
    "a plan that does not exist": (("plan", "show", "nowhere-2026"), "There is no plan nowhere-2026"),
    "the trail of a plan that does not exist": (
        ("plan", "trail", "nowhere-2026"),
        "Nothing was recorded of nowhere-2026",
    ),
    "a plan as at a time before it": (("plan", "show", "anytown-2026", "--as-at", "2001-01-01"), "as at 2001-01-01"),
    "a clock with no number of days": (("clock", "--received", "2022-04-01", "--days", "0"), "--days 0"),
    "a case that is not there": (("play", "no-such-case.yaml", "--clock", "now"), "cannot be read"),
    "an option that is none": (("plan", "list", "--jsn"), "--jsn"),
}


@pytest.mark.parametrize("what", USAGE)
def test_usage(folder: Path, what: str) -> None:
    words, said = USAGE[what]
    before = minutebook(folder, "events").out
    answer = minutebook(folder, *words)
    assert answer.code == 2, answer
    assert said in one_sentence(answer)
    assert minutebook(folder, "events").out == before


def test_a_refusal_names_its_rule_and_is_kept_as_evidence_beside_the_plan(folder: Path) -> None:
    plan = minutebook(folder, "events", "--plan", "anytown-2026").out
    answer = minutebook(folder, "do", "cut-version", "--plan", "anytown-2026", *CLERK)
    assert answer.code == 1
    assert "(rule: post-may-do-it)" in one_sentence(answer)
    assert minutebook(folder, "events", "--plan", "anytown-2026").out == plan
    kept = minutebook(folder, "events", "--plan", "refusals").out.splitlines()
    assert json.loads(kept[-1])["event"]["rule"] == "post-may-do-it"
    assert json.loads(kept[-1])["by"] == "dso-01"


def test_a_date_that_has_not_come_is_refused(folder: Path) -> None:
    words = ("do", "receive-report", "--plan", "anytown-2026", *CLERK, "received_on=2028-01-03", "document=d")
    answer = minutebook(folder, *words)
    assert answer.code == 1
    assert "not-in-the-future" in one_sentence(answer)


def test_a_repeated_command_records_nothing_more(folder: Path) -> None:
    before = minutebook(folder, "events").out
    answer = minutebook(folder, *OPEN)
    assert (answer.code, answer.out) == (0, "")
    assert minutebook(folder, "events").out == before


def test_no_book_is_begun_by_reading(tmp_path: Path) -> None:
    answer = minutebook(tmp_path / "none", "plan", "list")
    assert answer.code == 2
    assert "There is no book at" in one_sentence(answer)
    assert not (tmp_path / "none").exists()


def test_a_corrupt_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"this is not a database, and never was one" * 100)
    before = (tmp_path / "ledger.db").read_bytes()
    for words in (OPEN, ("plan", "list"), ("verify",), ("doctor",)):
        answer = minutebook(tmp_path, *words)
        assert answer.code == 4, answer
        assert "ledger.db" in one_sentence(answer)
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://clerk:s3cret@127.0.0.1:9/minutebook"
    answer = minutebook(tmp_path, "plan", "list", more={"MINUTEBOOK_DATABASE_URL": url})
    assert answer.code == 4
    assert "127.0.0.1" in one_sentence(answer)
    assert "s3cret" not in answer.err


def test_a_line_that_was_altered_is_found_and_named(tmp_path: Path) -> None:

    assert minutebook(tmp_path, *OPEN).code == 0
    database = sqlite3.connect(tmp_path / "ledger.db")
    with database:
        (table,) = database.execute(
            "select name from sqlite_master where sql like '%state%' and type = 'table'"
        ).fetchone()
        database.execute(f"update {table} set state = replace(state, 'A plan', 'B plan') where originator_version = 1")
        database.execute(f"update {table} set originator_version = 7 where originator_id = 'anytown-2026'")
    database.close()
    answer = minutebook(tmp_path, "verify")
    assert answer.code == 3
    assert "position 2" in answer.out


def test_a_real_book_plays_no_case(folder: Path) -> None:
    answer = minutebook(folder, "play", "cases/gloucestershire-2022.yaml", "--clock", "simulated")
    assert answer.code == 2
    assert "is a real book" in one_sentence(answer)


def test_colour_is_left_out_where_it_is_not_wanted(folder: Path) -> None:
    assert "\x1b[" not in minutebook(folder, "plan", "list", more={"NO_COLOR": "1"}).out


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (OPEN, ("up",), ("token", "add", "--person", "p-1", "--posts", "internal-auditor")):
        answer = minutebook(tmp_path / "file", *words)
        assert answer.code == 4, answer
        assert "cannot be made or used" in one_sentence(answer)


def test_what_is_written_is_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    assert minutebook(tmp_path / "book", *OPEN).code == 0
    assert (tmp_path / "book").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "book").rglob("*"))


def test_no_sentence_shows_the_databases_password(tmp_path: Path, postgres_url: str) -> None:
    url = {"MINUTEBOOK_DATABASE_URL": postgres_url + ("&" if "?" in postgres_url else "?") + "password=s3cret"}
    assert minutebook(tmp_path, *OPEN, more=url).code == 0
    for words in (
        ("play", "cases/gloucestershire-2022.yaml", "--clock", "simulated"),
        ("doctor",),
        ("plan", "show", "x"),
    ):
        answer = minutebook(tmp_path, *words, more=url)
        assert "s3cret" not in answer.out + answer.err


def test_a_number_may_be_a_title(tmp_path: Path) -> None:
    answer = minutebook(tmp_path, "do", "open-plan", "--plan", "p-1", *CLERK, "title=2024", "authority=gloucestershire")
    assert answer.code == 0, answer.err


def test_fields_may_come_from_stdin(tmp_path: Path) -> None:
    words = ("do", "open-plan", "--plan", "p-1", *CLERK, "--json", "-")
    answer = minutebook(tmp_path, *words, given='{"title": "A plan", "authority": "gloucestershire"}')
    assert answer.code == 0, answer.err
    assert answer.json["recorded"][0]["kind"] == "plan.opened"


FINDING = ("do", "record-finding", "--plan", "anytown-2026", *CLERK, "finding=R1", "sort=weakness", "document=Letter")


@pytest.mark.parametrize("words", [("text=Ask about AB123456C.",), ("text=Ask.", "--reason", "Card 4111111111111111")])
def test_a_personal_number_is_refused_and_kept_nowhere(folder: Path, words: tuple[str, ...]) -> None:
    answer = minutebook(folder, *FINDING, *words)
    assert answer.code == 1
    assert "(rule: no-personal-numbers)" in one_sentence(answer)
    for number in ("AB123456C", "4111111111111111"):
        assert number not in answer.err
        assert number not in minutebook(folder, "events").out
        assert all(number.encode() not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("clock", ["now", "simulated"])
def test_a_case_that_holds_a_personal_number_is_not_played(tmp_path: Path, clock: str) -> None:
    act = {"at": "2022-04-01T09:30:00+01:00", "by": "dso-01", "acting_as": "democratic-services-officer"}
    opens = {"do": "open-plan", "plan": "p-1", "with": {"title": "Plan of AB123456C", "authority": "gloucestershire"}}
    case = tmp_path / "case.yaml"
    case.write_text(json.dumps({"case": 1, "title": "A case", "acts": [act | opens]}))
    answer = minutebook(tmp_path / "book", "play", str(case), "--clock", clock)
    assert answer.code == 1
    assert "Act 1 (open-plan on p-1): The title holds what looks like a National Insurance number" in answer.err
    assert "AB123456C" not in answer.err + minutebook(tmp_path / "book", "events").out
