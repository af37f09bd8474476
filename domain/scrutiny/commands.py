"""What may be asked about scrutiny and the improvement board."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.scrutiny.events import Answer, Moment
from domain.value import Command, Day, Id, Number, Slug, Text


class RecordScrutiny(Command):
    """Record that a scrutiny committee considered the plan; `meeting` is the id under which it is kept."""

    name: ClassVar[str] = "record-scrutiny"
    dated: ClassVar[str] = "considered_on"
    meeting: Id
    committee: Text
    considered_on: Day
    when: Moment
    document: Text


class RecordScrutinyRecommendation(Command):
    """Record what the committee recommended at that meeting."""

    name: ClassVar[str] = "record-scrutiny-recommendation"
    recommendation: Id
    meeting: Id
    text: Text


class AnswerScrutiny(Command):
    """Record the answer to what scrutiny recommended; whoever does not accept it whole says why."""

    name: ClassVar[str] = "answer-scrutiny"
    dated: ClassVar[str] = "answered_on"
    recommendation: Id
    answer: Answer
    because: Text | None = None
    answered_by: Text
    answered_on: Day


class ChallengeByBoard(Command):
    """Record that the improvement board challenged a version, and on which points."""

    name: ClassVar[str] = "challenge-by-board"
    dated: ClassVar[str] = "challenged_on"
    version: Number
    challenged_on: Day
    board: Text
    points: Annotated[tuple[Text, ...], Field(min_length=1)]


class ReconstituteBoard(Command):
    """Record that the improvement board was set up anew; `now_called` where it bears another name."""

    name: ClassVar[str] = "reconstitute-board"
    dated: ClassVar[str] = "reconstituted_on"
    board: Text
    reconstituted_on: Day
    now_called: Text | None = None
    document: Text


class ChangeBoardChair(Command):
    """Record which post chairs the improvement board from now on."""

    name: ClassVar[str] = "change-board-chair"
    dated: ClassVar[str] = "changed_on"
    board: Text
    chair: Slug
    changed_on: Day
    document: Text


class RequireReport(Command):
    """Record that a scrutiny committee holds the decision on a version to have been key, and by when it requires the
    executive's report to full council."""

    name: ClassVar[str] = "require-report"
    dated: ClassVar[str] = "required_on"
    version: Number
    committee: Text
    because: Text
    report_by: Day
    required_on: Day


ScrutinyCommand = (
    RecordScrutiny
    | RecordScrutinyRecommendation
    | AnswerScrutiny
    | ChallengeByBoard
    | ReconstituteBoard
    | ChangeBoardChair
    | RequireReport
)
