"""What falls due in a plan's life, and when: each subject a small function of the plan, all of them in one tuple."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from domain.approval.state import Approved
from domain.authority.bringing_forward import OWNER, Chasing, Cycle, Reminder
from domain.authority.roles import titled
from domain.bringing_forward.commands import (
    BringForwardCommand,
    ChaseAction,
    ChaseCallIn,
    ChaseEvidence,
    ChaseScrutinyAnswer,
    FreezePack,
    NoteDelegationRunOut,
    RemindOfReview,
)
from domain.calendar import dated
from domain.clocks import months_after
from domain.drafting.content import Action
from domain.feasibility import infeasible_from
from domain.meeting.commands import NoteInfeasible
from domain.plan import Plan
from domain.value import Day, Refused, Slug, Text, Value


class Due(Value):
    """Something to be done on a day: the command that records it, and what is told to whom.

    Of several that have come of one `subject` only the latest is done. `key` is the message's and the command's own id,
    within the plan.
    """

    on: Day
    subject: Text
    key: Text
    command: BringForwardCommand | NoteInfeasible
    to: Slug
    title: Text
    body: Text


Subject = Callable[[Plan, date], Iterable[Due]]
"""All that is still to be done of a subject, the earliest first; of what recurs without end, as far as the first after
the given day."""


def falls_due(plan: Plan, come: date, but: frozenset[str] = frozenset()) -> list[Due]:
    """All that has fallen due by `come`, the last day that has come, of each subject the latest; where that is nothing,
    all that falls due on the next day on which something does. Nothing where the plan has ended, and none of the
    keys in `but`."""
    if plan.closing.ended:
        return []
    passed: dict[str, Due] = {}
    ahead: list[Due] = []
    for subject in SUBJECTS:
        for due in subject(plan, come):
            if due.on <= come:
                passed[due.subject] = due
            else:
                ahead.append(due)
    if left := [due for due in passed.values() if due.key not in but]:
        return left
    next_day = min((due.on for due in ahead), default=None)
    return [due for due in ahead if due.on == next_day]


def actions(plan: Plan, _: date) -> Iterator[Due]:
    """The reminders of every action that binds."""
    for action in plan.draft.actions.values() if plan.in_delivery else ():
        yield from of_action(action, plan)


def of_action(action: Action, plan: Plan) -> Iterator[Due]:
    """The reminders of an action, while it is neither closed nor complete, by its current due date; those of evidence
    once it is complete."""
    chasing = plan.terms.delivery and plan.terms.delivery.chasing
    if chasing and plan.delivery.closed(action.id) is None:
        complete = plan.delivery.status(action.id) == "complete"
        yield from _of_evidence(action, chasing, plan) if complete else _of_due_date(action, chasing, plan)


def _of_due_date(action: Action, chasing: Chasing, plan: Plan) -> Iterator[Due]:
    before = plan.brought_forward.actions.get(action.id)
    told = before.rung if before and before.due == action.due else None
    moved = len(plan.draft.re_dates.get(action.id, ()))
    for reminder, on in _steps(chasing.by_due_date, action.due, told, plan):
        rung = reminder.working_days
        yield Due(
            on=on,
            subject=f"action/{action.id}",
            key=f"action/{action.id}/{moved}/{action.due}/{rung}",
            command=ChaseAction(action=action.id, due=action.due, rung=rung),
            to=_to(reminder, action, plan),
            title="Action is overdue" if rung > 0 else "Action is due",
            body=f"Action {action.id} of plan {plan.id}, owned by the {titled(action.owner)}, "
            f"{'was' if rung > 0 else 'is'} due on {dated(action.due)}, and is not recorded as complete.",
        )


def _of_evidence(action: Action, chasing: Chasing, plan: Plan) -> Iterator[Due]:
    if plan.evidence.status(action.id) == "verified":
        return
    since = plan.delivery.progress[action.id].as_of
    before = plan.brought_forward.evidence.get(action.id)
    told = before.rung if before and before.complete_on == since else None
    for reminder, on in _steps(chasing.by_evidence, since, told, plan):
        yield Due(
            on=on,
            subject=f"evidence/{action.id}",
            key=f"evidence/{action.id}/{since}/{reminder.working_days}",
            command=ChaseEvidence(action=action.id, complete_on=since, rung=reminder.working_days),
            to=_to(reminder, action, plan),
            title="Evidence is awaited",
            body=f"Action {action.id} of plan {plan.id}, owned by the {titled(action.owner)}, is recorded as complete "
            f"on {dated(since)}, and no evidence of it is verified.",
        )


def review(plan: Plan, _: date) -> Iterator[Due]:
    """The reminders of the next review under the improvement notice in force."""
    reviews, by = plan.terms.delivery and plan.terms.delivery.reviews, plan.intervention.next_review_by
    if not reviews or by is None:
        return
    before = plan.brought_forward.review
    told = before.rung if before and before.review_by == by else None
    for reminder, on in _steps(reviews.by_review, by, told, plan):
        rung = reminder.working_days
        yield Due(
            on=on,
            subject="review",
            key=f"review/{by}/{rung}",
            command=RemindOfReview(review_by=by, rung=rung),
            to=_to(reminder, None, plan),
            title="Review under the improvement notice is overdue" if rung > 0 else "Review is due",
            body=f"The review of plan {plan.id} under the improvement notice {'was' if rung > 0 else 'is'} due by "
            f"{dated(by)}, and is not recorded as held.",
        )


def packs(plan: Plan, come: date) -> Iterator[Due]:
    """The packs of every body that the terms name."""
    for cycle in (plan.terms.delivery and plan.terms.delivery.reporting) or ():
        yield from of_cycle(cycle, plan, come)


def of_cycle(cycle: Cycle, plan: Plan, come: date) -> Iterator[Due]:
    """The packs of a body whose days lie after its last one, or after delivery began."""
    last = plan.brought_forward.packs.get(cycle.to)
    since = last.until if last else plan.in_delivery_since
    if since is None:
        return
    number = last.number + 1 if last else 1
    for on in _days(cycle, since, come, plan):
        yield Due(
            on=on,
            subject=f"pack/{cycle.to}",
            key=f"pack/{cycle.to}/{number}",
            command=FreezePack(to=cycle.to, number=number, until=on),
            to=cycle.post,
            title=f"Pack {number} for {cycle.to}",
            body=f"Pack {number} for {cycle.to} on plan {plan.id} is ready: it says how things stood on {dated(on)}. "
            f"`minutebook plan pack {plan.id} --to {cycle.to} --number {number}` shows it.",
        )


def infeasibility(plan: Plan, _: date) -> Iterator[Due]:
    """That a step on the way to Ofsted cannot be kept: on record and not told yet, or from the day on which it is."""
    found, meetings = infeasible_from(plan), plan.meetings
    if meetings.infeasible and meetings.infeasible_on and not meetings.told:
        found = meetings.infeasible_on, meetings.infeasible.step
    if found:
        on, step = found
        yield Due(
            on=on,
            subject="infeasibility",
            key=f"infeasibility/{on}/{step.replace(' ', '-')}",
            command=NoteInfeasible(),
            to=plan.terms.deadlines_warn,
            title="The statement cannot be sent in time on the ordinary way",
            body=f"With the meetings as they are planned, a step of plan {plan.id} cannot be kept since {dated(on)}: "
            f"{step}. `minutebook plan feasibility {plan.id}` shows the working.",
        )


def scrutiny_answers(plan: Plan, _: date) -> Iterator[Due]:
    """The reminders of every answer that scrutiny waits for by a day: on that day to whoever is reminded of cabinet's
    answers and, once it is overdue, to whom those are taken."""
    chasing = plan.terms.chasing
    reminders = (Reminder(working_days=0, to=chasing.remind), Reminder(working_days=1, to=chasing.escalate_to))
    for made in plan.scrutiny.unanswered:
        if made.respond_by is None:
            continue
        id_, by = made.recommendation, made.respond_by
        before = plan.brought_forward.scrutiny_answers.get(id_)
        for reminder, on in _steps(reminders, by, before.rung if before else None, plan):
            rung = reminder.working_days
            yield Due(
                on=on,
                subject=f"scrutiny/{id_}",
                key=f"scrutiny/{id_}/{by}/{rung}",
                command=ChaseScrutinyAnswer(recommendation=id_, respond_by=by, rung=rung),
                to=reminder.to,
                title="Answer to scrutiny is overdue" if rung > 0 else "Answer to scrutiny is due",
                body=f"The answer to recommendation {id_} of scrutiny on plan {plan.id} "
                f"{'was' if rung > 0 else 'is'} due by {dated(by)}, and is not recorded.",
            )


def delegation(plan: Plan, _: date) -> Iterator[Due]:
    """That a delegation ended on which nobody acted, on the day after: nothing goes out, and nothing else would say."""
    standing = plan.approval.standing
    given = plan.finalisation.in_force(standing) if isinstance(standing, Approved) else None
    if given is None or plan.brought_forward.ran_out(given):
        return
    yield Due(
        on=given.until + timedelta(days=1),
        subject="delegation",
        key=f"delegation/{given.round}/{given.until}",
        command=NoteDelegationRunOut(round=given.round, until=given.until),
        to=plan.terms.deadlines_warn,
        title="The delegation to finalise the plan has run out",
        body=f"The finalisation of version {given.version} of plan {plan.id} was delegated to the {titled(given.to)} "
        f"until {dated(given.until)}, and is not recorded. Nothing goes out until that is revoked or given anew.",
    )


def call_ins(plan: Plan, _: date) -> Iterator[Due]:
    """That a call-in notice is not judged, on the day after the last for one: till then it holds the decision."""
    standing = plan.approval.standing
    if not isinstance(standing, Approved) or standing.call_in_ends is None:
        return
    call_in, chased = plan.call_in(standing.round), plan.brought_forward.call_ins
    for id_ in call_in.that_are("received") if not call_in.exempt_from else ():
        if id_ in chased and chased[id_].round == standing.round:
            continue
        yield Due(
            on=standing.call_in_ends + timedelta(days=1),
            subject=f"call-in/{id_}",
            key=f"call-in/{standing.round}/{id_}",
            command=ChaseCallIn(round=standing.round, notice=id_),
            to=plan.terms.deadlines_warn,
            title="A call-in notice is not judged",
            body=f"Call-in notice {id_} on version {standing.version} of plan {plan.id}, received on "
            f"{dated(call_in.notices[id_].on)}, is not recorded as valid or rejected, and the time for call-ins ended "
            f"on {dated(standing.call_in_ends)}. The decision waits for it.",
        )


SUBJECTS: tuple[Subject, ...] = (actions, review, packs, infeasibility, scrutiny_answers, delegation, call_ins)


def _steps(reminders: Iterable[Reminder], due: date, told: int | None, plan: Plan) -> Iterator[tuple[Reminder, date]]:
    """The rungs above the one that was told last, each with its day; those that the calendar cannot count wait for one
    that can."""
    for reminder in reminders:
        if told is None or reminder.working_days > told:
            try:
                on = plan.calendar.add_working_days(due, reminder.working_days)
            except Refused:
                return
            yield reminder, on


def _days(cycle: Cycle, since: date, come: date, plan: Plan) -> Iterator[date]:
    """The cycle's days after `since`, as far as the first after `come`."""
    n, on = 0, since
    while on <= come or on == since:
        step = cycle.every * n
        day = cycle.first + timedelta(weeks=step) if cycle.unit == "weeks" else months_after(cycle.first, step)
        n += 1
        if day + timedelta(weeks=2) < since:
            continue
        try:
            day = plan.calendar.next_working_day(day)
        except Refused:
            return
        if day > since:
            on = day
            yield on


def _to(reminder: Reminder, action: Action | None, plan: Plan) -> str:
    if reminder.to == OWNER and action:
        return action.owner
    post = plan.terms.post_for(reminder.to)
    assert post is not None, "the terms name no other"
    return post
