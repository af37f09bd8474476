"""What may be asked about a version that goes out."""

from typing import ClassVar

from domain.value import Command, Day, Digest, Number, Slug, Text


class ShareDraftPlan(Command):
    """Record that a version was shared with Ofsted as the draft plan on areas for priority action."""

    name: ClassVar[str] = "share-draft-plan"
    dated: ClassVar[str] = "shared_on"
    version: Number
    shared_on: Day
    document: Text


class AcknowledgeSubmission(Command):
    """Record one addressee's receipt for the approved version, which is named by its digest."""

    name: ClassVar[str] = "acknowledge-submission"
    dated: ClassVar[str] = "sent_on"
    digest: Digest
    addressee: Slug
    receipt: Text
    sent_on: Day


class PublishPlan(Command):
    """Record that the approved version was published, and where."""

    name: ClassVar[str] = "publish-plan"
    dated: ClassVar[str] = "published_on"
    version: Number
    published_on: Day
    where: Text


SubmissionCommand = ShareDraftPlan | AcknowledgeSubmission | PublishPlan
