"""A plan's sources: inspections by type and era, the judgements each may give, and findings with their lineage."""

from itertools import pairwise
from typing import get_args

import pytest
from given import day, given, plan_after
from samples import (
    LETTER,
    REPORT,
    late_strategy_meetings_were_recorded,
    opened,
    receive_the_report,
    record_late_strategy_meetings,
    record_ofsteds_publication,
    record_overall_effectiveness,
    record_the_eighth_visit,
    record_the_inspection,
    the_inspection_was_recorded,
)

from domain.inspection.commands import RecordFinding, RecordInspection, RecordJudgement
from domain.inspection.events import FindingRecorded, InspectionRecorded, InspectionType, Judgement
from domain.inspection.frameworks import ERAS, era_of

record_the_focused_visit = RecordInspection(
    source="fv-2020",
    type="focused-visit",
    started_on=day("2020-10-06"),
    ended_on=day("2020-10-08"),
    document="Ofsted, letter on the focused visit of October 2020",
)
record_the_jtai = record_the_focused_visit.model_copy(update={"source": "jtai-2020", "type": "jtai"})


def began(on: str, type_: InspectionType = "ilacs-standard") -> RecordInspection:
    return record_the_inspection.model_copy(update={"type": type_, "started_on": day(on), "ended_on": day(on)})


def judged(judgement: Judgement, source: str = "inspection") -> RecordJudgement:
    return RecordJudgement(judgement=judgement, grade="good", document=REPORT, source=source)


def test_an_inspection_is_recorded_with_the_era_of_its_framework() -> None:
    given(*opened).when(record_the_inspection).then(the_inspection_was_recorded)


def test_an_inspection_stands_as_recorded() -> None:
    short = record_the_inspection.model_copy(update={"type": "ilacs-short"})
    given(*opened, record_the_inspection).when(short).refused("inspection-stands")
    given(*opened, record_the_inspection).when(record_the_inspection).then()


def test_other_papers_days_are_kept_beside_ofsteds() -> None:
    conflict = "The council's minute says 27 February to 14 March."
    (event,) = given(*opened).when(record_the_inspection.model_copy(update={"conflict": conflict})).accepted()
    assert isinstance(event, InspectionRecorded)
    assert event.conflict == conflict


def test_an_inspection_ends_after_it_begins_or_on_the_same_day() -> None:
    backwards = record_the_inspection.model_copy(update={"ended_on": day("2022-02-06")})
    given(*opened).when(backwards).refused("inspection-ends-after-it-begins")
    given(*opened).when(began("2022-02-07")).accepted()


def test_an_inspection_and_a_visit_have_different_ids() -> None:
    as_visit = record_the_focused_visit.model_copy(update={"source": "visit-8"})
    given(*opened, record_the_eighth_visit).when(as_visit).refused("source-id-is-free", saying="visit-8")
    given(*opened, as_visit).when(record_the_eighth_visit).refused("visit-id-is-free", saying="visit-8")


@pytest.mark.parametrize(
    ("type_", "on", "era"),
    [
        ("sif", "2017-02-27", "sif"),
        ("ilacs-standard", "2018-01-01", "ilacs-2018"),
        ("ilacs-short", "2022-12-31", "ilacs-2018"),
        ("ilacs-standard", "2023-01-01", "ilacs-2023"),
        ("ilacs-standard", "2026-03-31", "ilacs-2023"),
        ("ilacs-short", "2026-04-01", "ilacs-2026"),
        ("ilacs-standard", "2017-12-31", None),
        ("sif", "2018-01-01", None),
        ("focused-visit", "2020-10-06", None),
        ("jtai", "2023-06-05", None),
        ("area-send", "2023-12-04", None),
    ],
)
def test_the_era_follows_from_the_type_and_the_first_day(type_: InspectionType, on: str, era: str | None) -> None:
    found = era_of(type_, day(on))
    assert (found.name if found else None) == era


