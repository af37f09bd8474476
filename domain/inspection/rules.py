"""What follows when something is asked about an inspection."""

from datetime import date
from typing import assert_never

from domain.authority.state import Authority
from domain.book.events import is_plan
from domain.deadline.rules import computed_deadlines
from domain.inspection import commands as do
from domain.inspection import events as was
from domain.inspection.events import INSPECTION, Judgement
from domain.inspection.frameworks import BOTH, ERAS, GRADED, era_of, owed
from domain.inspection.state import Finding, Inspection
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require


def decide(command: do.InspectionCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.OpenPlan():
            return _opened_already(command, plan)
        case do.RecordInspection():
            return record_inspection(command, plan)
        case do.ReceiveReport():
            return receive_report(command, plan)
        case do.RecordReportPublication():
            return record_publication(command, plan)
        case do.RecordJudgement():
            return record_judgement(command, plan)
        case do.RecordFinding():
            return record_finding(command, plan)
        case _:
            assert_never(command)


def open_plan(command: do.OpenPlan, stream: str, terms: Authority) -> list[PlanEvent]:
    require(is_plan(stream), "plan-id-is-free", f"{stream} is not a plan's id: choose another.")
    return [
        was.PlanOpened(
            title=command.title,
            authority=terms.id,
            constitution=terms.digest,
            terms=terms,
            stage=command.stage,
        )
    ]


def _opened_already(command: do.OpenPlan, plan: Plan) -> list[PlanEvent]:
    stage = "delivery" if plan.in_delivery_from_start else "drafting"
    same = (plan.title, plan.terms.id, stage) == (command.title, command.authority, command.stage)
    require(same, "plan-id-is-free", f"{plan.id} is another plan already, “{plan.title}”: choose another id.")
    return []


def record_inspection(command: do.RecordInspection, plan: Plan) -> list[PlanEvent]:
    era = era_of(command.type, command.started_on)
    recorded = was.InspectionRecorded(era=era.name if era else None, **command.model_dump())
    before = plan.inspection.sources.get(command.source)
    if before == recorded:
        return []
    require(before is None, "inspection-stands", f"Inspection {command.source} is recorded in other words already.")
    require(
        command.source not in plan.monitoring.visits,
        "source-id-is-free",
        f"{command.source} is a monitoring visit of this plan: choose another id for the inspection.",
    )
    inspection_fits(recorded, plan)
    return [recorded]


def inspection_fits(inspection: was.InspectionRecorded, plan: Plan) -> None:
    """Refuse what no inspection can have been, and what does not fit the report and the clocks on record."""
    require(
        inspection.started_on <= inspection.ended_on,
        "inspection-ends-after-it-begins",
        f"The inspection cannot end on {inspection.ended_on} before it begins on {inspection.started_on}.",
    )
    require(
        inspection.era is not None or inspection.type not in GRADED,
        "type-of-its-time",
        f"No {inspection.type} inspection began on {inspection.started_on}: the SIF ran from 2013 to 2017 and ILACS "
        "began in 2018; check the type and the day.",
    )
    require(
        inspection.principal_authority is None or inspection.type == "jtai",
        "principal-authority-of-a-jtai",
        f"A principal authority is named on a JTAI alone, and this is of type {inspection.type}: leave it out.",
    )
    _fits_its_report(inspection, plan)


def _fits_its_report(inspection: was.InspectionRecorded, plan: Plan) -> None:
    """What the book holds of the report stays as it is: refuse an inspection that it cannot be the report of."""
    before = plan.inspection.sources.get(inspection.source)
    report = plan.inspection.report(inspection.source)
    for day in filter(None, (report.received_on, *report.published.values())):
        follows(inspection, day)
    for judgement in report.judgements:
        is_of_its_era(judgement, inspection)
    require(
        before is not None or report.received_on is None or owed(inspection, plan.terms) == BOTH,
        "inspection-before-its-report",
        f"The report was received on {report.received_on} as that of a whole inspection, and its clocks run: record "
        f"{inspection.type} {inspection.source} before its report.",
    )
    require(
        before is None or report.received_on is None or owed(inspection, plan.terms) == owed(before, plan.terms),
        "clocks-run-by-the-inspection",
        f"The report of {inspection.source} was received on {report.received_on} and started the clocks of its "
        "inspection: what says which clocks those are stays as it was; open a plan for an inspection of another kind.",
    )


def receive_report(command: do.ReceiveReport, plan: Plan) -> list[PlanEvent]:
    """Receipt starts the statutory clocks that this type of inspection has (EIA 2006 s.137(3); SI 2007/462)."""
    inspection = inspection_known(command.source, plan)
    before = plan.inspection.report(command.source)
    if (before.received_on, before.document) == (command.received_on, command.document):
        return []
    require(
        before.received_on is None,
        "report-received-once",
        f"The report is recorded as received on {before.received_on} already.",
    )
    follows(inspection, command.received_on)
    duties = owed(inspection, plan.terms)
    require(
        command.source == INSPECTION or not duties,
        "one-statement-a-plan",
        f"The report of {command.source} asks for a statement of its own: open a plan for it and receive it there.",
    )
    return [was.ReportReceived(**command.model_dump()), *computed_deadlines(duties, command.received_on, plan)]


def record_publication(command: do.RecordReportPublication, plan: Plan) -> list[PlanEvent]:
    inspection = inspection_known(command.source, plan)
    before = plan.inspection.report(command.source).published.get(command.publisher)
    if before == command.published_on:
        return []
    require(before is None, "report-published-once", f"Its publication is recorded as of {before} already.")
    follows(inspection, command.published_on)
    return [was.ReportPublished(**command.model_dump())]


def record_judgement(command: do.RecordJudgement, plan: Plan) -> list[PlanEvent]:
    inspection = inspection_known(command.source, plan)
    before = plan.inspection.report(command.source).judgements.get(command.judgement)
    if before == command.grade:
        return []
    require(before is None, "judgement-stands", f"{command.judgement} is recorded as {before} already.")
    if inspection:
        is_of_its_era(command.judgement, inspection)
    return [was.JudgementRecorded(**command.model_dump())]


def record_finding(command: do.RecordFinding, plan: Plan) -> list[PlanEvent]:
    source_known(command.source, plan)
    before = plan.inspection.findings.get(command.finding)
    finding = Finding(id=command.finding, **command.model_dump(exclude={"finding"}))
    if before == finding:
        return []
    require(before is None, "finding-stands", f"Finding {command.finding} is recorded in other words already.")
    finding_fits(finding, plan.inspection)
    return [was.FindingRecorded(**command.model_dump())]


def source_known(source: str, plan: Plan) -> None:
    """Refuse a finding of an inspection or a visit that is not recorded."""
    require(
        source == INSPECTION or source in plan.inspection.sources or source in plan.monitoring.visits,
        "source-is-known",
        f"No inspection or visit {source} is recorded: record it before its findings.",
    )


def finding_fits(finding: Finding, known: Inspection) -> None:
    """Refuse one for priority action that its inspection did not raise, or that repeats what is not there to repeat.

    Within the plan a repeated finding is known; another plan is another stream, and its finding is only named.
    """
    inspection = known.sources.get(finding.source)
    require(
        not finding.priority_action or inspection is None or inspection.priority_action,
        "priority-action-was-raised",
        f"Inspection {finding.source} is recorded without areas for priority action: {finding.id} cannot be one.",
    )
    if finding.repeats is None or "/" in finding.repeats:
        return
    repeated = known.findings.get(finding.repeats)
    if repeated is None:
        refuse(
            "repeated-finding-is-known",
            f"There is no finding {finding.repeats} in this plan: record it, or give another plan's as plan/finding.",
        )
    require(
        repeated.source != finding.source,
        "repeated-finding-is-known",
        f"Finding {finding.repeats} is of {finding.source} too: what is repeated comes from an earlier source.",
    )


def inspection_known(source: str, plan: Plan) -> was.InspectionRecorded | None:
    """The inspection, if it is recorded; in an old book the plan's own may not be. Refused for others."""
    inspection = plan.inspection.sources.get(source)
    require(
        source == INSPECTION or inspection is not None,
        "source-is-known",
        f"No inspection {source} is recorded: record it before its report.",
    )
    return inspection


def follows(inspection: was.InspectionRecorded | None, day: date) -> None:
    """Refuse a day of the report before the end of its inspection, where that is recorded."""
    if inspection and day < inspection.ended_on:
        refuse(
            "report-follows-inspection",
            f"The report of an inspection that ended on {inspection.ended_on} cannot have come out on {day}.",
        )


def is_of_its_era(judgement: Judgement, inspection: was.InspectionRecorded) -> None:
    """Refuse a judgement that the inspection's framework does not give."""
    if inspection.era is None:
        refuse(
            "judgement-of-its-era",
            f"An inspection of type {inspection.type} gives no grades: record what it says as findings.",
        )
    given = ERAS[inspection.era].judgements
    require(
        judgement in given,
        "judgement-of-its-era",
        f"An inspection that began on {inspection.started_on} gives no judgement {judgement}; it gives "
        f"{', '.join(given)}.",
    )
