"""What the ledger's tests write with: clocks that may go wrong, and entries by the people who usually make them."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from given import REGISTER, usual_act

from domain.authority.roles import ENGINE
from domain.decider import AnyCommand, PlanCommand
from domain.finalisation.commands import FinalisePlan
from ledger.ledger import Ledger
from ledger.record import Entry, Record
from ledger.stores import Store

AUTUMN = datetime(2022, 10, 3, 10, tzinfo=UTC)
"""After every date of the samples."""


class Watch:
    """A clock that shows what it is put to, forwards or backwards, and moves on by `tick` at each look."""

    def __init__(self, at: datetime = AUTUMN, tick: timedelta = timedelta(seconds=1)) -> None:
        self.at = at
        self._tick = tick
        self._guard = threading.Lock()

    def now(self) -> datetime:
        with self._guard:
            self.at += self._tick
            return self.at


def ledger_on(store: Store, watch: Watch | None = None) -> Ledger:
    """A ledger over the store, whose book is open."""
    ledger = Ledger(store, REGISTER, watch or Watch())
    ledger.open_book("simulated")
    return ledger


def entry(command: AnyCommand, plan: str = "glos-2022", **said: Any) -> Entry:
    """The command as the person enters it who usually does; whatever is `said` of it goes first.

    What must be recorded while it is delegated is brought in from its papers: these clocks show a later day.
    """
    act = usual_act(command)
    usual = {"by": act.by, "acting_as": act.acting_as, "brought_in": isinstance(command, FinalisePlan)}
    return Entry(**{"plan": plan, "command": command} | usual | said)


def play(ledger: Ledger, *commands: PlanCommand, plan: str = "glos-2022") -> list[Record]:
    """Record them in turn, what time brings about as Minutebook itself; all their lines."""
    records: list[Record] = []
    for command in commands:
        asked = entry(command, plan)
        by_person = asked.acting_as != ENGINE
        records += ledger.record(asked) if by_person else ledger.record_as_minutebook(plan, command)
    return records


def kinds(records: Sequence[Record]) -> list[str]:
    return [record.kind for record in records]


def background(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
