"""The rating of an action on a day, by its dates, its progress and its evidence, or by an override that still holds."""

from datetime import date

from domain.authority.delivery import Rung
from domain.plan import Plan
from domain.value import Day, Slug, Text, Value


class Rag(Value):
    """A rating and its reason. `until`: the last day of the override behind it, where somebody set it."""

    rating: Slug
    reason: Text
    until: Day | None = None


def rag(action: str, day: date, plan: Plan) -> Rag:
    """How the authority's ladder rates an agreed action on `day`, as far as `plan` knows."""
    override = plan.delivery.overrides.get(action)
    if override and override.as_of <= day <= override.until:
        return Rag(rating=override.rating, reason=override.because, until=override.until)
    rung = next(rung for rung in plan.terms.ladder.rungs if _holds(rung, action, day, plan))
    return Rag(rating=rung.rating, reason=rung.meaning)


def _holds(rung: Rung, action: str, day: date, plan: Plan) -> bool:
    """Whether all that the rung says is so."""
    left = (plan.draft.actions[action].due - day).days
    return (
        rung.closed in (None, plan.delivery.closed(action) is not None)
        and (rung.status is None or plan.delivery.status(action) in rung.status)
        and (rung.evidence is None or plan.evidence.status(action) in rung.evidence)
        and (rung.due_within is None or left <= rung.due_within)
        and (rung.re_dated is None or len(plan.draft.re_dates.get(action, ())) >= rung.re_dated)
    )
