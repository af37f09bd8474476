"""What no plan may hold is found, wherever it stands and however it is spaced; what only looks like it is not."""

import re
from datetime import date
from typing import Annotated, Literal

import pytest
from given import given
from hypothesis import given as for_any
from hypothesis import strategies as st
from pydantic import StringConstraints
from samples import (
    COMMAND_SAMPLES,
    EVENT_SAMPLES,
    allow_the_number_of_a_file,
    approved_by_cabinet,
    number_of_a_file_was_admitted,
    number_of_a_file_was_allowed,
    opened,
    publish_version_1,
    record_cabinets_approval,
    record_the_chief_inspectors_receipt,
    record_the_eighth_visit,
    record_weak_supervision,
    record_with_the_number_of_a_file,
    report_to_the_board,
    send_the_plan_back,
    submitted,
    with_cabinet,
)

from domain.authority.roles import ENGINE
from domain.delivery.commands import ReportProgress
from domain.privacy import Found, What, blanked, find, personal, words_of
from domain.value import Act, Id, Text, Value

HELD: list[tuple[What, str]] = [
    ("ni-number", "AB123456C"),
    ("ni-number", "ab123456c"),
    ("ni-number", "AB 12 34 56 C"),
    ("ni-number", "AB-12-34-56-C"),
    ("ni-number", "AB 123456 C"),
    ("ni-number", "JG\u00a010\u00a037\u00a059\u00a0A"),
    ("card-number", "4111111111111111"),
    ("card-number", "4111 1111 1111 1111"),
    ("card-number", "4111-1111-1111-1111"),
    ("card-number", "5500 0000 0000 0004"),
    ("card-number", "2223 0031 2200 3222"),
    ("card-number", "3400 000000 00009"),
    ("card-number", "340000000000009"),
    ("card-number", "3600 000000 0008"),
    ("card-number", "4222222222222"),
    ("card-number", "6304 0000 0000 0001 008"),
    ("nhs-number", "943 476 5919"),
    ("nhs-number", "9434765919"),
    ("nhs-number", "943-476-5919"),
    ("nhs-number", "401 023 2137"),
    ("date-of-birth", "born 3 May 2011"),
    ("date-of-birth", "born on the 3rd of May 2011"),
    ("date-of-birth", "Born: 03.05.11"),
    ("date-of-birth", "DOB: 03/05/2011"),
    ("date-of-birth", "DoB 2011-05-03"),
    ("date-of-birth", "d.o.b. 3/5/2011"),
    ("date-of-birth", "date of birth was May 3, 2011"),
    ("date-of-birth", "Date of Birth (3-May-2011"),
]

LOOKALIKES = [
    pytest.param("The office answers on 01452 425000 or +44 1452 425000.", id="telephone"),
    pytest.param("Ring 0117 496 0123, 020 7946 0018 or 07700 900123.", id="telephones of other towns"),
    pytest.param("From abroad: +44 943 476 5919.", id="a telephone that would pass modulo 11"),
    pytest.param("Ofsted’s report (file 50180552) and letter 50148774.", id="numbers of files"),
    pytest.param("File 1234567881 of the archive.", id="ten digits that begin as no NHS number does"),
    pytest.param("It cost 9434765919.50 in all.", id="a sum of ten digits before the point"),
    pytest.param("NHS number 9434765918 of nobody.", id="an NHS number whose check digit is wrong"),
    pytest.param("NHS Gloucestershire wrote on 22 June 2022: ring 01452 425000.", id="the NHS and a telephone"),
    pytest.param("The years 2019 2020 2021 2022 2023 were worse.", id="years"),
    pytest.param("From 2022-04-01 2022-07-15, or 01/04/2022 to 15/07/2022.", id="dates"),
    pytest.param("Recorded at 2022-10-03T10:00:00.250000Z, stamp 20221003100000250.", id="instants"),
    pytest.param("It costs £4,111,111,111,111.11 or 1234567890.50.", id="money"),
    pytest.param("A share of 0.4111111111111111.", id="a fraction"),
    pytest.param("Card 4111 1111 1111 1112.", id="a card whose check digit is wrong"),
    pytest.param("Order 7999999999999995 of the supplier.", id="a number that no payment card begins with"),
    pytest.param("See https://www.example.org/doc/4111111111111111/943-476-5919?born=3.5.2011.", id="web address"),
    pytest.param("See files.example.org/v1/AB123456C.", id="web address without a scheme"),
    pytest.param("Digest 28ee5b534343260a39efad9db9c04392dfd427401f9a00530b4479c864f28549.", id="digest"),
    pytest.param("Id 7c1f6f1e-0001-4111-8111-411111111111.", id="UUID"),
    pytest.param("QQ 12 34 56 C, GB123456A and AO123456B are given to nobody.", id="prefixes that are not given"),
    pytest.param("AB123456E and AB12345C and XAB123456C.", id="other letters and lengths"),
    pytest.param("Children born after 1 September 2019, and those born in 2011.", id="an age group"),
    pytest.param("The service was reborn; 3 May 2011 was its first day.", id="no birth"),
    pytest.param("Adobe 3.5.2011 reads it.", id="a word that holds another"),
    pytest.param("SI 2012/2089 regulations 5, 6, 8 to 12; EIA 2006 s.137(3)(b).", id="law"),
]


