"""What can happen to a version on a route of several bodies: the choice of the route, and what each body answers."""

from typing import ClassVar

from domain.approval.events import Conflicts, Reasons, Verb, Votes
from domain.authority.routes import Asking, Route
from domain.authority.state import Governance
from domain.value import Day, Digest, Event, Id, Slug, Text, added


class ApprovalRouteChosen(Event):
    """It was chosen by which route versions of this plan go to approval: the route itself, as the terms wrote it."""

    kind: ClassVar[str] = "plan.approval-route-chosen"
    route: Route
    governance: Governance | None


class DecisionMade(Event):
    """A body other than cabinet answered at its stage, in its own verb.

    `awaited` are those who are asked now; where nobody is, the version is approved. `afterwards`: it noted what had
    been submitted already, and approved nothing.
    """

    kind: ClassVar[str] = "plan.decision-made"
    dated: ClassVar[str] = "decided_on"
    round: int
    stage: Slug
    body: Slug
    name: Text
    version: int
    digest: Digest
    verb: Verb
    decided_on: Day
    resolution: Text
    decided_by: tuple[Id, ...]
    reasons: Reasons = added(None)
    alternatives: Reasons = added(None)
    conflicts: Conflicts = added(None)
    votes: Votes | None = added(None)
    awaited: tuple[Asking, ...] = added(())
    afterwards: bool = added(False)


class DecisionDeferred(Event):
    """A body put its answer off to another meeting. The question stays asked."""

    kind: ClassVar[str] = "plan.decision-deferred"
    dated: ClassVar[str] = "deferred_on"
    round: int
    stage: Slug
    body: Slug
    name: Text
    version: int
    deferred_on: Day
    to_meeting_on: Day
    because: Text


RouteEvent = ApprovalRouteChosen | DecisionMade | DecisionDeferred
