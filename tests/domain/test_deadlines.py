"""The due date is counted, stated and adopted apart, and a difference is shown."""

import pytest
from given import day, given, plan_after
from samples import (
    CALENDAR,
    a_draft_stated_14_july,
    a_warning_went_out_ten_days_before,
    adopt_the_stated_deadline,
    approved_by_cabinet,
    computed_deadline_was_adopted,
    miss_the_reports_publication,
    opened,
    receive_the_report,
    record_cabinets_approval,
    record_ofsteds_publication,
    record_the_chief_inspectors_receipt,
    record_the_inspection,
    report_in,
    report_was_not_published_in_time,
    report_was_received,
    share_version_1_as_the_draft,
    state_the_deadline_as_computed,
    state_the_deadline_of_a_draft,
    stated_and_computed_were_found_to_differ,
    submitted,
    the_inspection_was_recorded,
    version_1_cut,
    warn_ten_days_before,
)

from domain.approval.commands import AskApproval
from domain.authority.roles import ENGINE
from domain.calendar import at_nine
from domain.deadline.commands import AdoptDeadline, MissDeadline, StateDeadline, WarnOfDeadline
from domain.deadline.events import DeadlineAdopted, DeadlineStated, DeadlineWarned
from domain.drafting.commands import AmendAction, CutVersion
from domain.inspection.commands import ReceiveReport, RecordInspection
from domain.plan import Plan

miss_the_statement = MissDeadline(duty="statement", adoption=1)


def extend_to(due: str) -> AdoptDeadline:
    return AdoptDeadline(due=day(due), basis="extended", because="Ofsted agreed to wait for the new board.")


def test_the_statement_is_due_seventy_and_the_report_thirty_working_days_after_receipt() -> None:
    plan = plan_after(*report_in)
    assert plan.deadline("statement").adopted == day("2022-07-15")
    assert plan.deadline("report").adopted == day("2022-05-18")


def test_a_computed_date_carries_its_calendar_and_its_warnings() -> None:
    events = given(*opened).when(receive_the_report).accepted()
    assert events[:2] == [report_was_received, computed_deadline_was_adopted]


def test_a_stated_date_is_noted_as_a_mismatch_where_the_law_computes_another() -> None:
    given(*report_in).when(state_the_deadline_of_a_draft).then(
        a_draft_stated_14_july, stated_and_computed_were_found_to_differ
    )
    assert plan_after(*report_in, state_the_deadline_of_a_draft).deadline("statement").mismatch == -1


def test_a_mismatch_is_noted_as_well_where_the_date_was_stated_before_the_report_came() -> None:
    events = given(*opened, state_the_deadline_of_a_draft).when(receive_the_report).accepted()
    assert stated_and_computed_were_found_to_differ in events


def test_a_stated_date_that_is_the_computed_one_is_no_mismatch() -> None:
    (stated,) = given(*report_in).when(state_the_deadline_as_computed).accepted()
    assert isinstance(stated, DeadlineStated)


def test_a_mismatch_is_settled_when_the_right_date_is_stated() -> None:
    plan = plan_after(*report_in, state_the_deadline_of_a_draft, state_the_deadline_as_computed)
    assert plan.deadline("statement").mismatch is None


def test_a_stated_date_moves_no_deadline_until_it_is_adopted() -> None:
    before = (*report_in, state_the_deadline_of_a_draft)
    assert plan_after(*before).deadline("statement").adopted == day("2022-07-15")
    assert plan_after(*before, adopt_the_stated_deadline).deadline("statement").adopted == day("2022-07-14")


def test_a_date_cannot_be_adopted_as_stated_when_nobody_stated_it() -> None:
    given(*report_in).when(adopt_the_stated_deadline).refused("adopted-date-has-a-basis", saying="not recorded")


def test_a_date_cannot_be_adopted_as_computed_when_another_was_computed() -> None:
    wrong = AdoptDeadline(due=day("2022-07-14"), basis="computed", because="Counted by hand.")
    given(*report_in).when(wrong).refused("adopted-date-has-a-basis", saying="2022-07-15")


def test_an_extension_is_the_authoritys_own_date_and_counts_as_the_next_adoption() -> None:
    (adopted,) = given(*report_in).when(extend_to("2022-07-29")).accepted()
    assert isinstance(adopted, DeadlineAdopted)
    assert (adopted.adoption, adopted.due, adopted.calendar) == (2, day("2022-07-29"), CALENDAR)
    assert (adopted.counted_from, adopted.working_days) == (None, None)


def test_the_computed_date_can_be_adopted_again_and_is_counted_from_receipt() -> None:
    back = AdoptDeadline(due=day("2022-07-15"), basis="computed", because="No extension was agreed after all.")
    (adopted,) = given(*report_in, extend_to("2022-07-29")).when(back).accepted()
    assert isinstance(adopted, DeadlineAdopted)
    assert (adopted.adoption, adopted.counted_from, adopted.working_days) == (3, day("2022-04-01"), 70)


