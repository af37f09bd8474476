"""What was approved is what is sent, once it may be implemented, to every addressee and no other."""

import pytest
from given import day, given, plan_after
from samples import (
    DIGEST_OF_VERSION_1,
    approved_by_cabinet,
    ask_cabinet,
    chief_inspector_gave_a_receipt,
    cut_the_next_version,
    half_submitted,
    plan_was_submitted,
    publish_version_1,
    record_the_chief_inspectors_receipt,
    record_the_secretary_of_states_receipt,
    secretary_of_state_gave_a_receipt,
    share_version_1_as_the_draft,
    submitted,
    version_1_cut,
    version_1_was_published,
    version_1_was_shared_as_the_draft,
    with_cabinet,
)

from domain.approval.commands import AskApproval
from domain.drafting.commands import AmendAction
from domain.submission.commands import AcknowledgeSubmission
from domain.submission.rules import sealed
from domain.value import Refused

another_question = (
    AmendAction(action="A1", measure="98 in 100 in time", because="A second year."),
    cut_the_next_version,
    AskApproval(version=2, answer_by=day("2022-09-21"), asked_on=day("2022-09-14")),
)


def receipt(**change: object) -> AcknowledgeSubmission:
    return record_the_chief_inspectors_receipt.model_copy(update=change)


def test_a_receipt_of_one_addressee_is_not_yet_a_submission() -> None:
    given(*approved_by_cabinet).when(record_the_chief_inspectors_receipt).then(chief_inspector_gave_a_receipt)
    assert not plan_after(*half_submitted).submitted


def test_the_last_receipt_makes_it_a_submission() -> None:
    given(*half_submitted).when(record_the_secretary_of_states_receipt).then(
        secretary_of_state_gave_a_receipt, plan_was_submitted
    )
    assert plan_after(*submitted).submitted


def test_a_receipt_is_recorded_once_for_each_addressee() -> None:
    given(*half_submitted).when(record_the_chief_inspectors_receipt).then()
    given(*submitted).when(record_the_secretary_of_states_receipt).then()


def test_the_day_of_submission_is_that_of_the_last_receipt_whoever_gave_it() -> None:
    late = receipt(sent_on=day("2022-07-08"))
    assert plan_after(
        *approved_by_cabinet, late, record_the_secretary_of_states_receipt
    ).submission.submitted_on == day("2022-07-08")


def test_nothing_is_submitted_before_cabinet_approved() -> None:
    given(*with_cabinet).when(record_the_chief_inspectors_receipt).refused("approved-before-submitted")


def test_only_the_approved_bytes_are_submitted() -> None:
    given(*approved_by_cabinet).when(receipt(digest="0" * 64)).refused(
        "submitted-is-approved", saying=DIGEST_OF_VERSION_1[:12]
    )


def test_nothing_is_submitted_while_a_call_in_is_still_possible() -> None:
    given(*approved_by_cabinet).when(receipt(sent_on=day("2022-06-29"))).refused("call-in-is-over", saying="2022-06-30")
    given(*approved_by_cabinet).when(receipt(sent_on=day("2022-06-30"))).accepted()


def test_the_statement_goes_to_its_addressees_only() -> None:
    given(*approved_by_cabinet).when(receipt(addressee="the-gazette")).refused(
        "addressee-is-known", saying="hm-chief-inspector and secretary-of-state"
    )


def test_the_sealed_version_is_the_one_that_was_approved() -> None:
    plan = plan_after(*approved_by_cabinet)
    version = sealed(plan, DIGEST_OF_VERSION_1, day("2022-06-30"))
    assert version == plan.version(1)
    with pytest.raises(Refused, match="call-in-is-over"):
        sealed(plan, DIGEST_OF_VERSION_1, day("2022-06-29"))


def test_the_approved_version_is_published_once() -> None:
    given(*submitted).when(publish_version_1).then(version_1_was_published)
    given(*submitted, publish_version_1).when(publish_version_1).then()
    later = publish_version_1.model_copy(update={"published_on": day("2022-07-18")})
    given(*submitted, publish_version_1).when(later).refused("version-published-once", saying="2022-07-15")


def test_only_an_approved_version_is_published() -> None:
    given(*with_cabinet).when(publish_version_1).refused("published-is-approved", saying="version 1")
    of_version_2 = publish_version_1.model_copy(update={"version": 2, "published_on": day("2022-09-15")})
    given(*submitted, *another_question).when(of_version_2).refused("published-is-approved", saying="version 2")


def test_an_approved_version_may_be_published_while_cabinet_has_the_next() -> None:
    given(*submitted, *another_question).when(publish_version_1).then(version_1_was_published)


def test_what_was_approved_is_not_put_again() -> None:
    given(*submitted).when(ask_cabinet).refused("one-question-at-a-time")


def test_a_version_is_shared_as_the_draft_plan_once() -> None:
    given(*version_1_cut).when(share_version_1_as_the_draft).then(version_1_was_shared_as_the_draft)
    given(*version_1_cut, share_version_1_as_the_draft).when(share_version_1_as_the_draft).then()
    later = share_version_1_as_the_draft.model_copy(update={"shared_on": day("2022-06-13")})
    given(*version_1_cut, share_version_1_as_the_draft).when(later).refused("draft-shared-once", saying="2022-06-10")


def test_only_a_version_that_was_cut_is_shared() -> None:
    other = share_version_1_as_the_draft.model_copy(update={"version": 2})
    given(*version_1_cut).when(other).refused("version-is-known", saying="version 2")


def test_a_version_of_an_earlier_round_was_not_published_before_call_in_was_over() -> None:
    second_cut = cut_the_next_version.model_copy(update={"title": "Second"})
    asked_again = (*submitted, second_cut, ask_cabinet.model_copy(update={"version": 2}))
    too_early = publish_version_1.model_copy(update={"published_on": day("2022-06-22")})
    given(*asked_again).when(too_early).refused("call-in-is-over", saying="from 2022-06-30, not on 2022-06-22")
    assert given(*asked_again).when(publish_version_1).accepted()
