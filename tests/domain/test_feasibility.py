"""The back-plan of a plan as it stands, with Gloucestershire's dates of 2022: what leaves time, and since when not."""

from datetime import date, datetime, timedelta

import pytest
from given import Given, Step, day, done, given
from samples import (
    COMMAND_SAMPLES,
    adopt_the_revised_calendar,
    approved_by_cabinet,
    ask_cabinet,
    cancel_cabinet,
    move_cabinet,
    note_that_no_notice_was_given,
    open_the_plan,
    record_cabinets_approval,
    report_in,
    schedule_cabinet,
    send_the_plan_back,
    submitted,
    version_1_cut,
)

from domain.bringing_forward.due import falls_due
from domain.calendar import at_nine
from domain.deadline.commands import AdoptDeadline
from domain.decider import PlanCommand
from domain.feasibility import feasibility, infeasible_from
from domain.meeting.commands import ScheduleMeeting
from domain.meeting.events import BecameFeasible, BecameInfeasible, InfeasibilityTold
from domain.notice.commands import AssessKeyDecision
from domain.plan import Plan
from domain.plan_events import PlanEvent

NOTICE = "notice of key decision"
not_key = AssessKeyDecision(
    is_key=False, because="b", pounds=0, divisions=1, certified_by=(), assessed_on=day("2022-05-10")
)


def on(text: str) -> datetime:
    return at_nine(day(text))


def at(text: str, *commands: PlanCommand) -> tuple[Step, ...]:
    return tuple(done(command, at=on(text)) for command in commands)


ANNOUNCED = (*at("2022-05-10", *version_1_cut, schedule_cabinet),)
NOT_KEY = (*ANNOUNCED, *at("2022-05-11", not_key))


def plan_of(before: Given) -> Plan:
    assert before.plan is not None
    return before.plan


def turns(events: list[PlanEvent]) -> list[PlanEvent]:
    return [event for event in events if isinstance(event, BecameFeasible | BecameInfeasible)]


def test_with_cabinet_on_22_june_all_can_be_kept_and_notice_is_the_next_thing() -> None:
    given(*at("2022-05-10", *version_1_cut)).when(schedule_cabinet, at=on("2022-05-10")).then(
        *given(*ANNOUNCED[:-1]).when(schedule_cabinet, at=on("2022-05-10")).accepted()[:1]
    )
    plan = plan_of(given(*ANNOUNCED))
    seen = feasibility(plan, day("2022-05-10"))
    assert seen is not None
    assert {step.name: (step.by, step.on, step.done) for step in seen.steps} == {
        "authority publishes the report": (day("2022-05-18"), None, False),
        NOTICE: (day("2022-05-24"), None, False),
        "draft is finished": (day("2022-06-14"), None, True),
        "board endorses": (day("2022-06-14"), None, False),
        "agenda is published": (day("2022-06-14"), None, False),
        "cabinet meets": (day("2022-07-07"), day("2022-06-22"), False),
        "decision statement is published": (day("2022-07-07"), day("2022-06-22"), False),
        "call-in": (day("2022-07-14"), day("2022-06-29"), False),
        "submission": (day("2022-07-15"), day("2022-06-30"), False),
    }
    assert (seen.infeasible, seen.slack) == (None, 12)
    assert infeasible_from(plan) == (day("2022-05-25"), NOTICE)


def test_time_alone_makes_it_infeasible_on_the_day_after_the_last_lawful_one_and_once() -> None:
    ahead = given(*ANNOUNCED)
    ahead.when(note_that_no_notice_was_given, at=on("2022-05-24")).then()
    noted, told = ahead.when(note_that_no_notice_was_given, at=on("2022-05-25")).accepted()
    assert isinstance(noted, BecameInfeasible)
    assert told == InfeasibilityTold(step=NOTICE, to="director-of-childrens-services")
    assert (noted.step, noted.by, noted.due) == (NOTICE, day("2022-05-24"), day("2022-07-15"))
    behind = given(*ANNOUNCED, *at("2022-05-25", note_that_no_notice_was_given))
    behind.when(note_that_no_notice_was_given, at=on("2022-05-26")).then()
    assert infeasible_from(plan_of(behind)) is None


def test_a_general_exception_makes_it_feasible_again_in_the_same_append() -> None:
    late = (*ANNOUNCED, *at("2022-05-25", note_that_no_notice_was_given))
    excepted = COMMAND_SAMPLES["notify-general-exception"]
    (again,) = turns(given(*late).when(excepted, at=on("2022-06-14")).accepted())
    assert isinstance(again, BecameFeasible)
    assert again.meeting_on == day("2022-06-22")


