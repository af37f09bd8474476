"""What may be asked of an authority about its constitution and its posts, and of a plan about its terms."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.value import Command, Day, Id, Number, Slug, Text


class AdoptConstitution(Command):
    """Adopt the terms that this installation holds, by their version, from a day on; say who decided it."""

    name: ClassVar[str] = "adopt-constitution"
    version: Id
    in_force_from: Day
    decision: Text


class HoldPost(Command):
    """Record that somebody holds a post from a day on; `acting_up` for whoever holds it for the time being."""

    name: ClassVar[str] = "hold-post"
    dated: ClassVar[str] = "since"
    post: Slug
    holder: Id
    since: Day
    acting_up: bool = False


class LeavePost(Command):
    """Record that somebody ceased to hold a post; `until` is the last day. What he or she delegated ends with it."""

    name: ClassVar[str] = "leave-post"
    dated: ClassVar[str] = "until"
    post: Slug
    holder: Id
    until: Day
    because: Text


class DelegatePost(Command):
    """Let somebody act for the holder of a post, from a day to a day, such as while on leave; no commands: all."""

    name: ClassVar[str] = "delegate-post"
    delegation: Id
    post: Slug
    holder: Id
    delegate: Id
    since: Day
    until: Day
    commands: Annotated[tuple[Slug, ...], Field(max_length=100)] = ()
    because: Text


class EndDelegation(Command):
    """End a delegation before its time; `ended_on` is the last day on which it held."""

    name: ClassVar[str] = "end-delegation"
    dated: ClassVar[str] = "ended_on"
    delegation: Id
    ended_on: Day
    because: Text


class EscalateVacancy(Command):
    """Record that a post is still vacant on the day on which another is told."""

    name: ClassVar[str] = "escalate-vacancy"
    vacancy: Number


AuthorityCommand = AdoptConstitution | HoldPost | LeavePost | DelegatePost | EndDelegation | EscalateVacancy


class AdoptTerms(Command):
    """Let a plan go by the terms that its authority has in force, from now on."""

    name: ClassVar[str] = "adopt-terms"
    version: Id
