"""Bundles for the tests of what is in them: a sealed book, the verifier as a module, and its word on some files."""

import importlib.util
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from books import ledger_on, play
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from samples import open_the_plan, submitted

from audit.bundle import VERIFIER, Bundle, pack
from domain.book.events import BOOK
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.seal.note import LOG, WITNESS, Note, Signer
from ledger.seal.sealing import Seal

ORIGIN = "minutebook/5f3a91c2"
LOGS = Signer(ORIGIN, LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
AUDIT = Signer("audit.example", WITNESS, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
PLAN = "glos-2022"

Files = dict[str, bytes]


class Sealed:
    """A book with a plan that was submitted, and another beside it, sealed and cosigned."""

    def __init__(self, folder: Path) -> None:
        self.ledger: Ledger = ledger_on(MemoryStore())
        play(self.ledger, *submitted)
        play(self.ledger, open_the_plan, plan="glos-2017")
        self.seal = Seal(folder / "seal.db", self.ledger.store)
        self.seal.follow()
        self.note = self.seal.sign(ORIGIN, LOGS).signed(AUDIT, time=1_664_791_200)

    def bundle(self) -> bytes:
        rows = (*self.ledger.store.stream(BOOK), *self.ledger.store.stream(PLAN))
        return self.packed(Bundle(request=f"all of {PLAN}", rows=rows, files={"story.html": b"<p>What happened.</p>"}))

    def packed(self, made: Bundle) -> bytes:
        return pack(made, self.note, [LOGS.key, AUDIT.key], self.seal, self.ledger.store, LOGS)


def files_of(packed: bytes) -> Files:
    with ZipFile(BytesIO(packed)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def verifying() -> ModuleType:
    """verify.py as a module; a signature that was checked is not checked again."""
    spec = importlib.util.spec_from_file_location("verifier", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ed25519 = cache(module.ed25519)  # type: ignore[attr-defined]
    return module


def fault(verifier: ModuleType, files: Files, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """Why the verifier will not have these files; None where it has nothing against them."""
    rest = {name: data for name, data in files.items() if name != "verify.py"}
    monkeypatch.setattr(verifier, "read_files", lambda _: rest)
    try:
        verifier.check(None, None, [], [])
    except verifier.Broken as broken:
        return str(broken)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return f"not in its form: {error}"
    return None


def signed_anew(files: Files) -> Files:
    listed = sorted(name for name in files if name not in {"bundle.txt", "verify.py"})
    text = "".join(f"file {sha256(files[name]).hexdigest()} {name}\n" for name in listed)
    return files | {"bundle.txt": str(Note(text).signed(LOGS)).encode()}
