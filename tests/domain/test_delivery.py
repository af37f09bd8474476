"""Actions progress and bodies are told; neither changes what was approved. An action is closed on evidence."""

from given import STREAM, TERMS, Given, day, given, plan_after
from samples import (
    board_was_told,
    close_strategy_meetings,
    closed,
    evidence_verified,
    give_strategy_meetings_until_january,
    opened,
    reject_the_september_audit,
    reopen_strategy_meetings,
    report_strategy_meetings_under_way,
    report_to_the_board,
    strategy_meetings_got_under_way,
    strategy_meetings_were_closed,
    strategy_meetings_were_reopened,
    submitted,
)

from domain.delivery.state import Closure

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


def test_an_action_is_closed_on_verified_evidence_by_assurance_or_the_board() -> None:
    given(*evidence_verified).when(close_strategy_meetings).then(strategy_meetings_were_closed)
    given(*evidence_verified).when(close_strategy_meetings, by="ibc-01", acting_as="improvement-board-chair").accepted()
    given(*evidence_verified).when(
        close_strategy_meetings, by="dcs-01", acting_as="director-of-childrens-services"
    ).refused("post-may-do-it")


def test_without_verified_evidence_nothing_is_closed() -> None:
    for before in (submitted, evidence_verified[:-1], (*evidence_verified, reject_the_september_audit)):
        given(*before).when(close_strategy_meetings).refused("closed-on-evidence", saying="A1")


def test_the_owner_of_an_action_does_not_close_it() -> None:
    owner = TERMS.but(posts={**TERMS.posts, "head-of-safeguarding": ("action-owner", "assurance")})
    Given(plan_after(*evidence_verified).but(terms=owner), STREAM).when(
        close_strategy_meetings, by="hos-01", acting_as="head-of-safeguarding"
    ).refused("owner-does-not-assure", saying="head-of-safeguarding")


def test_a_closed_action_makes_no_progress_and_moves_no_date_until_it_is_reopened() -> None:
    again = close_strategy_meetings.model_copy(update={"note": "Closed once more."})
    for command in (report_strategy_meetings_under_way, give_strategy_meetings_until_january, again):
        given(*closed).when(command).refused("action-is-open", saying="2022-09-30")
        given(*closed, reopen_strategy_meetings).when(
            command.model_copy(update={"closed_on": day("2022-10-03")}) if command is again else command
        ).accepted()


def test_reopening_keeps_the_old_closure_in_sight() -> None:
    given(*closed).when(reopen_strategy_meetings).then(strategy_meetings_were_reopened)
    reopened = (*closed, reopen_strategy_meetings)
    given(*reopened).when(reopen_strategy_meetings).then()
    delivery = plan_after(*reopened).delivery
    assert delivery.closed("A1") is None
    assert delivery.last_closure("A1") == Closure(
        closed=strategy_meetings_were_closed, reopened=strategy_meetings_were_reopened
    )


def test_only_a_closed_action_is_reopened() -> None:
    given(*submitted).when(reopen_strategy_meetings).refused("action-is-closed", saying="A1")
    once_more = reopen_strategy_meetings.model_copy(update={"because": "Another reason."})
    given(*closed, reopen_strategy_meetings).when(once_more).refused("action-is-closed")


def test_closings_and_reopenings_come_in_order() -> None:
    before = reopen_strategy_meetings.model_copy(update={"reopened_on": day("2022-09-29")})
    given(*closed).when(before).refused("closing-and-reopening-in-order", saying="2022-09-30")
    too_soon = close_strategy_meetings.model_copy(update={"closed_on": day("2022-10-02")})
    given(*closed, reopen_strategy_meetings).when(too_soon).refused(
        "closing-and-reopening-in-order", saying="2022-10-03"
    )
