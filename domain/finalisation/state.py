"""Which version goes out of those that follow from one decision, and whether somebody is still to finalise it."""

from datetime import date
from typing import assert_never

from domain.approval.state import Approved
from domain.finalisation.events import (
    ApprovalVoided,
    AuthorityDelegated,
    ChangeClassed,
    DelegationRevoked,
    FinalisationEvent,
    FinalisedUnderDelegation,
    ImmaterialChangeAdopted,
    OfficerDecisionPublished,
)
from domain.value import Day, Digest, Slug, Value


class Final(Value):
    """The version that took the place of `base`, which round `round` had approved, since that day; by which officer."""

    round: int
    base: int
    version: int
    digest: Digest
    on: Day
    by: Slug


class LastChange(Value):
    """How the version that was cut last after cabinet's yes differs from the one that goes out, `base`."""

    round: int
    base: int
    version: int
    material: bool


class Finalisation(Value):
    """The last delegation and what became of it; the last change. `finals`: every version that took another's place.
    `published`: the record of each version on which an officer decided."""

    delegation: AuthorityDelegated | None = None
    spent: bool = False
    revoked: DelegationRevoked | None = None
    change: LastChange | None = None
    final: Final | None = None
    finals: dict[int, Final] = {}
    published: dict[int, OfficerDecisionPublished] = {}

    def in_force(self, standing: Approved) -> AuthorityDelegated | None:
        """The delegation that follows from this decision, neither used nor taken back. It may have run out:
        nothing goes out all the same until it is given anew or taken back (whether it binds still: `scope.binding`)."""
        given = self.given(standing)
        return given if given and not self.spent and self.revoked is None else None

    def given(self, standing: Approved) -> AuthorityDelegated | None:
        return self.delegation if self.delegation and self.delegation.round == standing.round else None

    def awaited(self, standing: Approved) -> bool:
        """Whether nothing may go out because somebody is still to finalise it."""
        never_recorded = standing.finalisation_delegated and self.given(standing) is None
        return never_recorded or self.in_force(standing) is not None

    def officers(self, version: int) -> Final | None:
        """What an officer last decided on that version, if any did."""
        return next((final for final in self._by_officers if final.version == version), None)

    def decided_by_officer(self, on: date) -> bool:
        return any(final.on == on for final in self._by_officers)

    @property
    def _by_officers(self) -> tuple[Final, ...]:
        """The latest first; of one that took no other's place only where it was the last."""
        earlier = tuple(reversed(self.finals.values()))
        return (self.final, *earlier) if self.final else earlier

    def content(self, standing: Approved) -> tuple[int, Digest]:
        """The number and the digest of the version that goes out on this decision, and no other."""
        final = self.final
        if final and final.round == standing.round:
            return final.version, final.digest
        return standing.version, standing.digest


def evolve(finalisation: Finalisation, event: FinalisationEvent) -> Finalisation:
    match event:
        case AuthorityDelegated():
            return finalisation.but(delegation=event, spent=False, revoked=None)
        case FinalisedUnderDelegation(final_version=version, final_digest=digest, finalised_on=on, finalised_by=by):
            final = Final(round=event.round, base=event.version, version=version, digest=digest, on=on, by=by)
            return _settled(finalisation, final).but(spent=True)
        case DelegationRevoked():
            return finalisation.but(revoked=event)
        case ChangeClassed(round=round_, from_version=base, to_version=version, material=material):
            change = LastChange(round=round_, base=base, version=version, material=material)
            return finalisation.but(change=change)
        case ApprovalVoided():
            return finalisation
        case ImmaterialChangeAdopted(adopted_version=version, adopted_digest=digest, confirmed_on=on, confirmed_by=by):
            final = Final(round=event.round, base=event.version, version=version, digest=digest, on=on, by=by)
            return _settled(finalisation, final)
        case OfficerDecisionPublished(version=version):
            return finalisation.but(published={**finalisation.published, version: event})
        case _:
            assert_never(event)


def _settled(finalisation: Finalisation, final: Final) -> Finalisation:
    """What was final as it was approved took no other's place."""
    finals = {**finalisation.finals, final.version: final} if final.base < final.version else finalisation.finals
    return finalisation.but(final=final, finals=finals)
