"""Reads the whole book and says where it does not hold together: every gap, damaged line and broken digest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from typing import NamedTuple, cast
from zlib import crc32

from domain.approval.events import (
    ApprovalAsked,
    BoardEndorsed,
    CabinetApproved,
    CabinetRefused,
    DecisionImplementable,
    DecisionStatementPublished,
    SentBack,
)
from domain.approval.state import Approved, Asked
from domain.authority.events import AuthorityEvent
from domain.book.events import (
    BOOK,
    REFUSALS,
    RESERVED,
    AbsenceShown,
    BookOpened,
    CommandRefused,
    SealKeyAdopted,
    authority_of,
)
from domain.drafting.content import digest
from domain.drafting.events import VersionCut
from domain.finalisation.events import (
    ApprovalVoided,
    AuthorityDelegated,
    DelegationRevoked,
    FinalisedUnderDelegation,
    ImmaterialChangeAdopted,
)
from domain.inspection.events import PlanOpened
from domain.plan import Plan, evolve
from domain.plan_events import PLAN_EVENTS, PlanEvent
from domain.retention.events import PlanDropped
from domain.scrutiny.events import BoardChallenged
from domain.submission.events import Published, SubmissionAcknowledged, SubmittedToOfsted
from domain.value import Event, Value
from ledger.codec import Damaged
from ledger.dropped import Drop, Gone, dropped
from ledger.ledger import Ledger
from ledger.record import Record
from ledger.stores import Row, Store
from ledger.texts import Texts

PAGE = 1_024
"""How many lines are read at a time: a power of two, so that a page is a part of the seal's tree."""

Progress = Callable[[int, int], None]
"""Told how many lines have been read, and of how many."""


_OfARound = (
    CabinetApproved
    | CabinetRefused
    | SentBack
    | DecisionStatementPublished
    | DecisionImplementable
    | AuthorityDelegated
    | FinalisedUnderDelegation
    | DelegationRevoked
    | ApprovalVoided
    | ImmaterialChangeAdopted
    | SubmissionAcknowledged
    | SubmittedToOfsted
)


_RESERVED: dict[str, set[type[Event]]] = {
    BOOK: {BookOpened, SealKeyAdopted, AbsenceShown},
    REFUSALS: {CommandRefused},
}


_OF_A_PLAN = frozenset(PLAN_EVENTS)
"""To look in a set takes a hundredth of asking a union of so many kinds."""


class Break(Value):
    """A place where the book does not hold together. `why` is one plain sentence that names the position."""

    position: int
    stream: str
    number: int
    why: str


def verify(ledger: Ledger, progress: Progress = lambda done, total: None) -> Iterator[Break]:
    """Every break among the lines there are now, in order of position; none in a whole book.

    Memory grows with the number of plans, not of lines. What cannot be seen from within is for the seal to show: lines
    cut off the end, or a line rewritten so that it still fits. Raises Unavailable.
    """
    reader, times, total = Reader(ledger.texts, dropped(ledger.store)), Times(), ledger.head()
    progress(0, total)
    for page in pages(ledger.store, total):
        found = [each for row in page for each in reader.read(row)]
        yield from merge(found, times.read(reader.times()), key=lambda each: each.position)
        progress(page[-1].position, total)


