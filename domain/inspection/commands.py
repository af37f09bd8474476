"""What may be asked about the inspection."""

from typing import ClassVar, Literal

from domain.inspection.events import Grade, Judgement, Sort
from domain.value import Command, Day, Id, Slug, Text


class OpenPlan(Command):
    """Open a plan under an authority's terms; `delivery` for one whose approval lies before the book began."""

    name: ClassVar[str] = "open-plan"
    title: Text
    authority: Slug
    stage: Literal["drafting", "delivery"] = "drafting"


class ReceiveReport(Command):
    """Record the day on which the authority received its copy of the report."""

    name: ClassVar[str] = "receive-report"
    dated: ClassVar[str] = "received_on"
    received_on: Day
    document: Text
    embargoed_until: Day | None = None


class RecordReportPublication(Command):
    """Record that the report was published, by Ofsted or by the authority."""

    name: ClassVar[str] = "record-report-publication"
    dated: ClassVar[str] = "published_on"
    publisher: Literal["ofsted", "authority"]
    published_on: Day
    where: Text


class RecordJudgement(Command):
    """Record one graded judgement of the report."""

    name: ClassVar[str] = "record-judgement"
    judgement: Judgement
    grade: Grade
    document: Text


class RecordFinding(Command):
    """Record a recommendation, a strength or a weakness; `source` is `inspection` or a monitoring visit's id."""

    name: ClassVar[str] = "record-finding"
    finding: Id
    sort: Sort
    text: Text
    source: Id = "inspection"
    document: Text
    paragraph: Text | None = None


InspectionCommand = OpenPlan | ReceiveReport | RecordReportPublication | RecordJudgement | RecordFinding
