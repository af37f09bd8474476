"""A bank holiday proclaimed while clocks run: what counts on the calendar is counted anew, in the same append."""

from datetime import date
from typing import Any

import pytest
from given import STREAM, day, given, plan_after
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from samples import (
    COMMAND_SAMPLES,
    adopt_the_revised_calendar,
    adopt_the_stated_deadline,
    approved_by_cabinet,
    ask_cabinet,
    calendar_was_revised,
    call_in_was_prolonged,
    open_the_plan,
    publish_the_agenda,
    receive_the_report,
    record_the_first_reminder,
    reminders_were_moved,
    report_in,
    state_the_deadline_as_computed,
    submitted,
    version_1_cut,
    with_cabinet,
)

from domain.approval.commands import Escalate
from domain.approval.state import Approved, Asked
from domain.calendar import ENGLAND_AND_WALES, Calendar
from domain.deadline.events import DeadlineAdopted, DeadlineMismatchNoted
from domain.decider import PlanCommand
from domain.plan import Plan
from domain.value import Refused
from domain.working_days import state
from domain.working_days.commands import AdoptCalendar
from domain.working_days.events import CalendarRevised, Holiday
from domain.working_days.moves import moves
from domain.working_days.rules import decide

JUBILEE = day("2022-06-03")
proclaim_the_jubilee = AdoptCalendar(
    revision="2022-jubilee",
    source="Proclamation of a bank holiday on 3 June 2022",
    added=(Holiday(day=JUBILEE, name="Queen’s Platinum Jubilee"),),
)


