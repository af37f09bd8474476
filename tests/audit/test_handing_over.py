"""A bundle is followed from a key that was trusted before to the one that signs now, where the one handed over."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from books import ledger_on, play
from bundles import ORIGIN, Files, files_of, verifying
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from samples import open_the_plan

from audit.bundle import Bundle, pack
from domain.book.events import BOOK
from domain.reading import Misfit
from ledger.codec import decode
from ledger.memory_store import MemoryStore
from ledger.record import Signed
from ledger.seal.keeping import Keeper
from ledger.seal.keys import replace_key
from ledger.seal.note import LOG, Checkpoint, Key, Note, Signer
from ledger.stores import Unavailable

OFFICER = Signed(plan=BOOK, by="mo-01", acting_as="monitoring-officer")


class Book:
    """A sealed book with a plan; more is written before and after its key is replaced, so that no part is empty."""

    def __init__(self, folder: Path, key: bytes | None = None) -> None:
        self.folder, self.ledger, self.plans = folder, ledger_on(MemoryStore()), 0
        folder.mkdir(exist_ok=True)
        if key:
            (folder / "seal.key").write_bytes(key)
        self.keeper = Keeper(self.ledger, "5f3a91c2", folder)
        self.write()

    @property
    def key(self) -> Key:
        return self.keeper.signer.key

    def write(self) -> None:
        for _ in range(3):
            self.plans += 1
            play(self.ledger, open_the_plan, plan=f"plan-{self.plans}")
        self.keeper.checkpoint()

    def rotate(self) -> int:
        """The position of the line that says so."""
        self.write()
        self.keeper.rotate(OFFICER, "the yearly change")
        position = self.ledger.head()
        self.write()
        return position

    def lose_the_key(self) -> None:
        (self.folder / "seal.key").unlink()

    def bundle(self) -> Files:
        note, keeper = self.keeper.checkpoint(), self.keeper
        made = Bundle(request="the book", rows=tuple(self.ledger.store.stream(BOOK)))
        return files_of(pack(made, note, [self.key], keeper.seal, self.ledger.store, keeper.signer))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "book")


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    return verifying()


Says = Callable[[Files, Key], str]


@pytest.fixture
def says(verifier: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Says:
    """What the verifier says of the files to whoever trusts the key; of what does not hold, that alone."""

    def said(files: Files, trusted: Key) -> str:
        monkeypatch.setattr(verifier, "read_files", lambda _: {n: d for n, d in files.items() if n != "verify.py"})
        try:
            verifier.check(None, verifier.read_key(str(trusted)), [])
        except verifier.Broken as broken:
            return f"DOES NOT HOLD: {broken}"
        return capsys.readouterr().out

    return said


def with_hand_over(files: Files, position: int, note: Note | None, signer: Signer) -> Files:
    """The same with this checkpoint as the one that both keys signed, or with none; the list of files signed anew."""
    name = f"handover-{position}.txt"
    changed = {each: data for each, data in files.items() if each not in {name, "bundle.txt", "verify.py"}}
    if note:
        changed[name] = str(note).encode()
    listed = "".join(f"file {sha256(data).hexdigest()} {each}\n" for each, data in sorted(changed.items()))
    return changed | {"bundle.txt": str(Note(listed).signed(signer)).encode()}


def test_a_key_that_was_trusted_leads_over_two_rotations_to_the_one_that_signs(book: Book, says: Says) -> None:
    first = book.key
    one = book.rotate()
    second = book.key
    two = book.rotate()
    files = book.bundle()
    told = says(files, first).splitlines()
    assert told[0] == (f"You trust {first.short}, and the bundle says that it is signed with {book.key.short}: see 3.")
    assert [line for line in told if "handed over" in line] == [
        f"3. {old.short} handed over to {new.short} at position {n}, and signed the log with that line: all {n} lines "
        f"up to it are as it signed them. For later ones {new.short} alone vouches."
        for old, new, n in ((first, second, one), (second, book.key, two))
    ]
    assert told[-1] == "Everything holds."
    assert says(files, second).count("handed over") == 1
    assert "handed over" not in says(files, book.key)


def test_lines_that_were_written_while_the_key_was_replaced_are_no_hindrance(
    book: Book, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first checkpoint that both signed then ends with a line that is not in the bundle."""
    former, seal = book.key, book.keeper.seal
    follow = seal.follow

    def meanwhile() -> int:
        book.plans += 1
        play(book.ledger, open_the_plan, plan=f"plan-{book.plans}")
        return follow()

    with monkeypatch.context() as patched:
        patched.setattr(seal, "follow", meanwhile)
        book.keeper.rotate(OFFICER, "the yearly change")
    adopted = book.ledger.store.stream(BOOK)[-1].position
    book.write()
    files = book.bundle()
    assert Checkpoint.read(Note.read(files[f"handover-{adopted}.txt"].decode()).text).size == adopted + 1
    assert f"at position {adopted}, and signed the log with that line" in says(files, former)


