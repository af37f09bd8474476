"""What the call-in of each decision adds up to: its notices, what holds the decision, and from when nothing does."""

from datetime import date
from typing import Literal, assert_never

from domain.call_in.events import (
    CallInEvent,
    CallInExempted,
    CallInNoticeReceived,
    CallInRejected,
    CallInValidated,
    CallInWithdrawn,
    DecisionReaffirmed,
    DecisionReferredBack,
    PostImplementationReviewRequested,
)
from domain.value import Day, Id, Value

Became = Literal["received", "valid", "rejected", "withdrawn", "answered"]


class Notice(Value):
    """A call-in notice and what became of it, and when. A valid one is answered when the decision is reaffirmed."""

    received: CallInNoticeReceived
    became: Became
    on: Day


class CallIn(Value):
    """Of one decision. `released_on`: when a notice last ceased to hold it; `exempt_from`: since when none can."""

    notices: dict[Id, Notice] = {}
    referred_on: Day | None = None
    reaffirmed_on: Day | None = None
    released_on: Day | None = None
    exempt_from: Day | None = None
    review: PostImplementationReviewRequested | None = None

    def that_are(self, *became: Became) -> tuple[Id, ...]:
        """The ids of the notices of which this has become."""
        return tuple(id_ for id_, notice in self.notices.items() if notice.became in became)

    @property
    def held_by(self) -> tuple[Id, ...]:
        """The notices for which the decision must wait: one that nobody has judged yet may turn out valid."""
        return () if self.exempt_from else self.that_are("received", "valid")

    def implementable_from(self, after_the_period: date) -> date:
        """The first day on which the decision may be implemented, given the day after the call-in period."""
        return self.exempt_from or max(after_the_period, self.released_on or after_the_period)


CallIns = dict[int, CallIn]
"""By the round in which cabinet decided."""


def evolve(call_ins: CallIns, event: CallInEvent) -> CallIns:
    before = call_ins.get(event.round, CallIn())
    return {**call_ins, event.round: before.but(**_change(before, event))}


def _change(before: CallIn, event: CallInEvent) -> dict[str, object]:
    match event:
        case CallInNoticeReceived(notice=id_, received_on=on):
            return {"notices": {**before.notices, id_: Notice(received=event, became="received", on=on)}}
        case CallInValidated(notice=id_, judged_on=on):
            return {"notices": _become(before, "valid", on, id_)}
        case CallInRejected(notice=id_, judged_on=on):
            return {"notices": _become(before, "rejected", on, id_), "released_on": _later(before, on)}
        case CallInWithdrawn(notice=id_, withdrawn_on=on):
            return {"notices": _become(before, "withdrawn", on, id_), "released_on": _later(before, on)}
        case CallInExempted(implementable_from=day):
            return {"exempt_from": day}
        case DecisionReferredBack(referred_on=on):
            return {"referred_on": on}
        case DecisionReaffirmed(reaffirmed_on=on):
            answered = _become(before, "answered", on, *before.that_are("valid"))
            return {"notices": answered, "referred_on": None, "reaffirmed_on": on, "released_on": _later(before, on)}
        case PostImplementationReviewRequested():
            return {"review": event}
        case _:
            assert_never(event)


def _later(before: CallIn, on: date) -> date:
    return max(on, before.released_on or on)


def _become(before: CallIn, became: Became, on: date, *ids: Id) -> dict[Id, Notice]:
    changed = {id_: before.notices[id_].but(became=became, on=on) for id_ in ids if id_ in before.notices}
    return before.notices | changed
