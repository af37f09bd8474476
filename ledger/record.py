"""The line: one event, with who, as what, for whom, by what authority, why and when. And the entry that asks for it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, cast, get_args

from pydantic import GetCoreSchemaHandler, SerializeAsAny, StrictInt, StringConstraints, create_model
from pydantic_core.core_schema import CoreSchema, is_instance_schema, plain_serializer_function_ser_schema

from domain.authority.events import AuthorityEvent
from domain.book.events import StreamId, authority_of
from domain.calendar import london_day
from domain.decider import AnyCommand
from domain.inspection.commands import OpenPlan
from domain.plan import Plan
from domain.plan_events import PLAN_EVENTS, PlanEvent
from domain.value import Act, Classification, Command, Day, Digest, Event, Id, Moment, Slug, Text, Value, answering


class Cause(Value):
    """What led to a line: the command's id and the digest of its canonical JSON, or the position that called for it."""

    command: Text | None = None
    digest: Digest | None = None
    position: int | None = None


class Signed(Value):
    """Who enters something in which stream, as what, for whom, by what authority and why.

    `plan` is the stream: a plan's id, or an authority's stream.

    `id` is the command's own id: the same id twice gives the same answer and nothing more. `effective` is the day it
    happened on, where the command itself names none and it was not the day of recording. `cause` is the position of the
    line that called for it.
    """

    plan: StreamId
    by: Id
    acting_as: Slug
    id: Annotated[Text, StringConstraints(max_length=200)] | None = None
    effective: Day | None = None
    on_behalf_of: Id | None = None
    authority: Text | None = None
    reason: Text | None = None
    cause: int | None = None
    classification: Classification = "official"
    brought_in: bool = False
    invented: bool = False

    def act(self, at: datetime) -> Act:
        """Who acts, as what, and when, were it recorded `at`: aware, in UTC."""
        said = self.__dict__
        return Act.of(
            {
                "by": said["by"],
                "acting_as": said["acting_as"],
                "at": at,
                "effective": said["effective"],
                "on_behalf_of": said["on_behalf_of"],
                "authority": said["authority"],
                "reason": said["reason"],
                "brought_in": said["brought_in"],
                "invented": said["invented"],
                "holds": frozenset(),
                "number": 0,
                "classification": said["classification"],
            }
        )


class _OneOfAll:
    """Asks whether it is a command at all: pydantic would ask each of their classes in turn."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return is_instance_schema(Command, serialization=plain_serializer_function_ser_schema(Command.model_dump))


class Entry(Signed):
    """A command somebody wants entered in the book."""

    command: Annotated[AnyCommand, _OneOfAll()]


def concerned(entry: Entry, plan: Plan | None) -> Slug | None:
    """The authority that an entry is about: its plan's, that of the plan to be opened, or its stream's."""
    if plan is not None:
        return plan.terms.id
    return entry.command.authority if isinstance(entry.command, OpenPlan) else authority_of(entry.plan)


class Record(Value):
    """A line as read back. All of it but `position` is in the stored bytes; the store's columns only copy from them.

    `position` is global and, but for what was dropped, without gaps in what a follower sees; `number` counts in the
    stream from 1. `at` is the recorded time (what was known), `effective` the day in London on which it became true.
    """

    position: int
    stream: Text
    number: int
    kind: Text
    version: int
    at: Moment
    effective: Day
    by: Id
    acting_as: Slug
    on_behalf_of: Id | None = None
    authority: Text | None = None
    reason: Text | None = None
    cause: Cause = Cause()
    classification: Classification = "official"
    brought_in: bool = False
    invented: bool = False
    event: SerializeAsAny[Event]

    @property
    def people(self) -> frozenset[str]:
        """Who answers for what it says, as for an act."""
        return answering(self.by, self.on_behalf_of)

    def published(self) -> dict[str, Any]:
        """The line as integrations read it: JSON-ready, position first."""
        return self.model_dump(mode="json")


def plan_event(record: Record) -> PlanEvent:
    """The event of a line in a plan's stream."""
    assert type(record.event) in _OF_PLANS, f"{record.kind} is not an event of a plan"
    return cast("PlanEvent", record.event)


_OF_PLANS = frozenset(PLAN_EVENTS)


def authority_event(record: Record) -> AuthorityEvent:
    """The event of a line in an authority's stream."""
    assert type(record.event) in _OF_AUTHORITIES, f"{record.kind} is not an event of an authority"
    return cast("AuthorityEvent", record.event)


_OF_AUTHORITIES = frozenset(get_args(AuthorityEvent))


@cache
def line_of(event: type[Event]) -> type[Record]:
    """The class of a line with such an event: validators and serialisers that know what the event is are quicker.

    `kind` is looked up in the catalogue anyway, so it is any text here.
    """
    of: type[Record] = create_model(
        "Record",
        __base__=Record,
        position=(int, 0),
        number=(StrictInt, ...),
        kind=(str, ...),
        version=(StrictInt, ...),
        event=(event, ...),
    )
    of.model_rebuild()
    return of


def line(signed: Signed, event: Event, number: int, at: datetime, effective: date, digest: str | None) -> Record:
    """The record of `event` as the `number`-th line of its stream; its position is not known yet (0).

    `at` is aware, in UTC. Nothing is checked: signature and event were, when they were made.
    """
    said = signed.__dict__
    return line_of(type(event)).of(
        {
            "position": 0,
            "stream": said["plan"],
            "number": number,
            "kind": event.kind,
            "version": event.shape,
            "at": at,
            "effective": effective,
            "by": said["by"],
            "acting_as": said["acting_as"],
            "on_behalf_of": said["on_behalf_of"],
            "authority": said["authority"],
            "reason": said["reason"],
            "cause": Cause.of({"command": said["id"], "digest": digest, "position": said["cause"]}),
            "classification": said["classification"],
            "brought_in": said["brought_in"],
            "invented": said["invented"],
            "event": event,
        }
    )


def lines(signed: Signed, events: Sequence[Event], after: int, at: datetime, digest: str | None) -> list[Record]:
    """The records of `events` as the lines that follow on number `after` of their stream."""
    return [
        line(signed, event, number, at, _effective(event, signed, at), digest)
        for number, event in enumerate(events, start=after + 1)
    ]


def _effective(event: Event, signed: Signed, at: datetime) -> date:
    """The event's own day; else the day of the act, as the decider reckons it: the command's, the entry's, today."""
    asked = signed.command.effective if isinstance(signed, Entry) else None
    return event.effective or asked or signed.effective or london_day(at)
