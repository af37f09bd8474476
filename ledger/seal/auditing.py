"""The whole audit of a book: the lines beside a checkpoint, and whether they hold together, in one reading."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Protocol

from ledger.codec import Damaged
from ledger.ledger import Ledger
from ledger.seal.checking import LISTED, Comparison, Hashed, unlike
from ledger.seal.note import Checkpoint
from ledger.seal.sealing import Seal
from ledger.stores import Store
from ledger.texts import Texts
from ledger.verify import Break, Listening, Progress, Reader, before_the_first, looked_up, pages, reading
from ledger.verify_parts import verify_in_parts

LONG = 50_000
"""Lines from which on a book is read by several processes."""


class Asking(Protocol):
    """What else is asked of the first `upto` lines while they are read, and who hears what comes of it."""

    upto: int
    listening: Listening

    def heard(self, said: Any) -> None:
        """What a listener says of a page, and at the end."""
        ...


def audited(
    ledger: Ledger,
    place: str,
    seal: Seal,
    trusted: Checkpoint,
    processors: int,
    progress: Progress,
    asking: Asking | None = None,
) -> list[Break]:
    """What is wrong with the book, the first LISTED breaks in order: first what holds against the checkpoint.

    Also lines that nobody sealed yet must hold together. What is asked besides comes to nothing where the book is not
    whole. Raises Unsealed and Unavailable.
    """
    head = asking.upto if asking else ledger.head()
    listening = asking.listening if asking else None
    if head < LONG or processors == 1:
        sealed = list(unlike(seal, ledger.store, trusted, progress=progress))
        listener = listening(0, 1) if listening else None
        reader = Reader(ledger.texts, ledger.store, listener=listener)
        within = _first(reading(reader, head, progress))
        if asking and listener:
            asking.heard(listener.said())
            asking.heard(listener.end(reader.streams()))
        return _in_order(sealed, within)
    compared = Comparison(seal, ledger.store, trusted)

    def found() -> Iterator[Break]:
        for page in verify_in_parts(place, head, processors, Hashed.of, listening):
            if page.digest is not None:
                compared.add(page.digest)
            if asking:
                for said in page.said:
                    asking.heard(said)
            yield from page.breaks
            progress(page.position, head)

    within = _first(found())
    return _in_order(compared.breaks(), [*before_the_first(ledger.store), *within])


def _first(found: Iterator[Break]) -> list[Break]:
    """The first LISTED; the reading goes on to its end, for the sake of what else is made of it."""
    first = list(islice(found, LISTED))
    for _ in found:
        pass
    return first


def audited_since(store: Store, seal: Seal, trusted: Checkpoint, since: Checkpoint, progress: Progress) -> list[Break]:
    """What is wrong with the lines after the checkpoint `since` alone: against `trusted`, and each by itself."""
    sealed = list(unlike(seal, store, trusted, since, progress))
    damaged = islice(_damaged(store, since.size, trusted.size), LISTED)
    return _in_order(sealed, [*before_the_first(store), *damaged])


def _damaged(store: Store, begin: int, end: int) -> Iterator[Break]:
    texts = Texts(store)
    for page in pages(store, end, begin):
        copied = store.copied(page[0].position - 1, page[-1].position)
        for row in page:
            try:
                record = texts.record(row)
                why = looked_up(store, record, record.at.timestamp(), copied.get(row.position))
            except Damaged as damaged:
                why = str(damaged)
            if why:
                yield Break(position=row.position, stream=row.stream, number=row.number, why=why)


def _in_order(sealed: list[Break], within: list[Break]) -> list[Break]:
    """Where lines are not those that were sealed, whatever else is wrong from there on follows from it."""
    first = sealed[0].position if sealed else None
    return [*(each for each in within if first is None or each.position < first), *sealed]
