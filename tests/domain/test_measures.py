"""A measure has a baseline or says why not; readings move forward in time, and a correction says what it corrects."""

import pytest
from given import day, given, plan_after
from pydantic import ValidationError
from samples import (
    august_was_read,
    define_meetings_in_time,
    meetings_in_time_were_defined,
    opened,
    record_the_august_reading,
    submitted,
    version_1_cut,
)

from domain.measures.commands import RecordReading
from domain.measures.events import Baseline
from domain.reading import Misfit, read_command

defined = (*submitted, define_meetings_in_time)
read_in_august = (*defined, record_the_august_reading)


def reading(value: str, as_of: str, corrects: str | None = None) -> RecordReading:
    changed = {"value": value, "as_of": day(as_of), "corrects": corrects and day(corrects)}
    return record_the_august_reading.model_copy(update=changed)


def test_a_measure_is_defined_with_its_baseline_its_target_and_its_comparator() -> None:
    given(*submitted).when(define_meetings_in_time).then(meetings_in_time_were_defined)
    given(*version_1_cut).when(define_meetings_in_time).accepted()
    given(*defined).when(define_meetings_in_time).then()


def test_a_measure_is_of_actions_that_are_agreed() -> None:
    given(*opened).when(define_meetings_in_time).refused("action-is-known", saying="A1")
    of_none = define_meetings_in_time.model_copy(update={"actions": ()})
    given(*submitted).when(of_none).refused("measure-is-of-an-action", saying="M1")


def test_a_measure_has_a_baseline_or_says_why_there_is_none() -> None:
    bare = define_meetings_in_time.model_copy(update={"baseline": None})
    given(*submitted).when(bare).refused("measure-has-a-baseline", saying="no baseline")
    nobody_counted = {"no_baseline_because": "Nobody counted before April 2022."}
    given(*submitted).when(bare.model_copy(update=nobody_counted)).accepted()
    both = define_meetings_in_time.model_copy(update=nobody_counted)
    given(*submitted).when(both).refused("measure-has-a-baseline", saying="one of the two")


def test_a_target_lies_after_the_baseline() -> None:
    late = define_meetings_in_time.model_copy(update={"baseline": Baseline(value="71.5", as_at=day("2022-10-31"))})
    given(*submitted).when(late).refused("target-follows-baseline", saying="2022-10-31")


def test_a_measure_stands_as_it_was_defined() -> None:
    lower = define_meetings_in_time.model_copy(update={"unit": "meetings a month"})
    given(*defined).when(lower).refused("measure-stands", saying="M1")


def test_a_measure_is_read() -> None:
    given(*defined).when(record_the_august_reading).then(august_was_read)
    given(*read_in_august).when(record_the_august_reading).then()
    given(*submitted).when(record_the_august_reading).refused("measure-is-known", saying="M1")


@pytest.mark.parametrize("as_of", ["2022-07-31", "2022-08-31"])
def test_readings_move_forward_in_time(as_of: str) -> None:
    given(*read_in_august).when(reading("80", as_of)).refused("readings-move-on", saying="2022-08-31")
    given(*read_in_august).when(reading("80", "2022-09-30")).accepted()


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    read_twice = (*read_in_august, reading("80.1", "2022-09-30"))
    corrected = reading("79.2", "2022-08-31", corrects="2022-08-31")
    given(*read_twice, corrected).when(corrected).then()
    readings = plan_after(*read_twice, corrected).measures.readings["M1"]
    assert [(each.as_of, each.value) for each in readings] == [
        (day("2022-08-31"), "79.2"),
        (day("2022-09-30"), "80.1"),
    ]
    redated = reading("78.2", "2022-08-30", corrects="2022-08-31")
    given(*read_twice).when(redated).accepted()


def test_a_correction_keeps_its_place_and_corrects_what_stands() -> None:
    read_twice = (*read_in_august, reading("80.1", "2022-09-30"))
    for corrected in (
        reading("78.2", "2022-09-30", corrects="2022-08-31"),
        reading("80.1", "2022-08-31", corrects="2022-09-30"),
    ):
        given(*read_twice).when(corrected).refused("readings-move-on")
    unknown = reading("78.2", "2022-07-31", corrects="2022-07-31")
    given(*read_twice).when(unknown).refused("reading-is-known", saying="2022-07-31")


@pytest.mark.parametrize("figure", ["95", "0", "-2.5", "0.0001", "123456789.1234"])
def test_a_figure_is_kept_as_it_was_written(figure: str) -> None:
    assert Baseline(value=figure, as_at=day("2022-03-31")).value == figure


@pytest.mark.parametrize("figure", ["", "95%", "1,000", "1e3", "NaN", "007", ".5", "5.", "12345678901", "1.23456", "٣"])
def test_what_is_no_figure_is_not_taken_for_one(figure: str) -> None:
    with pytest.raises(ValidationError):
        Baseline(value=figure, as_at=day("2022-03-31"))
    with pytest.raises(Misfit, match="is not a figure"):
        read_command("record-reading", record_the_august_reading.model_dump(mode="json") | {"value": figure})
