"""What is said of the finalisation of an approved version, as the predicate of a sentence."""

from collections.abc import Sequence
from typing import assert_never

from domain.calendar import dated
from domain.drafting.difference import Difference
from domain.finalisation import events as finalisation
from domain.finalisation.events import FinalisationEvent
from projections.telling_access import officers_decision
from projections.wording import listed, quoted, short, the, unstopped


def tell_finalisation(event: FinalisationEvent) -> str:
    match event:
        case finalisation.AuthorityDelegated(version=version, delegated_on=on, to=to, until=until):
            asked = listed(the(post) for post in event.consulting) if event.consulting else ""
            consulting = f", in consultation with {asked}," if asked else ""
            of = f" of {listed(event.of_actions)}" if event.of_actions else ""
            may = f"{listed(event.may_change)}{of} may change"
            left = f"cabinet left it to {the(to)}{consulting} to finalise version {version} by {dated(until)}"
            return f"recorded that on {dated(on)} {left}; {may}: {quoted(event.resolution)}"
        case finalisation.FinalisedUnderDelegation():
            return _finalised(event)
        case finalisation.DelegationRevoked(version=version, revoked_on=on, because=because):
            revoked = f"the delegation to finalise it was revoked on {dated(on)}, because {quoted(because)}"
            return f"recorded that version {version} is to be submitted as it stands: {revoked}"
        case finalisation.ChangeClassed(from_version=before, to_version=after, material=material):
            what = "a material" if material else "an immaterial"
            found = changed(event.differences)
            return f"found that version {after} is {what} change of version {before}; {found}"
        case finalisation.ApprovalVoided(version=version, because=because):
            return f"voided cabinet's yes to version {version}, and cabinet is to be asked again: {unstopped(because)}"
        case finalisation.ImmaterialChangeAdopted(version=version, confirmed_by=post, confirmed_on=on):
            adopted = f"version {event.adopted_version} (digest {short(event.adopted_digest)})"
            confirmed = f"{the(post)} confirmed on {dated(on)} that it differs immaterially ({event.document})"
            return f"let {adopted} go out in the place of version {version}: {confirmed}"
        case finalisation.OfficerDecisionPublished():
            return officers_decision(event)
        case _:
            assert_never(event)


def _finalised(event: finalisation.FinalisedUnderDelegation) -> str:
    final = f"version {event.final_version} (digest {short(event.final_digest)})"
    place = f"in the place of version {event.version} (digest {short(event.digest)})"
    if event.final_version == event.version:
        place = "as it was"
    asked = [f"{the(each.post)} on {dated(each.consulted_on)}" for each in event.consulted]
    consulting = f", having consulted {listed(asked)}" if asked else ""
    return (
        f"finalised under cabinet's delegation on {dated(event.finalised_on)}{consulting}: {final} is to be submitted "
        f"{place}; {changed(event.differences)}"
    )


def changed(differences: Sequence[Difference]) -> str:
    """`nothing differs`, or how much does and where, the first few by name."""
    if not differences:
        return "nothing differs"
    named = [each.named for each in differences[:6]]
    if more := len(differences) - len(named):
        named.append(f"{more} more")
    return f"what differs: {listed(named)}"
