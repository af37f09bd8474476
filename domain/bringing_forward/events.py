"""What can happen as days come: an action or its evidence is chased, a review is reminded of, a pack is frozen."""

from typing import ClassVar

from domain.value import Day, Digest, Event, Id, Slug, Text


class ActionChased(Event):
    """A reminder of an action went out. `rung` is the one of the terms' ladder, in working days after `due` (negative:
    before); what it really was on the day is `working_days`, which is more where the reminder was late."""

    kind: ClassVar[str] = "plan.action-chased"
    action: Id
    due: Day
    rung: int
    working_days: int
    to: Slug
    calendar: Text


class EvidenceChased(Event):
    """A reminder went out that a complete action has no verified evidence; counted from `complete_on`."""

    kind: ClassVar[str] = "plan.evidence-chased"
    action: Id
    complete_on: Day
    rung: int
    working_days: int
    to: Slug
    calendar: Text


class ReviewReminded(Event):
    """A reminder of the review under the improvement notice went out; counted from `review_by`."""

    kind: ClassVar[str] = "plan.review-reminded"
    review_by: Day
    rung: int
    working_days: int
    to: Slug
    calendar: Text


class PackFrozen(Event):
    """What a body is told of the plan was fixed, the body's `number`-th pack. It says how things stood on `until`.

    `digest` is SHA-256 of the pack's canonical content (bringing_forward/pack.py); the rest is its figures. `ratings`:
    how many actions have each; `evidenced`: how many have verified evidence.
    """

    kind: ClassVar[str] = "plan.pack-frozen"
    dated: ClassVar[str] = "until"
    to: Slug
    post: Slug
    number: int
    since: Day
    until: Day
    digest: Digest
    actions: int
    ratings: dict[Slug, int]
    overdue: int
    re_dated: int
    evidenced: int
    calendar: Text


class ScrutinyAnswerChased(Event):
    """A reminder of the answer to what scrutiny recommended went out; counted from `respond_by`."""

    kind: ClassVar[str] = "plan.scrutiny-answer-chased"
    recommendation: Id
    respond_by: Day
    rung: int
    working_days: int
    to: Slug
    calendar: Text


class DelegationRanOut(Event):
    """The post `to` was told that the finalisation of a version was delegated until a day, and not done by then."""

    kind: ClassVar[str] = "plan.delegation-ran-out"
    round: int
    version: int
    until: Day
    to: Slug


class CallInChased(Event):
    """The post `to` was told that the time for call-ins ended on `call_in_ends` and a notice was not judged by then."""

    kind: ClassVar[str] = "plan.call-in-chased"
    round: int
    notice: Id
    received_on: Day
    call_in_ends: Day
    to: Slug


BringForwardEvent = (
    ActionChased | EvidenceChased | ReviewReminded | PackFrozen | ScrutinyAnswerChased | DelegationRanOut | CallInChased
)
