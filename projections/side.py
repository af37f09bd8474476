"""The seam between the shelf and its database: what SQLite and PostgreSQL must each be able to do."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, Protocol

from ledger.stores import Unavailable


class Kept(NamedTuple):
    """A row that follows from a plan, as stored: `key` is the plan and the row's key in it, `body` the row as JSON."""

    key: str
    plan: str
    post: str | None
    body: str


Laid = tuple[str, str]
"""A row that follows from a line, as stored: its key, and the row as JSON on one line of text."""


class Ask(Protocol):
    """Does one statement, in which values stand as `?`; the rows it gives, if it gives any."""

    def __call__(self, statement: str, *values: object) -> list[tuple[Any, ...]]: ...


class Hand(Protocol):
    """What may be done within one transaction."""

    def ask(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Do one statement; the rows it gives, if it gives any. Values stand as `?`."""
        ...

    def do(self, statement: str, *values: object) -> None:
        """Do one statement that gives no rows. It is done, or fails, by the next `ask`, or the end."""
        ...

    def lay(self, table: str, rows: Sequence[Laid]) -> None:
        """Add rows whose keys are new: like `do`."""
        ...

    def put(self, table: str, rows: Sequence[Kept]) -> None:
        """Write rows, each in the place of the one with its key: like `do`."""
        ...

    def drop(self, table: str, keys: Iterable[str]) -> None:
        """Remove the rows of these keys: like `do`."""
        ...

    def of_plans(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, list[Kept]]:
        """By table, the rows of these plans, in one question."""
        ...


class Side(Protocol):
    """One database. Every method may raise Unavailable. Safe for several threads."""

    key: str
    """The column type of a key: text that sorts by code point."""

    def transaction(self, *, alone: bool) -> AbstractContextManager[Hand]:
        """All or nothing; `alone`: nobody else follows meanwhile, and all that they wrote before is seen.

        Otherwise others go on following: what is only laid may wait for the end before it takes any lock.
        """
        ...

    def read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one question, outside any transaction; what is being written is not seen."""
        ...

    def has(self, table: str) -> bool:
        """Whether there is such a table."""
        ...

    def alike(self, ask: Ask, columns: Sequence[str], live: str, built: str, *, exact: bool) -> int:
        """How many rows are the same in two tables of these columns, of which the first is the key.

        Unless `exact` is asked for, one in 2^64 that differ may be taken for the same.
        """
        ...

    def claimed(self, *, wait: bool) -> AbstractContextManager[None]:
        """Within the block nobody else rebuilds, in whatever process. Who may not `wait` is told so: Unavailable."""
        ...

    def close(self) -> None:
        """Give back the connections; a second call does nothing."""
        ...


def already_rebuilding() -> Unavailable:
    """What to tell whoever wants to rebuild while another does."""
    return Unavailable("Views are being rebuilt here already: wait until that is done, then try again.")
