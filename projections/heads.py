"""Every plan in a line: what it is called, whose it is, and where it stands."""

from collections.abc import Mapping

from domain.plan import Plan
from domain.value import Value
from projections.plan_now import stage
from projections.projection import PerPlan


class PlanHead(Value):
    """One plan in a list of many."""

    plan: str
    title: str
    authority: str
    authority_name: str
    stage: str


def head(plan: Plan) -> PlanHead:
    """The plan's line as it stands in `plan`, whether that is today's or an earlier day's."""
    return PlanHead(
        plan=plan.id,
        title=plan.title,
        authority=plan.terms.id,
        authority_name=plan.terms.name,
        stage=stage(plan),
    )


def _rows(plan: Plan) -> Mapping[str, PlanHead]:
    return {"head": head(plan)}


HEADS = PerPlan("heads", 2, PlanHead, _rows)