@pytest.mark.parametrize(("what", "held"), HELD)
@pytest.mark.parametrize("around", ["{}", "Note: {}.", "The mother ({}) agreed", "two lines\n{}\nand more"])
def test_what_no_plan_may_hold_is_found_where_it_stands(what: What, held: str, around: str) -> None:
    text = around.format(held)
    first = text.index(held) + 1
    assert find(text) == [Found(what, first, first + len(held) - 1)]


@pytest.mark.parametrize(
    "text", ["NHS number 9434765919", "NHS no: 9434765919", "nhs 9434765919", "9434765919 (NHS number)"]
)
def test_ten_digits_beside_the_word_nhs_are_an_nhs_number(text: str) -> None:
    first = text.index("9") + 1
    assert find(text) == [Found("nhs-number", first, first + 9)]


@pytest.mark.parametrize("text", LOOKALIKES)
def test_what_only_looks_like_it_is_not_found(text: str) -> None:
    assert find(text) == []


def test_a_card_is_found_before_its_last_day_and_its_code() -> None:
    assert [found.what for found in find("4111 1111 1111 1111 05/26 123, 4111 1111 1111 1111 123")] == [
        "card-number"
    ] * 2


def test_all_that_stands_in_a_text_is_found_in_order() -> None:
    text = "DOB 3/5/2011, NI AB123456C, NHS 943 476 5919, card 4111 1111 1111 1111."
    assert [found.what for found in find(text)] == ["date-of-birth", "ni-number", "nhs-number", "card-number"]
    assert not re.search(r"\d", blanked(text))
    assert find(blanked(text)) == []


parts = st.one_of(
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(str),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda each: f"{each:%d/%m/%Y}"),
    st.datetimes().map(lambda each: each.isoformat() + "Z"),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.uuids().map(str),
    st.integers(0, 99_999_999).map(str),
    st.integers(0, 10**9).map(lambda pence: f"£{pence:,}.00"),
    st.integers(0, 999_999).map(lambda number: f"01452 {number:06}"),
    st.integers(0, 999_999).map(lambda number: f"+44 7700 {number:06}"),
    st.integers(0, 10**19).map(lambda number: f"https://www.example.org/{number}"),
    st.sampled_from(["glos-2022", "R1", "A10", "visit-8", "dso-01", "s.137(3)(b)", "children", "94 %", "NHS", "born"]),
)


@for_any(st.lists(parts.map("({})".format) | st.sampled_from(["the council", "agreed", "and so"]), max_size=12))
def test_lawful_words_are_let_pass(said: list[str]) -> None:
    assert find(", ".join(said)) == []


@for_any(st.text(max_size=60), st.sampled_from(HELD), st.text(max_size=60))
def test_nothing_is_left_once_it_is_blanked(before: str, held: tuple[What, str], after: str) -> None:
    text = f"{before} {held[1]} {after}"
    assert find(blanked(text)) == []
    assert len(blanked(text)) == len(text)


class Reading(Value):
    measure: Id
    note: Text
    source: Annotated[Text, StringConstraints(max_length=200)] | None = None


class Told(Value):
    id: Id
    sort: Literal["a", "b"] = "a"
    notes: dict[Id, Text] = {}
    readings: tuple[Reading, ...] = ()
    on: date | None = None


def test_the_words_of_a_class_are_its_texts_and_what_holds_texts() -> None:
    assert words_of(Told) == ("notes", "readings")
    assert words_of(Act) == ("authority", "reason")
    assert words_of(ReportProgress) == ("to", "summary")
    assert words_of(type(record_cabinets_approval)) == (
        *("resolution", "no_call_in_because", "reasons", "alternatives", "conflicts"),
    )


def test_what_is_found_within_is_named_by_its_place() -> None:
    readings = (Reading(measure="m1", note="None."), Reading(measure="AB123456C", note="AB123456C"))
    found = personal(Told(id="AB123456C", notes={"R1": "AB123456C"}, readings=readings))
    assert [place for place, _ in found] == ["the notes for R1", "the note in item 2 of the readings"]


def test_no_sample_holds_anything_of_the_kind_but_the_one_that_must() -> None:
    assert [s.name for s in COMMAND_SAMPLES.values() if personal(s)] == []
    assert [kind for kind, sample in EVENT_SAMPLES.items() if personal(sample)] == []


def test_a_command_with_a_number_of_a_person_is_refused_and_the_number_not_repeated() -> None:
    number = "AB 12 34 56 C"
    resolution = record_cabinets_approval.model_copy(update={"resolution": f"Agreed for {number}."})
    asked = given(*with_cabinet).when(resolution)
    asked.refused(
        "no-personal-numbers",
        saying="The resolution holds what looks like a National Insurance number (characters 12 to 24): take it out; "
        "an improvement plan holds no personal details.",
    )
    assert number not in str(asked.refusal)