@pytest.mark.parametrize(
    ("command", "because"),
    [
        (
            move_cabinet,
            (
                "Cabinet meets on 13 July 2022 at the earliest, and the last meeting that fits would be one by "
                "7 July 2022, so that call-in is over before 15 July 2022."
            ),
        ),
        (cancel_cabinet, "No meeting of cabinet is planned by 7 July 2022 at which it could still decide."),
    ],
    ids=["moved", "cancelled"],
)
def test_a_meeting_that_falls_away_leaves_no_time_and_another_one_does(command: PlanCommand, because: str) -> None:
    (no_time,) = turns(given(*ANNOUNCED).when(command, at=on("2022-05-11")).accepted())
    assert isinstance(no_time, BecameInfeasible)
    assert (no_time.step, no_time.because) == ("cabinet meets", because)
    another = ScheduleMeeting(body="cabinet", meeting_on=day("2022-07-06"), purpose="Item 8")
    (time,) = turns(given(*ANNOUNCED, *at("2022-05-11", command)).when(another, at=on("2022-05-12")).accepted())
    assert isinstance(time, BecameFeasible)
    assert time.meeting_on == day("2022-07-06")


def test_another_due_date_and_another_calendar_are_seen_at_once() -> None:
    moved = (*ANNOUNCED, *at("2022-05-11", move_cabinet))
    extend = AdoptDeadline(due=day("2022-07-29"), basis="extended", because="Ofsted agreed.")
    (again,) = turns(given(*moved).when(extend, at=on("2022-05-12")).accepted())
    assert isinstance(again, BecameFeasible)
    last = ScheduleMeeting(body="cabinet", meeting_on=day("2022-07-08"), purpose="Item 8")
    late = (*at("2022-05-10", *version_1_cut), *at("2022-05-10", last))
    assert plan_of(given(*late)).meetings.infeasible
    (time,) = turns(given(*late).when(adopt_the_revised_calendar, at=on("2022-05-11")).accepted())
    assert isinstance(time, BecameFeasible)
    assert time.due == day("2022-07-19")


def test_what_cabinet_sent_back_needs_another_meeting_and_what_it_approved_needs_none() -> None:
    agenda = COMMAND_SAMPLES["publish-agenda"]
    asked = (*NOT_KEY, *at("2022-06-14", agenda, ask_cabinet))
    assert not plan_of(given(*asked)).meetings.infeasible
    (no_time,) = turns(given(*asked).when(send_the_plan_back, at=on("2022-06-22")).accepted())
    assert isinstance(no_time, BecameInfeasible)
    assert no_time.because == (
        "No meeting of cabinet is planned by 7 July 2022 at which it could still decide. "
        "The last that left time was on 22 June 2022."
    )
    yes = given(*asked, *at("2022-06-23", record_cabinets_approval))
    assert infeasible_from(plan_of(yes)) == (day("2022-07-15"), "call-in")


def test_an_answer_may_be_recorded_days_after_the_meeting() -> None:
    asked = (*NOT_KEY, *at("2022-06-14", COMMAND_SAMPLES["publish-agenda"], ask_cabinet))
    given(*asked).when(note_that_no_notice_was_given, at=on("2022-06-24")).then()
    assert infeasible_from(plan_of(given(*asked))) == (day("2022-07-08"), "cabinet meets")


def test_a_call_in_that_lasts_leaves_no_time() -> None:
    decided = (*NOT_KEY, *at("2022-06-14", COMMAND_SAMPLES["publish-agenda"], ask_cabinet))
    decided = (*decided, *at("2022-06-22", record_cabinets_approval))
    called = (
        *decided,
        *at("2022-06-29", COMMAND_SAMPLES["receive-call-in-notice"], COMMAND_SAMPLES["validate-call-in"]),
    )
    stands = COMMAND_SAMPLES["reaffirm-decision"].model_copy(
        update={"reaffirmed_by": "scrutiny", "reaffirmed_on": day("2022-07-18")}
    )
    (no_time,) = turns(given(*called).when(stands, at=on("2022-07-18")).accepted())
    assert isinstance(no_time, BecameInfeasible)
    assert no_time.step == "call-in"


