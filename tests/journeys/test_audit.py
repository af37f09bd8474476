"""An auditor's way: checkpoints, keys, proofs, and bundles that are checked without Minutebook."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from minutebook import minutebook

CASE = str(Path(__file__).parents[2] / "cases" / "gloucestershire-2022.yaml")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("played")
    assert minutebook(folder, "play", CASE, "--clock", "simulated").code == 0
    return folder


def copied(played: Path, folder: Path) -> Path:
    """The same book in another folder, for who means to spoil it."""
    for name in ("ledger.db", "seal.db"):  # what is written may still be in the file's log
        with closing(sqlite3.connect(played / name)) as source, closing(sqlite3.connect(folder / name)) as copy:
            source.backup(copy)
    (folder / "seal.key").write_bytes((played / "seal.key").read_bytes())
    return folder


def checked(bundle: Path, *words: str) -> subprocess.CompletedProcess[str]:
    verifier = bundle.with_suffix(".py")
    with ZipFile(bundle) as packed:
        verifier.write_bytes(packed.read("verify.py"))
    asked = [sys.executable, "-I", str(verifier), str(bundle), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False, env={})


def test_the_bundle_of_the_cabinets_decision_is_checked_without_minutebook(played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "decision.zip"
    said = minutebook(played, "audit", "bundle", "glos-2022", "--decision", "1", "-o", str(bundle))
    assert said.code == 0, said.err
    done = checked(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5. glos-2022: what was submitted" in done.stdout
    [key] = minutebook(played, "audit", "key").out.splitlines()
    assert checked(bundle, "--key", key).stdout.endswith("Everything holds.\n")
    size = minutebook(played, "audit", "checkpoint").out.splitlines()[1]
    again = tmp_path / "again.zip"
    words = ("--decision", "1", "--size", size, "-o", str(again))
    assert minutebook(played, "audit", "bundle", "glos-2022", *words).code == 0
    assert again.read_bytes() == bundle.read_bytes()


def test_a_bundle_of_one_finding_holds_what_concerns_it_alone(played: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "finding.zip"
    said = minutebook(played, "audit", "bundle", "glos-2022", "--finding", "R1", "-o", str(bundle))
    assert said.code == 0, said.err
    done = checked(bundle)
    assert done.returncode == 0, done.stdout
    said = minutebook(played, "audit", "bundle", "glos-2022", "--finding", "R9", "-o", str(bundle))
    assert (said.code, said.err) == (2, "Nothing is recorded of a finding R9.\n")


def test_an_altered_line_is_named_and_the_exit_code_is_3(played: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    whole = minutebook(played, "audit", "verify", "--checkpoint", str(kept))
    assert (whole.code, whole.err) == (0, "")
    spoilt = copied(played, tmp_path)
    with sqlite3.connect(spoilt / "ledger.db") as db:
        [(line,)] = db.execute("SELECT state FROM stored_events WHERE notification_id = 5")
        altered = line.replace(b'"by":"', b'"by":"x')
        db.execute("UPDATE stored_events SET state = ? WHERE notification_id = 5", (altered,))
    db.close()
    said = minutebook(spoilt, "audit", "verify", "--checkpoint", str(kept))
    assert (said.code, said.out) == (3, "The line at position 5 is not the one that was sealed there.\n")


def test_a_new_key_is_adopted_by_somebody_and_old_checkpoints_stay_good(played: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    assert minutebook(played, "audit", "checkpoint", "-o", str(kept)).code == 0
    book = copied(played, tmp_path)
    refused = minutebook(book, "audit", "key", "--rotate")
    assert (refused.code, refused.err) == (
        2,
        "A new key is adopted by somebody and for a reason: give --by, --as and --reason.\n",
    )
    words = ("--by", "mo-01", "--as", "monitoring-officer", "--reason", "the yearly change")
    rotated = minutebook(book, "audit", "key", "--rotate", *words)
    assert rotated.code == 0, rotated.err
    assert len(rotated.out.splitlines()) == 2
    assert minutebook(book, "audit", "verify", "--checkpoint", str(kept)).code == 0
    trail = minutebook(book, "plan", "trail", "book")
    assert "sealed the book from here on with the key" in trail.out
    bundle = tmp_path / "all.zip"
    assert minutebook(book, "audit", "bundle", "glos-2022", "-o", str(bundle)).code == 0
    assert checked(bundle, "--key", rotated.out.splitlines()[1]).returncode == 0


def test_a_checkpoint_of_another_book_is_told_in_one_sentence(played: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    who = ("--plan", "p", "--by", "dso-01", "--as", "democratic-services-officer")
    assert minutebook(other, "do", "open-plan", *who, "title=A plan", "authority=gloucestershire").code == 0
    kept = tmp_path / "kept.txt"
    assert minutebook(other, "audit", "checkpoint", "-o", str(kept)).code == 0
    said = minutebook(played, "audit", "verify", "--checkpoint", str(kept))
    assert (said.code, said.err) == (2, f"{kept} is signed by none of the book's keys: it is another book's.\n")
