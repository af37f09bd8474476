"""A version goes to the board and to cabinet, and comes back with a yes, a no, or points to amend."""

import pytest
from given import day, done, given, plan_after
from samples import (
    CABINET,
    agree_prompt_strategy_meetings,
    approved_by_cabinet,
    ask_cabinet,
    board_endorsed_version_1,
    cabinet_approved_version_1,
    cabinet_refused_version_1,
    cabinet_was_asked,
    clerk_was_reminded,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    decision_became_implementable,
    decision_statement_was_published,
    escalate_the_overdue_answer,
    every_recommendation_answered,
    findings_recorded,
    opened,
    overdue_answer_was_escalated,
    publish_the_decision_statement,
    question_was_withdrawn,
    record_cabinets_approval,
    record_cabinets_refusal,
    record_late_strategy_meetings,
    record_the_boards_endorsement,
    record_the_first_reminder,
    send_the_plan_back,
    submitted,
    version_1_cut,
    version_1_was_sent_back,
    with_cabinet,
    withdraw_the_question,
)

from domain.approval.commands import (
    AskApproval,
    ConfirmImplementable,
    EndorseByBoard,
    Escalate,
    RecordCabinetApproval,
    RecordReminder,
    WithdrawApproval,
)
from domain.approval.events import (
    CabinetApproved,
    Conflict,
    DecisionImplementable,
    DecisionStatementPublished,
    Verb,
    Votes,
)
from domain.approval.state import Approved, Asked
from domain.authority.roles import ENGINE
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.drafting.commands import AmendAction
from domain.plan_events import PlanEvent

amend_a_measure = AmendAction(action="A1", measure="98 in 100 in time", because="Cabinet wants more.")
record_a_sixth_recommendation = record_late_strategy_meetings.model_copy(update={"finding": "R6"})
ask_for_version_2 = AskApproval(version=2, answer_by=day("2022-07-20"), asked_on=day("2022-07-11"))
ANSWERS: list[PlanCommand] = [record_cabinets_approval, record_cabinets_refusal, send_the_plan_back]

each_answer = pytest.mark.parametrize("answer", ANSWERS, ids=lambda c: c.name)


def approve(**change: object) -> RecordCabinetApproval:
    return record_cabinets_approval.model_copy(update=change)


def cabinet_approved(events: list[PlanEvent]) -> CabinetApproved:
    (event,) = events
    assert isinstance(event, CabinetApproved)
    return event


def test_the_board_endorses_a_version() -> None:
    given(*version_1_cut).when(record_the_boards_endorsement).then(board_endorsed_version_1)


def test_the_board_endorses_only_a_version_that_was_cut() -> None:
    given(*every_recommendation_answered).when(record_the_boards_endorsement).refused("version-is-known")


def test_a_plan_goes_to_cabinet_once_every_recommendation_is_answered() -> None:
    given(*version_1_cut).when(ask_cabinet).then(cabinet_was_asked)


def test_a_plan_with_an_unanswered_recommendation_stays_in_draft() -> None:
    given(*findings_recorded, cut_the_next_version).when(ask_cabinet).refused(
        "every-recommendation-answered", saying="R1, R2, R3, R4, R5"
    )


def test_cabinet_is_asked_about_a_version_that_was_cut() -> None:
    given(*every_recommendation_answered).when(ask_cabinet).refused("version-is-known", saying="version 1")


def test_cabinet_is_asked_about_the_latest_version() -> None:
    given(*version_1_cut, amend_a_measure, cut_the_next_version).when(ask_cabinet).refused(
        "latest-version", saying="Version 2"
    )


def test_cabinet_is_asked_about_the_draft_as_it_stands() -> None:
    given(*version_1_cut, amend_a_measure).when(ask_cabinet).refused("version-is-current")
    given(*version_1_cut, amend_a_measure, cut_the_next_version).when(ask_for_version_2).accepted()


def test_cabinet_cannot_be_to_answer_before_it_is_asked() -> None:
    backwards = ask_cabinet.model_copy(update={"answer_by": day("2022-06-13")})
    given(*version_1_cut).when(backwards).refused("answer-follows-question")


