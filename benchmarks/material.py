"""What every contender is given: a plan of twenty lines, made by the rules, and copies of it under other names."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.authority.state import Register
from domain.decider import PlanCommand
from domain.delivery.commands import ProgressAction
from domain.drafting.commands import AgreeAction
from domain.inspection.commands import OpenPlan, RecordFinding
from ledger.clock import CaseClock
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Entry
from ledger.stores import Row
from papers import read_authorities

LINES = 20
"""How long a plan's stream is when a contender is given it."""

GROWTH = 10
"""How much longer it may grow before the contender turns to a fresh one."""

HAND = 8
"""How many plans a writer has in hand, one command to each in turn."""

ACTIONS = ("A1", "A2", "A3")

_PATTERN = "bench-000000"
_BEGUN = datetime(2024, 1, 8, 10, tzinfo=UTC)
_NOTE = (
    "Six of the nine social workers have started; the other three posts are advertised again until the end of the"
    " month ({})"
)


def register() -> Register:
    """The authorities that Minutebook ships."""
    return read_authorities(Path())


def plan_name(number: int) -> str:
    """The id of the `number`-th plan; all ids are of one length, and so are copies of a line."""
    return f"bench-{number:06}"


def progress(plan: str, what: int, as_of: date) -> Entry:
    """The command that is measured. `what` tells it from every other, so that each makes exactly one event."""
    command = ProgressAction(
        action=ACTIONS[what % len(ACTIONS)], status="in-progress", note=_NOTE.format(what), as_of=as_of
    )
    return Entry(plan=plan, command=command, by="dcs-01", acting_as="director-of-childrens-services")


def plan_rows() -> list[Row]:
    """The lines of one plan as stored: opened, four findings, three actions, and progress on them."""
    clock = CaseClock(_BEGUN)
    store = MemoryStore()
    ledger = Ledger(store, register(), clock)
    ledger.open_book("simulated")
    for hours, entry in enumerate(_acts()):
        clock.put(_BEGUN + timedelta(hours=hours))
        ledger.record(entry)
    rows = store.stream(_PATTERN)
    assert len(rows) == LINES
    return rows


def copied(line: bytes, plan: int) -> bytes:
    """The same line in the `plan`-th plan's stream."""
    return line.replace(_PATTERN.encode(), plan_name(plan).encode())


def turns(first: int, plans: int) -> Iterator[int]:
    """Which plan comes next, for ever: HAND plans in turn until each has grown by GROWTH, then the next HAND."""
    while True:
        for hand in range(first, first + plans, HAND):
            for _ in range(GROWTH):
                yield from range(hand, min(hand + HAND, first + plans))


def _acts() -> Iterator[Entry]:
    def act(command: PlanCommand) -> Entry:
        return Entry(plan=_PATTERN, command=command, by="dcs-01", acting_as="director-of-childrens-services")

    document = "Ofsted inspection report of 8 January 2024"
    yield act(OpenPlan(title="Children's services improvement plan", authority="gloucestershire"))
    for number in range(1, 5):
        text = f"The timeliness and quality of assessments in team {number}, so that risks to children are acted on"
        finding = RecordFinding(finding=f"R{number}", sort="recommendation", text=text, document=document)
        yield act(finding)
    for number, action in enumerate(ACTIONS, start=1):
        agreed = AgreeAction(
            action=action,
            findings=(f"R{number}",),
            text=f"Recruit nine social workers to assessment team {number} and cap caseloads at eighteen children",
            owner="head-of-safeguarding",
            due=date(2025, 1, 31),
            measure="Share of assessments completed within 45 working days",
        )
        yield act(agreed)
    for what in range(LINES - 8):
        yield progress(_PATTERN, what, _BEGUN.date())
