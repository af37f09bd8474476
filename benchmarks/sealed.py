"""The seal on a log of real size: the audit beside hashing and decoding, and what sealing, signing and proving take."""

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from subprocess import run
from sys import executable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.bundle import VERIFIER, Bundle, pack
from audit.retesting import Objection, Retest, Said
from benchmarks.ours import opened
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.seal.auditing import audited
from ledger.seal.note import LOG, Checkpoint, Note, Signer
from ledger.seal.sealing import Seal
from ledger.seal.tree import inclusion
from ledger.texts import Texts
from ledger.verify import Listening, pages

LOGS = Signer("minutebook/bench", LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
CALLS = 1_000
BUNDLED = 10_000
PROCESSORS = 2


def audit(place: str) -> dict[str, Any]:
    """Lines a second of `audit verify --lines-only` by two processes; that the log is sealed before is not counted."""
    return _audited(place, asked=False)


def asked(place: str) -> dict[str, Any]:
    """The same of `audit verify`: with every decision asked again."""
    return _audited(place, asked=True)


def _audited(place: str, *, asked: bool) -> dict[str, Any]:
    with closing(Sealed(place)) as book:
        asking = Asked(book.ledger) if asked else None
        begun = time.perf_counter()
        found = audited(book.ledger, place, book.seal, book.checkpoint, PROCESSORS, lambda _done, _total: None, asking)
        taken = time.perf_counter() - begun
        assert found == []
        assert asking is None or asking.objections == []
        return {"value": book.checkpoint.size / taken}


class Asked:
    """What `audit verify` asks besides (`ledger.seal.auditing.Asking`)."""

    def __init__(self, ledger: Ledger) -> None:
        self.upto = ledger.head()
        self.listening: Listening = partial(Retest, ledger.register, False)
        self.objections: list[Objection] = []

    def heard(self, said: Said) -> None:
        self.objections += said.found


def floor(place: str) -> dict[str, Any]:
    """Lines a second of hashing and decoding the same bytes, each of two processes one half; the start is counted."""
    context = get_context("spawn")
    size = _length(place)
    begun = time.perf_counter()
    parts = [(n * size // PROCESSORS, (n + 1) * size // PROCESSORS) for n in range(PROCESSORS)]
    workers = [context.Process(target=_hash_and_decode, args=(place, *part)) for part in parts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    return {"value": size / (time.perf_counter() - begun)}


def seal(place: str) -> dict[str, Any]:
    """Microseconds a line of sealing, of all that is done but reading the lines; then of a signature and a proof."""
    with closing(open_store(place)) as store:
        begun = time.perf_counter()
        for _ in pages(store, store.head()):
            pass
        reading = time.perf_counter() - begun
    with closing(Sealed(place)) as book:
        taken, size = book.taken - reading, book.checkpoint.size
        sign = _each(lambda n: Note(f"{n}\n{book.checkpoint.text}").signed(LOGS))
        prove = _each(lambda n: inclusion(n * 7_919 % size, size, book.seal.node))
        return {"value": taken / size * 1e6, "sign": sign * 1e6, "prove": prove * 1e6}


def bundle(place: str) -> dict[str, Any]:
    """Seconds in which verify.py checks a bundle of 10,000 lines, Python's start included."""
    with closing(Sealed(place)) as book, tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "bundle.zip"
        rows = tuple(book.ledger.store.after(0, BUNDLED))
        asked = Bundle(request="the first lines", rows=rows)
        packed.write_bytes(pack(asked, book.note, [LOGS.key], book.seal, book.ledger.store, LOGS))
        begun = time.perf_counter()
        run([executable, "-I", str(VERIFIER), str(packed)], check=True, capture_output=True)
        return {"value": time.perf_counter() - begun}


class Sealed:
    """A log with a seal made anew in a folder that goes away with it."""

    def __init__(self, place: str) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=Path(place).parent)
        self.ledger: Ledger = opened(place)
        self.seal = Seal(Path(self._folder.name) / "seal.db", self.ledger.store)
        begun = time.perf_counter()
        self.seal.follow()
        self.taken = time.perf_counter() - begun
        self.note = self.seal.sign(LOGS.name, LOGS)
        self.checkpoint = Checkpoint.read(self.note.text)

    def close(self) -> None:
        self.seal.close()
        self.ledger.store.close()
        self._folder.cleanup()


def _hash_and_decode(place: str, begin: int, end: int) -> None:
    with closing(open_store(place)) as store:
        texts = Texts(store)
        for page in pages(store, end, begin):
            for row in page:
                sha256(b"\0" + row.line).digest()
                texts.record(row)


def _length(place: str) -> int:
    with closing(open_store(place)) as store:
        return store.head()


def _each(what: Callable[[int], object]) -> float:
    taken = []
    for n in range(CALLS):
        begun = time.perf_counter()
        what(n)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)
