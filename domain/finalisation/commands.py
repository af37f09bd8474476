"""What may be asked between cabinet's yes and the submission."""

from typing import ClassVar

from domain.approval.events import Conflict
from domain.finalisation.events import Consulted, Parts
from domain.value import Command, Day, Id, Number, Slug, Text


class DelegateFinalisation(Command):
    """Record that cabinet left it to the post `to` to finalise the version that it approved, until a day.

    `may_change`: title, findings, reasons, whole actions, or of actions only links, texts, dates, owners or measures;
    `of_actions`: of these actions alone.
    """

    name: ClassVar[str] = "delegate-finalisation"
    dated: ClassVar[str] = "delegated_on"
    version: Number
    delegated_on: Day
    to: Slug
    consulting: tuple[Slug, ...] = ()
    may_change: Parts
    of_actions: tuple[Id, ...] = ()
    until: Day
    resolution: Text


class FinalisePlan(Command):
    """Make the version that was cut last the one to submit, under the delegation; `consulted` says whom, and when."""

    name: ClassVar[str] = "finalise-plan"
    dated: ClassVar[str] = "finalised_on"
    version: Number
    finalised_on: Day
    consulted: tuple[Consulted, ...] = ()


class RevokeDelegation(Command):
    """Record that the delegation was taken back: the version that cabinet approved is to be submitted after all."""

    name: ClassVar[str] = "revoke-delegation"
    dated: ClassVar[str] = "revoked_on"
    version: Number
    revoked_on: Day
    because: Text


class AdoptImmaterialChange(Command):
    """Let a version that was cut after cabinet's yes, and differs immaterially, go out in place of the approved one."""

    name: ClassVar[str] = "adopt-immaterial-change"
    dated: ClassVar[str] = "confirmed_on"
    version: Number
    confirmed_by: Slug
    confirmed_on: Day
    document: Text


class PublishOfficerDecision(Command):
    """Record that the record of what an officer decided on a version was published; `alternatives` are those considered
    and rejected, or that there were none."""

    name: ClassVar[str] = "publish-officer-decision"
    dated: ClassVar[str] = "published_on"
    version: Number
    decision: Text
    reasons: Text
    alternatives: Text
    conflicts: tuple[Conflict, ...] = ()
    published_on: Day
    where: Text


FinalisationCommand = (
    DelegateFinalisation | FinalisePlan | RevokeDelegation | AdoptImmaterialChange | PublishOfficerDecision
)
