"""What can happen to evidence: it is attached to an action, verified or rejected, and an impact is rated by it."""

from typing import ClassVar, Literal

from domain.value import Classification, Day, Digest, Erasable, Event, Id, Slug, Text

EvidenceStatus = Literal["none", "attached", "verified", "rejected"]
"""How an action stands for evidence. It follows from the items and is never set by hand."""


class EvidenceAttached(Event):
    """Evidence for an action entered the register. It is kept elsewhere, and `digest` tells if it changes."""

    kind: ClassVar[str] = "plan.evidence-attached"
    evidence: Id
    action: Id
    title: Erasable
    digest: Digest
    classification: Classification
    held_at: Text
    keep_until: Day


class EvidenceVerified(Event):
    """Somebody other than the action's owner and than who attached it found that the evidence shows what it should."""

    kind: ClassVar[str] = "plan.evidence-verified"
    evidence: Id
    action: Id
    how: Erasable


class EvidenceRejected(Event):
    """Somebody other than the action's owner and than who attached it found that the evidence does not show it."""

    kind: ClassVar[str] = "plan.evidence-rejected"
    evidence: Id
    action: Id
    because: Erasable


class ImpactRated(Event):
    """What difference an action has made, on the authority's scale; `meaning` is what the scale says of the rating."""

    kind: ClassVar[str] = "plan.impact-rated"
    dated: ClassVar[str] = "as_of"
    action: Id
    rating: Slug
    meaning: Text
    because: Erasable
    rests_on: tuple[Id, ...]
    as_of: Day


EvidenceEvent = EvidenceAttached | EvidenceVerified | EvidenceRejected | ImpactRated
