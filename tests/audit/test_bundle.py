"""A bundle is checked without Minutebook, and no character of it can be changed unseen."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from books import play
from bundles import AUDIT, LOGS, ORIGIN, PLAN, Files, Sealed, fault, files_of, signed_anew, verifying
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import COMMAND_SAMPLES

from audit.bundle import VERIFIER, Bundle, pack, proof
from ledger.memory_store import MemoryStore
from ledger.seal.note import LOG, Note, Signer
from ledger.seal.sealing import Seal
from ledger.stores import NewRow


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return Sealed(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def files(sealed: Sealed) -> Files:
    return files_of(sealed.bundle())


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    return verifying()


def unpacked(files: Files, folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_a_bundle_is_checked_by_its_own_file_and_nothing_else(files: Files, tmp_path: Path) -> None:
    folder = unpacked(files, tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False, env={}
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[0].startswith(
        f"1. All 8 files are as {ORIGIN} signed them (asked for: all of {PLAN}; at the checkpoint"
    )
    assert told[1].endswith(f"is signed by {ORIGIN}; no witness whose key you gave vouches for it.")
    assert told.pop(2).endswith("get that key from audit.example, for --witness.")
    n = len(files["lines.jsonl"].splitlines()) - 1
    assert told[3] == "4. By the checkpoint book had 1 line, no more and no fewer; in the bundle: 1."
    assert told[4] == f"4. By the checkpoint {PLAN} had {n} lines, no more and no fewer; in the bundle: {n}."
    assert told[5].startswith(f"5. {PLAN}: what was submitted (position ")
    assert told[-1] == "Everything holds, if that key is the council's."


def test_the_verifier_needs_the_standard_library_alone() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
    assert "    import " not in text


def test_the_same_request_and_checkpoint_give_the_same_bytes(sealed: Sealed) -> None:
    assert sealed.bundle() == sealed.bundle()


def test_any_changed_character_of_any_file_is_found(
    verifier: ModuleType, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fault(verifier, files, monkeypatch) is None
    for name, data in files.items():
        step = max(1, len(data) // 150)  # each of the short ones, and 150 of the long ones; any byte is like another
        for place in range(0, len(data) if name != "verify.py" else 0, step):
            altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            said = fault(verifier, files | {name: altered}, monkeypatch)
            assert said is not None, f"byte {place} of {name}"
            assert name in said or name in {"keys.txt", "bundle.txt"}


def test_a_file_that_is_missing_or_slipped_in_is_named(
    verifier: ModuleType, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = {name: data for name, data in files.items() if name != "story.html"}
    assert fault(verifier, less, monkeypatch) == "story.html is missing: bundle.txt lists it."
    more = files | {"annex.txt": b""}
    assert fault(verifier, more, monkeypatch) == "annex.txt was slipped in: bundle.txt does not list it."


def _altered(lines: list[bytes], tree: object, streams: object) -> None:
    lines[5] = lines[5].replace(b"glos-2022", b"glos-2022", 1).replace(b'"by":"', b'"by":"x', 1)


def _left_out(lines: list[bytes], tree: dict[str, list[int]], streams: object) -> None:
    del lines[5], tree["positions"][5]


def _swapped(lines: list[bytes], tree: object, streams: object) -> None:
    lines[5], lines[6] = lines[6], lines[5]


def _slipped_in(lines: list[bytes], tree: dict[str, list[int]], streams: object) -> None:
    lines.append(lines[-1])
    tree["positions"].append(tree["positions"][-1] + 1)


def _cut_off(lines: object, tree: object, streams: list[dict[str, list[str]]]) -> None:
    streams[1]["leaves"].pop()


def _another_place(lines: object, tree: object, streams: list[dict[str, int]]) -> None:
    streams[1]["index"] += 1


def _not_a_stream_of_it(lines: object, tree: object, streams: list[object]) -> None:
    del streams[1]


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (_altered, "not those that were sealed"),
        (_left_out, "tree.json has no hash for the lines 6 to 6"),
        (_swapped, "not those that were sealed"),
        (_slipped_in, "not those that were sealed"),
        (_cut_off, f"The stream {PLAN} is not whole"),
        (_another_place, f"The stream {PLAN} is not whole"),
        (_not_a_stream_of_it, f"streams.json leaves out {PLAN}"),
    ],
)
def test_who_has_the_key_cannot_forge_what_was_sealed(
    verifier: ModuleType, files: Files, monkeypatch: pytest.MonkeyPatch, forge: Callable[..., None], said: str
) -> None:
    """The list of files is signed anew, as only the council can; the checkpoint is as it was."""
    lines = files["lines.jsonl"].splitlines()
    tree, streams = json.loads(files["tree.json"]), json.loads(files["streams.json"])
    forge(lines, tree, streams)
    forged = files | {
        "lines.jsonl": b"".join(line + b"\n" for line in lines),
        "tree.json": json.dumps(tree).encode(),
        "streams.json": json.dumps(streams).encode(),
    }
    why = fault(verifier, signed_anew(forged), monkeypatch)
    assert why is not None
    assert said in why


def test_a_submission_that_nobody_approved_is_found(
    verifier: ModuleType, sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed as it stands: the lines hold, and still what they say does not."""
    store = MemoryStore()
    for row in sealed.ledger.store.after(0, 100):
        line = row.line
        if row.kind == "plan.submitted-to-ofsted":
            said = json.loads(line)
            line = line.replace(said["event"]["digest"].encode(), b"0" * 64)
        at = sealed.ledger.last_at()
        store.append([NewRow(row.stream, row.number, row.kind, line, None, at)])
    seal = Seal(tmp_path / "seal.db", store)
    seal.follow()
    asked = Bundle(request="all", rows=tuple(store.stream(PLAN)))
    packed = pack(asked, seal.sign(ORIGIN, LOGS), [LOGS.key], seal, store, LOGS)
    found = files_of(packed)
    why = fault(verifier, found, monkeypatch)
    assert why is not None
    assert "is not what was approved before it" in why


