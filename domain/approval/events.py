"""What can happen to a version on its way through the board and cabinet, until it may be implemented."""

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from domain.authority.routes import Asking, Route
from domain.authority.state import Content
from domain.value import Day, Digest, Erasable, Event, Id, Slug, Text, Value, added

Verb = Literal["approved", "noted", "endorsed", "agreed", "recommended", "delegated", "signed-off"]
"""The deciding body's own word, kept as given."""


class Conflict(Value):
    """An interest in the matter that a member declared. It keeps him or her from deciding, unless the head of paid
    service granted a dispensation (`dispensation_by` is that post); `withdrew`: the member left while it was decided.
    """

    member: Id
    interest: Text
    dispensation_by: Slug | None = None
    withdrew: bool = False


class Votes(Value):
    """How the members voted, where they did."""

    in_favour: Annotated[int, Field(ge=0)]
    against: Annotated[int, Field(ge=0)]
    abstained: Annotated[int, Field(ge=0)] = 0


Reasons = Text | None
Conflicts = tuple[Conflict, ...] | None
"""None: nothing is said of them. Empty: none was declared."""

CONTENTS: tuple[Content, ...] = get_args(Content)
"""What SI 2012/2089 reg 12 asks of the record of a decision beside the decision itself and its date."""


class BoardEndorsed(Event):
    """The improvement board endorsed a version."""

    kind: ClassVar[str] = "plan.board-endorsed"
    dated: ClassVar[str] = "endorsed_on"
    version: int
    digest: Digest
    endorsed_on: Day
    board: Text


class ApprovalAsked(Event):
    """A version was put to cabinet: round 1, 2, … Every date on which something follows is computed here.

    The post `answer_to` is told cabinet's answer. `remind_on` and `escalate_on` are working days of `calendar`; on
    each, at 09:00 in London, the workflow acts. On a `route` of the authority's terms `awaited` are asked first;
    where there is none, it is cabinet alone.
    """

    kind: ClassVar[str] = "plan.approval-asked"
    dated: ClassVar[str] = "asked_on"
    round: int
    version: int
    digest: Digest
    asked_on: Day
    answer_by: Day
    answer_to: Slug
    remind: Slug
    remind_on: tuple[Day, ...]
    escalate_to: Slug
    escalate_on: Day
    calendar: Text
    route: Route | None = added(None)
    awaited: tuple[Asking, ...] = added(())


class ReminderSent(Event):
    """Cabinet's answer was still awaited and somebody was reminded: number 1, 2, … of the round.

    On a route `awaiting` names the bodies whose answer it was.
    """

    kind: ClassVar[str] = "plan.reminder-sent"
    round: int
    number: int
    to: Slug
    awaiting: Text | None = added(None)


class Escalated(Event):
    """The answer was overdue and the matter went to a higher post. On a route `awaiting` names whose it was."""

    kind: ClassVar[str] = "plan.escalated"
    round: int
    to: Slug
    awaiting: Text | None = added(None)


class CabinetApproved(Event):
    """Cabinet answered yes, in its own verb, to the version put to it.

    `decided_by` are the members who decided. The decision may be implemented from `implementable_from`: the day after
    the call-in period ends, or the day of decision where the decision is exempt from call-in (`no_call_in_because`).
    `alternatives` are those considered and rejected, or that there were none. Where others are `awaited` after
    cabinet's `stage`, nothing is approved yet and no call-in runs. `finalisation_delegated`: nothing goes out before a
    post to which cabinet left it has finalised the version (domain/finalisation).
    """

    kind: ClassVar[str] = "plan.cabinet-approved"
    dated: ClassVar[str] = "decided_on"
    round: int
    version: int
    digest: Digest
    verb: Verb
    decided_on: Day
    resolution: Text
    decided_by: tuple[Id, ...]
    statement_published_on: Day
    call_in_ends: Day | None
    no_call_in_because: Text | None = None
    implementable_from: Day
    calendar: Text
    reasons: Reasons = added(None)
    alternatives: Reasons = added(None)
    conflicts: Conflicts = added(None)
    votes: Votes | None = added(None)
    stage: Slug | None = added(None)
    awaited: tuple[Asking, ...] = added(())
    finalisation_delegated: bool = added(False)


class DecisionStatementPublished(Event):
    """The decision was published with its record. The time for a call-in is counted from here, and no longer from the
    day that was given with the decision.
    """

    kind: ClassVar[str] = "plan.decision-statement-published"
    dated: ClassVar[str] = "published_on"
    round: int
    version: int
    digest: Digest
    published_on: Day
    where: Text
    reasons: Text | None
    alternatives: Text | None
    conflicts: tuple[Conflict, ...] | None
    call_in_ends: Day | None
    implementable_from: Day
    calendar: Text


class CabinetRefused(Event):
    """Cabinet answered no."""

    kind: ClassVar[str] = "plan.cabinet-refused"
    dated: ClassVar[str] = "decided_on"
    round: int
    version: int
    digest: Digest
    decided_on: Day
    because: Text
    decided_by: tuple[Id, ...]


class SentBack(Event):
    """Cabinet sent the version back for amendment, with the points to amend.

    `after_call_in`: it had approved the version, and scrutiny referred the decision back. `stage` and `name` are set
    where a stage of a route sent it back: which, and of whom.
    """

    kind: ClassVar[str] = "plan.sent-back"
    dated: ClassVar[str] = "decided_on"
    round: int
    version: int
    digest: Digest
    decided_on: Day
    points: tuple[Text, ...]
    decided_by: tuple[Id, ...]
    after_call_in: bool = added(False)
    stage: Slug | None = added(None)
    name: Text | None = added(None)


class ApprovalWithdrawn(Event):
    """The question was taken back before cabinet answered it, or those of a route whom `awaiting` names."""

    kind: ClassVar[str] = "plan.approval-withdrawn"
    round: int
    version: int
    because: Erasable
    awaiting: Text | None = added(None)


class DecisionImplementable(Event):
    """No call-in is possible any more, or there could be none: what was approved may be implemented.

    `called_in`: members had called the decision in, and nothing of that holds it any more. `finalisation_awaited`: the
    version is still to be finalised under cabinet's delegation, and goes out only then.
    """

    kind: ClassVar[str] = "plan.decision-implementable"
    dated: ClassVar[str] = "implementable_from"
    round: int
    version: int
    digest: Digest
    call_in_ended: Day | None
    implementable_from: Day
    called_in: bool = added(False)
    finalisation_awaited: bool = added(False)


ApprovalEvent = (
    BoardEndorsed
    | ApprovalAsked
    | ReminderSent
    | Escalated
    | CabinetApproved
    | CabinetRefused
    | SentBack
    | ApprovalWithdrawn
    | DecisionImplementable
    | DecisionStatementPublished
)
