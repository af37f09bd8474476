"""What was sent to whom, with which receipts, which version is public, and when a draft was shared."""

from typing import assert_never

from domain.submission.events import (
    DraftPlanShared,
    Published,
    Receipt,
    SubmissionAcknowledged,
    SubmissionEvent,
    SubmittedToOfsted,
)
from domain.value import Day, Digest, Slug, Value


class Submission(Value):
    """`receipts` are those of round `round`; `submitted_on` is set once every addressee has given one.

    `first_submitted_on` stays when a later round is sent: the statutory duty was done on that day.
    """

    round: int = 0
    receipts: dict[Slug, Receipt] = {}
    submitted_on: Day | None = None
    first_submitted_on: Day | None = None
    digest: Digest | None = None
    published: dict[int, Day] = {}
    draft_shared: DraftPlanShared | None = None


def evolve(submission: Submission, event: SubmissionEvent) -> Submission:
    match event:
        case DraftPlanShared():
            return submission.but(draft_shared=event)
        case SubmissionAcknowledged():
            same = submission.receipts if submission.round == event.round else {}
            receipt = Receipt(addressee=event.addressee, receipt=event.receipt, sent_on=event.sent_on)
            return submission.but(
                round=event.round,
                receipts={**same, event.addressee: receipt},
                submitted_on=submission.submitted_on if submission.round == event.round else None,
            )
        case SubmittedToOfsted(submitted_on=on, digest=digest):
            first = submission.first_submitted_on or on
            return submission.but(submitted_on=on, first_submitted_on=first, digest=digest)
        case Published(version=version, published_on=on):
            return submission.but(published={**submission.published, version: on})
        case _:
            assert_never(event)