def test_a_line_that_was_sealed_twice_does_not_pass_for_the_one_it_hides(
    verifier: ModuleType, sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    before = b""
    for row in sealed.ledger.store.after(0, 100):
        hidden = row.kind == "plan.submitted-to-ofsted"
        line = before if hidden else row.line
        store.append([NewRow(row.stream, row.number, row.kind, line, None, sealed.ledger.last_at())])
        before = row.line
    seal = Seal(tmp_path / "seal.db", store)
    seal.follow()
    packed = pack(
        Bundle(request="all", rows=tuple(store.stream(PLAN))), seal.sign(ORIGIN, LOGS), [LOGS.key], seal, store, LOGS
    )
    assert re.search(
        r"position \d+ comes after number \d+ of its stream", fault(verifier, files_of(packed), monkeypatch) or ""
    )


def test_a_zip_that_hides_one_file_behind_another_is_told(verifier: ModuleType, tmp_path: Path) -> None:
    packed = tmp_path / "bundle.zip"
    with ZipFile(packed, "w") as written:
        written.writestr("story.html", b"What happened.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            written.writestr("story.html", b"What did not.")
    with pytest.raises(verifier.Broken, match=r"holds several files of the name story\.html"):
        verifier.read_files(packed)


def test_another_key_than_the_one_that_was_given_is_found(files: Files, tmp_path: Path) -> None:
    packed = tmp_path / "bundle.zip"
    with ZipFile(packed, "w") as written:
        for name, data in files.items():
            written.writestr(name, data)
    other = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate()).key
    for key, code in ((LOGS.key, 0), (other, 3)):
        asked = [sys.executable, "-I", str(VERIFIER), str(packed), "--key", str(key)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
    assert f"no line in it hands over to that key from {other.short}, which you trust." in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("bundle.zip",), 3, "DOES NOT HOLD: bundle.zip cannot be read as a bundle"),
        (("no-such.zip",), 2, "There is no no-such.zip."),
        (("bundle.zip", "--attachment", "no-such.pdf"), 2, "There is no file no-such.pdf."),
        (("bundle.zip", "--attachment", "."), 2, "There is no file ."),
        (("bundle.zip", "--key", str(AUDIT.key)), 2, "audit.example's key is not a log's."),
        (("bundle.zip", "--witness", str(LOGS.key)), 2, f"{ORIGIN}'s key is not a witness's."),
        (("bundle.zip", "--key", "minutebook"), 2, "This is no verifier key: 'minutebook'."),
    ],
)
def test_what_is_no_bundle_or_asked_wrongly_is_told_in_one_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"no bundle")
    asked = [sys.executable, "-I", str(VERIFIER), *words]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.startswith(said)
    assert done.stdout.count("\n") == 1


