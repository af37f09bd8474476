"""What follows when scrutiny's recommendations, their answers, or what the board says are recorded."""

from typing import assert_never

from domain.call_in.rules import decision_on
from domain.clocks import months_after
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.scrutiny import commands as do
from domain.scrutiny import events as was
from domain.value import refuse, require


def decide(command: do.ScrutinyCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.RecordScrutiny():
            return record(command, plan)
        case do.RecordScrutinyRecommendation():
            return recommend(command, plan)
        case do.AnswerScrutiny():
            return answer(command, plan)
        case do.ChallengeByBoard():
            return challenge(command, plan)
        case do.ReconstituteBoard():
            reconstituted = was.BoardReconstituted(**command.model_dump())
            return [] if plan.scrutiny.board == reconstituted else [reconstituted]
        case do.ChangeBoardChair():
            changed = was.BoardChairChanged(**command.model_dump())
            return [] if plan.scrutiny.chair == changed else [changed]
        case do.RequireReport():
            return require_report(command, plan)
        case _:
            assert_never(command)


def record(command: do.RecordScrutiny, plan: Plan) -> list[PlanEvent]:
    considered = was.ScrutinyConsidered(**command.model_dump())
    before = plan.scrutiny.meetings.get(command.meeting)
    if before == considered:
        return []
    require(
        before is None,
        "scrutiny-stands",
        f"Meeting {command.meeting} of scrutiny is recorded in other words already: give another its own id.",
    )
    return [considered]


def recommend(command: do.RecordScrutinyRecommendation, plan: Plan) -> list[PlanEvent]:
    """The day by which it is answered is counted from the meeting, in months, where the terms ask for an answer."""
    meeting = plan.scrutiny.meetings.get(command.meeting)
    if meeting is None:
        refuse("scrutiny-is-known", f"No meeting {command.meeting} of scrutiny is recorded: record it first.")
    terms = plan.terms.scrutiny
    made_on = meeting.considered_on
    made = was.ScrutinyRecommendationMade(
        made_on=made_on,
        respond_by=months_after(made_on, terms.respond_within_months) if terms else None,
        **command.model_dump(),
    )
    before = plan.scrutiny.recommendations.get(command.recommendation)
    if before == made:
        return []
    require(
        before is None,
        "scrutiny-stands",
        f"Recommendation {command.recommendation} of scrutiny is recorded in other words already: give another its own "
        "id.",
    )
    return [made]


def answer(command: do.AnswerScrutiny, plan: Plan) -> list[PlanEvent]:
    made = plan.scrutiny.recommendations.get(command.recommendation)
    if made is None:
        refuse(
            "scrutiny-is-known",
            f"No recommendation {command.recommendation} of scrutiny is recorded: record it before its answer.",
        )
    answered = was.ScrutinyRecommendationAnswered(respond_by=made.respond_by, **command.model_dump())
    before = plan.scrutiny.answers.get(command.recommendation)
    if before == answered:
        return []
    require(
        before is None,
        "scrutiny-stands",
        f"Recommendation {command.recommendation} of scrutiny was answered in other words already.",
    )
    require(
        command.answer == "accepted" or command.because is not None,
        "scrutiny-answer-has-a-reason",
        f"Recommendation {command.recommendation} is not accepted whole: say why.",
    )
    require(
        command.answered_on >= made.made_on,
        "scrutiny-answer-follows",
        f"Recommendation {command.recommendation} was made on {made.made_on} and cannot have been answered on "
        f"{command.answered_on}.",
    )
    return [answered]


def challenge(command: do.ChallengeByBoard, plan: Plan) -> list[PlanEvent]:
    version = plan.version(command.version)
    if version is None:
        refuse("version-is-known", f"There is no version {command.version} of this plan: cut it first.")
    challenged = was.BoardChallenged(digest=version.digest, **command.model_dump())
    return [] if challenged in plan.scrutiny.challenges else [challenged]


def require_report(command: do.RequireReport, plan: Plan) -> list[PlanEvent]:
    standing, _ = decision_on(command.version, plan)
    required = was.ReportToCouncilRequired(round=standing.round, digest=standing.digest, **command.model_dump())
    if required in plan.scrutiny.reports:
        return []
    assessed = plan.notices.assessed
    require(
        assessed is None or not assessed.is_key,
        "report-is-on-a-decision-not-key",
        f"The decision on version {command.version} was treated as key: a report is required on one that was not.",
    )
    require(
        standing.decided_on <= command.required_on <= command.report_by,
        "report-follows-decision",
        f"Cabinet decided on {standing.decided_on}: a report cannot have been required on {command.required_on} by "
        f"{command.report_by}.",
    )
    return [required]
