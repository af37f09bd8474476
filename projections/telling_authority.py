"""What is said of an authority's constitution, its posts and who acts for whom, as the predicate of a sentence."""

from typing import assert_never

from domain.authority import events as authority
from domain.authority.events import AuthorityEvent, TermsAdopted
from domain.calendar import dated
from projections.wording import listed, quoted, short, the, title_of


def tell_authority(event: AuthorityEvent) -> str:
    match event:
        case authority.ConstitutionAdopted(version=version, digest=digest, in_force_from=on, decision=decision):
            return f"adopted the terms of {version} (digest {short(digest)}), in force from {dated(on)} ({decision})"
        case authority.PostHeld(post=post, holder=holder, since=since, acting_up=acting_up):
            how = ", acting up" if acting_up else ""
            return f"recorded that {holder} holds the post of {title_of(post)} from {dated(since)}{how}"
        case authority.PostLeft(post=post, holder=holder, until=until, because=because):
            left = f"{holder} held the post of {title_of(post)} until {dated(until)}"
            return f"recorded that {left}, because {quoted(because)}"
        case authority.PostVacant(post=post, since=since, escalate_on=on, escalate_to=to):
            then = f"; {the(to)} is told on {dated(on)} if nobody does by then" if on and to else ""
            return f"noted that nobody holds the post of {title_of(post)} from {dated(since)}{then}"
        case authority.VacancyEscalated(post=post, to=to):
            return f"noted that the post of {title_of(post)} is still vacant, and told {the(to)}"
        case authority.DelegationGiven(delegation=id_, post=post, holder=holder, delegate=delegate):
            days = f"from {dated(event.since)} to {dated(event.until)}"
            what = f" in {listed(event.commands)}" if event.commands else ""
            lets = f"{delegate} acts for {holder} as {the(post)}{what}"
            return f"recorded delegation {id_}: {lets} {days}, because {quoted(event.because)}"
        case authority.DelegationEnded(delegation=id_, ended_on=on, because=because):
            return f"ended delegation {id_} on {dated(on)}, because {quoted(because)}"
        case _:
            assert_never(event)


def tell_terms(event: TermsAdopted) -> str:
    return f"adopted the newer terms of {event.terms.name} of {event.version} (digest {short(event.digest)})"