def test_a_question_without_a_day_was_asked_on_the_day_of_recording() -> None:
    today = AskApproval(version=1, answer_by=day("2022-06-22"))
    given(*version_1_cut).when(today, at="2022-06-14T09:00:00Z").then(cabinet_was_asked)
    given(*version_1_cut).when(today, at="2022-06-15T09:00:00Z", effective="2022-06-14").then(cabinet_was_asked)


def test_one_question_is_with_cabinet_at_a_time() -> None:
    other = ask_cabinet.model_copy(update={"answer_by": day("2022-06-29")})
    given(*with_cabinet).when(other).refused("one-question-at-a-time", saying="with cabinet already")
    given(*with_cabinet).when(ask_cabinet).then()


def test_after_a_yes_the_next_question_waits_for_the_submission() -> None:
    given(*approved_by_cabinet).when(ask_for_version_2).refused("one-question-at-a-time", saying="awaits submission")
    given(*submitted).when(ask_cabinet).refused("one-question-at-a-time", saying="approved this version already")
    given(*submitted, amend_a_measure, cut_the_next_version).when(ask_for_version_2).accepted()


@each_answer
def test_cabinet_answers_what_it_was_asked(answer: PlanCommand) -> None:
    given(*with_cabinet).when(answer).accepted()
    given(*version_1_cut).when(answer).refused("cabinet-was-asked")
    given(*version_1_cut, amend_a_measure, cut_the_next_version, ask_for_version_2).when(answer).refused(
        "approved-is-what-was-put", saying="not version 1"
    )


@each_answer
def test_an_answer_heard_twice_is_recorded_once(answer: PlanCommand) -> None:
    given(*with_cabinet, answer).when(answer).then()


@each_answer
def test_an_answer_that_comes_after_another_finds_no_question(answer: PlanCommand) -> None:
    for other in ANSWERS:
        if other != answer:
            given(*with_cabinet, other).when(answer).refused("cabinet-was-asked")


@each_answer
def test_an_answer_follows_the_question(answer: PlanCommand) -> None:
    early = answer.model_copy(update={"decided_on": day("2022-06-13")})
    given(*with_cabinet).when(early).refused("answer-follows-question", saying="2022-06-14")


@each_answer
def test_an_answer_needs_a_quorum_of_four(answer: PlanCommand) -> None:
    given(*with_cabinet).when(answer.model_copy(update={"decided_by": CABINET[:3]})).refused(
        "quorum", saying="3 decided"
    )
    given(*with_cabinet).when(answer.model_copy(update={"decided_by": CABINET[:4]})).accepted()


@each_answer
def test_a_member_named_twice_counts_once(answer: PlanCommand) -> None:
    twice = answer.model_copy(update={"decided_by": (*CABINET[:3], CABINET[0])})
    given(*with_cabinet).when(twice).refused("quorum")


@each_answer
def test_who_drafted_the_version_is_not_among_those_who_decide(answer: PlanCommand) -> None:
    with_a_drafter = answer.model_copy(update={"decided_by": (*CABINET, "dcs-01")})
    given(*with_cabinet).when(with_a_drafter).refused("drafter-does-not-decide", saying="dcs-01")


@each_answer
def test_who_asked_is_not_among_those_who_decide(answer: PlanCommand) -> None:
    with_the_asker = answer.model_copy(update={"decided_by": (*CABINET, "dso-01")})
    given(*with_cabinet).when(with_the_asker).refused("drafter-does-not-decide", saying="dso-01")


@each_answer
def test_nor_is_the_person_on_whose_behalf_it_was_drafted_or_asked(answer: PlanCommand) -> None:
    drafted_for_cab_02 = (
        *findings_recorded,
        done(agree_prompt_strategy_meetings, on_behalf_of="cab-02"),
        *every_recommendation_answered[len(findings_recorded) + 1 :],
        cut_the_next_version,
        ask_cabinet,
    )
    asked_for_cab_03 = (*version_1_cut, done(ask_cabinet, on_behalf_of="cab-03"))
    given(*drafted_for_cab_02).when(answer).refused("drafter-does-not-decide", saying="cab-02")
    given(*asked_for_cab_03).when(answer).refused("drafter-does-not-decide", saying="cab-03")


