"""Reads the whole book and says where it does not hold together: every gap, damaged line and broken digest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from heapq import merge
from math import inf
from typing import Any, NamedTuple, Protocol, cast
from zlib import crc32

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
from domain.inspection.events import PlanOpened
from domain.plan import Plan, evolve
from domain.plan_events import PLAN_EVENTS, PlanEvent
from domain.retention.events import PlanDropped
from domain.value import Event, Value
from ledger.bound import APART, unbound
from ledger.codec import Damaged
from ledger.dropped import Gone, dropped
from ledger.ledger import Ledger
from ledger.record import Record
from ledger.stores import LAST, Copied, Row, Store
from ledger.texts import Texts

PAGE = 1_024
"""How many lines are read at a time: a power of two, so that a page is a part of the seal's tree."""

Progress = Callable[[int, int], None]
"""Told how many lines have been read, and of how many."""


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


class Listener(Protocol):
    """Whoever asks something else of the lines while they are read to see whether they hold together."""

    def hear(self, record: Record, plan: Plan | None) -> None:
        """A line that could be read, and what its plan was before it."""
        ...

    def said(self) -> Any:
        """What came of the lines since this was asked last: something that can be sent to another process."""
        ...

    def end(self, streams: Mapping[str, tuple[int, Plan | None]]) -> Any:
        """What came of all of them together; `streams`: the number of each one's last line, and its plan then."""
        ...


Listening = Callable[[int, int], Listener]
"""Gives the listener to one part of so many. It hears the lines that fall to the part, and those of all authorities."""


def verify(ledger: Ledger, progress: Progress = lambda done, total: None) -> Iterator[Break]:
    """Every break among the lines there are now, in order of position; none in a whole book.

    Memory grows with the number of plans, not of lines. What cannot be seen from within is for the seal to show: lines
    cut off the end, or a line rewritten so that it still fits. Raises Unavailable.
    """
    return reading(Reader(ledger.texts, ledger.store), ledger.head(), progress)


def reading(reader: "Reader", total: int, progress: Progress) -> Iterator[Break]:
    """Every break that the one reader of all streams finds among the first `total` lines, in order of position."""
    times = Times()
    progress(0, total)
    yield from before_the_first(reader.store)
    if total == 0:
        yield Break(position=0, stream="", number=0, why="The book has no line, and even a new one has one.")
    for page in pages(reader.store, total):
        found = reader.page(page)
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


def before_the_first(store: Store) -> Iterator[Break]:
    """A line where none can be: below position 1."""
    for row in store.after(-LAST, 1, stop=0):
        why = f"The line at position {row.position} stands before the first."
        yield Break(position=row.position, stream=row.stream, number=row.number, why=why)


def looked_up(store: Store, record: Record, seconds: float, copied: Copied | None) -> str | None:
    """Why the line, of so many seconds since 1970, is not found by its command, or as at its time: columns of its row
    copy them. None where it is."""
    command, at = copied or (None, None)
    if store.seconds(at) != seconds:
        what = "time"
    elif command != record.cause.command:
        what = "command"
    else:
        return None
    return f"The line at position {record.position} is not found by its {what}: its row says otherwise than its bytes."


def falls_to(stream: str, part: int, parts: int) -> bool:
    """Whether it is for that one of so many parts to judge the stream."""
    return parts == 1 or crc32(stream.encode()) % parts == part


def first_break(ledger: Ledger, progress: Progress = lambda done, total: None) -> Break | None:
    """The first place where the book does not hold together; None where it does."""
    return next(verify(ledger, progress), None)


class Timed(NamedTuple):
    """A line that could be read, and when it was recorded, in seconds since 1970."""

    position: int
    stream: str
    number: int
    at: float


class Times:
    """Whether each line was recorded no earlier than the one before it."""

    def __init__(self) -> None:
        self._last = -inf

    def read(self, lines: Iterable[Timed]) -> Iterator[Break]:
        for position, stream, number, at in lines:
            if at < self._last:
                late = f"was recorded at {_told(at)}, earlier than the line before it ({_told(self._last)})"
                why = f"The line at position {position} {late}."
                yield Break(position=position, stream=stream, number=number, why=why)
            self._last = at


