"""What may be asked when the Secretary of State intervenes."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.value import Command, Day, Id, Number, Text

Requirements = Annotated[tuple[Text, ...], Field(min_length=1)]


class RecordImprovementNotice(Command):
    """Record a notice to improve and what it requires."""

    name: ClassVar[str] = "record-improvement-notice"
    dated: ClassVar[str] = "issued_on"
    issued_on: Day
    by: Text
    requirements: Requirements
    review_every_months: Number = 6
    must_be_done_by: Day | None = None
    document: Text


class RecordSixMonthReview(Command):
    """Record that progress under the notice in force was reviewed, and what came of it."""

    name: ClassVar[str] = "record-six-month-review"
    dated: ClassVar[str] = "held_on"
    held_on: Day
    outcome: Text
    document: Text


class LiftNotice(Command):
    """Record that the notice in force was lifted."""

    name: ClassVar[str] = "lift-notice"
    dated: ClassVar[str] = "lifted_on"
    lifted_on: Day
    afterwards: Text | None = None
    document: Text


class RecordDirection(Command):
    """Record a statutory direction, or the revision of the one in force."""

    name: ClassVar[str] = "record-direction"
    dated: ClassVar[str] = "issued_on"
    issued_on: Day
    by: Text
    requirements: Requirements
    document: Text


class RecordCommissioner(Command):
    """Record that a commissioner was appointed; give the id of the office, not a name."""

    name: ClassVar[str] = "record-commissioner"
    dated: ClassVar[str] = "appointed_on"
    commissioner: Id
    appointed_on: Day
    by: Text
    document: Text


class RevokeDirection(Command):
    """Record that the direction in force was revoked."""

    name: ClassVar[str] = "revoke-direction"
    dated: ClassVar[str] = "revoked_on"
    revoked_on: Day
    afterwards: Text | None = None
    document: Text


InterventionCommand = (
    RecordImprovementNotice | RecordSixMonthReview | LiftNotice | RecordDirection | RecordCommissioner | RevokeDirection
)
