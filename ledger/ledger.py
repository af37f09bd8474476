"""The ledger: one way in, one way on. A command is decided here, appended whole or not at all, and read by position."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from secrets import token_hex
from typing import Literal

from domain.authority.council import Council
from domain.authority.roles import ENGINE, OWN, WORKFLOW, claims_to_be_minutebook
from domain.authority.state import Register
from domain.book.events import BOOK, BookOpened, is_plan, stream_of
from domain.calendar import london_day
from domain.decider import AnyCommand
from domain.inspection.events import PlanOpened
from domain.plan import Plan
from domain.value import Refused
from ledger.cache import Held, PlanCache, grown
from ledger.clerk import Ask, Busy, Clerk, written
from ledger.clock import Clock
from ledger.codec import Damaged
from ledger.collector import seldom_collected
from ledger.dropped import folded
from ledger.erasing import destroy_keys
from ledger.record import Entry, Record, Signed, line
from ledger.stores import LAST, Behind, Conflict, Row, Store, Unavailable
from ledger.together import Together

__all__ = ["AsAt", "Busy", "Ledger"]

AsAt = datetime | int | None
"""A moment (what was known by then), a position, or None for now."""

PAGE = 500
"""How many lines are read at a time."""


class Ledger:
    """The minute book over one store. Safe for several threads; several processes may each have one on one store."""

    def __init__(self, store: Store, register: Register, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.register = register
        self._plans = PlanCache(store)
        self.texts = self._plans.texts
        self._clerk = Clerk(store, self._plans, register)
        self._together = Together[Ask](lambda asks: self._clerk.enter(asks, self.clock.now))

    def open_book(self, clock: Literal["real", "simulated"]) -> BookOpened:
        """Write the book's first line if it has none; the line that stands says which clock it keeps."""
        rows = self.store.after(0, 1)
        if not rows:
            try:
                signed = Signed(plan=BOOK, by=WORKFLOW, acting_as=ENGINE)
                at = self.clock.now()
                opens = line(signed, BookOpened(clock=clock, book=token_hex(4)), 1, at, london_day(at), None)
                self.store.append([written(opens)])
            except (Conflict, Behind):
                pass
            rows = self.store.after(0, 1)
        opened = self._opening(rows[0])
        with suppress(Unavailable):  # an auditor may only read
            destroy_keys(self.store, self.texts)
        return opened

    def opening(self) -> BookOpened | None:
        """The book's first line as it stands; None where there is no line, or where it is damaged. Writes nothing."""
        with suppress(Damaged):
            return next(map(self._opening, self.store.after(0, 1)), None)
        return None

    def _opening(self, row: Row) -> BookOpened:
        opened = self.texts.record(row).event
        if not isinstance(opened, BookOpened):
            raise Damaged(row.position, "the first line of a book says that it was opened, and this one does not")
        return opened

    def record(self, entry: Entry, posts: Sequence[str] | None = None) -> list[Record]:
        """Decide, then append; the new lines, or none where they stand already. On disk when this returns.

        Of two writers at once the second is decided again on the new state. Raises Refused (kept as evidence, since a
        named person asked), Busy, or Unavailable. Nobody acts as Minutebook itself this way; whoever comes with a
        token acts in one of its `posts`.
        """
        ask = _asked(entry)
        if posts is not None and entry.acting_as not in posts:
            because = f"Your token does not hold the post {entry.acting_as}, but {' and '.join(posts)}."
            ask.refused = Refused("token-holds-the-post", because)
        return self._record(ask)

    def record_together(self, entries: Iterable[Entry]) -> list[Record]:
        """Decide the entries in turn, each on what those before it add up to, and append all that follows, or nothing.

        All at one instant, on disk when this returns. Raises Refused with the first that the rules refuse (nothing is
        kept of it), Busy, or Unavailable.
        """
        asks = [_asked(entry) for entry in entries]
        self._clerk.enter_together(asks, self.clock.now)
        return [each for ask in asks for each in ask.lines]

    def rehearse(self, entries: Iterable[Entry]) -> list[list[Record] | Refused]:
        """What `record_together` would make of each entry, were those that are refused left out. Nothing is written.

        Its lines, which have no position yet (0) where they are new; or the refusal.
        """
        asks = [_asked(entry) for entry in entries]
        self._clerk.rehearse(asks, self.clock.now())
        return [_rehearsed(ask) for ask in asks]

    def record_as_minutebook(
        self,
        plan: str,
        command: AnyCommand,
        id: str | None = None,  # noqa: A002
        cause: int | None = None,
    ) -> list[Record]:
        """The same for what time has brought about: the door of the workflows, and theirs alone."""
        return self._record(
            Ask(Entry(plan=plan, command=command, by=WORKFLOW, acting_as=ENGINE, id=id and OWN + id, cause=cause))
        )

    def bring_in(self, acts: Iterable[tuple[datetime, Entry]], group: int = 1_000) -> Iterator[Record]:
        """Decide each act at its own instant, in order of time, and append `group` acts at a time.

        The lines come as their group is on disk. Acts of Minutebook itself may be among them. For a book that nobody
        else writes to meanwhile. What was written under an act's id before is given back as it stands. Raises Refused
        with the first act that the rules refuse, or where two acts of a group have one id (nothing of the group is
        written, and nothing is kept of the refusal), Busy where others wrote at the same time, and Behind for an act
        that is earlier than the book's last line.
        """
        waiting = iter(acts)
        while asks := [(at, Ask(entry)) for at, entry in islice(waiting, group)]:
            try:
                self._clerk.bring_in(asks)
            except Conflict as conflict:
                raise Busy("Others write to this ledger: bring the past in while nobody does.") from conflict
            for _, ask in asks:
                yield from ask.lines

    def _record(self, ask: Ask) -> list[Record]:
        self._together.do(ask)
        return ask.answer()

    def plan(self, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Plan | None:
        """The plan as known at `as_at` and true at `true_at`; None where it was not open yet, or is no plan's id."""
        if not is_plan(plan):
            return None
        if true_at is not None:
            state: Plan | None = None
            for record in self.lines(plan, as_at, true_at):
                state = folded(state, record)
            return state
        if as_at is None:
            return self._plans.latest(plan).plan
        return self._plans.as_at(plan, self._position(as_at)).plan

    def council(self, authority: str, as_at: AsAt = None, true_at: date | None = None) -> Council | None:
        """What an authority recorded of itself, as `plan` gives a plan; None where that was nothing."""
        held = Held(None, 0)
        for record in self.lines(stream_of(authority), as_at, true_at):
            held = grown(held, record)
        return held.council

    def at_hand(self, plan: str, number: int) -> Plan | None:
        """The plan after the `number`-th line of its stream, where this process has just that at hand."""
        held = self._plans.held(plan)
        return held.plan if held is not None and held.number == number else None

    def plans_as_at(self, as_at: AsAt, true_at: date | None = None, authority: str | None = None) -> Iterator[Plan]:
        """Every plan open by then, or those of one authority, as `plan` gives each, in the order of opening."""
        position = self._position(as_at)
        opened = 0
        while rows := self.store.after(opened, PAGE, [PlanOpened.kind], stop=position):
            for record in self.texts.records(rows):
                assert isinstance(record.event, PlanOpened)
                if authority in (None, record.event.authority) and (
                    plan := self.plan(record.stream, position if as_at is not None else None, true_at)
                ):
                    yield plan
            opened = rows[-1].position

    def lines(self, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Iterator[Record]:
        """A stream's lines in order: those recorded by `as_at`, of which those effective by `true_at`.

        A plan's first line is always among them when it was known, since nothing can be true of no plan.
        """
        position = self._position(as_at)
        number = 0
        while rows := self.store.stream(plan, after=number, upto=number + PAGE):
            for row in rows:
                if row.position > position:
                    return
                record = self.texts.record(row)
                if true_at is None or record.effective <= true_at or isinstance(record.event, PlanOpened):
                    yield record
            number = rows[-1].number

    def _position(self, as_at: AsAt) -> int:
        """The last position that was known then."""
        if as_at is None:
            return LAST
        return as_at if isinstance(as_at, int) else self.head_at(as_at)

    def head_at(self, at: datetime) -> int:
        """The last position that was recorded at `at`, an aware instant, or before.

        Raises Damaged where the lines beside it say otherwise: they are sealed, and the table's own instants are not.
        """
        position = self.store.head_at(at)
        for row in self.store.after(position - 1, 2) if position else self.store.after(0, 1):
            if (self.texts.record(row).at <= at) is not (row.position <= position):
                raise Damaged(row.position, "its row says that it was recorded at another time than the line itself")
        return position

    def after(
        self, position: int, limit: int = PAGE, kinds: Sequence[str] = (), plans: Sequence[str] = ()
    ) -> list[Record]:
        """At most `limit` lines after `position`, in order, without gaps among the kinds and plans asked for."""
        rows = self.store.after(position, limit, kinds, plans)
        with seldom_collected():
            return self.texts.records(rows)

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
        return sorted(filter(is_plan, self.store.streams()))

    def day_of(self, as_at: AsAt = None, true_at: date | None = None) -> date:
        """The day in London that a question is about: `true_at`, else that of `as_at`, else today by the book's clock.

        A position stands for the day on which its line was recorded.
        """
        if true_at is not None:
            return true_at
        if isinstance(as_at, int):
            return london_day(self.texts.record(self.store.after(min(as_at, self.head()) - 1, 1)[0]).at)
        return london_day(as_at or self.clock.now())

    def last_at(self) -> datetime:
        """When the last line was recorded. The book has been opened, so there is one."""
        return self.texts.record(self.store.after(self.head() - 1, 1)[0]).at

    def head(self) -> int:
        """The position of the last line; 0 in an empty book."""
        return self.store.head()

    def wait(self, position: int, timeout: float) -> bool:
        """Wait until a line after `position` is there; False where none came within `timeout` seconds."""
        return self.store.wait(position, timeout)


def _asked(entry: Entry) -> Ask:
    """What anybody but Minutebook itself asks; refused before any rule of a plan where it claims to be that."""
    if claims_to_be_minutebook(entry.by, entry.acting_as, entry.on_behalf_of, entry.id):
        because = f"Nobody may act as {ENGINE}, nor use an id of its own: they belong to Minutebook's workflows."
        return Ask(entry.model_copy(update={"id": None}), Refused("workflows-act-alone", because))
    return Ask(entry)


def _rehearsed(ask: Ask) -> list[Record] | Refused:
    try:
        return ask.answer()
    except Refused as refused:
        return refused
