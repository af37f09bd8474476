"""Books for the tests of the projections: a real ledger in memory, and plans of every stage in it."""

from collections.abc import Iterable
from datetime import UTC, datetime

import samples as s
from given import REGISTER, STREAM, usual_act

from domain.decider import PlanCommand
from domain.value import Refused
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Entry
from ledger.stores import Store

RECORDED = datetime(2022, 10, 3, 10, tzinfo=UTC)

STAGES = (s.opened, s.findings_recorded, s.version_1_cut, s.with_cabinet, s.approved_by_cabinet, s.submitted)


def book(store: Store | None = None) -> Ledger:
    """A ledger whose first line is written; its clock stands."""
    ledger = Ledger(store or open_store("memory:"), REGISTER, CaseClock(RECORDED))
    ledger.open_book("simulated")
    return ledger


def enter(ledger: Ledger, commands: Iterable[PlanCommand], plan: str = STREAM) -> None:
    """Record each as whoever usually does it."""
    for command in commands:
        act = usual_act(command)
        ledger.record(
            Entry(plan=plan, by=act.by, acting_as=act.acting_as, command=_of_this_plan(ledger, command, plan))
        )


def busy_book(store: Store | None = None) -> Ledger:
    """One plan at each stage, their lines interleaved, and a refusal: about a hundred lines."""
    ledger = book(store)
    for n in range(max(map(len, STAGES))):
        for number, stage in enumerate(STAGES, start=1):
            enter(ledger, stage[n : n + 1], f"plan-{number}")
    refused(ledger, s.record_the_eighth_visit, "plan-9")
    return ledger


def refused(ledger: Ledger, command: PlanCommand, plan: str) -> None:
    try:
        enter(ledger, [command], plan)
    except Refused:
        return
    raise AssertionError("it was to be refused")


def _of_this_plan(ledger: Ledger, command: PlanCommand, plan: str) -> PlanCommand:
    """The samples' digest is that of one plan; every other plan's version has its own."""
    if getattr(command, "digest", None) is None:
        return command
    state = ledger.plan(plan)
    latest = state.draft.latest if state else None
    assert latest
    return command.model_copy(update={"digest": latest.digest})
