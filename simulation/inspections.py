"""The real inspections that a simulation begins with, from inspections.csv."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from domain.inspection.events import Grade, Judgement
from domain.reading import Misfit

MOST_YEARS = 100

CARE_LEAVERS_APART = date(2023, 1, 1)
"""Inspections that began from this day on judge care leavers by themselves."""

_JUDGEMENTS: dict[str, Judgement] = {
    "overall": "overall-effectiveness",
    "leaders": "leaders",
    "help_and_protection": "help-and-protection",
    "children_in_care": "children-in-care",
    "care_leavers": "care-leavers",
}
_FROM_WORST: tuple[Grade, ...] = get_args(Grade)[::-1]


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection as Ofsted published it, and the id of the plan that a simulation answers it with.

    `slug` is the authority's id; `judgements` are those that were given.
    """

    plan: str
    urn: str
    authority: str
    slug: str
    framework: str
    inspected_from: date
    inspected_to: date
    published: date
    judgements: dict[Judgement, Grade]

    @property
    def worst(self) -> Grade:
        """The lowest grade given; good where none is known."""
        return next((grade for grade in _FROM_WORST if grade in self.judgements.values()), "good")


@cache
def every_inspection() -> tuple[Inspection, ...]:
    """All that the data holds, in order of publication."""
    text = (files("simulation") / "inspections.csv").read_text(encoding="utf-8")
    return tuple(_read(csv.DictReader(text.splitlines())))


def chosen(authorities: int, years: int) -> list[Inspection]:
    """Those of the first so many authorities, in order of name, published in the so many years up to the last there is.

    In order of publication. Raises Misfit where there are not so many authorities, or none of them was inspected then.
    """
    known = sorted({inspection.authority for inspection in every_inspection()})
    if not 1 <= authorities <= len(known):
        raise Misfit(f"There are inspections of {len(known)} authorities: ask for 1 to {len(known)} of them.")
    if not 1 <= years <= MOST_YEARS:
        raise Misfit(f"Ask for the last 1 to {MOST_YEARS} years of inspections.")
    last = every_inspection()[-1].published
    after = last.replace(year=last.year - years)
    among = set(known[:authorities])
    found = [i for i in every_inspection() if i.authority in among and i.published > after]
    if not found:
        raise Misfit("So few authorities had no inspection in so few years: ask for more of either.")
    return found


def _read(rows: Iterable[dict[str, str]]) -> Iterator[Inspection]:
    plans: set[str] = set()
    for row in rows:
        began, published = date.fromisoformat(row["inspected_from"]), date.fromisoformat(row["published"])
        slug = re.sub(r"[^a-z0-9]+", "-", row["authority"].lower()).strip("-")
        plan = _new(f"{slug}-{published.year}", plans)
        plans.add(plan)
        yield Inspection(
            plan=plan,
            urn=row["urn"],
            authority=row["authority"],
            slug=slug,
            framework=row["framework"],
            inspected_from=began,
            inspected_to=date.fromisoformat(row["inspected_to"]),
            published=published,
            judgements={_judgement(column, began): cast("Grade", row[column]) for column in _JUDGEMENTS if row[column]},
        )


def _new(plan: str, plans: set[str]) -> str:
    """The id, with a number where the same authority was inspected twice in a year."""
    number = 1
    while (unique := plan if number == 1 else f"{plan}-{number}") in plans:
        number += 1
    return unique


def _judgement(column: str, began: date) -> Judgement:
    if column == "children_in_care" and began < CARE_LEAVERS_APART:
        return "children-in-care-and-care-leavers"
    return _JUDGEMENTS[column]
