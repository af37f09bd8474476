"""What can happen to the book itself: it is opened, and it keeps the commands that the rules refused."""

from typing import ClassVar, Literal

from domain.value import Digest, Event, Id, Text

BOOK = "book"
REFUSALS = "refusals"
RESERVED = frozenset({BOOK, REFUSALS})
"""Streams that are not plans."""


class BookOpened(Event):
    """The first line of every ledger. `clock` says for good whether its times are the world's or a case's.

    `book` is its own id, made at random, which sets its workflows apart from another book's on one Temporal server.
    """

    kind: ClassVar[str] = "book.opened"
    clock: Literal["real", "simulated"]
    book: Id


class CommandRefused(Event):
    """A named person asked for something that the rules refuse.

    `digest` is the SHA-256 of the command's canonical JSON, with personal details blanked: the words themselves are not
    kept, because a command may be refused for holding what no plan may hold, and a digest of a number can be guessed.
    """

    kind: ClassVar[str] = "command.refused"
    plan: Text
    command: Id
    rule: Id
    because: Text
    digest: Digest
