"""Reads the whole book and says where it does not hold together: every gap, damaged line and broken digest."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from domain.approval.events import (
    ApprovalAsked,
    BoardEndorsed,
    CabinetApproved,
    CabinetRefused,
    DecisionImplementable,
    SentBack,
)
from domain.approval.state import Approved, Asked
from domain.book.events import BOOK, REFUSALS, RESERVED, BookOpened, CommandRefused
from domain.drafting.content import digest
from domain.drafting.events import VersionCut
from domain.inspection.events import PlanOpened
from domain.plan import Plan, PlanEvent, evolve
from domain.submission.events import Published, SubmissionAcknowledged, SubmittedToOfsted
from ledger.codec import Damaged, decode
from ledger.ledger import Ledger
from ledger.record import Record
from ledger.stores import Row

PAGE = 1_000
"""How many lines are read at a time."""

Progress = Callable[[int, int], None]
"""Told how many lines have been read, and of how many."""


_OfARound = (
    CabinetApproved | CabinetRefused | SentBack | DecisionImplementable | SubmissionAcknowledged | SubmittedToOfsted
)


class Break(NamedTuple):
    """A place where the book does not hold together. `why` is one plain sentence."""

    position: int
    stream: str
    number: int
    why: str


def verify(ledger: Ledger, progress: Progress = lambda done, total: None) -> Iterator[Break]:
    """Every break among the lines there are now, in order of position; none in a whole book.

    Memory grows with the number of plans, not of lines. What cannot be seen from within is for the seal to show: lines
    cut off the end, or a line rewritten so that it still fits. Raises Unavailable.
    """
    reader, position, total = _Reader(), 0, ledger.head()
    progress(0, total)
    while page := ledger.store.after(position, PAGE, stop=total):
        for row in page:
            for why in reader.read(row):
                yield Break(row.position, row.stream, row.number, why)
        position = page[-1].position
        progress(position, total)


def first_break(ledger: Ledger, progress: Progress = lambda done, total: None) -> Break | None:
    """The first place where the book does not hold together; None where it does."""
    return next(verify(ledger, progress), None)


class _Reader:
    """What must be remembered of the lines before to judge the next: the last, and what each stream adds up to."""

    def __init__(self) -> None:
        self._position = 0
        self._at: datetime | None = None
        self._numbers: dict[str, int] = {}
        self._plans: dict[str, Plan] = {}

    def read(self, row: Row) -> Iterator[str]:
        """What is wrong with the line and with its place among those before it."""
        if missing := _missing(self._position, row.position):
            yield f"{missing} missing before this line: positions have no gap."
        self._position = row.position
        before = self._numbers.get(row.stream, 0)
        self._numbers[row.stream] = before + 1
        try:
            record = decode(row)
        except Damaged as damaged:
            yield str(damaged)
            return
        self._numbers[row.stream] = record.number
        if record.number <= before:
            yield f"Number {record.number} of {row.stream} comes after number {before}: numbers count up by one."
        elif missing := _missing(before, record.number):
            yield f"{missing} missing from {row.stream} before this line: numbers have no gap."
        if self._at and record.at < self._at:
            yield f"It was recorded at {record.at.isoformat()}, before the line ahead of it ({self._at.isoformat()})."
        self._at = record.at
        yield from self._place(record)

    def _place(self, record: Record) -> Iterator[str]:
        """Whether the line belongs where it stands."""
        opens_book = isinstance(record.event, BookOpened)
        if record.position == 1 and not opens_book:
            yield f"The first line of a book is book.opened, and this is {record.kind}."
        if record.stream in RESERVED:
            if type(record.event) is not {BOOK: BookOpened, REFUSALS: CommandRefused}[record.stream]:
                yield f"{record.kind} does not belong in {record.stream}."
            elif opens_book and record.position != 1:
                yield "The book is opened by its first line and by no other."
        elif isinstance(record.event, PlanEvent):
            yield from self._plan(record, record.event)
        else:
            yield f"{record.kind} does not belong in a plan."

    def _plan(self, record: Record, event: PlanEvent) -> Iterator[str]:
        """Whether the line follows from what the plan adds up to; and the plan with it."""
        plan, opens = self._plans.get(record.stream), isinstance(event, PlanOpened)
        if record.number == 1 and not opens:
            yield f"The first line of a plan is plan.opened, and this is {record.kind}."
        if plan and opens:
            yield f"{record.stream} was opened before: a plan is opened once."
            return
        if plan is None and not opens:
            return  # what it belongs to is missing or damaged, which has been said
        try:
            if plan and (why := _unbound(event, plan)):
                yield why
            self._plans[record.stream] = evolve(plan, event, record.act, record.stream)
        except ValueError:
            yield f"{record.kind} cannot be added to what {record.stream} was before."


def _missing(before: int, here: int) -> str:
    first, last = before + 1, here - 1
    return "" if first > last else f"{first} is" if first == last else f"{first} to {last} are"


def _unbound(event: PlanEvent, plan: Plan) -> str | None:
    """Why the digest that the event names is not the one it is bound to; None where it is, or where it names none."""
    standing = plan.approval.standing
    match event:
        case VersionCut(number=number, title=title):
            content = plan.draft.content(plan.id, number, title, plan.inspection.findings)
            return _differs(event.digest, digest(content), "content that the lines before add up to")
        case BoardEndorsed() | ApprovalAsked():
            version = plan.version(event.version)
            return _differs(event.digest, version.digest if version else None, f"version {event.version}")
        case CabinetApproved() | CabinetRefused() | SentBack():
            asked = standing.digest if isinstance(standing, Asked) and _same_round(event, standing) else None
            return _differs(event.digest, asked, f"question to cabinet about version {event.version}")
        case DecisionImplementable() | SubmissionAcknowledged() | SubmittedToOfsted():
            given = standing.digest if isinstance(standing, Approved) and _same_round(event, standing) else None
            return _differs(event.digest, given, f"approval of version {event.version}")
        case Published():
            return _differs(
                event.digest, plan.approval.approved.get(event.version), f"approval of version {event.version}"
            )
        case _:
            return None


def _same_round(event: _OfARound, standing: Asked | Approved) -> bool:
    return (event.round, event.version) == (standing.round, standing.version)


def _differs(said: str, bound: str | None, to: str) -> str | None:
    if bound is None:
        return f"There is no {to} before it, though it names that digest ({said[:12]}…)."
    return None if said == bound else f"Its digest is {said[:12]}…, and that of the {to} is {bound[:12]}…."
