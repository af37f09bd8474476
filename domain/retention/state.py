"""What the holds on a plan add up to, and how it was dropped."""

from typing import assert_never

from domain.retention.events import PlanDropped, RetentionEvent, RetentionHoldPlaced, RetentionHoldReleased
from domain.value import Id, Value


class Hold(Value):
    placed: RetentionHoldPlaced
    released: RetentionHoldReleased | None = None


class Keeping(Value):
    """Every hold there was, by its id, in the order of placing."""

    holds: dict[Id, Hold] = {}
    dropped: PlanDropped | None = None

    @property
    def held_by(self) -> tuple[RetentionHoldPlaced, ...]:
        """The holds in force."""
        return tuple(hold.placed for hold in self.holds.values() if hold.released is None)


def evolve(keeping: Keeping, event: RetentionEvent) -> Keeping:
    match event:
        case RetentionHoldPlaced(hold=id_):
            return keeping.but(holds={**keeping.holds, id_: Hold(placed=event)})
        case RetentionHoldReleased(hold=id_):
            hold = keeping.holds.get(id_)
            return keeping.but(holds={**keeping.holds, id_: hold.but(released=event)}) if hold else keeping
        case PlanDropped():
            return keeping.but(dropped=event)
        case _:
            assert_never(event)
