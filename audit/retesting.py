"""Every past decision asked again, against the posts, delegations and terms as they stood before it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from typing import Literal, NamedTuple

import rfc8785

from domain.authority.events import ConstitutionAdopted, TermsAdopted
from domain.authority.state import Register
from domain.book.events import RESERVED, authority_of, stream_of
from domain.calendar import london_day
from domain.decider import AnyCommand, decide
from domain.inspection.events import PlanOpened
from domain.retention.events import PlanDropped
from domain.retracing import retraced
from domain.value import Act, Event, Refused, Value
from ledger.cache import Held, grown
from ledger.opening import open_store
from ledger.record import Record
from ledger.stores import Row, Store
from ledger.texts import Texts
from ledger.verify import falls_to, pages

OTHERWISE = "as-the-rules-give"
"""Stands in the place of a rule where none refuses, and the line is still not what the rules give."""

NOTHING = Held(None, 0)
"""What a stream adds up to before its first line."""

Sort = Literal["refused", "otherwise", "brought-in", "earlier-rules"]
"""The rules refuse it; they give another line; or either, of what was brought in from papers or is made up, or was
decided by an earlier release, which only people know."""


class Objection(Value):
    """A line that the rules, asked again, would not have given. `rule` is a heading of docs/rules.md, or OTHERWISE."""

    position: int
    stream: str
    number: int
    kind: str
    sort: Sort
    rule: str
    because: str

    @property
    def sentence(self) -> str:
        """What is said of it in one line, whatever its sort."""
        return f"Position {self.position}, {self.stream} line {self.number}, {self.kind}: {self.because} ({self.rule})"


class _Awaited(NamedTuple):
    """What the rules gave besides the line `lead`: the lines of its stream that must come next, as it was signed."""

    lead: Record
    events: tuple[Event, ...]


class State(NamedTuple):
    """The number of a stream's last line, and the digest of what it adds up to; None where it adds up to nothing."""

    number: int
    digest: str | None


class Page(NamedTuple):
    """What was objected to up to `position`; after the last line, what the streams add up to."""

    position: int
    found: list[Objection]
    states: dict[str, State]


class Retest:
    """What must be remembered of the lines before to ask the rules again: what each stream adds up to.

    For a book that is whole (`ledger.verify`). One of several `parts` judges its own share of the streams; those of
    authorities it folds too, since they are handed to the decisions of all plans. Memory grows with the number of
    plans, not of lines.
    """

    def __init__(self, texts: Texts, register: Register, part: int = 0, parts: int = 1) -> None:
        self._held: dict[str, Held] = {}
        self._texts, self._register = texts, dict(register)
        self._part, self._parts = part, parts
        self._awaited: dict[str, _Awaited] = {}
        self._doubted: dict[str, Record] = {}

    def read(self, row: Row) -> Iterator[Objection]:
        """What the rules object to in the line, and in that it comes next in its stream."""
        stream, falls_here = row.stream, falls_to(row.stream, self._part, self._parts)
        if not falls_here and not authority_of(stream):
            return
        record, held = self._texts.record(row), self._held.get(stream, NOTHING)
        dropped = isinstance(record.event, PlanDropped) and held is NOTHING  # what it was decided on is gone
        found = [] if stream in RESERVED or dropped else list(self._judged(record, held))
        self._held[stream] = grown(held, record)
        if falls_here:
            yield from found

    def end(self) -> Iterator[Objection]:
        """What is still awaited after the last line."""
        for stream, awaited in self._awaited.items():
            if falls_to(stream, self._part, self._parts):
                yield _missing(awaited)

    def states(self) -> dict[str, State]:
        """By stream, what it adds up to; of those of this part."""
        return {
            stream: State(held.number, digest_of(held))
            for stream, held in self._held.items()
            if falls_to(stream, self._part, self._parts)
        }

    def _judged(self, record: Record, held: Held) -> Iterator[Objection]:
        """Whether it is what the lines before it call for, and, where they call for nothing, what the rules give."""
        said = record.event.effective
        if said not in {None, record.effective}:
            because = f"The line says that it became true on {record.effective}, and its event says {said}."
            yield _objection(record, "otherwise", OTHERWISE, because)
        awaited = self._awaited.pop(record.stream, None)
        if awaited and _signed_alike(awaited.lead, record) and awaited.events[0] == record.event:
            self._await(awaited.lead, awaited.events[1:])
            return
        if awaited:
            yield _missing(awaited)
            self._doubted[record.stream] = awaited.lead
        yield from self._decided(record, held)

    def _decided(self, record: Record, held: Held) -> Iterator[Objection]:
        """The command that must have led to it, asked again."""
        command = retraced(record.event)
        if command is None:
            doubted = self._doubted.get(record.stream)
            if doubted is None or not _signed_alike(doubted, record):  # else it belongs to what was objected to
                yield _objection(record, "otherwise", OTHERWISE, "Nothing that can be asked leads to this line here.")
            return
        found = self._asked(command, record, held)
        if isinstance(found, Objection):
            self._doubted[record.stream] = record
            yield found
        else:
            self._await(record, tuple(found[1:]))

    def _asked(self, command: AnyCommand, record: Record, held: Held) -> Objection | Sequence[Event]:
        """The events that the command leads to, of which the line has the first; else what the rules object to."""
        event, authority = record.event, _authority(record, held)
        council = self._held.get(stream_of(authority), NOTHING).council
        register = self._register
        if isinstance(event, PlanOpened | ConstitutionAdopted):  # those of the file, which was at hand then
            register = register | {authority: event.terms}
        try:
            given = decide(command, held.plan, _act(record), record.stream, register, council)
        except Refused as refused:
            return _objection(record, "refused", refused.rule, refused.because)
        except Exception:  # what no lawful line leads to, no rule is written for
            because = "The rules have no answer to it, as the lines before it stand."
            return _objection(record, "otherwise", OTHERWISE, because)
        if not given or not _alike(given[0], event):
            return _objection(record, "otherwise", OTHERWISE, _differs(command.name, event, given))
        return given

    def _await(self, lead: Record, events: tuple[Event, ...]) -> None:
        if events:
            self._awaited[lead.stream] = _Awaited(lead, events)


