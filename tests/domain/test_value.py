"""The words everything is written in: a day, a moment, an id, a text, and a refusal that travels."""

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from given import AFTERWARDS, day
from hypothesis import given as for_any
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.value import Act, Day, Id, Moment, Number, Refused, Slug, Text, Value, added


def refused(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "wrong", [0, 1656633600, "0", "1656633600", "2022-07-15T00:00Z", AFTERWARDS, "15 July 2022", "2022-02-30"]
)
def test_a_day_is_written_as_a_day(wrong: object) -> None:
    assert refused(Day, wrong)
    assert not refused(Day, "2022-07-15")


@pytest.mark.parametrize("wrong", [0, "0", "1656633600.5", "2022-07-15T09:00:00", "2022-07-15"])
def test_a_moment_carries_its_time_zone(wrong: object) -> None:
    assert refused(Moment, wrong)
    assert not refused(Moment, "2022-07-15T09:00:00+01:00")


@pytest.mark.parametrize("wrong", ["", "R 1", "R1-", "-R1", "R--1", "R1\n", "R/1", "é1", "R" * 61])
def test_an_id_is_letters_and_digits_joined_by_single_hyphens_or_stops(wrong: str) -> None:
    assert refused(Id, wrong)
    assert not refused(Id, "MV8-1.2")


@pytest.mark.parametrize("wrong", ["", "Glos-2022", "glos_2022", "glos/2022", "glos-2022\n", "a.b", "a" * 61])
def test_a_plans_id_is_small_letters_and_digits_joined_by_single_hyphens(wrong: str) -> None:
    assert refused(Slug, wrong)
    assert not refused(Slug, "glos-2022")


@pytest.mark.parametrize("wrong", ["", "  \n", "a" * 10_001, "half\x00way", "\x1b[2Jall is well", "a\x85b", "\ud800"])
def test_a_text_has_words_and_no_control_characters(wrong: str) -> None:
    assert refused(Text, wrong)
    assert not refused(Text, "Two lines,\r\none\ttab.")


@pytest.mark.parametrize("wrong", [0, -1, 10_000, 10**20, 1.5])
def test_a_number_counts_from_one(wrong: object) -> None:
    assert refused(Number, wrong)
    assert not refused(Number, 1)


@for_any(rule=st.text(), because=st.text())
def test_a_refusal_travels_whole(rule: str, because: str) -> None:
    heard = pickle.loads(pickle.dumps(Refused(rule, because)))
    assert (heard.rule, heard.because, str(heard)) == (rule, because, f"{because} (rule: {rule})")


def test_an_act_is_answered_for_by_who_did_it_and_for_whom() -> None:
    act = Act(by="dso-01", acting_as="democratic-services-officer", at=AFTERWARDS, effective=day("2022-07-15"))
    assert act.people == {"dso-01"}
    assert act.model_copy(update={"on_behalf_of": "dcs-01"}).people == {"dso-01", "dcs-01"}


def test_a_value_made_of_checked_fields_is_the_value_that_would_be_validated() -> None:
    checked = Act(by="dso-01", acting_as="clerk", at=datetime(2022, 6, 22, 10, tzinfo=UTC))
    made = Act.of(dict(checked))
    assert made == checked
    assert made.model_dump_json() == checked.model_dump_json()
    assert (
        made.model_copy(update={"by": "dso-02"})
        == checked.but(by="dso-02")
        == checked.model_copy(update={"by": "dso-02"})
    )
    assert repr(made) == repr(checked)


class Asked(Value):
    """A toy whose `why` came after values had been written without it."""

    what: Text
    why: Text | None = added(None)


def test_a_field_that_came_later_is_written_only_where_it_says_more() -> None:
    assert Asked(what="a").model_dump_json() == '{"what":"a"}'
    assert Asked(what="a", why="b").model_dump() == {"what": "a", "why": "b"}
    assert Asked.model_validate_json('{"what":"a"}') == Asked(what="a", why=None)
