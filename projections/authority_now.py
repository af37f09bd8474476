"""An authority on a day: the constitution in force, who holds which post, and who acts for whom."""

from datetime import date

from domain.authority.council import Council
from domain.authority.rules import terms_in_force
from domain.authority.state import Authority
from domain.value import Day, Digest, Id, Slug, Text, Value


class HolderNow(Value):
    """Who holds a post, since when, and whether for the time being."""

    holder: Id
    since: Day
    acting_up: bool


class PostNow(Value):
    """A post of the terms in force, or one that somebody holds still; `vacant_since` where its last holder left."""

    post: Slug
    roles: tuple[str, ...]
    holders: tuple[HolderNow, ...]
    vacant_since: Day | None


class DelegationNow(Value):
    """A delegation that holds on the day; no `commands` means all that the post may do."""

    delegation: Id
    post: Slug
    holder: Id
    delegate: Id
    since: Day
    until: Day
    commands: tuple[Slug, ...]


class AuthorityNow(Value):
    """`in_force_from` is empty while the authority goes by its file, having adopted no constitution in this book."""

    authority: Slug
    name: Text
    version: Id
    digest: Digest
    in_force_from: Day | None
    posts: tuple[PostNow, ...]
    delegations: tuple[DelegationNow, ...]


def authority_now(terms: Authority, council: Council | None, on: date) -> AuthorityNow:
    """`terms` are those of the authority's file; `council` what its stream adds up to, None where it has no line."""
    council = council or Council(id=terms.id)
    in_force, adopted = terms_in_force(terms.id, council, {terms.id: terms}, on), council.constitution(on)
    return AuthorityNow(
        authority=terms.id,
        name=in_force.name,
        version=in_force.version,
        digest=in_force.digest,
        in_force_from=adopted.in_force_from if adopted else None,
        posts=tuple(_post(post, in_force, council, on) for post in in_force.posts | council.holdings),
        delegations=tuple(
            DelegationNow(**each.given.model_dump(exclude={"until", "because"}), until=each.until)
            for each in council.delegations.values()
            if each.covers(on)
        ),
    )


def _post(post: str, terms: Authority, council: Council, on: date) -> PostNow:
    holders = tuple(
        HolderNow(holder=held.holder, since=held.since, acting_up=held.acting_up)
        for held in council.holdings.get(post, ())
        if held.covers(on)
    )
    vacancy = council.vacant.get(post)
    return PostNow(
        post=post,
        roles=tuple(sorted(terms.roles(post))),
        holders=holders,
        vacant_since=vacancy.began.since if vacancy and not holders else None,
    )
