"""What must hold of a version that goes to cabinet, and when cabinet's answer to it is chased."""

from datetime import date

from domain.approval import events as was
from domain.drafting.state import Version
from domain.plan import Plan
from domain.route.stages import askings
from domain.value import require

REMIND_PAST_ANSWER_BY = 20
"""For how many working days after `answer_by` reminders go on, unless there is an answer."""


def fit_for_cabinet(version: Version, plan: Plan) -> None:
    """Raises Refused where the version cannot go to cabinet as the plan stands."""
    latest = plan.draft.latest
    assert latest is not None
    require(
        version == latest, "latest-version", f"Version {latest.number} has been cut since: put that one to cabinet."
    )
    all_answered(plan)
    require(
        bool(plan.draft.actions or plan.draft.reasons),
        "something-is-proposed",
        "The plan has no action and no reason for having none: there is nothing for cabinet to decide on.",
    )
    require(
        not plan.draft.moved_on(plan.id, version, plan.inspection.findings),
        "version-is-current",
        f"The draft has changed since version {version.number} was cut: cut a new one.",
    )


def all_answered(plan: Plan) -> None:
    """EIA 2006 s.137(3): the statement says what is proposed in the light of the report; nothing is passed over."""
    lacking = ", ".join(f.id for f in plan.unanswered)
    require(
        not lacking,
        "every-recommendation-answered",
        f"These recommendations have neither an action nor a recorded reason why not: {lacking}.",
    )


def question(version: Version, asked_on: date, answer_by: date, plan: Plan) -> was.ApprovalAsked:
    """The question, with every day on which somebody is reminded and the day on which it is taken higher."""
    chasing = plan.terms.chasing
    route = plan.route.route
    remind_on, escalate_on = chasing_days(asked_on, answer_by, plan)
    return was.ApprovalAsked(
        round=plan.approval.rounds + 1,
        version=version.number,
        digest=version.digest,
        asked_on=asked_on,
        answer_by=answer_by,
        answer_to=plan.terms.submitted_by,
        remind=chasing.remind,
        remind_on=remind_on,
        escalate_to=chasing.escalate_to,
        escalate_on=escalate_on,
        calendar=plan.calendar.label,
        route=route,
        awaited=askings(route.open(()), plan) if route else (),
    )


def chasing_days(asked_on: date, answer_by: date, plan: Plan) -> tuple[tuple[date, ...], date]:
    """The days on which somebody is reminded, and the day on which the question is taken higher."""
    chasing = plan.terms.chasing
    last = plan.calendar.add_working_days(answer_by, REMIND_PAST_ANSWER_BY)
    remind_on: list[date] = []
    day = plan.calendar.add_working_days(asked_on, chasing.remind_every)
    while day <= last:
        remind_on.append(day)
        day = plan.calendar.add_working_days(day, chasing.remind_every)
    return tuple(remind_on), plan.calendar.add_working_days(answer_by, chasing.escalate_after)
