"""The Secretary of State intervenes: a notice with its reviews, a direction, a commissioner, and the end of each."""

import pytest
from given import day, given, plan_after
from samples import (
    commissioner_was_appointed,
    direction_was_issued,
    direction_was_revoked,
    first_review_was_held,
    lift_the_notice,
    notice_was_issued,
    notice_was_lifted,
    opened,
    record_the_commissioner,
    record_the_direction,
    record_the_first_review,
    record_the_notice,
    revoke_the_direction,
)

from domain.decider import PlanCommand
from domain.intervention.events import SixMonthReviewHeld

under_notice = (*opened, record_the_notice)


def test_a_notice_carries_the_day_of_its_first_review() -> None:
    given(*opened).when(record_the_notice).then(notice_was_issued)
    plan = plan_after(*under_notice)
    assert plan.intervention.next_review_by == day("2018-02-14")


def test_a_notice_may_be_reviewed_more_often() -> None:
    quarterly = record_the_notice.model_copy(update={"review_every_months": 3})
    assert plan_after(*opened, quarterly).intervention.next_review_by == day("2017-11-14")


def test_one_notice_is_in_force_at_a_time() -> None:
    another = record_the_notice.model_copy(update={"issued_on": day("2018-01-08")})
    given(*under_notice).when(another).refused("one-notice-in-force", saying="2017-08-14")
    given(*under_notice).when(record_the_notice).then()
    later = record_the_notice.model_copy(update={"issued_on": day("2022-06-01"), "must_be_done_by": None})
    given(*under_notice, lift_the_notice).when(later).accepted()


def test_a_review_sets_the_day_of_the_next() -> None:
    given(*under_notice).when(record_the_first_review).then(first_review_was_held)
    plan = plan_after(*under_notice, record_the_first_review)
    assert plan.intervention.next_review_by == day("2018-08-12")
    second = record_the_first_review.model_copy(update={"held_on": day("2018-08-31")})
    (event,) = given(*under_notice, record_the_first_review).when(second).accepted()
    assert isinstance(event, SixMonthReviewHeld)
    assert event.next_review_by == day("2019-02-28")


def test_a_lifted_notice_asks_for_no_more_reviews() -> None:
    given(*under_notice).when(lift_the_notice).then(notice_was_lifted)
    given(*under_notice, lift_the_notice).when(lift_the_notice).then()
    assert plan_after(*under_notice, lift_the_notice).intervention.next_review_by is None


@pytest.mark.parametrize("command", [record_the_first_review, lift_the_notice])
def test_a_review_and_a_lifting_need_a_notice_in_force(command: PlanCommand) -> None:
    given(*opened).when(command).refused("notice-is-in-force")
    lifted = lift_the_notice.model_copy(update={"lifted_on": day("2018-01-08")})
    given(*under_notice, lifted).when(command).refused("notice-is-in-force")


def test_a_direction_is_issued_and_revoked() -> None:
    given(*opened).when(record_the_direction).then(direction_was_issued)
    given(*opened, record_the_direction).when(revoke_the_direction).then(direction_was_revoked)
    given(*opened, record_the_direction, revoke_the_direction).when(revoke_the_direction).then()
    given(*opened).when(revoke_the_direction).refused("direction-is-in-force")


def test_a_later_direction_revises_the_one_in_force() -> None:
    revised = record_the_direction.model_copy(update={"issued_on": day("2022-06-07")})
    plan = plan_after(*opened, record_the_direction, revised)
    assert plan.intervention.direction
    assert plan.intervention.direction.issued_on == day("2022-06-07")


def test_a_commissioner_is_appointed_once() -> None:
    given(*opened).when(record_the_commissioner).then(commissioner_was_appointed)
    given(*opened, record_the_commissioner).when(record_the_commissioner).then()
    again = record_the_commissioner.model_copy(update={"appointed_on": day("2022-06-07")})
    given(*opened, record_the_commissioner).when(again).refused("commissioner-stands", saying="2022-05-03")


@pytest.mark.parametrize(
    ("before", "command", "then"),
    [
        ((), record_the_notice, {"must_be_done_by": day("2017-08-13")}),
        ((record_the_notice, lift_the_notice), record_the_notice, {"issued_on": day("2022-04-04")}),
        ((record_the_notice,), record_the_first_review, {"held_on": day("2017-08-13")}),
        ((record_the_notice, record_the_first_review), record_the_first_review, {"held_on": day("2018-02-11")}),
        ((record_the_notice,), lift_the_notice, {"lifted_on": day("2017-08-13")}),
        ((record_the_notice, record_the_first_review), lift_the_notice, {"lifted_on": day("2018-02-11")}),
        ((record_the_direction,), record_the_direction, {"issued_on": day("2022-05-02")}),
        ((record_the_direction,), revoke_the_direction, {"revoked_on": day("2022-05-02")}),
        ((record_the_direction, revoke_the_direction), record_the_direction, {"issued_on": day("2022-09-29")}),
    ],
)
def test_one_step_follows_another_in_order_of_days(
    before: tuple[PlanCommand, ...], command: PlanCommand, then: dict[str, object]
) -> None:
    given(*opened, *before).when(command.model_copy(update=then)).refused("intervention-in-order")
