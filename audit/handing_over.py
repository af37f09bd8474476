"""How one key of the book handed over to the next: the checkpoints that both of them signed."""

from collections.abc import Iterable

from domain.book.events import SealKeyAdopted
from ledger.codec import decode
from ledger.seal.note import Key, Note
from ledger.seal.sealing import Seal
from ledger.stores import Row


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
