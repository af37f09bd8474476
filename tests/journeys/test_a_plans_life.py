"""Gloucestershire 2022 from Ofsted's report to the submission and the next visit, on real servers."""

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from invariants import broken
from minutebook import Said, minutebook

from running.server import _free_port, flags
from wiring import Settings, open_office

CASE = "cases/gloucestershire-2022.yaml"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """The demo's folder, and what the demo said."""
    folder = tmp_path_factory.mktemp("demo") / "book"
    return folder, minutebook(folder, "demo", "--keep", str(folder))


def sentences(said: Said) -> list[str]:
    return [line["sentence"] for line in said.json["trail"]]


def test_the_demo_ends_with_a_whole_trail(kept: tuple[Path, Said]) -> None:
    _, said = kept
    assert said.code == 0, said.err
    assert said.out.rstrip().endswith("The trail is whole.")


def test_the_trail_shows_cabinets_answer_the_end_of_call_in_and_the_submission_with_its_receipts(
    kept: tuple[Path, Said],
) -> None:
    told = kept[1].out
    assert "recorded that cabinet noted version 1 on 22 June 2022" in told
    assert "30 June 2022, 00:00: Minutebook recorded that version 1 may be implemented from 30 June 2022" in told
    assert "call-in ended on 29 June 2022" in told
    assert told.count("Minutebook recorded that HM Chief Inspector acknowledged version 1") == 1
    assert told.count("Minutebook recorded that the Secretary of State acknowledged version 1") == 1
    assert "was submitted to Ofsted on 30 June 2022, with receipts from HM Chief Inspector" in told
    assert "Deadline (statement): 2022-07-15; done on 2022-06-30. Computed and stated agree." in told


def test_as_at_the_day_before_cabinet_the_plan_is_unapproved_and_as_at_that_day_approved(
    kept: tuple[Path, Said],
) -> None:
    folder, _ = kept
    before = minutebook(folder, "plan", "show", "glos-2022", "--as-at", "2022-06-21", "--json").json
    after = minutebook(folder, "plan", "show", "glos-2022", "--as-at", "2022-06-22", "--json").json
    assert before["approval"]["situation"] == "asked"
    assert after["approval"]["situation"] == "approved"


def test_no_invariant_of_the_domain_is_broken_and_the_dates_are_the_back_plans(kept: tuple[Path, Said]) -> None:
    folder, said = kept
    ledger = open_office(Settings(folder=folder)).ledger
    assert [broken(list(ledger.lines(plan))) for plan in ledger.plans()] == [[], []]
    plan = ledger.plan("glos-2022")
    assert plan is not None
    assert len(plan.inspection.recommendations) == 5
    assert set(plan.inspection.report().judgements.values()) == {"requires-improvement"}
    assert (str(plan.deadline("report").adopted), str(plan.deadline("statement").stated)) == (
        "2022-05-18",
        "2022-07-15",
    )
    assert "notice of a key decision" in said.out
    assert "the decision may be taken from 22 June 2022" in said.out
    assert "published on 14 June 2022 the agenda of 22 June 2022" in said.out
    assert "the statement of the decision on version 1 was published on 22 June 2022" in said.out


def test_what_was_sent_is_what_cabinet_approved_to_the_byte(kept: tuple[Path, Said]) -> None:
    folder, _ = kept
    approved = minutebook(folder, "plan", "show", "glos-2022", "--json").json["approval"]["digest"]
    sent = sorted((folder / "out-tray").glob("*/glos-2022-version-1-*.json"))
    assert [path.parent.name for path in sent] == ["hm-chief-inspector", "secretary-of-state"]
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in sent} == {approved}


