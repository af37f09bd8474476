"""The whole audit of a book: the lines beside a checkpoint, and whether they hold together, in one reading."""

from collections.abc import Iterator
from itertools import islice

from ledger.codec import Damaged
from ledger.ledger import Ledger
from ledger.seal.checking import LISTED, Comparison, Hashed, before_the_first, unlike
from ledger.seal.note import Checkpoint
from ledger.seal.sealing import Seal
from ledger.stores import Store
from ledger.texts import Texts
from ledger.verify import Break, Progress, looked_up, pages, verify
from ledger.verify_parts import verify_in_parts

LONG = 50_000
"""Lines from which on a book is read by several processes."""


def audited(
    ledger: Ledger, place: str, seal: Seal, trusted: Checkpoint, processors: int, progress: Progress
) -> list[Break]:
    """What is wrong with the book, the first LISTED breaks in order: first what holds against the checkpoint.

    Also lines that nobody sealed yet must hold together. Raises Unsealed and Unavailable.
    """
    head = ledger.head()
    if head < LONG or processors == 1:
        sealed = list(unlike(seal, ledger.store, trusted, progress=progress))
        return _in_order(sealed, list(islice(verify(ledger, progress), LISTED)))
    compared = Comparison(seal, ledger.store, trusted)
    found = verify_in_parts(place, head, processors, progress, Hashed.of, compared.add)
    within = list(islice(found, LISTED))
    for _ in found:  # the reading goes on for the seal's sake
        pass
    return _in_order([*before_the_first(ledger.store), *compared.breaks()], within)


def audited_since(store: Store, seal: Seal, trusted: Checkpoint, since: Checkpoint, progress: Progress) -> list[Break]:
    """What is wrong with the lines after the checkpoint `since` alone: against `trusted`, and each by itself."""
    sealed = list(unlike(seal, store, trusted, since, progress))
    return _in_order(sealed, list(islice(_damaged(store, since.size, trusted.size), LISTED)))


def _damaged(store: Store, begin: int, end: int) -> Iterator[Break]:
    texts = Texts(store)
    for page in pages(store, end, begin):
        copied = store.copied(page[0].position - 1, page[-1].position)
        for row in page:
            try:
                why = looked_up(store, texts.record(row), copied.get(row.position))
            except Damaged as damaged:
                why = str(damaged)
            if why:
                yield Break(position=row.position, stream=row.stream, number=row.number, why=why)


def _in_order(sealed: list[Break], within: list[Break]) -> list[Break]:
    """Where lines are not those that were sealed, whatever else is wrong from there on follows from it."""
    first = sealed[0].position if sealed else None
    return [*(each for each in within if first is None or each.position < first), *sealed]
