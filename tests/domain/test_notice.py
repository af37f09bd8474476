"""Before cabinet decides: whether the decision is key, what notice there was, and when it may be taken."""

from typing import Any

import pytest
from given import TERMS, day, given, plan_after
from samples import (
    agenda_was_published,
    agree_special_urgency,
    appendix_was_corrected,
    assess_the_decision_as_key,
    cabinet_approved_version_1,
    correct_the_appendix,
    decision_was_assessed_as_key,
    general_exception_was_notified,
    key_decision_notice_was_published,
    notice_a_private_meeting,
    notify_the_general_exception,
    opened,
    plan_was_opened,
    private_meeting_was_noticed,
    publish_the_agenda,
    publish_the_key_decision_notice,
    record_cabinets_approval,
    special_urgency_was_agreed,
    with_cabinet,
)

from domain.decider import PlanCommand
from domain.notice.commands import AssessKeyDecision
from domain.notice.events import PrivateMeetingNoticed

key = (*with_cabinet, assess_the_decision_as_key)
second_notice = notice_a_private_meeting.model_copy(
    update={"notice": "second", "published_on": day("2022-06-14"), "representations": "None came."}
)


def changed(command: PlanCommand, **parts: object) -> Any:
    return command.model_copy(update=parts)


def not_key(pounds: int, divisions: int, *certified_by: str) -> AssessKeyDecision:
    return changed(  # type: ignore[no-any-return]
        assess_the_decision_as_key, is_key=False, pounds=pounds, divisions=divisions, certified_by=certified_by
    )


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (assess_the_decision_as_key, decision_was_assessed_as_key),
        (publish_the_key_decision_notice, key_decision_notice_was_published),
        (notify_the_general_exception, general_exception_was_notified),
        (agree_special_urgency, special_urgency_was_agreed),
        (notice_a_private_meeting, private_meeting_was_noticed),
        (publish_the_agenda, agenda_was_published),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_each_notice_says_from_when_it_holds(command: PlanCommand, event: Any) -> None:
    given(*opened).when(command).then(event)


def test_a_decision_above_the_threshold_is_key_unless_both_officers_certify_otherwise() -> None:
    given(*opened).when(not_key(500_000, 1)).accepted()
    given(*opened).when(not_key(500_001, 1)).refused("key-decision-is-by-the-threshold", saying="£500,001")
    given(*opened).when(not_key(500_001, 1, "monitoring-officer")).refused("key-decision-is-by-the-threshold")
    given(*opened).when(not_key(500_001, 1, "chief-finance-officer", "monitoring-officer")).accepted()


def test_committees_take_no_key_decision() -> None:
    committees = plan_was_opened.model_copy(update={"terms": TERMS.model_copy(update={"governance": "committees"})})
    given(committees).when(assess_the_decision_as_key).refused("key-decision-is-an-executives")


def test_a_decision_that_affects_two_divisions_is_key_whatever_it_costs() -> None:
    both = ("chief-finance-officer", "monitoring-officer")
    given(*opened).when(not_key(0, 2, *both)).refused("key-decision-is-by-the-threshold", saying="2 divisions")


@pytest.mark.parametrize(
    "notice",
    [publish_the_key_decision_notice, notify_the_general_exception, agree_special_urgency],
    ids=lambda c: c.name,
)
def test_a_key_decision_is_taken_after_its_notice_or_by_exception_or_urgency(notice: PlanCommand) -> None:
    given(*key).when(record_cabinets_approval).refused("key-decision-has-notice", saying="record its notice")
    given(*key, notice).when(record_cabinets_approval).then(cabinet_approved_version_1)


@pytest.mark.parametrize(
    "notice",
    [
        changed(publish_the_key_decision_notice, published_on=day("2022-05-25")),
        changed(notify_the_general_exception, notified_on=day("2022-06-15")),
        changed(agree_special_urgency, agreed_on=day("2022-06-23")),
    ],
    ids=lambda c: c.name,
)
def test_a_day_too_late_is_too_late(notice: PlanCommand) -> None:
    given(*key, notice).when(record_cabinets_approval).refused("key-decision-has-notice", saying="from 2022-06-23")


