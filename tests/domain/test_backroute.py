"""The back-plan along an authority's routes: whose turn it is by when, and which meeting is the last that fits."""

from datetime import date, datetime

import pytest
from given import COMMITTEES, TEMPLATE, Given, Step, day, done, given
from samples import (
    COMMAND_SAMPLES,
    ask_cabinet,
    choose_cabinet_then_council,
    on_its_route,
    record_cabinets_recommendation,
    record_the_councils_decision,
    report_in,
    version_1_cut_under_the_template,
)

from domain.authority.state import Authority
from domain.backplan import BackPlan, back_plan
from domain.backroute import Asked
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.feasibility import feasibility, infeasible_from
from domain.inspection.commands import OpenPlan
from domain.meeting.commands import NoteInfeasible, ScheduleMeeting
from domain.meeting.events import BecameFeasible, BecameInfeasible
from domain.plan import Plan

RECEIVED = date(2022, 4, 1)


def planned(route: str, terms: Authority = TEMPLATE, **days: tuple[date, ...]) -> BackPlan:
    chosen = terms.route(route)
    assert chosen is not None
    meetings = {body.replace("_", "-"): each for body, each in days.items()}
    return back_plan(Asked(received=RECEIVED, meetings=meetings, route=chosen), terms, CALENDAR)


def told(plan: BackPlan) -> dict[str, tuple[date, date | None]]:
    return {step.name: (step.by, step.on) for step in plan.steps[1:]}


def test_a_committee_recommends_before_full_council_decides_and_nothing_is_called_in() -> None:
    committee, council = date(2022, 6, 30), date(2022, 7, 6)
    plan = planned("committee_then_council", COMMITTEES, childrens_committee=(committee,), full_council=(council,))
    assert told(plan) == {
        "draft is finished": (date(2022, 6, 22), None),
        "board endorses": (date(2022, 6, 22), None),
        "agenda of the children and families committee is published": (date(2022, 6, 22), None),
        "the children and families committee meets": (council, committee),
        "agenda of full council is published": (date(2022, 6, 28), None),
        "full council meets": (date(2022, 7, 15), council),
        "submission": (date(2022, 7, 15), council),
    }
    assert {step.source for step in plan.steps if step.agenda_of} == {"Local Government Act 1972 s.100B"}
    assert plan.steps[1].source == "Local Government Act 1972 s.100B: the paper is open with it"
    assert (plan.meeting, plan.slack, plan.infeasible, plan.route) == (council, 7, None, "committee_then_council")


def test_a_committee_after_the_last_council_that_fits_is_named_with_that_council() -> None:
    days = {"childrens_committee": (date(2022, 7, 8),), "full_council": (date(2022, 7, 6), date(2022, 7, 20))}
    plan = planned("committee_then_council", COMMITTEES, **days)
    assert plan.infeasible == "the children and families committee meets"
    (fails,) = [step.fails for step in plan.steps if step.fails]
    assert fails == (
        "The children and families committee meets on 8 July 2022 at the earliest, and the last meeting that fits "
        "would be one by 6 July 2022, so that full council can answer on 6 July 2022. "
        "The last meeting of full council that leaves time is on 6 July 2022."
    )


def test_a_body_whose_days_nobody_gave_is_told_its_last_day_and_the_one_that_decides_must_meet() -> None:
    plan = planned("committee_then_council", COMMITTEES, full_council=(date(2022, 7, 6),))
    assert told(plan)["the children and families committee meets"] == (date(2022, 7, 6), None)
    assert plan.infeasible is None
    nobody = planned("committee_then_council", COMMITTEES)
    assert nobody.infeasible == "full council meets"


def test_cabinet_that_recommends_takes_no_key_decision_and_waits_for_no_call_in() -> None:
    plan = planned("cabinet_then_council", cabinet=(date(2022, 6, 22),), full_council=(date(2022, 7, 13),))
    names = set(told(plan))
    assert not names & {"notice of key decision", "call-in", "decision statement is published"}
    assert told(plan)["submission"] == (date(2022, 7, 15), date(2022, 7, 13))


def test_officers_sign_off_and_a_board_endorses_before_cabinet_and_what_is_optional_is_not_waited_for() -> None:
    steps = told(planned("cabinet_before_submission", cabinet=(date(2022, 6, 22),)))
    assert steps["sign-off by the directors"] == (date(2022, 6, 22), None)
    assert steps["endorsement by the improvement board"] == (date(2022, 6, 22), None)
    assert steps["cabinet meets"] == (date(2022, 7, 7), date(2022, 6, 22))
    assert not {"board endorses", "the scrutiny committee meets"} & set(steps)


