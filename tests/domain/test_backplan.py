"""The back-plan, against what three councils' constitutions and calendars gave."""

from datetime import date, timedelta

import pytest
from given import TERMS
from hypothesis import given
from hypothesis import strategies as st

from domain.authority.state import Authority
from domain.backplan import ON_THE_SAFE_SIDE, BackPlan, Step, back_plan, changes
from domain.backroute import Asked
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import Skipped
from domain.clocks import clear_days_before, implementable_from
from domain.value import Refused

GLOUCESTERSHIRE = Asked(received=date(2022, 4, 1), meetings={"cabinet": (date(2022, 6, 22),)})
KIRKLEES = Asked(
    received=date(2016, 11, 28),
    due=date(2017, 3, 9),
    meetings={"cabinet": (date(2017, 3, 7),)},
    key_decision=False,
    statement_after=1,
)
HEREFORDSHIRE = Asked(
    received=date(2022, 9, 21), due=date(2022, 12, 20), meetings={"cabinet": (date(2022, 12, 15),)}, key_decision=False
)
BY_THE_CALENDAR = TERMS.model_copy(
    update={"clear_days": ON_THE_SAFE_SIDE.model_copy(update={"agenda": "calendar-days"})}
)


def planned(asked: Asked, terms: Authority = TERMS) -> BackPlan:
    return back_plan(asked, terms, CALENDAR)


def step(plan: BackPlan, name: str) -> Step:
    (found,) = [step for step in plan.steps if step.name == name]
    return found


def test_gloucestershire_2022_is_planned_back_as_its_constitution_has_it() -> None:
    plan = planned(GLOUCESTERSHIRE)
    assert {step.name: (step.by, step.on) for step in plan.steps} == {
        "authority publishes the report": (date(2022, 5, 18), None),
        "notice of key decision": (date(2022, 5, 24), None),
        "draft is finished": (date(2022, 6, 14), None),
        "board endorses": (date(2022, 6, 14), None),
        "agenda is published": (date(2022, 6, 14), None),
        "cabinet meets": (date(2022, 7, 7), date(2022, 6, 22)),
        "decision statement is published": (date(2022, 7, 7), date(2022, 6, 22)),
        "call-in": (date(2022, 7, 14), date(2022, 6, 29)),
        "submission": (date(2022, 7, 15), date(2022, 6, 30)),
    }
    assert (plan.due, plan.meeting, plan.slack, plan.infeasible) == (date(2022, 7, 15), date(2022, 6, 22), 12, None)
    assert plan.calendar == CALENDAR.label


def test_the_agenda_may_be_two_days_later_where_clear_days_are_days_of_the_calendar() -> None:
    assert step(planned(GLOUCESTERSHIRE, BY_THE_CALENDAR), "agenda is published").by == date(2022, 6, 16)


def test_terms_that_say_nothing_of_clear_days_are_read_on_the_safe_side() -> None:
    silent = TERMS.model_copy(update={"clear_days": None})
    assert planned(GLOUCESTERSHIRE, silent) == planned(GLOUCESTERSHIRE)
    assert "clear_days" not in silent.model_dump()


def test_the_working_names_the_days_that_were_passed_over() -> None:
    agenda = step(planned(GLOUCESTERSHIRE), "agenda is published")
    assert agenda.how == "5 clear working days before 22 June 2022"
    assert agenda.skipped == (
        Skipped(day=date(2022, 6, 18), why="Saturday"),
        Skipped(day=date(2022, 6, 19), why="Sunday"),
    )
    assert all(step.source and step.how for step in planned(GLOUCESTERSHIRE).steps)


def test_kirklees_2017_could_not_wait_for_an_ordinary_call_in() -> None:
    plan = planned(KIRKLEES)
    assert step(plan, "decision statement is published").on == date(2017, 3, 8)
    assert step(plan, "call-in").on == date(2017, 3, 15)
    assert step(plan, "cabinet meets").fails == (
        "Cabinet meets on 7 March 2017 at the earliest, and the last meeting that fits would be one by "
        "28 February 2017, so that call-in is over before 9 March 2017."
    )
    assert (plan.infeasible, plan.slack) == ("cabinet meets", -4)


def test_herefordshire_2022_could_not_either() -> None:
    plan = planned(HEREFORDSHIRE)
    assert step(plan, "call-in").on == date(2022, 12, 22)
    assert (plan.infeasible, plan.slack) == ("cabinet meets", -2)


def test_of_several_meetings_the_last_that_leaves_time_is_planned_for() -> None:
    several = GLOUCESTERSHIRE.but(
        meetings={"cabinet": (date(2022, 3, 30), date(2022, 5, 25), date(2022, 6, 22), date(2022, 7, 20))}
    )
    assert planned(several) == planned(GLOUCESTERSHIRE)