def test_each_era_of_ilacs_begins_the_day_after_the_one_before() -> None:
    ilacs = [era for era in ERAS.values() if "ilacs-standard" in era.types]
    assert all(before.last and (after.first - before.last).days == 1 for before, after in pairwise(ilacs))


@pytest.mark.parametrize(("type_", "on"), [("ilacs-standard", "2017-02-27"), ("sif", "2018-01-08")])
def test_an_inspection_that_grades_began_in_an_era_of_its_framework(type_: InspectionType, on: str) -> None:
    given(*opened).when(began(on, type_)).refused("type-of-its-time", saying=on)


def test_a_principal_authority_is_named_on_a_jtai_alone() -> None:
    named = {"principal_authority": "gloucestershire"}
    given(*opened).when(record_the_jtai.model_copy(update=named)).accepted()
    given(*opened).when(record_the_inspection.model_copy(update=named)).refused("principal-authority-of-a-jtai")


GIVEN_IN = {
    "sif": began("2017-02-27", "sif"),
    "ilacs-2018": began("2022-02-07"),
}


@pytest.mark.parametrize("era", ["sif", "ilacs-2018"])
def test_every_judgement_of_an_era_is_taken_and_no_other(era: str) -> None:
    for judgement in get_args(Judgement):
        outcome = given(*opened, GIVEN_IN[era]).when(judged(judgement))
        if judgement in ERAS[era].judgements:
            outcome.accepted()
        else:
            outcome.refused("judgement-of-its-era", saying=judgement)


def test_care_leavers_are_judged_apart_from_2023_and_nothing_overall_from_april_2026() -> None:
    at = "2026-08-04T10:00:00Z"
    before = InspectionRecorded(**{**the_inspection_was_recorded.model_dump(), "era": "ilacs-2023"})
    given(*opened, before).when(judged("care-leavers")).accepted()
    given(*opened, before).when(judged("children-in-care-and-care-leavers")).refused("judgement-of-its-era")
    since = began("2026-06-08")
    (recorded,) = given(*opened).when(since, at=at).accepted()
    given(*opened, recorded).when(judged("care-leavers")).accepted()
    given(*opened, recorded).when(judged("overall-effectiveness")).refused("judgement-of-its-era", saying="2026-06-08")


@pytest.mark.parametrize("ungraded", [record_the_focused_visit, record_the_jtai])
def test_a_visit_and_a_jtai_give_no_grades(ungraded: RecordInspection) -> None:
    given(*opened, ungraded).when(judged("leaders", ungraded.source)).refused("judgement-of-its-era", saying="grades")


def test_a_judgement_of_an_inspection_that_was_never_recorded_is_taken_as_it_is_in_an_older_book() -> None:
    given(*opened).when(judged("children-in-care")).accepted()
    given(*opened).when(judged("children-in-care", "ilacs-2025")).refused("source-is-known", saying="ilacs-2025")


def test_an_inspection_recorded_after_its_judgements_must_be_able_to_give_them() -> None:
    given(*opened, record_overall_effectiveness).when(record_the_inspection).accepted()
    given(*opened, judged("care-leavers")).when(record_the_inspection).refused("judgement-of-its-era")


def test_each_source_has_its_own_judgements_and_dates() -> None:
    sif = began("2017-02-27", "sif").model_copy(update={"source": "sif-2017"})
    worse = RecordJudgement(judgement="overall-effectiveness", grade="inadequate", document=REPORT, source="sif-2017")
    published = record_ofsteds_publication.model_copy(update={"source": "sif-2017", "published_on": day("2017-06-13")})
    plan = plan_after(*opened, sif, record_overall_effectiveness, worse, record_ofsteds_publication, published)
    assert plan.inspection.report().judgements == {"overall-effectiveness": "requires-improvement"}
    assert plan.inspection.report("sif-2017").judgements == {"overall-effectiveness": "inadequate"}
    assert plan.inspection.report("sif-2017").published == {"ofsted": day("2017-06-13")}
    assert plan.inspection.report().published == {"ofsted": day("2022-04-01")}


