"""The back-plan of a plan as it stands: what is done, what can still be kept, and from which day on it cannot."""

from datetime import date, timedelta

from domain.approval.state import Approved, Asked, Returned
from domain.backplan import Asked as Planned
from domain.backplan import BackPlan, Step, back_plan
from domain.calendar import dated
from domain.plan import Plan

_UNBOUND = frozenset({"authority publishes the report", "board endorses"})
"""What no submission waits for: the first has a clock of its own, the second is asked by no law."""


def feasibility(plan: Plan, on: date) -> BackPlan | None:
    """The back-plan on that day, for the last meeting of cabinet's with which every step can be kept.

    Where there is none, for the last that is in time by itself, else for the first. None where there is nothing to
    plan: no report or no due date yet, or the statement has been sent.
    """
    if not _is_ahead(plan):
        return None
    ways = _ways(plan, on)
    kept = next((way for way in ways if not way.infeasible), None)
    return kept or next((way for way in ways if way.meeting and _in_time(way)), ways[-1])


def infeasible_from(plan: Plan) -> tuple[date, str] | None:
    """The first day on which, if nothing is done, a step can no longer be kept; and which step.

    None where no meetings of cabinet are kept, nothing is left to plan, or it is on record that it is infeasible.
    """
    received, meetings = plan.inspection.received_on, plan.meetings
    if not meetings.kept or meetings.infeasible or received is None or not _is_ahead(plan):
        return None
    last = {step.by for way in _ways(plan, received) for step in way.steps} | set(meetings.of_cabinet)
    for day in (received, *sorted(each + timedelta(days=1) for each in last)):
        seen = feasibility(plan, day)
        if seen and seen.infeasible:
            return day, seen.infeasible
    return None


def _is_ahead(plan: Plan) -> bool:
    received, due = plan.inspection.received_on, plan.deadline("statement").adopted
    return received is not None and due is not None and not plan.done("statement")


def _ways(plan: Plan, on: date) -> list[BackPlan]:
    """One for each meeting that cabinet can still decide at, the last first; one alone where there is no choice."""
    standing = plan.approval.standing
    if isinstance(standing, Approved):
        return [_decided(plan, standing, on)]
    return [_planned(plan, day, on) for day in reversed(_meetings(plan, on))] or [_planned(plan, None, on)]


def _in_time(way: BackPlan) -> bool:
    return all(step.on is None or step.on <= step.by for step in way.steps if step.name == "cabinet meets")


def _meetings(plan: Plan, on: date) -> tuple[date, ...]:
    """Cabinet's days on which it can still decide, earliest first.

    While it is asked, also those since: its answer may be recorded days later. A day on which it gave another answer
    is used up.
    """
    standing = plan.approval.standing
    first = standing.asked_on if isinstance(standing, Asked) else on
    if isinstance(standing, Returned) and standing.decided_on:
        first = max(first, standing.decided_on + timedelta(days=1))
    return tuple(day for day in plan.meetings.of_cabinet if day >= first)


def _planned(plan: Plan, meeting: date | None, on: date) -> BackPlan:
    back = back_plan(_asked(plan, meeting), plan.terms, plan.calendar)
    steps = tuple(_lived(step, _done(step.name, plan, meeting), on) for step in back.steps)
    return _seen(back, steps if meeting else tuple(map(_without_a_meeting, steps)))


def _without_a_meeting(step: Step) -> Step:
    if step.name != "cabinet meets":
        return step
    return step.but(fails=f"No meeting of cabinet is planned by {dated(step.by)} at which it could still decide.")


def _decided(plan: Plan, standing: Approved, on: date) -> BackPlan:
    """Once cabinet has said yes only the rest of the way is left, by the days that are on record."""
    back = back_plan(_asked(plan, standing.decided_on), plan.terms, plan.calendar)
    first = plan.call_in(standing.round).implementable_from(standing.implementable_from)
    late = f"The decision may be implemented from {dated(first)}, and the statement is due on {dated(back.due)}."
    days = {
        "decision statement is published": standing.statement_published_on,
        "call-in": standing.call_in_ends,
        "submission": first,
    }
    over = {"submission": False, "call-in": standing.call_in_over or standing.call_in_ends is None}
    steps = [
        _lived(step.but(on=days.get(step.name, step.on), fails=None), over.get(step.name, True), on)
        for step in back.steps
        if step.name not in _UNBOUND
    ]
    if first > back.due:
        steps = [step.but(fails=late) if step.name == "submission" else step for step in steps]
    return _seen(back.but(meeting=standing.decided_on), tuple(steps))


def _asked(plan: Plan, meeting: date | None) -> Planned:
    """As long as nobody has said that the decision is not key, it is planned as one."""
    assessed, received = plan.notices.assessed, plan.inspection.received_on
    assert received is not None
    return Planned(
        received=received,
        meetings=(meeting,) if meeting else (),
        due=plan.deadline("statement").adopted,
        key_decision=assessed.is_key if assessed else plan.terms.governance != "committees",
    )


def _done(step: str, plan: Plan, meeting: date | None) -> bool:
    notices, latest, standing = plan.notices, plan.draft.latest, plan.approval.standing
    match step:
        case "authority publishes the report":
            return plan.done("report")
        case "notice of key decision":
            first = notices.key_decision_from
            return meeting is not None and first is not None and first <= meeting
        case "draft is finished":
            returned = isinstance(standing, Returned) and standing.how != "withdrawn" and standing.version
            if latest is None or latest.number == returned:
                return False
            return not plan.draft.moved_on(plan.id, latest, plan.inspection.findings)
        case "board endorses":
            return latest is not None and latest.digest in plan.approval.endorsed
        case "agenda is published":
            agenda = notices.agendas.get(meeting) if meeting else None
            if agenda is None or meeting is None:
                return False
            return agenda.published.first_lawful_day <= meeting or agenda.published.shorter_because is not None
        case _:
            return False


def _lived(step: Step, done: bool, on: date) -> Step:
    """The step as it is on that day: what is done does not fail, and what is not fails once its last day is over."""
    if done or step.name in _UNBOUND:
        return step.but(done=done, fails=None)
    if step.fails is None and step.by < on:
        return step.but(fails=f"It was to be done by {dated(step.by)}, and it is not on record.")
    return step


def _seen(back: BackPlan, steps: tuple[Step, ...]) -> BackPlan:
    return back.but(steps=steps, infeasible=next((step.name for step in steps if step.fails), None))
