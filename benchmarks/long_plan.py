"""`python -m benchmarks.long_plan`: what a command costs on a plan of many lines, beside a young one."""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.material import register
from domain.decider import PlanCommand
from domain.delivery.commands import ProgressAction
from domain.drafting.commands import AgreeAction, ReDateAction
from domain.inspection.commands import OpenPlan
from domain.measures.commands import DefineMeasure, RecordReading
from domain.measures.events import Target
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Entry

PLAN = "long"
DAY = date(2010, 1, 1)
AT = datetime(2200, 1, 1, tzinfo=UTC)
"""Late enough for a reading of its own day for each line."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_plan", description=__doc__)
    parser.add_argument("--lines", type=int, default=60_000, help="of the long plan")
    parser.add_argument("--commands", type=int, default=1_000, help="measured of each kind, on either plan")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "ledger.db")
        numbers = count()
        with closing(open_store(place)) as store:
            ledger = Ledger(store, register(), CaseClock(AT))
            ledger.open_book("simulated")
            for command in _beginning():
                ledger.record(_entry(command))
            young = {kind: _measured(ledger, make, numbers, asked.commands) for kind, make in KINDS.items()}
            length = store.length(PLAN)
            list(ledger.bring_in((AT, entry) for entry in _many(asked.lines - length, numbers)))
            old = {kind: _measured(ledger, make, numbers, asked.commands) for kind, make in KINDS.items()}
        for kind in KINDS:
            (middle, mean), (middle_old, mean_old) = young[kind], old[kind]
            print(
                f"{kind:<10} young: p50 {middle:6.0f} µs, mean {mean:6.0f}   {asked.lines:,} lines: "
                f"p50 {middle_old:6.0f} µs, mean {mean_old:6.0f}   x{middle_old / middle:.2f}, x{mean_old / mean:.2f}"
            )
        with closing(open_store(place)) as store:
            ledger = Ledger(store, register(), CaseClock(AT))
            begun = time.perf_counter()
            ledger.plan(PLAN)
            print(f"the plan at a cold start: {(time.perf_counter() - begun) * 1e3:.0f} ms")


def _measured(
    ledger: Ledger, make: Callable[[int], PlanCommand], numbers: Iterator[int], commands: int
) -> tuple[float, float]:
    """Microseconds of one command: the median and the mean, which has the checkpoints in it."""
    took = []
    for _ in range(commands):
        entry = _entry(make(next(numbers)))
        begun = time.perf_counter()
        lines = ledger.record(entry)
        took.append((time.perf_counter() - begun) * 1e6)
        assert len(lines) == 1
    return median(took), sum(took) / len(took)


def _many(lines: int, numbers: Iterator[int]) -> Iterator[Entry]:
    makes = list(KINDS.values())
    for n in range(lines):
        yield _entry(makes[n % len(makes)](next(numbers)))


def _beginning() -> tuple[PlanCommand, ...]:
    document = "The board's paper of 8 January 2024"
    return (
        OpenPlan(title="A long plan", authority="gloucestershire", stage="delivery"),
        AgreeAction(
            action="A1", findings=(), text="Recruit", owner="head-of-safeguarding", due=DAY, measure="Posts filled"
        ),
        DefineMeasure(
            measure="M1",
            actions=("A1",),
            text=document,
            unit="per cent",
            direction="up",
            no_baseline_because="Nobody counted.",
            target=Target(value="95", by=DAY),
        ),
    )


def _reading(n: int) -> PlanCommand:
    return RecordReading(measure="M1", value="78.2", as_of=DAY + timedelta(n), source="Case system, monthly report")


def _progress(n: int) -> PlanCommand:
    return ProgressAction(action="A1", status="in-progress", note=f"Word {n}.", as_of=DAY)


def _re_date(n: int) -> PlanCommand:
    post = "improvement-board-chair"
    return ReDateAction(action="A1", due=DAY + timedelta(n + 1), because="Later.", approved_by=post, approver="ibc-01")


KINDS: dict[str, Callable[[int], PlanCommand]] = {"reading": _reading, "progress": _progress, "re-date": _re_date}


def _entry(command: PlanCommand) -> Entry:
    return Entry(plan=PLAN, command=command, by="dcs-01", acting_as="director-of-childrens-services")


if __name__ == "__main__":
    main()
