"""What follows when a route is chosen, and when a body on it answers or puts its answer off."""

from typing import assert_never

from domain.approval.asking import all_answered
from domain.approval.members import may_decide
from domain.approval.state import Approved, Asked
from domain.authority.routes import CABINET, Asking, Stage
from domain.notice.rules import agenda_was_open
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.route import commands as do
from domain.route import events as was
from domain.route.stages import may_answer, next_after, stage_of, verb_fits, vote_carries, words
from domain.value import refuse, require


def decide(command: do.RouteCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.ChooseRoute():
            return choose(command, plan)
        case do.RecordDecision():
            return record(command, plan)
        case do.DeferDecision():
            return defer(command, plan)
        case _:
            assert_never(command)


def choose(command: do.ChooseRoute, plan: Plan) -> list[PlanEvent]:
    route = plan.terms.route(command.route)
    if route is None:
        known = ", ".join(r.id for r in plan.terms.routes) or "none"
        refuse(
            "route-is-known", f"The terms of {plan.terms.name} have no route {command.route}; they have these: {known}."
        )
    if plan.route.route == route:
        return []
    standing = plan.approval.standing
    require(
        not isinstance(standing, Asked) and (plan.submitted or not isinstance(standing, Approved)),
        "route-stands-for-the-round",
        "A round is under way, and it ends on the route it began with: choose another before the next.",
    )
    return [was.ApprovalRouteChosen(route=route, governance=plan.terms.governance)]


def record(command: do.RecordDecision, plan: Plan) -> list[PlanEvent]:
    standing = plan.approval.standing
    if not isinstance(standing, Asked | Approved):
        refuse("cabinet-was-asked", "Nothing is on its way that could be answered: ask for approval first.")
    before = standing.answers.get(command.stage)
    if isinstance(before, was.DecisionMade) and words(command) == words(before):
        return []
    stage, awaited = _answers(command, standing, plan)
    seat = plan.terms.body(stage.body)
    require(
        (command.version, command.digest or standing.digest) == (standing.version, standing.digest),
        "approved-is-what-was-put",
        f"Version {standing.version} was put to {seat.name}, with a digest that begins {standing.digest[:12]}.",
    )
    verb_fits(command.verb, stage)
    may_decide(command.decided_by, command.version, plan, command.conflicts or (), stage.body)
    vote_carries(command.votes, command.decided_by, command.conflicts or ())
    agenda_was_open(command.decided_on, plan)
    return [
        was.DecisionMade(
            round=standing.round,
            body=seat.id,
            name=seat.name,
            awaited=awaited,
            afterwards=isinstance(standing, Approved),
            **command.model_dump() | {"digest": standing.digest},
        )
    ]


def _answers(command: do.RecordDecision, standing: Asked | Approved, plan: Plan) -> tuple[Stage, tuple[Asking, ...]]:
    """The stage that answers, and who is awaited after it. Raises Refused where it may not answer now."""
    if isinstance(standing, Approved):
        return _noting(command, standing, plan), ()
    stage = stage_of(command.stage, standing.taken)
    if standing.taken.after_submission(stage):
        refuse("noted-after-submission", f"Stage {stage.id} notes what was submitted: submit the plan first.")
    require(
        stage.body != CABINET,
        "stage-is-on-the-route",
        f"Stage {stage.id} is cabinet's: record its answer with record-cabinet-approval.",
    )
    require(
        command.decided_on >= standing.asked_on,
        "answer-follows-question",
        f"The question was asked on {standing.asked_on} and cannot have been answered on {command.decided_on}.",
    )
    may_answer(stage, command.decided_on, standing)
    awaited = next_after(stage, standing, plan)
    if stage.does == "decides" or not awaited:
        all_answered(plan)
    return stage, awaited


def _noting(command: do.RecordDecision, approved: Approved, plan: Plan) -> Stage:
    """The stage that notes what was submitted, on a route that submits first."""
    route, submitted = approved.route, plan.submission.submitted_on
    stage = route.stage(command.stage) if route else None
    if route is None or stage is None or not route.after_submission(stage):
        refuse("cabinet-was-asked", f"Version {approved.version} is approved: no answer to it is awaited.")
    require(
        plan.submitted and submitted is not None and command.decided_on >= submitted,
        "noted-after-submission",
        f"Stage {stage.id} notes what was submitted, and not before that: see when the plan was.",
    )
    require(
        stage.id not in approved.answers,
        "stage-answers-once",
        f"Stage {stage.id} has noted version {approved.version} already.",
    )
    waits = ", ".join(id_ for id_ in stage.after if id_ not in approved.answers)
    require(not waits, "stage-is-open", f"Stage {stage.id} notes it after {waits}: record that first.")
    return stage


def defer(command: do.DeferDecision, plan: Plan) -> list[PlanEvent]:
    asked = plan.approval.standing
    if not isinstance(asked, Asked):
        refuse("cabinet-was-asked", "Nothing is on its way that could be put off: ask for approval first.")
    stage = stage_of(command.stage, asked.taken)
    seat = plan.terms.body(stage.body)
    deferred = was.DecisionDeferred(round=asked.round, body=seat.id, name=seat.name, **command.model_dump())
    if asked.deferred.get(stage.id) == deferred:
        return []
    require(
        command.version == asked.version,
        "approved-is-what-was-put",
        f"Version {asked.version} was put to {seat.name}, and no other can be put off.",
    )
    require(
        command.deferred_on >= asked.asked_on,
        "answer-follows-question",
        f"The question was asked on {asked.asked_on} and cannot have been put off on {command.deferred_on}.",
    )
    may_answer(stage, command.deferred_on, asked)
    require(
        command.to_meeting_on > command.deferred_on,
        "deferred-to-a-later-meeting",
        f"What is put off on {command.deferred_on} cannot be for the meeting of {command.to_meeting_on}.",
    )
    return [deferred]
