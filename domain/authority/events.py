"""What can happen to an authority: it adopts a constitution, and people come to its posts, are away and go."""

from typing import ClassVar

from domain.authority.state import Authority
from domain.value import Day, Digest, Event, Id, Slug, Text, added


class ConstitutionAdopted(Event):
    """The authority's terms, as taken from its constitution, came to be in force from a day on; carried whole."""

    kind: ClassVar[str] = "authority.constitution-adopted"
    version: Id
    digest: Digest
    in_force_from: Day
    decision: Text
    terms: Authority


class PostHeld(Event):
    """Somebody came to hold a post. `ends_vacancy` is the vacancy of the post that this ends, by its number."""

    kind: ClassVar[str] = "authority.post-held"
    dated: ClassVar[str] = "since"
    post: Slug
    holder: Id
    since: Day
    acting_up: bool = False
    ends_vacancy: int | None = added(None)


class PostLeft(Event):
    """Somebody ceased to hold a post; `until` is the last day on which he or she did."""

    kind: ClassVar[str] = "authority.post-left"
    dated: ClassVar[str] = "until"
    post: Slug
    holder: Id
    until: Day
    because: Text


class PostVacant(Event):
    """Nobody holds a post any more, from `since` on. `vacancy` counts the authority's vacancies from 1.

    `escalate_on` is the day on which `escalate_to` is told if nobody holds it by then, counted on `calendar`; None
    where the terms set no such day, or nothing in them waits for the post.
    """

    kind: ClassVar[str] = "authority.post-vacant"
    dated: ClassVar[str] = "since"
    post: Slug
    vacancy: int
    since: Day
    escalate_on: Day | None
    escalate_to: Slug | None
    calendar: Text | None


class VacancyEscalated(Event):
    """A post had been vacant for as many working days as the terms allow, and another post was told."""

    kind: ClassVar[str] = "authority.vacancy-escalated"
    post: Slug
    vacancy: int
    to: Slug


class DelegationGiven(Event):
    """The holder of a post lets somebody else act in it, from `since` to `until`; no `commands` means all."""

    kind: ClassVar[str] = "authority.delegation-given"
    delegation: Id
    post: Slug
    holder: Id
    delegate: Id
    since: Day
    until: Day
    commands: tuple[Slug, ...]
    because: Text


class DelegationEnded(Event):
    """A delegation ended before its time; `ended_on` is the last day on which it held."""

    kind: ClassVar[str] = "authority.delegation-ended"
    dated: ClassVar[str] = "ended_on"
    delegation: Id
    ended_on: Day
    because: Text


AuthorityEvent = (
    ConstitutionAdopted | PostHeld | PostLeft | PostVacant | VacancyEscalated | DelegationGiven | DelegationEnded
)


class TermsAdopted(Event):
    """A plan took its authority's newer terms, which hold for it from then on; carried whole."""

    kind: ClassVar[str] = "plan.terms-adopted"
    version: Id
    digest: Digest
    terms: Authority
