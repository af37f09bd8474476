"""A projection, declared: its name, its version, the type of its rows, and what makes them. It keeps nothing itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.plan import Plan
from domain.value import Value
from ledger.record import Record

Row = Value
"""A row as read: frozen, compared by content. Its texts and days were checked when they were recorded."""

R = TypeVar("R", bound=Value)


def nobody(_: Value) -> str | None:
    """The post of a row that stands under none."""
    return None


@dataclass(frozen=True)
class PerPlan(Generic[R]):
    """Rows that follow from the plan as it stands, each under a short key within it.

    `post` says under which post a row is found, if under any. A raised version is a rebuild.
    """

    name: str
    version: int
    row: type[R]
    rows: Callable[[Plan], Mapping[str, R]]
    post: Callable[[R], str | None] = nobody


@dataclass(frozen=True)
class PerLine(Generic[R]):
    """One row a line, whatever its stream; never changed afterwards. Its key is the line's number, zero-padded."""

    name: str
    version: int
    row: type[R]
    of: Callable[[Record], R]


Projection = PerPlan[Any] | PerLine[Any]
