"""A plan ends once, and nothing more is recorded of it unless it is reopened."""

import pytest
from given import day, given
from samples import (
    chase_strategy_meetings,
    close_the_plan,
    plan_was_closed,
    plan_was_reopened,
    plan_was_superseded,
    record_late_strategy_meetings,
    reopen_the_plan,
    report_strategy_meetings_under_way,
    submitted,
    supersede_the_plan,
    with_cabinet,
)

from domain.decider import PlanCommand

ended = (*submitted, close_the_plan)


def test_a_plan_is_closed_or_superseded_once() -> None:
    given(*submitted).when(close_the_plan).then(plan_was_closed)
    given(*submitted).when(supersede_the_plan).then(plan_was_superseded)
    given(*ended).when(supersede_the_plan).refused("plan-goes-on", saying="2022-10-03")


@pytest.mark.parametrize("command", [record_late_strategy_meetings, report_strategy_meetings_under_way])
def test_nothing_more_is_recorded_of_a_plan_that_has_ended(command: PlanCommand) -> None:
    given(*ended).when(command).refused("plan-goes-on", saying="reopen it")
    given(*ended, reopen_the_plan, report_strategy_meetings_under_way).when(report_strategy_meetings_under_way).then()


def test_what_time_brings_about_is_passed_over_once_a_plan_has_ended() -> None:
    given(*ended).when(chase_strategy_meetings).then()


def test_a_plan_that_is_with_cabinet_does_not_end() -> None:
    given(*with_cabinet).when(close_the_plan).refused("draft-is-open", saying="with cabinet")


def test_only_a_plan_that_has_ended_is_reopened_and_not_before_its_end() -> None:
    given(*submitted).when(reopen_the_plan).refused("plan-has-ended")
    given(*ended).when(reopen_the_plan).then(plan_was_reopened)
    before = reopen_the_plan.model_copy(update={"reopened_on": day("2022-10-02")})
    given(*ended).when(before).refused("closing-and-reopening-in-order", saying="2022-10-02")
    again = close_the_plan.model_copy(update={"closed_on": day("2022-10-02")})
    given(*ended, reopen_the_plan).when(again).refused("closing-and-reopening-in-order", saying="2022-10-02")


def test_a_plan_does_not_take_its_own_place() -> None:
    own = supersede_the_plan.model_copy(update={"by": "glos-2022"})
    given(*submitted).when(own).refused("superseded-by-another", saying="glos-2022")
