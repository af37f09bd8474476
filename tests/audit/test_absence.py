"""What is not on record is shown by all that is: a stretch of a stream that is whole, or its empty place among all."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from books import ledger_on, play
from bundles import AUDIT, LOGS, ORIGIN, PLAN, Files, Sealed, fault, files_of, signed_anew, verifying
from samples import (
    agree_prompt_strategy_meetings,
    close_a_plan_of_2016,
    open_the_plan,
    record_the_bundle_for_audit,
    report_strategy_meetings_under_way,
)

from audit.absence import absence
from audit.ends import Ends
from ledger.dropped import dropped
from ledger.memory_store import MemoryStore
from ledger.record import Record
from ledger.seal.dropping import asked, remove
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint, Note, Unsealed

ACTION = agree_prompt_strategy_meetings.action


def tampered(folder: Path, how: str) -> None:
    with closing(sqlite3.connect(folder / "seal.db", isolation_level=None)) as db:
        assert db.execute(how).rowcount > 0


class Later(Sealed):
    """The same book once more was recorded: of one action, and an export; `then` is the checkpoint before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.then = self.note
        play(self.ledger, report_strategy_meetings_under_way, record_the_bundle_for_audit)
        self.sealed_anew()

    def sealed_anew(self) -> None:
        self.seal.follow()
        self.note = self.seal.sign(ORIGIN, LOGS).signed(AUDIT, time=1_664_791_300)

    def tamper(self, how: str) -> None:
        tampered(self.folder, how)

    def absence(
        self, of: Mapping[str, str], stream: str = PLAN, since: Note | None = None
    ) -> tuple[Files, list[Record]]:
        until = Checkpoint.read(self.note.text)
        made, touching = absence(stream, of, self.seal, self.ledger.store, since, until)
        return files_of(self.packed(made)), touching


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Later:
    return Later(tmp_path_factory.mktemp("later"))


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    return verifying()


@pytest.mark.parametrize(
    ("of", "since_then", "touching"),
    [
        ({"action": ACTION}, True, 1),
        ({"action": "A99"}, False, 0),
        ({"action": "A99"}, True, 0),
        ({"kind": "plan.cabinet-approved"}, False, 1),
        ({"kind": "plan.cabinet-approved"}, True, 0),
        ({"kind": "plan.cabinet-approved", "post": "director-of-childrens-services"}, False, 0),
        ({"post": "director-of-childrens-services"}, True, 1),
        ({}, True, 2),
        ({"embargoed_until": "null", "kind": "plan.report-received"}, False, 1),
        ({"working_days": "70"}, False, 1),
    ],
)
def test_the_verifier_and_the_command_agree_on_what_touches_it(
    later: Later,
    verifier: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    of: dict[str, str],
    since_then: bool,
    touching: int,
) -> None:
    files, found = later.absence(of, since=later.then if since_then else None)
    assert len(found) == touching
    assert ("from.txt" in files) == since_then
    why = fault(verifier, files, monkeypatch)
    if touching:
        assert why is not None
        positions = ", ".join(str(record.position) for record in found)
        assert f"of these {touching}, at position {positions}, touch" in why
    else:
        assert why is None


