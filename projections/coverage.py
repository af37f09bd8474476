"""What answers each finding: its actions, or the reason why it gets none."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.delivery.events import Status
from domain.inspection.events import Sort
from domain.inspection.state import Finding
from domain.plan import Plan
from domain.value import Value
from projections.projection import PerPlan


class Answer(Value):
    """An action on a finding, and where it has got to."""

    action: str
    text: str
    owner: str
    due: date
    status: Status


class Covered(Value):
    """One finding. `answered` says whether a recommendation has an action or a reason; None where none is required."""

    plan: str
    finding: str
    sort: Sort
    text: str
    source: str
    document: str
    paragraph: str | None
    actions: tuple[Answer, ...]
    reason: str | None
    answered: bool | None


def coverage(plan: Plan) -> Mapping[str, Covered]:
    """A row for each finding, under its id."""
    answers: dict[str, list[Answer]] = {finding: [] for finding in plan.inspection.findings}
    for action in plan.draft.actions.values():
        answer = Answer(
            action=action.id,
            text=action.text,
            owner=action.owner,
            due=action.due,
            status=plan.delivery.status(action.id),
        )
        for finding in action.findings:
            answers.get(finding, []).append(answer)  # as at a day on which the action was there and the finding not yet
    return {finding.id: _row(plan, finding, answers[finding.id]) for finding in plan.inspection.findings.values()}


def _row(plan: Plan, finding: Finding, answers: Sequence[Answer]) -> Covered:
    reason = plan.draft.reasons.get(finding.id)
    return Covered(
        plan=plan.id,
        finding=finding.id,
        sort=finding.sort,
        text=finding.text,
        source=finding.source,
        document=finding.document,
        paragraph=finding.paragraph,
        actions=tuple(answers),
        reason=reason,
        answered=bool(answers or reason) if finding.sort == "recommendation" else None,
    )


COVERAGE = PerPlan("coverage", 1, Covered, coverage)
