"""Which event starts, wakes or ends which workflow. A table to read: nothing here acts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.approval import events as approved
from domain.authority import events as authority
from domain.calendar import london_day, start_of
from domain.call_in import events as called_in
from domain.closing.events import PlanClosed, PlanReopened, PlanSuperseded
from domain.deadline import events as deadline
from domain.delivery import events as delivery
from domain.drafting import events as drafting
from domain.evidence import events as evidence
from domain.finalisation import events as finalised
from domain.inspection import events as inspection
from domain.intervention import events as intervention
from domain.meeting import events as meeting
from domain.route.events import ApprovalRouteChosen, DecisionMade
from domain.scrutiny.events import ScrutinyRecommendationAnswered, ScrutinyRecommendationMade
from domain.submission.events import DraftPlanShared, SubmittedToOfsted
from domain.working_days.events import CallInWindowMoved, ChasingMoved
from workflows import approval, bringing_forward, clock, given, submission, vacancy
from workflows.routing import End, Heard, Route, Start, Wake

LOOKED_FOR: tuple[str, ...] = tuple(
    event.kind
    for event in (
        drafting.ActionAgreed,
        drafting.ActionAmended,
        drafting.ActionReDated,
        delivery.ActionProgressed,
        delivery.ActionClosed,
        delivery.ActionReopened,
        evidence.EvidenceVerified,
        intervention.SixMonthReviewHeld,
        intervention.NoticeLifted,
        meeting.MeetingMoved,
        meeting.MeetingCancelled,
        meeting.BecameInfeasible,
        meeting.BecameFeasible,
        ScrutinyRecommendationAnswered,
        ApprovalRouteChosen,
    )
)
"""The kinds of event that can move what falls due in a plan's life, or when. They start and end nothing."""

OPENING: tuple[str, ...] = tuple(
    event.kind
    for event in (
        deadline.DeadlineAdopted,
        deadline.DeadlineMissed,
        inspection.ReportPublished,
        DraftPlanShared,
        approved.ApprovalAsked,
        approved.CabinetApproved,
        approved.CabinetRefused,
        approved.SentBack,
        approved.ApprovalWithdrawn,
        approved.DecisionImplementable,
        approved.DecisionStatementPublished,
        DecisionMade,
        called_in.CallInNoticeReceived,
        called_in.CallInRejected,
        called_in.CallInWithdrawn,
        called_in.CallInExempted,
        called_in.DecisionReaffirmed,
        finalised.AuthorityDelegated,
        finalised.FinalisedUnderDelegation,
        finalised.DelegationRevoked,
        finalised.ApprovalVoided,
        SubmittedToOfsted,
        authority.PostVacant,
        authority.PostHeld,
        authority.VacancyEscalated,
        inspection.PlanOpened,
        intervention.ImprovementNoticeIssued,
        meeting.MeetingScheduled,
        ScrutinyRecommendationMade,
        PlanClosed,
        PlanSuperseded,
        PlanReopened,
        CallInWindowMoved,
        ChasingMoved,
    )
)
"""The kinds of event that say what is open."""

KINDS = (*OPENING, *LOOKED_FOR)
"""The kinds of event that any route begins at."""


