"""Working days and statutory clocks, against the real cases and two independent lists of bank holidays."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import Calendar, Skipped, at_nine, end_of, london_day, start_of
from domain.clocks import (
    REPORT_WORKING_DAYS,
    STATEMENT_WORKING_DAYS,
    WARN_BEFORE,
    Counted,
    Warn,
    Working,
    after_clear_days,
    call_in_ends,
    implementable_from,
    months_after,
    warnings,
    working,
)
from domain.value import Refused

RECEIVED, DUE = date(2022, 4, 1), date(2022, 7, 15)
LATE_MAY, JUBILEE = date(2022, 5, 30), (date(2022, 6, 2), date(2022, 6, 3))

days = st.dates(date(2013, 6, 1), date(2027, 6, 1))
counts = st.integers(-250, 250)


def without(*forgotten: date, instead: dict[date, str] | None = None) -> Calendar:
    kept = {day: why for day, why in CALENDAR.holidays.items() if day not in forgotten}
    return CALENDAR.model_copy(update={"holidays": kept | (instead or {})})


def every_day() -> list[date]:
    return [CALENDAR.first + timedelta(days=i) for i in range((CALENDAR.last - CALENDAR.first).days + 1)]


@pytest.mark.parametrize(
    ("day0", "length", "due"),
    [
        pytest.param(RECEIVED, STATEMENT_WORKING_DAYS, DUE, id="Gloucestershire 2022"),
        pytest.param(date(2023, 5, 9), STATEMENT_WORKING_DAYS, date(2023, 8, 16), id="Stockton 2023"),
        pytest.param(date(2016, 11, 25), STATEMENT_WORKING_DAYS, date(2017, 3, 8), id="Kirklees 2016"),
        pytest.param(date(2018, 10, 29), STATEMENT_WORKING_DAYS, date(2019, 2, 7), id="Bradford 2018"),
        pytest.param(date(2017, 6, 13), STATEMENT_WORKING_DAYS, date(2017, 9, 20), id="Gloucestershire 2017"),
        pytest.param(date(2025, 8, 4), STATEMENT_WORKING_DAYS, date(2025, 11, 11), id="Gloucestershire 2025"),
        pytest.param(date(2018, 8, 10), 20, date(2018, 9, 10), id="St Helens 2018, focused visit"),
        pytest.param(RECEIVED, REPORT_WORKING_DAYS, date(2022, 5, 18), id="Gloucestershire 2022, the report"),
    ],
)
def test_a_clock_falls_due_when_the_councils_case_says(day0: date, length: int, due: date) -> None:
    assert CALENDAR.add_working_days(day0, length) == due
    assert CALENDAR.working_days_between(day0, due) == length


def test_kirklees_stated_one_working_day_more_than_publication_gives() -> None:
    assert CALENDAR.working_days_between(date(2016, 11, 25), date(2017, 3, 9)) == STATEMENT_WORKING_DAYS + 1


@pytest.mark.parametrize(
    ("calendar", "due"),
    [
        pytest.param(CALENDAR, DUE, id="true calendar"),
        pytest.param(without(JUBILEE[1]), date(2022, 7, 14), id="without 3 June"),
        pytest.param(without(*JUBILEE, instead={LATE_MAY: "Spring"}), date(2022, 7, 14), id="an ordinary year's May"),
        pytest.param(without(*CALENDAR.holidays), date(2022, 7, 8), id="weekends only"),
    ],
)
def test_a_wrong_calendar_gives_a_wrong_due_date_in_2022(calendar: Calendar, due: date) -> None:
    assert calendar.add_working_days(RECEIVED, 70) == due


def test_a_call_in_in_gloucestershire_ends_on_29_june_and_the_decision_holds_from_30_june() -> None:
    assert call_in_ends(date(2022, 6, 22), 5, CALENDAR) == date(2022, 6, 29)
    assert implementable_from(date(2022, 6, 22), 5, CALENDAR) == date(2022, 6, 30)
    assert CALENDAR.working_days_between(date(2022, 6, 29), DUE) == 12


@pytest.mark.parametrize(
    ("since", "days", "counted", "first"),
    [
        (date(2022, 5, 24), 28, "calendar-days", date(2022, 6, 22)),
        (date(2022, 6, 14), 5, "working-days", date(2022, 6, 22)),
        (date(2022, 6, 16), 5, "calendar-days", date(2022, 6, 22)),
        (date(2022, 6, 15), 5, "working-days", date(2022, 6, 23)),
        (date(2022, 5, 26), 5, "working-days", date(2022, 6, 7)),
    ],
)
def test_neither_the_day_of_a_notice_nor_the_day_it_is_for_is_a_clear_day(
    since: date, days: int, counted: Counted, first: date
) -> None:
    assert after_clear_days(since, days, counted, CALENDAR) == first


def test_a_call_in_in_kirklees_would_have_ended_after_the_statutory_due_date() -> None:
    assert call_in_ends(date(2017, 3, 8), 5, CALENDAR) == date(2017, 3, 15) > date(2017, 3, 9)


def test_the_latest_publication_that_lets_a_call_in_expire_before_15_july_is_7_july() -> None:
    assert call_in_ends(date(2022, 7, 7), 5, CALENDAR) < DUE <= call_in_ends(date(2022, 7, 8), 5, CALENDAR)


def test_a_decision_may_be_implemented_on_the_saturday_after_a_call_in_that_ends_on_a_friday() -> None:
    assert implementable_from(date(2022, 7, 1), 5, CALENDAR) == date(2022, 7, 9)


def test_the_warnings_before_15_july_2022_fall_on_working_days_earliest_first() -> None:
    expected = [date(2022, 6, 1), date(2022, 6, 17), date(2022, 7, 1), date(2022, 7, 8), date(2022, 7, 14)]
    assert warnings(DUE, CALENDAR) == tuple(
        Warn(on=on, working_days_left=left) for on, left in zip(expected, WARN_BEFORE, strict=True)
    )


def test_the_working_of_a_clock_shows_the_five_bank_holidays_and_every_weekend_it_passed() -> None:
    shown = working(RECEIVED, 70, CALENDAR)
    assert (shown.start, shown.working_days, shown.due) == (RECEIVED, 70, DUE)
    assert shown.calendar == "england-and-wales/2026-02"
    assert [(s.day.isoformat(), s.why) for s in shown.skipped if s.why not in {"Saturday", "Sunday"}] == [
        ("2022-04-15", "Good Friday"),
        ("2022-04-18", "Easter Monday"),
        ("2022-05-02", "Early May bank holiday"),
        ("2022-06-02", "Spring bank holiday"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
    ]
    assert len(shown.skipped) == (DUE - RECEIVED).days - 70
    assert Working.model_validate_json(shown.model_dump_json()) == shown


def test_the_calendar_and_two_independent_lists_agree_on_every_weekday() -> None:
    packaged = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    govuk = BankHolidays(use_cached_holidays=True)
    weekdays = [day for day in every_day() if day.weekday() < 5]
    assert len(weekdays) == 4435
    for day in weekdays:
        ours = CALENDAR.is_working_day(day)
        assert ours == (day not in packaged), day
        assert ours == govuk.is_work_day(day, division=BankHolidays.ENGLAND_AND_WALES), day


def test_no_saturday_or_sunday_is_a_working_day() -> None:
    assert not any(CALENDAR.is_working_day(day) for day in every_day() if day.weekday() >= 5)


def test_every_year_has_its_good_friday_and_its_christmas_day_by_name() -> None:
    for year in range(2012, 2029):
        assert CALENDAR.why_not(date(year, 12, 25)) == "Christmas Day"
        fridays = [day for day, why in CALENDAR.holidays.items() if why == "Good Friday" and day.year == year]
        assert [day.weekday() for day in fridays] == [4]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2022, 4, 16), "Saturday"),
        (date(2022, 4, 17), "Sunday"),
        (date(2022, 4, 15), "Good Friday"),
        (date(2022, 12, 25), "Christmas Day"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (LATE_MAY, None),
    ],
)
def test_a_day_that_does_not_count_says_why(day: date, why: str | None) -> None:
    assert CALENDAR.why_not(day) == why


def test_the_next_and_the_previous_working_day_step_over_easter() -> None:
    saturday, thursday, tuesday = date(2022, 4, 16), date(2022, 4, 14), date(2022, 4, 19)
    assert CALENDAR.next_working_day(saturday) == tuesday
    assert CALENDAR.previous_working_day(saturday) == thursday
    assert CALENDAR.next_working_day(thursday) == CALENDAR.previous_working_day(thursday) == thursday


def test_days_passed_over_are_told_earliest_first_when_counting_backwards_too() -> None:
    easter = [(15, "Good Friday"), (16, "Saturday"), (17, "Sunday"), (18, "Easter Monday")]
    told = [Skipped(day=date(2022, 4, day), why=why) for day, why in easter]
    assert CALENDAR.skipped(date(2022, 4, 14), 1) == told == CALENDAR.skipped(date(2022, 4, 19), -1)
    assert CALENDAR.skipped(date(2022, 4, 16), 0) == []


def test_a_due_date_on_friday_is_already_missed_on_saturday() -> None:
    assert CALENDAR.working_days_between(date(2022, 7, 16), DUE) == -1


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_a_day_outside_the_calendars_years_is_refused(day: date) -> None:
    inside = date(2020, 1, 2)
    for ask in (
        lambda: CALENDAR.is_working_day(day),
        lambda: CALENDAR.add_working_days(day, 0),
        lambda: CALENDAR.working_days_between(inside, day),
        lambda: CALENDAR.working_days_between(day, inside),
        lambda: CALENDAR.working_days_between(day, day),
        lambda: CALENDAR.skipped(day, 0),
    ):
        with pytest.raises(Refused, match=f"cannot say if {day}") as refused:
            ask()
        assert refused.value.rule == "calendar-covers-the-date"


def test_a_clock_that_runs_out_of_the_calendar_is_refused() -> None:
    with pytest.raises(Refused, match="2029-01-01"):
        working(date(2028, 12, 1), 70, CALENDAR)
    with pytest.raises(Refused, match="2011-12-31"):
        warnings(date(2012, 1, 20), CALENDAR)


def test_a_calendar_with_a_holiday_outside_its_years_is_not_a_calendar() -> None:
    with pytest.raises(ValidationError, match="lies outside"):
        Calendar.model_validate(dict(CALENDAR) | {"last": date(2020, 1, 1)})


@given(days, counts)
def test_counting_undoes_adding(start: date, n: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, n)) == n


@given(days.map(CALENDAR.next_working_day), counts)
def test_adding_back_returns_to_the_working_day_it_left(start: date, n: int) -> None:
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(start, n), -n) == start


@given(days, counts.filter(bool))
def test_adding_never_lands_on_a_day_that_does_not_count(start: date, n: int) -> None:
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, n))


@given(days, counts)
def test_one_more_working_day_is_always_later(start: date, n: int) -> None:
    assert CALENDAR.add_working_days(start, n) < CALENDAR.add_working_days(start, n + 1)


@given(days, days, counts)
def test_a_later_start_is_never_due_earlier(a: date, b: date, n: int) -> None:
    early, late = sorted((a, b))
    assert CALENDAR.add_working_days(early, n) <= CALENDAR.add_working_days(late, n)


@given(days, counts)
def test_the_days_passed_are_the_working_days_and_those_skipped(start: date, n: int) -> None:
    passed = abs((CALENDAR.add_working_days(start, n) - start).days)
    assert passed == abs(n) + len(CALENDAR.skipped(start, n))


@pytest.mark.parametrize(
    ("day", "hours", "nine"),
    [
        pytest.param(date(2022, 1, 10), 24, 9, id="winter"),
        pytest.param(date(2022, 7, 15), 24, 8, id="summer"),
        pytest.param(date(2022, 3, 27), 23, 8, id="clocks go forward"),
        pytest.param(date(2022, 10, 30), 25, 9, id="clocks go back"),
    ],
)
def test_a_london_day_is_as_long_as_its_clocks_make_it(day: date, hours: int, nine: int) -> None:
    assert end_of(day) - start_of(day) == timedelta(hours=hours, microseconds=-1)
    assert end_of(day) + timedelta(microseconds=1) == start_of(day + timedelta(days=1))
    assert at_nine(day) == datetime(day.year, day.month, day.day, nine, tzinfo=UTC)
    assert {moment.tzinfo for moment in (start_of(day), at_nine(day), end_of(day))} == {UTC}


def test_half_past_eleven_at_night_in_utc_is_tomorrow_in_a_london_summer() -> None:
    assert london_day(datetime(2022, 7, 14, 23, 30, tzinfo=UTC)) == date(2022, 7, 15)
    assert london_day(datetime(2022, 1, 14, 23, 30, tzinfo=UTC)) == date(2022, 1, 14)


def test_a_moment_without_a_time_zone_has_no_london_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        london_day(datetime(2022, 7, 14, 23, 30))


@given(days)
def test_every_instant_of_a_day_is_that_day_in_london(day: date) -> None:
    assert london_day(start_of(day)) == london_day(at_nine(day)) == london_day(end_of(day)) == day


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        (date(2017, 8, 14), 6, date(2018, 2, 14)),
        (date(2018, 8, 31), 6, date(2019, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2017, 12, 1), 1, date(2018, 1, 1)),
        (date(2017, 12, 31), 12, date(2018, 12, 31)),
    ],
)
def test_months_after_a_day_end_on_that_day_or_on_the_months_last(start: date, months: int, later: date) -> None:
    assert months_after(start, months) == later
