"""What inspections bring: a plan is opened, an inspection is recorded, its report arrives, and says what it says."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.authority.state import Authority
from domain.value import Day, Digest, Event, Id, Slug, Text, added

INSPECTION = "inspection"
"""The id of the inspection that a plan was made for, where nobody gives it another."""

InspectionType = Literal["sif", "ilacs-standard", "ilacs-short", "focused-visit", "jtai", "area-send"]
Judgement = Literal[
    "overall-effectiveness",
    "leaders",
    "help-and-protection",
    "children-in-care-and-care-leavers",
    "children-in-care",
    "care-leavers",
    "children-looked-after-and-permanence",
    "adoption",
    "leadership-management-and-governance",
]
Grade = Literal["outstanding", "good", "requires-improvement", "inadequate"]
Sort = Literal["recommendation", "strength", "weakness", "area"]
"""`area`: one that the council added of itself, beyond what Ofsted recommended."""

Repeated = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=121)
]
"""A finding of this plan by its id, or `plan/finding` of another plan."""


class PlanOpened(Event):
    """A plan was opened under an authority's terms, which are pinned by digest and carried whole."""

    kind: ClassVar[str] = "plan.opened"
    title: Text
    authority: Slug
    constitution: Digest
    terms: Authority
    stage: Literal["drafting", "delivery"]


class InspectionRecorded(Event):
    """The authority was inspected or visited: a source of the plan, with its type, its days and its framework's era.

    `principal_authority` is whom the Chief Inspector named to make the statement on a JTAI: the authority's id or name,
    or another body. `conflict` says what other papers say otherwise.
    """

    kind: ClassVar[str] = "plan.inspection-recorded"
    dated: ClassVar[str] = "ended_on"
    source: Id
    type: InspectionType
    era: Slug | None
    started_on: Day
    ended_on: Day
    document: Text
    priority_action: bool
    principal_authority: Text | None
    conflict: Text | None


class ReportReceived(Event):
    """The authority received its copy of the report: the statutory clock starts (EIA 2006 s.137(3))."""

    kind: ClassVar[str] = "plan.report-received"
    dated: ClassVar[str] = "received_on"
    received_on: Day
    document: Text
    embargoed_until: Day | None = None
    source: Id = added(INSPECTION)


class ReportPublished(Event):
    """The report was published, by Ofsted or by the authority (SI 2007/462 reg 2: within 30 working days)."""

    kind: ClassVar[str] = "plan.report-published"
    dated: ClassVar[str] = "published_on"
    publisher: Literal["ofsted", "authority"]
    published_on: Day
    where: Text
    source: Id = added(INSPECTION)


class JudgementRecorded(Event):
    """One graded judgement of the report, in Ofsted's words."""

    kind: ClassVar[str] = "plan.judgement-recorded"
    judgement: Judgement
    grade: Grade
    document: Text
    source: Id = added(INSPECTION)


class FindingRecorded(Event):
    """A recommendation, a strength or a weakness entered the plan, with where it stands in which document.

    `source` is the id of an inspection or of a monitoring visit, `framework` the place in the Children's Social Care
    National Framework, `repeats` the earlier finding that this one says again.
    """

    kind: ClassVar[str] = "plan.finding-recorded"
    finding: Id
    sort: Sort
    text: Text
    source: Id
    document: Text
    paragraph: Text | None = None
    framework: Text | None = added(None)
    priority_action: bool = added(False)
    repeats: Repeated | None = added(None)


InspectionEvent = (
    PlanOpened | InspectionRecorded | ReportReceived | ReportPublished | JudgementRecorded | FindingRecorded
)
