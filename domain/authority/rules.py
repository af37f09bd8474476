"""What follows when something is asked about an authority's constitution, its posts, and whose act it is."""

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from domain.approval.state import Approved, Asked
from domain.authority import commands as do
from domain.authority import events as was
from domain.authority.council import Council, Holding
from domain.authority.duties import MAY
from domain.authority.events import AuthorityEvent
from domain.authority.roles import ENGINE, claims_to_be_minutebook
from domain.authority.state import Authority, Register
from domain.calendar import ENGLAND_AND_WALES
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(
    command: do.AuthorityCommand, council: Council, act: Act, day: date, register: Register
) -> list[AuthorityEvent]:
    """`day` is that of the act; the terms are those in force on it."""
    terms = terms_in_force(council.id, council, register, day)
    match command:
        case do.AdoptConstitution():
            return adopt_constitution(command, council, register[council.id])
        case do.HoldPost():
            return hold_post(command, council, act, terms)
        case do.LeavePost():
            return leave_post(command, council, terms)
        case do.DelegatePost():
            return delegate_post(command, council)
        case do.EndDelegation():
            return end_delegation(command, council)
        case do.EscalateVacancy():
            return escalate_vacancy(command, council, day)
        case _:
            assert_never(command)


def terms_in_force(authority: str, council: Council | None, register: Register, day: date) -> Authority:
    """The terms of an authority on a day: those it adopted, else those of its file; Refused where it is not served."""
    terms = register.get(authority)
    if terms is None:
        known = ", ".join(sorted(register)) or "none"
        refuse("authority-is-known", f"There is no authority {authority} here; known: {known}.")
    adopted = council.constitution(day) if council else None
    return adopted.terms if adopted else terms


def post_is_held(command: str, act: Act, council: Council, day: date) -> None:
    """Refuse whoever neither holds the post that acts nor acts for its holder by a delegation.

    Nothing is asked of Minutebook's workflows, nor where the authority has never recorded who holds a post.
    """
    if not council.holdings or act.acting_as == ENGINE:
        return
    post, holders = act.acting_as, council.holders(act.acting_as, day)
    if act.by in holders:
        return
    if act.on_behalf_of not in holders:
        refuse(
            "post-is-held",
            f"{act.by} does not hold the post {post} on {day}, which is held by {_listed(holders)}: act in a "
            "post of your own, or on behalf of its holder by a delegation.",
        )
    require(
        council.lets(act.by, post, act.on_behalf_of, command, day),
        "post-is-held",
        f"{act.by} has no delegation from {act.on_behalf_of} to {command} as {post} on {day}: have one recorded first.",
    )


def adopt_terms(command: do.AdoptTerms, plan: Plan, terms: Authority) -> list[PlanEvent]:
    """`terms` are those that the plan's authority has in force."""
    require(
        command.version == terms.version,
        "terms-are-in-force",
        f"The terms of {terms.name} in force are those of {terms.version}, not of {command.version}: adopt them there "
        "first, or name those in force.",
    )
    adopted = was.TermsAdopted(version=terms.version, digest=terms.digest, terms=terms)
    if adopted.digest == plan.constitution:
        return []
    standing = plan.approval.standing
    if isinstance(standing, Asked) or (isinstance(standing, Approved) and not plan.submitted):
        refuse(
            "round-keeps-its-terms",
            f"Version {standing.version} was put to cabinet under the terms of {plan.terms.version}, which hold until "
            "it is submitted, sent back or withdrawn: adopt others then.",
        )
    if isinstance(standing, Approved) and standing.to_note:
        stages = " and ".join(s.id for s in standing.to_note)
        refuse(
            "round-keeps-its-terms",
            f"Version {standing.version} is still to be noted at {stages} under the terms of {plan.terms.version}: "
            "record that first.",
        )
    return [adopted]


def adopt_constitution(command: do.AdoptConstitution, council: Council, terms: Authority) -> list[AuthorityEvent]:
    """`terms` are those that this installation holds."""
    before = next((c for c in council.constitutions if c.version == command.version), None)
    if before and (before.in_force_from, before.decision) == (command.in_force_from, command.decision):
        return []
    if before:
        refuse(
            "constitution-version-is-new",
            f"The terms of {before.version} were adopted from {before.in_force_from} on: give changed terms a "
            "version of their own.",
        )
    require(
        command.version == terms.version,
        "constitution-is-at-hand",
        f"The terms at hand of {terms.name} are those of {terms.version}, not of {command.version}: put the file of "
        "that version into the folder authorities, and start Minutebook again.",
    )
    if council.constitutions:
        latest = council.constitutions[-1]
        require(
            command.in_force_from >= latest.in_force_from,
            "constitutions-in-order",
            f"The terms of {latest.version} are in force from {latest.in_force_from} on: later ones cannot "
            f"begin on {command.in_force_from}.",
        )
    if council.holdings:
        _posts_are_kept((post for post, _ in council.still_held()), terms)
    return [
        was.ConstitutionAdopted(
            version=terms.version,
            digest=terms.digest,
            in_force_from=command.in_force_from,
            decision=command.decision,
            terms=terms,
        )
    ]


