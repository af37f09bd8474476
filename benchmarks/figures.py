"""What is to be reached, as data: each figure's contenders, and what is demanded of us against them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["postgres", "slow postgres", "file"]
"""A fresh database or file for each run of a contender."""

Log = Literal["log postgres", "log file", "small log postgres", "small log file", "one plan postgres", "one plan file"]
"""A log of real size that is there for the whole run, its first tenth, and one plan's first thousand lines alone."""


class Scale(NamedTuple):
    """How much is done: counted seconds of writing, lines of the log, and how many parts of the plans."""

    seconds: float
    lines: int
    plans: float

    def of(self, plans: int) -> int:
        """So many plans at full scale; at least 16 writers' hands full."""
        return max(int(plans * self.plans), 128)


@dataclass(frozen=True)
class Contender:
    """`program`: `module:function` of this package, a `.mjs` of Emmett's, or none: what making the place told."""

    name: str
    program: str
    place: Kind | Log
    given: Mapping[str, object] = field(default_factory=dict)


class Result(NamedTuple):
    """The median of a contender's repeats, all of them, its peak memory in MB, and what else it found last."""

    median: float
    values: tuple[float, ...]
    peak: float
    found: Mapping[str, float]


Results = Mapping[str, Result]


@dataclass(frozen=True)
class Demand:
    """`reached` must be at least, or at most, the `limit`. Raises KeyError for a contender that was not measured."""

    name: str
    limit: float
    reached: Callable[[Results], float]
    unit: str
    bound: Literal["at least", "at most"] = "at least"
    ours: str = "ours"
    floor: str | None = "floor"

    def met(self, reached: float) -> bool:
        return reached >= self.limit if self.bound == "at least" else reached <= self.limit


@dataclass(frozen=True)
class Figure:
    """Contenders that are measured in turns, and what follows. `unit` is that of each contender's value."""

    name: str
    unit: str
    contenders: tuple[Contender, ...]
    demands: tuple[Demand, ...]
    repeats: int | None = None


def times(other: str, ours: str = "ours") -> Callable[[Results], float]:
    """Our value as a multiple of another's."""
    return lambda results: results[ours].median / results[other].median


def found(what: str, ours: str = "ours") -> Callable[[Results], float]:
    """Something else that our contender found."""
    return lambda results: results[ours].found[what]


def value(ours: str = "ours") -> Callable[[Results], float]:
    """Our value itself."""
    return lambda results: results[ours].median


def peaks(other: str, ours: str = "ours") -> Callable[[Results], float]:
    """Our peak memory as a multiple of that on another place."""
    return lambda results: results[ours].peak / results[other].peak
