"""The ledger: one way in, one way on. A command is decided here, appended whole or not at all, and read by position."""

import threading
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any, Literal

import rfc8785

from domain.authority.roles import ENGINE, OWN, WORKFLOW, claims_to_be_minutebook
from domain.authority.state import Register
from domain.book.events import BOOK, REFUSALS, RESERVED, BookOpened, CommandRefused
from domain.calendar import london_day
from domain.decider import PlanCommand, decide
from domain.inspection.events import PlanOpened
from domain.plan import Plan, PlanEvent, evolve
from domain.value import Event, Refused
from ledger.cache import PlanCache
from ledger.clock import Clock
from ledger.codec import Damaged, decode, encode
from ledger.record import Entry, Record, Signed, line
from ledger.stores import Behind, Conflict, NewRow, Store

AsAt = datetime | int | None
"""A moment (what was known by then), a position, or None for now."""

LONGEST = 10_000
"""How many characters of a refusal are kept: it may quote a title that is as long as a text can be."""

TRIES = 50
"""How often a command is decided again when another writer was first, before the caller is told."""


class Busy(Exception):
    """Other writers were first every time; nothing was written."""


class Ledger:
    """The minute book over one store. Safe for several threads; several processes may each have one on one store."""

    def __init__(self, store: Store, register: Register, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.register = register
        self._plans = PlanCache(store)

    def open_book(self, clock: Literal["real", "simulated"]) -> BookOpened:
        """Write the book's first line if it has none; the line that stands says which clock it keeps."""
        rows = self.store.after(0, 1)
        if not rows:
            try:
                first = Signed(plan=BOOK, by=WORKFLOW, acting_as=ENGINE)
                self._append(first, [BookOpened(clock=clock, book=token_hex(4))], after=0)
            except Conflict:
                pass
            rows = self.store.after(0, 1)
        opened = decode(rows[0]).event
        if not isinstance(opened, BookOpened):
            raise Damaged(rows[0].position, "the first line of a book says that it was opened, and this one does not")
        return opened

    def record(self, entry: Entry) -> list[Record]:
        """Decide, then append; the new lines, or none where they stand already.

        Of two writers at once the second is decided again on the new state. Raises Refused (kept as evidence, since a
        named person asked), Busy, or Unavailable. Nobody acts as Minutebook itself this way.
        """
        if claims_to_be_minutebook(entry.by, entry.acting_as, entry.on_behalf_of, entry.id):
            because = f"Nobody may act as {ENGINE}, nor use an id of its own: they belong to Minutebook's workflows."
            self._keep(entry.model_copy(update={"id": None}), refused := Refused("workflows-act-alone", because))
            raise refused
        return self._record(entry)

    def record_as_minutebook(
        self,
        plan: str,
        command: PlanCommand,
        id: str | None = None,  # noqa: A002
        cause: int | None = None,
    ) -> list[Record]:
        """The same for what time has brought about: the door of the workflows, and theirs alone."""
        return self._record(
            Entry(plan=plan, command=command, by=WORKFLOW, acting_as=ENGINE, id=id and OWN + id, cause=cause)
        )

    def _record(self, entry: Entry) -> list[Record]:
        with self._plans.turn(entry.plan):
            for _ in range(TRIES):
                plan, number = self._plans.latest(entry.plan)
                # Asked after the look at the plan: an answer that is not there yet is not in what was seen either.
                if before := self._before(entry):
                    return self._answered(entry, before)
                try:
                    events = decide(entry.command, plan, entry.act(self.clock.now()), entry.plan, self.register)
                except Refused as refused:
                    if before := self._keep(entry, refused):
                        return self._answered(entry, before)
                    raise
                if not events:
                    return []
                try:
                    return self._append(entry, events, number, _digest(entry) if entry.id else None)
                except Conflict:
                    continue
        raise Busy(f"Others wrote to {entry.plan} first {TRIES} times: nothing was recorded; try again.")

    def plan(self, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Plan | None:
        """The plan as known at `as_at` and true at `true_at`; None where it was not open yet, or is no plan's id."""
        if plan in RESERVED:
            return None
        if as_at is None and true_at is None:
            return self._plans.latest(plan)[0]
        state: Plan | None = None
        for record in self.lines(plan, as_at, true_at):
            state = evolve(state, plan_event(record), record.act, plan)
        return state

    def lines(self, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Iterator[Record]:
        """A stream's lines in order: those recorded by `as_at`, of which those effective by `true_at`.

        A plan's first line is always among them when it was known, since nothing can be true of no plan.
        """
        for row in self.store.stream(plan):
            record = decode(row)
            known = as_at is None or (record.position <= as_at if isinstance(as_at, int) else record.at <= as_at)
            true = true_at is None or record.effective <= true_at or isinstance(record.event, PlanOpened)
            if known and true:
                yield record

    def after(
        self, position: int, limit: int = 500, kinds: Sequence[str] = (), plans: Sequence[str] = ()
    ) -> list[Record]:
        """At most `limit` lines after `position`, in order, without gaps among the kinds and plans asked for."""
        return [decode(row) for row in self.store.after(position, limit, kinds, plans)]

    def follow(
        self, position: int, stop: threading.Event, kinds: Sequence[str] = (), plans: Sequence[str] = ()
    ) -> Iterator[Record]:
        """Every line after `position`, the next as soon as it is written, until `stop` is set."""
        while not stop.is_set():
            head = self.store.head()
            page = self.after(position, kinds=kinds, plans=plans)
            for record in page:
                if stop.is_set():
                    return
                yield record
            position = page[-1].position if page else max(position, head)
            if not page:
                self.store.wait(position, timeout=0.5)

    def plans(self) -> list[str]:
        """The ids of all plans, in order of id."""
        return sorted(set(self.store.streams()) - RESERVED)

    def last_at(self) -> datetime:
        """When the last line was recorded. The book has been opened, so there is one."""
        return decode(self.store.after(self.head() - 1, 1)[0]).at

    def head(self) -> int:
        """The position of the last line; 0 in an empty book."""
        return self.store.head()

    def wait(self, position: int, timeout: float) -> bool:
        """Wait until a line after `position` is there; False where none came within `timeout` seconds."""
        return self.store.wait(position, timeout)

    def _append(self, signed: Signed, events: Sequence[Event], after: int, asked: str | None = None) -> list[Record]:
        at = self.clock.now()
        while True:
            records = [
                line(signed, event, after + n, at, _effective(event, signed, at), asked)
                for n, event in enumerate(events, start=1)
            ]
            rows = [NewRow(r.stream, r.number, r.kind, encode(r), signed.id) for r in records]
            try:
                positions = self.store.append(rows, at)
            except Behind as behind:
                at = behind.last
                continue
            return [r.model_copy(update={"position": p}) for r, p in zip(records, positions, strict=True)]

    def _before(self, entry: Entry) -> list[Record]:
        """What was written under this command's id already, by whichever writer."""
        return [decode(row) for row in self.store.by_command(entry.id)] if entry.id else []

    def _answered(self, entry: Entry, before: list[Record]) -> list[Record]:
        """The same command again: its first answer, whether yes or no."""
        first = before[0]
        if (first.cause.digest, first.by) != (_digest(entry), entry.by):
            raise Refused("command-id-is-new", f"The id {entry.id} was used for another command: choose a new one.")
        if isinstance(first.event, CommandRefused):
            raise Refused(first.event.rule, first.event.because)
        return before

    def _keep(self, entry: Entry, refused: Refused) -> list[Record]:
        """Refusals of named persons are evidence too: who asked what of which plan, and which rule said no.

        Nothing is kept where another writer has answered this id meanwhile: those lines are given back.
        """
        if entry.by == WORKFLOW:
            return []
        event = CommandRefused(
            plan=entry.plan,
            command=entry.command.name,
            rule=refused.rule,
            because=refused.because[:LONGEST],
            digest=_digest(entry),
        )
        # Refused on the day it was asked, whatever day it was asked for.
        kept = Signed(**entry.model_dump(exclude={"command", "plan", "effective"}), plan=REFUSALS)
        while True:
            number = self._plans.length(REFUSALS)
            if before := self._before(entry):
                return before
            try:
                self._append(kept, [event], number, event.digest)
            except Conflict:
                continue
            return []


def plan_event(record: Record) -> PlanEvent:
    """The event of a line in a plan's stream."""
    assert isinstance(record.event, PlanEvent), f"{record.kind} is not an event of a plan"
    return record.event


def _effective(event: Event, signed: Signed, at: datetime) -> date:
    """The event's own day; else the day of the act, as the decider reckons it: the command's, the entry's, today."""
    asked = signed.command.effective if isinstance(signed, Entry) else None
    return event.effective or asked or signed.effective or london_day(at)


def _digest(entry: Entry) -> str:
    command: Any = {"plan": entry.plan, "do": entry.command.name, "with": entry.command.model_dump(mode="json")}
    return sha256(rfc8785.dumps(command)).hexdigest()