def test_cabinet_says_yes_and_the_time_for_a_call_in_begins() -> None:
    given(*with_cabinet).when(record_cabinets_approval).then(cabinet_approved_version_1)


def test_a_yes_is_to_the_very_bytes_that_were_put() -> None:
    given(*with_cabinet).when(approve(digest="0" * 64)).refused("approved-is-what-was-put", saying="digest begins")
    given(*with_cabinet).when(approve(digest=None)).then(cabinet_approved_version_1)


def test_a_yes_to_other_bytes_is_refused_even_after_the_yes() -> None:
    given(*approved_by_cabinet).when(approve(digest="0" * 64)).refused("cabinet-was-asked")


@pytest.mark.parametrize("verb", ["approved", "noted", "endorsed", "agreed"])
def test_cabinets_own_verb_is_kept(verb: Verb) -> None:
    assert cabinet_approved(given(*with_cabinet).when(approve(verb=verb)).accepted()).verb == verb


def test_cabinet_cannot_approve_past_a_recommendation_that_came_meanwhile() -> None:
    given(*with_cabinet, record_a_sixth_recommendation).when(record_cabinets_approval).refused(
        "every-recommendation-answered", saying="R6"
    )


def test_a_decision_is_published_on_its_day_or_later_and_the_call_in_counts_from_there() -> None:
    given(*with_cabinet).when(approve(statement_published_on=day("2022-06-21"))).refused("statement-follows-decision")
    later = approve(statement_published_on=day("2022-06-24"))
    approved = cabinet_approved(given(*with_cabinet).when(later).accepted())
    assert (approved.call_in_ends, approved.implementable_from) == (day("2022-07-01"), day("2022-07-02"))


def test_a_decision_exempt_from_call_in_may_be_implemented_on_its_day() -> None:
    exempt = approve(no_call_in_because="The chairs of council and of scrutiny agreed that it is urgent.")
    approved = cabinet_approved(given(*with_cabinet).when(exempt).accepted())
    assert (approved.call_in_ends, approved.implementable_from) == (None, day("2022-06-22"))
    (implementable,) = (
        given(*with_cabinet, exempt).when(confirm_that_it_may_be_implemented, at="2022-06-22T18:00:00Z").accepted()
    )
    assert isinstance(implementable, DecisionImplementable)
    assert implementable.call_in_ended is None


def test_cabinet_refuses_a_version() -> None:
    given(*with_cabinet).when(record_cabinets_refusal).then(cabinet_refused_version_1)


def test_cabinet_sends_a_version_back_and_is_asked_again_about_the_next() -> None:
    given(*with_cabinet).when(send_the_plan_back).then(version_1_was_sent_back)
    again = (*with_cabinet, send_the_plan_back, amend_a_measure, cut_the_next_version, ask_for_version_2)
    standing = plan_after(*again).approval.standing
    assert isinstance(standing, Asked)
    assert (standing.round, standing.version) == (2, 2)


def test_a_question_is_withdrawn_before_it_is_answered() -> None:
    given(*with_cabinet).when(withdraw_the_question).then(question_was_withdrawn)
    given(*version_1_cut).when(withdraw_the_question).refused("cabinet-was-asked", saying="withdrawn")
    given(*approved_by_cabinet).when(withdraw_the_question).refused("cabinet-was-asked")


def test_a_question_is_withdrawn_once() -> None:
    given(*with_cabinet, withdraw_the_question).when(withdraw_the_question).then()
    given(*with_cabinet, withdraw_the_question).when(WithdrawApproval(because="Otherwise.")).refused(
        "cabinet-was-asked"
    )


