"""The ledger: one way in, one way on. A command is decided here, appended whole or not at all, and read by position."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from domain.plan import Plan, evolve
from domain.value import Event, Refused
from ledger.appender import Appender
from ledger.cache import Held, PlanCache
from ledger.clock import Clock
from ledger.codec import Damaged, decode, encode
from ledger.record import Entry, Record, Signed, line, plan_event
from ledger.stores import Conflict, NewRow, Store

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
        self._appender = Appender(store, lambda: self.clock.now())  # noqa: PLW0108 (a book's clock may be changed)

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

    def bring_in(self, acts: Iterable[tuple[datetime, Entry]], group: int = 1_000) -> Iterator[Record]:
        """Decide each act at its own instant, in order of time, and append `group` or more lines at a time.

        The lines come as their group is on disk. Acts of Minutebook itself may be among them. For a book that nobody
        else writes to meanwhile. Raises Refused with the first act that the rules refuse (nothing after the last group
        is written, and nothing is kept of the refusal), Busy where others wrote, and Behind for an act that is earlier
        than the book's last line.
        """
        waiting: list[Record] = []
        rows: list[NewRow] = []
        folded: dict[str, Held] = {}
        for at, entry in acts:
            stream = entry.plan
            held = folded.get(stream) or self._plans.held(stream) or self._plans.latest(stream)
            plan, number = held
            decided = decide(entry.command, plan, entry.act(at), stream, self.register)
            for record in self._lines(entry, decided, number, at):
                plan, number = evolve(plan, plan_event(record), record.act, stream), record.number
                waiting.append(record)
                rows.append(_row(record))
            folded[stream] = Held(plan, number)
            if len(waiting) >= group:
                yield from self._group(waiting, rows, folded)
                waiting, rows, folded = [], [], {}
        if waiting:
            yield from self._group(waiting, rows, folded)

    def _group(self, records: Sequence[Record], rows: Sequence[NewRow], folded: Mapping[str, Held]) -> list[Record]:
        try:
            positions = self.store.append(rows)
        except Conflict as conflict:
            raise Busy("Others write to this ledger: bring the past in while nobody does.") from conflict
        placed = [record.but(position=position) for record, position in zip(records, positions, strict=True)]
        for stream, position in {record.stream: record.position for record in placed}.items():
            self._plans.settle(stream, folded[stream], position)
        return placed

    def _record(self, entry: Entry) -> list[Record]:
        with self._plans.turn(entry.plan):
            held = self._plans.held(entry.plan)
            for _ in range(TRIES):
                sure = held is None
                state = held or self._plans.latest(entry.plan)
                held = None
                # Asked after the look at the plan: an answer that is not there yet is not in what was seen either.
                if sure and (before := self._before(entry)):
                    return self._answered(entry, before)
                try:
                    events = decide(entry.command, state.plan, entry.act(self.clock.now()), entry.plan, self.register)
                except Refused as refused:
                    if not sure:
                        continue  # what is at hand may be behind: only the latest plan may say no
                    if before := self._keep(entry, refused):
                        return self._answered(entry, before)
                    raise
                if not events and sure:
                    return []
                if not events:
                    continue
                try:
                    records = self._append(entry, events, state.number, _digest(entry) if entry.id else None)
                except Conflict:
                    continue
                self._plans.hold(entry.plan, state, records)
                return records
        raise Busy(f"Others wrote to {entry.plan} first {TRIES} times: nothing was recorded; try again.")

    def plan(self, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Plan | None:
        """The plan as known at `as_at` and true at `true_at`; None where it was not open yet, or is no plan's id."""
        if plan in RESERVED:
            return None
        if true_at is not None:
            state: Plan | None = None
            for record in self.lines(plan, as_at, true_at):
                state = evolve(state, plan_event(record), record.act, plan)
            return state
        if as_at is None:
            return self._plans.latest(plan).plan
        return self._plans.as_at(plan, as_at if isinstance(as_at, int) else self.store.head_at(as_at)).plan

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
        made: list[Record] = []

        def rows(at: datetime) -> list[NewRow]:
            made[:] = self._lines(signed, events, after, at, asked)
            return [_row(record) for record in made]

        positions = self._appender.append(rows)
        return [record.but(position=position) for record, position in zip(made, positions, strict=True)]

    def _lines(
        self, signed: Signed, events: Sequence[Event], after: int, at: datetime, asked: str | None = None
    ) -> list[Record]:
        return [
            line(signed, event, n, at, _effective(event, signed, at), asked)
            for n, event in enumerate(events, start=after + 1)
        ]

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
        with self._plans.turn(REFUSALS):
            while True:
                number = self.store.length(REFUSALS)
                if before := self._before(entry):
                    return before
                try:
                    self._append(kept, [event], number, event.digest)
                except Conflict:
                    continue
                return []


def _row(record: Record) -> NewRow:
    return NewRow(record.stream, record.number, record.kind, encode(record), record.cause.command, record.at)


def _effective(event: Event, signed: Signed, at: datetime) -> date:
    """The event's own day; else the day of the act, as the decider reckons it: the command's, the entry's, today."""
    asked = signed.command.effective if isinstance(signed, Entry) else None
    return event.effective or asked or signed.effective or london_day(at)


def _digest(entry: Entry) -> str:
    command: Any = {"plan": entry.plan, "do": entry.command.name, "with": entry.command.model_dump(mode="json")}
    return sha256(rfc8785.dumps(command)).hexdigest()
