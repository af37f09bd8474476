"""Access to information: meetings in private, members' papers, officers' decisions, scrutiny's report to council."""

from typing import Any

import pytest
from given import day, given
from samples import (
    adopt_version_2,
    agree_the_private_meeting,
    approved_by_cabinet,
    assess_the_decision_as_key,
    directors_decision_was_published,
    finalised,
    immaterially_changed,
    notice_a_private_meeting,
    open_the_papers_to_members,
    opened,
    papers_were_opened_to_members,
    private_meeting_was_agreed,
    publish_the_agenda,
    publish_the_directors_decision,
    publish_the_key_decision_notice,
    record_cabinets_approval,
    report_to_council_was_required,
    require_a_report_to_council,
    with_cabinet,
)

from domain.approval.events import Conflict
from domain.decider import PlanCommand
from domain.finalisation.events import OfficerDecisionPublished
from domain.notice.events import PapersOpenedToMembers, PrivateMeetingNoticed
from projections.telling import tell

MEETING = day("2022-06-22")


def changed(command: PlanCommand, **parts: object) -> Any:
    return command.model_copy(update=parts)


second_notice = changed(
    notice_a_private_meeting, notice="second", published_on=day("2022-06-14"), representations="None came."
)
by_the_council_chair = changed(agree_the_private_meeting, agreed_by="chair-of-the-council")


def test_a_meeting_in_private_is_agreed_to_where_notice_is_impracticable() -> None:
    given(*opened).when(agree_the_private_meeting).then(private_meeting_was_agreed)
    given(*opened, agree_the_private_meeting).when(second_notice).accepted()
    given(*opened).when(changed(agree_the_private_meeting, agreed_on=day("2022-06-23"))).refused(
        "private-meeting-is-agreed-before", saying="2022-06-23"
    )


def test_a_meeting_in_private_is_for_the_chair_of_scrutiny_to_agree_or_who_stands_in() -> None:
    given(*opened).when(changed(agree_the_private_meeting, agreed_by="leader-of-the-council")).refused(
        "private-meeting-is-agreed-by-its-post", saying="overview-and-scrutiny-chair, else chair-of-the-council"
    )
    given(*opened).when(by_the_council_chair).refused("private-meeting-is-agreed-by-its-post", saying="say why")
    given(*opened).when(changed(by_the_council_chair, instead_because="The chair of scrutiny is ill.")).accepted()


@pytest.mark.parametrize(
    "late", [{"published_on": day("2022-05-25")}, {"notice": "second", "published_on": day("2022-06-17")}]
)
def test_a_meeting_in_private_has_its_notices_or_an_agreement(late: dict[str, object]) -> None:
    in_time = (notice_a_private_meeting, second_notice)
    given(*with_cabinet, *in_time).when(record_cabinets_approval).accepted()
    too_late = (*with_cabinet, *in_time, changed(second_notice, **{"notice": "first"} | late))
    given(*too_late).when(record_cabinets_approval).refused("private-meeting-has-notice", saying="2022-06-23")
    given(*too_late, agree_the_private_meeting).when(record_cabinets_approval).accepted()


def test_a_first_notice_alone_does_not_make_the_meeting_private() -> None:
    late = changed(notice_a_private_meeting, published_on=day("2022-06-20"))
    given(*with_cabinet, late).when(record_cabinets_approval).accepted()


def test_a_notice_may_hold_the_resolution_to_exclude_the_public() -> None:
    resolution = "That the public be excluded, as exempt information under paragraph 3 would be disclosed."
    (noticed,) = given(*opened).when(changed(notice_a_private_meeting, resolution=resolution)).accepted()
    assert isinstance(noticed, PrivateMeetingNoticed)
    assert f"by the resolution “{resolution}”" in tell(noticed)


def opened_by(*before: PlanCommand, **parts: object) -> PapersOpenedToMembers:
    (event,) = given(*before).when(changed(open_the_papers_to_members, **parts)).accepted()
    assert isinstance(event, PapersOpenedToMembers)
    return event


def test_the_last_day_to_open_papers_to_members_is_counted() -> None:
    given(*opened, publish_the_agenda).when(open_the_papers_to_members).then(papers_were_opened_to_members)
    shorter = changed(publish_the_agenda, published_on=day("2022-06-20"), shorter_because="Convened at shorter notice.")
    assert opened_by(*opened, shorter).open_by == day("2022-06-20")
    for private in (agree_the_private_meeting, notice_a_private_meeting):
        assert opened_by(*opened, private, papers_of="private-meeting").open_by == day("2022-06-23")
    officers = {"papers_of": "officer-decision", "decision_on": day("2022-06-28")}
    assert opened_by(*finalised, **officers).open_by == day("2022-06-29")


def test_that_papers_were_opened_too_late_is_said() -> None:
    private = (*opened, agree_the_private_meeting)
    assert "after" not in tell(opened_by(*private, papers_of="private-meeting", opened_on=day("2022-06-23")))
    late = opened_by(*private, papers_of="private-meeting", opened_on=day("2022-06-24"))
    assert "to members on 24 June 2022, after 23 June 2022, when that was due" in tell(late)


@pytest.mark.parametrize("of", ["public-meeting", "private-meeting", "officer-decision"])
def test_papers_are_opened_of_what_is_recorded(of: str) -> None:
    given(*opened).when(changed(open_the_papers_to_members, papers_of=of)).refused(
        "opened-papers-are-of-a-decision", saying=f"No {of.replace('-', ' ')} of {MEETING}"
    )


def test_the_record_of_what_an_officer_decided_is_published_once() -> None:
    publish = publish_the_directors_decision
    given(*finalised).when(publish).then(directors_decision_was_published)
    given(*finalised, publish).when(changed(publish, reasons="Others.")).refused("statement-published-once")
    given(*finalised).when(changed(publish, published_on=day("2022-06-27"))).refused("statement-follows-decision")
    given(*approved_by_cabinet).when(changed(publish, version=1)).refused(
        "officer-decided-on-the-version", saying="version 1"
    )


def test_the_monitoring_officer_who_confirms_an_immaterial_change_decides_too() -> None:
    adopted = given(*immaterially_changed, adopt_version_2)
    (published,) = adopted.when(publish_the_directors_decision).accepted()
    assert isinstance(published, OfficerDecisionPublished)
    assert (published.decided_by, published.decided_on) == ("monitoring-officer", day("2022-06-27"))


def test_a_dispensation_in_an_officers_record_is_the_head_of_paid_services() -> None:
    granted = Conflict(member="cab-05", interest="Governor", dispensation_by="monitoring-officer")
    given(*finalised).when(changed(publish_the_directors_decision, conflicts=(granted,))).refused(
        "dispensation-by-head-of-paid-service"
    )


def test_scrutiny_requires_a_report_on_a_decision_that_was_not_treated_as_key() -> None:
    require = require_a_report_to_council
    given(*approved_by_cabinet).when(require).then(report_to_council_was_required)
    given(*with_cabinet).when(require).refused("decision-stands")
    key = (*with_cabinet, assess_the_decision_as_key, publish_the_key_decision_notice, record_cabinets_approval)
    given(*key).when(require).refused("report-is-on-a-decision-not-key")
    for wrong in ({"required_on": day("2022-06-21")}, {"report_by": day("2022-06-28")}):
        given(*approved_by_cabinet).when(changed(require, **wrong)).refused("report-follows-decision")
