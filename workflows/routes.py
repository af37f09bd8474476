"""Which event starts, wakes or ends which workflow. A table to read: nothing here acts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from domain.approval import events as approved
from domain.authority import events as authority
from domain.authority.routes import Asking, whom
from domain.calendar import at_nine, dated, london_day, start_of
from domain.call_in import events as called_in
from domain.clocks import Warn
from domain.closing.events import PlanClosed, PlanReopened, PlanSuperseded
from domain.deadline import events as deadline
from domain.delivery import events as delivery
from domain.drafting import events as drafting
from domain.evidence import events as evidence
from domain.finalisation import events as finalised
from domain.inspection import events as inspection
from domain.intervention import events as intervention
from domain.route.events import DecisionMade
from domain.submission.events import DraftPlanShared, SubmittedToOfsted
from domain.value import Event, Value
from domain.working_days.events import CallInWindowMoved, ChasingMoved
from workflows import approval, bringing_forward, clock, submission, vacancy
from workflows.timing import Timed

LONGEST = 10_000
"""How many characters of an answer are told; all of it is in the book."""


@dataclass(frozen=True)
class Heard:
    """A line as far as workflows need to know it."""

    plan: str
    at: datetime
    brought_in: bool
    event: Event
    position: int | None = None


@dataclass(frozen=True)
class Start:
    """Start the workflow `name` under a fixed id. Where `wake` is given and it runs already, that signal goes to it.

    The signal says `news`, or else what it was to be given. `afresh`: even if it was told that it has nothing more to
    wait for.
    """

    id: str
    name: str
    given: Timed
    wake: str | None = None
    news: Value | None = None
    afresh: bool = False


@dataclass(frozen=True)
class Wake:
    """Send a running workflow a signal; `last` when it has nothing more to wait for after it.

    `look`: it says no more than that something is new, so that one is as good as many, and whoever starts needs none.
    """

    id: str
    signal: str
    given: Value
    last: bool = False
    look: bool = False


@dataclass(frozen=True)
class End:
    """The line is the last thing the workflow itself had to write."""

    id: str


Route = Start | Wake | End

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
        called_in.CallInRejected,
        called_in.CallInWithdrawn,
        called_in.CallInExempted,
        called_in.DecisionReaffirmed,
        finalised.FinalisedUnderDelegation,
        finalised.DelegationRevoked,
        finalised.ApprovalVoided,
        SubmittedToOfsted,
        authority.PostVacant,
        authority.PostHeld,
        authority.VacancyEscalated,
        inspection.PlanOpened,
        intervention.ImprovementNoticeIssued,
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
            return [Start(f"{plan}/clock/{event.duty}", clock.NAME, _deadline(heard, event, as_of), moved)]
        case deadline.DeadlineMissed(duty=duty):
            return [End(f"{plan}/clock/{duty}")]
        case inspection.ReportPublished(publisher="authority", source=inspection.INSPECTION):
            return [Wake(f"{plan}/clock/report", clock.DONE, clock.Done(at=heard.at), last=True)]
        case DraftPlanShared():
            return [Wake(f"{plan}/clock/draft-plan", clock.DONE, clock.Done(at=heard.at), last=True)]
        case approved.ApprovalAsked(round=n):
            return [Start(f"{plan}/approval/{n}", approval.NAME, _question(heard, event, as_of))]
        case approved.CabinetApproved(round=n, stage=stage, awaited=awaited) if stage and awaited:
            return [_passed(heard, n, stage, f"Cabinet {event.verb}", event)]
        case DecisionMade(afterwards=True):
            return []
        case DecisionMade(round=n, stage=stage, awaited=awaited) if awaited:
            return [_passed(heard, n, stage, f"{_first(event.name)} {event.verb.replace('-', ' ')}", event)]
        case DecisionMade(round=n):
            long_ago = heard.brought_in and event.decided_on < london_day(heard.at)
            return [Wake(f"{plan}/approval/{n}", approval.ANSWERED, _decided(heard, event, long_ago), last=long_ago)]
        case approved.CabinetApproved(round=n):
            long_ago = heard.brought_in and event.implementable_from < london_day(heard.at)
            return [Wake(f"{plan}/approval/{n}", approval.ANSWERED, _yes(heard, event, long_ago), last=long_ago)]
        case approved.CabinetRefused(round=n, because=because):
            return [_no(heard, n, "refused", f"Cabinet refused version {event.version}: {because}")]
        case approved.SentBack(round=n, points=points):
            who = _first(event.name or "cabinet")
            words = f"{who} sent version {event.version} back for amendment: {'; '.join(points)}"
            if event.after_call_in:
                news = approval.Moved(at=heard.at, cause=heard.position, sent_back=_fitting(words))
                return [Wake(f"{plan}/approval/{n}", approval.MOVED, news, last=True)]
            return [_no(heard, n, "sent-back", words)]
        case approved.ApprovalWithdrawn(round=n, because=because):
            return [_no(heard, n, "withdrawn", f"The question on version {event.version} was withdrawn: {because}")]
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
            moved_steps = approval.Moved(at=heard.at, cause=heard.position, steps=_steps(event))
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
            words = _fitting(f"Cabinet's yes to version {event.version} stands no more: {because}")
            news = approval.Moved(at=heard.at, cause=heard.position, sent_back=words)
            return [Wake(f"{plan}/approval/{n}", approval.MOVED, news, last=True)]
        case SubmittedToOfsted(round=n):
            done = Wake(f"{plan}/clock/statement", clock.DONE, clock.Done(at=heard.at), last=True)
            return [End(f"{plan}/submission/{n}"), done, _diary(heard, as_of)]
        case inspection.PlanOpened(stage="delivery") | intervention.ImprovementNoticeIssued():
            return [_diary(heard, as_of)]
        case PlanClosed() | PlanSuperseded():
            ended = bringing_forward.Ended(at=heard.at)
            return [Wake(f"{plan}/bring-forward", bringing_forward.ENDED, ended, last=True)]
        case PlanReopened():
            return [replace(_diary(heard, as_of), afresh=True)]
        case authority.PostVacant(vacancy=n, escalate_on=date() as on, escalate_to=str() as to):
            if heard.brought_in and on < london_day(heard.at):
                return []
            return [Start(f"{plan}/vacancy/{n}", vacancy.NAME, _vacant(heard, event, on, to, as_of))]
        case authority.PostHeld(ends_vacancy=int() as n):
            return [Wake(f"{plan}/vacancy/{n}", vacancy.FILLED, vacancy.Filled(at=heard.at), last=True)]
        case authority.VacancyEscalated(vacancy=n):
            return [End(f"{plan}/vacancy/{n}")]
        case _ if event.kind in LOOKED_FOR:
            return [Wake(f"{plan}/bring-forward", bringing_forward.MOVED, _moved(heard), look=True)]
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


def _diary(heard: Heard, as_of: datetime) -> Start:
    kept = bringing_forward.Kept(as_of=as_of, cause=heard.position, plan=heard.plan)
    id_ = f"{heard.plan}/bring-forward"
    return Start(id_, bringing_forward.NAME, kept, bringing_forward.MOVED, _moved(heard))


def _moved(heard: Heard) -> bringing_forward.Moved:
    return bringing_forward.Moved(at=heard.at, cause=heard.position)


def _deadline(heard: Heard, event: deadline.DeadlineAdopted, as_of: datetime) -> clock.Deadline:
    return clock.Deadline(
        as_of=as_of,
        cause=heard.position,
        plan=heard.plan,
        duty=event.duty,
        adoption=event.adoption,
        due=event.due,
        warn=event.warn,
        warnings=tuple(_warning(w) for w in event.warnings),
        missed_at=start_of(event.due + timedelta(days=1)),
    )


def _vacant(heard: Heard, event: authority.PostVacant, on: date, to: str, as_of: datetime) -> vacancy.Vacant:
    return vacancy.Vacant(
        as_of=as_of,
        cause=heard.position,
        plan=heard.plan,
        post=event.post,
        vacancy=event.vacancy,
        since=event.since,
        escalate_at=at_nine(on),
        escalate_to=to,
    )


def _warning(warn: Warn) -> clock.Warned:
    return clock.Warned(at=at_nine(warn.on), working_days_left=warn.working_days_left)


def _question(heard: Heard, event: approved.ApprovalAsked, as_of: datetime) -> approval.Question:
    """Of a question that was brought in only what is still to come is chased, and nobody is told that it was asked."""
    return approval.Question(
        as_of=as_of,
        cause=heard.position,
        plan=heard.plan,
        round=event.round,
        version=event.version,
        answer_by=event.answer_by,
        answer_to=event.answer_to,
        remind=event.remind,
        escalate_to=event.escalate_to,
        steps=tuple(step for step in _steps(event) if step.at > heard.at or not heard.brought_in),
        asked=heard.brought_in,
        words=_words(event.awaited),
    )


def _words(awaited: tuple[Asking, ...]) -> approval.Words:
    if not awaited:
        return approval.Words()
    names = " and ".join(asking.name for asking in awaited)
    return approval.Words(
        asked=f"An answer of {names} is asked for",
        put=f"was put to {whom(awaited)}",
        whose=f"The answer of {names}",
        silent=f"There is no answer of {names} yet",
        due=f"An answer of {names} was to come",
    )


def _first(name: str) -> str:
    """The name as it begins a sentence."""
    return name[0].upper() + name[1:]


def _passed(heard: Heard, n: int, stage: str, who: str, event: approved.CabinetApproved | DecisionMade) -> Wake:
    said = f"{who} version {event.version} on {dated(event.decided_on)}: {event.resolution.removesuffix('.')}"
    passed = approval.Passed(
        at=heard.at,
        cause=heard.position,
        stage=stage,
        said=_fitting(said, f". It goes on to {whom(event.awaited)}."),
        words=_words(event.awaited),
        brought_in=heard.brought_in,
    )
    return Wake(f"{heard.plan}/approval/{n}", approval.PASSED, passed)


def _steps(event: approved.ApprovalAsked | ChasingMoved) -> tuple[approval.Step, ...]:
    reminders = [approval.Step(at=at_nine(day), reminder=n) for n, day in enumerate(event.remind_on, start=1)]
    escalation = approval.Step(at=at_nine(event.escalate_on), reminder=None)
    return tuple(sorted([*reminders, escalation], key=lambda s: (s.at, s.reminder or 0)))


def _yes(heard: Heard, event: approved.CabinetApproved, long_ago: bool) -> approval.Answer:
    """A yes brought in from long ago takes effect by no workflow: what was sent then is for people to bring in too."""
    return _answer(heard, f"Cabinet {event.verb}", event, event.implementable_from, long_ago)


def _decided(heard: Heard, event: DecisionMade, long_ago: bool) -> approval.Answer:
    """The answer of the last stage, where that is not cabinet's: no call-in follows it."""
    return _answer(heard, f"{_first(event.name)} {event.verb.replace('-', ' ')}", event, event.decided_on, long_ago)


def _answer(
    heard: Heard, who: str, event: approved.CabinetApproved | DecisionMade, day: date, long_ago: bool
) -> approval.Answer:
    said = f"{who} version {event.version} on {dated(event.decided_on)}: {event.resolution.removesuffix('.')}"
    return approval.Answer(
        at=heard.at,
        cause=heard.position,
        how="approved",
        words=_fitting(said, f". It may be implemented from {dated(day)}."),
        implementable_at=None if long_ago else start_of(day),
        brought_in=heard.brought_in,
    )


def _no(heard: Heard, n: int, how: Literal["refused", "sent-back", "withdrawn"], words: str) -> Wake:
    answer = approval.Answer(
        at=heard.at, cause=heard.position, how=how, words=_fitting(words), brought_in=heard.brought_in
    )
    return Wake(f"{heard.plan}/approval/{n}", approval.ANSWERED, answer, last=True)


def _fitting(words: str, end: str = "") -> str:
    """As much as a message holds: a resolution may be as long as that by itself, and there may be many points."""
    room = LONGEST - len(end)
    return (words if len(words) <= room else f"{words[: room - 1]}…") + end
