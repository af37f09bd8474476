"""What several chapters ask of an action: that it is agreed and open, who speaks for it, who assures it."""

from collections.abc import Mapping

from domain.drafting.content import Action
from domain.plan import Plan
from domain.value import Act, refuse, require


def agreed(action: str, plan: Plan) -> Action:
    """The action of that id. Raises Refused where there is none."""
    found = plan.draft.actions.get(action)
    if found is None:
        refuse("action-is-known", f"There is no action {action} in this plan: agree it first.")
    return found


def spoken_for(action: Action, plan: Plan, act: Act) -> None:
    """Refuse whoever acts neither in the post that owns the action nor as an improvement lead."""
    if act.acting_as != action.owner and "improvement-lead" not in plan.terms.roles(act.acting_as):
        refuse(
            "owner-says-how-it-goes",
            f"Action {action.id} is owned by {action.owner}: only that post or an improvement lead says how it goes.",
        )


def assured_by_another(action: Action, act: Act) -> None:
    """Refuse the post that owns the action, and who holds it: what it has done is for another to verify, rate, override
    and close."""
    require(
        act.acting_as != action.owner,
        "owner-does-not-assure",
        f"{action.owner} owns action {action.id}: another post verifies, rates, overrides and closes it.",
    )
    require(
        action.owner not in act.holds,
        "owner-does-not-assure",
        f"Of {' and '.join(sorted(act.people))}, who answer for this, one holds {action.owner}, which owns action "
        f"{action.id}: another person verifies, rates, overrides and closes it.",
    )


def still_open(action: Action, plan: Plan) -> None:
    """Refuse where the action is closed."""
    closed = plan.delivery.closed(action.id)
    if closed:
        refuse("action-is-open", f"Action {action.id} was closed on {closed.closed_on}: reopen it first.")


def meaning_of(rating: str, meanings: Mapping[str, str], plan: Plan) -> str:
    """What the authority means by a rating. Raises Refused where its terms do not say."""
    if rating not in meanings:
        refuse(
            "rating-has-a-meaning",
            f"{rating} has no written meaning for {plan.terms.name}: choose from {', '.join(meanings)}.",
        )
    return meanings[rating]
