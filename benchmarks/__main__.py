"""`python -m benchmarks`: measure every figure, or some, and print the table."""

import argparse
import signal
import sys
from pathlib import Path

from rich.console import Console

from benchmarks.figures import Scale
from benchmarks.logs import Logs
from benchmarks.places import Places
from benchmarks.report import Entry, entries, show, with_missed, write
from benchmarks.rounds import measure
from benchmarks.targets import figures

RESULTS = Path(__file__).parent / "results.json"
REPEATS = 3
MILLION = 999_000
"""What `minutebook simulate` makes, as a round number: it is a few hundred lines more."""

WIDE = 200
"""Columns, where the table is not for a terminal."""


def main() -> None:
    asked = _asked()
    quick: bool = asked.quick
    lines = asked.lines or (30_000 if quick else MILLION)
    scale = Scale(seconds=1.0 if quick else 3.0, lines=lines, plans=0.2 if quick else 1.0)
    repeats = asked.repeats or (1 if quick else REPEATS)
    console = Console()
    console = console if console.is_terminal else Console(width=WIDE)
    found: list[Entry] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers are stopped and folders removed then too
    places = Places()
    try:
        logs = Logs(places, lines, asked.log)
        for figure in figures(scale):
            if asked.only.casefold() in figure.name.casefold():
                with console.status(figure.name):
                    measured = measure(figure, places, logs, repeats)
                found += entries(measured)
                show(console, found[-len(figure.demands) :])
        found = with_missed(found)
        console.rule()
        show(console, found)
        if slowed := places.flushes():
            console.print(f"Flushes that were made 3 ms slower: {slowed:,}")
        if not asked.only:
            write(RESULTS, found)
    finally:
        places.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default="", help="the figures whose name holds this")
    parser.add_argument("--quick", action="store_true", help="once, and small: to see that it runs")
    parser.add_argument("--repeats", type=int, help="how often each contender runs")
    parser.add_argument("--lines", type=int, help="how long the log is that is read and rebuilt")
    parser.add_argument("--log", type=Path, help="a ledger.db that `minutebook simulate` made before")
    return parser.parse_args()


if __name__ == "__main__":
    main()
