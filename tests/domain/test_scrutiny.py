"""What scrutiny recommends is answered, with a reason unless it is accepted whole; what the board says is on record."""

import pytest
from given import TERMS, day, given, plan_after
from samples import (
    accept_milestones_in_part,
    board_challenged_version_1,
    board_was_reconstituted,
    boards_chair_was_changed,
    change_the_boards_chair,
    milestones_were_accepted_in_part,
    opened,
    plan_was_opened,
    reconstitute_the_board,
    record_scrutiny_of_26_may,
    record_scrutinys_wish_for_milestones,
    record_the_boards_challenge,
    scrutiny_considered_the_plan,
    scrutiny_wished_for_milestones,
    version_1_cut,
)

from domain.authority.state import ScrutinyTerms
from domain.scrutiny.events import ScrutinyRecommendationAnswered, ScrutinyRecommendationMade
from projections.telling import tell

considered = (*opened, record_scrutiny_of_26_may)
recommended = (*considered, record_scrutinys_wish_for_milestones)
two_months = plan_was_opened.model_copy(
    update={"terms": TERMS.model_copy(update={"scrutiny": ScrutinyTerms(respond_within_months=2, source="rule 9")})}
)


def test_scrutiny_considers_recommends_and_is_answered() -> None:
    given(*opened).when(record_scrutiny_of_26_may).then(scrutiny_considered_the_plan)
    given(*considered).when(record_scrutinys_wish_for_milestones).then(scrutiny_wished_for_milestones)
    given(*recommended).when(accept_milestones_in_part).then(milestones_were_accepted_in_part)
    assert [made.recommendation for made in plan_after(*recommended).scrutiny.unanswered] == ["S1"]
    assert plan_after(*recommended, accept_milestones_in_part).scrutiny.unanswered == ()


def test_an_answer_is_due_as_many_months_after_the_meeting_as_the_terms_say() -> None:
    steps = (two_months, record_scrutiny_of_26_may)
    (made,) = given(*steps).when(record_scrutinys_wish_for_milestones).accepted()
    assert isinstance(made, ScrutinyRecommendationMade)
    assert made.respond_by == day("2022-07-26")
    late = accept_milestones_in_part.model_copy(update={"answered_on": day("2022-07-27")})
    (answered,) = given(*steps, record_scrutinys_wish_for_milestones).when(late).accepted()
    assert isinstance(answered, ScrutinyRecommendationAnswered)
    assert "on 27 July 2022, after 26 July 2022, when that was due: accepted in part" in tell(answered)


def test_what_was_recorded_of_scrutiny_stands() -> None:
    other_day = record_scrutiny_of_26_may.model_copy(update={"considered_on": day("2022-05-27")})
    given(*considered).when(other_day).refused("scrutiny-stands", saying="cfosc-2022-05-26")
    other_words = record_scrutinys_wish_for_milestones.model_copy(update={"text": "Another."})
    given(*recommended).when(other_words).refused("scrutiny-stands", saying="S1")
    other_answer = accept_milestones_in_part.model_copy(update={"answer": "rejected"})
    given(*recommended, accept_milestones_in_part).when(other_answer).refused("scrutiny-stands", saying="answered")


def test_a_recommendation_is_of_a_meeting_and_an_answer_of_a_recommendation() -> None:
    given(*opened).when(record_scrutinys_wish_for_milestones).refused("scrutiny-is-known", saying="No meeting")
    given(*considered).when(accept_milestones_in_part).refused("scrutiny-is-known", saying="No recommendation S1")


@pytest.mark.parametrize("answer", ["rejected", "accepted-in-part"])
def test_what_is_not_accepted_whole_is_answered_with_a_reason(answer: str) -> None:
    bare = accept_milestones_in_part.model_copy(update={"answer": answer, "because": None})
    given(*recommended).when(bare).refused("scrutiny-answer-has-a-reason")
    given(*recommended).when(bare.model_copy(update={"answer": "accepted"})).accepted()


def test_an_answer_follows_what_it_answers() -> None:
    early = accept_milestones_in_part.model_copy(update={"answered_on": day("2022-05-25")})
    given(*recommended).when(early).refused("scrutiny-answer-follows", saying="2022-05-25")


def test_the_board_challenges_a_version_that_was_cut() -> None:
    given(*version_1_cut).when(record_the_boards_challenge).then(board_challenged_version_1)
    given(*opened).when(record_the_boards_challenge).refused("version-is-known")


def test_the_board_is_set_up_anew_and_gets_another_chair() -> None:
    given(*opened).when(reconstitute_the_board).then(board_was_reconstituted)
    given(*opened).when(change_the_boards_chair).then(boards_chair_was_changed)
