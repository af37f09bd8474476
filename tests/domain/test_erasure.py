"""A text is erased by a decision that somebody else approves than who asked for it."""

import pytest
from given import day, given, plan_after
from samples import (
    EVENT_SAMPLES,
    approve_the_notes_erasure,
    ask_for_the_notes_erasure,
    attach_the_september_audit,
    hold_for_the_inquiry,
    note_was_erased,
    notes_erasure_was_asked,
    opened,
    release_the_inquirys_hold,
    submitted,
)

from domain.erasure.rules import may_be_erased
from domain.privacy import words_of
from domain.value import Event, Refused, erasable

asked = (*opened, ask_for_the_notes_erasure)


def test_information_governance_asks_and_the_monitoring_officer_approves() -> None:
    given(*opened).when(ask_for_the_notes_erasure).then(notes_erasure_was_asked)
    given(*asked).when(approve_the_notes_erasure).then(note_was_erased)


def test_the_same_again_is_nothing_more_before_the_approval_and_after_it() -> None:
    for before in (asked, (*asked, approve_the_notes_erasure)):
        given(*before).when(ask_for_the_notes_erasure).then()
    given(*asked, approve_the_notes_erasure).when(approve_the_notes_erasure).then()


def test_nothing_is_erased_that_nobody_asked_for() -> None:
    given(*opened).when(approve_the_notes_erasure).refused("erasure-was-asked")


def test_who_asked_does_not_approve_nor_does_anybody_for_whom_it_was_asked() -> None:
    for who in ({"by": "igo-01"}, {"by": "mon-01", "on_behalf_of": "igo-01"}):
        given(*asked).when(approve_the_notes_erasure, **who).refused("another-approves-the-erasure", "igo-01")


def test_nothing_is_erased_while_the_plan_is_held() -> None:
    given(*asked, hold_for_the_inquiry).when(approve_the_notes_erasure).refused("held-plans-are-kept", "inquiry 7")
    given(*asked, hold_for_the_inquiry, release_the_inquirys_hold).when(approve_the_notes_erasure).then(note_was_erased)


def test_the_plans_own_officers_neither_ask_nor_approve() -> None:
    clerk = {"acting_as": "democratic-services-officer"}
    given(*opened).when(ask_for_the_notes_erasure, **clerk).refused("post-may-do-it")
    given(*asked).when(approve_the_notes_erasure, **clerk).refused("post-may-do-it")


def test_only_a_sealed_text_of_a_line_can_be_erased() -> None:
    plan, said = plan_after(*opened), EVENT_SAMPLES["plan.action-progressed"]
    may_be_erased(notes_erasure_was_asked, said, True, plan, day("2022-10-03"))
    for line, sealed in ((None, False), (said, False)):
        with pytest.raises(Refused, match=r"\(rule: text-can-be-erased\)"):
            may_be_erased(notes_erasure_was_asked, line, sealed, plan, day("2022-10-03"))


def test_what_is_said_of_evidence_stays_until_its_last_day() -> None:
    plan, said = plan_after(*submitted, attach_the_september_audit), EVENT_SAMPLES["plan.evidence-verified"]
    may_be_erased(note_was_erased, said, True, plan, day("2029-04-01"))
    with pytest.raises(Refused, match="about evidence that is kept until 2029-03-31"):
        may_be_erased(note_was_erased, said, True, plan, day("2029-03-31"))


@pytest.mark.parametrize("event", EVENT_SAMPLES.values(), ids=lambda event: event.kind)
def test_what_can_be_erased_are_words_and_nothing_that_a_digest_binds(event: Event) -> None:
    assert set(erasable(type(event))) <= set(words_of(type(event)))
    bound = {"plan.action-agreed", "plan.no-action-reasoned", "plan.version-cut", "plan.cabinet-approved"}
    assert event.kind not in bound | {"plan.rag-overridden", "plan.text-erased"} or not erasable(type(event))
