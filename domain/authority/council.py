"""What an authority's own stream adds up to: its constitutions, who holds which post, and who acts for whom."""

from datetime import date
from typing import assert_never

from domain.authority.events import (
    AuthorityEvent,
    ConstitutionAdopted,
    DelegationEnded,
    DelegationGiven,
    PostHeld,
    PostLeft,
    PostVacant,
    VacancyEscalated,
)
from domain.value import Day, Id, Slug, Value


class Holding(Value):
    """Somebody's time in a post; without an end for as long as it lasts."""

    holder: Id
    since: Day
    acting_up: bool
    until: Day | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Delegation(Value):
    """A delegation as given, with the day on which it was ended before its time."""

    given: DelegationGiven
    ended_on: Day | None = None

    def covers(self, day: date) -> bool:
        return self.given.since <= day <= self.until

    @property
    def until(self) -> date:
        """The last day on which it holds."""
        return min(self.given.until, self.ended_on or self.given.until)


class Vacancy(Value):
    """A post that nobody holds at present."""

    began: PostVacant
    escalated: bool = False


class Council(Value):
    """An authority as its lines add up. `vacancies` counts all there ever were; `vacant` are those of now, by post."""

    id: Slug
    constitutions: tuple[ConstitutionAdopted, ...] = ()
    holdings: dict[Slug, tuple[Holding, ...]] = {}
    delegations: dict[Id, Delegation] = {}
    vacancies: int = 0
    vacant: dict[Slug, Vacancy] = {}

    def constitution(self, day: date) -> ConstitutionAdopted | None:
        """The constitution in force on a day; None where none was adopted for it."""
        return next((c for c in reversed(self.constitutions) if c.in_force_from <= day), None)

    def holders(self, post: str, day: date) -> list[Id]:
        """Who holds a post on a day, in the order in which they came."""
        return [held.holder for held in self.holdings.get(post, ()) if held.covers(day)]

    def holding(self, post: str, holder: str) -> Holding | None:
        """The latest time of somebody in a post."""
        return next((held for held in reversed(self.holdings.get(post, ())) if held.holder == holder), None)

    def posts(self, people: frozenset[str], day: date) -> frozenset[Slug]:
        """The posts that any of these people holds on a day."""
        return frozenset(
            post for post, all_ in self.holdings.items() for held in all_ if held.holder in people and held.covers(day)
        )

    def still_held(self) -> list[tuple[Slug, Id]]:
        """Every post that is held without an end, with its holder."""
        return [(post, held.holder) for post, all_ in self.holdings.items() for held in all_ if held.until is None]

    def lets(self, delegate: str, post: str, holder: str, command: str, day: date) -> bool:
        """Whether a delegation that holds on the day lets somebody do this command in the post for its holder."""
        return any(
            (each.given.delegate, each.given.post, each.given.holder) == (delegate, post, holder)
            and each.covers(day)
            and (not each.given.commands or command in each.given.commands)
            for each in self.delegations.values()
        )


def evolve(council: Council | None, event: AuthorityEvent, authority: str) -> Council:
    """The council after one more event. Total: it never refuses what was once recorded."""
    council = council or Council(id=authority)
    match event:
        case ConstitutionAdopted():
            return council.but(constitutions=(*council.constitutions, event))
        case PostHeld(post=post):
            held = Holding(holder=event.holder, since=event.since, acting_up=event.acting_up)
            return council.but(
                holdings={**council.holdings, post: (*council.holdings.get(post, ()), held)},
                vacant={p: v for p, v in council.vacant.items() if p != post},
            )
        case PostLeft(post=post, holder=holder, until=until):
            times = tuple(
                held.but(until=until) if held.holder == holder and held.until is None else held
                for held in council.holdings.get(post, ())
            )
            return council.but(holdings={**council.holdings, post: times})
        case PostVacant(post=post, vacancy=number):
            return council.but(vacancies=number, vacant={**council.vacant, post: Vacancy(began=event)})
        case VacancyEscalated(post=post):
            told = {p: v.but(escalated=True) if p == post else v for p, v in council.vacant.items()}
            return council.but(vacant=told)
        case DelegationGiven(delegation=id_):
            return council.but(delegations={**council.delegations, id_: Delegation(given=event)})
        case DelegationEnded(delegation=id_, ended_on=on):
            ended = {i: d.but(ended_on=on) if i == id_ else d for i, d in council.delegations.items()}
            return council.but(delegations=ended)
        case _:
            assert_never(event)
