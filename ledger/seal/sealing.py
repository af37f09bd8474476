"""The seal: follows the ledger in order, keeps the tree over its lines, and signs checkpoints of it."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from ledger.seal.heads import START, Head, HeadsTree, linked
from ledger.seal.note import Checkpoint, Key, Note, Signer, Unsealed
from ledger.seal.tiles import SIZE, WIDTH, grown, nodes
from ledger.seal.tree import Node, leaf_hash, root_at
from ledger.stores import Row, Store, Unavailable

PAGE = 4_096
"""How many lines are sealed in one transaction, which waits for the disk."""

TABLES = """
    CREATE TABLE IF NOT EXISTS tiles (
        level INTEGER, number INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, number)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sealed (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS streams (
        stream TEXT PRIMARY KEY, number INTEGER NOT NULL, chain BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS heads (
        stream TEXT, size INTEGER, number INTEGER NOT NULL, chain BLOB NOT NULL, PRIMARY KEY (stream, size)
        ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS timestamps (note BLOB PRIMARY KEY, answer BLOB NOT NULL) WITHOUT ROWID;
    INSERT OR IGNORE INTO sealed VALUES (1, 0);
"""


class Seal:
    """The tree over one ledger's lines, in a file of its own. All of it but signatures and timestamps can be built
    again, as long as no plan was dropped.

    One process follows and signs; others may read meanwhile. Methods raise Unavailable, and Unsealed where ledger and
    seal contradict each other.
    """

    def __init__(self, path: Path, store: Store) -> None:
        self._path, self._store = path, store
        with self._told():
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
            self._db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")

    @property
    def size(self) -> int:
        """How many lines are sealed."""
        size = self._one("SELECT size FROM sealed")
        assert isinstance(size, int)
        return size

    @property
    def node(self) -> Node:
        """Every complete subtree's hash."""
        return nodes(self._kept)

    def follow(self, upto: int | None = None) -> int:
        """Seal what was written since, in order; the number of lines that are sealed now."""
        head = self._store.head() if upto is None else upto
        size = self.size
        if self._store.head() < size:
            raise Unsealed(f"{size} lines are sealed and the ledger has {self._store.head()}: lines were cut off.")
        while size < head:
            size = self._seal(size, self._store.after(size, PAGE, stop=head))
        return size

    def root(self, size: int) -> bytes:
        """The root of the tree over the first `size` lines, which are sealed."""
        return root_at(size, self.node)

    def leaves(self, begin: int, end: int) -> list[bytes]:
        """The hashes of the leaves from `begin`, counted from 0, to before `end`."""
        first, last = begin // WIDTH, (end - 1) // WIDTH
        held = b"".join(self._kept(0, number) for number in range(first, last + 1))
        skipped = begin - first * WIDTH
        return [held[n * SIZE : (n + 1) * SIZE] for n in range(skipped, skipped + end - begin)]

    def heads(self, size: int) -> dict[str, Head]:
        """Every stream's head as the checkpoint of that size commits to it."""
        latest = "SELECT stream, number, chain, MAX(size) FROM heads WHERE size <= ? GROUP BY stream"
        with self._told():
            return {stream: Head(number, chain) for stream, number, chain, _ in self._db.execute(latest, (size,))}

    def sign(self, origin: str, signer: Signer) -> Note:
        """The checkpoint of what is sealed, signed; that which stands already where nothing was sealed since.

        Never of a tree that does not begin with the one signed before.
        """
        before, size = self.checkpoint(), self.size
        if before and (known := Checkpoint.read(before.text)):
            if self.root(known.size) != known.root:
                raise Unsealed(f"The seal is not that of the checkpoint over {known.size} lines: nothing is signed.")
            if known.size == size:
                signed = before if before.signed_by([signer.key]) else before.signed(signer)
                return self.keep(signed, [signer.key])
        with self._written():
            changed = (
                "INSERT OR REPLACE INTO heads SELECT stream, ?, number, chain FROM streams s WHERE number IS NOT"
                " (SELECT number FROM heads h WHERE h.stream = s.stream ORDER BY size DESC LIMIT 1)"
            )
            self._db.execute(changed, (size,))
            latest = self._db.execute("SELECT stream, number, chain FROM streams")
            tree = HeadsTree({stream: Head(number, chain) for stream, number, chain in latest})
            body = Checkpoint(origin, size, self.root(size), len(tree.streams), tree.root)
            note = Note(body.text).signed(signer)
            self._db.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?)", (size, str(note)))
        return note

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The signed checkpoint over so many lines; the latest where no number is given; None where there is none."""
        where = "" if size is None else "WHERE size = ? "
        given = () if size is None else (size,)
        found = self._one(f"SELECT note FROM checkpoints {where}ORDER BY size DESC LIMIT 1", given)  # noqa: S608
        return Note.read(str(found)) if found else None

    def signed_by_all(self, keys: Sequence[Key], least: int, most: int) -> Note | None:
        """The first checkpoint over a number of lines from `least` to `most` that all of these keys signed."""
        between = "SELECT note FROM checkpoints WHERE size BETWEEN ? AND ? ORDER BY size"
        with self._told():
            for (written,) in self._db.execute(between, (least, most)):
                note = Note.read(written)
                if all(any(signature.by(key) for signature in note.signatures) for key in keys):
                    return note
        return None

    def keep(self, note: Note, keys: Sequence[Key]) -> Note:
        """Add what these keys signed to the checkpoint that has this text. Raises Unsealed where there is none."""
        with self._written():
            known = self.checkpoint(Checkpoint.read(note.text).size)
            if known is None or known.text != note.text:
                raise Unsealed("No checkpoint of this seal has that text.")
            more = known.with_signatures(signature for _, signature in note.signed_by(keys))
            size = Checkpoint.read(note.text).size
            self._db.execute("UPDATE checkpoints SET note = ? WHERE size = ?", (str(more), size))
        return more

    def timestamp(self, note: Note) -> bytes | None:
        """A timestamp authority's answer (RFC 3161, DER) about the note with these very signatures, if it was asked."""
        found = self._one("SELECT answer FROM timestamps WHERE note = ?", (_digest(note),))
        return bytes(found) if isinstance(found, bytes) else None

    def keep_timestamp(self, note: Note, answer: bytes) -> None:
        """Keep what a timestamp authority answered about the note, in the place of an earlier answer."""
        with self._written():
            self._db.execute("INSERT OR REPLACE INTO timestamps VALUES (?, ?)", (_digest(note), answer))

    def close(self) -> None:
        self._db.close()

    def _seal(self, size: int, rows: list[Row]) -> int:
        if not rows or rows[0].position != size + 1 or rows[-1].position != size + len(rows):
            raise Unsealed(
                f"The line at position {size + 1} is missing, or one soon after it: nothing is sealed. If a plan was "
                "dropped, restore seal.db from a backup."
            )
        leaves = [leaf_hash(row.line) for row in rows]
        streams = {row.stream: row.number for row in rows}
        chains = self._chains(streams)
        for row, leaf in zip(rows, leaves, strict=True):
            chains[row.stream] = linked(chains[row.stream], leaf)
        with self._written():
            if self.size != size:
                raise Unavailable(f"Another process seals into {self._path}: let one do it.")
            self._db.executemany("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?)", grown(size, self._kept, leaves))
            latest = [(stream, number, chains[stream]) for stream, number in streams.items()]
            self._db.executemany("INSERT OR REPLACE INTO streams VALUES (?, ?, ?)", latest)
            self._db.execute("UPDATE sealed SET size = ?", (rows[-1].position,))
        return rows[-1].position

    def _chains(self, streams: Collection[str]) -> dict[str, bytes]:
        """The chain of each of these streams so far."""
        asked = json.dumps(list(streams))
        found = "SELECT stream, chain FROM streams WHERE stream IN (SELECT value FROM json_each(?))"
        with self._told():
            return dict.fromkeys(streams, START) | dict(self._db.execute(found, (asked,)))

    def _kept(self, level: int, number: int) -> bytes:
        kept = self._one("SELECT hashes FROM tiles WHERE level = ? AND number = ?", (level, number))
        return bytes(kept) if isinstance(kept, bytes) else b""

    def _one(self, query: str, given: Sequence[object] = ()) -> object:
        with self._told():
            found = self._db.execute(query, given).fetchone()
        return found[0] if found else None

    @contextmanager
    def _written(self) -> Iterator[None]:
        """All of the block's changes or none."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise Unavailable(f"The seal {self._path} cannot be used ({error}): see to the file.") from error


def _digest(note: Note) -> bytes:
    return sha256(str(note).encode()).digest()
