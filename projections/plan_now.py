"""The plan as an officer wants to see it: where it stands, what was found, what is being done, and who has what."""

from collections.abc import Mapping
from datetime import date

from domain.approval.state import Approved, Asked, Standing
from domain.closing.events import PlanSuperseded
from domain.delivery.events import Status
from domain.delivery.rag import Rag, rag
from domain.delivery.state import Report
from domain.drafting.content import Action
from domain.evidence.events import EvidenceStatus
from domain.inspection.events import Grade, InspectionRecorded, Judgement
from domain.inspection.state import Report as InspectionReport
from domain.intervention.state import Intervention
from domain.measures.events import MeasureDefined, ReadingRecorded
from domain.monitoring.events import MonitoringVisitRecorded
from domain.plan import Plan
from domain.route.stages import awaiting
from domain.submission.events import Receipt
from domain.value import Value
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


class ActionNow(Action):
    """An action as agreed, with the latest word on it, on its evidence and on its impact: three values apart.

    `re_dates` counts the new due dates since `original_due`. `rag` is how it is rated on the day that was asked about;
    no stored row holds it.
    """

    original_due: date
    re_dates: int
    status: Status
    note: str | None
    as_of: date | None
    evidence: EvidenceStatus
    impact: str | None
    closed_on: date | None
    rag: Rag | None = None


class MeasureNow(Value):
    """A measure as defined, and its latest reading."""

    defined: MeasureDefined
    latest: ReadingRecorded | None


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
    measures: tuple[MeasureNow, ...]
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
        measures=_measures(plan),
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


def rated(seen: PlanNow, plan: Plan, on: date) -> PlanNow:
    """The same with each action's rating on that day, as far as `plan` knows."""
    return seen.but(actions=tuple(action.but(rag=rag(action.id, on, plan)) for action in seen.actions))


def stage(plan: Plan) -> str:
    """Where the plan stands, in plain words."""
    if plan.closing.ended:
        return "superseded" if isinstance(plan.closing.ended, PlanSuperseded) else "closed"
    standing = plan.approval.standing
    if isinstance(standing, Asked):
        return f"with {awaiting(standing, plan) or 'cabinet'}"
    if isinstance(standing, Approved) and not plan.submitted:
        if plan.call_in(standing.round).held_by:
            return "approved, called in"
        if plan.finalisation.awaited(standing):
            given = plan.finalisation.in_force(standing)
            ran_out = given and plan.brought_forward.ran_out(given)
            return f"approved, {'delegation to finalise it ran out' if ran_out else 'to be finalised under delegation'}"
        waits = waits_for_call_in(plan)
        return "approved, waiting for the end of call-in" if waits else "approved, being submitted"
    if plan.submission.first_submitted_on is not None:
        return "submitted, in delivery"
    return "in delivery" if plan.in_delivery_from_start else "drafting"


def waits_for_call_in(plan: Plan) -> bool:
    """Whether an approved version may still be called in, or is, as far as the book knows."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or plan.submission.round == standing.round:
        return False
    call_in = plan.call_in(standing.round)
    possible = standing.call_in_ends is not None and not standing.call_in_over and call_in.exempt_from is None
    return possible or bool(call_in.held_by)


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
    return tuple(_action(action, plan) for action in plan.draft.actions.values())


def _action(action: Action, plan: Plan) -> ActionNow:
    progress, impact = plan.delivery.progress.get(action.id), plan.evidence.impact.get(action.id)
    closed = plan.delivery.closed(action.id)
    return ActionNow.of(
        action.__dict__
        | {
            "original_due": plan.draft.original_due(action),
            "re_dates": len(plan.draft.re_dates.get(action.id, ())),
            "status": plan.delivery.status(action.id),
            "note": progress.note if progress else None,
            "as_of": progress.as_of if progress else None,
            "evidence": plan.evidence.status(action.id),
            "impact": impact.rating if impact else None,
            "closed_on": closed.closed_on if closed else None,
            "rag": None,
        }
    )


def _measures(plan: Plan) -> tuple[MeasureNow, ...]:
    readings = plan.measures.readings
    return tuple(
        MeasureNow(defined=defined, latest=readings[id_][-1] if id_ in readings else None)
        for id_, defined in plan.measures.defined.items()
    )


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


PLAN_NOW = PerPlan("plan_now", 4, PlanNow, _rows)
