"""What was measured: a table for the terminal, and a list of JSON objects, one a demand."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Demand, Result
from benchmarks.rounds import Measured

Entry = dict[str, Any]
"""One demand, with all that was measured for it. What is not measured is None, and `not_measured` says why."""

COLUMNS = ("name", "unit", "at least", "reached", "ours", "floor", "peers")


def entries(measured: Measured) -> list[Entry]:
    """One for each demand of a figure."""
    return [_entry(measured, demand) for demand in measured.figure.demands]


def write(file: Path, found: Sequence[Entry]) -> None:
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def show(console: Console, found: Sequence[Entry]) -> None:
    """The table. What is to be kept under is marked with ≤; what was not reached, with a cross."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, justify="left" if column in {"name", "unit", "peers"} else "right")
    for entry in found:
        table.add_row(*_row(entry))
    console.print(table)
    failed = {f"{entry['figure']}, {who}": why for entry in found for who, why in entry["not_measured"].items()}
    for name, why in failed.items():
        console.print(f"not measured: {name}: {why}", markup=False)


def with_missed(found: Sequence[Entry]) -> list[Entry]:
    """The entries with, beside each contender's speed in commands, what its followers missed on PostgreSQL."""
    counted: dict[str, Any] = next((entry["found"] for entry in found if entry["measured_in"] == "events"), {})
    missed = {name: f"{told['value']:,} of {told['written']:,}" for name, told in counted.items()}
    return [
        entry | {"missed": {name: missed[name] for name in entry["repeats"] if name in missed}}
        if entry["measured_in"] == "commands/s" and "SQLite" not in entry["figure"]
        else entry
        for entry in found
    ]


def _entry(measured: Measured, demand: Demand) -> Entry:
    results = measured.results
    try:
        reached = round(demand.reached(results), 3)
    except (KeyError, ZeroDivisionError):
        reached = None
    return {
        "name": demand.name,
        "unit": demand.unit,
        "reached": reached,
        "at_least": demand.limit,
        "bound": demand.bound,
        "met": reached is not None and demand.met(reached),
        "ours": _median(results, demand.ours),
        "floor": _median(results, demand.floor),
        "peers": {name: _rounded(result.median) for name, result in results.items() if _is_peer(name)},
        "figure": measured.figure.name,
        "measured_in": measured.figure.unit,
        "repeats": {name: [_rounded(value) for value in result.values] for name, result in results.items()},
        "peak_mb": {name: round(result.peak, 1) for name, result in results.items()},
        "found": {name: dict(result.found) for name, result in results.items()},
        "not_measured": measured.missing,
    }


def _is_peer(name: str) -> bool:
    return name != "floor" and not name.startswith("ours")


def _median(results: dict[str, Result], name: str | None) -> float | None:
    return _rounded(results[name].median) if name in results else None


def _rounded(value: float) -> float:
    return round(value) if abs(value) >= 100 else round(value, 3)


def _row(entry: Entry) -> list[str]:
    sign = "≤ " if entry["bound"] == "at most" else ""
    reached = "not measured" if entry["reached"] is None else f"{entry['reached']:g}"
    mark = "[green]✓[/]" if entry["met"] else "[red]✗[/]"
    missed = {name: f" (missed {many})" for name, many in entry.get("missed", {}).items()}
    peers = "; ".join(f"{name} {value:,g}{missed.get(name, '')}" for name, value in entry["peers"].items())
    return [
        entry["name"],
        entry["unit"],
        f"{sign}{entry['at_least']:g}",
        f"{reached} {mark}",
        _number(entry["ours"]),
        _number(entry["floor"]),
        peers,
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,g}"
