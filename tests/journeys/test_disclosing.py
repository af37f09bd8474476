"""What an auditor takes out of the Gloucestershire case: bundles, proofs of absence, and the record of both."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from bundles import fault, verifying
from minutebook import minutebook

from audit.bundle import VERIFIER

AUDITOR = ("--by", "iau-01", "--as", "internal-auditor", "--for", "Ofsted")


def unpacked(bundle: Path) -> Path:
    """The bundle's files in a folder that holds nothing else."""
    folder = bundle.with_suffix("")
    with ZipFile(bundle) as packed:
        packed.extractall(folder)
    return folder


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    asked = [sys.executable, "-I", "verify.py"]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False, env={})


def test_the_cabinets_decision_is_proved_in_an_empty_folder_and_no_character_of_it_can_be_changed(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file at some places by the verifier as a module, and each once as an auditor would, in a process."""
    bundle = tmp_path / "decision.zip"
    said = minutebook(played, "audit", "bundle", "glos-2022", "--decision", "1", "-o", str(bundle), *AUDITOR)
    assert said.code == 0, said.err
    folder = unpacked(bundle)
    done = checked(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Everything holds, if that key is the council's.\n")
    names = sorted(file.name for file in folder.iterdir() if file.name != "verify.py")
    assert {"story.html", "story.pdf", "lines.jsonl", "checkpoint.txt"} <= set(names)
    assert [name.partition("-")[0] for name in names if name.endswith(".json") and "-" in name] == ["calendar", "terms"]
    files = {name: (folder / name).read_bytes() for name in names}
    verifier = verifying()
    for name, data in files.items():
        for place in range(0, len(data), max(1, len(data) // 25)):
            altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            why = fault(verifier, files | {name: altered}, monkeypatch)
            assert why is not None, f"byte {place} of {name}"
            assert name in why or name in {"keys.txt", "bundle.txt"}
    for name in ("lines.jsonl", "story.pdf"):
        (folder / name).write_bytes(files[name].replace(b"e", b"f", 1))
        done = checked(folder)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (
            3,
            f"DOES NOT HOLD: {name} was altered: its SHA-256 is not the one that bundle.txt lists.",
        )
        (folder / name).write_bytes(files[name])


def test_who_took_out_what_is_on_record_and_who_may_not_gets_nothing(played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "finding.zip"
    asked = ("audit", "bundle", "glos-2022", "--finding", "R1", "-o", str(bundle), "--for", "Ofsted")
    member = minutebook(played, *asked, "--by", "cab-01", "--as", "leader-of-the-council")
    assert member.code == 1
    assert "(rule: post-may-do-it)" in member.err
    assert not bundle.exists()
    assert "was refused record-export on glos-2022" in minutebook(played, "plan", "trail", "refusals").out
    assert minutebook(played, *asked, "--by", "iau-01", "--as", "internal-auditor", "--reason", "asked for").code == 0
    last = minutebook(played, "audit", "exports", "glos-2022", "--json").json[-1]
    event = last["event"]
    assert (last["by"], last["reason"], event["form"], event["to"]) == ("iau-01", "asked for", "bundle", "Ofsted")
    assert event["digest"] == sha256(bundle.read_bytes()).hexdigest()
    assert event["checkpoint"]["size"] == last["position"] - 1, "the record comes after the checkpoint"
    assert "finding R1 of glos-2022" in minutebook(played, "audit", "exports").out


def test_that_something_is_not_on_record_is_shown_and_what_is_on_record_is_named(played: Path, tmp_path: Path) -> None:
    proof = tmp_path / "absence.zip"

    def shown(*words: str) -> tuple[int, int, str]:
        said = minutebook(played, "audit", "absence", *words, "-o", str(proof), *AUDITOR)
        done = subprocess.run(
            [sys.executable, "-I", str(VERIFIER), str(proof)], capture_output=True, text=True, check=False
        )
        told = next((line for line in done.stdout.splitlines() if line.startswith(("6. ", "DOES NOT"))), done.stdout)
        return said.code, done.returncode, told

    size = minutebook(played, "audit", "checkpoint").out.splitlines()[1]
    code, ended, told = shown("glos-2022", "--of", "action=A1", "--from", size)
    assert (code, ended) == (0, 0), told
    assert told.endswith("and none of them touches action A1.")
    code, ended, told = shown("glos-2022", "--of", "action=A1")
    assert (code, ended) == (3, 3)
    assert "and of these 3, at position " in told
    assert told.endswith(", touch action A1.")
    code, ended, told = shown("glos-2022", "--of", "kind=plan.cabinet-approved", "--by-post", "head-of-improvement")
    assert (code, ended) == (0, 0), told
    code, ended, told = shown("glos-2021")
    assert (code, ended) == (0, 0), told
    assert told.startswith("6. By the checkpoint there was no stream glos-2021 when the log had ")


def test_that_there_was_no_such_plan_is_on_record_too(played: Path, tmp_path: Path) -> None:
    proof, asked = tmp_path / "absence.zip", ("audit", "absence", "glos-2020")
    cabinet = ("--by", "cab-01", "--as", "leader-of-the-council", "--for", "Ofsted")
    refused = minutebook(played, *asked, "-o", str(proof), *cabinet)
    assert (refused.code, proof.exists()) == (1, False)
    assert "(rule: post-may-do-it)" in refused.err
    number = minutebook(played, *asked, "-o", str(proof), *AUDITOR, "--reason", "for AB123456C")
    assert (number.code, "(rule: no-personal-numbers)" in number.err) == (1, True)
    size = minutebook(played, "audit", "checkpoint").out.splitlines()[1]
    for _ in range(2):  # the same bytes for the same recipient are on record once
        assert minutebook(played, *asked, "--to", size, "-o", str(proof), *AUDITOR).code == 0
    [shown] = minutebook(played, "audit", "exports", "glos-2020", "--json").json
    event = shown["event"]
    assert (shown["stream"], shown["by"], event["to"]) == ("book", "iau-01", "Ofsted")
    assert event["digest"] == sha256(proof.read_bytes()).hexdigest()
    assert event["checkpoint"]["size"] == int(size)
    assert "no stream glos-2020" in " ".join(minutebook(played, "audit", "exports").out.split())


@pytest.mark.parametrize(
    "of",
    [
        ("acton=A1",),
        ("action=A1", "action=A2"),
        ("post=nobody", "post=other"),
        ("note=Two posts are filled.",),
        ("title=Moot.", "kind=plan.closed"),
        ("is_key=True",),
    ],
)
def test_what_no_line_could_touch_is_not_asked(played: Path, tmp_path: Path, of: tuple[str, ...]) -> None:
    words = [word for each in of for word in ("--of", each)]
    said = minutebook(played, "audit", "absence", "glos-2022", *words, "-o", str(tmp_path / "a.zip"), *AUDITOR)
    assert said.code == 2, said.out


def test_another_checkpoint_of_the_same_size_is_a_fork(played: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(played, other)
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    with closing(sqlite3.connect(other / "seal.db", isolation_level=None)) as db:
        db.execute("DELETE FROM checkpoints")
        db.execute("UPDATE streams SET chain = zeroblob(32)")
    assert minutebook(other, "audit", "checkpoint").code == 0
    said = minutebook(
        other, "audit", "absence", "glos-2022", "--to", str(kept), "-o", str(tmp_path / "a.zip"), *AUDITOR
    )
    assert (said.code, "a tree was forked" in said.err) == (3, True)
