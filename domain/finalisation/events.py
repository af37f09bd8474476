"""What can happen between cabinet's yes and the submission: the finalisation is delegated, done or taken back."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.approval.events import Conflict
from domain.drafting.difference import Difference
from domain.value import Day, Digest, Event, Id, Slug, Text, Value

Changeable = Literal["title", "findings", "reasons", "actions", "links", "texts", "dates", "owners", "measures"]
"""What may change of the version. `actions` are whole actions, added, dropped or put differently; from `links` on, only
these fields of those that stay."""

Parts = Annotated[tuple[Changeable, ...], Field(min_length=1)]


class Consulted(Value):
    """A post that was consulted, and on which day."""

    post: Slug
    consulted_on: Day


class AuthorityDelegated(Event):
    """Cabinet, which had said yes, left it to one post to finalise the version, after consulting others, by a day.

    `may_change` says what of it may change; where `of_actions` names any, of these actions alone.
    """

    kind: ClassVar[str] = "plan.authority-delegated"
    dated: ClassVar[str] = "delegated_on"
    round: int
    version: int
    digest: Digest
    delegated_on: Day
    to: Slug
    consulting: tuple[Slug, ...]
    may_change: tuple[Changeable, ...]
    of_actions: tuple[Id, ...]
    until: Day
    resolution: Text


class FinalisedUnderDelegation(Event):
    """The post to which it was delegated made another version the one to submit; `implementable`: it may go out now."""

    kind: ClassVar[str] = "plan.finalised-under-delegation"
    dated: ClassVar[str] = "finalised_on"
    round: int
    version: int
    digest: Digest
    final_version: int
    final_digest: Digest
    finalised_on: Day
    finalised_by: Slug
    consulted: tuple[Consulted, ...]
    differences: tuple[Difference, ...]
    implementable: bool


class DelegationRevoked(Event):
    """The delegation was taken back before it was used: what cabinet approved goes out; `implementable`: now."""

    kind: ClassVar[str] = "plan.delegation-revoked"
    dated: ClassVar[str] = "revoked_on"
    round: int
    version: int
    digest: Digest
    revoked_on: Day
    because: Text
    implementable: bool


class Classed(Difference):
    """A difference with its class, and the rule of the terms that it was classed by."""

    material: bool
    rule: Slug


class ChangeClassed(Event):
    """A version was cut after cabinet's yes. Its every difference from the version that goes out is classed; the change
    is `material` if one of them is."""

    kind: ClassVar[str] = "plan.change-classed"
    round: int
    from_version: int
    to_version: int
    differences: tuple[Classed, ...]
    material: bool


class ApprovalVoided(Event):
    """A material change that cabinet did not delegate voids its yes: nothing goes out until it is asked again.

    `stages`: whose decisions the change touches.
    """

    kind: ClassVar[str] = "plan.approval-voided"
    round: int
    version: int
    digest: Digest
    by_version: int
    because: Text
    stages: tuple[Slug, ...]


class ImmaterialChangeAdopted(Event):
    """A version that differs immaterially goes out in the other's place, as the monitoring officer confirmed it may."""

    kind: ClassVar[str] = "plan.immaterial-change-adopted"
    dated: ClassVar[str] = "confirmed_on"
    round: int
    version: int
    digest: Digest
    adopted_version: int
    adopted_digest: Digest
    confirmed_by: Slug
    confirmed_on: Day
    document: Text


class OfficerDecisionPublished(Event):
    """The record of an officer's decision was published (SI 2012/2089 reg 13): on the version that was finalised under
    delegation, or adopted as an immaterial change. `conflicts`: those that members who were consulted declared.
    """

    kind: ClassVar[str] = "plan.officer-decision-published"
    dated: ClassVar[str] = "published_on"
    round: int
    version: int
    digest: Digest
    decided_by: Slug
    decided_on: Day
    decision: Text
    reasons: Text
    alternatives: Text
    conflicts: tuple[Conflict, ...]
    published_on: Day
    where: Text


FinalisationEvent = (
    AuthorityDelegated
    | FinalisedUnderDelegation
    | DelegationRevoked
    | ChangeClassed
    | ApprovalVoided
    | ImmaterialChangeAdopted
    | OfficerDecisionPublished
)
