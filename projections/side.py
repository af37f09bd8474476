"""The seam between the shelf and its database: what SQLite and PostgreSQL must each be able to do."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol


class Kept(NamedTuple):
    """A row of a view as stored: `key` is the plan and the row's key within it, `body` the row as JSON."""

    key: str
    plan: str
    post: str | None
    body: str


class Hand(Protocol):
    """What may be done within one transaction. Values stand as `?` in the statements."""

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Do one statement; the rows it gives, if it gives any."""
        ...

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        """Write rows, each in the place of the one with its key."""
        ...

    def drop(self, table: str, keys: Iterable[str]) -> None:
        """Remove the rows of these keys."""
        ...

    def of_plans(self, table: str, plans: Sequence[str]) -> list[Kept]:
        """The rows of these plans."""
        ...


class Side(Protocol):
    """One database. Every method may raise Unavailable.

    The shelf writes from one thread at a time; reads may come from several.
    """

    key: str
    """The column type of a key: text that sorts by code point."""

    def transaction(self, *, alone: bool) -> AbstractContextManager[Hand]:
        """All or nothing; `alone`: no other process writes meanwhile, and all that they wrote before is seen."""
        ...

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one question, outside any transaction; what is being written is not seen."""
        ...

    def has(self, table: str) -> bool:
        """Whether there is such a table."""
        ...

    def close(self) -> None:
        """Give back the connections; a second call does nothing."""
        ...
