"""A sequence that grows at its end, at a cost that does not depend on how long it is."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import eq
from typing import Any, Self, TypeVar, get_args, overload

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

T = TypeVar("T")

_GUARD = threading.Lock()
"""Two who grow the same sequence at once do not write to one list."""


class Growing(Sequence[T]):
    """As immutable as a tuple: each holds the first so many items of a list that it shares with those grown from it.

    A tuple would be copied for each item more, and a plan may have tens of thousands of readings.
    """

    __slots__ = ("_length", "_shared")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._shared = list(items)
        self._length = len(self._shared)

    def and_(self, item: T) -> Self:
        """The same with one item more."""
        grown = object.__new__(type(self))
        with _GUARD:
            last = len(self._shared) == self._length
            grown._shared = self._shared if last else self._shared[: self._length]
            grown._shared.append(item)
            grown._length = self._length + 1
        return grown

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self._shared[n] for n in range(*at.indices(self._length)))
        if not -self._length <= at < self._length:
            raise IndexError(at)
        return self._shared[at if at >= 0 else self._length + at]

    def __iter__(self) -> Iterator[T]:
        return islice(self._shared, self._length)

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Growing | tuple) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        (item,) = get_args(source)
        items = core_schema.tuple_schema([handler.generate_schema(item)], variadic_item_index=0)
        written = core_schema.plain_serializer_function_ser_schema(tuple, return_schema=items)
        return core_schema.no_info_after_validator_function(cls, items, serialization=written)
