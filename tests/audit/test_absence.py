"""What is not on record is shown by all that is: a stretch of a stream that is whole, or its empty place among all."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from books import play
from bundles import AUDIT, LOGS, ORIGIN, PLAN, Files, Sealed, fault, files_of, signed_anew, verifying
from samples import agree_prompt_strategy_meetings, record_the_bundle_for_audit, report_strategy_meetings_under_way

from audit.absence import absence
from ledger.record import Record
from ledger.seal.note import Checkpoint, Note

ACTION = agree_prompt_strategy_meetings.action


class Later(Sealed):
    """The same book once more was recorded: of one action, and an export; `then` is the checkpoint before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.then = self.note
        play(self.ledger, report_strategy_meetings_under_way, record_the_bundle_for_audit)
        self.seal.follow()
        self.note = self.seal.sign(ORIGIN, LOGS).signed(AUDIT, time=1_664_791_300)

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
        assert f"of these {touching} touch" in why
        assert why.endswith(f"at position {', '.join(str(record.position) for record in found)}.")
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