def test_a_date_beyond_the_calendars_years_is_refused() -> None:
    given(*report_in).when(extend_to("2031-01-06")).refused("calendar-covers-the-date", saying=CALENDAR)
    given(*report_in).when(extend_to("2028-11-01")).accepted()


def test_the_same_date_from_another_source_is_stated_anew() -> None:
    ofsted = state_the_deadline_as_computed.model_copy(update={"stated_by": "Ofsted"})
    given(*report_in, state_the_deadline_as_computed).when(ofsted).accepted()


def test_a_warning_is_recorded_once() -> None:
    given(*report_in).when(warn_ten_days_before, at=at_nine(day("2022-07-01"))).then(a_warning_went_out_ten_days_before)
    given(*report_in, warn_ten_days_before).when(warn_ten_days_before).then()


def test_a_warning_given_late_says_how_many_days_are_really_left() -> None:
    [event] = given(*report_in).when(warn_ten_days_before, at=at_nine(day("2022-07-12"))).accepted()
    assert isinstance(event, DeadlineWarned)
    assert (event.warning, event.working_days_left) == (10, 3)


def test_a_late_warning_does_not_follow_a_nearer_one() -> None:
    nearer = WarnOfDeadline(duty="statement", adoption=1, warning=5)
    given(*report_in, nearer).when(warn_ten_days_before).then()
    given(*report_in, warn_ten_days_before).when(nearer).accepted()


def test_a_new_date_is_warned_of_from_the_start() -> None:
    nearer = WarnOfDeadline(duty="statement", adoption=1, warning=1)
    again = WarnOfDeadline(duty="statement", adoption=2, warning=30)
    given(*report_in, nearer, extend_to("2022-07-29")).when(again).accepted()


@pytest.mark.parametrize("command", [warn_ten_days_before, miss_the_statement])
def test_a_clock_that_was_adopted_over_has_nothing_more_to_say(command: WarnOfDeadline | MissDeadline) -> None:
    given(*report_in, extend_to("2022-07-29")).when(command).then()


@pytest.mark.parametrize("command", [warn_ten_days_before, miss_the_statement])
def test_before_the_report_came_no_clock_runs(command: WarnOfDeadline | MissDeadline) -> None:
    given(*opened).when(command).then()
    given(*opened, state_the_deadline_of_a_draft).when(command).then()


def test_a_missed_deadline_is_recorded_once() -> None:
    given(*report_in).when(miss_the_reports_publication).then(report_was_not_published_in_time)
    given(*report_in, miss_the_reports_publication).when(miss_the_reports_publication).then()


def test_a_new_date_after_a_missed_one_can_be_missed_again() -> None:
    again = MissDeadline(duty="statement", adoption=2)
    given(*report_in, miss_the_statement, extend_to("2022-07-29")).when(again).accepted()


def test_the_authoritys_publication_does_the_reports_duty_and_ofsteds_does_not() -> None:
    by_the_authority = record_ofsteds_publication.model_copy(update={"publisher": "authority"})
    given(*report_in, record_ofsteds_publication).when(miss_the_reports_publication).accepted()
    given(*report_in, by_the_authority).when(miss_the_reports_publication).then()


def test_the_statement_is_not_done_until_every_addressee_has_it() -> None:
    given(*approved_by_cabinet, record_the_chief_inspectors_receipt).when(miss_the_statement).accepted()
    given(*submitted).when(miss_the_statement).then()
    given(*submitted).when(warn_ten_days_before).then()


def test_the_statement_stays_done_while_a_later_version_is_on_its_way() -> None:
    plan = _second_version_half_sent()
    assert not plan.submitted
    assert plan.done("statement")


def _second_version_half_sent() -> Plan:
    amend = AmendAction(action="A2", measure="Every home assessed twice", because="The provider can do more.")
    ask_again = AskApproval(version=2, answer_by=day("2022-09-14"), asked_on=day("2022-09-07"))
    approve = record_cabinets_approval.model_copy(
        update={"version": 2, "digest": None, "decided_on": day("2022-09-14"), "no_call_in_because": "Urgent."}
    )
    before = (*submitted, amend, CutVersion(), ask_again, approve)
    latest = plan_after(*before).draft.latest
    assert latest is not None
    receipt = record_the_chief_inspectors_receipt.model_copy(
        update={"digest": latest.digest, "sent_on": day("2022-09-15")}
    )
    return plan_after(*before, receipt)


def test_each_duty_has_its_own_dates() -> None:
    report = StateDeadline(duty="report", due=day("2022-05-18"), stated_by="the council", document="A letter")
    plan = plan_after(*report_in, report)
    assert plan.deadline("statement").stated is None
    assert plan.deadline("report").stated == day("2022-05-18")


