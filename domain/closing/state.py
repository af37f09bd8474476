"""What closing adds up to: how the plan ended, while it is at its end, and how it was last reopened."""

from typing import assert_never

from domain.closing.events import ClosingEvent, PlanClosed, PlanReopened, PlanSuperseded
from domain.value import Day, Value


class Closing(Value):
    ended: PlanClosed | PlanSuperseded | None = None
    reopened: PlanReopened | None = None

    @property
    def ended_on(self) -> Day | None:
        return self.ended.effective if self.ended else None


def evolve(closing: Closing, event: ClosingEvent) -> Closing:
    match event:
        case PlanClosed() | PlanSuperseded():
            return closing.but(ended=event)
        case PlanReopened():
            return closing.but(ended=None, reopened=event)
        case _:
            assert_never(event)