def hold_post(command: do.HoldPost, council: Council, act: Act, terms: Authority) -> list[AuthorityEvent]:
    post, holder, since = command.post, command.holder, command.since
    if not terms.roles(post) or post == ENGINE:
        refuse("post-is-known", f"{post} is not a post of {terms.name}.")
    _is_a_person(holder)
    latest = council.holding(post, holder)
    if latest == Holding(holder=holder, since=since, acting_up=command.acting_up):
        return []
    if latest:
        until = f"until {latest.until}" if latest.until else "to this day"
        require(
            latest.until is not None and since > latest.until,
            "post-is-held-once",
            f"{holder} holds or held the post {post} from {latest.since} {until}: another time in it begins "
            "after that has ended.",
        )
    require(
        bool(council.holdings) or (act.by, act.acting_as) == (holder, post),
        "first-holder-records",
        f"Nobody is recorded as the holder of a post yet, and from the first on only holders may record: record first "
        f"that {act.by} holds {act.acting_as}.",
    )
    vacancy = council.vacant.get(post)
    ends = vacancy.began.vacancy if vacancy else None
    return [was.PostHeld(**command.model_dump(), ends_vacancy=ends)]


def leave_post(command: do.LeavePost, council: Council, terms: Authority) -> list[AuthorityEvent]:
    """Besides, what the leaver had delegated ends; and the post is vacant where nobody else holds it."""
    post, holder, until = command.post, command.holder, command.until
    latest = council.holding(post, holder)
    if latest and latest.until == until:
        return []
    if latest is None or latest.until or until < latest.since:
        refuse("leaver-holds-the-post", f"{holder} does not hold the post {post} on {until}, and cannot leave it.")
    others = [held for held in council.still_held() if held != (post, holder)]
    _posts_are_kept((kept for kept, _ in others), terms)
    events: list[AuthorityEvent] = [was.PostLeft(post=post, holder=holder, until=until, because=command.because)]
    events += [
        was.DelegationEnded(delegation=id_, ended_on=until, because=f"{holder} left the post {post}")
        for id_, each in council.delegations.items()
        if (each.given.post, each.given.holder) == (post, holder) and each.until > until
    ]
    if post not in {kept for kept, _ in others}:
        events.append(_vacant(post, council.vacancies + 1, until, terms))
    return events


def delegate_post(command: do.DelegatePost, council: Council) -> list[AuthorityEvent]:
    given = was.DelegationGiven.model_validate(command.model_dump())
    before = council.delegations.get(command.delegation)
    if before and before.given == given:
        return []
    require(
        before is None, "delegation-stands", f"Delegation {command.delegation} is another already: choose another id."
    )
    _is_a_person(command.delegate)
    unknown = [name for name in command.commands if name not in MAY]
    require(not unknown, "delegation-is-of-use", f"There is no command {_listed(unknown)}: name those to be delegated.")
    require(
        command.delegate != command.holder and command.since <= command.until,
        "delegation-is-of-use",
        f"Delegation {command.delegation} lets nobody else act on any day: name somebody else, and a last day that "
        "does not come before the first.",
    )
    held = council.holding(command.post, command.holder)
    require(
        held is not None and held.until is None and held.since <= command.since,
        "delegator-holds-the-post",
        f"{command.holder} does not hold the post {command.post} from {command.since} on: only its holder "
        "delegates it.",
    )
    return [given]


def end_delegation(command: do.EndDelegation, council: Council) -> list[AuthorityEvent]:
    id_, on = command.delegation, command.ended_on
    delegation = council.delegations.get(id_)
    if delegation is None:
        refuse("delegation-is-known", f"There is no delegation {id_}: nothing to end.")
    if delegation.ended_on == on:
        return []
    require(
        delegation.ended_on is None and on <= delegation.given.until,
        "delegation-is-in-force",
        f"Delegation {id_} lasts until {delegation.until}: it cannot be ended on {on}.",
    )
    return [was.DelegationEnded(**command.model_dump())]


def escalate_vacancy(command: do.EscalateVacancy, council: Council, day: date) -> list[AuthorityEvent]:
    vacancy = next((v for v in council.vacant.values() if v.began.vacancy == command.vacancy), None)
    if vacancy is None or vacancy.escalated or not vacancy.began.escalate_on or not vacancy.began.escalate_to:
        return []
    require(
        day >= vacancy.began.escalate_on,
        "clock-strikes-on-its-day",
        f"The escalation is due on {vacancy.began.escalate_on}, not on {day}.",
    )
    return [was.VacancyEscalated(post=vacancy.began.post, vacancy=command.vacancy, to=vacancy.began.escalate_to)]


def _vacant(post: str, number: int, last_held: date, terms: Authority) -> was.PostVacant:
    """The vacancy, with the day on which it is escalated: so many working days after the last that it was held."""
    calendar, to = ENGLAND_AND_WALES, terms.told_of_a_vacancy(post)
    on = calendar.add_working_days(last_held, terms.vacancy.working_days) if terms.vacancy and to else None
    return was.PostVacant(
        post=post,
        vacancy=number,
        since=date.fromordinal(last_held.toordinal() + 1),
        escalate_on=on,
        escalate_to=to if on else None,
        calendar=calendar.label if on else None,
    )


def _posts_are_kept(posts: Iterable[str], terms: Authority) -> None:
    """Refuse where none of the posts that stay held may record holders: nobody could record the next."""
    require(
        any(terms.roles(post) & MAY[do.HoldPost.name] for post in posts),
        "posts-are-kept",
        "Nobody would be left who may record holders of posts: record first who else holds such a post.",
    )


def _is_a_person(id_: str) -> None:
    require(
        not claims_to_be_minutebook(id_),
        "holder-is-a-person",
        f"{id_} belongs to Minutebook's workflows: name a person, by his or her id.",
    )


def _listed(words: Iterable[str]) -> str:
    return " and ".join(words) or "nobody"
