"""What may be asked once a version is approved."""

from typing import ClassVar

from domain.value import Command, Day, Digest, Number, Slug, Text


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


SubmissionCommand = AcknowledgeSubmission | PublishPlan
