"""Measures a figure: its contenders in turns, in processes of their own, and the median of each."""

import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, cast

from benchmarks.children import Failed, Told, node, python
from benchmarks.figures import Contender, Figure, Log, Result
from benchmarks.logs import Logs
from benchmarks.places import Missing, Places


class Measured(NamedTuple):
    """A figure with its results by contender, and why there are none of the others."""

    figure: Figure
    results: dict[str, Result]
    missing: dict[str, str]


def measure(figure: Figure, places: Places, logs: Logs, repeats: int) -> Measured:
    """Every contender in each round, the one that begins moving on; whoever fails once is not measured."""
    told: dict[str, list[Told]] = defaultdict(list)
    missing: dict[str, str] = {}
    for turn in range(repeats):
        first = turn % len(figure.contenders)
        for contender in (*figure.contenders[first:], *figure.contenders[:first]):
            if contender.name in missing:
                continue
            try:
                told[contender.name].append(_run(contender, places, logs))
            except (Missing, Failed) as why:
                missing[contender.name] = str(why)
    results = {name: _result(all_told) for name, all_told in told.items() if name not in missing}
    return Measured(figure, results, missing)


def _run(contender: Contender, places: Places, logs: Logs) -> Told:
    if contender.program.endswith(".mjs"):
        folder = places.emmett()
        if not (lines := folder / "lines.json").exists():
            python("library:written", {"place": str(lines)})
        with _place(contender, places, logs) as place:
            return node(contender.program, folder, {**contender.given, "place": place})
    with _place(contender, places, logs) as place:
        if not contender.program:
            return logs.told(cast("Log", contender.place))
        return python(contender.program, {**contender.given, "place": place})


@contextmanager
def _place(contender: Contender, places: Places, logs: Logs) -> Iterator[str]:
    match contender.place:
        case "file":
            with places.file() as file:
                yield file
        case "postgres" | "slow postgres":
            with places.server(contender.place).database() as address:
                yield address
        case log:
            yield logs.place(log)


def _result(told: list[Told]) -> Result:
    values = tuple(each.found["value"] for each in told)
    return Result(statistics.median(values), values, max(each.peak for each in told), told[-1].found)
