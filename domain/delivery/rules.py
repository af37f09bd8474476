"""What follows when something is asked while the plan is carried out."""

from datetime import timedelta
from typing import assert_never

from domain.actions import agreed, assured_by_another, meaning_of, spoken_for, still_open
from domain.delivery import commands as do
from domain.delivery import events as was
from domain.delivery.state import Progress, Report
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(command: do.DeliveryCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.ProgressAction():
            return progress_action(command, plan, act)
        case do.ReportProgress():
            return report_progress(command, plan)
        case do.CloseAction():
            return close(command, plan, act)
        case do.ReopenAction():
            return reopen(command, plan)
        case do.OverrideRag():
            return override(command, plan, act)
        case _:
            assert_never(command)


def progress_action(command: do.ProgressAction, plan: Plan, act: Act) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    spoken_for(action, plan, act)
    progress = Progress.of({"status": command.status, "note": command.note, "as_of": command.as_of})
    before = plan.delivery.progress.get(command.action)
    if before == progress:
        return []
    still_open(action, plan)
    if before and before.as_of > command.as_of:
        refuse(
            "progress-moves-on",
            f"Action {command.action} has progress as of {before.as_of} already: date this one no earlier.",
        )
    return [was.ActionProgressed.of({"action": command.action} | progress.__dict__)]


def report_progress(command: do.ReportProgress, plan: Plan) -> list[PlanEvent]:
    report = Report(to=command.to, reported_on=command.reported_on, summary=command.summary)
    if plan.delivery.last_report.get(command.to) == report:
        return []
    return [was.ProgressReported(**command.model_dump())]


def close(command: do.CloseAction, plan: Plan, act: Act) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    standing = plan.delivery.closed(action.id)
    if standing and (standing.closed_on, standing.note) == (command.closed_on, command.note):
        return []
    still_open(action, plan)
    assured_by_another(action, act)
    verified = plan.evidence.verified(action.id)
    require(
        bool(verified),
        "closed-on-evidence",
        f"Action {action.id} has no verified evidence: have at least one item verified before it is closed.",
    )
    last = plan.delivery.last_closure(action.id)
    if last and last.reopened and last.reopened.reopened_on > command.closed_on:
        refuse(
            "closing-and-reopening-in-order",
            f"Action {action.id} was reopened on {last.reopened.reopened_on}: it cannot have been closed again on "
            f"{command.closed_on}.",
        )
    return [was.ActionClosed(rests_on=verified, **command.model_dump())]


def reopen(command: do.ReopenAction, plan: Plan) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    reopened = was.ActionReopened(**command.model_dump())
    last = plan.delivery.last_closure(action.id)
    if last and last.reopened == reopened:
        return []
    closed = plan.delivery.closed(action.id)
    if closed is None:
        refuse("action-is-closed", f"Action {action.id} is not closed: there is nothing to reopen.")
    require(
        command.reopened_on >= closed.closed_on,
        "closing-and-reopening-in-order",
        f"Action {action.id} was closed on {closed.closed_on}: it cannot have been reopened on {command.reopened_on}.",
    )
    return [reopened]


def override(command: do.OverrideRag, plan: Plan, act: Act) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    overridden = was.RagOverridden(**command.model_dump())
    before = plan.delivery.overrides.get(action.id)
    if before == overridden:
        return []
    still_open(action, plan)
    assured_by_another(action, act)
    ladder = plan.terms.ladder
    meaning_of(command.rating, {rung.rating: rung.meaning for rung in ladder.rungs}, plan)
    last = command.as_of + timedelta(ladder.override_days)
    require(
        command.as_of <= command.until <= last,
        "override-ends",
        f"An override from {command.as_of} ends by {last} ({ladder.source}), and not before it begins: not on "
        f"{command.until}.",
    )
    if before and before.as_of > command.as_of:
        refuse(
            "progress-moves-on",
            f"The rating of action {action.id} is overridden from {before.as_of} already: date this override no "
            "earlier.",
        )
    return [overridden]
