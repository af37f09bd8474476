"""What can happen to a version that goes out: shared as a draft, acknowledged, counted as submitted, published."""

from typing import ClassVar

from domain.value import Day, Digest, Event, Slug, Text, Value


class Receipt(Value):
    """What one addressee gave for the statement it was sent."""

    addressee: Slug
    receipt: Text
    sent_on: Day


class DraftPlanShared(Event):
    """A version was shared with Ofsted as the draft plan on areas for priority action; nothing is approved by that."""

    kind: ClassVar[str] = "plan.draft-plan-shared"
    dated: ClassVar[str] = "shared_on"
    version: int
    digest: Digest
    shared_on: Day
    document: Text


class SubmissionAcknowledged(Event):
    """One addressee has the approved version, and this is its receipt."""

    kind: ClassVar[str] = "plan.submission-acknowledged"
    dated: ClassVar[str] = "sent_on"
    round: int
    version: int
    digest: Digest
    addressee: Slug
    receipt: Text
    sent_on: Day


class SubmittedToOfsted(Event):
    """Every addressee has the approved version: the duty of EIA 2006 s.137 to send the statement is done."""

    kind: ClassVar[str] = "plan.submitted-to-ofsted"
    dated: ClassVar[str] = "submitted_on"
    round: int
    version: int
    digest: Digest
    addressees: tuple[Slug, ...]
    receipts: tuple[Receipt, ...]
    submitted_on: Day


class Published(Event):
    """The authority published the statement (EIA 2006 s.137(4)(b))."""

    kind: ClassVar[str] = "plan.published"
    dated: ClassVar[str] = "published_on"
    version: int
    digest: Digest
    published_on: Day
    where: Text


SubmissionEvent = DraftPlanShared | SubmissionAcknowledged | SubmittedToOfsted | Published