@pytest.mark.parametrize("stream", ["aaa", "glos-2018", "zzz"])
def test_a_plan_that_is_not_there_has_an_empty_place_among_all(
    later: Later, verifier: ModuleType, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    files, _ = later.absence({}, stream)
    assert fault(verifier, files, monkeypatch) is None
    forged = files | {"claim.json": files["claim.json"].replace(stream.encode(), PLAN.encode())}
    assert (
        fault(verifier, signed_anew(forged), monkeypatch)
        == f"claim.json does not show that there was no stream {PLAN}."
    )


@pytest.mark.parametrize(("value", "does"), [("true", True), ("True", False), ("false", False)])
def test_yes_and_no_are_asked_for_as_a_line_says_them(verifier: ModuleType, value: str, does: bool) -> None:
    line = {"kind": "plan.key-decision-assessed", "acting_as": "democratic-services", "event": {"is_key": True}}
    assert verifier.touches(line, {"is_key": value}) is does


def test_of_a_text_that_stands_sealed_in_a_line_nothing_is_claimed(
    later: Later, verifier: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not of one that is in no line either, nor by what stands in the place of the text."""
    [line] = [r for r in later.ledger.lines(PLAN) if r.kind == "plan.action-progressed"]
    for of in ({"note": report_strategy_meetings_under_way.note}, {"note": "Moot.", "action": ACTION}):
        files, touching = later.absence(of, since=later.then)
        why = fault(verifier, files, monkeypatch)
        assert touching == []
        assert why == (
            f"claim.json asks for lines by their note, which stands sealed in that at position {line.position}: "
            "whether it touches what was asked cannot be said."
        )
    files, touching = later.absence({"text": "note"}, since=later.then)
    assert (touching, fault(verifier, files, monkeypatch)) == ([], None)


def test_what_is_told_ends_in_one_full_stop(
    later: Later, verifier: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files, _ = later.absence({"statement": "Moot."}, since=later.then)
    assert fault(verifier, files, monkeypatch) is None
    assert "and none of them touches statement Moot.\n" in capsys.readouterr().out


NOT_THE_LINES = r"^The seal's heads over \d+ lines are not those of the lines \(.*seal\.db from a backup.*seal anew\.$"


@pytest.mark.parametrize(
    ("tampering", "stream"),
    [
        ("delete from heads", PLAN),
        (f"delete from heads where stream = '{PLAN}'", PLAN),
        (f"update heads set chain = x'00' where stream = '{PLAN}'", PLAN),
        ("update heads set chain = x'00' where stream = 'book'", "glos-2018"),
        ("update heads set number = number + 1", "glos-2018"),
    ],
)
def test_nothing_is_given_out_by_heads_that_the_checkpoint_does_not_commit_to(
    tmp_path: Path, tampering: str, stream: str
) -> None:
    later = Later(tmp_path)
    later.tamper(tampering)
    with pytest.raises(Unsealed, match=NOT_THE_LINES):
        later.absence({}, stream)
    with pytest.raises(Unsealed, match=NOT_THE_LINES):
        later.bundle()


@pytest.mark.parametrize(
    ("tampering", "stream"),
    [
        (f"delete from {{}} where stream = '{PLAN}'", PLAN),
        (f"update {{}} set chain = zeroblob(32) where stream = '{PLAN}'", PLAN),
        (f"update {{}} set number = number - 1 where stream = '{PLAN}'", PLAN),
        ("update {} set chain = zeroblob(32) where stream = 'glos-2017'", "glos-2018"),
    ],
)
def test_nothing_is_given_out_by_a_checkpoint_over_heads_that_are_not_the_lines(
    tmp_path: Path, tampering: str, stream: str
) -> None:
    later = Later(tmp_path)
    for table in ("streams", "heads"):
        later.tamper(tampering.format(table))
    play(later.ledger, open_the_plan, plan="glos-2016")
    later.sealed_anew()
    with pytest.raises(Unsealed, match=NOT_THE_LINES):
        later.absence({}, stream)
    if stream == PLAN:
        with pytest.raises(Unsealed, match=NOT_THE_LINES):
            later.bundle()


def test_a_plan_that_was_dropped_has_been_by_what_is_left_of_it(tmp_path: Path) -> None:
    """Its lines are gone, and the seal's heads say how many they were; or somebody has deleted them there."""
    ledger = ledger_on(MemoryStore())
    play(ledger, open_the_plan, close_a_plan_of_2016, plan="glos-2016")
    play(ledger, open_the_plan)
    keeper = Keeper(ledger, "5f3a91c2", tmp_path)
    before = Checkpoint.read(keeper.checkpoint().text)
    play(ledger, asked(keeper, ledger.store, "glos-2016", "IG-1", "monitoring-officer", "mo-01"), plan="glos-2016")
    remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])
    for at in (before, Checkpoint.read(keeper.checkpoint().text)):
        made, _ = absence("glos-2016", {}, keeper.seal, ledger.store, None, at)
        assert "glos-2016" in made.streams
        gone = Ends(at, keeper.seal, ledger.store)
        assert len(gone.leaves("glos-2016")) == 2 + (at != before)
    tampered(tmp_path, "delete from streams where stream = 'glos-2016'")
    tampered(tmp_path, "delete from heads where stream = 'glos-2016'")
    play(ledger, open_the_plan, plan="glos-2015")
    with pytest.raises(Unsealed, match="glos-2016 ends otherwise"):
        absence("glos-2016", {}, keeper.seal, ledger.store, None, Checkpoint.read(keeper.checkpoint().text))


def _begins_later(claim: dict[str, Any], files: Files) -> None:
    claim["from"]["number"] += 1


def _from_the_end(claim: dict[str, Any], files: Files) -> None:
    claim["from"]["number"] = len(json.loads(files["streams.json"])[1]["leaves"])


def _from_the_beginning(claim: dict[str, Any], files: Files) -> None:
    claim["from"] = None


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (_begins_later, "did not have"),
        (_from_the_end, "did not have"),
        (_from_the_beginning, "not all lines of glos-2022 from when the log was begun are in the bundle"),
    ],
)
def test_who_has_the_key_cannot_pass_a_part_off_as_the_whole(
    later: Later, verifier: ModuleType, monkeypatch: pytest.MonkeyPatch, forge: Callable[..., None], said: str
) -> None:
    files, _ = later.absence({"action": "A99"}, since=later.then)
    claim = json.loads(files["claim.json"])
    forge(claim, files)
    why = fault(verifier, signed_anew(files | {"claim.json": json.dumps(claim).encode()}), monkeypatch)
    assert why is not None
    assert said in why


def test_streams_that_stand_apart_do_not_show_that_nothing_lies_between(
    later: Later, verifier: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The neighbours of one empty place with that of another: each is in the tree, and a stream stands between them."""
    files, _ = later.absence({}, "glos-2018")
    claim, last = json.loads(files["claim.json"]), json.loads(later.absence({}, "zzz")[0]["claim.json"])
    claim["neighbours"][1] = last["neighbours"][1]
    why = fault(verifier, signed_anew(files | {"claim.json": json.dumps(claim).encode()}), monkeypatch)
    assert why == "claim.json does not show that there was no stream glos-2018."
