"""What intervention adds up to: the notice and the direction in force, the last review, and who was appointed."""

from typing import assert_never

from domain.intervention.events import (
    CommissionerAppointed,
    DirectionIssued,
    DirectionRevoked,
    ImprovementNoticeIssued,
    InterventionEvent,
    NoticeLifted,
    SixMonthReviewHeld,
)
from domain.value import Day, Id, Value


class Intervention(Value):
    """`notice` and `direction` are those in force; `reviewed` is the last review under that notice."""

    notice: ImprovementNoticeIssued | None = None
    reviewed: SixMonthReviewHeld | None = None
    lifted: NoticeLifted | None = None
    direction: DirectionIssued | None = None
    revoked: DirectionRevoked | None = None
    commissioners: dict[Id, CommissionerAppointed] = {}

    @property
    def next_review_by(self) -> Day | None:
        """The day by which the next review under the notice in force is due."""
        if self.notice is None:
            return None
        return (self.reviewed or self.notice).next_review_by


def evolve(intervention: Intervention, event: InterventionEvent) -> Intervention:
    match event:
        case ImprovementNoticeIssued():
            return intervention.but(notice=event, reviewed=None)
        case SixMonthReviewHeld():
            return intervention.but(reviewed=event)
        case NoticeLifted():
            return intervention.but(notice=None, reviewed=None, lifted=event)
        case DirectionIssued():
            return intervention.but(direction=event)
        case CommissionerAppointed(commissioner=commissioner):
            return intervention.but(commissioners={**intervention.commissioners, commissioner: event})
        case DirectionRevoked():
            return intervention.but(direction=None, revoked=event)
        case _:
            assert_never(event)
