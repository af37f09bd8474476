"""The published record of what an officer decided: the version finalised under delegation, or adopted."""

from domain.approval.members import free_to_decide
from domain.approval.statement import published_after
from domain.finalisation import commands as do
from domain.finalisation import events as was
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require


def publish(command: do.PublishOfficerDecision, plan: Plan) -> list[PlanEvent]:
    decided = plan.finalisation.officers(command.version)
    if decided is None:
        refuse(
            "officer-decided-on-the-version",
            f"No officer decided on version {command.version}: it was neither finalised under delegation nor adopted.",
        )
    published = was.OfficerDecisionPublished.model_validate(
        {
            "round": decided.round,
            "digest": decided.digest,
            "decided_by": decided.by,
            "decided_on": decided.on,
            **command.model_dump(),
        }
    )
    before = plan.finalisation.published.get(command.version)
    if before == published:
        return []
    require(
        before is None or before.round != decided.round,
        "statement-published-once",
        f"The record of the decision on version {command.version} is published in other words already.",
    )
    published_after(decided.on, command.published_on)
    free_to_decide((), command.conflicts, plan)
    return [published]
