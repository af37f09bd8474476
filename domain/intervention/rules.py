"""What follows when something is asked about intervention."""

from datetime import date
from typing import assert_never

from domain.clocks import months_after
from domain.intervention import commands as do
from domain.intervention import events as was
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require


def decide(command: do.InterventionCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.RecordImprovementNotice():
            return record_notice(command, plan)
        case do.RecordSixMonthReview():
            return record_review(command, plan)
        case do.LiftNotice():
            return lift_notice(command, plan)
        case do.RecordDirection():
            return record_direction(command, plan)
        case do.RecordCommissioner():
            return record_commissioner(command, plan)
        case do.RevokeDirection():
            return revoke_direction(command, plan)
        case _:
            assert_never(command)


def record_notice(command: do.RecordImprovementNotice, plan: Plan) -> list[PlanEvent]:
    next_review_by = months_after(command.issued_on, command.review_every_months)
    issued = was.ImprovementNoticeIssued(next_review_by=next_review_by, **command.model_dump())
    in_force, lifted = plan.intervention.notice, plan.intervention.lifted
    if in_force == issued:
        return []
    if in_force:
        refuse(
            "one-notice-in-force",
            f"The improvement notice of {in_force.issued_on} is in force: record that it was lifted first.",
        )
    if lifted:
        _in_order(lifted.lifted_on, "The last notice's lifting", command.issued_on, "a new one")
    if command.must_be_done_by:
        _in_order(command.issued_on, "The notice's issue", command.must_be_done_by, "the end of its term")
    return [issued]


def record_review(command: do.RecordSixMonthReview, plan: Plan) -> list[PlanEvent]:
    notice = _in_force(plan)
    next_review_by = months_after(command.held_on, notice.review_every_months)
    held = was.SixMonthReviewHeld(next_review_by=next_review_by, **command.model_dump())
    before = plan.intervention.reviewed
    if before == held:
        return []
    _in_order(notice.issued_on, "The notice's issue", command.held_on, "a review")
    if before:
        _in_order(before.held_on, "The last review", command.held_on, "the next one")
    return [held]


def lift_notice(command: do.LiftNotice, plan: Plan) -> list[PlanEvent]:
    lifted = was.NoticeLifted(**command.model_dump())
    if plan.intervention.notice is None and plan.intervention.lifted == lifted:
        return []
    notice, reviewed = _in_force(plan), plan.intervention.reviewed
    _in_order(notice.issued_on, "The notice's issue", command.lifted_on, "its lifting")
    if reviewed:
        _in_order(reviewed.held_on, "The last review", command.lifted_on, "the notice's lifting")
    return [lifted]


def record_direction(command: do.RecordDirection, plan: Plan) -> list[PlanEvent]:
    """A later direction revises the one in force, so that one at most is."""
    issued = was.DirectionIssued(**command.model_dump())
    in_force, revoked = plan.intervention.direction, plan.intervention.revoked
    if in_force == issued:
        return []
    if in_force:
        _in_order(in_force.issued_on, "The direction's issue", command.issued_on, "its revision")
    if revoked:
        _in_order(revoked.revoked_on, "The last direction's revocation", command.issued_on, "a new one")
    return [issued]


def record_commissioner(command: do.RecordCommissioner, plan: Plan) -> list[PlanEvent]:
    appointed = was.CommissionerAppointed(**command.model_dump())
    before = plan.intervention.commissioners.get(command.commissioner)
    if before == appointed:
        return []
    if before:
        refuse(
            "commissioner-stands",
            f"{command.commissioner} is recorded as appointed on {before.appointed_on} already: give another an id of "
            "its own.",
        )
    return [appointed]


def revoke_direction(command: do.RevokeDirection, plan: Plan) -> list[PlanEvent]:
    revoked = was.DirectionRevoked(**command.model_dump())
    direction = plan.intervention.direction
    if direction is None and plan.intervention.revoked == revoked:
        return []
    if direction is None:
        refuse("direction-is-in-force", "No direction is in force: record the direction before its revocation.")
    _in_order(direction.issued_on, "The direction's issue", command.revoked_on, "its revocation")
    return [revoked]


def _in_force(plan: Plan) -> was.ImprovementNoticeIssued:
    notice = plan.intervention.notice
    if notice is None:
        refuse("notice-is-in-force", "No improvement notice is in force: record the notice first.")
    return notice


def _in_order(first: date, what: str, then: date, next_: str) -> None:
    require(
        first <= then,
        "intervention-in-order",
        f"{what} is of {first}, and {next_} cannot be of {then}: check the days.",
    )
