"""What can happen when the Secretary of State intervenes: a notice, a direction, a commissioner, reviews, and the end.

Each is a fact recorded from a document. No grade brings any of them about.
"""

from typing import ClassVar

from domain.value import Day, Event, Id, Number, Text


class ImprovementNoticeIssued(Event):
    """A notice to improve was issued, with what it requires and the day by which the next review is due."""

    kind: ClassVar[str] = "plan.improvement-notice-issued"
    dated: ClassVar[str] = "issued_on"
    issued_on: Day
    by: Text
    requirements: tuple[Text, ...]
    review_every_months: Number
    next_review_by: Day
    must_be_done_by: Day | None
    document: Text


class SixMonthReviewHeld(Event):
    """Progress under the notice was reviewed; the next review is due the notice's number of months later."""

    kind: ClassVar[str] = "plan.six-month-review-held"
    dated: ClassVar[str] = "held_on"
    held_on: Day
    outcome: Text
    next_review_by: Day
    document: Text


class NoticeLifted(Event):
    """The notice was lifted; `afterwards` is what support or supervision followed it."""

    kind: ClassVar[str] = "plan.notice-lifted"
    dated: ClassVar[str] = "lifted_on"
    lifted_on: Day
    afterwards: Text | None
    document: Text


class DirectionIssued(Event):
    """A statutory direction was issued, or the one in force was revised by it."""

    kind: ClassVar[str] = "plan.direction-issued"
    dated: ClassVar[str] = "issued_on"
    issued_on: Day
    by: Text
    requirements: tuple[Text, ...]
    document: Text


class CommissionerAppointed(Event):
    """A commissioner was appointed, by the id of the office and never by name."""

    kind: ClassVar[str] = "plan.commissioner-appointed"
    dated: ClassVar[str] = "appointed_on"
    commissioner: Id
    appointed_on: Day
    by: Text
    document: Text


class DirectionRevoked(Event):
    """The direction was revoked; `afterwards` is what support or supervision followed it."""

    kind: ClassVar[str] = "plan.direction-revoked"
    dated: ClassVar[str] = "revoked_on"
    revoked_on: Day
    afterwards: Text | None
    document: Text


InterventionEvent = (
    ImprovementNoticeIssued
    | SixMonthReviewHeld
    | NoticeLifted
    | DirectionIssued
    | CommissionerAppointed
    | DirectionRevoked
)
