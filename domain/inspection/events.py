"""What Ofsted's inspection brings: a plan is opened, the report arrives, and says what it says."""

from typing import ClassVar, Literal

from domain.authority.state import Authority
from domain.value import Day, Digest, Event, Id, Slug, Text

Judgement = Literal[
    "overall-effectiveness",
    "leaders",
    "help-and-protection",
    "children-in-care-and-care-leavers",
    "children-in-care",
    "care-leavers",
]
Grade = Literal["outstanding", "good", "requires-improvement", "inadequate"]
Sort = Literal["recommendation", "strength", "weakness"]


class PlanOpened(Event):
    """A plan was opened under an authority's terms, which are pinned by digest and carried whole."""

    kind: ClassVar[str] = "plan.opened"
    title: Text
    authority: Slug
    constitution: Digest
    terms: Authority
    stage: Literal["drafting", "delivery"]


class ReportReceived(Event):
    """The authority received its copy of the report: the statutory clock starts (EIA 2006 s.137(3))."""

    kind: ClassVar[str] = "plan.report-received"
    dated: ClassVar[str] = "received_on"
    received_on: Day
    document: Text
    embargoed_until: Day | None = None


class ReportPublished(Event):
    """The report was published, by Ofsted or by the authority (SI 2007/462 reg 2: within 30 working days)."""

    kind: ClassVar[str] = "plan.report-published"
    dated: ClassVar[str] = "published_on"
    publisher: Literal["ofsted", "authority"]
    published_on: Day
    where: Text


class JudgementRecorded(Event):
    """One graded judgement of the report, in Ofsted's words."""

    kind: ClassVar[str] = "plan.judgement-recorded"
    judgement: Judgement
    grade: Grade
    document: Text


class FindingRecorded(Event):
    """A recommendation, a strength or a weakness entered the plan, with where it stands in which document.

    `source` is `inspection` or the id of a monitoring visit.
    """

    kind: ClassVar[str] = "plan.finding-recorded"
    finding: Id
    sort: Sort
    text: Text
    source: Id
    document: Text
    paragraph: Text | None = None


InspectionEvent = PlanOpened | ReportReceived | ReportPublished | JudgementRecorded | FindingRecorded
