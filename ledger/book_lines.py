"""Lines of the book's own stream: no command leads to them, and nothing is decided on them."""

from collections.abc import Callable, Sequence

from domain.book.events import BOOK, BookEvent
from domain.calendar import london_day
from ledger.clerk import written
from ledger.codec import decode
from ledger.ledger import Ledger
from ledger.record import Record, Signed, line
from ledger.stores import Behind, Conflict, Store


def book_lines(store: Store) -> list[Record]:
    """The book's own stream. Raises Damaged."""
    return [decode(row) for row in store.stream(BOOK)]


def enter(ledger: Ledger, signed: Signed, follows: Callable[[Sequence[Record]], BookEvent | None]) -> None:
    """Write what `follows` from the lines before, or nothing; where another process wrote meanwhile it is asked again.

    Raises Unavailable.
    """
    while True:
        before = book_lines(ledger.store)
        event = follows(before)
        if event is None:
            return
        at = max(ledger.clock.now(), ledger.last_at())
        try:
            ledger.store.append([written(line(signed, event, len(before) + 1, at, london_day(at), None))])
        except (Conflict, Behind):
            continue
        return
