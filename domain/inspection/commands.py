"""What may be asked about an inspection."""

from typing import ClassVar, Literal

from domain.inspection.events import INSPECTION, Grade, InspectionType, Judgement, Repeated, Sort
from domain.value import Command, Day, Id, Slug, Text, added


class OpenPlan(Command):
    """Open a plan under an authority's terms; `delivery` for one whose approval lies before the book began."""

    name: ClassVar[str] = "open-plan"
    title: Text
    authority: Slug
    stage: Literal["drafting", "delivery"] = "drafting"


class RecordInspection(Command):
    """Record an inspection or a focused visit; the one whose report the plan answers is the source `inspection`."""

    name: ClassVar[str] = "record-inspection"
    dated: ClassVar[str] = "ended_on"
    source: Id = INSPECTION
    type: InspectionType
    started_on: Day
    ended_on: Day
    document: Text
    priority_action: bool = False
    principal_authority: Text | None = None
    conflict: Text | None = None


class ReceiveReport(Command):
    """Record the day on which the authority received its copy of the report."""

    name: ClassVar[str] = "receive-report"
    dated: ClassVar[str] = "received_on"
    received_on: Day
    document: Text
    embargoed_until: Day | None = None
    source: Id = added(INSPECTION)


class RecordReportPublication(Command):
    """Record that the report was published, by Ofsted or by the authority."""

    name: ClassVar[str] = "record-report-publication"
    dated: ClassVar[str] = "published_on"
    publisher: Literal["ofsted", "authority"]
    published_on: Day
    where: Text
    source: Id = added(INSPECTION)


class RecordJudgement(Command):
    """Record one graded judgement of the report, by the name it has in the inspection's framework."""

    name: ClassVar[str] = "record-judgement"
    judgement: Judgement
    grade: Grade
    document: Text
    source: Id = added(INSPECTION)


class RecordFinding(Command):
    """Record a recommendation, a strength, a weakness or an area that the council added of itself.

    `source` is the id of an inspection or of a monitoring visit.
    """

    name: ClassVar[str] = "record-finding"
    finding: Id
    sort: Sort
    text: Text
    source: Id = INSPECTION
    document: Text
    paragraph: Text | None = None
    framework: Text | None = added(None)
    priority_action: bool = added(False)
    repeats: Repeated | None = added(None)


InspectionCommand = (
    OpenPlan | RecordInspection | ReceiveReport | RecordReportPublication | RecordJudgement | RecordFinding
)