def pages(store: Store, total: int, position: int = 0) -> Iterator[list[Row]]:
    """The rows above `position` and up to `total`; a page ends at each multiple of PAGE, whatever rows are missing."""
    while position < total:
        stop = min((position // PAGE + 1) * PAGE, total)
        if page := store.after(position, PAGE, stop=stop):
            yield page
        elif following := store.after(stop, 1, stop=total):
            stop = following[0].position - 1
        else:
            return
        position = stop


def falls_to(stream: str, part: int, parts: int) -> bool:
    """Whether it is for that one of so many parts to judge the stream."""
    return parts == 1 or crc32(stream.encode()) % parts == part


def first_break(ledger: Ledger, progress: Progress = lambda done, total: None) -> Break | None:
    """The first place where the book does not hold together; None where it does."""
    return next(verify(ledger, progress), None)


class Timed(NamedTuple):
    """A line that could be read, and when it was recorded."""

    position: int
    stream: str
    number: int
    at: datetime


class Times:
    """Whether each line was recorded no earlier than the one before it."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def read(self, lines: Iterable[Timed]) -> Iterator[Break]:
        for position, stream, number, at in lines:
            if self._last and at < self._last:
                late = f"was recorded at {at.isoformat()}, earlier than the line before it ({self._last.isoformat()})"
                why = f"The line at position {position} {late}."
                yield Break(position=position, stream=stream, number=number, why=why)
            self._last = at


class Reader:
    """What must be remembered of the lines before to judge the next: the last, and what each stream adds up to.

    One of several `parts` judges its own share of the streams, and the first of them whether positions are missing.
    `drops` says which may be.
    """

    def __init__(self, texts: Texts, drops: Sequence[Drop], part: int = 0, parts: int = 1) -> None:
        self._texts = texts
        self._gone = Gone(drops)
        self._ended: set[str] = set()
        self._part, self._parts = part, parts
        self._position = 0
        self._times: list[Timed] = []
        self._numbers: dict[str, int] = {}
        self._plans: dict[str, Plan] = {}

    def read(self, row: Row) -> list[Break]:
        """What is wrong with the line and with its place among those before it."""
        return [Break(position=row.position, stream=row.stream, number=row.number, why=why) for why in self._wrong(row)]

    def times(self) -> list[Timed]:
        """When the lines were recorded that were read since this was asked last."""
        read, self._times = self._times, []
        return read

    def _wrong(self, row: Row) -> list[str]:
        wrong: list[str] = []
        if self._part == 0 and row.position != self._position + 1:
            for gap in self._gone.missing(self._position + 1, row.position - 1):
                missing = _missing("position", gap.first - 1, gap.last + 1)
                wrong.append(f"Before the line at position {row.position}, {missing} missing.")
        self._position = row.position
        if not falls_to(row.stream, self._part, self._parts):
            return wrong
        before = self._numbers.get(row.stream, 0)
        self._numbers[row.stream] = before + 1
        try:
            record = self._texts.record(row)
        except Damaged as damaged:
            return [*wrong, str(damaged)]
        self._numbers[row.stream] = record.number
        self._times.append(Timed(row.position, row.stream, row.number, record.at))
        for text in self._texts.missing(row):
            lost = f"has lost the key of its text {text}, which no decision erased"
            wrong.append(f"The line at position {row.position} {lost}.")
        found = [*self._order(record, before), *self._place(record)]
        return [*wrong, *(f"The line at position {row.position} {why}." for why in found)] if found else wrong

    def _order(self, record: Record, before: int) -> Iterator[str]:
        """Whether the line comes next in its stream."""
        if record.number <= before:
            yield f"is number {record.number} of {record.stream} and comes after number {before}"
        elif before == 0 and isinstance(record.event, PlanDropped) and record.event.lines == record.number - 1:
            return  # all the lines before it were removed
        elif missing := _missing("number", before, record.number):
            yield f"is number {record.number} of {record.stream}, and {missing} missing"

    def _place(self, record: Record) -> Iterator[str]:
        """Whether the line belongs where it stands."""
        opens_book = isinstance(record.event, BookOpened)
        if opens_book is not (record.position == 1):
            yield f"is {record.kind}, and a book is opened by its first line and by no other"
        if authority_of(record.stream):
            if not isinstance(record.event, AuthorityEvent):
                yield f"is {record.kind}, which does not belong in an authority's stream"
        elif record.stream in RESERVED:
            if type(record.event) not in _RESERVED[record.stream]:
                yield f"is {record.kind}, which does not belong in {record.stream}"
        elif type(record.event) in _OF_A_PLAN:
            yield from self._plan(record, cast("PlanEvent", record.event))
        else:
            yield f"is {record.kind}, which does not belong in a plan"

    def _plan(self, record: Record, event: PlanEvent) -> Iterator[str]:
        """Whether the line follows from what the plan adds up to, which it then becomes part of."""
        plan, opens = self._plans.get(record.stream), isinstance(event, PlanOpened)
        if record.stream in self._ended:
            yield f"is {record.kind}, and nothing follows in a plan that was dropped"
        if isinstance(event, PlanDropped):
            self._ended.add(record.stream)
            self._plans.pop(record.stream, None)
            return
        if opens is not (record.number == 1):
            yield f"is {record.kind}, and a plan is opened by its first line and by no other"
        if opens is (plan is not None):
            return  # there is no plan to add to, or one more would replace it
        try:
            if plan and (why := _unbound(event, plan)):
                yield why
            self._plans[record.stream] = evolve(plan, event, record, record.stream)
        except ValueError:
            yield f"is {record.kind} and cannot be added to what {record.stream} was before"


def _missing(what: str, before: int, here: int) -> str:
    first, last = before + 1, here - 1
    return "" if first > last else f"{what} {first} is" if first == last else f"{what}s {first} to {last} are"


def _unbound(event: PlanEvent, plan: Plan) -> str | None:
    """Why the digest that the event names is not the one it is bound to; None where it is, or where it names none."""
    if "digest" not in event.__dict__:  # as nearly all: the cases below are looked through for the few
        return None
    standing = plan.approval.standing
    match event:
        case VersionCut(number=number, title=title):
            content = plan.draft.content(plan.id, number, title, plan.inspection.findings)
            return _differs(event.digest, digest(content), "content that the lines before add up to")
        case BoardEndorsed() | BoardChallenged() | ApprovalAsked():
            return _cut(event.digest, event.version, plan)
        case CabinetApproved() | CabinetRefused() | SentBack(after_call_in=False):
            asked = standing.digest if isinstance(standing, Asked) and _same_round(event, standing) else None
            return _differs(event.digest, asked, f"question to cabinet about version {event.version}")
        case DecisionStatementPublished() | SentBack(after_call_in=True) | AuthorityDelegated() | ApprovalVoided():
            given = standing.digest if isinstance(standing, Approved) and _same_round(event, standing) else None
            return _differs(event.digest, given, f"approval of version {event.version}")
        case DecisionImplementable() | SubmissionAcknowledged() | SubmittedToOfsted() | DelegationRevoked():
            return _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
        case FinalisedUnderDelegation(final_version=final, final_digest=digest_of_final):
            why = _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
            return why or _cut(digest_of_final, final, plan)
        case ImmaterialChangeAdopted(adopted_version=adopted, adopted_digest=digest_of_adopted):
            why = _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
            return why or _cut(digest_of_adopted, adopted, plan)
        case Published():
            return _differs(event.digest, plan.approved(event.version), f"approval of version {event.version}")
        case _:
            return None


def _cut(said: str, number: int, plan: Plan) -> str | None:
    version = plan.version(number)
    return _differs(said, version.digest if version else None, f"version {number}")


def _going_out(event: _OfARound, plan: Plan) -> str | None:
    """The digest of the version that goes out on the decision of that round, where it is the version of the event."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or event.round != standing.round:
        return None
    version, digest = plan.finalisation.content(standing)
    return digest if event.version == version else None


def _same_round(event: _OfARound, standing: Asked | Approved) -> bool:
    return (event.round, event.version) == (standing.round, standing.version)


def _differs(said: str, bound: str | None, to: str) -> str | None:
    if bound is None:
        return f"names the digest {said[:12]}…, and there is no {to} before it"
    return None if said == bound else f"names the digest {said[:12]}…, and that of the {to} is {bound[:12]}…"
