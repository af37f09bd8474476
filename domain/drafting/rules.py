"""What follows when something is asked while the plan is written."""

from collections.abc import Iterable
from typing import assert_never

from domain.actions import agreed, spoken_for, still_open
from domain.approval.state import Approved, Asked
from domain.authority.roles import Role
from domain.drafting import commands as do
from domain.drafting import events as was
from domain.drafting.content import Action, digest
from domain.drafting.state import Version
from domain.finalisation.changes import after_approval
from domain.finalisation.drafts import drafted_within_the_delegation
from domain.finalisation.scope import on_its_way
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require

_APPROVES_DATES: frozenset[Role] = frozenset({"board", "improvement-lead"})


def decide(command: do.DraftingCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.AgreeAction():
            return agree_action(command, plan, act)
        case do.AmendAction():
            return amend_action(command, plan, act)
        case do.ReDateAction():
            return re_date_action(command, plan, act)
        case do.ReasonNoAction():
            return reason_no_action(command, plan, act)
        case do.CutVersion():
            return cut_version(command, plan, act)
        case _:
            assert_never(command)


def open_for_drafting(plan: Plan) -> None:
    """Refuse where the plan is with cabinet, or approved and on its way: what was put and what is sent stays as it is.
    Between the two a change is classed when it is cut (domain/finalisation/changes.py)."""
    standing = plan.approval.standing
    if isinstance(standing, Asked):
        refuse("draft-is-open", f"Version {standing.version} is with cabinet: withdraw it or have it sent back first.")
    if isinstance(standing, Approved) and not plan.submitted and on_its_way(standing, plan):
        refuse("draft-is-open", f"Version {standing.version} is approved and awaits submission: it may not change now.")


def agree_action(command: do.AgreeAction, plan: Plan, act: Act) -> list[PlanEvent]:
    parts = {"owner": command.owner, "due date": command.due, "success measure": command.measure}
    lacking = [name for name, part in parts.items() if part is None]
    require(
        not lacking,
        "action-is-complete",
        f"Action {command.action} has no {' and no '.join(lacking)}: give it before it is agreed.",
    )
    action = was.ActionAgreed.model_validate(command.model_dump())
    before = plan.draft.actions.get(command.action)
    asked = Action(id=action.action, **action.model_dump(exclude={"action"}))
    if before == asked:
        return []
    require(
        before is None, "action-stands", f"Action {command.action} is agreed in other words already: amend it instead."
    )
    _action_fits(asked, plan, act)
    return [action]


def amend_action(command: do.AmendAction, plan: Plan, act: Act) -> list[PlanEvent]:
    before = agreed(command.action, plan)
    change = command.model_dump(exclude={"action", "because"}, exclude_none=True)
    after = Action.model_validate(before.model_dump() | change)
    if after == before:
        return []
    _action_fits(after, plan, act)
    require(
        after.due == before.due or not plan.in_delivery,
        "dates-move-in-the-open",
        f"Action {after.id} is in delivery: give it another due date by re-date-action, with a reason and an approver.",
    )
    return [was.ActionAmended(action=after.id, because=command.because, **after.model_dump(exclude={"id"}))]


def re_date_action(command: do.ReDateAction, plan: Plan, act: Act) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    if action.due == command.due:
        return []
    spoken_for(action, plan, act)
    still_open(action, plan)
    require(
        plan.in_delivery,
        "dates-move-in-the-open",
        f"The plan is not in delivery yet: change the due date of action {action.id} by amend-action.",
    )
    open_for_drafting(plan)
    _dates_fit(action.but(due=command.due))
    drafted_within_the_delegation(plan, act, action.but(due=command.due))
    re_dated = len(plan.draft.re_dates.get(action.id, ()))
    _approved(command, plan, act, re_dated)
    return [was.ActionReDated(was=action.due, count=re_dated + 1, **command.model_dump())]


def _approved(command: do.ReDateAction, plan: Plan, act: Act, re_dated: int) -> None:
    """Refuse a new date that nobody else approved, or not the post that the terms ask for after so many."""
    terms = plan.terms.delivery and plan.terms.delivery.re_dates
    if terms and re_dated >= terms.free:
        require(
            command.approved_by == terms.then_granted_by,
            "re-dates-are-limited",
            f"Action {command.action} has had its free new dates, {terms.free} in all ({terms.source}): only "
            f"{terms.then_granted_by} approves the next.",
        )
    else:
        require(
            bool(plan.terms.roles(command.approved_by) & _APPROVES_DATES),
            "re-date-is-approved",
            f"{command.approved_by} may not approve a new date; that is for a post with the role board or "
            "improvement-lead.",
        )
    require(
        command.approver not in act.people and command.approved_by != act.acting_as,
        "asker-does-not-approve",
        f"{command.approver}, as {command.approved_by}, may not approve what {act.by} asks for as {act.acting_as}: "
        "another person in another post approves it.",
    )


def reason_no_action(command: do.ReasonNoAction, plan: Plan, act: Act) -> list[PlanEvent]:
    if plan.draft.reasons.get(command.finding) == command.because:
        return []
    _findings_known([command.finding], plan)
    open_for_drafting(plan)
    drafted_within_the_delegation(plan, act, reasons={command.finding: command.because})
    return [was.NoActionReasoned(finding=command.finding, because=command.because)]


def cut_version(command: do.CutVersion, plan: Plan, act: Act) -> list[PlanEvent]:
    title = command.title or plan.title
    latest = plan.draft.latest
    if latest and latest.title == title and not plan.draft.moved_on(plan.id, latest, plan.inspection.findings):
        return []
    open_for_drafting(plan)
    drafted_within_the_delegation(plan, act, title=title)
    number = latest.number + 1 if latest else 1
    content = plan.draft.content(plan.id, number, title, plan.inspection.findings)
    cut = was.VersionCut(number=number, digest=digest(content), title=title)
    return [cut, *after_approval(_as_cut(cut, plan), plan, act)]


def _as_cut(cut: was.VersionCut, plan: Plan) -> Version:
    draft = plan.draft
    return Version(
        plan=plan.id,
        number=cut.number,
        digest=cut.digest,
        title=cut.title,
        findings=tuple(plan.inspection.findings.values()),
        actions=tuple(draft.actions.values()),
        reasons=draft.reasons,
        drafted_by=draft.drafted_by,
    )


def _action_fits(action: Action, plan: Plan, act: Act) -> None:
    open_for_drafting(plan)
    _findings_known(action.findings, plan)
    for post in (action.owner, action.lead):
        require(
            post is None or post in plan.terms.posts,
            "owner-is-a-post",
            f"{post} is not a post of {plan.terms.name}: name one that is.",
        )
    _dates_fit(action)
    drafted_within_the_delegation(plan, act, action)


def _dates_fit(action: Action) -> None:
    """Refuse a start after the due date, and a milestone outside the time between the two."""
    start, milestones = action.start, action.milestones or ()
    require(
        start is None or start <= action.due,
        "dates-of-an-action-fit",
        f"Action {action.id} would start on {start} and is due on {action.due}: start it by then.",
    )
    for milestone in milestones:
        require(
            (start or milestone.due) <= milestone.due <= action.due,
            "dates-of-an-action-fit",
            f"Milestone {milestone.id} is due on {milestone.due}, outside the time of action {action.id}, which is due "
            f"on {action.due}: date it within.",
        )
    require(
        len({milestone.id for milestone in milestones}) == len(milestones),
        "milestones-have-ids",
        f"Two milestones of action {action.id} have the same id: give each its own.",
    )


def _findings_known(findings: Iterable[str], plan: Plan) -> None:
    unknown = sorted(set(findings) - set(plan.inspection.findings))
    require(
        not unknown, "finding-is-known", f"No finding {', '.join(unknown)} is recorded in this plan: record it first."
    )
