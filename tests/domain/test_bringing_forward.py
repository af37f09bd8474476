"""What falls due in a plan's life is done on its day, once, by the ladder of the terms; a pack can be made again."""

from datetime import date, timedelta
from typing import Any

import pytest
from given import STREAM, TERMS, Given, day, given, plan_after, usual_act
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError
from samples import (
    COMMAND_SAMPLES,
    accept_milestones_in_part,
    answer_on_milestones_was_chased,
    bring_strategy_meetings_forward,
    called_in,
    chase_evidence_of_strategy_meetings,
    chase_strategy_meetings,
    chase_the_answer_on_milestones,
    chase_the_call_in,
    close_the_plan,
    closed,
    delegate_the_finalisation,
    evidence_verified,
    finalisation_delegated,
    finalised,
    first_pack_was_frozen,
    freeze_the_first_pack,
    give_strategy_meetings_until_january,
    note_that_the_delegation_ran_out,
    opened,
    recommended_with_an_answer_due,
    record_the_first_review,
    record_the_notice,
    remind_of_the_first_review,
    report_strategy_meetings_complete,
    report_strategy_meetings_under_way,
    revoke_the_delegation,
    submitted,
    the_call_in_was_chased,
    the_delegation_ran_out,
    validly_called_in,
    version_1_cut,
)

from domain.authority.state import Authority
from domain.bringing_forward.commands import ChaseAction, FreezePack
from domain.bringing_forward.due import falls_due
from domain.bringing_forward.pack import pack
from domain.calendar import at_nine
from domain.decider import PlanCommand
from domain.plan import Plan, evolve

A1_DUE = day("2022-10-31")
Life = tuple[PlanCommand, ...]


def terms(**delivery: Any) -> Authority:
    """The terms with other terms of delivery."""
    return Authority.model_validate(TERMS.model_dump() | {"delivery": delivery})


CHASING_ALONE = terms(chasing={"source": "set by the council"})


def chased(*life: PlanCommand) -> Plan:
    """A plan of which nothing but its actions is brought forward."""
    return plan_after(*life).but(terms=CHASING_ALONE)


def due(plan: Plan, come: str) -> list[tuple[str, date, str]]:
    return [(each.subject, each.on, each.to) for each in falls_due(plan, day(come))]


def rung(working_days: int) -> ChaseAction:
    return ChaseAction(action="A1", due=A1_DUE, rung=working_days)


def test_an_action_is_chased_by_the_ladder_and_its_due_date_each_rung_once() -> None:
    plan = chased(*submitted)
    assert due(plan, "2022-10-16") == [("action/A1", day("2022-10-17"), "head-of-safeguarding")]
    given_ = Given(plan, STREAM)
    [event] = given_.when(rung(-10), at=at_nine(day("2022-10-17"))).accepted()
    told = plan_after(*submitted, event).but(terms=CHASING_ALONE)
    assert due(told, "2022-10-17") == [("action/A1", A1_DUE, "head-of-safeguarding")]
    given_.when(rung(-10), at=at_nine(day("2022-10-16"))).refused("clock-strikes-on-its-day", saying="2022-10-17")
    given_.when(rung(-9), at=at_nine(day("2022-10-31"))).then()


@pytest.mark.parametrize(
    ("come", "on", "to"),
    [
        ("2022-10-20", "2022-10-17", "head-of-safeguarding"),
        ("2022-11-06", "2022-10-31", "head-of-safeguarding"),
        ("2022-11-07", "2022-11-07", "director-of-childrens-services"),
        ("2022-12-06", "2022-11-28", "improvement-board-chair"),
    ],
)
def test_of_rungs_that_passed_only_the_latest_is_told(come: str, on: str, to: str) -> None:
    assert due(chased(*submitted), come)[0] == ("action/A1", day(on), to)


def test_a_late_reminder_says_how_late_it_is() -> None:
    [event] = Given(chased(*submitted), STREAM).when(rung(5), at=at_nine(day("2022-11-09"))).accepted()
    assert event.model_dump()["working_days"] == 7


@pytest.mark.parametrize(
    "life",
    [
        version_1_cut,
        closed,
        (*evidence_verified, report_strategy_meetings_complete),
        (*submitted, give_strategy_meetings_until_january),
        (*submitted, close_the_plan),
    ],
)
def test_an_action_that_does_not_bind_is_not_due_then_or_is_done_is_not_chased(life: Life) -> None:
    plan = chased(*life)
    assert "action/A1" not in [subject for subject, _, _ in due(plan, "2022-11-01")]
    Given(plan, STREAM).when(rung(0), at=at_nine(A1_DUE)).then()


