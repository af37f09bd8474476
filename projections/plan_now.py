"""The plan as an officer wants to see it: where it stands, what was found, what is being done, and who has what."""

from collections.abc import Mapping
from datetime import date

from domain.approval.state import Approved, Asked, Standing
from domain.delivery.events import Status
from domain.delivery.state import Progress, Report
from domain.drafting.content import Action
from domain.inspection.events import Grade, InspectionRecorded, Judgement
from domain.inspection.state import Report as InspectionReport
from domain.intervention.state import Intervention
from domain.monitoring.events import MonitoringVisitRecorded
from domain.plan import Plan
from domain.submission.events import Receipt
from domain.value import Value
from projections.coverage import NOT_STARTED
from projections.deadlines import DeadlineRow, deadlines
from projections.projection import PerPlan


class InspectionNow(Value):
    """An inspection as recorded, and what is known of its report."""

    recorded: InspectionRecorded
    report: InspectionReport


class FindingsNow(Value):
    """How many findings of each sort, and the recommendations that nothing answers yet."""

    recommendations: int
    strengths: int
    weaknesses: int
    areas: int
    unanswered: tuple[str, ...]


class ActionNow(Value):
    """An action as agreed, with the latest word on it."""

    id: str
    findings: tuple[str, ...]
    text: str
    owner: str
    due: date
    measure: str
    status: Status
    note: str | None
    as_of: date | None


class VersionNow(Value):
    """A version as cut, and whether the board endorsed and the authority published it."""

    number: int
    title: str
    digest: str
    drafted_by: tuple[str, ...]
    endorsed_on: date | None
    published_on: date | None


class PlanNow(Value):
    """One plan. `received_on` to `judgements` are those of the inspection that the plan was made for; `receipts` and
    `submitted_on` those of the latest round that was sent."""

    plan: str
    title: str
    authority: str
    authority_name: str
    stage: str
    received_on: date | None
    embargoed_until: date | None
    published: dict[str, date]
    judgements: dict[Judgement, Grade]
    findings: FindingsNow
    actions: tuple[ActionNow, ...]
    versions: tuple[VersionNow, ...]
    approval: Standing
    receipts: tuple[Receipt, ...]
    submitted_on: date | None
    deadlines: tuple[DeadlineRow, ...]
    inspections: tuple[InspectionNow, ...]
    visits: tuple[MonitoringVisitRecorded, ...]
    intervention: Intervention
    reports: tuple[Report, ...]


def now(plan: Plan) -> PlanNow:
    """The plan as it stands in `plan`, whether that is today's or an earlier day's."""
    report = plan.inspection.report()
    return PlanNow(
        plan=plan.id,
        title=plan.title,
        authority=plan.terms.id,
        authority_name=plan.terms.name,
        stage=stage(plan),
        received_on=report.received_on,
        embargoed_until=report.embargoed_until,
        published=report.published,
        judgements=report.judgements,
        findings=_findings(plan),
        actions=_actions(plan),
        versions=_versions(plan),
        approval=plan.approval.standing,
        receipts=tuple(plan.submission.receipts.values()),
        submitted_on=plan.submission.submitted_on,
        deadlines=tuple(deadlines(plan).values()),
        inspections=_inspections(plan),
        visits=tuple(plan.monitoring.visits.values()),
        intervention=plan.intervention,
        reports=tuple(plan.delivery.last_report.values()),
    )


def stage(plan: Plan) -> str:
    """Where the plan stands, in plain words."""
    standing = plan.approval.standing
    if isinstance(standing, Asked):
        return "with cabinet"
    if isinstance(standing, Approved) and not plan.submitted:
        waits = waits_for_call_in(plan)
        return "approved, waiting for the end of call-in" if waits else "approved, being submitted"
    if plan.submission.first_submitted_on is not None:
        return "submitted, in delivery"
    return "in delivery" if plan.in_delivery_from_start else "drafting"


def waits_for_call_in(plan: Plan) -> bool:
    """Whether an approved version may still be called in, as far as the book knows."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.call_in_ends is None or standing.call_in_over:
        return False
    return plan.submission.round != standing.round


def _inspections(plan: Plan) -> tuple[InspectionNow, ...]:
    sources, report = plan.inspection.sources, plan.inspection.report
    return tuple(InspectionNow(recorded=each, report=report(source)) for source, each in sources.items())


def _findings(plan: Plan) -> FindingsNow:
    sorts = [finding.sort for finding in plan.inspection.findings.values()]
    return FindingsNow(
        recommendations=sorts.count("recommendation"),
        strengths=sorts.count("strength"),
        weaknesses=sorts.count("weakness"),
        areas=sorts.count("area"),
        unanswered=tuple(finding.id for finding in plan.unanswered),
    )


def _actions(plan: Plan) -> tuple[ActionNow, ...]:
    latest = plan.delivery.progress
    return tuple(_action(action, latest.get(action.id)) for action in plan.draft.actions.values())


def _action(action: Action, latest: Progress | None) -> ActionNow:
    if latest is None:
        return ActionNow.of(action.__dict__ | {"status": NOT_STARTED, "note": None, "as_of": None})
    return ActionNow.of(action.__dict__ | latest.__dict__)


def _versions(plan: Plan) -> tuple[VersionNow, ...]:
    return tuple(
        VersionNow(
            number=version.number,
            title=version.title,
            digest=version.digest,
            drafted_by=version.drafted_by,
            endorsed_on=plan.approval.endorsed.get(version.digest),
            published_on=plan.submission.published.get(version.number),
        )
        for version in plan.draft.versions
    )


def _rows(plan: Plan) -> Mapping[str, PlanNow]:
    return {"now": now(plan)}


PLAN_NOW = PerPlan("plan_now", 2, PlanNow, _rows)