def test_every_point_of_a_list_is_looked_at() -> None:
    points = send_the_plan_back.model_copy(update={"points": ("Say what it costs.", "Ask the boy born 3 May 2011.")})
    given(*with_cabinet).when(points).refused("no-personal-numbers", saying="Item 2 of the points holds")
    visit = record_the_eighth_visit.model_copy(update={"focus": ("NHS number 943 476 5919",)})
    given(*opened).when(visit).refused("no-personal-numbers", saying="an NHS number (characters 12 to 23)")


@pytest.mark.parametrize(("said", "place"), [("reason", "The reason for the act"), ("authority", "The authority")])
def test_the_words_of_the_act_are_looked_at_too(said: str, place: str) -> None:
    act = {said: "Card 4111 1111 1111 1111"}
    given(*opened).when(record_weak_supervision, **act).refused("no-personal-numbers", saying=place)
    given(*opened).when(record_weak_supervision, **{said: "Scheme of delegation, 4.2"}).accepted()


def test_the_first_line_of_a_plan_is_no_exception() -> None:
    given().when(opened[0].model_copy(update={"title": "Plan for AB123456C"})).refused("no-personal-numbers")


def test_ids_and_web_addresses_are_not_what_people_write_of_people() -> None:
    where = publish_version_1.model_copy(update={"where": "https://www.example.org/4111111111111111"})
    given(*submitted).when(where).accepted()
    given(*opened).when(record_weak_supervision.model_copy(update={"finding": "AB123456C"})).accepted()


def test_a_receipt_that_looks_like_a_card_keeps_no_statement_from_being_sent() -> None:
    receipt = record_the_chief_inspectors_receipt.model_copy(update={"receipt": "4111111111111111"})
    given(*approved_by_cabinet).when(receipt).refused("no-personal-numbers", saying="The receipt")
    given(*approved_by_cabinet).when(receipt, by="workflow", acting_as=ENGINE).accepted()


allowed = (*opened, allow_the_number_of_a_file)


def test_information_governance_may_let_it_in_once() -> None:
    given(*opened).when(allow_the_number_of_a_file).then(number_of_a_file_was_allowed)
    given(*opened).when(record_with_the_number_of_a_file).refused("no-personal-numbers", saying="The document")
    *_, last = given(*allowed).when(record_with_the_number_of_a_file).accepted()
    assert last == number_of_a_file_was_admitted
    again = record_with_the_number_of_a_file.model_copy(update={"finding": "R9"})
    given(*allowed, record_with_the_number_of_a_file).when(again).refused("no-personal-numbers")


def test_what_was_let_in_stands_when_it_is_asked_again() -> None:
    given(*allowed, record_with_the_number_of_a_file).when(record_with_the_number_of_a_file).then()


def test_an_allowance_is_for_one_sort_of_detail_one_command_and_one_post() -> None:
    card = record_with_the_number_of_a_file.model_copy(update={"text": "Card 4111 1111 1111 1111."})
    given(*allowed).when(card).refused("no-personal-numbers", saying="The text")
    report = report_to_the_board.model_copy(update={"summary": "File 943 476 5919."})
    given(*allowed).when(report).refused("no-personal-numbers")
    lead = {"by": "dcs-01", "acting_as": "director-of-childrens-services"}
    given(*allowed).when(record_with_the_number_of_a_file, **lead).refused("no-personal-numbers")


def test_a_command_that_holds_nothing_of_the_kind_uses_no_allowance_up() -> None:
    given(*allowed, record_weak_supervision.model_copy(update={"finding": "R8"})).when(
        record_with_the_number_of_a_file
    ).accepted()


def test_an_allowance_given_again_stands_until_it_is_used() -> None:
    given(*allowed).when(allow_the_number_of_a_file).then()
    (second,) = given(*allowed, record_with_the_number_of_a_file).when(allow_the_number_of_a_file).accepted()
    assert second == number_of_a_file_was_allowed.model_copy(update={"allowance": 2})


@pytest.mark.parametrize(
    "change", [{"post": "internal-auditor"}, {"post": "head-of-highways"}, {"command": "erase-plan"}]
)
def test_an_allowance_is_of_use_to_somebody(change: dict[str, str]) -> None:
    given(*opened).when(allow_the_number_of_a_file.model_copy(update=change)).refused("allowance-is-of-use")


def test_an_allowance_holds_no_personal_detail_itself() -> None:
    told = allow_the_number_of_a_file.model_copy(update={"because": "943 476 5919 is a file."})
    given(*opened).when(told).refused("no-personal-numbers", saying="The reason given holds")


def test_nobody_but_information_governance_allows_it() -> None:
    given(*opened).when(allow_the_number_of_a_file, by="mo-01", acting_as="monitoring-officer").refused(
        "post-may-do-it", saying="information-governance"
    )
