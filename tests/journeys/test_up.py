"""`minutebook up`: one terminal asks, another answers over HTTP, and a subscriber has seen it all; and it survives."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from minutebook import minutebook, started

from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from running.server import _free_port

PLAN = "anytown-2026"
CLERK = ("--by", "dso-01", "--as", "democratic-services-officer")
LEAD = ("--by", "dcs-01", "--as", "director-of-childrens-services")
TODAY = date.today()


def working_days_ago(n: int) -> str:
    return CALENDAR.add_working_days(TODAY, -n).isoformat()


def do(folder: Path, who: tuple[str, ...], command: str, **fields: object) -> list[dict[str, Any]]:
    said = minutebook(folder, "do", command, "--plan", PLAN, *who, "--json", json.dumps(fields))
    assert said.code == 0, said.err
    recorded: list[dict[str, Any]] = said.json["recorded"]
    return recorded


def ready_for_cabinet(folder: Path) -> None:
    do(folder, CLERK, "open-plan", title="Improvement plan", authority="gloucestershire")
    do(folder, CLERK, "receive-report", received_on=working_days_ago(30), document="Ofsted's report")
    do(folder, CLERK, "record-finding", finding="R1", sort="recommendation", text="Visit in time.", document="Report")
    due = (TODAY + timedelta(days=200)).isoformat()
    action = {"action": "A1", "findings": ["R1"], "text": "Hire six.", "owner": "head-of-safeguarding", "due": due}
    do(folder, LEAD, "agree-action", measure="95 % of visits in time", **action)
    do(folder, LEAD, "cut-version")


def ask(folder: Path) -> None:
    do(folder, CLERK, "ask-approval", version=1, answer_by=TODAY.isoformat(), asked_on=working_days_ago(12))


def answer(folder: Path, port: int, call_in_over: bool = True) -> None:
    """Cabinet's answer, over HTTP, of so long ago that call-in has ended, or of today."""
    said = minutebook(folder, "token", "add", "--person", "dso-02", "--posts", "democratic-services-officer")
    yes = {
        "version": 1,
        "verb": "approved",
        "decided_on": working_days_ago(8) if call_in_over else TODAY.isoformat(),
        "resolution": "That the plan be approved.",
        "decided_by": ["cab-01", "cab-02", "cab-03", "cab-04"],
    }
    reply = httpx2.post(
        f"http://127.0.0.1:{port}/plans/{PLAN}/commands",
        json={"do": "record-cabinet-approval", "with": yes},
        headers={"Authorization": f"Bearer {said.out.strip()}"},
        timeout=20,
    )
    assert reply.status_code == 200, reply.text


@contextmanager
def up(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`minutebook up`, from when it says so; stopped at the end if it still runs."""
    process = started(folder, "up", "--port", str(port))
    assert process.stderr
    try:
        for line in process.stderr:
            if line.startswith("Stop with Ctrl-C"):
                break
        drained = threading.Thread(target=process.stderr.read, daemon=True)
        drained.start()
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(30)


def kinds(folder: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in minutebook(folder, "events").out.splitlines()]


def eventually(so: Callable[[], bool], within: float = 30) -> None:
    end = time.monotonic() + within
    while not so():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


def submitted_once(folder: Path) -> None:
    eventually(lambda: "plan.submitted-to-ofsted" in kinds(folder))
    time.sleep(0.5)
    seen = kinds(folder)
    assert seen.count("plan.submitted-to-ofsted") == 1
    assert seen.count("plan.decision-implementable") == 1
    assert seen.count("plan.submission-acknowledged") == 2
    assert len(list((folder / "out-tray").glob("*/*.json"))) == 2


def temporal_of(folder: Path) -> int:
    """The pid of the folder's own Temporal server."""
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                words = (each / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if str(folder / "temporal.db").encode() in words:
                return int(each.name)
    raise AssertionError("no server runs on the folder")


def test_asked_in_one_terminal_answered_over_http_it_is_submitted_and_the_stream_has_seen_it_all(
    tmp_path: Path,
) -> None:
    port = _free_port()
    ready_for_cabinet(tmp_path)
    token = minutebook(tmp_path, "token", "add", "--person", "int-01", "--posts", "internal-auditor").out.strip()
    seen: list[str] = []
    with up(tmp_path, port) as process:
        stream = subprocess.Popen(
            [
                *("curl", "-sN", "-H", f"Authorization: Bearer {token}", "-H", "Accept: text/event-stream"),
                f"http://127.0.0.1:{port}/events?after=0",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert stream.stdout
        lines = stream.stdout
        reader = threading.Thread(target=lambda: seen.extend(line for line in lines if line.startswith("event:")))
        reader.start()
        ask(tmp_path)
        answer(tmp_path, port)
        submitted_once(tmp_path)
        eventually(lambda: len(seen) >= len(kinds(tmp_path)))
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        reader.join(10)
        stream.terminate()
        stream.wait(10)
    assert [line.removeprefix("event:").strip() for line in seen] == kinds(tmp_path)


@pytest.mark.parametrize("struck", ["minutebook", "temporal"])
def test_killed_at_each_step_and_started_again_nothing_is_lost_or_doubled(tmp_path: Path, struck: str) -> None:
    port = _free_port()
    ready_for_cabinet(tmp_path)

    def strike(process: subprocess.Popen[str]) -> None:
        os.kill(process.pid if struck == "minutebook" else temporal_of(tmp_path), signal.SIGKILL)
        if struck == "minutebook":
            process.wait(10)
            eventually(lambda: not minutebook(tmp_path, "doctor", "--json").json["temporal"].endswith("running"))
        else:
            time.sleep(0.5)

    with up(tmp_path, port) as process:
        ask(tmp_path)
        strike(process)
    with up(tmp_path, port) as process:
        answer(tmp_path, port)
        strike(process)
    with up(tmp_path, port):
        submitted_once(tmp_path)
    assert minutebook(tmp_path, "verify").code == 0


def test_temporals_whole_state_may_be_lost(tmp_path: Path) -> None:
    port = _free_port()
    ready_for_cabinet(tmp_path)
    with up(tmp_path, port):
        ask(tmp_path)
        eventually((tmp_path / "outbox" / f"{PLAN}-approval-1-asked.txt").exists)
    for part in tmp_path.glob("temporal.db*"):
        part.unlink()
    with up(tmp_path, port):
        answer(tmp_path, port)
        submitted_once(tmp_path)


def test_a_second_up_on_a_folder_and_a_port_in_use_are_refused_in_one_sentence(tmp_path: Path) -> None:
    port = _free_port()
    with up(tmp_path, port):
        again = minutebook(tmp_path, "up", "--port", str(_free_port()))
        assert (again.code, again.err.count("\n")) == (4, 1)
        assert "already runs on" in again.err
        elsewhere = minutebook(tmp_path / "other", "up", "--port", str(port))
        assert elsewhere.code == 4
        assert elsewhere.err == f"Port {port} is in use: stop what uses it, or choose another port.\n"