def retest(store: Store, register: Register, total: int, part: int = 0, parts: int = 1) -> Iterator[Page]:
    """The first `total` lines, page by page; the last page is of no lines and has the states. Raises Unavailable."""
    asked = Retest(Texts(store), register, part, parts)
    for page in pages(store, total):
        yield Page(page[-1].position, [each for row in page for each in asked.read(row)], {})
    yield Page(total, list(asked.end()), asked.states())


def retest_part(place: str, register: Register, total: int, part: int, parts: int) -> Iterator[Page]:
    """The same for one of several processes (`ledger.verify_parts.in_parts`), which opens the ledger itself."""
    with closing(open_store(place)) as store:
        yield from retest(store, register, total, part, parts)


def digest_of(held: Held) -> str | None:
    """SHA-256 over the RFC 8785 canonical JSON of a plan or a council."""
    state = held.plan or held.council
    return sha256(rfc8785.dumps(state.model_dump(mode="json"))).hexdigest() if state else None


def _authority(record: Record, held: Held) -> str:
    """Whose posts and terms count."""
    if held.plan is not None:
        return held.plan.terms.id
    event = record.event
    return event.authority if isinstance(event, PlanOpened) else authority_of(record.stream) or ""


def _act(record: Record) -> Act:
    """Who acted, as what and when, as it was handed to the decision."""
    said_elsewhere = record.event.effective is not None or record.effective == london_day(record.at)
    return Act.of(
        {
            "by": record.by,
            "acting_as": record.acting_as,
            "at": record.at,
            "number": record.number,
            "effective": None if said_elsewhere else record.effective,
            "on_behalf_of": record.on_behalf_of,
            "authority": record.authority,
            "reason": record.reason,
            "brought_in": record.brought_in,
            "invented": record.invented,
            "holds": frozenset(),
            "classification": record.classification,
        }
    )


def _signed_alike(one: Record, other: Record) -> bool:
    """Whether two lines of a stream may be of one command."""
    return (one.at, one.by, one.acting_as, one.on_behalf_of, one.cause) == (
        other.at,
        other.by,
        other.acting_as,
        other.on_behalf_of,
        other.cause,
    )


def _alike(given: Event, event: Event) -> bool:
    """Whether it is what the rules gave. The digest of terms is over the file that they were written in, which says
    more than the line does: not over what is read back."""
    of_terms = {PlanOpened: "constitution", ConstitutionAdopted: "digest", TermsAdopted: "digest"}.get(type(event))
    if of_terms and type(given) is type(event):
        given = given.but(**{of_terms: getattr(event, of_terms)})
    return given == event


def _missing(awaited: _Awaited) -> Objection:
    because = f"By the rules {awaited.events[0].kind} follows from it, and does not stand after it in these words."
    return _objection(awaited.lead, "otherwise", OTHERWISE, because)


def _differs(name: str, event: Event, given: Sequence[Event]) -> str:
    if not given:
        return f"By the rules nothing follows from {name} here: it stood already, or was not due."
    instead = given[0]
    if type(instead) is not type(event):
        return f"By the rules {instead.kind} follows from {name} here."
    fields = ", ".join(f for f in type(event).model_fields if getattr(event, f) != getattr(instead, f))
    return f"By the rules {name} gives it otherwise here, in: {fields}."


def _objection(record: Record, sort: Sort, rule: str, because: str) -> Objection:
    return Objection(
        position=record.position,
        stream=record.stream,
        number=record.number,
        kind=record.kind,
        sort="brought-in" if record.brought_in or record.invented else sort,
        rule=rule,
        because=because,
    )
