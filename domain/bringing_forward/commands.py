"""What may be asked as days come; by the workflow bring-forward alone."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.value import Command, Day, Id, Number, Slug

Rung = Annotated[int, Field(ge=-60, le=250)]


class ChaseAction(Command):
    """Record that a reminder of an action went out: the one of the ladder that is due `rung` working days after `due`,
    or before it if negative."""

    name: ClassVar[str] = "chase-action"
    action: Id
    due: Day
    rung: Rung


class ChaseEvidence(Command):
    """Record that a reminder went out: the action is complete since `complete_on`, and no evidence is verified."""

    name: ClassVar[str] = "chase-evidence"
    action: Id
    complete_on: Day
    rung: Rung


class RemindOfReview(Command):
    """Record that a reminder of the review that is due by `review_by` went out."""

    name: ClassVar[str] = "remind-of-review"
    review_by: Day
    rung: Rung


class FreezePack(Command):
    """Fix what a body is told of the plan as it stood on `until`, as its `number`-th pack."""

    name: ClassVar[str] = "freeze-pack"
    to: Slug
    number: Number
    until: Day


class ChaseScrutinyAnswer(Command):
    """Record that a reminder went out of the answer to a recommendation of scrutiny that is due by `respond_by`."""

    name: ClassVar[str] = "chase-scrutiny-answer"
    recommendation: Id
    respond_by: Day
    rung: Rung


class NoteDelegationRunOut(Command):
    """Record that somebody was told: the delegation of a round's finalisation ended on `until`, and was not used."""

    name: ClassVar[str] = "note-delegation-run-out"
    round: Number
    until: Day


class ChaseCallIn(Command):
    """Record that somebody was told: the time for call-ins is over, and a notice of the round is not judged."""

    name: ClassVar[str] = "chase-call-in"
    round: Number
    notice: Id


BringForwardCommand = (
    ChaseAction | ChaseEvidence | RemindOfReview | FreezePack | ChaseScrutinyAnswer | NoteDelegationRunOut | ChaseCallIn
)
