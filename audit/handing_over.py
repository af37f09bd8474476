"""What a bundle carries of the book's own stream, and how one key handed over to the next."""

from collections.abc import Iterable

from domain.book.events import BOOK, BookOpened, SealKeyAdopted
from ledger.codec import decode
from ledger.seal.note import Key, Note
from ledger.seal.sealing import Seal
from ledger.stores import Row, Store

CARRIED = frozenset({BookOpened.kind, SealKeyAdopted.kind})
"""Kinds of lines. To whom else something was shown is nobody's business who is given a bundle."""


def of_the_book(store: Store, upto: int) -> list[Row]:
    """The lines of the book's own stream that go into every bundle at a checkpoint over `upto` lines."""
    return [row for row in store.stream(BOOK) if row.kind in CARRIED and row.position <= upto]


def hand_overs(rows: Iterable[Row], seal: Seal, upto: int) -> dict[int, Note]:
    """By the position of each of these lines that adopts a key: the first checkpoint with that line, over `upto` lines
    at most, that the key and the one before it signed. None where the one before did not sign, because it was lost.
    """
    found: dict[int, Note] = {}
    for row in rows:
        event = decode(row).event if row.kind == SealKeyAdopted.kind else None
        if isinstance(event, SealKeyAdopted) and event.replaces:
            note = seal.signed_by_all([Key.read(event.replaces), Key.read(event.key)], row.position, upto)
            if note:
                found[row.position] = note
    return found
