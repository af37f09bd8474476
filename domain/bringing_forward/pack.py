"""A pack: what a body is told of the plan, as it stood on a day. Anyone can make it again from the lines before it."""

from collections import Counter
from datetime import date
from hashlib import sha256

import rfc8785

from domain.delivery.events import Status
from domain.delivery.rag import rag
from domain.evidence.events import EvidenceStatus
from domain.plan import Plan
from domain.value import Day, Id, Slug, Text, Value


class PackedAction(Value):
    """One action, with its rating on the pack's day and the reason."""

    action: Id
    owner: Slug
    original_due: Day
    due: Day
    re_dates: int
    status: Status
    evidence: EvidenceStatus
    impact: Slug | None
    closed_on: Day | None
    rating: Slug
    reason: Text


class Pack(Value):
    """The `number`-th pack for the body `to`: what changed is of the days after `since` up to and including `until`."""

    plan: Slug
    to: Slug
    number: int
    since: Day
    until: Day
    actions: tuple[PackedAction, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the pack's RFC 8785 canonical JSON, in lower-case hexadecimal."""
        return sha256(rfc8785.dumps(self.model_dump(mode="json"))).hexdigest()

    @property
    def ratings(self) -> dict[str, int]:
        """How many actions have each rating."""
        return dict(Counter(each.rating for each in self.actions))

    @property
    def overdue(self) -> int:
        """How many actions were due before the pack's day and are neither complete nor closed."""
        waiting = (each for each in self.actions if each.closed_on is None and each.status != "complete")
        return sum(each.due < self.until for each in waiting)

    @property
    def re_dated(self) -> int:
        return sum(each.re_dates > 0 for each in self.actions)

    @property
    def evidenced(self) -> int:
        return sum(each.evidence == "verified" for each in self.actions)


def pack(plan: Plan, to: str, number: int, since: date, until: date) -> Pack:
    """The pack of a plan as far as `plan` knows; its actions in order of their ids."""
    actions = tuple(_packed(id_, until, plan) for id_ in sorted(plan.draft.actions))
    return Pack(plan=plan.id, to=to, number=number, since=since, until=until, actions=actions)


def _packed(id_: str, day: date, plan: Plan) -> PackedAction:
    action, rated = plan.draft.actions[id_], rag(id_, day, plan)
    impact, closed = plan.evidence.impact.get(id_), plan.delivery.closed(id_)
    return PackedAction(
        action=id_,
        owner=action.owner,
        original_due=plan.draft.original_due(action),
        due=action.due,
        re_dates=len(plan.draft.re_dates.get(id_, ())),
        status=plan.delivery.status(id_),
        evidence=plan.evidence.status(id_),
        impact=impact.rating if impact else None,
        closed_on=closed.closed_on if closed else None,
        rating=rated.rating,
        reason=rated.reason,
    )
