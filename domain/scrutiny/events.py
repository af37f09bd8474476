"""What those who watch over the plan say: scrutiny's recommendations with their answers, and the board's doubts."""

from typing import ClassVar, Literal

from domain.value import Day, Digest, Erasable, Event, Id, Slug, Text

Moment = Literal["before-decision", "after-decision"]
Answer = Literal["accepted", "accepted-in-part", "rejected"]


class ScrutinyConsidered(Event):
    """A scrutiny committee considered the plan, before cabinet decided on it or after."""

    kind: ClassVar[str] = "plan.scrutiny-considered"
    dated: ClassVar[str] = "considered_on"
    meeting: Id
    committee: Text
    considered_on: Day
    when: Moment
    document: Text


class ScrutinyRecommendationMade(Event):
    """The committee recommended something. `respond_by`: the day by which the terms ask for an answer, if they do."""

    kind: ClassVar[str] = "plan.scrutiny-recommendation-made"
    dated: ClassVar[str] = "made_on"
    recommendation: Id
    meeting: Id
    text: Erasable
    made_on: Day
    respond_by: Day | None


class ScrutinyRecommendationAnswered(Event):
    """What was recommended was accepted, in part or whole, or rejected. `respond_by` as it was when it was made."""

    kind: ClassVar[str] = "plan.scrutiny-recommendation-answered"
    dated: ClassVar[str] = "answered_on"
    recommendation: Id
    answer: Answer
    because: Erasable | None
    answered_by: Text
    answered_on: Day
    respond_by: Day | None


class BoardChallenged(Event):
    """The improvement board challenged a version. It binds nobody; what it said stays on record."""

    kind: ClassVar[str] = "plan.board-challenged"
    dated: ClassVar[str] = "challenged_on"
    version: int
    digest: Digest
    challenged_on: Day
    board: Text
    points: tuple[Erasable, ...]


class BoardReconstituted(Event):
    """The board was set up anew: other members, other terms of reference, or another name."""

    kind: ClassVar[str] = "plan.board-reconstituted"
    dated: ClassVar[str] = "reconstituted_on"
    board: Text
    reconstituted_on: Day
    now_called: Text | None
    document: Text


class BoardChairChanged(Event):
    """Another post chairs the board from this day on."""

    kind: ClassVar[str] = "plan.board-chair-changed"
    dated: ClassVar[str] = "changed_on"
    board: Text
    chair: Slug
    changed_on: Day
    document: Text


class ReportToCouncilRequired(Event):
    """A scrutiny committee held that a decision should have been treated as key, and required a report on it to full
    council by a day (SI 2012/2089 reg 18).
    """

    kind: ClassVar[str] = "plan.report-to-council-required"
    dated: ClassVar[str] = "required_on"
    round: int
    version: int
    digest: Digest
    committee: Text
    because: Text
    report_by: Day
    required_on: Day


ScrutinyEvent = (
    ScrutinyConsidered
    | ScrutinyRecommendationMade
    | ScrutinyRecommendationAnswered
    | BoardChallenged
    | BoardReconstituted
    | BoardChairChanged
    | ReportToCouncilRequired
)