def test_what_is_noted_after_the_submission_holds_nothing_up() -> None:
    plan = planned("submit_then_note")
    assert told(plan)["sign-off by the directors"] == (date(2022, 7, 15), None)
    assert plan.steps[1].source == "no law: it is what they answer on"
    assert (plan.meeting, plan.slack, plan.infeasible) == (None, None, None)


@pytest.mark.parametrize("terms", [TEMPLATE, COMMITTEES], ids=lambda terms: terms.id)
def test_every_shipped_route_can_be_planned(terms: Authority) -> None:
    for route in terms.routes:
        days = {stage.body: (date(2022, 6, 22),) for stage in route.stages}
        plan = back_plan(Asked(received=RECEIVED, route=route, meetings=days), terms, CALENDAR)
        assert plan.infeasible is None, route.id


# A plan in the book


def at(text: str, *commands: PlanCommand) -> tuple[Step, ...]:
    return tuple(done(command, at=on(text)) for command in commands)


def on(text: str) -> datetime:
    return at_nine(day(text))


def meets(body: str, text: str) -> ScheduleMeeting:
    return ScheduleMeeting(body=body, meeting_on=day(text), purpose="Plan")


def plan_of(before: Given) -> Plan:
    assert before.plan is not None
    return before.plan


ROUTED = at("2022-05-10", *version_1_cut_under_the_template, choose_cabinet_then_council)
BOTH = (*ROUTED, *at("2022-05-10", meets("full-council", "2022-07-06"), meets("cabinet", "2022-06-22")))
AGENDA = COMMAND_SAMPLES["publish-agenda"]


def test_the_meetings_of_the_body_that_ends_the_round_are_those_that_count() -> None:
    late = meets("full-council", "2022-07-20")
    given(*ROUTED).when(meets("cabinet", "2022-07-20"), at=on("2022-05-10")).then(
        *given(*ROUTED).when(meets("cabinet", "2022-07-20"), at=on("2022-05-10")).accepted()[:1]
    )
    _, no_time = given(*ROUTED).when(late, at=on("2022-05-10")).accepted()
    assert isinstance(no_time, BecameInfeasible)
    assert (no_time.step, no_time.by) == ("full council meets", day("2022-07-15"))
    again = given(*ROUTED, *at("2022-05-10", late)).when(meets("full-council", "2022-07-06"), at=on("2022-05-11"))
    _, time = again.accepted()
    assert isinstance(time, BecameFeasible)
    assert time.meeting_on == day("2022-07-06")


def test_an_agenda_that_was_not_published_in_time_is_named_with_the_last_council_that_leaves_time() -> None:
    assert infeasible_from(plan_of(given(*BOTH))) == (day("2022-06-15"), "agenda is published")
    noted, _ = given(*BOTH).when(NoteInfeasible(), at=on("2022-06-15")).accepted()
    assert isinstance(noted, BecameInfeasible)
    assert noted.because == (
        "It was to be done by 14 June 2022, and it is not on record. "
        "The last meeting of full council that leaves time is on 6 July 2022."
    )
    later = (*BOTH, *at("2022-05-11", meets("cabinet", "2022-06-29")))
    given(*later).when(NoteInfeasible(), at=on("2022-06-15")).then()
    assert infeasible_from(plan_of(given(*later))) == (day("2022-06-22"), "agenda is published")


def test_a_stage_that_has_answered_is_done_and_the_next_is_planned_for() -> None:
    asked = (*BOTH, *at("2022-06-14", AGENDA, ask_cabinet))
    recommended = (*asked, *at("2022-06-22", record_cabinets_recommendation))
    seen = feasibility(plan_of(given(*recommended)), day("2022-06-23"))
    assert seen is not None
    assert {step.name: step.done for step in seen.steps if step.agenda_of or step.answer_of} == {
        "agenda is published": True,
        "cabinet meets": True,
        "agenda of full council is published": False,
        "full council meets": False,
    }
    assert infeasible_from(plan_of(given(*recommended))) == (day("2022-06-29"), "agenda of full council is published")
    decided = given(*recommended, *at("2022-07-13", record_the_councils_decision))
    seen = feasibility(plan_of(decided), day("2022-07-14"))
    assert seen is not None
    assert [(step.name, step.by) for step in seen.steps if not step.done] == [("submission", day("2022-07-15"))]


def test_a_council_of_committees_is_planned_by_its_only_route_before_one_was_chosen() -> None:
    opened = OpenPlan(title="Plan", authority=COMMITTEES.id)
    seen = feasibility(plan_of(given(opened, *report_in[1:])), day("2022-05-10"))
    assert seen is not None
    assert seen.route == "committee_then_council"


def test_the_route_on_which_a_round_began_is_planned_to_its_end() -> None:
    seen = feasibility(plan_of(given(*on_its_route)), day("2022-06-15"))
    assert seen is not None
    assert (seen.route, seen.infeasible) == ("cabinet_then_council", "full council meets")
