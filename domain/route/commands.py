"""What may be asked about the route of an approval."""

from typing import ClassVar

from domain.approval.commands import Members
from domain.approval.events import Conflicts, Reasons, Verb, Votes
from domain.authority.routes import RouteId
from domain.value import Command, Day, Digest, Number, Slug, Text, added


class ChooseRoute(Command):
    """Choose one of the routes that the authority's terms write; it holds from the next question on."""

    name: ClassVar[str] = "choose-route"
    route: RouteId


class RecordDecision(Command):
    """Record what a body other than cabinet answered at its stage, in its own verb.

    `digest` may be given with `version`, and must then be the version's.
    """

    name: ClassVar[str] = "record-decision"
    dated: ClassVar[str] = "decided_on"
    stage: Slug
    version: Number
    digest: Digest | None = None
    verb: Verb
    decided_on: Day
    resolution: Text
    decided_by: Members
    reasons: Reasons = added(None)
    alternatives: Reasons = added(None)
    conflicts: Conflicts = added(None)
    votes: Votes | None = added(None)


class DeferDecision(Command):
    """Record that a body put its answer off, to which meeting and why."""

    name: ClassVar[str] = "defer-decision"
    dated: ClassVar[str] = "deferred_on"
    stage: Slug
    version: Number
    deferred_on: Day
    to_meeting_on: Day
    because: Text


RouteCommand = ChooseRoute | RecordDecision | DeferDecision
