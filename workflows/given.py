"""What a workflow is given of the lines that start and wake it."""

from datetime import date, datetime, timedelta
from typing import Literal

from domain.approval import events as approved
from domain.authority import events as authority
from domain.authority.routes import Asking, whom
from domain.calendar import at_nine, dated, start_of
from domain.clocks import Warn
from domain.deadline import events as deadline
from domain.route.events import DecisionMade
from domain.working_days.events import ChasingMoved
from workflows import approval, bringing_forward, clock, vacancy
from workflows.routing import Heard, Start, Wake

LONGEST = 10_000
"""How many characters of an answer are told; all of it is in the book."""


def diary(heard: Heard, as_of: datetime) -> Start:
    kept = bringing_forward.Kept(as_of=as_of, cause=heard.position, plan=heard.plan)
    id_ = f"{heard.plan}/bring-forward"
    return Start(id_, bringing_forward.NAME, kept, bringing_forward.MOVED, moved(heard))


def look(heard: Heard) -> Wake:
    return Wake(f"{heard.plan}/bring-forward", bringing_forward.MOVED, moved(heard), look=True)


def moved(heard: Heard) -> bringing_forward.Moved:
    return bringing_forward.Moved(at=heard.at, cause=heard.position)


def countdown(heard: Heard, event: deadline.DeadlineAdopted, as_of: datetime) -> clock.Deadline:
    return clock.Deadline(
        as_of=as_of,
        cause=heard.position,
        plan=heard.plan,
        duty=event.duty,
        adoption=event.adoption,
        due=event.due,
        warn=event.warn,
        warnings=tuple(warning(w) for w in event.warnings),
        missed_at=start_of(event.due + timedelta(days=1)),
    )


def vacant(heard: Heard, event: authority.PostVacant, on: date, to: str, as_of: datetime) -> vacancy.Vacant:
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


def warning(warn: Warn) -> clock.Warned:
    return clock.Warned(at=at_nine(warn.on), working_days_left=warn.working_days_left)


def question(heard: Heard, event: approved.ApprovalAsked, as_of: datetime) -> approval.Question:
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
        steps=tuple(step for step in steps(event) if step.at > heard.at or not heard.brought_in),
        asked=heard.brought_in,
        words=words(event.awaited),
    )


def words(awaited: tuple[Asking, ...]) -> approval.Words:
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


def first(name: str) -> str:
    """The name as it begins a sentence."""
    return name[0].upper() + name[1:]


def passed(heard: Heard, n: int, stage: str, who: str, event: approved.CabinetApproved | DecisionMade) -> Wake:
    said = f"{who} version {event.version} on {dated(event.decided_on)}: {event.resolution.removesuffix('.')}"
    passed = approval.Passed(
        at=heard.at,
        cause=heard.position,
        stage=stage,
        said=fitting(said, f". Now awaited: {whom(event.awaited)}."),
        words=words(event.awaited),
        brought_in=heard.brought_in,
    )
    return Wake(f"{heard.plan}/approval/{n}", approval.PASSED, passed)


def steps(event: approved.ApprovalAsked | ChasingMoved) -> tuple[approval.Step, ...]:
    reminders = [approval.Step(at=at_nine(day), reminder=n) for n, day in enumerate(event.remind_on, start=1)]
    escalation = approval.Step(at=at_nine(event.escalate_on), reminder=None)
    return tuple(sorted([*reminders, escalation], key=lambda s: (s.at, s.reminder or 0)))


def yes(heard: Heard, event: approved.CabinetApproved, long_ago: bool) -> approval.Answer:
    """A yes brought in from long ago takes effect by no workflow: what was sent then is for people to bring in too."""
    return answer(heard, f"Cabinet {event.verb}", event, event.implementable_from, long_ago)


def decided(heard: Heard, event: DecisionMade, long_ago: bool) -> approval.Answer:
    """The answer of the last stage, where that is not cabinet's: no call-in follows it."""
    return answer(heard, f"{first(event.name)} {event.verb.replace('-', ' ')}", event, event.decided_on, long_ago)


def answer(
    heard: Heard, who: str, event: approved.CabinetApproved | DecisionMade, day: date, long_ago: bool
) -> approval.Answer:
    said = f"{who} version {event.version} on {dated(event.decided_on)}: {event.resolution.removesuffix('.')}"
    return approval.Answer(
        at=heard.at,
        cause=heard.position,
        how="approved",
        words=fitting(said, f". It may be implemented from {dated(day)}."),
        implementable_at=None if long_ago else start_of(day),
        brought_in=heard.brought_in,
    )


def no(heard: Heard, n: int, how: Literal["refused", "sent-back", "withdrawn"], words: str) -> Wake:
    answer = approval.Answer(
        at=heard.at, cause=heard.position, how=how, words=fitting(words), brought_in=heard.brought_in
    )
    return Wake(f"{heard.plan}/approval/{n}", approval.ANSWERED, answer, last=True)


def fitting(words: str, end: str = "") -> str:
    """As much as a message holds: a resolution may be as long as that by itself, and there may be many points."""
    room = LONGEST - len(end)
    return (words if len(words) <= room else f"{words[: room - 1]}…") + end