def test_a_paper_that_was_shown_is_found_by_its_digest(tmp_path: Path) -> None:
    paper, other, packed = tmp_path / "E1", tmp_path / "E2", tmp_path / "bundle.zip"
    paper.write_bytes(b"Minutes of the strategy meeting")
    other.write_bytes(b"Minutes of another meeting")
    attach = COMMAND_SAMPLES["attach-evidence"].model_copy(update={"digest": sha256(paper.read_bytes()).hexdigest()})
    book = Sealed(tmp_path)
    play(book.ledger, attach)
    book.seal.follow()
    book.note = book.seal.sign(ORIGIN, LOGS).signed(AUDIT, time=1_664_791_300)
    packed.write_bytes(book.bundle())
    for shown, code, said in (
        (paper, 0, f"5. {paper} is what was attached as {attach.evidence} (position "),
        (other, 3, f"DOES NOT HOLD: {other} is not named by any line in the bundle"),
    ):
        asked = [sys.executable, "-I", str(VERIFIER), str(packed), "--attachment", str(shown)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout
        assert said in done.stdout


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 63), st.integers(1, 255))
def test_the_verifiers_signatures_are_those_of_a_library(
    verifier: ModuleType, seed: bytes, message: bytes, place: int, change: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    altered = signature[:place] + bytes([signature[place] ^ change]) + signature[place + 1 :]
    assert verifier.ed25519(public, message, signature)
    assert not verifier.ed25519(public, message, altered)
    assert not verifier.ed25519(public, message + b".", signature)


ORDER = 2**252 + 27742317777372353535851937790883648493


def test_a_signature_has_one_form(verifier: ModuleType) -> None:
    """RFC 8032 section 5.1.7: the number in it lies below the order of the group."""
    public, signature = LOGS.key.public, LOGS.private.sign(b"text")
    number = int.from_bytes(signature[32:], "little") + ORDER
    assert verifier.ed25519(public, b"text", signature)
    assert not verifier.ed25519(public, b"text", signature[:32] + number.to_bytes(32, "little"))
    assert not verifier.ed25519(public, b"text", signature[:63])


def test_one_line_s_proof_is_written_as_c2sp_has_it(sealed: Sealed, verifier: ModuleType) -> None:
    [row] = sealed.ledger.store.after(3, 1)
    first, index, *path = proof(row, sealed.note, sealed.seal).split("\n")
    end = path.index("")
    assert (first, index) == ("c2sp.org/tlog-proof@v1", "index 3")
    note = Note.read("\n".join(path[end + 1 :]))
    assert note == sealed.note
    hashes = [verifier.exact(step) for step in path[:end]]
    root = sealed.seal.root(sealed.seal.size)
    assert verifier.climbed(verifier.leaf(row.line), 3, sealed.seal.size, hashes) == root


@pytest.mark.parametrize(
    ("entry", "packing", "said"),
    [(8, 99, "That compression method is not supported"), (6, 1, "is encrypted")],
    ids=["an unknown packing", "a locked part"],
)
def test_a_zip_that_python_cannot_unpack_is_told_in_one_sentence(
    verifier: ModuleType, files: Files, tmp_path: Path, entry: int, packing: int, said: str
) -> None:
    """The field of the local headers, and of the directory's, two bytes further on (PKWARE APPNOTE 4.3.7, 4.3.12)."""
    packed = tmp_path / "bundle.zip"
    with ZipFile(packed, "w") as written:
        written.writestr("lines.jsonl", files["lines.jsonl"])
    data = bytearray(packed.read_bytes())
    for header, field in ((b"PK\3\4", entry), (b"PK\1\2", entry + 2)):
        at = data.index(header) + field
        data[at : at + 2] = packing.to_bytes(2, "little")
    packed.write_bytes(data)
    with pytest.raises(verifier.Broken, match=f"cannot be read as a bundle .*{said}"):
        verifier.read_files(packed)
