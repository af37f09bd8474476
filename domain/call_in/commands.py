"""What may be asked once cabinet has decided, as long as members may have the decision looked at again."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.value import Command, Day, Id, Number, Slug, Text

Signatories = Annotated[tuple[Id, ...], Field(min_length=1)]


class ReceiveCallInNotice(Command):
    """Record that members called in the decision on a version; `notice` is the id that the notice gets."""

    name: ClassVar[str] = "receive-call-in-notice"
    dated: ClassVar[str] = "received_on"
    version: Number
    notice: Id
    signatories: Signatories
    ground: Slug
    because: Text
    received_on: Day


class ValidateCallIn(Command):
    """Record that the post to which notices go found one valid."""

    name: ClassVar[str] = "validate-call-in"
    dated: ClassVar[str] = "judged_on"
    notice: Id
    judged_by: Slug
    judged_on: Day


class RejectCallIn(Command):
    """Record that the post to which notices go found one not valid, and why."""

    name: ClassVar[str] = "reject-call-in"
    dated: ClassVar[str] = "judged_on"
    notice: Id
    judged_by: Slug
    judged_on: Day
    because: Text


class WithdrawCallIn(Command):
    """Record that the signatories took their notice back in writing."""

    name: ClassVar[str] = "withdraw-call-in"
    dated: ClassVar[str] = "withdrawn_on"
    notice: Id
    withdrawn_on: Day


class ExemptFromCallIn(Command):
    """Record that everybody whom the constitution names agreed that the decision cannot wait for a call-in."""

    name: ClassVar[str] = "exempt-from-call-in"
    dated: ClassVar[str] = "agreed_on"
    version: Number
    agreed_by: Annotated[tuple[Slug, ...], Field(min_length=1)]
    agreed_on: Day
    because: Text


class ReferBack(Command):
    """Record that scrutiny referred a decision that was called in back to cabinet."""

    name: ClassVar[str] = "refer-back"
    dated: ClassVar[str] = "referred_on"
    version: Number
    referred_on: Day
    because: Text


class ReaffirmDecision(Command):
    """Record that a decision that was called in stands: scrutiny says so or, once it was referred back, cabinet."""

    name: ClassVar[str] = "reaffirm-decision"
    dated: ClassVar[str] = "reaffirmed_on"
    version: Number
    reaffirmed_by: Literal["scrutiny", "cabinet"]
    reaffirmed_on: Day
    because: Text


class RequestPostImplementationReview(Command):
    """Record that members asked for a review of a decision that was exempt from call-in."""

    name: ClassVar[str] = "request-post-implementation-review"
    dated: ClassVar[str] = "requested_on"
    version: Number
    signatories: Signatories
    requested_on: Day
    because: Text


CallInCommand = (
    ReceiveCallInNotice
    | ValidateCallIn
    | RejectCallIn
    | WithdrawCallIn
    | ExemptFromCallIn
    | ReferBack
    | ReaffirmDecision
    | RequestPostImplementationReview
)
