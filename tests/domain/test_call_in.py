"""Members call a decision in: what holds it, what lets it go on, and when it may be implemented."""

from typing import Any

import pytest
from given import TERMS, day, given, plan_after
from samples import (
    CABINET,
    WHO_CALL_IN,
    approved_by_cabinet,
    ask_cabinet,
    ask_for_a_review,
    call_in_notice_was_received,
    call_in_was_found_valid,
    call_in_was_rejected,
    call_in_was_withdrawn,
    called_in,
    confirm_that_it_may_be_implemented,
    decision_was_exempted_from_call_in,
    decision_was_reaffirmed,
    decision_was_referred_back,
    exempt_from_call_in,
    find_the_call_in_valid,
    plan_was_opened,
    publish_version_1,
    reaffirm_the_decision,
    receive_a_call_in_notice,
    record_cabinets_approval,
    record_the_chief_inspectors_receipt,
    refer_the_decision_back,
    referred_back,
    reject_the_call_in,
    review_was_requested,
    send_the_plan_back,
    validly_called_in,
    with_cabinet,
    withdraw_the_call_in,
)

from domain.approval.commands import ConfirmImplementable
from domain.approval.events import DecisionImplementable, SentBack
from domain.approval.state import Returned
from domain.decider import PlanCommand
from domain.drafting.commands import AmendAction

exempt_as_recorded = record_cabinets_approval.model_copy(update={"no_call_in_because": "It is urgent."})
send_back_after_the_call_in = send_the_plan_back.model_copy(update={"decided_on": day("2022-07-08")})
OLDER_TERMS = TERMS.model_copy(update={"call_in": TERMS.call_in.model_copy(update={"notices": None})})


def changed(command: PlanCommand, **parts: object) -> Any:
    return command.model_copy(update=parts)


def test_members_call_a_decision_in_and_the_chief_executive_finds_the_notice_valid() -> None:
    given(*approved_by_cabinet).when(receive_a_call_in_notice).then(call_in_notice_was_received)
    given(*called_in).when(find_the_call_in_valid).then(call_in_was_found_valid)


@pytest.mark.parametrize("received", ["2022-06-21", "2022-06-30"])
def test_a_notice_outside_the_period_is_out_of_time(received: str) -> None:
    out_of_time = changed(receive_a_call_in_notice, received_on=day(received))
    given(*approved_by_cabinet).when(out_of_time).refused("call-in-is-in-time", saying=f"one of {received}")


@pytest.mark.parametrize("received", ["2022-06-22", "2022-06-29"])
def test_a_notice_is_in_time_from_publication_to_the_end_of_the_last_day(received: str) -> None:
    given(*approved_by_cabinet).when(changed(receive_a_call_in_notice, received_on=day(received))).accepted()


def test_a_notice_stands_as_it_was_recorded() -> None:
    other = changed(receive_a_call_in_notice, because="Otherwise.")
    given(*called_in).when(other).refused("call-in-notice-stands")
    given(*called_in).when(changed(other, notice="call-in-2")).accepted()


def test_only_a_decision_that_stands_and_is_not_exempt_is_called_in() -> None:
    given(*with_cabinet).when(receive_a_call_in_notice).refused("decision-stands", saying="version 1")
    given(*approved_by_cabinet).when(changed(receive_a_call_in_notice, version=2)).refused("decision-stands")
    for exempt in ((*with_cabinet, exempt_as_recorded), (*approved_by_cabinet, exempt_from_call_in)):
        given(*exempt).when(receive_a_call_in_notice).refused("decision-can-be-called-in", saying="review")
    given(*approved_by_cabinet).when(find_the_call_in_valid).refused("call-in-is-known", saying="call-in-1")
    given(*with_cabinet).when(find_the_call_in_valid).refused("call-in-is-known")


def test_a_valid_notice_is_signed_by_five_different_members() -> None:
    twice = changed(receive_a_call_in_notice, signatories=(*WHO_CALL_IN[:4], "CLLR-11"))
    given(*approved_by_cabinet, twice).when(find_the_call_in_valid).refused(
        "call-in-is-signed-by-enough", saying="4 members signed"
    )
    given(*approved_by_cabinet, twice).when(reject_the_call_in).accepted()


def test_a_valid_notice_has_a_ground_of_the_constitution() -> None:
    dislike = changed(receive_a_call_in_notice, ground="dislike")
    given(*approved_by_cabinet, dislike).when(find_the_call_in_valid).refused("call-in-has-a-ground", saying="dislike")


