"""What the digest in an event is bound to: content, question or approval, as the lines before add up to it."""

from typing import get_args

from domain.approval.events import (
    ApprovalAsked,
    BoardEndorsed,
    CabinetApproved,
    CabinetRefused,
    DecisionImplementable,
    DecisionStatementPublished,
    SentBack,
)
from domain.approval.state import Approved, Asked
from domain.delivery.events import DeliveryEvent
from domain.drafting.content import digest
from domain.drafting.events import VersionCut
from domain.finalisation.events import (
    ApprovalVoided,
    AuthorityDelegated,
    DelegationRevoked,
    FinalisedUnderDelegation,
    ImmaterialChangeAdopted,
)
from domain.measures.events import MeasureEvent
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.scrutiny.events import BoardChallenged
from domain.submission.events import Published, SubmissionAcknowledged, SubmittedToOfsted

_OfARound = (
    CabinetApproved
    | CabinetRefused
    | SentBack
    | DecisionStatementPublished
    | DecisionImplementable
    | AuthorityDelegated
    | FinalisedUnderDelegation
    | DelegationRevoked
    | ApprovalVoided
    | ImmaterialChangeAdopted
    | SubmissionAcknowledged
    | SubmittedToOfsted
)


APART = frozenset({*get_args(DeliveryEvent), *get_args(MeasureEvent)})
"""What happens in delivery, which is nine lines in ten. No digest is over it or bound to it, and no other chapter asks
what it adds up to: who looks for broken digests alone need not fold it."""


def unbound(event: PlanEvent, plan: Plan) -> str | None:
    """Why the digest that the event names is not the one it is bound to; None where it is, or where it names none."""
    if "digest" not in event.__dict__:  # as nearly all: the cases below are looked through for the few
        return None
    standing = plan.approval.standing
    match event:
        case VersionCut(number=number, title=title):
            content = plan.draft.content(plan.id, number, title, plan.inspection.findings)
            return _differs(event.digest, digest(content), "content that the lines before add up to")
        case BoardEndorsed() | BoardChallenged() | ApprovalAsked():
            return _cut(event.digest, event.version, plan)
        case CabinetApproved() | CabinetRefused() | SentBack(after_call_in=False):
            asked = standing.digest if isinstance(standing, Asked) and _same_round(event, standing) else None
            return _differs(event.digest, asked, f"question to cabinet about version {event.version}")
        case DecisionStatementPublished() | SentBack(after_call_in=True) | AuthorityDelegated() | ApprovalVoided():
            given = standing.digest if isinstance(standing, Approved) and _same_round(event, standing) else None
            return _differs(event.digest, given, f"approval of version {event.version}")
        case DecisionImplementable() | SubmissionAcknowledged() | SubmittedToOfsted() | DelegationRevoked():
            return _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
        case FinalisedUnderDelegation(final_version=final, final_digest=digest_of_final):
            why = _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
            return why or _cut(digest_of_final, final, plan)
        case ImmaterialChangeAdopted(adopted_version=adopted, adopted_digest=digest_of_adopted):
            why = _differs(event.digest, _going_out(event, plan), f"approval of version {event.version}")
            return why or _cut(digest_of_adopted, adopted, plan)
        case Published():
            return _differs(event.digest, plan.approved(event.version), f"approval of version {event.version}")
        case _:
            return None


def _cut(said: str, number: int, plan: Plan) -> str | None:
    version = plan.version(number)
    return _differs(said, version.digest if version else None, f"version {number}")


def _going_out(event: _OfARound, plan: Plan) -> str | None:
    """The digest of the version that goes out on the decision of that round, where it is the version of the event."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or event.round != standing.round:
        return None
    version, digest = plan.finalisation.content(standing)
    return digest if event.version == version else None


def _same_round(event: _OfARound, standing: Asked | Approved) -> bool:
    return (event.round, event.version) == (standing.round, standing.version)


def _differs(said: str, bound: str | None, to: str) -> str | None:
    if bound is None:
        return f"names the digest {said[:12]}…, and there is no {to} before it"
    return None if said == bound else f"names the digest {said[:12]}…, and that of the {to} is {bound[:12]}…"
