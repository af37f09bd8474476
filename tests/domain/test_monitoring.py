"""Ofsted visits between inspections, and each visit stands as recorded."""

from given import day, given
from samples import eighth_visit_was_recorded, opened, record_the_eighth_visit


def test_a_visit_is_recorded_with_its_letter() -> None:
    given(*opened).when(record_the_eighth_visit).then(eighth_visit_was_recorded)


def test_a_visit_heard_twice_is_recorded_once() -> None:
    given(*opened, record_the_eighth_visit).when(record_the_eighth_visit).then()


def test_a_visit_stands_as_recorded() -> None:
    other = record_the_eighth_visit.model_copy(update={"number": 9})
    given(*opened, record_the_eighth_visit).when(other).refused("visit-stands", saying="visit-8")


def test_a_visit_ends_after_it_begins_or_on_the_same_day() -> None:
    backwards = record_the_eighth_visit.model_copy(update={"visited_to": day("2020-02-17")})
    given(*opened).when(backwards).refused("visit-ends-after-it-begins")
    given(*opened).when(record_the_eighth_visit.model_copy(update={"visited_to": day("2020-02-18")})).accepted()


def test_a_visit_cannot_take_the_inspections_name() -> None:
    given(*opened).when(record_the_eighth_visit.model_copy(update={"visit": "inspection"})).refused("visit-id-is-free")


def test_a_letter_follows_its_visit_and_has_been_published() -> None:
    early = record_the_eighth_visit.model_copy(update={"letter_published_on": day("2020-02-18")})
    given(*opened).when(early).refused("letter-follows-visit")
    ahead = record_the_eighth_visit.model_copy(update={"letter_published_on": day("2027-02-18")})
    given(*opened).when(ahead).refused("not-in-the-future")