def test_a_report_comes_out_after_its_inspection() -> None:
    early = receive_the_report.model_copy(update={"received_on": day("2022-02-17")})
    given(*opened, record_the_inspection).when(early).refused("report-follows-inspection", saying="2022-02-17")
    given(*opened, early).when(record_the_inspection).refused("report-follows-inspection", saying="2022-02-17")
    published = record_ofsteds_publication.model_copy(update={"published_on": day("2022-02-17")})
    given(*opened, record_the_inspection).when(published).refused("report-follows-inspection")
    given(*opened, record_the_inspection).when(receive_the_report).accepted()


def test_the_report_of_a_source_needs_the_source() -> None:
    other = {"source": "jtai-2020"}
    given(*opened).when(receive_the_report.model_copy(update=other)).refused("source-is-known", saying="jtai-2020")
    given(*opened).when(record_ofsteds_publication.model_copy(update=other)).refused("source-is-known")
    given(*opened, record_the_jtai).when(record_ofsteds_publication.model_copy(update=other)).accepted()


def test_each_source_is_received_once() -> None:
    of_the_jtai = receive_the_report.model_copy(update={"source": "jtai-2020"})
    given(*opened, record_the_jtai, receive_the_report, of_the_jtai).when(of_the_jtai).then()
    later = of_the_jtai.model_copy(update={"received_on": day("2022-04-04")})
    given(*opened, record_the_jtai, of_the_jtai).when(later).refused("report-received-once")


def test_a_finding_comes_from_any_recorded_inspection() -> None:
    of_the_visit = record_late_strategy_meetings.model_copy(update={"source": "fv-2020"})
    given(*opened).when(of_the_visit).refused("source-is-known", saying="fv-2020")
    given(*opened, record_the_focused_visit).when(of_the_visit).accepted()


def test_a_finding_carries_its_place_in_the_national_framework() -> None:
    placed = record_late_strategy_meetings.model_copy(update={"framework": "Outcome 3"})
    (event,) = given(*opened).when(placed).accepted()
    assert event == late_strategy_meetings_were_recorded.model_copy(update={"framework": "Outcome 3"})


def test_an_area_that_the_council_added_needs_no_answer() -> None:
    added = record_late_strategy_meetings.model_copy(update={"sort": "area"})
    assert plan_after(*opened, added).unanswered == ()
    assert len(plan_after(*opened, record_late_strategy_meetings).unanswered) == 1


def test_an_area_for_priority_action_is_of_an_inspection_that_raised_some() -> None:
    urgent = record_late_strategy_meetings.model_copy(update={"source": "fv-2020", "priority_action": True})
    raising = record_the_focused_visit.model_copy(update={"priority_action": True})
    given(*opened, record_the_focused_visit).when(urgent).refused("priority-action-was-raised", saying="fv-2020")
    (event,) = given(*opened, raising).when(urgent).accepted()
    assert isinstance(event, FindingRecorded)
    assert event.priority_action


say_it_again = RecordFinding(
    finding="V8-1", sort="weakness", text="Still late.", source="visit-8", document=LETTER, repeats="R1"
)


def test_a_finding_that_repeats_one_of_this_plan_needs_that_one_from_another_source() -> None:
    visited = (*opened, record_the_eighth_visit)
    given(*visited).when(say_it_again).refused("repeated-finding-is-known", saying="R1")
    given(*visited, record_late_strategy_meetings).when(say_it_again).accepted()
    of_the_same = say_it_again.model_copy(update={"source": "inspection"})
    given(*visited, record_late_strategy_meetings).when(of_the_same).refused(
        "repeated-finding-is-known", saying="earlier source"
    )


def test_a_finding_may_repeat_one_of_another_plan_which_is_only_named() -> None:
    given(*opened, record_the_eighth_visit).when(
        say_it_again.model_copy(update={"repeats": "glos-2017/MV8-W2"})
    ).accepted()
