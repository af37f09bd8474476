"""What the inspection adds up to: when the report came and went out, its judgements, and every finding."""

from typing import assert_never

from domain.inspection.events import (
    FindingRecorded,
    Grade,
    InspectionEvent,
    Judgement,
    JudgementRecorded,
    PlanOpened,
    ReportPublished,
    ReportReceived,
    Sort,
)
from domain.value import Day, Id, Text, Value

INSPECTION = "inspection"


class Finding(Value):
    """A finding as the plan holds it: words, source, document and paragraph."""

    id: Id
    sort: Sort
    text: Text
    source: Id
    document: Text
    paragraph: Text | None


class Inspection(Value):
    """Dates are separate facts: received by the authority, published by Ofsted, published by the authority."""

    received_on: Day | None = None
    document: Text | None = None
    embargoed_until: Day | None = None
    published: dict[str, Day] = {}
    judgements: dict[Judgement, Grade] = {}
    findings: dict[Id, Finding] = {}

    @property
    def recommendations(self) -> tuple[Finding, ...]:
        """The findings that must be answered."""
        return tuple(f for f in self.findings.values() if f.sort == "recommendation")


def evolve(inspection: Inspection, event: InspectionEvent) -> Inspection:
    match event:
        case PlanOpened():
            return inspection
        case ReportReceived(received_on=on, document=document, embargoed_until=embargo):
            return inspection.but(received_on=on, document=document, embargoed_until=embargo)
        case ReportPublished(publisher=publisher, published_on=on):
            return inspection.but(published={**inspection.published, publisher: on})
        case JudgementRecorded(judgement=judgement, grade=grade):
            return inspection.but(judgements={**inspection.judgements, judgement: grade})
        case FindingRecorded():
            said = event.__dict__
            finding = Finding.of({"id": event.finding} | {name: said[name] for name in said if name != "finding"})
            return inspection.but(findings={**inspection.findings, finding.id: finding})
        case _:
            assert_never(event)
