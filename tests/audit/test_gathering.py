"""A bundle holds what its lines rest on: every version of terms and calendar, and the lines of those who acted."""

import json
from pathlib import Path

import pytest
from books import entry, ledger_on, play
from bundles import LOGS, ORIGIN, PLAN, Files, fault, files_of, verifying
from given import AUTHORITY_STREAM, TERMS, day
from samples import (
    COMMAND_SAMPLES,
    adopt_newer_terms,
    adopt_the_revised_calendar,
    plan_was_opened_under_older_terms,
    posts_held,
    record_that_the_director_holds_the_post,
    submitted,
    that_there_was_no_plan_was_shown,
)

from audit.asking import of_finding
from audit.bundle import pack
from audit.gathering import gather
from cli.exports import classification
from domain.book.events import BOOK
from domain.calendar import london_day
from domain.inspection.events import ReportReceived
from ledger.book_lines import enter
from ledger.clerk import written
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Record, Signed, line
from ledger.seal.note import Checkpoint
from ledger.seal.sealing import Seal
from ledger.verify import verify

DIRECTOR = record_that_the_director_holds_the_post.post


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """A plan that began under older terms, took newer ones once it was sent, and counts on a revised calendar since."""
    made = ledger_on(MemoryStore())
    signed = Signed(plan=PLAN, by="dso-01", acting_as="democratic-services-officer")
    at = made.clock.now()
    made.store.append([written(line(signed, plan_was_opened_under_older_terms, 1, at, london_day(at), None))])
    play(made, *submitted[1:])
    for command in posts_held:
        made.record(entry(command, AUTHORITY_STREAM))
    play(made, adopt_newer_terms, adopt_the_revised_calendar)
    made.record(entry(COMMAND_SAMPLES["attach-evidence"], by="dcs-01", acting_as=DIRECTOR))
    return made


def bundled(ledger: Ledger, chosen: list[Record], folder: Path) -> Files:
    seal = Seal(folder / "seal.db", ledger.store)
    seal.follow()
    note = seal.sign(ORIGIN, LOGS)
    made = gather(ledger, list(ledger.lines(PLAN)), chosen, "some of it", Checkpoint.read(note.text))
    return files_of(pack(made, note, [LOGS.key], seal, ledger.store, LOGS))


def named(files: Files, beginning: str) -> list[str]:
    return sorted(name for name in files if name.startswith(beginning))


def test_every_version_that_was_in_force_is_in_it(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = bundled(ledger, list(ledger.lines(PLAN)), tmp_path)
    older, newer = plan_was_opened_under_older_terms, TERMS
    assert named(files, "terms-") == sorted(
        f"terms-{version}-{digest[:12]}.json"
        for version, digest in ((older.terms.version, older.constitution), (newer.version, newer.digest))
    )
    assert len(named(files, "calendar-")) == 2
    assert fault(verifying(), files, monkeypatch) is None
    evidence = COMMAND_SAMPLES["attach-evidence"]
    assert files["attachments.txt"] == f"{evidence.digest}  {evidence.evidence}\n".encode()


def test_what_was_in_force_later_is_not_in_it_and_of_the_authority_only_who_acted(
    ledger: Ledger, tmp_path: Path
) -> None:
    records = list(ledger.lines(PLAN))
    early = bundled(ledger, records[:2], tmp_path)
    assert len(named(early, "terms-")) == len(named(early, "calendar-")) == 1
    assert AUTHORITY_STREAM.encode() not in early["lines.jsonl"], "nobody held a post yet"
    late = bundled(ledger, records[-1:], tmp_path)
    behind = [
        said for each in late["lines.jsonl"].splitlines() if (said := json.loads(each))["stream"] == AUTHORITY_STREAM
    ]
    assert [(said["kind"], said["event"]["post"]) for said in behind] == [("authority.post-held", DIRECTOR)]
    assert ["Who could act" in each["story.html"].decode() for each in (early, late)] == [False, True]


def test_the_bundle_of_a_finding_has_the_terms_and_the_calendar_before_its_last_line(ledger: Ledger) -> None:
    records = list(ledger.lines(PLAN))
    [opening, *_, revised, attached] = of_finding(records, "R1")
    assert (opening.kind, revised.kind, attached.kind) == (
        "plan.opened",
        "plan.calendar-revised",
        "plan.evidence-attached",
    )


def test_an_export_is_as_guarded_as_what_is_guarded_most_in_it(ledger: Ledger) -> None:
    records = list(ledger.lines(PLAN))
    today = day("2022-10-03")
    assert classification(records, today) == "official"
    exempt = records[-1].but(event=records[-1].event.but(classification="exempt"))
    assert classification([*records[:3], exempt], today) == "exempt"
    assert classification([records[0].but(classification="embargoed"), exempt], today) == "embargoed"


def test_an_export_with_an_embargoed_report_is_embargoed_before_its_day_and_on_it_no_more(ledger: Ledger) -> None:
    records = list(ledger.lines(PLAN))
    received = next(record for record in records if isinstance(record.event, ReportReceived))
    until = received.but(event=received.event.but(embargoed_until=day("2022-10-05")))
    lines = [until if record is received else record for record in records]
    assert [classification(lines, day(f"2022-10-0{n}")) for n in (4, 5)] == ["embargoed", "official"]


def test_to_whom_else_something_was_shown_is_in_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is of the book's own stream, which is whole all the same."""
    book = ledger_on(MemoryStore())
    play(book, *submitted)
    signed = Signed(plan=BOOK, by="iau-01", acting_as="internal-auditor")
    enter(book, signed, lambda _: that_there_was_no_plan_was_shown)
    assert list(verify(book)) == []
    files = bundled(book, list(book.lines(PLAN)), tmp_path)
    assert that_there_was_no_plan_was_shown.plan.encode() not in files["lines.jsonl"]
    assert len(json.loads(files["streams.json"])[0]["leaves"]) == len(book.store.stream(BOOK)) == 2
    assert fault(verifying(), files, monkeypatch) is None
