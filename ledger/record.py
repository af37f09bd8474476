"""The line: one event, with who, as what, for whom, by what authority, why and when. And the entry that asks for it."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import SerializeAsAny

from domain.decider import PlanCommand
from domain.value import Act, Day, Digest, Event, Id, Moment, Slug, Text, Value

Classification = Literal["public", "official", "exempt", "embargoed"]


class Cause(Value):
    """What led to a line: the command's id and the digest of its canonical JSON, or the position that called for it."""

    command: Text | None = None
    digest: Digest | None = None
    position: int | None = None


class Signed(Value):
    """Who enters something in which stream, as what, for whom, by what authority and why.

    `id` is the command's own id: the same id twice gives the same answer and nothing more. `effective` is the day it
    happened on, where the command itself names none and it was not the day of recording. `cause` is the position of the
    line that called for it.
    """

    plan: Slug
    by: Id
    acting_as: Slug
    id: Text | None = None
    effective: Day | None = None
    on_behalf_of: Id | None = None
    authority: Text | None = None
    reason: Text | None = None
    cause: int | None = None
    classification: Classification = "official"
    brought_in: bool = False
    invented: bool = False

    def act(self, at: datetime) -> Act:
        """Who acts, as what, and when, were it recorded `at`."""
        return Act(at=at, **{name: getattr(self, name) for name in _OF_THE_ACT})


class Entry(Signed):
    """A command somebody wants entered in the book."""

    command: SerializeAsAny[PlanCommand]


class Record(Value):
    """A line as read back. All of it but `position` is in the stored bytes; the store's columns only copy from them.

    `position` is global and without gaps in what a follower sees; `number` counts in the stream from 1. `at` is the
    recorded time (what was known), `effective` the day in London on which it became true.
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
    def act(self) -> Act:
        """Who acted, as what, and when: what `evolve` needs beside the event."""
        return Act(at=self.at, **{name: getattr(self, name) for name in _OF_THE_ACT})

    def published(self) -> dict[str, Any]:
        """The line as integrations read it: JSON-ready, position first."""
        return self.model_dump(mode="json")


_OF_THE_ACT = tuple(name for name in Act.model_fields if name != "at")
"""What a signature and a line carry over to the act, under the same names."""


def line(signed: Signed, event: Event, number: int, at: datetime, effective: date, digest: str | None) -> Record:
    """The record of `event` as the `number`-th line of its stream; its position is not known yet (0)."""
    return Record(
        position=0,
        stream=signed.plan,
        number=number,
        kind=event.kind,
        version=event.shape,
        at=at,
        cause=Cause(command=signed.id, digest=digest, position=signed.cause),
        classification=signed.classification,
        event=event,
        **{name: getattr(signed, name) for name in _OF_THE_ACT if name != "effective"},
        effective=effective,
    )