def test_every_line_of_the_workflows_names_the_line_that_called_for_it(kept: tuple[Path, Said]) -> None:
    folder, _ = kept
    lines = [json.loads(line) for line in minutebook(folder, "events", "--plan", "glos-2022").out.splitlines()]
    kinds = {line["position"]: line["kind"] for line in lines}
    called = {line["kind"]: kinds[line["cause"]["position"]] for line in lines if line["by"] == "workflow"}
    assert called == {
        "plan.deadline-warned": "plan.deadline-adopted",
        "plan.reminder-sent": "plan.approval-asked",
        "plan.decision-implementable": "plan.decision-statement-published",
        "plan.submission-acknowledged": "plan.decision-implementable",
        "plan.submitted-to-ofsted": "plan.decision-implementable",
    }


def test_every_message_to_a_person_lies_in_the_outbox(kept: tuple[Path, Said]) -> None:
    folder, _ = kept
    names = {path.name for path in (folder / "outbox").iterdir()}
    assert "glos-2022-approval-1-reminder-2.txt" in names
    assert "glos-2022-clock-statement-1-warning-20.txt" in names
    letter = (folder / "outbox" / "glos-2022-approval-1-asked.txt").read_text()
    assert letter.startswith("To: Democratic Services Officer\n")


def test_the_rebuilt_views_are_as_the_followed_ones(kept: tuple[Path, Said]) -> None:
    folder, _ = kept
    assert minutebook(folder, "plan", "list").code == 0
    assert minutebook(folder, "rebuild", "--check").code == 0


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Temporal server started by hand, with the flags for skipping time, on loopback."""
    port = _free_port()
    program = shutil.which("temporal", path=str(Path(sys.executable).parent))
    assert program
    command = [
        program,
        "server",
        "start-dev",
        "--headless",
        "--ip",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    command += ["--db-filename", str(tmp_path_factory.mktemp("temporal") / "temporal.db")]
    for key, value in flags(simulated=True).items():
        command += ["--dynamic-config-value", f"{key}={value}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    yield f"127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def test_a_server_found_by_its_address_and_postgresql_give_the_same_trail_sentence_for_sentence(
    tmp_path: Path, address: str, postgres_url: str
) -> None:
    here = minutebook(tmp_path / "embedded", "play", CASE, "--clock", "simulated", "--json")
    named = {"TEMPORAL_ADDRESS": address}
    there = minutebook(tmp_path / "by-hand", "play", CASE, "--clock", "simulated", "--json", more=named)
    stored = {"MINUTEBOOK_DATABASE_URL": postgres_url, **named}
    postgres = minutebook(tmp_path / "postgres", "play", CASE, "--clock", "simulated", "--json", more=stored)
    assert (here.code, there.code, postgres.code) == (0, 0, 0), here.err + there.err + postgres.err
    assert len(sentences(here)) > 60
    assert sentences(there) == sentences(here)
    assert sentences(postgres) == sentences(here)
    assert not (tmp_path / "postgres" / "ledger.db").exists()


def test_a_case_is_not_played_into_a_book_that_is_there_already(kept: tuple[Path, Said]) -> None:
    folder, _ = kept
    said = minutebook(folder, "play", CASE, "--clock", "simulated")
    assert said.code == 2
    assert said.err.strip().endswith("already: play a case into a new folder (MINUTEBOOK_DATA).")


def test_a_past_brought_in_keeps_its_own_days_and_sets_off_nothing_that_is_past(tmp_path: Path) -> None:
    said = minutebook(tmp_path, "play", CASE, "--clock", "now", "--json")
    assert said.code == 0, said.err
    assert all("[brought in from papers]" in sentence for sentence in sentences(said))
    again = minutebook(tmp_path, "play", CASE, "--clock", "now", "--json")
    assert sentences(again) == sentences(said), "a case played again changes nothing"
    known = minutebook(tmp_path, "plan", "show", "glos-2022", "--true-at", "2022-06-21", "--json").json
    assert known["approval"]["situation"] == "asked"
    events = minutebook(tmp_path, "events", "--kind", "plan.cabinet-approved").out
    assert '"effective": "2022-06-22"' in events