def shipped(calendar: Calendar, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar that every plan begins with."""
    monkeypatch.setattr(state, "ENGLAND_AND_WALES", calendar)
    state._revised.cache_clear()


@pytest.fixture
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar as it stood before the bank holiday of 3 June 2022 was proclaimed."""
    holidays = {on: name for on, name in ENGLAND_AND_WALES.holidays.items() if on != JUBILEE}
    shipped(ENGLAND_AND_WALES.but(version="2020-01", holidays=holidays), monkeypatch)


@pytest.mark.usefixtures("ordinary")
def test_the_jubilee_of_2022_moves_the_statement_from_14_to_15_july() -> None:
    before = plan_after(*report_in)
    assert before.deadline("statement").adopted == day("2022-07-14")
    revised, moved = given(*report_in).when(proclaim_the_jubilee).accepted()
    assert isinstance(revised, CalendarRevised)
    assert isinstance(moved, DeadlineAdopted)
    assert (moved.adoption, moved.basis, moved.due) == (2, "computed", day("2022-07-15"))
    assert revised.calendar == moved.calendar == "england-and-wales/2020-01+2022-jubilee"
    assert moved.because == "the calendar was revised (2022-jubilee)"
    (move,) = moves(before, [revised, moved])
    assert (move.what, move.was, move.becomes) == (
        "due date of the written statement",
        day("2022-07-14"),
        day("2022-07-15"),
    )


@pytest.mark.usefixtures("ordinary")
def test_a_stated_date_that_the_calendar_makes_right_differs_no_more() -> None:
    stated = (*report_in, state_the_deadline_as_computed)
    assert plan_after(*stated).deadline("statement").mismatch == 1
    plan = plan_after(*stated, proclaim_the_jubilee)
    assert (plan.deadline("statement").computed, plan.deadline("statement").mismatch) == (day("2022-07-15"), None)


def test_what_is_done_does_not_move() -> None:
    given(*submitted).when(adopt_the_revised_calendar).then(calendar_was_revised)


def test_a_stated_deadline_does_not_move_by_itself() -> None:
    stated = (*report_in, COMMAND_SAMPLES["state-deadline"], adopt_the_stated_deadline)
    events = given(*stated).when(adopt_the_revised_calendar).accepted()
    assert not [event for event in events if isinstance(event, DeadlineAdopted)]
    assert isinstance(events[-1], DeadlineMismatchNoted)
    (move,) = moves(plan_after(*stated), events)
    assert (move.becomes, move.stays) == (day("2022-07-19"), day("2022-07-14"))
    plan = plan_after(*stated, adopt_the_revised_calendar)
    assert plan.deadline("statement").adopted == day("2022-07-14")
    again = adopt_the_stated_deadline.model_copy(update={"due": day("2022-07-19"), "basis": "computed"})
    given(*stated, adopt_the_revised_calendar).when(again).accepted()


def test_a_question_is_chased_on_the_days_as_they_are_now() -> None:
    moved = given(*with_cabinet, adopt_the_revised_calendar)
    assert reminders_were_moved in given(*with_cabinet).when(adopt_the_revised_calendar).accepted()
    moved.when(record_the_first_reminder, at="2022-06-17T08:00:00Z").then()
    moved.when(record_the_first_reminder, at="2022-06-20T08:00:00Z").accepted()
    moved.when(Escalate(round=1), at="2022-06-22T08:00:00Z").then()
    moved.when(Escalate(round=1), at="2022-06-23T08:00:00Z").accepted()


def test_members_have_until_the_prolonged_end_of_call_in() -> None:
    events = given(*approved_by_cabinet).when(adopt_the_revised_calendar).accepted()
    assert call_in_was_prolonged in events
    called = COMMAND_SAMPLES["receive-call-in-notice"].model_copy(update={"received_on": day("2022-06-30")})
    given(*approved_by_cabinet).when(called).refused("call-in-is-in-time")
    given(*approved_by_cabinet, adopt_the_revised_calendar).when(called).accepted()
    early = COMMAND_SAMPLES["confirm-implementable"]
    given(*approved_by_cabinet, adopt_the_revised_calendar).when(early, at="2022-06-30T08:00:00Z").refused(
        "call-in-is-over", "from 2022-07-01"
    )


def test_an_agenda_that_was_in_time_may_be_so_no_longer() -> None:
    agenda = (*version_1_cut, publish_the_agenda, adopt_the_revised_calendar)
    given(*agenda).when(publish_the_agenda).then()
    yes = COMMAND_SAMPLES["record-cabinet-approval"]
    given(*agenda, ask_cabinet).when(yes).refused("agenda-was-open", "in time for 2022-06-23")


def test_a_revision_is_adopted_once_and_its_name_stands_for_it() -> None:
    adopted = given(*report_in, adopt_the_revised_calendar)
    adopted.when(adopt_the_revised_calendar).then()
    turned = adopt_the_revised_calendar.model_copy(update={"added": adopt_the_revised_calendar.added[::-1]})
    adopted.when(turned).then()
    other = adopt_the_revised_calendar.model_copy(update={"source": "The Gazette"})
    adopted.when(other).refused("calendar-version-names-one-revision", "give this one a name of its own")


def test_what_the_calendar_says_already_is_nothing_new() -> None:
    given(*report_in).when(proclaim_the_jubilee).then()


def test_only_a_holiday_is_taken_away() -> None:
    wrong = AdoptCalendar(revision="r", source="s", removed=(day("2022-06-02"), day("2022-06-07")))
    given(*report_in).when(wrong).refused("removed-day-is-a-holiday", "no holiday on 2022-06-07")
    right = AdoptCalendar(revision="r", source="s", removed=(day("2022-06-02"),))
    assert len(given(*report_in).when(right).accepted()) == 2


def test_only_the_clerk_and_the_monitoring_officer_adopt_one() -> None:
    given(open_the_plan).when(
        adopt_the_revised_calendar, by="dcs-01", acting_as="director-of-childrens-services"
    ).refused("post-may-do-it")


@pytest.mark.parametrize("wrong", [{}, {"removed": ["2022-06-02", "2022-06-02"]}])
def test_a_revision_names_each_day_once(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"name (one|each once)"):
        AdoptCalendar.model_validate({"revision": "r", "source": "s"} | wrong)


def dates(plan: Plan) -> dict[str, object]:
    """Every day of the plan that is counted on the calendar."""
    standing = plan.approval.standing
    found: dict[str, object] = {
        f"{duty} {name}": getattr(each, name)
        for duty, each in plan.deadlines.items()
        for name in ("computed", "adopted", "warnings")
    }
    if isinstance(standing, Asked):
        found |= {"remind": standing.remind_on, "escalate": standing.escalate_on}
    if isinstance(standing, Approved):
        found |= {"call-in": standing.call_in_ends, "implementable": standing.implementable_from}
    notices = plan.notices
    given_notice = [notices.notice, notices.exception, *notices.private.values()]
    agendas = [agenda.published for agenda in notices.agendas.values()]
    return found | {each.kind: each.first_lawful_day for each in (*given_notice, *agendas) if each}


STAGES: dict[str, tuple[PlanCommand, ...]] = {
    "received": report_in,
    "noticed": (
        *version_1_cut,
        *(COMMAND_SAMPLES[name] for name in ("publish-key-decision-notice", "notify-general-exception")),
        *(COMMAND_SAMPLES["notice-private-meeting"], publish_the_agenda),
    ),
    "asked": with_cabinet,
    "approved": approved_by_cabinet,
}
working_days_of_2022 = st.dates(day("2022-04-01"), day("2022-07-29")).filter(ENGLAND_AND_WALES.is_working_day)


@settings(max_examples=25, deadline=None)
@for_any(st.sampled_from(sorted(STAGES)), st.sets(working_days_of_2022, min_size=1, max_size=3), st.booleans())
def test_what_is_counted_anew_is_as_if_the_calendar_had_always_been_so(
    stage: str, added: set[date], spring_too: bool
) -> None:
    removed = (day("2022-06-02"),) if spring_too else ()
    holidays = tuple(Holiday(day=on, name="Proclaimed") for on in sorted(added))
    revision = AdoptCalendar(revision="r", source="s", added=holidays, removed=removed)
    moved = plan_after(*STAGES[stage], revision)
    with pytest.MonkeyPatch.context() as patched:
        always = ENGLAND_AND_WALES.revised("r", dict.fromkeys(added, "Proclaimed"), removed)
        shipped(always, patched)
        assert dates(plan_after(*STAGES[stage])) == dates(moved)
    state._revised.cache_clear()
    assert decide(revision, moved) == []


def test_a_plan_opened_later_counts_on_what_is_shipped_until_it_adopts_the_revision_too() -> None:
    plan = given(open_the_plan, receive_the_report, stream=STREAM).plan
    assert plan is not None
    assert plan.calendar.label == ENGLAND_AND_WALES.label


def test_a_day_beyond_the_calendar_is_refused() -> None:
    far = AdoptCalendar(revision="r", source="s", added=(Holiday(day=day("2040-05-01"), name="May"),))
    with pytest.raises(Refused, match="calendar-covers-the-date"):
        decide(far, plan_after(*report_in))


def test_what_moves_is_told_day_by_day() -> None:
    asked = given(*with_cabinet).when(adopt_the_revised_calendar).accepted()
    told = [(move.what, move.was, move.becomes) for move in moves(plan_after(*with_cabinet), asked)]
    assert told[:2] == [
        ("due date of the written statement", day("2022-07-15"), day("2022-07-19")),
        ("reminder 1 to cabinet", day("2022-06-17"), day("2022-06-20")),
    ]
    approved = given(*approved_by_cabinet).when(adopt_the_revised_calendar).accepted()
    told = [(move.what, move.was, move.becomes) for move in moves(plan_after(*approved_by_cabinet), approved)]
    assert told[1:] == [
        ("end of call-in", day("2022-06-29"), day("2022-06-30")),
        ("first day to implement the decision", day("2022-06-30"), day("2022-07-01")),
    ]
    agenda = (*version_1_cut, publish_the_agenda)
    (*_, last) = moves(plan_after(*agenda), given(*agenda).when(adopt_the_revised_calendar).accepted())
    assert (last.what, last.becomes) == ("first lawful day by the agenda", day("2022-06-23"))
