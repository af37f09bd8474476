"""The canonical content of a version: the bytes that are hashed, approved and sent."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal

import rfc8785

from domain.inspection.state import Finding
from domain.value import Day, Id, Slug, Text, Value, added

Origin = Literal["inspection", "monitoring-visit", "scrutiny", "board", "self-evaluation"]
"""Where an action comes from."""


class Milestone(Value):
    """A step on the way to an action's due date."""

    id: Id
    text: Text
    due: Day


class _Named(Value):
    id: Id


class Promised(Value):
    """What is promised with an action: for which findings, in which words, by whom, by when, measured by what."""

    findings: tuple[Id, ...]
    text: Text
    owner: Slug
    due: Day
    measure: Text


class Besides(Value):
    """What may be said of an action besides; what is not said is not in the content.

    `lead` (a post) runs it day by day, `partner` does it with the council.
    """

    theme: Text | None = added(None)
    outcome: Text | None = added(None)
    lead: Slug | None = added(None)
    partner: Text | None = added(None)
    start: Day | None = added(None)
    milestones: tuple[Milestone, ...] | None = added(None)
    origin: Origin | None = added(None)


class Action(Besides, Promised, _Named):
    """An action as agreed. Its progress is not part of it."""


def canonical(
    plan: str,
    version: int,
    title: str,
    findings: Iterable[Finding],
    actions: Iterable[Action],
    reasons: Mapping[str, str],
) -> bytes:
    """RFC 8785 canonical JSON: plan, number, title, and findings, actions and reasons, each ordered by id."""
    return rfc8785.dumps(
        {
            "plan": plan,
            "version": version,
            "title": title,
            "findings": [f.model_dump(mode="json") for f in sorted(findings, key=lambda f: f.id)],
            "actions": [a.model_dump(mode="json") for a in sorted(actions, key=lambda a: a.id)],
            "reasons_for_no_action": [{"finding": f, "because": reasons[f]} for f in sorted(reasons)],
        }
    )


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return sha256(content).hexdigest()
