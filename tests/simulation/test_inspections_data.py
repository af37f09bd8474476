"""The real inspections: the file, what its page says of it, and what a simulation takes from it."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from domain.reading import Misfit
from domain.value import Slug
from simulation.inspections import chosen, every_inspection
from simulation.terms import register

HOME = Path(__file__).parents[2]
PAGE = (HOME / "simulation/README.md").read_text(encoding="utf-8")
HEADER, *ROWS = (HOME / "simulation/inspections.csv").read_text(encoding="utf-8").splitlines()


def test_the_file_holds_what_its_page_says() -> None:
    assert "holds 319 inspections" in PAGE
    assert "of 153 English authorities" in PAGE
    assert len(ROWS) == len(every_inspection()) == 319
    assert len({inspection.urn for inspection in every_inspection()}) == 153
    first, last = every_inspection()[0], every_inspection()[-1]
    assert (first.published, last.published) == (date(2018, 1, 19), date(2026, 8, 20))


def test_every_column_stands_on_the_page_in_order() -> None:
    table = "\n".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `"))
    assert re.findall(r"`(\w+)`", table) == HEADER.split(",")


def test_the_page_names_source_and_licence() -> None:
    assert "Crown copyright" in PAGE
    assert "Open Government Licence v3.0" in PAGE


def test_the_file_goes_into_the_wheel() -> None:
    built = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert "simulation" in built["targets"]["wheel"]["only-include"]


def test_inspections_come_in_order_of_publication_and_each_has_a_plan_of_its_own() -> None:
    published = [inspection.published for inspection in every_inspection()]
    assert published == sorted(published)
    plans = [TypeAdapter(Slug).validate_python(inspection.plan) for inspection in every_inspection()]
    assert len(set(plans)) == 319
    assert {"barnsley-2018", "bournemouth-christchurch-poole-2025", "telford-wrekin-2020"} < set(plans)


def test_care_leavers_are_judged_apart_from_2023_on() -> None:
    for inspection in every_inspection():
        together = "children-in-care-and-care-leavers" in inspection.judgements
        apart = {"children-in-care", "care-leavers"} & set(inspection.judgements)
        assert not (together and apart)
        assert not (apart if inspection.inspected_from < date(2023, 1, 1) else together)


def test_a_grade_that_was_not_given_is_not_made_up() -> None:
    doncaster = every_inspection()[0]
    assert (doncaster.plan, doncaster.judgements) == ("doncaster-2018", {})
    assert "overall-effectiveness" not in every_inspection()[-1].judgements


def test_authorities_are_taken_in_order_of_name_and_years_back_from_the_last() -> None:
    assert chosen(153, 10) == list(every_inspection())
    few = chosen(10, 3)
    assert {inspection.authority[0] for inspection in few} == {"B"}
    assert all(inspection.published > date(2023, 8, 20) for inspection in few)
    assert {i.plan for i in few} <= {i.plan for i in chosen(11, 3)}


@pytest.mark.parametrize(("authorities", "years"), [(0, 10), (154, 10), (3, 0), (3, 101), (3, 1)])
def test_what_the_data_cannot_give_is_refused_in_a_sentence(authorities: int, years: int) -> None:
    with pytest.raises(Misfit, match=r"^[A-Z].+\.$"):
        chosen(authorities, years)


def test_every_authority_has_terms_that_say_they_are_made_up() -> None:
    terms = register(every_inspection())
    assert len(terms) == 153
    assert all("made up" in " ".join(authority.sources).lower() for authority in terms.values())
