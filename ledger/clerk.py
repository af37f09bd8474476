"""The clerk: decides entries in turn, each on what those before it add up to, and writes what follows in one go."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from domain.authority.council import Council
from domain.authority.events import AuthorityEvent
from domain.authority.roles import WORKFLOW
from domain.authority.state import Register
from domain.book.events import REFUSALS, CommandRefused, stream_of
from domain.decider import decide
from domain.plan_events import PlanEvent
from domain.privacy import blanked
from domain.retention.rules import after_dropping
from domain.value import Refused
from ledger.cache import Held, PlanCache, grown
from ledger.codec import encode
from ledger.dropping import may_be_dropped
from ledger.erasing import erased, looked_up, may_be_erased
from ledger.record import Entry, Record, Signed, concerned, lines
from ledger.stores import Behind, Conflict, NewRow, Store, Unavailable

LONGEST = 10_000
"""How many characters of a refusal are kept: it may quote a title that is as long as a text can be."""

TRIES = 50
"""How often a command is decided again when another writer was first, before the caller is told."""

FAIR = 5
"""After how many tries everybody else is held off for one: who never pauses would be first every time."""


class Busy(Exception):
    """Other writers were first every time; nothing was written."""


class Ask:
    """An entry, and what came of it: `lines`, or `failed`. `refused` where it is refused before any rule of a plan."""

    def __init__(self, entry: Entry, refused: Refused | None = None) -> None:
        self.entry = entry
        self.refused = refused
        self.lines: list[Record] = []
        self.failed: Exception | None = None

    def answer(self) -> list[Record]:
        """The lines; raises what it failed with."""
        if self.failed is not None:
            raise self.failed
        return self.lines


class Clerk:
    """Other processes may each have one on the same store."""

    def __init__(self, store: Store, plans: PlanCache, register: Register) -> None:
        self._store = store
        self._plans = plans
        self._register = register

    def enter(self, asks: Sequence[Ask], now: Callable[[], datetime]) -> None:
        """Answer them all, at one instant: now, or that of the line before where that is later. Raises Unavailable."""
        for sure in (False, True):
            with suppress(Conflict):  # a plan at hand was behind; then somebody was first between a look and the append
                self._at_once(asks, now, sure=sure)
                return
        for n, ask in enumerate(asks):  # who meets others again and again need not hold up the rest
            try:
                self._alone(ask, now)
            except Unavailable as error:  # what was answered until then is on disk and stays answered
                for each in asks[n:]:
                    each.failed = error
                return

    def bring_in(self, asks: Sequence[tuple[datetime, Ask]]) -> None:
        """The same, each at its own instant, in order of time. Raises Conflict, Behind, and the first refusal."""
        _ids_differ([ask for _, ask in asks])
        try:
            self._bring_in(asks, sure=False)
        except Conflict:  # a plan at hand was behind, or an id is known already
            self._bring_in(asks, sure=True)

    def enter_together(self, asks: Sequence[Ask], now: Callable[[], datetime]) -> None:
        """Answer them all, as `enter` does, or none. Raises Busy, Unavailable, and the first refusal."""
        _ids_differ(asks)
        for tries in range(TRIES):
            with suppress(Conflict):
                self._at_once(asks, now, sure=True, tries=tries, whole=True)
                return
        raise Busy(f"Others wrote first {TRIES} times: nothing was recorded; try again.")

    def rehearse(self, asks: Sequence[Ask], at: datetime) -> None:
        """Answer them all as if they were written at this instant, and write nothing."""
        _ids_differ(asks)
        page = _Page(self._store, self._plans, self._register, sure=True)
        for ask in asks:
            page.enter(ask, at)
        page.rehearse()

    def _bring_in(self, asks: Sequence[tuple[datetime, Ask]], *, sure: bool) -> None:
        page = _Page(self._store, self._plans, self._register, sure=sure)
        for at, ask in asks:
            ask.lines, ask.failed = [], None
            page.enter(ask, at)
            if ask.failed is not None:
                raise ask.failed
        page.write()

    def _alone(self, ask: Ask, now: Callable[[], datetime]) -> None:
        for tries in range(TRIES):
            try:
                self._at_once([ask], now, sure=True, tries=tries)
            except Conflict:
                continue
            return
        ask.failed = Busy(f"Others wrote to {ask.entry.plan} first {TRIES} times: nothing was recorded; try again.")

    def _at_once(
        self, asks: Sequence[Ask], now: Callable[[], datetime], *, sure: bool, tries: int = 0, whole: bool = False
    ) -> None:
        behind: datetime | None = None
        while True:
            with self._store.alone() if tries >= FAIR else nullcontext(behind) as last:
                # Now once more, when others have written since: their last instant alone would soon be behind again.
                at = now() if last is None else max(now(), last)
                page = _Page(self._store, self._plans, self._register, sure=sure)
                for ask in asks:
                    ask.lines, ask.failed = [], None
                    page.enter(ask, at)
                    if whole and ask.failed is not None:
                        raise ask.failed
                try:
                    page.write()
                except Behind as late:
                    behind, tries = late.last, tries + 1
                    continue
                return


class _Page:
    """What is decided but not yet written. `sure`: no plan is taken as it is at hand, without asking the store.

    A plan at hand may be behind what another process wrote. What follows from it then meets a Conflict and is decided
    again; and where nothing would be written, the store is asked first.
    """

    def __init__(self, store: Store, plans: PlanCache, register: Register, *, sure: bool) -> None:
        self._store = store
        self._plans = plans
        self._register = register
        self._sure = sure
        self._states: dict[str, Held] = {}
        self._ids: set[str] = set()
        self._made: list[tuple[Ask, list[Record], int]] = []

    def enter(self, ask: Ask, at: datetime) -> None:
        """Decide one more. Whatever it raises but Conflict is that ask's answer."""
        try:
            self._decide(ask, at)
        except Conflict:
            raise
        except Exception as error:
            ask.failed = error

    def write(self) -> None:
        """Append what was decided, all or nothing. Raises Conflict, Behind and Unavailable."""
        rows, keys = self._plans.texts.sealed((records, erasures) for _, records, erasures in self._made)
        if not rows:
            return
        positions = iter(self._store.append(rows, keys) if keys else self._store.append(rows))
        self._plans.texts.keep(keys)
        last: dict[str, int] = {}
        for ask, records, _ in self._made:
            placed = [record.but(position=next(positions)) for record in records]
            last |= {record.stream: record.position for record in placed}
            if ask.failed is None:
                ask.lines = placed
        for stream, position in last.items():
            self._plans.settle(stream, self._states[stream], position)
        erased(self._store, self._plans, (record for _, records, _ in self._made for record in records))

    def rehearse(self) -> None:
        """Answer as `write` does, and write nothing."""
        for ask, records, _ in self._made:
            if ask.failed is None:
                ask.lines = records

    def _decide(self, ask: Ask, at: datetime) -> None:
        entry = ask.entry
        if entry.id in self._ids:
            raise Conflict("One command id belongs to one append.")
        if entry.id:
            self._ids.add(entry.id)
        if self._sure and self._answered(ask):
            return
        try:
            if ask.refused:
                raise ask.refused
            events, held = self._follows(entry, at)
        except Refused as refused:
            if not self._answered(ask):
                ask.failed = refused
                self._keep(ask, refused, at)
            return
        if events:
            self._add(ask, lines(entry, events, held.number, at, _digest(entry) if entry.id else None), held)
        else:
            self._answered(ask)

    def _follows(self, entry: Entry, at: datetime) -> tuple[Sequence[PlanEvent | AuthorityEvent], Held]:
        """The events that follow, and what they follow from. Raises Refused."""
        held = None if self._sure else self._states.get(entry.plan) or self._plans.held(entry.plan)
        if held is not None:
            with suppress(Refused):  # what is at hand may be behind: only the latest lines say no, or nothing
                if events := self._decided(entry, held, at, sure=False):
                    return events, held
        held = self._latest(entry.plan)
        return self._decided(entry, held, at, sure=True), held

    def _decided(self, entry: Entry, held: Held, at: datetime, *, sure: bool) -> Sequence[PlanEvent | AuthorityEvent]:
        if held.dropped:
            return after_dropping(entry.command, held.dropped, entry.plan)
        authority = concerned(entry, held.plan)
        council = self._council(authority, sure=sure) if authority else None
        command = looked_up(entry.command, entry.plan, self._store, self._plans.texts)
        events = decide(command, held.plan, entry.act(at), entry.plan, self._register, council)
        may_be_dropped(entry.command, entry.plan, held, self._latest)
        may_be_erased(events, held.plan, self._store, self._plans.texts, at)
        return events

    def _council(self, authority: str, *, sure: bool) -> Council | None:
        """What the authority's stream adds up to; if not `sure`, without asking the store each time."""
        stream = stream_of(authority)
        if sure or stream in self._states:
            return self._latest(stream).council
        return self._plans.council(authority)

    def _latest(self, stream: str) -> Held:
        """What the stream adds up to with what is decided here: the store is asked once."""
        held = self._states.get(stream)
        if held is None:
            held = self._states[stream] = self._plans.latest(stream)
        return held

    def _add(self, ask: Ask, records: list[Record], held: Held) -> None:
        for record in records:
            held = grown(held, record)
        self._states[records[-1].stream] = held
        self._made.append((ask, records, len(held.plan.erasures.approved) if held.plan else 0))

    def _answered(self, ask: Ask) -> bool:
        """The same command again, by whichever writer: its first answer, whether yes or no."""
        entry = ask.entry
        before = self._plans.texts.records(self._store.by_command(entry.id)) if entry.id else []
        if not before:
            return False
        first = before[0]
        if (first.cause.digest, first.by) != (_digest(entry), entry.by):
            ask.failed = Refused(
                "command-id-is-new", f"The id {entry.id} was used for another command: choose a new one."
            )
        elif isinstance(first.event, CommandRefused):
            ask.failed = Refused(first.event.rule, first.event.because)
        else:
            ask.lines = before
        return True

    def _keep(self, ask: Ask, refused: Refused, at: datetime) -> None:
        """Refusals of named persons are evidence too: who asked what of which plan, and which rule said no.

        Whatever rule it was: of a personal detail nothing is kept.
        """
        entry = ask.entry
        if entry.by == WORKFLOW:
            return
        event = CommandRefused(
            plan=entry.plan,
            command=entry.command.name,
            rule=refused.rule,
            because=blanked(refused.because)[:LONGEST],
            digest=_digest(entry),
        )
        # Refused on the day it was asked, whatever day it was asked for.
        signed = entry.model_dump(exclude={"command", "plan", "effective", "authority", "reason"})
        kept = Signed(**signed, authority=blanked(entry.authority), reason=blanked(entry.reason), plan=REFUSALS)
        held = self._states.get(REFUSALS) or self._plans.latest(REFUSALS)
        self._add(ask, lines(kept, [event], held.number, at, event.digest), held)


def written(record: Record) -> NewRow:
    return NewRow(record.stream, record.number, record.kind, encode(record), record.cause.command, record.at)


def _digest(entry: Entry) -> str:
    """Of the command with personal details blanked: who has the rest could try all numbers until the digest fits."""
    said = blanked(entry.command.model_dump(mode="json"))
    command: Any = {"plan": entry.plan, "do": entry.command.name, "with": said}
    return sha256(rfc8785.dumps(command)).hexdigest()


def _ids_differ(asks: Sequence[Ask]) -> None:
    """Raise Refused where two of them have one id."""
    ids = Counter(ask.entry.id for ask in asks if ask.entry.id)
    if twice := [id_ for id_, times in ids.items() if times > 1]:
        raise Refused("command-id-is-new", f"The id {twice[0]} is given to two acts: choose a new one.")
