"""Every past decision asked again, against the posts, delegations and terms as they stood before it."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

import rfc8785

from domain.authority.council import Council, evolve
from domain.authority.events import AuthorityEvent, ConstitutionAdopted, TermsAdopted
from domain.authority.state import Register
from domain.book.events import RESERVED, authority_of
from domain.calendar import london_day
from domain.decider import AnyCommand, decide
from domain.inspection.events import PlanOpened
from domain.plan import Plan
from domain.retention.events import PlanDropped
from domain.retracing import retraced
from domain.value import Act, Event, Refused, Value
from ledger.record import Record
from ledger.verify import falls_to

OTHERWISE = "as-the-rules-give"
"""Stands in the place of a rule where none refuses, and the line is still not what the rules give."""

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


class Said(NamedTuple):
    """What was objected to in the lines since the last time; at the end, what the streams add up to."""

    found: list[Objection]
    states: dict[str, State]


class Retest:
    """What must be remembered of the lines before to ask the rules again, but for the plans, which it is told: a
    `ledger.verify.Listener`.

    For a book that is whole. One of several `parts` judges its own share of the streams; those of authorities it folds
    too, since they are handed to the decisions of all plans. With `states`, what streams add up to is told at the end.
    """

    def __init__(self, register: Register, states: bool, part: int = 0, parts: int = 1) -> None:
        self._register, self._states = dict(register), states
        self._part, self._parts = part, parts
        self._councils: dict[str, Council] = {}
        self._awaited: dict[str, _Awaited] = {}
        self._doubted: dict[str, Record] = {}
        self._found: list[Objection] = []

    def hear(self, record: Record, plan: Plan | None) -> None:
        stream, event = record.stream, record.event
        dropped = isinstance(event, PlanDropped) and plan is None  # what it was decided on is gone
        if falls_to(stream, self._part, self._parts) and stream not in RESERVED and not dropped:
            self._found += self._judged(record, plan)
        if (authority := authority_of(stream)) and isinstance(event, AuthorityEvent):
            self._councils[authority] = evolve(self._councils.get(authority), event, authority)

    def said(self) -> Said:
        found, self._found = self._found, []
        return Said(found, {})

    def end(self, streams: Mapping[str, tuple[int, Plan | None]]) -> Said:
        """With what is still awaited after the last line."""
        self._found += [_missing(awaited) for awaited in self._awaited.values()]
        added_up = {
            stream: State(number, digest_of(plan or self._councils.get(authority_of(stream) or "")))
            for stream, (number, plan) in (streams.items() if self._states else ())
        }
        return Said(self.said().found, added_up)

    def _judged(self, record: Record, plan: Plan | None) -> Iterator[Objection]:
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
        yield from self._decided(record, plan)

    def _decided(self, record: Record, plan: Plan | None) -> Iterator[Objection]:
        """The command that must have led to it, asked again."""
        command = retraced(record.event)
        if command is None:
            doubted = self._doubted.get(record.stream)
            if doubted is None or not _signed_alike(doubted, record):  # else it belongs to what was objected to
                yield _objection(record, "otherwise", OTHERWISE, "Nothing that can be asked leads to this line here.")
            return
        found = self._asked(command, record, plan)
        if isinstance(found, Objection):
            self._doubted[record.stream] = record
            yield found
        else:
            self._await(record, tuple(found[1:]))

    def _asked(self, command: AnyCommand, record: Record, plan: Plan | None) -> Objection | Sequence[Event]:
        """The events that the command leads to, of which the line has the first; else what the rules object to."""
        event, authority = record.event, _authority(record, plan)
        register = self._register
        if isinstance(event, PlanOpened | ConstitutionAdopted):  # those of the file, which was at hand then
            register = register | {authority: event.terms}
        try:
            council = self._councils.get(authority)
            given = decide(command, plan, _act(record), record.stream, register, council)
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


def digest_of(state: Plan | Council | None) -> str | None:
    """SHA-256 over the RFC 8785 canonical JSON of a plan or a council."""
    return sha256(rfc8785.dumps(state.model_dump(mode="json"))).hexdigest() if state else None


def _authority(record: Record, plan: Plan | None) -> str:
    """Whose posts and terms count."""
    if plan is not None:
        return plan.terms.id
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
