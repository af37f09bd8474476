"""What the evidence adds up to: every item with what was found of it, and the latest impact of each action."""

from typing import Literal, assert_never

from domain.evidence.events import (
    EvidenceAttached,
    EvidenceEvent,
    EvidenceRejected,
    EvidenceStatus,
    EvidenceVerified,
    ImpactRated,
)
from domain.value import Acted, Id, Text, Value

Found = Literal["attached", "verified", "rejected"]


class Item(Value):
    """One item of evidence. `word`: how it was verified, or why it was rejected."""

    attached: EvidenceAttached
    attached_by: tuple[Id, ...]
    found: Found = "attached"
    word: Text | None = None


class Evidence(Value):
    items: dict[Id, Item] = {}
    impact: dict[Id, ImpactRated] = {}

    def verified(self, action: str) -> tuple[str, ...]:
        """The ids of the action's verified items."""
        return tuple(id_ for id_, i in self.items.items() if i.attached.action == action and i.found == "verified")

    def status(self, action: str) -> EvidenceStatus:
        """Verified if one item is; else attached if one waits to be looked at; else rejected if there was any."""
        found = {item.found for item in self.items.values() if item.attached.action == action}
        order: tuple[Found, ...] = ("verified", "attached", "rejected")
        return next((status for status in order if status in found), "none")


def evolve(evidence: Evidence, event: EvidenceEvent, act: Acted) -> Evidence:
    match event:
        case EvidenceAttached(evidence=id_):
            item = Item.of(
                {"attached": event, "attached_by": tuple(sorted(act.people)), "found": "attached", "word": None}
            )
            return evidence.but(items={**evidence.items, id_: item})
        case EvidenceVerified(evidence=id_, how=how):
            return _found(evidence, id_, "verified", how)
        case EvidenceRejected(evidence=id_, because=because):
            return _found(evidence, id_, "rejected", because)
        case ImpactRated(action=action):
            return evidence.but(impact={**evidence.impact, action: event})
        case _:
            assert_never(event)


def _found(evidence: Evidence, id_: str, found: Found, word: str) -> Evidence:
    item = evidence.items.get(id_)
    return evidence.but(items={**evidence.items, id_: item.but(found=found, word=word)}) if item else evidence
