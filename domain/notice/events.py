"""What must be known of a decision before cabinet takes it: whether it is key, who was told when, and what was open.

A notice carries `first_lawful_day`: the first on which may happen what it is notice of, counted on `calendar`.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.value import Day, Digest, Erasable, Event, Id, Slug, Text, Value, added

Pounds = Annotated[int, Field(ge=0)]
Divisions = Annotated[int, Field(ge=0, le=1_000)]
OpenedOf = Literal["public-meeting", "private-meeting", "officer-decision"]
"""What members may inspect the papers of."""


class Paper(Value):
    """A paper of an agenda item, by the digest of its bytes; `late` where it followed the agenda."""

    paper: Id
    title: Text
    digest: Digest
    late: bool = False


class KeyDecisionAssessed(Event):
    """Officers said whether the decision on the plan is a key one (SI 2012/2089 reg 8), which is not to say whether it
    may be called in. `certified_by`: who certified in writing that it is none, though it is above the threshold.
    """

    kind: ClassVar[str] = "plan.key-decision-assessed"
    dated: ClassVar[str] = "assessed_on"
    is_key: bool
    because: Text
    pounds: Pounds
    divisions: Divisions
    certified_by: tuple[Slug, ...]
    assessed_on: Day


class KeyDecisionNoticePublished(Event):
    """Notice of a key decision was published, with the contents of SI 2012/2089 reg 9: that it is one, and these.

    It is to be made on `decision_on`, or by `decision_by` where a period is given.
    """

    kind: ClassVar[str] = "plan.key-decision-notice-published"
    dated: ClassVar[str] = "published_on"
    matter: Text
    decision_maker: Text
    decision_on: Day
    decision_by: Day | None
    documents: tuple[Text, ...]
    copies_at: Text
    more_documents: Text
    how_to_request: Text
    published_on: Day
    first_lawful_day: Day
    calendar: Text


class GeneralExceptionNotified(Event):
    """Notice of 28 clear days was impracticable, and scrutiny's chair was told why (SI 2012/2089 reg 10)."""

    kind: ClassVar[str] = "plan.general-exception-notified"
    dated: ClassVar[str] = "notified_on"
    notified: Slug
    because: Text
    notified_on: Day
    first_lawful_day: Day
    calendar: Text


class SpecialUrgencyAgreed(Event):
    """Even 5 clear days were impracticable, and scrutiny's chair, or who stands in, agreed (SI 2012/2089 reg 11)."""

    kind: ClassVar[str] = "plan.special-urgency-agreed"
    dated: ClassVar[str] = "agreed_on"
    agreed_by: Slug
    instead_because: Text | None
    because: Text
    agreed_on: Day
    first_lawful_day: Day
    calendar: Text


class PrivateMeetingNoticed(Event):
    """The first or second notice was given of a meeting in private (SI 2012/2089 reg 5); the second with the
    representations received and the answer to them. `resolution`: that by which the public is to be excluded (reg 4).
    """

    kind: ClassVar[str] = "plan.private-meeting-noticed"
    dated: ClassVar[str] = "published_on"
    meeting_on: Day
    notice: Literal["first", "second"]
    because: Text
    representations: Erasable | None
    published_on: Day
    first_lawful_day: Day
    calendar: Text
    resolution: Text | None = added(None)


class AgendaPublished(Event):
    """The agenda was opened to the public with the item and its papers (SI 2012/2089 reg 6), or the reason
    for less than 5 clear days.
    """

    kind: ClassVar[str] = "plan.agenda-published"
    dated: ClassVar[str] = "published_on"
    meeting_on: Day
    item: Text
    papers: tuple[Paper, ...]
    shorter_because: Text | None
    published_on: Day
    first_lawful_day: Day
    calendar: Text


class PaperCorrected(Event):
    """A paper of the agenda was replaced by another; the line before keeps what it was."""

    kind: ClassVar[str] = "plan.paper-corrected"
    dated: ClassVar[str] = "corrected_on"
    meeting_on: Day
    paper: Id
    digest: Digest
    because: Text
    corrected_on: Day


class PrivateMeetingAgreed(Event):
    """28 clear days' notice of a meeting in private was impracticable, and scrutiny's chair, or who stands in, agreed
    that it cannot reasonably be put off (SI 2012/2089 reg 5).
    """

    kind: ClassVar[str] = "plan.private-meeting-agreed"
    dated: ClassVar[str] = "agreed_on"
    meeting_on: Day
    agreed_by: Slug
    instead_because: Text | None
    because: Text
    agreed_on: Day


class PapersOpenedToMembers(Event):
    """The papers of a meeting, or of an officer's decision, were opened to every member (SI 2012/2089 reg 16).

    `open_by` is the last day for it: 5 clear days before a public meeting, or the day of its agenda where that was at
    shorter notice; the day after a decision in private, since the law's 24 hours are days here.
    """

    kind: ClassVar[str] = "plan.papers-opened-to-members"
    dated: ClassVar[str] = "opened_on"
    papers_of: OpenedOf
    decision_on: Day
    where: Text
    opened_on: Day
    open_by: Day
    calendar: Text


NoticeEvent = (
    KeyDecisionAssessed
    | KeyDecisionNoticePublished
    | GeneralExceptionNotified
    | SpecialUrgencyAgreed
    | PrivateMeetingNoticed
    | AgendaPublished
    | PaperCorrected
    | PrivateMeetingAgreed
    | PapersOpenedToMembers
)
