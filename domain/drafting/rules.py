"""What follows when something is asked while the plan is written."""

from collections.abc import Iterable
from typing import assert_never

from domain.approval.state import Approved, Asked
from domain.drafting import commands as do
from domain.drafting import events as was
from domain.drafting.content import Action, digest
from domain.plan import Plan, PlanEvent
from domain.value import refuse, require


def decide(command: do.DraftingCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.AgreeAction():
            return agree_action(command, plan)
        case do.AmendAction():
            return amend_action(command, plan)
        case do.ReasonNoAction():
            return reason_no_action(command, plan)
        case do.CutVersion():
            return cut_version(command, plan)
        case _:
            assert_never(command)


def open_for_drafting(plan: Plan) -> None:
    """Refuse where the plan is with cabinet, or approved and not yet submitted: what was put must stay as it is."""
    standing = plan.approval.standing
    if isinstance(standing, Asked):
        refuse("draft-is-open", f"Version {standing.version} is with cabinet: withdraw it or have it sent back first.")
    if isinstance(standing, Approved) and not plan.submitted:
        refuse("draft-is-open", f"Version {standing.version} is approved and awaits submission: it may not change now.")


def agree_action(command: do.AgreeAction, plan: Plan) -> list[PlanEvent]:
    parts = {"owner": command.owner, "due date": command.due, "success measure": command.measure}
    lacking = [name for name, part in parts.items() if part is None]
    require(
        not lacking,
        "action-is-complete",
        f"Action {command.action} has no {' and no '.join(lacking)}: give it before it is agreed.",
    )
    agreed = was.ActionAgreed.model_validate(command.model_dump())
    before = plan.draft.actions.get(command.action)
    if before == Action(id=agreed.action, **agreed.model_dump(exclude={"action"})):
        return []
    require(
        before is None, "action-stands", f"Action {command.action} is agreed in other words already: amend it instead."
    )
    _action_fits(agreed.findings, agreed.owner, plan)
    return [agreed]


def amend_action(command: do.AmendAction, plan: Plan) -> list[PlanEvent]:
    before = plan.draft.actions.get(command.action)
    if before is None:
        refuse("action-is-known", f"There is no action {command.action} in this plan: agree it first.")
    after = before.model_copy(update=command.model_dump(exclude={"action", "because"}, exclude_none=True))
    if after == before:
        return []
    _action_fits(after.findings, after.owner, plan)
    return [was.ActionAmended(action=after.id, because=command.because, **after.model_dump(exclude={"id"}))]


def reason_no_action(command: do.ReasonNoAction, plan: Plan) -> list[PlanEvent]:
    if plan.draft.reasons.get(command.finding) == command.because:
        return []
    _findings_known([command.finding], plan)
    open_for_drafting(plan)
    return [was.NoActionReasoned(finding=command.finding, because=command.because)]


def cut_version(command: do.CutVersion, plan: Plan) -> list[PlanEvent]:
    title = command.title or plan.title
    latest = plan.draft.latest
    if latest and latest.title == title and not plan.draft.moved_on(plan.id, latest, plan.inspection.findings):
        return []
    open_for_drafting(plan)
    number = latest.number + 1 if latest else 1
    content = plan.draft.content(plan.id, number, title, plan.inspection.findings)
    return [was.VersionCut(number=number, digest=digest(content), title=title)]


def _action_fits(findings: Iterable[str], owner: str, plan: Plan) -> None:
    open_for_drafting(plan)
    _findings_known(findings, plan)
    require(
        owner in plan.terms.posts, "owner-is-a-post", f"{owner} is not a post of {plan.terms.name}: name one that is."
    )


def _findings_known(findings: Iterable[str], plan: Plan) -> None:
    unknown = sorted(set(findings) - set(plan.inspection.findings))
    require(
        not unknown, "finding-is-known", f"No finding {', '.join(unknown)} is recorded in this plan: record it first."
    )
