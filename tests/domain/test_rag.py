"""An action is rated by dates, progress and evidence, on the authority's own ladder; an override ends by itself."""

import pytest
from given import STREAM, TERMS, Given, day, given, plan_after
from pydantic import ValidationError
from samples import (
    closed,
    evidence_verified,
    give_strategy_meetings_until_january,
    override_the_rating_of_safe_homes,
    rating_of_safe_homes_was_overridden,
    reopen_strategy_meetings,
    report_strategy_meetings_under_way,
    submitted,
)

from domain.authority.delivery import HOUSE_LADDER, Ladder
from domain.authority.state import Authority
from domain.decider import PlanCommand
from domain.delivery.events import Status
from domain.delivery.rag import Rag, rag

AWAITED = "complete-evidence-awaited"
overridden = (*submitted, override_the_rating_of_safe_homes)


def reported(status: Status) -> PlanCommand:
    return report_strategy_meetings_under_way.model_copy(update={"status": status})


def rated(life: tuple[PlanCommand, ...], on: str, action: str = "A1") -> tuple[str, str]:
    found = rag(action, day(on), plan_after(*life))
    return found.rating, found.reason


A1_IS_DUE = "2022-10-31"
LIVES: list[tuple[tuple[PlanCommand, ...], str, str, str]] = [
    (submitted, "2022-10-02", "green", "On course"),
    (submitted, "2022-10-03", "amber", "not started"),
    (submitted, A1_IS_DUE, "amber", "not started"),
    (submitted, "2022-11-01", "red", "has passed"),
    ((*submitted, reported("in-progress")), A1_IS_DUE, "green", "On course"),
    ((*submitted, reported("in-progress")), "2022-11-01", "red", "has passed"),
    ((*submitted, reported("delayed")), "2022-09-20", "amber", "Delayed"),
    ((*submitted, reported("complete")), "2022-09-20", AWAITED, "no evidence is verified"),
    ((*submitted, reported("complete")), "2023-09-20", AWAITED, "no evidence is verified"),
    ((*evidence_verified, reported("complete")), "2023-09-20", "green", "its evidence is verified"),
    ((*evidence_verified, reported("in-progress")), "2022-11-01", "red", "has passed"),
    (closed, "2023-09-20", "green", "Closed"),
    ((*closed, reopen_strategy_meetings), "2023-09-20", "red", "has passed"),
]


@pytest.mark.parametrize(("life", "on", "rating", "reason"), LIVES)
def test_an_action_is_rated_by_the_first_rung_that_holds(
    life: tuple[PlanCommand, ...], on: str, rating: str, reason: str
) -> None:
    found, why = rated(life, on)
    assert found == rating
    assert reason in why


def test_two_new_dates_are_seen_in_the_rating() -> None:
    until_march = give_strategy_meetings_until_january.model_copy(update={"due": day("2023-03-31")})
    once = (*submitted, reported("in-progress"), give_strategy_meetings_until_january)
    assert rated(once, "2022-10-31")[0] == "green"
    assert rated((*once, until_march), "2022-10-31") == ("amber", "Its due date was moved twice or more")


def test_terms_that_say_nothing_of_ratings_have_the_houses_ladder() -> None:
    plan = plan_after(*submitted)
    silent = plan.but(terms=Authority.model_validate(TERMS.model_dump(exclude={"delivery"})))
    assert silent.terms.ladder == HOUSE_LADDER
    assert rag("A1", day("2022-11-01"), silent) == rag("A1", day("2022-11-01"), plan)


def test_an_authority_has_a_ladder_of_its_own_with_its_own_words() -> None:
    blue = {"rating": "blue", "meaning": "Complete and embedded", "status": ["complete"], "evidence": ["verified"]}
    rungs = [blue, {"rating": "red", "meaning": "Anything else"}]
    own = {"rag": {"rungs": rungs, "override_days": 7, "source": "Board of May 2022"}}
    terms = Authority.model_validate(TERMS.model_dump() | {"delivery": own})
    plan = plan_after(*evidence_verified, reported("complete")).but(terms=terms)
    assert rag("A1", day("2022-11-01"), plan) == Rag(rating="blue", reason="Complete and embedded")
    assert rag("A2", day("2022-11-01"), plan) == Rag(rating="red", reason="Anything else")


def test_the_last_rung_of_a_ladder_always_holds() -> None:
    with pytest.raises(ValidationError, match="end with one that always holds"):
        Ladder(rungs=HOUSE_LADDER.rungs[:-1], override_days=28, source="set by the council")


def test_an_override_stands_with_its_reason_until_its_last_day() -> None:
    given(*submitted).when(override_the_rating_of_safe_homes).then(rating_of_safe_homes_was_overridden)
    given(*overridden).when(override_the_rating_of_safe_homes).then()
    because = override_the_rating_of_safe_homes.because
    days = ("2022-09-19", "2022-09-20", "2022-10-14", "2022-10-15")
    assert [rated(overridden, on, "A2") for on in days] == [
        ("green", "On course for its due date"),
        ("red", because),
        ("red", because),
        ("green", "On course for its due date"),
    ]
    assert rag("A2", day("2022-10-14"), plan_after(*overridden)).until == day("2022-10-14")


def test_an_override_ends_within_the_days_of_the_terms_and_after_it_begins() -> None:
    for until in ("2022-09-19", "2022-10-19"):
        other = override_the_rating_of_safe_homes.model_copy(update={"until": day(until)})
        given(*submitted).when(other).refused("override-ends", saying="2022-10-18")
    longest = override_the_rating_of_safe_homes.model_copy(update={"until": day("2022-10-18")})
    given(*submitted).when(longest).accepted()


def test_a_later_override_stands_instead_and_an_older_one_does_not() -> None:
    earlier = override_the_rating_of_safe_homes.model_copy(update={"as_of": day("2022-09-19")})
    later = override_the_rating_of_safe_homes.model_copy(update={"as_of": day("2022-09-30"), "rating": "amber"})
    given(*overridden).when(earlier).refused("progress-moves-on", saying="2022-09-20")
    assert rated((*overridden, later), "2022-09-30", "A2")[0] == "amber"


def test_an_override_has_a_rating_of_the_ladder() -> None:
    blue = override_the_rating_of_safe_homes.model_copy(update={"rating": "blue"})
    given(*submitted).when(blue).refused("rating-has-a-meaning", saying=AWAITED)


def test_neither_a_closed_action_nor_ones_own_is_overridden() -> None:
    of_a1 = override_the_rating_of_safe_homes.model_copy(update={"action": "A1"})
    given(*closed).when(of_a1).refused("action-is-open")
    owner = TERMS.but(posts={**TERMS.posts, "head-of-care-leaver-services": ("action-owner", "assurance")})
    Given(plan_after(*submitted).but(terms=owner), STREAM).when(
        override_the_rating_of_safe_homes, by="cls-01", acting_as="head-of-care-leaver-services"
    ).refused("owner-does-not-assure")
