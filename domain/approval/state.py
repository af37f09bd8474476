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
from domain.authority.routes import CABINET, CABINET_ALONE, Route, Stage
from domain.route.events import DecisionDeferred, DecisionMade
from domain.value import Acted, Day, Digest, Id, Slug, Text, Value, added


class NotAsked(Value):
    """Nothing has been put to cabinet yet."""

    situation: Literal["not-asked"] = "not-asked"


Answers = dict[Slug, CabinetApproved | DecisionMade]
"""What the stages of a round have answered, by stage."""


class Asked(Value):
    """A version is with cabinet, or on its `route`; what its stages have answered so far, and last put off.

    `chasing_moved`: its reminders were counted anew, so one may come too early.
    """

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
    route: Route | None = None
    answers: Answers = {}
    deferred: dict[Slug, DecisionDeferred] = {}

    @property
    def taken(self) -> Route:
        """The route of this round, which is cabinet alone where none was chosen."""
        return self.route or CABINET_ALONE

    chasing_moved: bool = False


class Returned(Value):
    """The last round ended without a yes; `decided_on` where it was cabinet's answer."""

    situation: Literal["returned"] = "returned"
    round: int
    version: int
    how: Literal["refused", "sent-back", "withdrawn", "voided"]
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
    route: Route | None = None
    answers: Answers = {}
    finalisation_delegated: bool = added(False)

    @property
    def to_note(self) -> tuple[Stage, ...]:
        """The stages that are to note what was submitted and have not, on a route that submits first."""
        if self.route is None:
            return ()
        noting = (s for s in self.route.stages if self.route.after_submission(s) and not s.optional)
        return tuple(s for s in noting if s.id not in self.answers)


Standing = Annotated[NotAsked | Asked | Returned | Approved, Field(discriminator="situation")]


class Approval(Value):
    """The situation, how many rounds there have been, what the board endorsed, each version cabinet approved, since
    when it could be implemented, and who has asked about each version, in whatever round."""

    standing: Standing = NotAsked()
    rounds: int = 0
    endorsed: dict[Digest, Day] = {}
    approved: dict[int, Digest] = {}
    effective: dict[int, Day] = {}
    askers: dict[int, tuple[Id, ...]] = {}


def evolve(approval: Approval, event: ApprovalEvent | DecisionMade | DecisionDeferred, act: Acted) -> Approval:
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
            before, effective = approval.standing, approval.effective
            if isinstance(before, Approved):
                effective = {before.version: before.implementable_from} | effective
            return approval.but(standing=asked, rounds=event.round, askers=versions, effective=effective)
        case ReminderSent(number=number):
            return _asked(approval, reminders=number)
        case Escalated():
            return _asked(approval, escalated=True)
        case CabinetApproved() | DecisionMade():
            return _answered(approval, event)
        case DecisionDeferred(stage=stage):
            standing = approval.standing
            deferred = standing.deferred if isinstance(standing, Asked) else {}
            return _asked(approval, deferred={**deferred, stage: event})
        case CabinetRefused(because=because):
            return _returned(approval, event, "refused", (because,))
        case SentBack(points=points):
            if event.after_call_in:
                approval = _no_longer(approval, event.version)
            return _returned(approval, event, "sent-back", points)
        case ApprovalWithdrawn(because=because):
            return _returned(approval, event, "withdrawn", (because,))
        case DecisionStatementPublished():
            if isinstance(approval.standing, Approved):
                return approval.but(standing=_published(approval.standing, event))
            return approval
        case DecisionImplementable():
            if isinstance(approval.standing, Approved):
                effective = {**approval.effective, event.version: event.implementable_from}
                over = approval.standing.but(call_in_over=True)
                return approval.but(standing=over, effective=effective)
            return approval
        case _:
            assert_never(event)


def _answered(approval: Approval, event: CabinetApproved | DecisionMade) -> Approval:
    """Nothing but the answer that completes a round, and awaits nobody, turns asked into approved."""
    standing = approval.standing
    run = standing if isinstance(standing, Asked | Approved) and standing.round == event.round else None
    answers = {**(run.answers if run else {}), event.stage or CABINET: event}
    if event.awaited:
        return _asked(approval, answers=answers)
    if isinstance(event, DecisionMade) and event.afterwards:
        return approval.but(standing=standing.but(answers=answers)) if isinstance(standing, Approved) else approval
    fields = event.model_dump(include=set(Approved.model_fields) & set(type(event).model_fields))
    if isinstance(event, DecisionMade):
        on = event.decided_on
        fields |= {"statement_published_on": on, "call_in_ends": None, "implementable_from": on}
    approved = Approved(**fields, route=run.route if run else None, answers=answers)
    return approval.but(standing=approved, approved={**approval.approved, event.version: event.digest})


def voided(approval: Approval, round_: int, version: int, because: str) -> Approval:
    """After a change that cabinet has not decided on: its yes is none any more."""
    returned = Returned(round=round_, version=version, how="voided", points=(because,))
    return _no_longer(approval, version).but(standing=returned)


def _no_longer(approval: Approval, version: int) -> Approval:
    return approval.but(approved={n: digest for n, digest in approval.approved.items() if n != version})


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
