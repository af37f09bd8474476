"""What the activities need of the world: a book to write in, somebody to tell, and a post that takes the submission."""

from datetime import datetime
from typing import Protocol

from domain.book.events import StreamId
from domain.decider import AnyCommand
from domain.plan import Plan
from domain.value import Digest, Slug, Text, Value


class Message(Value):
    """Something a person must know. `key` is the message's own id: the same key twice is one message."""

    key: Text
    to: Slug
    plan: StreamId
    subject: Text
    body: Text
    at: datetime


class Parcel(Value):
    """The sealed submission for one addressee: `content` is the very bytes that were approved, in UTF-8.

    `key` is the idempotency key: however often it is sent, it counts once.
    """

    key: Text
    plan: Slug
    version: int
    digest: Digest
    addressee: Slug
    addressee_name: Text
    content: str
    at: datetime


class Book(Protocol):
    """The ledger, as workflows may use it."""

    def time(self, own: datetime) -> datetime:
        """The time to act at: the workflow's own in a simulated book, the ledger's in a real one."""
        ...

    def enter(
        self,
        plan: str,
        command: AnyCommand,
        at: datetime,
        id: str | None = None,  # noqa: A002
        cause: int | None = None,
    ) -> bool:
        """Record a command as Minutebook itself; whether it is recorded, now or earlier under the same id.

        `cause` is the position of the line that called for it.

        Safe to repeat. Raises Refused.
        """
        ...

    def plan(self, plan: str) -> Plan | None:
        """The plan as it stands."""
        ...


class Notifier(Protocol):
    """Tells people."""

    def tell(self, message: Message) -> None:
        """Deliver the message; once, however often it is asked with the same key."""
        ...


class Postbox(Protocol):
    """Takes the submission to an addressee."""

    def send(self, parcel: Parcel) -> str:
        """Send it and return the addressee's receipt; the same key gives the same receipt."""
        ...