def test_a_meeting_too_soon_for_its_notice_is_named_with_what_the_law_has_instead() -> None:
    plan = planned(GLOUCESTERSHIRE.but(meetings={"cabinet": (date(2022, 4, 20),)}))
    assert plan.infeasible == "notice of key decision"
    notice = step(plan, "notice of key decision")
    assert notice.fails == (
        "It was to be done by 22 March 2022, and the report was received on 1 April 2022. "
        "The last meeting of cabinet that leaves time is on 20 April 2022."
    )
    assert "general exception" in notice.source
    assert (
        planned(GLOUCESTERSHIRE.but(meetings={"cabinet": (date(2022, 4, 20),)}, key_decision=False)).infeasible is None
    )


def test_where_cabinet_does_not_meet_the_meeting_is_what_lacks() -> None:
    plan = planned(GLOUCESTERSHIRE.but(meetings={"cabinet": (date(2022, 3, 30),)}))
    assert (plan.infeasible, plan.meeting, plan.slack) == ("cabinet meets", None, None)
    assert step(plan, "agenda is published").by == date(2022, 6, 29)


def test_what_breaks_if_the_meeting_moves() -> None:
    before = planned(GLOUCESTERSHIRE)
    late = planned(GLOUCESTERSHIRE.moved(date(2022, 6, 22), date(2022, 7, 13)))
    assert (late.infeasible, late.slack) == ("cabinet meets", -3)
    sooner = planned(GLOUCESTERSHIRE.moved(date(2022, 6, 22), date(2022, 6, 15)))
    assert sooner.infeasible is None
    assert {c.step: (c.becomes, c.working_days) for c in changes(before, sooner, CALENDAR)} == {
        "notice of key decision": (date(2022, 5, 17), -5),
        "draft is finished": (date(2022, 6, 7), -5),
        "board endorses": (date(2022, 6, 7), -5),
        "agenda is published": (date(2022, 6, 7), -5),
        "cabinet meets": (date(2022, 6, 15), -5),
        "decision statement is published": (date(2022, 6, 15), -5),
        "call-in": (date(2022, 6, 22), -5),
        "submission": (date(2022, 6, 23), -5),
    }
    assert changes(before, before, CALENDAR) == ()


def test_years_without_a_calendar_are_refused() -> None:
    with pytest.raises(Refused, match="calendar-covers-the-date"):
        planned(Asked(received=date(2031, 1, 6), meetings={}))


def test_clear_days_that_would_begin_on_a_closed_day_are_published_before_it() -> None:
    after_easter = date(2022, 4, 22)  # six days before it is Easter Saturday
    assert clear_days_before(after_easter, 5, "calendar-days", CALENDAR) == (
        date(2022, 4, 14),
        (Skipped(day=date(2022, 4, 15), why="Good Friday"), Skipped(day=date(2022, 4, 16), why="Saturday")),
    )


@given(
    st.dates(date(2014, 1, 1), date(2027, 1, 1)),
    st.integers(1, 28),
    st.sampled_from(["calendar-days", "working-days"]),
)
def test_so_many_clear_days_lie_between_and_with_a_day_less_they_would_not(
    meeting: date, days: int, counted: str
) -> None:
    by, skipped = clear_days_before(meeting, days, counted, CALENDAR)  # type: ignore[arg-type]
    between = [by + timedelta(days=n) for n in range(1, (meeting - by).days)]
    clear = [day for day in between if counted == "calendar-days" or CALENDAR.is_working_day(day)]
    assert CALENDAR.is_working_day(by)
    assert len(clear) >= days
    later = CALENDAR.add_working_days(by, 1)
    assert len([day for day in clear if day > later]) < days
    assert {s.day for s in skipped} <= set(between)


@given(st.dates(date(2014, 1, 1), date(2026, 1, 1)), st.integers(0, 120), st.integers(0, 5))
def test_a_plan_that_can_be_kept_is_kept_by_the_law(received: date, later: int, after: int) -> None:
    meeting = CALENDAR.next_working_day(received + timedelta(days=later))
    plan = planned(Asked(received=received, meetings={"cabinet": (meeting,)}, statement_after=after))
    published = CALENDAR.add_working_days(meeting, after)
    in_time = implementable_from(published, TERMS.call_in.working_days, CALENDAR) <= plan.due
    early_enough = all(step.by >= received for step in plan.steps)
    assert (plan.infeasible is None) is (in_time and early_enough)
    assert (step(plan, "cabinet meets").by >= meeting) is in_time
