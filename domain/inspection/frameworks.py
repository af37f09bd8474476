"""Ofsted's frameworks as data: the judgements that an inspection gives by its era, and the duties its report starts."""

from datetime import date
from typing import NamedTuple, assert_never

from domain.authority.state import Authority
from domain.deadline.events import Duty
from domain.inspection.events import InspectionRecorded, InspectionType, Judgement


class Era(NamedTuple):
    """The judgements of inspections of these types that began from `first` to `last`, both included."""

    name: str
    types: tuple[InspectionType, ...]
    first: date
    last: date | None
    judgements: tuple[Judgement, ...]
    source: str


_ILACS: tuple[InspectionType, ...] = ("ilacs-standard", "ilacs-short")

ERAS: dict[str, Era] = {
    era.name: era
    for era in (
        Era(
            "sif",
            ("sif",),
            date(2013, 1, 1),
            date(2017, 12, 31),
            (
                "overall-effectiveness",
                "help-and-protection",
                "children-looked-after-and-permanence",
                "adoption",
                "care-leavers",
                "leadership-management-and-governance",
            ),
            "Ofsted's reports under the single inspection framework, 2013 to 2017",
        ),
        Era(
            "ilacs-2018",
            _ILACS,
            date(2018, 1, 1),
            date(2022, 12, 31),
            ("overall-effectiveness", "leaders", "help-and-protection", "children-in-care-and-care-leavers"),
            "Ofsted's ILACS reports, such as Gloucestershire, 1 April 2022 (file 50180552)",
        ),
        Era(
            "ilacs-2023",
            _ILACS,
            date(2023, 1, 1),
            date(2026, 3, 31),
            ("overall-effectiveness", "leaders", "help-and-protection", "children-in-care", "care-leavers"),
            "Ofsted's ILACS reports: care leavers apart in none begun by 5 December 2022, in all since 2023",
        ),
        Era(
            "ilacs-2026",
            _ILACS,
            date(2026, 4, 1),
            None,
            ("leaders", "help-and-protection", "children-in-care", "care-leavers"),
            "Ofsted's ILACS framework from 1 April 2026, and its reports of May to August 2026",
        ),
    )
}
"""Every framework that grades, by name. Focused visits, JTAI and area SEND inspections give no grades."""

GRADED: frozenset[InspectionType] = frozenset(type_ for era in ERAS.values() for type_ in era.types)


def era_of(type_: InspectionType, started_on: date) -> Era | None:
    """The era of an inspection by its type and first day; None where it gives no grades or there was none such then."""
    return next(
        (
            era
            for era in ERAS.values()
            if type_ in era.types and era.first <= started_on and (era.last is None or started_on <= era.last)
        ),
        None,
    )


BOTH: tuple[Duty, ...] = ("statement", "report")
"""What receipt of the report of a whole inspection starts (EIA 2006 s.137; SI 2007/462 regs 2 and 3)."""


def owed(inspection: InspectionRecorded | None, terms: Authority) -> tuple[Duty, ...]:
    """The duties whose clocks receipt of the report starts; where no inspection is recorded, those of a whole one.

    A focused visit starts them where it raised areas for priority action, with a draft plan before them. A JTAI asks
    for a statement of the principal authority alone (SI 2015/1792 regs 3 and 4; no number of days for publication was
    seen). For area SEND no number of days is known: what a document states is recorded and adopted.
    """
    if inspection is None:
        return BOTH
    match inspection.type:
        case "sif" | "ilacs-standard" | "ilacs-short":
            return BOTH
        case "focused-visit":
            return ("draft-plan", *BOTH) if inspection.priority_action else ()
        case "jtai":
            return ("statement",) if inspection.principal_authority in {terms.id, terms.name} else ()
        case "area-send":
            return ()
        case _:
            assert_never(inspection.type)
