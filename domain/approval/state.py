"""Where the plan stands with cabinet: one situation at a time, each knowing only what it can know."""

from typing import Annotated, Literal, assert_never

from pydantic import Field

from domain.approval.events import (
    ApprovalAsked,
    ApprovalEvent,
    ApprovalWithdrawn,
    BoardEndorsed,
    CabinetApproved,
    CabinetRefused,
    Conflict,
    DecisionImplementable,
    DecisionStatementPublished,
    Escalated,
    ReminderSent,
    SentBack,
    Verb,
    Votes,
)
from domain.value import Acted, Day, Digest, Id, Slug, Text, Value


class NotAsked(Value):
    """Nothing has been put to cabinet yet."""

    situation: Literal["not-asked"] = "not-asked"


class Asked(Value):
    """A version is with cabinet. `chasing_moved`: its reminders were counted anew, so one may come too early."""

    situation: Literal["asked"] = "asked"
    round: int
    version: int
    digest: Digest
    asked_on: Day
    answer_by: Day
    asked_by: tuple[Id, ...]
    remind_on: tuple[Day, ...]
    escalate_to: Slug
    escalate_on: Day
    reminders: int = 0
    escalated: bool = False
    chasing_moved: bool = False


class Returned(Value):
    """The last round ended without a yes; `decided_on` where it was cabinet's answer."""

    situation: Literal["returned"] = "returned"
    round: int
    version: int
    how: Literal["refused", "sent-back", "withdrawn"]
    points: tuple[Text, ...]
    decided_on: Day | None = None


class Approved(Value):
    """Cabinet said yes to `digest`; it may be implemented from `implementable_from`, if no call-in holds it.

    `published_where` is None as long as no statement is recorded, and the day of its publication only assumed.
    """

    situation: Literal["approved"] = "approved"
    round: int
    version: int
    digest: Digest
    verb: Verb
    decided_on: Day
    resolution: Text
    decided_by: tuple[Id, ...]
    statement_published_on: Day
    call_in_ends: Day | None
    implementable_from: Day
    call_in_over: bool = False
    reasons: Text | None = None
    alternatives: Text | None = None
    conflicts: tuple[Conflict, ...] | None = None
    votes: Votes | None = None
    published_where: Text | None = None


Standing = Annotated[NotAsked | Asked | Returned | Approved, Field(discriminator="situation")]


class Approval(Value):
    """The situation, how many rounds there have been, what the board endorsed, each version cabinet approved, and
    who has asked about each version, in whatever round."""

    standing: Standing = NotAsked()
    rounds: int = 0
    endorsed: dict[Digest, Day] = {}
    approved: dict[int, Digest] = {}
    askers: dict[int, tuple[Id, ...]] = {}


def evolve(approval: Approval, event: ApprovalEvent, act: Acted) -> Approval:
    match event:
        case BoardEndorsed(digest=digest, endorsed_on=on):
            return approval.but(endorsed={**approval.endorsed, digest: on})
        case ApprovalAsked():
            asked = Asked(
                **event.model_dump(include=set(Asked.model_fields) & set(ApprovalAsked.model_fields)),
                asked_by=tuple(sorted(act.people)),
            )
            askers = tuple(sorted({*approval.askers.get(event.version, ()), *act.people}))
            versions = {**approval.askers, event.version: askers}
            return approval.but(standing=asked, rounds=event.round, askers=versions)
        case ReminderSent(number=number):
            return _asked(approval, reminders=number)
        case Escalated():
            return _asked(approval, escalated=True)
        case CabinetApproved():
            approved = Approved(
                **event.model_dump(include=set(Approved.model_fields) & set(CabinetApproved.model_fields))
            )
            digests = {**approval.approved, event.version: event.digest}
            return approval.but(standing=approved, approved=digests)
        case CabinetRefused(because=because):
            return _returned(approval, event, "refused", (because,))
        case SentBack(points=points):
            if event.after_call_in:
                standing = {n: digest for n, digest in approval.approved.items() if n != event.version}
                approval = approval.but(approved=standing)
            return _returned(approval, event, "sent-back", points)
        case ApprovalWithdrawn(because=because):
            return _returned(approval, event, "withdrawn", (because,))
        case DecisionStatementPublished():
            if isinstance(approval.standing, Approved):
                return approval.but(standing=_published(approval.standing, event))
            return approval
        case DecisionImplementable():
            if isinstance(approval.standing, Approved):
                over = approval.standing.but(call_in_over=True)
                return approval.but(standing=over)
            return approval
        case _:
            assert_never(event)


def _published(standing: Approved, event: DecisionStatementPublished) -> Approved:
    return standing.but(
        statement_published_on=event.published_on,
        published_where=event.where,
        call_in_ends=event.call_in_ends,
        implementable_from=event.implementable_from,
        reasons=event.reasons,
        alternatives=event.alternatives,
        conflicts=event.conflicts,
    )


def _asked(approval: Approval, **change: object) -> Approval:
    if not isinstance(approval.standing, Asked):
        return approval
    return approval.but(standing=approval.standing.but(**change))


def _returned(
    approval: Approval,
    event: CabinetRefused | SentBack | ApprovalWithdrawn,
    how: Literal["refused", "sent-back", "withdrawn"],
    points: tuple[str, ...],
) -> Approval:
    decided_on = None if isinstance(event, ApprovalWithdrawn) else event.decided_on
    returned = Returned(round=event.round, version=event.version, how=how, points=points, decided_on=decided_on)
    return approval.but(standing=returned)
