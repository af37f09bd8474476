"""Who seals a book: follows it, signs with the key that the book itself names, and knows every key before that."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from domain.authority.roles import ENGINE, WORKFLOW
from domain.book.events import BOOK, SealKeyAdopted
from domain.reading import Misfit
from ledger.book_lines import book_lines, enter
from ledger.codec import Damaged
from ledger.ledger import Ledger
from ledger.record import Record, Signed
from ledger.seal.keys import find_key, key_in, replace_key
from ledger.seal.note import LOG, Checkpoint, Key, Note, Signer
from ledger.seal.sealing import Seal
from ledger.stores import Unavailable

KEY_FILE = "seal.key"
SEAL_FILE = "seal.db"


class Keeper:
    """The seal of one book in one data folder: `seal.db`, which can be built again as long as no plan was dropped, and
    `seal.key`, which cannot.

    Raises Unavailable where a file cannot be used, and Unsealed where the ledger contradicts what was sealed.
    """

    def __init__(self, ledger: Ledger, book: str, folder: Path) -> None:
        self.origin = f"minutebook/{book}"
        self.seal = Seal(folder / SEAL_FILE, ledger.store)
        self._ledger = ledger
        self._key_file = folder / KEY_FILE

    @property
    def signer(self) -> Signer:
        """Whoever signs now: the key that the book names last; the first is made. Raises Unavailable for a lost one."""
        known = self.known_keys()
        if not known:
            return key_in(self._key_file, self.origin, LOG)
        found = find_key(self._key_file, known[-1])
        if found is None:
            raise Unavailable(
                f"{self._key_file} does not hold the key {known[-1].short} that the book was sealed with, so nothing "
                "more is sealed: restore the file from a backup, or have a monitoring officer or the head of paid "
                "service adopt a new key openly (`minutebook audit key --lost --by … --as … --reason …`)."
            )
        return found

    def checkpoint(self) -> Note:
        """Everything that is written now, sealed and signed. The first key is named in the book before it signs."""
        signer = self.signer
        if not self.known_keys():
            self._adopt(signer, Signed(plan=BOOK, by=WORKFLOW, acting_as=ENGINE), "the first start")
        self.seal.follow()
        return self.seal.sign(self.origin, signer)

    def rotate(self, signed: Signed, because: str) -> Key:
        """From now on another key. The line that says so is sealed under the former key and under the new one."""
        self.checkpoint()
        former, new = self.signer, replace_key(self._key_file, self.origin, LOG)
        self._adopt(new, signed, because)
        self.seal.follow()
        note = self.seal.sign(self.origin, former)
        self.seal.keep(note.signed(new), [new.key])
        return new.key

    def replace_lost(self, signed: Signed, because: str) -> Key:
        """From now on another key, because the one that the book names is lost and cannot sign that it hands over.

        Raises Misfit where it is not lost.
        """
        known = self.known_keys()
        if not known or find_key(self._key_file, known[-1]):
            raise Misfit("No key of the book is lost: `minutebook audit key --rotate` replaces the one in use.")
        new = replace_key(self._key_file, self.origin, LOG)
        self._adopt(new, signed, because, lost=True)
        self.checkpoint()
        return new.key

    def known_keys(self) -> list[Key]:
        """The keys that the book has named, the one in use last."""
        return _named(book_lines(self._ledger.store))

    def trusted_keys(self) -> list[Key]:
        """The same of a book that may be damaged: where it names none that can be read, the one in the key file."""
        with suppress(Damaged):
            if known := self.known_keys():
                return known
        latest = self.seal.checkpoint()
        if latest is None or not self._key_file.exists():
            return []
        return [key_in(self._key_file, Checkpoint.read(latest.text).origin, LOG).key]

    def _adopt(self, signer: Signer, signed: Signed, because: str, *, lost: bool = False) -> None:
        """Name the key in the book."""

        def adopted(before: Sequence[Record]) -> SealKeyAdopted:
            known = _named(before)
            former = str(known[-1]) if known else None
            return SealKeyAdopted(key=str(signer.key), replaces=former, because=because, former_lost=lost)

        enter(self._ledger, signed, adopted)


def _named(lines: Sequence[Record]) -> list[Key]:
    return [Key.read(line.event.key) for line in lines if isinstance(line.event, SealKeyAdopted)]
