"""What inspections add up to: each one and its report, when that came and went out, its judgements; every finding."""

from datetime import date
from typing import Any, assert_never

from domain.correction.events import FactCorrected
from domain.inspection.events import (
    INSPECTION,
    FindingRecorded,
    Grade,
    InspectionEvent,
    InspectionRecorded,
    Judgement,
    JudgementRecorded,
    PlanOpened,
    Repeated,
    ReportPublished,
    ReportReceived,
    Sort,
)
from domain.value import Day, Id, Text, Value, added


class Finding(Value):
    """A finding as the plan holds it: words, source, document and paragraph."""

    id: Id
    sort: Sort
    text: Text
    source: Id
    document: Text
    paragraph: Text | None
    framework: Text | None = added(None)
    priority_action: bool = added(False)
    repeats: Repeated | None = added(None)


class Report(Value):
    """Dates are separate facts: received by the authority, published by Ofsted, published by the authority."""

    received_on: Day | None = None
    document: Text | None = None
    embargoed_until: Day | None = None
    published: dict[str, Day] = {}
    judgements: dict[Judgement, Grade] = {}


class Inspection(Value):
    """`sources` and `reports` are kept by the source's id; what is asked of the plan's own inspection has short names.

    An old book may have a report without its inspection.
    """

    sources: dict[Id, InspectionRecorded] = {}
    reports: dict[Id, Report] = {}
    findings: dict[Id, Finding] = {}

    def report(self, source: str = INSPECTION) -> Report:
        return self.reports.get(source) or Report()

    @property
    def received_on(self) -> Day | None:
        return self.report().received_on

    def embargoed(self, on: date) -> bool:
        """Whether the day until which a report is embargoed is still to come."""
        return any(report.embargoed_until and on < report.embargoed_until for report in self.reports.values())

    @property
    def recommendations(self) -> tuple[Finding, ...]:
        """The findings that must be answered."""
        return tuple(f for f in self.findings.values() if f.sort == "recommendation")


def evolve(inspection: Inspection, event: InspectionEvent) -> Inspection:
    match event:
        case PlanOpened():
            return inspection
        case InspectionRecorded(source=source):
            return inspection.but(sources={**inspection.sources, source: event})
        case ReportReceived(source=source, received_on=on, document=document, embargoed_until=embargo):
            return _reported(inspection, source, received_on=on, document=document, embargoed_until=embargo)
        case ReportPublished(source=source, publisher=publisher, published_on=on):
            published = inspection.report(source).published
            return _reported(inspection, source, published={**published, publisher: on})
        case JudgementRecorded(source=source, judgement=judgement, grade=grade):
            judgements = inspection.report(source).judgements
            return _reported(inspection, source, judgements={**judgements, judgement: grade})
        case FindingRecorded():
            said = event.__dict__
            finding = Finding.of({"id": event.finding} | {name: said[name] for name in said if name != "finding"})
            return inspection.but(findings={**inspection.findings, finding.id: finding})
        case _:
            assert_never(event)


def without(inspection: Inspection, event: FactCorrected) -> Inspection:
    """The same without what was wrong, where what is right is kept under another name."""
    fact, was = event.fact, {each.field: each.was for each in event.changes}
    if not isinstance(fact, JudgementRecorded) or not was.keys() & {"judgement", "source"}:
        return inspection
    source, wrong = str(was.get("source", fact.source)), was.get("judgement", fact.judgement)
    given = inspection.report(source).judgements
    return _reported(inspection, source, judgements={name: given[name] for name in given if name != wrong})


def _reported(inspection: Inspection, source: str, **change: Any) -> Inspection:
    return inspection.but(reports={**inspection.reports, source: inspection.report(source).but(**change)})
