"""What follows when something is asked while the plan is carried out."""

from typing import assert_never

from domain.delivery import commands as do
from domain.delivery import events as was
from domain.delivery.state import Progress, Report
from domain.plan import Plan, PlanEvent
from domain.value import Act, refuse


def decide(command: do.DeliveryCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.ProgressAction():
            return progress_action(command, plan, act)
        case do.ReportProgress():
            return report_progress(command, plan)
        case _:
            assert_never(command)


def progress_action(command: do.ProgressAction, plan: Plan, act: Act) -> list[PlanEvent]:
    action = plan.draft.actions.get(command.action)
    if action is None:
        refuse("action-is-known", f"There is no action {command.action} in this plan: agree it first.")
    if act.acting_as != action.owner and "improvement-lead" not in plan.terms.roles(act.acting_as):
        refuse(
            "owner-says-how-it-goes",
            f"Action {action.id} is owned by {action.owner}: only that post or an improvement lead says how it goes.",
        )
    progress = Progress.of({"status": command.status, "note": command.note, "as_of": command.as_of})
    before = plan.delivery.progress.get(command.action)
    if before == progress:
        return []
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
