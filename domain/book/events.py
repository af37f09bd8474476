"""What can happen to the book itself: it is opened, sealed with a key, shown not to hold a plan, and keeps refusals."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.disclosure.events import Sealed
from domain.value import Digest, Event, Id, Slug, Text, added

BOOK = "book"
REFUSALS = "refusals"
RESERVED = frozenset({BOOK, REFUSALS})
"""Streams that are neither a plan's nor an authority's."""

AUTHORITY = "authority/"
"""How the id of an authority's stream begins: no plan's id holds a slash."""

StreamId = Annotated[str, StringConstraints(pattern=rf"^({AUTHORITY})?[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""The id of a plan, or of an authority's stream, such as `authority/gloucestershire`."""


def stream_of(authority: Slug) -> str:
    """The id of an authority's stream."""
    return AUTHORITY + authority


def authority_of(stream: str) -> Slug | None:
    """The authority whose stream it is; None for every other stream."""
    return stream.removeprefix(AUTHORITY) if stream.startswith(AUTHORITY) else None


def is_plan(stream: str) -> bool:
    """Whether a plan may have this id."""
    return stream not in RESERVED and not stream.startswith(AUTHORITY)


class BookOpened(Event):
    """The first line of every ledger. `clock` says for good whether its times are the world's or a case's.

    `book` is its own id, made at random, which sets its workflows apart from another book's on one Temporal server.
    """

    kind: ClassVar[str] = "book.opened"
    clock: Literal["real", "simulated"]
    book: Id


class SealKeyAdopted(Event):
    """From this line on the book is sealed with this key.

    `key`, and `replaces`, which is None for the first, are written as c2sp.org/signed-note writes verifier keys.
    `former_lost` says that the former key was lost and signs nothing more; else it signs this line with the new one.
    """

    kind: ClassVar[str] = "book.seal-key-adopted"
    key: Text
    replaces: Text | None = None
    because: Text
    former_lost: bool = added(False)


class AbsenceShown(Event):
    """A file was given out which proves that the book had no such plan: there is no plan to record it of.

    `to` is for whom it was made, `digest` its SHA-256, and `checkpoint` that by which there was none.
    """

    kind: ClassVar[str] = "book.absence-shown"
    plan: Text
    to: Text
    digest: Digest
    checkpoint: Sealed


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


BookEvent = BookOpened | SealKeyAdopted | AbsenceShown | CommandRefused
