"""Actions progress and bodies are told; neither changes what was approved."""

from given import day, given, plan_after
from samples import (
    board_was_told,
    opened,
    report_strategy_meetings_under_way,
    report_to_the_board,
    strategy_meetings_got_under_way,
    submitted,
)

under_way = (*submitted, report_strategy_meetings_under_way)


def test_an_agreed_action_progresses() -> None:
    given(*submitted).when(report_strategy_meetings_under_way).then(strategy_meetings_got_under_way)


def test_progress_is_made_on_an_agreed_action_only() -> None:
    given(*opened).when(report_strategy_meetings_under_way).refused("action-is-known", saying="A1")


def test_progress_heard_twice_is_recorded_once() -> None:
    given(*under_way).when(report_strategy_meetings_under_way).then()


def test_progress_is_not_overtaken_by_an_older_word() -> None:
    older = report_strategy_meetings_under_way.model_copy(update={"as_of": day("2022-09-15"), "status": "not-started"})
    given(*under_way).when(older).refused("progress-moves-on", saying="2022-09-16")


def test_a_word_of_the_same_day_or_a_later_one_stands_instead() -> None:
    same_day = report_strategy_meetings_under_way.model_copy(update={"status": "delayed"})
    later = report_strategy_meetings_under_way.model_copy(update={"as_of": day("2022-09-30"), "status": "complete"})
    given(*under_way).when(same_day).accepted()
    assert plan_after(*under_way, same_day, later).delivery.progress["A1"].status == "complete"


def test_a_complete_action_may_be_found_wanting_later() -> None:
    complete = report_strategy_meetings_under_way.model_copy(update={"status": "complete"})
    wanting = complete.model_copy(update={"status": "delayed", "as_of": day("2022-10-01")})
    given(*submitted, complete).when(wanting).accepted()


def test_a_body_is_told_once_of_the_same() -> None:
    given(*submitted).when(report_to_the_board).then(board_was_told)
    given(*submitted, report_to_the_board).when(report_to_the_board).then()


def test_two_bodies_may_be_told_the_same() -> None:
    scrutiny = report_to_the_board.model_copy(update={"to": "Children and Families Overview and Scrutiny Committee"})
    given(*submitted, report_to_the_board).when(scrutiny).accepted()


def test_an_action_is_its_owners_or_an_improvement_leads_to_speak_of() -> None:
    owner, other = "head-of-safeguarding", "head-of-digital-services"
    given(*submitted).when(report_strategy_meetings_under_way, by="hos-01", acting_as=owner).accepted()
    given(*submitted).when(report_strategy_meetings_under_way, by="dig-01", acting_as=other).refused(
        "owner-says-how-it-goes", saying=owner
    )