def test_a_decision_that_was_taken_without_notice_is_not_made_key_afterwards() -> None:
    decided = (*with_cabinet, record_cabinets_approval)
    asked = given(*decided).when(assess_the_decision_as_key)
    asked.refused("key-decision-has-notice", saying="it is not made key afterwards")
    noticed = (*with_cabinet, publish_the_key_decision_notice, record_cabinets_approval)
    given(*noticed).when(assess_the_decision_as_key).then(decision_was_assessed_as_key)


def test_a_decision_that_is_not_key_needs_no_notice() -> None:
    given(*with_cabinet, not_key(0, 1)).when(record_cabinets_approval).accepted()


def test_special_urgency_is_for_the_chair_of_scrutiny_to_agree_or_who_stands_in() -> None:
    given(*opened).when(changed(agree_special_urgency, agreed_by="leader-of-the-council")).refused(
        "urgency-is-agreed-by-its-post", saying="overview-and-scrutiny-chair, else chair-of-the-council"
    )
    given(*opened).when(changed(agree_special_urgency, instead_because=None)).refused(
        "urgency-is-agreed-by-its-post", saying="say why chair-of-the-council did instead"
    )
    first = changed(agree_special_urgency, agreed_by="overview-and-scrutiny-chair", instead_because=None)
    given(*opened).when(first).accepted()


def test_the_second_notice_of_a_private_meeting_follows_the_first_with_what_was_said_to_it() -> None:
    given(*opened).when(second_notice).refused("second-notice-follows-the-first", saying="2022-06-22")
    silent = changed(second_notice, representations=None)
    given(*opened, notice_a_private_meeting).when(silent).refused(
        "second-notice-follows-the-first", saying="representations"
    )
    (noticed,) = given(*opened, notice_a_private_meeting).when(second_notice).accepted()
    assert isinstance(noticed, PrivateMeetingNoticed)
    assert noticed.first_lawful_day == day("2022-06-20")


def test_an_item_is_considered_after_five_clear_days_or_with_a_reason_for_fewer() -> None:
    late = changed(publish_the_agenda, published_on=day("2022-06-15"))
    given(*with_cabinet, publish_the_agenda).when(record_cabinets_approval).accepted()
    given(*with_cabinet, late).when(record_cabinets_approval).refused("agenda-was-open", saying="2022-06-23")
    reasoned = changed(late, shorter_because="The meeting was convened at shorter notice.")
    given(*with_cabinet, reasoned).when(record_cabinets_approval).accepted()


def test_an_agenda_stands_and_its_papers_are_corrected() -> None:
    given(*opened, publish_the_agenda).when(changed(publish_the_agenda, item="Item 9")).refused("agenda-stands")
    given(*opened, publish_the_agenda).when(correct_the_appendix).then(appendix_was_corrected)
    given(*opened).when(correct_the_appendix).refused("paper-is-known", saying="item-8-appendix-2")
    given(*opened, publish_the_agenda).when(changed(correct_the_appendix, paper="item-9")).refused("paper-is-known")
    agenda = plan_after(*opened, publish_the_agenda, correct_the_appendix).notices.agendas[day("2022-06-22")]
    assert agenda.papers == {"item-8": "a" * 64, "item-8-appendix-2": "c" * 64}


def test_where_the_terms_do_not_say_how_clear_days_are_counted_none_are_and_nothing_is_asked() -> None:
    open_terms = TERMS.model_copy(update={"clear_days": None, "key_decisions": None})
    older = (plan_was_opened.model_copy(update={"terms": open_terms}), *with_cabinet[1:])
    for notice in (publish_the_key_decision_notice, publish_the_agenda, notice_a_private_meeting):
        given(*older).when(notice).refused("clear-days-are-in-the-terms", saying=TERMS.version)
    given(*older, not_key(900_000, 53)).when(record_cabinets_approval).accepted()
    given(*older, assess_the_decision_as_key).when(record_cabinets_approval).accepted()
    given(*older).when(changed(agree_special_urgency, agreed_by="leader-of-the-council")).accepted()