def _told(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


class Reader:
    """What must be remembered of the lines before to judge the next: the last, and what each stream adds up to.

    One of several `parts` judges its own share of the streams, and the first of them whether positions are missing that
    were not dropped.
    """

    def __init__(
        self, texts: Texts, store: Store, part: int = 0, parts: int = 1, listener: Listener | None = None
    ) -> None:
        self.store = store
        self._texts, self._listener = texts, listener
        self._gone = Gone(dropped(store))
        self._ended: set[str] = set()
        self._part, self._parts = part, parts
        self._position = 0
        self._times: list[Timed] = []
        self._numbers: dict[str, int] = {}
        self._plans: dict[str, Plan] = {}

    def page(self, rows: Sequence[Row]) -> list[Break]:
        """What is wrong with the lines that come next, and with their places among those before them."""
        copied = self.store.copied(rows[0].position - 1, rows[-1].position)
        return [
            Break(position=row.position, stream=row.stream, number=row.number, why=why)
            for row in rows
            for why in self._wrong(row, copied.get(row.position))
        ]

    def times(self) -> list[Timed]:
        """When the lines were recorded that were read since this was asked last."""
        read, self._times = self._times, []
        return read

    def streams(self) -> dict[str, tuple[int, Plan | None]]:
        """The streams that were read: the number of each one's last line, and what it adds up to if it is a plan's."""
        return {stream: (number, self._plans.get(stream)) for stream, number in self._numbers.items()}

    def _wrong(self, row: Row, copied: Copied | None) -> list[str]:
        wrong: list[str] = []
        if self._part == 0 and row.position != self._position + 1:
            for gap in self._gone.missing(self._position + 1, row.position - 1):
                missing = _missing("position", gap.first - 1, gap.last + 1)
                wrong.append(f"Before the line at position {row.position}, {missing} missing.")
        self._position = row.position
        if not falls_to(row.stream, self._part, self._parts):
            if self._listener and authority_of(row.stream):
                self._overheard(self._listener, row)
            return wrong
        before = self._numbers.get(row.stream, 0)
        self._numbers[row.stream] = before + 1
        try:
            record, lost = self._texts.read(row)
        except Damaged as damaged:
            return [*wrong, str(damaged)]
        said = record.__dict__  # as quick as a dictionary, where a model asks more of each name
        number, seconds = said["number"], said["at"].timestamp()
        self._numbers[row.stream] = number
        self._times.append(Timed(row.position, row.stream, row.number, seconds))
        if why := looked_up(self.store, record, seconds, copied):
            wrong.append(why)
        if self._listener:
            self._listener.hear(record, self._plans.get(row.stream))
        elif type(said["event"]) in APART and number == before + 1 and row.stream in self._plans:
            return [*wrong, *_keyless(row, lost)] if lost else wrong
        if found := [*self._order(record, before), *self._place(record)]:
            wrong += [f"The line at position {row.position} {why}." for why in found]
        return [*wrong, *_keyless(row, lost)] if lost else wrong

    def _overheard(self, listener: Listener, row: Row) -> None:
        with suppress(Damaged):  # the part to which it falls says so
            listener.hear(self._texts.record(row), None)

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
            if plan and (why := unbound(event, plan)):
                yield why
            self._plans[record.stream] = evolve(plan, event, record, record.stream)
        except ValueError:
            yield f"is {record.kind} and cannot be added to what {record.stream} was before"


def _keyless(row: Row, texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield f"The line at position {row.position} has lost the key of its text {text}, which no decision erased."


def _missing(what: str, before: int, here: int) -> str:
    first, last = before + 1, here - 1
    return "" if first > last else f"{what} {first} is" if first == last else f"{what}s {first} to {last} are"
