"""The seal keeps the tree of the lines as they are stored, whatever stops it, and signs no other."""

import sqlite3
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.memory_store import MemoryStore
from ledger.seal import sealing
from ledger.seal.heads import START, Head, HeadsTree, head_line, linked
from ledger.seal.note import LOG, WITNESS, Checkpoint, Note, Signer, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tiles import SIZE, WIDTH, grown
from ledger.seal.tree import begins_with, consistency, includes, inclusion, leaf_hash, root_at
from ledger.stores import NewRow, Unavailable

AT = datetime(2022, 7, 15, tzinfo=UTC)
BOOK = "minutebook/0123abcd"
LOGS = Signer(BOOK, LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
AUDIT = Signer("audit.example", WITNESS, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


def wrote(store: MemoryStore, lines: int, streams: int = 3) -> None:
    """So many more lines, in turn to these streams."""
    begin = store.head()
    for n in range(begin, begin + lines):
        stream = f"plan-{n % streams}"
        row = NewRow(stream, store.length(stream) + 1, "plan.opened", f"line {n}".encode(), None, AT)
        store.append([row])


def lines(store: MemoryStore) -> list[bytes]:
    return [row.line for row in store.after(0, store.head())]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def seal(tmp_path: Path, store: MemoryStore) -> Seal:
    return Seal(tmp_path / "seal.db", store)


def test_the_root_is_that_of_another_implementation(seal: Seal, store: MemoryStore) -> None:
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    for more in (1, 4, 250, 3, 300):
        wrote(store, more)
        for line in lines(store)[-more:]:
            theirs.append_entry(line)
        assert seal.follow() == store.head()
        assert seal.root(store.head()) == theirs.get_root()
    size = store.head()
    assert all(seal.root(n) == theirs.get_root(n) for n in range(1, size, 37))


def test_the_proofs_are_those_of_another_implementation(seal: Seal, store: MemoryStore) -> None:
    """Its proof of inclusion begins with the leaf itself."""
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    wrote(store, 300)
    seal.follow()
    for line in lines(store):
        theirs.append_entry(line)
    for index, size in ((0, 1), (0, 300), (255, 256), (256, 300), (299, 300), (7, 11)):
        assert inclusion(index, size, seal.node) == theirs.prove_inclusion(index + 1, size).path[1:]


@given(st.lists(st.integers(0, 700), max_size=4))
def test_however_it_grows_the_tiles_are_the_same(pages: list[int]) -> None:
    leaves = [leaf_hash(str(n).encode()) for n in range(sum(pages))]
    by_page: dict[tuple[int, int], bytes] = {}
    size = 0
    for page in pages:
        tiles = list(grown(size, lambda level, number: by_page[level, number], leaves[size : size + page]))
        by_page.update({(level, number): hashes for level, number, hashes in tiles})
        size += page
    at_once = {(level, number): hashes for level, number, hashes in grown(0, lambda _, __: b"", leaves)}
    assert by_page == at_once
    assert all(len(hashes) <= WIDTH * SIZE for hashes in by_page.values())


def test_what_the_tiles_do_not_reach_is_not_made_up(seal: Seal, store: MemoryStore) -> None:
    wrote(store, 5)
    seal.follow()
    with pytest.raises(LookupError, match="do not reach"):
        root_at(6, seal.node)


def test_a_checkpoint_proves_every_line_and_every_stream(seal: Seal, store: MemoryStore) -> None:
    wrote(store, 40)
    seal.follow()
    note = seal.sign(BOOK, LOGS)
    signed = Checkpoint.read(note.text)
    assert [key for key, _ in note.signed_by([LOGS.key])] == [LOGS.key]
    assert (signed.origin, signed.size, signed.streams) == (BOOK, 40, 3)
    for index, line in enumerate(lines(store)):
        assert includes(leaf_hash(line), index, 40, inclusion(index, 40, seal.node), signed.root)
    tree = HeadsTree(seal.heads(40))
    for index, stream in enumerate(tree.streams):
        chain = START
        for row in store.stream(stream):
            chain = linked(chain, leaf_hash(row.line))
        leaf = leaf_hash(head_line(stream, Head(store.length(stream), chain)))
        assert includes(leaf, index, 3, inclusion(index, 3, tree.node), signed.heads)


def test_every_checkpoint_begins_with_the_one_before_and_keeps_its_heads(seal: Seal, store: MemoryStore) -> None:
    signed: list[Checkpoint] = []
    for streams in (2, 2, 5):
        wrote(store, 7, streams)
        seal.follow()
        signed.append(Checkpoint.read(seal.sign(BOOK, LOGS).text))
    for older, newer in pairwise(signed):
        proof = consistency(older.size, newer.size, seal.node)
        assert begins_with(older.size, older.root, newer.size, newer.root, proof)
    for each in signed:
        kept = seal.checkpoint(each.size)
        assert kept is not None
        assert Checkpoint.read(kept.text) == each
        assert HeadsTree(seal.heads(each.size)).root == each.heads


def test_what_is_signed_stands_until_there_is_more(seal: Seal, store: MemoryStore) -> None:
    wrote(store, 3)
    seal.follow()
    assert seal.sign(BOOK, LOGS) == seal.sign(BOOK, LOGS) == seal.checkpoint()
    wrote(store, 1)
    seal.follow()
    assert seal.sign(BOOK, LOGS) != seal.checkpoint(3)


def test_it_goes_on_where_it_stopped(tmp_path: Path, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PAGE", 100)
    wrote(store, 450)
    first = Seal(tmp_path / "seal.db", store)
    first.follow(upto=130)
    first.close()
    again = Seal(tmp_path / "seal.db", store)
    assert again.size == 130
    again.follow()
    whole = Seal(tmp_path / "another.db", store)
    whole.follow()
    assert again.root(450) == whole.root(450)
    assert again.sign(BOOK, LOGS) == whole.sign(BOOK, LOGS)


def test_a_page_is_sealed_whole_or_not_at_all(seal: Seal, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(store, 10)
    seal.follow()
    wrote(store, 10)
    with monkeypatch.context() as broken:
        broken.setattr(sealing, "grown", lambda *_: (_ for _ in ()).throw(RuntimeError("no power")))
        with pytest.raises(RuntimeError, match="no power"):
            seal.follow()
    assert seal.size == 10
    assert seal.follow() == 20


def test_lines_cut_off_are_seen(tmp_path: Path, seal: Seal, store: MemoryStore) -> None:
    wrote(store, 10)
    seal.follow()
    shorter = MemoryStore()
    wrote(shorter, 9)
    with pytest.raises(Unsealed, match="10 lines are sealed and the ledger has 9"):
        Seal(tmp_path / "seal.db", shorter).follow()


def test_nothing_is_signed_that_does_not_begin_with_what_was_signed(
    tmp_path: Path, seal: Seal, store: MemoryStore
) -> None:
    wrote(store, 10)
    seal.follow()
    seal.sign(BOOK, LOGS)
    with sqlite3.connect(tmp_path / "seal.db") as db:
        db.execute("UPDATE tiles SET hashes = zeroblob(320)")
    wrote(store, 1)
    seal.follow()
    with pytest.raises(Unsealed, match="not that of the checkpoint over 10 lines"):
        seal.sign(BOOK, LOGS)


def test_a_witness_s_signature_is_kept_with_the_checkpoint(seal: Seal, store: MemoryStore) -> None:
    wrote(store, 2)
    seal.follow()
    cosigned = seal.sign(BOOK, LOGS).signed(AUDIT, time=5)
    seal.keep(cosigned, [AUDIT.key])
    assert seal.checkpoint() == cosigned
    assert seal.keep(cosigned, [AUDIT.key]) == cosigned
    with pytest.raises(Unsealed, match="No checkpoint of this seal"):
        seal.keep(Note(cosigned.text.replace(BOOK, "another")).signed(AUDIT), [AUDIT.key])


def test_a_file_that_is_no_seal_is_told_in_one_sentence(tmp_path: Path, store: MemoryStore) -> None:
    (tmp_path / "seal.db").write_text("no database", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"The seal .*seal\.db cannot be used"):
        Seal(tmp_path / "seal.db", store)