def test_a_new_date_is_chased_from_the_start() -> None:
    brought = (*submitted, bring_strategy_meetings_forward, chase_strategy_meetings)
    plan = chased(*brought, give_strategy_meetings_until_january)
    assert ("action/A1", day("2023-01-17"), "head-of-safeguarding") in due(plan, "2023-01-17")


def test_a_complete_action_is_chased_for_its_evidence() -> None:
    complete = (*submitted, report_strategy_meetings_complete)
    assert due(chased(*complete), "2022-09-01") == [("evidence/A1", day("2022-10-03"), "head-of-safeguarding")], (
        "19 September is a holiday"
    )
    given(*complete, chase_evidence_of_strategy_meetings).when(chase_evidence_of_strategy_meetings).then()
    under_way = report_strategy_meetings_under_way.model_copy(update={"as_of": day("2022-09-20")})
    given(*complete, under_way).when(chase_evidence_of_strategy_meetings).then()


def test_a_review_is_reminded_of_before_and_when_it_is_overdue_until_it_is_held() -> None:
    noticed = (*opened, record_the_notice)
    assert due(plan_after(*noticed), "2018-01-16")[0][1] == day("2018-01-17")
    first = remind_of_the_first_review.model_copy(update={"rung": -20})
    given(*noticed).when(first, at=at_nine(day("2018-01-16"))).refused("clock-strikes-on-its-day", saying="2018-01-17")
    given(*noticed).when(first, at=at_nine(day("2018-01-17"))).accepted()
    given(*noticed, record_the_first_review).when(remind_of_the_first_review).then()


def test_an_answer_to_scrutiny_is_chased_on_its_day_and_once_overdue() -> None:
    plan, overdue = plan_after(*recommended_with_an_answer_due), chase_the_answer_on_milestones
    assert due(plan, "2022-07-25") == [("scrutiny/S1", day("2022-07-26"), "democratic-services-officer")]
    assert due(plan, "2022-07-27") == [("scrutiny/S1", day("2022-07-27"), "monitoring-officer")]
    waiting, first = given(*recommended_with_an_answer_due), overdue.model_copy(update={"rung": 0})
    waiting.when(first, at=at_nine(day("2022-07-25"))).refused("clock-strikes-on-its-day", saying="2022-07-26")
    waiting.when(first, at=at_nine(day("2022-07-26"))).accepted()
    waiting.when(overdue, at=at_nine(day("2022-07-27"))).then(answer_on_milestones_was_chased)
    told = (*recommended_with_an_answer_due, answer_on_milestones_was_chased)
    answered = (*recommended_with_an_answer_due, accept_milestones_in_part)
    for settled in (told, answered):
        given(*settled).when(overdue).then()
        assert falls_due(plan_after(*settled), day("2022-12-01")) == []


def test_a_delegation_that_ran_out_unused_is_told_once_for_each_end() -> None:
    waiting, day_after = given(*finalisation_delegated), at_nine(day("2022-07-09"))
    assert due(plan_after(*finalisation_delegated), "2022-07-01") == [("delegation", day("2022-07-09"), DIRECTOR)]
    last_day = at_nine(day("2022-07-08"))
    waiting.when(note_that_the_delegation_ran_out, at=last_day).refused("clock-strikes-on-its-day", saying="run out")
    waiting.when(note_that_the_delegation_ran_out, at=day_after).then(the_delegation_ran_out)
    told = (*finalisation_delegated, the_delegation_ran_out)
    for settled in (told, finalised, (*finalisation_delegated, revoke_the_delegation)):
        given(*settled).when(note_that_the_delegation_ran_out).then()
        assert "delegation" not in {each.subject for each in falls_due(plan_after(*settled), day("2022-12-01"))}
    longer = delegate_the_finalisation.model_copy(update={"until": day("2022-07-12")})
    again = plan_after(*told, longer)
    assert due(again, "2022-07-11") == [("delegation", day("2022-07-13"), DIRECTOR)]


def test_a_call_in_notice_that_is_not_judged_when_their_time_ends_is_told_once() -> None:
    assert due(plan_after(*called_in), "2022-06-28") == [("call-in/call-in-1", day("2022-06-30"), DIRECTOR)]
    waiting = given(*called_in)
    waiting.when(chase_the_call_in, at=at_nine(day("2022-06-29"))).refused("clock-strikes-on-its-day", saying="06-30")
    waiting.when(chase_the_call_in, at=at_nine(day("2022-06-30"))).then(the_call_in_was_chased)
    exempted = (*called_in, COMMAND_SAMPLES["exempt-from-call-in"])
    for settled in ((*called_in, the_call_in_was_chased), validly_called_in, exempted):
        given(*settled).when(chase_the_call_in).then()
        assert falls_due(plan_after(*settled), day("2022-12-01")) == []


