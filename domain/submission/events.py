"""What can happen to the approved version: each addressee acknowledges it, it counts as submitted, it is published."""

from typing import ClassVar

from domain.value import Day, Digest, Event, Slug, Text, Value


class Receipt(Value):
    """What one addressee gave for the statement it was sent."""

    addressee: Slug
    receipt: Text
    sent_on: Day


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


SubmissionEvent = SubmissionAcknowledged | SubmittedToOfsted | Published
