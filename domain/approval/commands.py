"""What may be asked on the way to cabinet; the last three by the approval's workflow alone."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.approval.events import Conflicts, Reasons, Verb, Votes
from domain.value import Command, Day, Digest, Id, Number, Slug, Text, added

Members = Annotated[tuple[Id, ...], Field(min_length=1)]


class EndorseByBoard(Command):
    """Record that the improvement board endorsed a version."""

    name: ClassVar[str] = "endorse-by-board"
    dated: ClassVar[str] = "endorsed_on"
    version: Number
    endorsed_on: Day
    board: Text


class AskApproval(Command):
    """Put a version to cabinet and say by when it should answer; `asked_on` if it was not the day of recording."""

    name: ClassVar[str] = "ask-approval"
    dated: ClassVar[str] = "asked_on"
    version: Number
    answer_by: Day
    asked_on: Day | None = None


class RecordCabinetApproval(Command):
    """Record cabinet's yes, in its own verb. `digest` may be given with `version`, and must then be the version's.

    `statement_published_on` is the day of decision unless said otherwise; `no_call_in_because` says why the decision is
    exempt from call-in, where it is. The statement says of `reasons`, `alternatives` and `conflicts` what is left out.
    `finalisation_delegated`: cabinet left it to a post to finalise the version, and nothing goes out before that.
    """

    name: ClassVar[str] = "record-cabinet-approval"
    dated: ClassVar[str] = "decided_on"
    version: Number
    digest: Digest | None = None
    verb: Verb
    decided_on: Day
    resolution: Text
    decided_by: Members
    statement_published_on: Day | None = None
    no_call_in_because: Text | None = None
    reasons: Reasons = added(None)
    alternatives: Reasons = added(None)
    conflicts: Conflicts = added(None)
    votes: Votes | None = added(None)
    finalisation_delegated: bool = added(False)


class RecordCabinetRefusal(Command):
    """Record cabinet's no."""

    name: ClassVar[str] = "record-cabinet-refusal"
    dated: ClassVar[str] = "decided_on"
    version: Number
    decided_on: Day
    because: Text
    decided_by: Members


class SendBack(Command):
    """Record that cabinet, or the body of another `stage`, sent the version back for amendment."""

    name: ClassVar[str] = "send-back"
    dated: ClassVar[str] = "decided_on"
    version: Number
    decided_on: Day
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    decided_by: Members
    stage: Slug | None = added(None)


class WithdrawApproval(Command):
    """Take the question back before cabinet answers."""

    name: ClassVar[str] = "withdraw-approval"
    because: Text


class RecordReminder(Command):
    """Record that a reminder went out."""

    name: ClassVar[str] = "record-reminder"
    round: Number
    number: Number


class Escalate(Command):
    """Record that the overdue answer went to a higher post."""

    name: ClassVar[str] = "escalate"
    round: Number


class ConfirmImplementable(Command):
    """Record that the decision may be implemented: no call-in is possible any more."""

    name: ClassVar[str] = "confirm-implementable"
    round: Number


class PublishDecisionStatement(Command):
    """Record that the decision was published with its record; what is left out was recorded with the decision."""

    name: ClassVar[str] = "publish-decision-statement"
    dated: ClassVar[str] = "published_on"
    version: Number
    published_on: Day
    where: Text
    reasons: Reasons = added(None)
    alternatives: Reasons = added(None)
    conflicts: Conflicts = added(None)


ApprovalCommand = (
    EndorseByBoard
    | AskApproval
    | RecordCabinetApproval
    | RecordCabinetRefusal
    | SendBack
    | WithdrawApproval
    | RecordReminder
    | Escalate
    | ConfirmImplementable
    | PublishDecisionStatement
)
