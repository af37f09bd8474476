"""`minutebook plan feasibility`: the back-plan of a plan as it stands, by what is on record."""

from cli.clock import tell
from cli.endings import INFEASIBLE, OK
from cli.paper import existing_office, put
from cli.plans import AsAt, Json, asked_moment
from domain.feasibility import feasibility as seen_on
from domain.reading import Misfit


def feasibility(plan: str, /, *, as_at: AsAt = None, json: Json = False) -> int:
    """By when each step that is left must be taken, by what is on record; exit code 5 where one cannot be kept."""
    office = existing_office()
    moment = asked_moment(office, as_at)
    state = office.ledger.plan(plan, moment)
    if state is None:
        raise Misfit(f"There is no plan {plan}{f' as at {as_at}' if as_at else ''}; `minutebook plan list` lists them.")
    back = seen_on(state, office.ledger.day_of(moment))
    if back is None:
        raise Misfit(f"Nothing is left to plan for {plan}: no report is received, or the statement has been sent.")
    if json:
        put(back)
    else:
        tell(back)
    return INFEASIBLE if back.infeasible else OK
