"""What can happen to a decision that members call in: notices, what became of them, and how the decision ends."""

from typing import ClassVar, Literal

from domain.value import Day, Erasable, Event, Id, Slug, Text


class CallInNoticeReceived(Event):
    """Members asked for the decision to be looked at again, in time: notice `notice`, on one `ground` of the terms."""

    kind: ClassVar[str] = "plan.call-in-notice-received"
    dated: ClassVar[str] = "received_on"
    round: int
    version: int
    notice: Id
    signatories: tuple[Id, ...]
    ground: Slug
    because: Erasable
    received_on: Day


class CallInValidated(Event):
    """The post to which notices go found the notice valid: the decision waits for what becomes of it."""

    kind: ClassVar[str] = "plan.call-in-validated"
    dated: ClassVar[str] = "judged_on"
    round: int
    notice: Id
    judged_by: Slug
    judged_on: Day


class CallInRejected(Event):
    """The post to which notices go found the notice not valid.

    `implementable_from`, here and below: the first day on which the decision may be implemented, if no other notice
    holds it.
    """

    kind: ClassVar[str] = "plan.call-in-rejected"
    dated: ClassVar[str] = "judged_on"
    round: int
    notice: Id
    judged_by: Slug
    judged_on: Day
    because: Erasable
    implementable_from: Day


class CallInWithdrawn(Event):
    """The signatories took the notice back in writing."""

    kind: ClassVar[str] = "plan.call-in-withdrawn"
    dated: ClassVar[str] = "withdrawn_on"
    round: int
    notice: Id
    withdrawn_on: Day
    implementable_from: Day


class CallInExempted(Event):
    """The decision was exempted from call-in before it was implemented, by the agreement of all whom the terms name."""

    kind: ClassVar[str] = "plan.call-in-exempted"
    dated: ClassVar[str] = "agreed_on"
    round: int
    version: int
    agreed_by: tuple[Slug, ...]
    agreed_on: Day
    because: Text
    implementable_from: Day


class DecisionReferredBack(Event):
    """Scrutiny referred the decision back to cabinet, which reaffirms it or sends the version back."""

    kind: ClassVar[str] = "plan.decision-referred-back"
    dated: ClassVar[str] = "referred_on"
    round: int
    version: int
    referred_on: Day
    because: Text


class DecisionReaffirmed(Event):
    """The decision stands: scrutiny let it stand, or cabinet did to which it was referred back."""

    kind: ClassVar[str] = "plan.decision-reaffirmed"
    dated: ClassVar[str] = "reaffirmed_on"
    round: int
    version: int
    reaffirmed_by: Literal["scrutiny", "cabinet"]
    reaffirmed_on: Day
    because: Text
    implementable_from: Day


class PostImplementationReviewRequested(Event):
    """Members asked for a review of a decision that was exempt from call-in."""

    kind: ClassVar[str] = "plan.post-implementation-review-requested"
    dated: ClassVar[str] = "requested_on"
    round: int
    version: int
    signatories: tuple[Id, ...]
    requested_on: Day
    because: Erasable


CallInEvent = (
    CallInNoticeReceived
    | CallInValidated
    | CallInRejected
    | CallInWithdrawn
    | CallInExempted
    | DecisionReferredBack
    | DecisionReaffirmed
    | PostImplementationReviewRequested
)
