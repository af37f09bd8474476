"""A bundle shows the texts that are kept under keys, proves that lines commit to them, and says which were erased."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from books import ledger_on, play
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from samples import COMMAND_SAMPLES, approve_the_notes_erasure, ask_for_the_notes_erasure, submitted

import audit.bundle
from audit.bundle import VERIFIER, Bundle, disclosed, pack
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.seal.note import LOG, Signer
from ledger.seal.sealing import Seal

LOGS = Signer("minutebook/5f3a91c2", LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
PLAN = "glos-2022"
NOTE = COMMAND_SAMPLES["progress-action"]


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verifier", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ledger() -> Ledger:
    ledger = ledger_on(MemoryStore())
    play(ledger, *submitted, NOTE, NOTE.model_copy(update={"note": "Two posts are filled."}))
    return ledger


def bundled(ledger: Ledger, folder: Path) -> Path:
    seal = Seal(folder / "seal.db", ledger.store)
    seal.follow()
    note = seal.sign(LOGS.key.name, LOGS)
    rows = tuple(ledger.store.stream(PLAN))
    packed = folder / "bundle.zip"
    packed.write_bytes(pack(Bundle(request=PLAN, rows=rows), note, [LOGS.key], seal, ledger.store, LOGS))
    return packed


def erased(ledger: Ledger) -> int:
    [line] = [record for record in ledger.lines(PLAN) if getattr(record.event, "note", "") == NOTE.note]
    ask = ask_for_the_notes_erasure.model_copy(update={"line": line.number})
    [_, approved] = play(ledger, ask, approve_the_notes_erasure)
    assert approved.kind == "plan.text-erased"
    return line.position


def test_an_erased_text_is_told_with_its_decision_and_everything_holds(
    ledger: Ledger, verifier: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    position = erased(ledger)
    approved = ledger.head()
    packed = bundled(ledger, tmp_path)
    verifier.check(packed, None, [])
    told = capsys.readouterr().out
    assert (
        f"{PLAN}: note at position {position} is not shown: position {approved} says it was erased under decision"
        in told
    )
    assert "texts are those that their lines commit to." in told
    assert "Everything holds, if that key is the council's." in told
    assert NOTE.note.encode() not in packed.read_bytes()
    assert b"Two posts are filled." in packed.read_bytes()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda texts: texts[-1].update(said="No post is filled."), "is not the one that its line commits to"),
        (
            lambda texts: next(t for t in texts if not t["opening"]).update(said="All is well."),
            "does not say under which decision note was erased",
        ),
        (lambda texts: texts.pop(), "texts.json leaves out the text note"),
        (lambda texts: texts.append(texts[0] | {"text": "moot"}), "has a text that is in no line"),
    ],
)
def test_a_text_that_is_not_its_lines_is_found(
    change: object,
    why: str,
    ledger: Ledger,
    verifier: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    erased(ledger)
    texts = disclosed(ledger.store.stream(PLAN), ledger.texts)
    assert callable(change)
    change(texts)
    monkeypatch.setattr(audit.bundle, "disclosed", lambda rows, kept: texts)
    packed = bundled(ledger, tmp_path)
    with pytest.raises(verifier.Broken, match=why):
        verifier.check(packed, None, [])


def test_a_text_that_is_held_back_is_told_and_not_passed_off_as_erased(
    ledger: Ledger,
    verifier: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts = disclosed(ledger.store.stream(PLAN), ledger.texts)
    texts[0] |= {"said": "[erased under decision 7]", "opening": None}
    monkeypatch.setattr(audit.bundle, "disclosed", lambda rows, kept: texts)
    verifier.check(bundled(ledger, tmp_path), None, [])
    told = capsys.readouterr().out
    assert "is NOT SHOWN, and no line in the bundle says that it was erased." in told
    assert told.endswith("Everything that was checked holds, if that key is the council's.\n")