def test_a_key_that_the_book_never_had_leads_nowhere(book: Book, says: Says) -> None:
    book.rotate()
    other = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate()).key
    assert says(book.bundle(), other) == (
        f"DOES NOT HOLD: The bundle is signed with {book.key.short}, and no line in it hands over to that key from "
        f"{other.short}, which you trust. Ask for a bundle at a later checkpoint, or for the new key from elsewhere."
    )


def test_a_hand_over_counts_that_the_former_key_signed_with_the_line_in_it(book: Book, says: Says) -> None:
    """Whoever has the new key alone, and checkpoints that the former one signed, can pass nothing off as one."""
    former = book.keeper.signer
    before = book.keeper.checkpoint()
    position = book.rotate()
    files, new = book.bundle(), book.keeper.signer
    both = Note.read(files[f"handover-{position}.txt"].decode())
    another = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate())
    by_another = Note(both.text).signed(new).signed(another)
    for note, why in (
        (None, f"there is no handover-{position}.txt, which the former would have signed: it is not followed."),
        (Note(both.text).signed(new), f"handover-{position}.txt is not signed by {ORIGIN}."),
        (by_another, f"handover-{position}.txt is not signed by {ORIGIN}."),
        (before.signed(new), f"handover-{position}.txt was signed before the line at position {position} was written."),
    ):
        said = says(with_hand_over(files, position, note, new), former.key)
        assert said.startswith("DOES NOT HOLD")
        assert why in said


def test_a_line_that_the_former_key_did_not_sign_is_not_followed(book: Book, says: Says, tmp_path: Path) -> None:
    """Who took the book and not its key names a key of his own where the true book named another."""
    former = book.key
    forged = Book(tmp_path / "forged", (book.folder / "seal.key").read_bytes())
    position = book.rotate()
    forged.write()
    forged.lose_the_key()
    forged.keeper.replace_lost(OFFICER, "mine from here on")
    assert forged.ledger.head() == position
    forged.write()
    true = Note.read(book.bundle()[f"handover-{position}.txt"].decode())
    mine = forged.keeper.signer
    assert says(with_hand_over(forged.bundle(), position, true.signed(mine), mine), former) == (
        "DOES NOT HOLD: The lines are not those that were sealed: with them the tree has another root than is signed."
    )


def test_a_book_whose_key_is_gone_is_not_sealed_with_another_unless_somebody_says_so(book: Book, says: Says) -> None:
    former = book.key
    with pytest.raises(Misfit, match="No key of the book is lost"):
        book.keeper.replace_lost(OFFICER, "the disk failed")
    book.lose_the_key()
    lines = book.ledger.head()
    for _ in range(2):  # nothing is made on the way
        with pytest.raises(Unavailable, match=rf"does not hold the key {re.escape(former.short)}.* restore .* --lost"):
            book.keeper.checkpoint()
    assert book.ledger.head() == lines
    book.keeper.replace_lost(OFFICER, "the disk failed")
    assert book.ledger.head() == lines + 1
    event = decode(book.ledger.store.stream(BOOK)[-1]).event
    assert (event.replaces, event.former_lost) == (str(former), True)  # type: ignore[attr-defined]
    assert says(book.bundle(), book.key).endswith("Everything holds.\n")
    assert says(book.bundle(), former) == (
        f"DOES NOT HOLD: At position {lines + 1} {book.key.short} came in the place of {former.short}, and there is "
        f"no handover-{lines + 1}.txt, which the former would have signed: it is not followed. Ask why; get the new "
        "key from elsewhere."
    )


def test_another_books_key_is_not_taken_for_this_ones(book: Book, tmp_path: Path) -> None:
    other = Book(tmp_path / "other")
    (book.folder / "seal.key").write_bytes((other.folder / "seal.key").read_bytes())
    with pytest.raises(Unavailable, match="does not hold the key"):
        book.keeper.checkpoint()


def test_a_rotation_that_stopped_half_way_leaves_the_former_key_in_use(book: Book) -> None:
    """Stopped before the book names the new key: the former lies beside the file."""
    former = book.key
    replace_key(book.folder / "seal.key", ORIGIN, LOG)
    book.write()
    assert book.key == former
    book.rotate()
    assert book.keeper.known_keys() == [former, book.key]
