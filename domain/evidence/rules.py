"""What follows when something is asked about evidence and impact."""

from typing import assert_never

from domain.actions import agreed, assured_by_another, meaning_of
from domain.evidence import commands as do
from domain.evidence import events as was
from domain.evidence.state import Item
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act, refuse, require


def decide(command: do.EvidenceCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case do.AttachEvidence():
            return attach(command, plan)
        case do.VerifyEvidence():
            return verify(command, plan, act)
        case do.RejectEvidence():
            return reject(command, plan, act)
        case do.RateImpact():
            return rate_impact(command, plan, act)
        case _:
            assert_never(command)


def attach(command: do.AttachEvidence, plan: Plan) -> list[PlanEvent]:
    attached = was.EvidenceAttached(**command.model_dump())
    before = plan.evidence.items.get(command.evidence)
    if before and before.attached == attached:
        return []
    require(
        before is None,
        "evidence-stands",
        f"Evidence {command.evidence} is attached in other words already: give this item an id of its own.",
    )
    agreed(command.action, plan)
    return [attached]


def verify(command: do.VerifyEvidence, plan: Plan, act: Act) -> list[PlanEvent]:
    item = _item(command.evidence, plan)
    if item.found == "verified":
        return []
    require(
        item.found != "rejected",
        "rejected-stays-rejected",
        f"Evidence {command.evidence} was rejected: attach what answers the objection as an item of its own.",
    )
    _checked_by_another(item, plan, act)
    return [was.EvidenceVerified(evidence=command.evidence, action=item.attached.action, how=command.how)]


def reject(command: do.RejectEvidence, plan: Plan, act: Act) -> list[PlanEvent]:
    item = _item(command.evidence, plan)
    if item.found == "rejected":
        return []
    _checked_by_another(item, plan, act)
    return [was.EvidenceRejected(evidence=command.evidence, action=item.attached.action, because=command.because)]


def rate_impact(command: do.RateImpact, plan: Plan, act: Act) -> list[PlanEvent]:
    action = agreed(command.action, plan)
    scale = {rating.rating: rating.meaning for rating in plan.terms.impact.ratings}
    rated = was.ImpactRated(meaning=meaning_of(command.rating, scale, plan), **command.model_dump())
    before = plan.evidence.impact.get(action.id)
    if before == rated:
        return []
    assured_by_another(action, act)
    require(
        bool(command.rests_on),
        "impact-rests-on-evidence",
        f"No evidence is named for the impact of action {action.id}: name at least one item that is verified.",
    )
    unfit = sorted(set(command.rests_on) - set(plan.evidence.verified(action.id)))
    require(
        not unfit,
        "impact-rests-on-evidence",
        f"Not verified, or not evidence of action {action.id}: {', '.join(unfit)}. Have it verified first.",
    )
    if before and before.as_of > command.as_of:
        refuse(
            "progress-moves-on",
            f"The impact of action {action.id} is rated as of {before.as_of} already: date this rating no earlier.",
        )
    return [rated]


def _item(evidence: str, plan: Plan) -> Item:
    item = plan.evidence.items.get(evidence)
    if item is None:
        refuse("evidence-is-known", f"There is no evidence {evidence} in this plan: attach it first.")
    return item


def _checked_by_another(item: Item, plan: Plan, act: Act) -> None:
    """Refuse whoever attached the evidence, and the post that owns its action."""
    assured_by_another(agreed(item.attached.action, plan), act)
    same = sorted(act.people & set(item.attached_by))
    require(
        not same,
        "checked-by-another",
        f"{', '.join(same)} attached evidence {item.attached.evidence}: another person verifies or rejects it.",
    )
