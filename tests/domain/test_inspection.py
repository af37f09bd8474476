"""A plan is opened, the report arrives, and what it says is recorded once and for good."""

import pytest
from given import REGISTER, STREAM, TERMS, day, given, plan_after, usual_act
from samples import (
    LETTER,
    a_draft_stated_14_july,
    late_strategy_meetings_were_recorded,
    ofsted_published_the_report,
    open_the_plan,
    opened,
    overall_effectiveness_was_recorded,
    plan_was_opened,
    receive_the_report,
    record_late_strategy_meetings,
    record_ofsteds_publication,
    record_overall_effectiveness,
    record_the_eighth_visit,
    report_was_received,
)

from domain.authority.roles import ENGINE
from domain.decider import decide
from domain.inspection.commands import OpenPlan, RecordFinding
from domain.plan import evolve, replay
from domain.value import Refused

record_a_finding_of_the_eighth_visit = RecordFinding(
    finding="MV8-1",
    sort="weakness",
    text="Not all children get the help they need as quickly as they should.",
    source="visit-8",
    document=LETTER,
)


def test_a_plan_is_opened_under_its_authoritys_terms() -> None:
    given().when(open_the_plan).then(plan_was_opened)


def test_a_plan_pins_the_digest_of_the_terms_it_was_opened_under() -> None:
    assert plan_after(open_the_plan).constitution == TERMS.digest


def test_a_plan_keeps_its_terms_when_the_authority_changes_them() -> None:
    stricter = TERMS.model_copy(update={"cabinet": TERMS.cabinet.model_copy(update={"quorum": 7})})
    plan = plan_after(open_the_plan)
    assert decide(open_the_plan, plan, usual_act(open_the_plan), STREAM, {stricter.id: stricter}) == []
    assert plan.terms == TERMS


def test_nothing_is_recorded_of_a_plan_that_is_not_open() -> None:
    given().when(receive_the_report).refused("plan-is-open", saying="glos-2022")


def test_a_plan_is_opened_only_for_an_authority_that_is_served_here() -> None:
    given().when(OpenPlan(title="A plan", authority="rutland")).refused("authority-is-known", saying="gloucestershire")


def test_where_no_authority_is_served_no_plan_is_opened() -> None:
    with pytest.raises(Refused, match="known: none"):
        decide(open_the_plan, None, usual_act(open_the_plan), STREAM, {})


@pytest.mark.parametrize("reserved", ["book", "refusals"])
def test_a_plan_cannot_take_the_name_of_the_book_or_of_its_refusals(reserved: str) -> None:
    given(stream=reserved).when(open_the_plan).refused("plan-id-is-free")


def test_an_id_belongs_to_the_plan_that_was_opened_first() -> None:
    given(*opened).when(OpenPlan(title="Another plan", authority="gloucestershire")).refused("plan-id-is-free")


def test_a_plan_opened_for_drafting_is_not_another_one_in_delivery() -> None:
    in_delivery = open_the_plan.model_copy(update={"stage": "delivery"})
    given(*opened).when(in_delivery).refused("plan-id-is-free")
    assert plan_after(in_delivery).in_delivery_from_start
    given(in_delivery).when(in_delivery).then()


def test_the_day_of_receipt_is_recorded_with_both_statutory_clocks() -> None:
    events = given(*opened).when(receive_the_report).accepted()
    assert events[0] == report_was_received
    assert [event.kind for event in events[1:]] == ["plan.deadline-adopted", "plan.deadline-adopted"]


def test_the_report_is_received_once() -> None:
    later = receive_the_report.model_copy(update={"received_on": day("2022-04-04")})
    given(*opened, receive_the_report).when(later).refused("report-received-once", saying="2022-04-01")


def test_ofsted_publishes_the_report_once_and_the_authority_apart_from_it() -> None:
    given(*opened).when(record_ofsteds_publication).then(ofsted_published_the_report)
    again = record_ofsteds_publication.model_copy(update={"published_on": day("2022-04-04")})
    given(*opened, record_ofsteds_publication).when(again).refused("report-published-once")
    given(*opened, record_ofsteds_publication).when(again.model_copy(update={"publisher": "authority"})).accepted()


def test_a_judgement_stands_as_recorded() -> None:
    given(*opened).when(record_overall_effectiveness).then(overall_effectiveness_was_recorded)
    better = record_overall_effectiveness.model_copy(update={"grade": "good"})
    given(*opened, record_overall_effectiveness).when(better).refused("judgement-stands", saying="requires-improvement")


def test_a_finding_stands_in_the_inspectors_words() -> None:
    given(*opened).when(record_late_strategy_meetings).then(late_strategy_meetings_were_recorded)
    milder = record_late_strategy_meetings.model_copy(update={"text": "Most meetings are in time."})
    given(*opened, record_late_strategy_meetings).when(milder).refused("finding-stands", saying="R1")


def test_a_finding_of_a_visit_needs_the_visit() -> None:
    given(*opened).when(record_a_finding_of_the_eighth_visit).refused("source-is-known", saying="visit-8")
    given(*opened, record_the_eighth_visit).when(record_a_finding_of_the_eighth_visit).accepted()


def test_only_what_has_happened_is_recorded() -> None:
    asked = "2022-04-01T10:00:00Z"
    given(*opened).when(receive_the_report, at=asked).accepted()
    given(*opened).when(receive_the_report, at="2022-03-31T10:00:00Z").refused("not-in-the-future", saying="2022-04-01")


def test_the_day_of_recording_is_londons() -> None:
    given(*opened).when(receive_the_report, at="2022-03-31T22:59:59Z").refused("not-in-the-future")
    given(*opened).when(receive_the_report, at="2022-03-31T23:00:00Z").accepted()


def test_an_act_that_dates_itself_ahead_is_refused_even_where_the_command_has_a_date_of_its_own() -> None:
    given(*opened).when(record_late_strategy_meetings, effective="2099-01-01").refused("not-in-the-future")
    given(*opened).when(receive_the_report, effective="2099-01-01").refused("not-in-the-future", saying="2099-01-01")
    given(*opened).when(receive_the_report, effective="2022-04-01").accepted()


def test_the_workflow_opens_no_plan() -> None:
    given().when(open_the_plan, by="workflow", acting_as=ENGINE).refused("post-may-do-it")


def test_a_history_without_lines_is_no_plan() -> None:
    assert replay(STREAM, []) is None


def test_the_first_line_of_a_plan_is_that_it_was_opened() -> None:
    with pytest.raises(AssertionError):
        evolve(None, a_draft_stated_14_july, usual_act(a_draft_stated_14_july), STREAM)
    assert REGISTER[plan_was_opened.authority] == plan_was_opened.terms