def test_a_warning_and_a_missed_deadline_are_recorded_on_their_day_and_not_before() -> None:
    early = {"by": "workflow", "acting_as": ENGINE}
    given(*report_in).when(warn_ten_days_before, at=at_nine(day("2022-06-30")), **early).refused(
        "clock-strikes-on-its-day"
    )
    given(*report_in).when(warn_ten_days_before, at=at_nine(day("2022-07-01")), **early).accepted()
    given(*report_in).when(miss_the_reports_publication, at=at_nine(day("2022-05-18")), **early).refused(
        "clock-strikes-on-its-day"
    )
    given(*report_in).when(miss_the_reports_publication, at=at_nine(day("2022-05-19")), **early).accepted()


def test_a_date_adopted_before_the_report_came_in_stays_adopted_and_the_computed_one_is_on_record() -> None:
    entered = AdoptDeadline(due=day("2022-07-29"), basis="extended", because="Entered from the notice.")
    plan = plan_after(*opened, entered, *report_in[len(opened) :])
    deadline = plan.deadline("statement")
    assert (deadline.adopted, deadline.computed) == (day("2022-07-29"), day("2022-07-15"))
    assert deadline.adoption == 3


def visited(**change: object) -> RecordInspection:
    """St Helens' focused visit of 2018; its days are made up, for only the letter's is implied."""
    return RecordInspection(
        type="focused-visit", started_on=day("2018-07-17"), ended_on=day("2018-07-18"), document="A letter"
    ).model_copy(update=change)


def clocks_of(inspection: RecordInspection) -> dict[str, object]:
    """The dates that receipt of the letter of 10 August 2018 adopts."""
    letter = ReceiveReport(received_on=day("2018-08-10"), document="A letter")
    plan = plan_after(*opened, inspection, letter)
    return {duty: deadline.adopted for duty, deadline in plan.deadlines.items()}


def test_areas_for_priority_action_ask_for_a_draft_plan_within_twenty_working_days() -> None:
    assert clocks_of(visited(priority_action=True)) == {
        "draft-plan": day("2018-09-10"),
        "statement": day("2018-11-19"),
        "report": day("2018-09-24"),
    }


def test_a_focused_visit_without_them_starts_no_clock() -> None:
    assert clocks_of(visited()) == {}


@pytest.mark.parametrize("named", ["gloucestershire", "Gloucestershire County Council"])
def test_a_jtai_asks_for_a_statement_of_the_principal_authority(named: str) -> None:
    assert clocks_of(visited(type="jtai", principal_authority=named)) == {"statement": day("2018-11-19")}


@pytest.mark.parametrize("named", [None, "Gloucestershire Constabulary"])
def test_a_jtai_whose_principal_authority_is_another_starts_no_clock(named: str | None) -> None:
    assert clocks_of(visited(type="jtai", principal_authority=named)) == {}


def test_for_area_send_no_date_is_computed_and_a_stated_one_can_be_adopted() -> None:
    area_send = visited(type="area-send", priority_action=True)
    assert clocks_of(area_send) == {}
    letter = ReceiveReport(received_on=day("2018-08-10"), document="A letter")
    stated = StateDeadline(due=day("2018-10-31"), stated_by="Ofsted and CQC", document="A letter")
    adopted = AdoptDeadline(due=day("2018-10-31"), basis="stated", because="No date is computed.")
    plan = plan_after(*opened, area_send, letter, stated, adopted)
    assert plan.deadline("statement").adopted == day("2018-10-31")
    assert plan.deadline("statement").computed is None


def test_a_whole_inspection_that_is_recorded_after_its_report_moves_no_clock_and_another_is_refused() -> None:
    given(*report_in).when(record_the_inspection).then(the_inspection_was_recorded)
    before = visited(priority_action=True)
    given(*report_in).when(before).refused("inspection-before-its-report", saying="focused-visit")


def test_another_report_that_asks_for_a_statement_has_a_plan_of_its_own() -> None:
    raising = visited(source="fv-2018", priority_action=True)
    letter = ReceiveReport(received_on=day("2018-08-10"), document="A letter", source="fv-2018")
    given(*report_in, raising).when(letter).refused("one-statement-a-plan", saying="fv-2018")
    given(*report_in, visited(source="fv-2018")).when(letter).accepted()


def test_sharing_the_draft_plan_does_its_duty() -> None:
    letter = ReceiveReport(received_on=day("2022-05-20"), document="A letter")
    raised = (visited(priority_action=True), letter)
    missed = MissDeadline(duty="draft-plan", adoption=1)
    given(*opened, *raised, *version_1_cut[2:]).when(missed).accepted()
    given(*opened, *raised, *version_1_cut[2:], share_version_1_as_the_draft).when(missed).then()
