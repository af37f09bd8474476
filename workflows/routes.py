"""Which event starts, wakes or ends which workflow. A table to read: nothing here acts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from domain.approval import events as approved
from domain.calendar import at_nine, dated, london_day, start_of
from domain.call_in import events as called_in
from domain.clocks import Warn
from domain.deadline import events as deadline
from domain.inspection import events as inspection
from domain.submission.events import DraftPlanShared, SubmittedToOfsted
from domain.value import Event, Value
from domain.working_days.events import CallInWindowMoved, ChasingMoved
from workflows import approval, clock, submission
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
    """Start the workflow `name` under a fixed id. Where `wake` is given and it runs already, that signal goes to it."""

    id: str
    name: str
    given: Timed
    wake: str | None = None


@dataclass(frozen=True)
class Wake:
    """Send a running workflow a signal; `last` when it has nothing more to wait for after it."""

    id: str
    signal: str
    given: Value
    last: bool = False


@dataclass(frozen=True)
class End:
    """The line is the last thing the workflow itself had to write."""

    id: str


Route = Start | Wake | End

KINDS: tuple[str, ...] = tuple(
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
        called_in.CallInRejected,
        called_in.CallInWithdrawn,
        called_in.CallInExempted,
        called_in.DecisionReaffirmed,
        SubmittedToOfsted,
        CallInWindowMoved,
        ChasingMoved,
    )
)
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
        case approved.CabinetApproved(round=n):
            long_ago = heard.brought_in and event.implementable_from < london_day(heard.at)
            return [Wake(f"{plan}/approval/{n}", approval.ANSWERED, _yes(heard, event, long_ago), last=long_ago)]
        case approved.CabinetRefused(round=n, because=because):
            return [_no(heard, n, "refused", f"Cabinet refused version {event.version}: {because}")]
        case approved.SentBack(round=n, points=points):
            words = f"Cabinet sent version {event.version} back for amendment: {'; '.join(points)}"
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
        case ChasingMoved(round=n):
            moved_steps = approval.Moved(at=heard.at, cause=heard.position, steps=_steps(event))
            return [Wake(f"{plan}/approval/{n}", approval.MOVED, moved_steps)]
        case approved.DecisionImplementable(round=n, digest=digest):
            due = submission.Approval(as_of=as_of, cause=heard.position, plan=plan, round=n, digest=digest)
            return [End(f"{plan}/approval/{n}"), Start(f"{plan}/submission/{n}", submission.NAME, due)]
        case SubmittedToOfsted(round=n):
            done = Wake(f"{plan}/clock/statement", clock.DONE, clock.Done(at=heard.at), last=True)
            return [End(f"{plan}/submission/{n}"), done]
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
                    if id_ not in told and (step.wake or id_ not in ended):
                        running[id_] = Open(step)
                case Wake(id=id_, last=True):
                    running.pop(id_, None)
                    told[id_] = step
                case Wake(id=id_):
                    if id_ in running:
                        running[id_] = replace(running[id_], wakes=(*running[id_].wakes, step))
                case End(id=id_):
                    running.pop(id_, None)
                    ended.add(id_)
    return running, told


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
    )


def _steps(event: approved.ApprovalAsked | ChasingMoved) -> tuple[approval.Step, ...]:
    reminders = [approval.Step(at=at_nine(day), reminder=n) for n, day in enumerate(event.remind_on, start=1)]
    escalation = approval.Step(at=at_nine(event.escalate_on), reminder=None)
    return tuple(sorted([*reminders, escalation], key=lambda s: (s.at, s.reminder or 0)))


def _yes(heard: Heard, event: approved.CabinetApproved, long_ago: bool) -> approval.Answer:
    """A yes brought in from long ago takes effect by no workflow: what was sent then is for people to bring in too."""
    verb = f"Cabinet {event.verb} version {event.version} on {dated(event.decided_on)}"
    said = f"It may be implemented from {dated(event.implementable_from)}."
    return approval.Answer(
        at=heard.at,
        cause=heard.position,
        how="approved",
        words=_fitting(f"{verb}: {event.resolution.removesuffix('.')}", f". {said}"),
        implementable_at=None if long_ago else start_of(event.implementable_from),
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