def test_a_reminder_is_recorded_once_and_in_its_round() -> None:
    given(*with_cabinet).when(record_the_first_reminder).then(clerk_was_reminded)
    given(*with_cabinet, record_the_first_reminder).when(record_the_first_reminder).then()
    given(*with_cabinet).when(RecordReminder(round=2, number=1)).then()


def test_an_overdue_answer_is_escalated_once_and_in_its_round() -> None:
    given(*with_cabinet).when(escalate_the_overdue_answer).then(overdue_answer_was_escalated)
    given(*with_cabinet, escalate_the_overdue_answer).when(escalate_the_overdue_answer).then()
    given(*with_cabinet).when(Escalate(round=2)).then()


def test_a_chase_is_recorded_on_its_day_and_not_before() -> None:
    early = {"by": "workflow", "acting_as": ENGINE}
    given(*with_cabinet).when(record_the_first_reminder, at=at_nine(day("2022-06-16")), **early).refused(
        "clock-strikes-on-its-day"
    )
    given(*with_cabinet).when(RecordReminder(round=1, number=99)).refused("clock-strikes-on-its-day")
    given(*with_cabinet).when(escalate_the_overdue_answer, at=at_nine(day("2022-06-22")), **early).refused(
        "clock-strikes-on-its-day"
    )
    given(*with_cabinet).when(escalate_the_overdue_answer, at=at_nine(day("2022-06-23")), **early).accepted()


def test_a_plan_that_proposes_nothing_does_not_go_to_cabinet() -> None:
    given(*opened, cut_the_next_version).when(ask_cabinet).refused("something-is-proposed")


@pytest.mark.parametrize("change", [{"resolution": "Otherwise."}, {"decided_by": ("dcs-01", *CABINET)}], ids=str)
def test_another_answer_after_the_answer_is_no_repetition(change: dict[str, object]) -> None:
    given(*approved_by_cabinet).when(approve(**change)).refused("cabinet-was-asked")


def test_a_statement_is_not_published_on_a_day_that_has_not_come() -> None:
    given(*with_cabinet).when(approve(statement_published_on=day("2027-01-04"))).refused("not-in-the-future")


def test_letter_case_does_not_make_another_person_of_who_asked() -> None:
    given(*with_cabinet).when(approve(decided_by=("DSO-01", "DCS-01", *CABINET))).refused("drafter-does-not-decide")


@pytest.mark.parametrize("late", [record_the_first_reminder, escalate_the_overdue_answer], ids=lambda c: c.name)
def test_after_an_answer_nobody_is_chased(late: PlanCommand) -> None:
    for answer in (*ANSWERS, withdraw_the_question):
        given(*with_cabinet, answer).when(late).then()


def test_a_decision_is_implementable_when_the_time_for_a_call_in_has_run_out_and_not_before() -> None:
    given(*approved_by_cabinet).when(confirm_that_it_may_be_implemented, at="2022-06-29T22:59:00Z").refused(
        "call-in-is-over", saying="2022-06-30"
    )
    given(*approved_by_cabinet).when(confirm_that_it_may_be_implemented, at="2022-06-29T23:00:00Z").then(
        decision_became_implementable
    )


def test_a_decision_becomes_implementable_once_and_in_its_own_round() -> None:
    given(*approved_by_cabinet, confirm_that_it_may_be_implemented).when(confirm_that_it_may_be_implemented).then()
    given(*approved_by_cabinet).when(ConfirmImplementable(round=2)).then()
    given(*with_cabinet).when(confirm_that_it_may_be_implemented).then()
    standing = plan_after(*approved_by_cabinet, confirm_that_it_may_be_implemented).approval.standing
    assert isinstance(standing, Approved)
    assert standing.call_in_over


def _conflict(**parts: object) -> Conflict:
    return Conflict.model_validate({"member": "cab-05", "interest": "His wife manages a children’s home."} | parts)


