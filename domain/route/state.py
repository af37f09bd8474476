"""Which route was chosen; how far a round has come on it stands with the approval (domain/approval/state.py)."""

from domain.authority.routes import CABINET_ALONE, Route
from domain.route.events import ApprovalRouteChosen
from domain.value import Value


class Chosen(Value):
    """The route of the rounds to come; None where none was chosen, and cabinet alone is asked."""

    route: Route | None = None

    @property
    def taken(self) -> Route:
        return self.route or CABINET_ALONE


def evolve(chosen: Chosen, event: ApprovalRouteChosen) -> Chosen:
    return chosen.but(route=event.route)