AGENDA = (*NOT_KEY, *at("2022-06-14", COMMAND_SAMPLES["publish-agenda"]))


@pytest.mark.parametrize(
    "before",
    [
        ANNOUNCED,
        NOT_KEY,
        AGENDA,
        (*AGENDA, *at("2022-06-14", ask_cabinet)),
        (*AGENDA, *at("2022-06-22", ask_cabinet, record_cabinets_approval)),
    ],
    ids=["announced", "not key", "agenda", "asked", "approved"],
)
def test_the_day_from_which_it_is_infeasible_is_the_first_on_which_that_is_noted(before: tuple[Step, ...]) -> None:
    ahead = given(*before)
    falls = infeasible_from(plan_of(ahead))
    assert falls is not None
    first, step = falls
    ahead.when(note_that_no_notice_was_given, at=at_nine(first - timedelta(days=1))).then()
    noted, _ = ahead.when(note_that_no_notice_was_given, at=at_nine(first)).accepted()
    assert isinstance(noted, BecameInfeasible)
    assert noted.step == step


def test_nothing_is_said_where_no_meetings_are_kept_or_nothing_is_left() -> None:
    assert infeasible_from(plan_of(given(*report_in))) is None
    scrutiny = schedule_cabinet.model_copy(update={"body": "scrutiny"})
    assert turns(given(*version_1_cut).when(scrutiny, at=on("2022-09-01")).accepted()) == []
    assert turns(given(*version_1_cut).when(ask_cabinet, at=on("2022-09-01")).accepted()) == []
    assert feasibility(plan_of(given(open_the_plan)), date(2022, 5, 1)) is None
    assert feasibility(plan_of(given(*submitted)), date(2022, 7, 1)) is None
    assert turns(given(*approved_by_cabinet).when(COMMAND_SAMPLES["record-judgement"]).accepted()) == []


def test_a_meeting_is_planned_moved_and_cancelled_once() -> None:
    planned = given(*ANNOUNCED)
    planned.when(schedule_cabinet).then()
    planned.when(schedule_cabinet.model_copy(update={"purpose": "Another"})).refused("meeting-stands")
    moved = given(*ANNOUNCED, move_cabinet)
    moved.when(move_cabinet).then()
    moved.when(cancel_cabinet).refused("meeting-is-known", "schedule it, or name the day it is on")
    again = given(*ANNOUNCED, move_cabinet, schedule_cabinet)
    again.when(move_cabinet.model_copy(update={"moved_to": day("2022-07-06")})).accepted()
    given(*ANNOUNCED, cancel_cabinet).when(cancel_cabinet).then()
    given(*ANNOUNCED, cancel_cabinet).when(move_cabinet).refused("meeting-is-known")
    given(*version_1_cut).when(schedule_cabinet.model_copy(update={"meeting_on": day("2040-01-03")})).refused(
        "calendar-covers-the-date"
    )


def test_it_is_told_on_the_day_on_which_the_notice_is_too_late_and_once() -> None:
    ahead = plan_of(given(*ANNOUNCED))
    [due] = [each for each in falls_due(ahead, day("2022-05-24")) if each.subject == "infeasibility"]
    assert (due.on, due.to, due.command) == (
        day("2022-05-25"),
        "director-of-childrens-services",
        note_that_no_notice_was_given,
    )
    assert due.body.startswith("With the meetings as they are planned, a step of plan glos-2022 cannot be kept since")
    behind = plan_of(given(*ANNOUNCED, *at("2022-05-25", note_that_no_notice_was_given)))
    assert "infeasibility" not in {each.subject for each in falls_due(behind, day("2022-05-26"))}


def test_what_a_cancelled_meeting_makes_infeasible_is_told_the_same_day_and_once() -> None:
    before = given(*NOT_KEY, *at("2022-05-12", cancel_cabinet))
    [due] = [each for each in falls_due(plan_of(before), day("2022-05-12")) if each.subject == "infeasibility"]
    assert due.on == day("2022-05-12")
    told = before.when(note_that_no_notice_was_given, at=on("2022-05-12")).accepted()
    assert [type(event) for event in told] == [InfeasibilityTold]
    after = given(*NOT_KEY, *at("2022-05-12", cancel_cabinet, note_that_no_notice_was_given))
    assert "infeasibility" not in {each.subject for each in falls_due(plan_of(after), day("2022-05-13"))}
    after.when(note_that_no_notice_was_given, at=on("2022-05-13")).then()
