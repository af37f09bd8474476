"""What bringing forward adds up to: the last reminder of each subject, and the last pack of each body."""

from typing import assert_never

from domain.bringing_forward.events import (
    ActionChased,
    BringForwardEvent,
    CallInChased,
    DelegationRanOut,
    EvidenceChased,
    PackFrozen,
    ReviewReminded,
    ScrutinyAnswerChased,
)
from domain.finalisation.events import AuthorityDelegated
from domain.value import Id, Slug, Value


class BroughtForward(Value):
    actions: dict[Id, ActionChased] = {}
    evidence: dict[Id, EvidenceChased] = {}
    review: ReviewReminded | None = None
    packs: dict[Slug, PackFrozen] = {}
    scrutiny_answers: dict[Id, ScrutinyAnswerChased] = {}
    delegation: DelegationRanOut | None = None
    call_ins: dict[Id, CallInChased] = {}

    def ran_out(self, given: AuthorityDelegated) -> DelegationRanOut | None:
        """That somebody was told that this delegation ran out."""
        told = self.delegation
        return told if told and (told.round, told.until) == (given.round, given.until) else None


def evolve(brought: BroughtForward, event: BringForwardEvent) -> BroughtForward:
    match event:
        case ActionChased(action=action):
            return brought.but(actions={**brought.actions, action: event})
        case EvidenceChased(action=action):
            return brought.but(evidence={**brought.evidence, action: event})
        case ReviewReminded():
            return brought.but(review=event)
        case PackFrozen(to=to):
            return brought.but(packs={**brought.packs, to: event})
        case ScrutinyAnswerChased(recommendation=id_):
            return brought.but(scrutiny_answers={**brought.scrutiny_answers, id_: event})
        case DelegationRanOut():
            return brought.but(delegation=event)
        case CallInChased(notice=notice):
            return brought.but(call_ins={**brought.call_ins, notice: event})
        case _:
            assert_never(event)