def route(heard: Heard, as_of: datetime) -> list[Route]:
    """What one line starts, wakes and ends; `as_of` is the ledger's time now."""
    plan, event = heard.plan, heard.event
    match event:
        case deadline.DeadlineAdopted():
            if heard.brought_in and event.due < london_day(heard.at):
                return []
            moved = clock.MOVED if event.adoption > 1 else None
            counted = Start(f"{plan}/clock/{event.duty}", clock.NAME, given.countdown(heard, event, as_of), moved)
            return [counted, given.look(heard)]
        case deadline.DeadlineMissed(duty=duty):
            return [End(f"{plan}/clock/{duty}")]
        case inspection.ReportPublished(publisher="authority", source=inspection.INSPECTION):
            return [Wake(f"{plan}/clock/report", clock.DONE, clock.Done(at=heard.at), last=True)]
        case DraftPlanShared():
            return [Wake(f"{plan}/clock/draft-plan", clock.DONE, clock.Done(at=heard.at), last=True)]
        case approved.ApprovalAsked(round=n):
            return [Start(f"{plan}/approval/{n}", approval.NAME, given.question(heard, event, as_of))]
        case approved.CabinetApproved(round=n, stage=stage, awaited=awaited) if stage and awaited:
            return [given.passed(heard, n, stage, f"Cabinet {event.verb}", event)]
        case DecisionMade(afterwards=True):
            return []
        case DecisionMade(round=n, stage=stage, awaited=awaited) if awaited:
            return [given.passed(heard, n, stage, f"{given.first(event.name)} {event.verb.replace('-', ' ')}", event)]
        case DecisionMade(round=n):
            long_ago = heard.brought_in and event.decided_on < london_day(heard.at)
            return [
                Wake(f"{plan}/approval/{n}", approval.ANSWERED, given.decided(heard, event, long_ago), last=long_ago)
            ]
        case approved.CabinetApproved(round=n):
            long_ago = heard.brought_in and event.implementable_from < london_day(heard.at)
            return [Wake(f"{plan}/approval/{n}", approval.ANSWERED, given.yes(heard, event, long_ago), last=long_ago)]
        case approved.CabinetRefused(round=n, because=because):
            return [given.no(heard, n, "refused", f"Cabinet refused version {event.version}: {because}")]
        case approved.SentBack(round=n, points=points):
            who = given.first(event.name or "cabinet")
            words = f"{who} sent version {event.version} back for amendment: {'; '.join(points)}"
            if event.after_call_in:
                news = approval.Moved(at=heard.at, cause=heard.position, sent_back=given.fitting(words))
                return [Wake(f"{plan}/approval/{n}", approval.MOVED, news, last=True)]
            return [given.no(heard, n, "sent-back", words)]
        case approved.ApprovalWithdrawn(round=n, because=because):
            return [
                given.no(heard, n, "withdrawn", f"The question on version {event.version} was withdrawn: {because}")
            ]
        case (
            approved.DecisionStatementPublished(round=n, implementable_from=day)
            | called_in.CallInRejected(round=n, implementable_from=day)
            | called_in.CallInWithdrawn(round=n, implementable_from=day)
            | called_in.CallInExempted(round=n, implementable_from=day)
            | called_in.DecisionReaffirmed(round=n, implementable_from=day)
            | CallInWindowMoved(round=n, implementable_from=day)
        ):
            news = approval.Moved(at=heard.at, cause=heard.position, implementable_at=start_of(day))
            return [Wake(f"{plan}/approval/{n}", approval.MOVED, news)]
        case approved.DecisionImplementable(round=n, finalisation_awaited=True):
            return [End(f"{plan}/approval/{n}")]
        case ChasingMoved(round=n):
            moved_steps = approval.Moved(at=heard.at, cause=heard.position, steps=given.steps(event))
            return [Wake(f"{plan}/approval/{n}", approval.MOVED, moved_steps)]
        case approved.DecisionImplementable(round=n, digest=digest):
            due = submission.Approval(as_of=as_of, cause=heard.position, plan=plan, round=n, digest=digest)
            return [End(f"{plan}/approval/{n}"), Start(f"{plan}/submission/{n}", submission.NAME, due)]
        case (
            finalised.FinalisedUnderDelegation(round=n, final_digest=digest, implementable=True)
            | finalised.DelegationRevoked(round=n, digest=digest, implementable=True)
        ):
            due = submission.Approval(as_of=as_of, cause=heard.position, plan=plan, round=n, digest=digest)
            return [Start(f"{plan}/submission/{n}", submission.NAME, due)]
        case finalised.ApprovalVoided(round=n, because=because):
            words = given.fitting(f"Cabinet's yes to version {event.version} stands no more: {because}")
            news = approval.Moved(at=heard.at, cause=heard.position, sent_back=words)
            return [Wake(f"{plan}/approval/{n}", approval.MOVED, news, last=True)]
        case SubmittedToOfsted(round=n):
            done = Wake(f"{plan}/clock/statement", clock.DONE, clock.Done(at=heard.at), last=True)
            return [End(f"{plan}/submission/{n}"), done, given.diary(heard, as_of)]
        case finalised.AuthorityDelegated(until=until) if heard.brought_in and until < london_day(heard.at):
            return []
        case (
            inspection.PlanOpened(stage="delivery")
            | intervention.ImprovementNoticeIssued()
            | meeting.MeetingScheduled()
            | finalised.AuthorityDelegated()
            | called_in.CallInNoticeReceived()
            | ScrutinyRecommendationMade(respond_by=date())
        ):
            return [given.diary(heard, as_of)]
        case PlanClosed() | PlanSuperseded():
            ended = bringing_forward.Ended(at=heard.at)
            return [Wake(f"{plan}/bring-forward", bringing_forward.ENDED, ended, last=True)]
        case PlanReopened():
            return [replace(given.diary(heard, as_of), afresh=True)]
        case authority.PostVacant(vacancy=n, escalate_on=date() as on, escalate_to=str() as to):
            if heard.brought_in and on < london_day(heard.at):
                return []
            return [Start(f"{plan}/vacancy/{n}", vacancy.NAME, given.vacant(heard, event, on, to, as_of))]
        case authority.PostHeld(ends_vacancy=int() as n):
            return [Wake(f"{plan}/vacancy/{n}", vacancy.FILLED, vacancy.Filled(at=heard.at), last=True)]
        case authority.VacancyEscalated(vacancy=n):
            return [End(f"{plan}/vacancy/{n}")]
        case _ if event.kind in LOOKED_FOR:
            return [given.look(heard)]
        case _:
            return []


@dataclass(frozen=True)
class Open:
    """A workflow that the ledger says is open: how to start it, and what it has been told since."""

    start: Start
    wakes: tuple[Wake, ...] = ()


def still_open(lines: Iterable[Heard], as_of: datetime) -> tuple[dict[str, Open], dict[str, Wake]]:
    """What the whole history leaves open, by id; and the last word to each that ended by being told.

    From this alone every workflow can be started again, whatever has become of Temporal. What ended by being told is
    not begun again: a round is asked once, and a duty that is done stays done, whatever date is adopted afterwards.
    """
    running: dict[str, Open] = {}
    told: dict[str, Wake] = {}
    ended: set[str] = set()
    for heard in lines:
        for step in route(heard, as_of):
            match step:
                case Start(id=id_):
                    if step.afresh:
                        told.pop(id_, None)
                    if id_ not in told and (step.wake or id_ not in ended):
                        running[id_] = Open(step)
                case Wake(id=id_, last=True):
                    running.pop(id_, None)
                    told[id_] = step
                case Wake(id=id_, look=False):
                    if id_ in running:
                        running[id_] = replace(running[id_], wakes=(*running[id_].wakes, step))
                case End(id=id_):
                    running.pop(id_, None)
                    ended.add(id_)
                case _:
                    pass
    return running, told
