"""What may be asked before cabinet decides: whether the decision is key, what notice was given, what was open."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.notice.events import Divisions, OpenedOf, Paper, Pounds
from domain.value import Command, Day, Digest, Id, Slug, Text, added


class AssessKeyDecision(Command):
    """Record whether the decision is key, with what it costs or saves and how many divisions it affects much."""

    name: ClassVar[str] = "assess-key-decision"
    dated: ClassVar[str] = "assessed_on"
    is_key: bool
    because: Text
    pounds: Pounds
    divisions: Divisions
    certified_by: tuple[Slug, ...] = ()
    assessed_on: Day


class PublishKeyDecisionNotice(Command):
    """Record that notice of the key decision was published: that it is one, and the other seven contents."""

    name: ClassVar[str] = "publish-key-decision-notice"
    dated: ClassVar[str] = "published_on"
    matter: Text
    decision_maker: Text
    decision_on: Day
    decision_by: Day | None = None
    documents: tuple[Text, ...]
    copies_at: Text
    more_documents: Text
    how_to_request: Text
    published_on: Day


class NotifyGeneralException(Command):
    """Record that scrutiny's chair was told why 28 clear days' notice is impracticable."""

    name: ClassVar[str] = "notify-general-exception"
    dated: ClassVar[str] = "notified_on"
    notified: Slug
    because: Text
    notified_on: Day


class AgreeSpecialUrgency(Command):
    """Record that a decision cannot wait 5 clear days; `instead_because` where another than scrutiny's chair agreed."""

    name: ClassVar[str] = "agree-special-urgency"
    dated: ClassVar[str] = "agreed_on"
    agreed_by: Slug
    instead_because: Text | None = None
    because: Text
    agreed_on: Day


class NoticePrivateMeeting(Command):
    """Record the first or the second notice of a meeting in private; `resolution` is to exclude the public."""

    name: ClassVar[str] = "notice-private-meeting"
    dated: ClassVar[str] = "published_on"
    meeting_on: Day
    notice: Literal["first", "second"]
    because: Text
    representations: Text | None = None
    published_on: Day
    resolution: Text | None = added(None)


class PublishAgenda(Command):
    """Record that the agenda of cabinet's meeting was opened to the public, with the plan's item and its papers."""

    name: ClassVar[str] = "publish-agenda"
    dated: ClassVar[str] = "published_on"
    meeting_on: Day
    item: Text
    papers: Annotated[tuple[Paper, ...], Field(min_length=1)]
    shorter_because: Text | None = None
    published_on: Day


class CorrectPaper(Command):
    """Record that a paper of the agenda was replaced."""

    name: ClassVar[str] = "correct-paper"
    dated: ClassVar[str] = "corrected_on"
    meeting_on: Day
    paper: Id
    digest: Digest
    because: Text
    corrected_on: Day


class AgreePrivateMeeting(Command):
    """Record that a meeting may be in private without 28 days' notice; `instead_because` where another than scrutiny's
    chair agreed."""

    name: ClassVar[str] = "agree-private-meeting"
    dated: ClassVar[str] = "agreed_on"
    meeting_on: Day
    agreed_by: Slug
    instead_because: Text | None = None
    because: Text
    agreed_on: Day


class OpenPapersToMembers(Command):
    """Record that papers were opened to every member; `decision_on` is the day of the meeting or of the decision."""

    name: ClassVar[str] = "open-papers-to-members"
    dated: ClassVar[str] = "opened_on"
    papers_of: OpenedOf
    decision_on: Day
    where: Text
    opened_on: Day


NoticeCommand = (
    AssessKeyDecision
    | PublishKeyDecisionNotice
    | NotifyGeneralException
    | AgreeSpecialUrgency
    | NoticePrivateMeeting
    | PublishAgenda
    | CorrectPaper
    | AgreePrivateMeeting
    | OpenPapersToMembers
)
