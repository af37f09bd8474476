"""What may be asked about evidence and impact."""

from typing import ClassVar

from domain.value import Classification, Command, Day, Digest, Id, Slug, Text


class AttachEvidence(Command):
    """Register evidence for an action: its SHA-256 digest, where it is held, who may see it, how long it is kept."""

    name: ClassVar[str] = "attach-evidence"
    evidence: Id
    action: Id
    title: Text
    digest: Digest
    classification: Classification = "official"
    held_at: Text
    keep_until: Day


class VerifyEvidence(Command):
    """Record that the evidence shows what it should, and how that was checked."""

    name: ClassVar[str] = "verify-evidence"
    evidence: Id
    how: Text


class RejectEvidence(Command):
    """Record that the evidence does not show what it should."""

    name: ClassVar[str] = "reject-evidence"
    evidence: Id
    because: Text


class RateImpact(Command):
    """Rate the difference that an action has made, by verified evidence. Being complete is no impact."""

    name: ClassVar[str] = "rate-impact"
    dated: ClassVar[str] = "as_of"
    action: Id
    rating: Slug
    because: Text
    rests_on: tuple[Id, ...]
    as_of: Day


EvidenceCommand = AttachEvidence | VerifyEvidence | RejectEvidence | RateImpact