@pytest.mark.parametrize("judge", [find_the_call_in_valid, reject_the_call_in], ids=lambda c: c.name)
def test_a_notice_is_judged_once_by_the_post_it_goes_to_and_not_before_it_came(judge: PlanCommand) -> None:
    given(*called_in).when(changed(judge, judged_by="monitoring-officer")).refused(
        "call-in-is-judged-by-its-post", saying="chief-executive"
    )
    given(*called_in).when(changed(judge, judged_on=day("2022-06-27"))).refused("call-in-goes-its-way")
    given(*called_in, withdraw_the_call_in).when(judge).refused("call-in-is-open", saying="withdrawn on 2022-07-01")


def test_where_the_terms_say_nothing_of_notices_any_is_judged_by_its_merits() -> None:
    older = plan_was_opened.model_copy(update={"terms": OLDER_TERMS})
    one = changed(receive_a_call_in_notice, signatories=("cllr-11",), ground="dislike")
    before = (older, *approved_by_cabinet[1:], one)
    given(*before).when(changed(find_the_call_in_valid, judged_by="monitoring-officer")).accepted()
    given(*before).when(changed(exempt_from_call_in, agreed_by=("leader-of-the-council",))).accepted()


@pytest.mark.parametrize("before", [called_in, validly_called_in, referred_back], ids=["received", "valid", "referred"])
@pytest.mark.parametrize(
    "command",
    [confirm_that_it_may_be_implemented, record_the_chief_inspectors_receipt, publish_version_1],
    ids=lambda c: c.name,
)
def test_while_a_decision_is_called_in_nothing_of_it_is_implemented(
    before: tuple[PlanCommand, ...], command: PlanCommand
) -> None:
    given(*before).when(command).refused("call-in-is-resolved", saying="call-in-1")


def test_each_of_several_notices_holds_the_decision() -> None:
    second = changed(receive_a_call_in_notice, notice="call-in-2")
    given(*validly_called_in, second, withdraw_the_call_in).when(confirm_that_it_may_be_implemented).refused(
        "call-in-is-resolved", saying="call-in-2"
    )


def test_a_rejected_notice_leaves_the_period_as_it_was() -> None:
    given(*called_in).when(reject_the_call_in).then(call_in_was_rejected)
    given(*called_in, reject_the_call_in).when(confirm_that_it_may_be_implemented).accepted()


def test_a_decision_goes_on_from_the_day_on_which_its_signatories_withdraw() -> None:
    given(*validly_called_in).when(withdraw_the_call_in).then(call_in_was_withdrawn)
    withdrawn = (*validly_called_in, withdraw_the_call_in)
    given(*withdrawn).when(confirm_that_it_may_be_implemented, at="2022-06-30T22:59:00Z").refused(
        "call-in-is-over", saying="2022-07-01"
    )
    (implementable,) = given(*withdrawn).when(confirm_that_it_may_be_implemented, at="2022-06-30T23:00:00Z").accepted()
    assert isinstance(implementable, DecisionImplementable)
    assert (implementable.implementable_from, implementable.called_in) == (day("2022-07-01"), True)


def test_scrutiny_lets_a_decision_stand() -> None:
    let_stand = changed(reaffirm_the_decision, reaffirmed_by="scrutiny")
    given(*validly_called_in).when(let_stand).accepted()
    given(*validly_called_in, let_stand).when(record_the_chief_inspectors_receipt).refused("call-in-is-over")
    given(*validly_called_in).when(reaffirm_the_decision).refused("reaffirmed-by-whose-turn-it-is", saying="scrutiny")


def test_scrutiny_refers_a_decision_back_and_cabinet_reaffirms_it() -> None:
    given(*validly_called_in).when(refer_the_decision_back).then(decision_was_referred_back)
    given(*referred_back).when(reaffirm_the_decision).then(decision_was_reaffirmed)
    given(*referred_back).when(changed(reaffirm_the_decision, reaffirmed_by="scrutiny")).refused(
        "reaffirmed-by-whose-turn-it-is", saying="cabinet now"
    )
    given(*referred_back, reaffirm_the_decision).when(confirm_that_it_may_be_implemented).accepted()


@pytest.mark.parametrize("before", [approved_by_cabinet, called_in], ids=["not-called-in", "not-judged"])
@pytest.mark.parametrize("command", [refer_the_decision_back, reaffirm_the_decision], ids=lambda c: c.name)
def test_only_a_valid_call_in_is_dealt_with(before: tuple[PlanCommand, ...], command: PlanCommand) -> None:
    given(*before).when(command).refused("call-in-is-valid")


