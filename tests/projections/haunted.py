"""Projections with which a process meets its fate at a line: for processes of a rebuild, which only hand on names."""

import os
import signal
import time
from collections.abc import Mapping

from domain.plan import Plan
from ledger.record import Record
from projections.catalogue import PROJECTIONS
from projections.deadlines import DEADLINES, DeadlineRow, deadlines
from projections.projection import PerLine, PerPlan
from projections.trail import TRAIL, TrailLine, trail_line

DIES, HANGS, FAILS = "TEST_DIES_AT", "TEST_HANGS_AT", "TEST_FAILS_AT"
"""Environment variables, which processes hand on, that name a line such as plan-5/12."""


def told(record: Record) -> TrailLine:
    """A line of the trail, unless something happens to the process at it."""
    here = f"{record.stream}/{record.number}"
    if os.environ.get(DIES) == here:
        os.kill(os.getpid(), signal.SIGKILL)
    if os.environ.get(HANGS) == here:
        time.sleep(60)
    if os.environ.get(FAILS) == here:
        raise RuntimeError("nothing tells it")
    return trail_line(record)


def counted(plan: Plan) -> Mapping[str, DeadlineRow]:
    if os.environ.get(FAILS, "").startswith(f"{plan.id}/"):
        raise ZeroDivisionError("no days to divide by")
    return deadlines(plan)


HAUNTED = (
    *(p for p in PROJECTIONS if p not in (TRAIL, DEADLINES)),
    PerLine(TRAIL.name, TRAIL.version, TRAIL.row, told),
    PerPlan(DEADLINES.name, DEADLINES.version, DEADLINES.row, counted),
)
