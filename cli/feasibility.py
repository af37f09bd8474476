"""`minutebook plan feasibility`: the back-plan of a plan as it stands, by what is on record."""

from cli.clock import tell
from cli.endings import INFEASIBLE, OK
from cli.paper import day, existing_office, put
from cli.plans import AsAt, Json, TrueAt, asked_moment, known_plan
from domain.feasibility import feasibility as seen_on
from domain.reading import Misfit


def feasibility(plan: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> int:
    """By when each step that is left must be taken, by what is on record; exit code 5 where one cannot be kept."""
    office = existing_office()
    state = known_plan(office, plan, as_at, true_at)
    back = seen_on(state, office.ledger.day_of(asked_moment(office, as_at), day(true_at, "--true-at")))
    if back is None:
        raise Misfit(f"Nothing is left to plan for {plan}: no report received, no route chosen, or the statement sent.")
    if json:
        put(back)
    else:
        tell(back)
    return INFEASIBLE if back.infeasible else OK
