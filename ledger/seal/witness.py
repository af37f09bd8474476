"""A witness (c2sp.org/tlog-witness): signs another log's checkpoints as long as that log only grows."""

import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from ledger.seal.note import Checkpoint, Key, Note, Signer, Unsealed
from ledger.seal.tree import begins_with
from ledger.stores import Unavailable

FILE = "witness.db"
MOST = 63
"""Hashes of a consistency proof, at most."""


class Answer(NamedTuple):
    """What the witness says, as HTTP: 200 with its signature, 404 an unknown log, 403 not signed by its key, 400 not in
    form, 409 with the size that it knows, 422 not a continuation of what it has seen.
    """

    status: int
    text: str


class Asked(NamedTuple):
    """The body of add-checkpoint: the size of the tree before, the proof, and the checkpoint as it was signed."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def __str__(self) -> str:
        proof = "".join(f"{b64encode(step).decode()}\n" for step in self.proof)
        return f"old {self.old}\n{proof}\n{self.note}"


class Witness:
    """What this witness has seen of the logs whose `keys` it knows, kept in `witness.db`. Raises Unavailable.

    Each log's latest checkpoint is replaced only by one that begins with it, in one transaction with the look at it.
    """

    def __init__(self, folder: Path, signer: Signer, keys: Sequence[Key]) -> None:
        self._path, self._signer, self.keys = folder / FILE, signer, tuple(keys)

    @property
    def key(self) -> Key:
        return self._signer.key

    def add(self, body: str, time: int) -> Answer:
        """Answer one add-checkpoint; `time` in seconds since 1970."""
        try:
            asked = _read(body)
            signed = Checkpoint.read(asked.note.text)
        except Unsealed as error:
            return Answer(400, str(error))
        keys = [key for key in self.keys if key.name == signed.origin]
        if not keys:
            return Answer(404, f"This witness does not know the log {signed.origin}.")
        try:
            if not asked.note.signed_by(keys):
                return Answer(403, f"The checkpoint is not signed by a key of {signed.origin} that this witness knows.")
        except Unsealed as error:
            return Answer(403, str(error))
        with self._alone() as db:
            known = _known(db, signed.origin)
            before = Checkpoint.read(known.text) if known else None
            refused = _refused(asked, signed, before)
            if refused:
                return refused
            seen = Note(asked.note.text, tuple(s for _, s in asked.note.signed_by(keys))).signed(self._signer, time)
            db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (signed.origin, str(seen)))
        return Answer(200, "".join(str(s) for s in seen.signatures if s.by(self.key)))

    def latest(self, origin: str) -> Note | None:
        """The log's latest checkpoint that this witness signed, with the log's signature and its own."""
        with self._alone() as db:
            return _known(db, origin)

    @contextmanager
    def _alone(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as db:
                db.execute("PRAGMA synchronous=FULL")
                db.execute("CREATE TABLE IF NOT EXISTS seen (origin TEXT PRIMARY KEY, note TEXT NOT NULL)")
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
        except sqlite3.Error as error:
            raise Unavailable(f"What the witness saw, {self._path}, cannot be used ({error}).") from error


def asked(old: int, proof: Sequence[bytes], note: Note) -> str:
    """The body to send to a witness that has seen the tree of `old` leaves."""
    return str(Asked(old, tuple(proof), note))


def _refused(asked: Asked, signed: Checkpoint, before: Checkpoint | None) -> Answer | None:
    known = before.size if before else 0
    if asked.old > signed.size:
        return Answer(400, f"The old size {asked.old} is above that of the checkpoint, {signed.size}.")
    if asked.old != known:
        return Answer(409, f"{known}\n")
    if before and before.size == signed.size and before.text != signed.text:
        return Answer(422, f"Another checkpoint over {known} lines was seen here.")
    begins = begins_with(known, before.root, signed.size, signed.root, asked.proof) if before else not asked.proof
    if not begins:
        return Answer(422, f"The tree of {signed.size} lines does not begin with the {known} that were seen here.")
    return None


def _known(db: sqlite3.Connection, origin: str) -> Note | None:
    found = db.execute("SELECT note FROM seen WHERE origin = ?", (origin,)).fetchone()
    return Note.read(found[0]) if found else None


def _read(body: str) -> Asked:
    head, blank, note = body.partition("\n\n")
    first, *proof = head.split("\n")
    word, _, old = first.partition(" ")
    if not blank or word != "old" or not old.isdecimal() or str(int(old)) != old or len(proof) > MOST:
        raise Unsealed("This is no request to a witness: an old size, a proof, an empty line and a checkpoint.")
    try:
        steps = tuple(b64decode(step, validate=True) for step in proof)
    except ValueError as error:
        raise Unsealed("This is no request to a witness: its proof is not in base64.") from error
    if any(len(step) != 32 for step in steps):
        raise Unsealed("This is no request to a witness: a hash of its proof has not 32 bytes.")
    return Asked(int(old), steps, Note.read(note))