def test_a_call_in_goes_its_way_in_order() -> None:
    given(*validly_called_in).when(changed(refer_the_decision_back, referred_on=day("2022-06-28"))).refused(
        "call-in-goes-its-way", saying="2022-06-29"
    )
    given(*referred_back).when(changed(reaffirm_the_decision, reaffirmed_on=day("2022-07-04"))).refused(
        "call-in-goes-its-way", saying="2022-07-05"
    )


def test_cabinet_sends_back_what_scrutiny_referred_to_it_and_the_draft_is_open_again() -> None:
    (sent_back,) = given(*referred_back).when(send_back_after_the_call_in).accepted()
    assert isinstance(sent_back, SentBack)
    assert sent_back.after_call_in
    plan = plan_after(*referred_back, send_back_after_the_call_in)
    assert isinstance(plan.approval.standing, Returned)
    again = (*referred_back, send_back_after_the_call_in)
    given(*again).when(send_back_after_the_call_in).then()
    given(*again).when(publish_version_1).refused("published-is-approved")
    given(*again).when(AmendAction(action="A1", measure="98 in 100 in time", because="Cabinet wants more.")).accepted()


def test_cabinet_sends_back_no_decision_that_was_not_referred_to_it() -> None:
    given(*validly_called_in).when(send_back_after_the_call_in).refused("cabinet-was-asked")
    given(*referred_back).when(changed(send_back_after_the_call_in, decided_on=day("2022-07-04"))).refused(
        "answer-follows-question", saying="referred back on 2022-07-05"
    )
    given(*referred_back).when(changed(send_back_after_the_call_in, decided_by=CABINET[:3])).refused("quorum")


def test_all_whom_the_constitution_names_exempt_a_decision_and_it_may_be_implemented_at_once() -> None:
    given(*approved_by_cabinet).when(exempt_from_call_in).then(decision_was_exempted_from_call_in)
    exempted = (*approved_by_cabinet, exempt_from_call_in)
    (implementable,) = given(*exempted).when(confirm_that_it_may_be_implemented, at="2022-06-24T10:00:00Z").accepted()
    assert isinstance(implementable, DecisionImplementable)
    assert (implementable.call_in_ended, implementable.implementable_from) == (None, day("2022-06-24"))


def test_an_exemption_overrides_a_call_in_that_stands() -> None:
    given(*validly_called_in, exempt_from_call_in).when(confirm_that_it_may_be_implemented).accepted()


def test_one_who_does_not_agree_is_enough_against_an_exemption() -> None:
    alone = changed(exempt_from_call_in, agreed_by=("overview-and-scrutiny-chair",))
    given(*approved_by_cabinet).when(alone).refused("exemption-is-agreed-by-all", saying="chair-of-the-council")


@pytest.mark.parametrize(
    "begun", [confirm_that_it_may_be_implemented, record_the_chief_inspectors_receipt], ids=lambda c: c.name
)
def test_an_exemption_comes_before_the_implementation(begun: PlanCommand) -> None:
    given(*approved_by_cabinet, begun).when(exempt_from_call_in).refused("exempted-before-implementation")
    given(*with_cabinet, exempt_as_recorded).when(exempt_from_call_in).refused(
        "decision-can-be-called-in", saying="as it was recorded"
    )


def test_members_ask_for_a_review_of_what_was_exempt_and_of_nothing_else() -> None:
    exempted = (*approved_by_cabinet, exempt_from_call_in)
    given(*exempted).when(ask_for_a_review).then(review_was_requested)
    given(*with_cabinet, exempt_as_recorded).when(ask_for_a_review).accepted()
    given(*approved_by_cabinet).when(ask_for_a_review).refused("review-follows-exemption")
    given(*exempted).when(changed(ask_for_a_review, signatories=WHO_CALL_IN[:4])).refused("call-in-is-signed-by-enough")


def test_the_next_round_begins_without_the_call_in_of_the_last() -> None:
    sent_back = (*referred_back, send_back_after_the_call_in)
    asked_again = changed(ask_cabinet, asked_on=day("2022-07-11"), answer_by=day("2022-07-20"))
    approved_again = changed(record_cabinets_approval, decided_on=day("2022-07-20"))
    given(*sent_back, asked_again, approved_again).when(ConfirmImplementable(round=2)).accepted()