def test_a_member_with_an_interest_decides_with_a_dispensation_only() -> None:
    given(*with_cabinet).when(approve(conflicts=(_conflict(),))).refused("interested-do-not-decide", saying="cab-05")
    given(*with_cabinet).when(approve(conflicts=(_conflict(member="CAB-05"),))).refused("interested-do-not-decide")
    dispensed = _conflict(dispensation_by="chief-executive")
    given(*with_cabinet).when(approve(conflicts=(dispensed,))).accepted()
    without = approve(conflicts=(_conflict(withdrew=True),), decided_by=CABINET[:4])
    assert cabinet_approved(given(*with_cabinet).when(without).accepted()).conflicts == (_conflict(withdrew=True),)


def test_a_dispensation_is_for_the_head_of_paid_service_to_grant() -> None:
    by_another = _conflict(dispensation_by="monitoring-officer")
    given(*with_cabinet).when(approve(conflicts=(by_another,))).refused(
        "dispensation-by-head-of-paid-service", saying="monitoring-officer"
    )


def test_a_member_who_withdrew_does_not_make_the_quorum() -> None:
    withdrew = _conflict(member="cab-04", dispensation_by="chief-executive", withdrew=True)
    given(*with_cabinet).when(approve(conflicts=(withdrew,), decided_by=CABINET[:4])).refused("quorum", saying="3 dec")


def test_a_decision_is_published_with_its_record_and_the_call_in_counts_from_there() -> None:
    given(*approved_by_cabinet).when(publish_the_decision_statement).then(decision_statement_was_published)
    published = (*approved_by_cabinet, publish_the_decision_statement)
    given(*published).when(confirm_that_it_may_be_implemented, at="2022-07-01T10:00:00Z").refused(
        "call-in-is-over", saying="2022-07-02"
    )
    given(*published).when(publish_the_decision_statement.model_copy(update={"where": "Shire Hall"})).refused(
        "statement-published-once", saying="2022-06-24"
    )


def test_a_statement_takes_what_was_recorded_with_the_decision() -> None:
    votes = Votes(in_favour=5, against=0)
    recorded = approve(reasons="It answers the report.", alternatives="None.", conflicts=(), votes=votes)
    bare = publish_the_decision_statement.model_copy(update={"reasons": None, "alternatives": None, "conflicts": None})
    (published,) = given(*with_cabinet, recorded).when(bare).accepted()
    assert isinstance(published, DecisionStatementPublished)
    assert (published.reasons, published.alternatives, published.conflicts) == ("It answers the report.", "None.", ())
    given(*approved_by_cabinet).when(bare).refused("decision-record-is-complete", saying="reasons and alternatives")


def test_a_statement_is_of_the_decision_that_stands_and_follows_it() -> None:
    given(*with_cabinet).when(publish_the_decision_statement).refused("decision-stands")
    early = publish_the_decision_statement.model_copy(update={"published_on": day("2022-06-21")})
    given(*approved_by_cabinet).when(early).refused("statement-follows-decision")


def test_a_conflict_that_comes_out_with_the_statement_is_one_of_the_decision() -> None:
    late = publish_the_decision_statement.model_copy(update={"conflicts": (_conflict(),)})
    given(*approved_by_cabinet).when(late).refused("interested-do-not-decide", saying="cab-05")


def test_the_statement_of_an_exempt_decision_moves_nothing() -> None:
    exempt = approve(no_call_in_because="It is urgent.")
    (published,) = given(*with_cabinet, exempt).when(publish_the_decision_statement).accepted()
    assert isinstance(published, DecisionStatementPublished)
    assert (published.call_in_ends, published.implementable_from) == (None, day("2022-06-22"))


def test_a_chase_that_was_heard_after_the_answer_leaves_the_plan_as_it_stands() -> None:
    plan = plan_after(*approved_by_cabinet)
    assert plan_after(*approved_by_cabinet, clerk_was_reminded, overdue_answer_was_escalated) == plan
    assert plan_after(*opened, decision_became_implementable) == plan_after(*opened)


def test_an_endorsement_on_another_day_is_another_endorsement() -> None:
    again = EndorseByBoard(version=1, endorsed_on=day("2022-06-10"), board="Improvement Board")
    given(*version_1_cut, record_the_boards_endorsement).when(again).accepted()