DIRECTOR = "director-of-childrens-services"


def test_a_pack_is_frozen_on_each_day_of_the_cycle_and_of_those_missed_the_latest() -> None:
    given(*submitted).when(freeze_the_first_pack).then(first_pack_was_frozen)
    assert due(plan_after(*submitted), "2022-07-17") == [("pack/improvement-board", day("2022-07-18"), CHAIR)]
    assert due(plan_after(*submitted), "2022-10-09")[0][1] == day("2022-08-30"), "29 August is a bank holiday"
    given(*submitted, freeze_the_first_pack).when(freeze_the_first_pack).then()
    second = FreezePack(to="improvement-board", number=2, until=day("2022-10-10"))
    frozen = given(*submitted, freeze_the_first_pack)
    frozen.when(second, at=at_nine(day("2022-10-09"))).refused("clock-strikes-on-its-day", saying="2022-10-10")
    [event] = frozen.when(second, at=at_nine(day("2022-10-10"))).accepted()
    assert (event.model_dump()["since"], event.effective) == (day("2022-08-30"), day("2022-10-10"))
    given(*version_1_cut).when(freeze_the_first_pack).then()


CHAIR = "improvement-board-chair"


def test_a_pack_is_made_again_from_the_lines_before_it() -> None:
    frozen = first_pack_was_frozen
    made = pack(plan_after(*submitted), frozen.to, frozen.number, frozen.since, frozen.until)
    assert made.digest == frozen.digest
    later = plan_after(*submitted, report_strategy_meetings_under_way)
    assert pack(later, frozen.to, frozen.number, frozen.since, frozen.until).digest != frozen.digest


def test_a_pack_counts_what_is_overdue_what_was_moved_and_what_has_evidence() -> None:
    life = (*evidence_verified, bring_strategy_meetings_forward)
    made = pack(plan_after(*life), "cabinet", 1, day("2022-07-06"), day("2022-10-17"))
    assert (made.overdue, made.re_dated, made.evidenced, made.ratings["red"]) == (1, 1, 1, 1)


def test_a_monthly_cycle_keeps_its_day() -> None:
    cycle = {"to": "cabinet", "post": "leader-of-the-council", "first": "2022-01-31", "every": 3, "unit": "months"}
    plan = plan_after(*submitted).but(terms=terms(reporting=[cycle | {"source": "set by the council"}]))
    assert due(plan, "2022-07-06") == [("pack/cabinet", day("2022-08-01"), "leader-of-the-council")]


def test_what_the_terms_leave_open_is_not_brought_forward() -> None:
    plan = plan_after(*submitted, record_the_notice).but(terms=terms())
    assert falls_due(plan, day("2025-01-01")) == []


def test_what_the_calendar_cannot_count_waits_for_one_that_can() -> None:
    after_2028 = bring_strategy_meetings_forward.model_copy(update={"due": day("2029-01-01")})
    assert "action/A1" not in [subject for subject, _, _ in due(chased(*submitted, after_2028), "2028-12-01")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"chasing": {"source": "s", "due": [{"working_days": 0, "to": "head-of-highways"}]}}, "neither a post nor"),
        (
            {
                "chasing": {
                    "source": "s",
                    "due": [{"working_days": 5, "to": "board"}, {"working_days": 0, "to": "owner"}],
                }
            },
            "begin with the earliest",
        ),
        ({"reviews": {"source": "s", "reminders": [{"working_days": 0, "to": "owner"}]}}, "neither a post nor"),
    ],
)
def test_terms_that_remind_nobody_or_in_no_order_are_not_read(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        terms(**wrong)


@settings(deadline=None, max_examples=10)
@for_any(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_whenever_one_looks_what_has_come_is_done_at_once_and_once(waits: list[int]) -> None:
    plan, come = plan_after(*submitted, report_strategy_meetings_complete), day("2022-10-03")
    told: list[str] = []
    for wait in waits:
        come += timedelta(wait)
        for due in falls_due(plan, come):
            if due.on <= come:
                events = Given(plan, STREAM).when(due.command, at=at_nine(come)).accepted()
                plan = evolve(plan, events[0], usual_act(due.command, at=at_nine(come)), STREAM)
                told.append(due.key)
        assert all(due.on > come for due in falls_due(plan, come))
    assert len(set(told)) == len(told)
