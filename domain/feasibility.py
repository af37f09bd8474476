"""The back-plan of a plan as it stands: what is done, what can still be kept, and from which day on it cannot."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.approval.state import Approved, Asked, Returned
from domain.authority.rehearsal import MEETING
from domain.authority.routes import CABINET, CABINET_ALONE, Body, Route
from domain.backplan import ON_THE_SAFE_SIDE, BackPlan, Step, back_plan, the_last
from domain.backroute import Asked as Planned
from domain.backroute import ending
from domain.calendar import dated
from domain.clocks import AGENDA_CLEAR_DAYS, clear_days_before
from domain.plan import Plan

_UNBOUND = frozenset({"authority publishes the report", "board endorses"})
"""What no submission waits for: the first has a clock of its own, the second is asked by no law."""


def route_of(plan: Plan) -> Route | None:
    """The route of the round, else of the next one: that which was chosen, else cabinet alone. A council of committees
    has no cabinet: the only route of its terms, and None where it has several to choose from.
    """
    standing, chosen = plan.approval.standing, plan.route.route
    if isinstance(standing, Asked | Approved):
        return standing.route or CABINET_ALONE
    if chosen or plan.terms.governance != "committees":
        return chosen or CABINET_ALONE
    return plan.terms.routes[0] if len(plan.terms.routes) == 1 else None


def are_kept(plan: Plan) -> bool:
    """Whether the meetings of the body that ends the round are kept here at all."""
    route = route_of(plan)
    return route is not None and plan.meetings.kept(ending(route).body)


def feasibility(plan: Plan, on: date) -> BackPlan | None:
    """The back-plan on that day, for the last meeting that ends the round with which every step can be kept.

    Where there is none, for the last that is in time by itself, else for the first. None where there is nothing to
    plan: no report, no due date or no route yet, or the statement has been sent.
    """
    route = route_of(plan)
    if route is None or not _is_ahead(plan):
        return None
    ways = _ways(plan, route, on)
    kept = next((way for way in ways if not way.infeasible), None)
    return kept or next((way for way in ways if way.meeting and _in_time(way, route)), ways[-1])


def infeasible_from(plan: Plan) -> tuple[date, str] | None:
    """The first day on which, if nothing is done, a step can no longer be kept; and which step.

    None where the meetings that end the round are not kept, nothing is left to plan, or it is on record that it is
    infeasible.
    """
    received, meetings, route = plan.inspection.received_on, plan.meetings, route_of(plan)
    if route is None or meetings.infeasible or received is None or not are_kept(plan) or not _is_ahead(plan):
        return None
    last = {step.by for way in _ways(plan, route, received) for step in way.steps}
    for body in _bodies(plan, route):
        last.update(day for meeting in meetings.planned(body.id) for day in (meeting, _agenda_by(meeting, plan)))
    for day in (received, *sorted(each + timedelta(days=1) for each in last)):
        seen = feasibility(plan, day)
        if seen and seen.infeasible:
            return day, seen.infeasible
    return None


def _is_ahead(plan: Plan) -> bool:
    received, due = plan.inspection.received_on, plan.deadline("statement").adopted
    return received is not None and due is not None and not plan.done("statement")


def _bodies(plan: Plan, route: Route) -> Iterator[Body]:
    """The bodies of the round whose meetings are kept here."""
    return (plan.terms.body(stage.body) for stage in route.approving if plan.meetings.kept(stage.body))


def _ways(plan: Plan, route: Route, on: date) -> list[BackPlan]:
    """One for each meeting at which the round can still end, the last first; one alone where there is no choice."""
    standing = plan.approval.standing
    if isinstance(standing, Approved):
        return [_decided(plan, route, standing, on)]
    days = _meetings(ending(route).body, plan, route, on)
    return [_planned(plan, route, day, on) for day in reversed(days)] or [_planned(plan, route, None, on)]


def _in_time(way: BackPlan, route: Route) -> bool:
    end = _answer(way.steps, ending(route).id)
    return end.on is None or end.on <= end.by


def _answer(steps: tuple[Step, ...], stage: str) -> Step:
    return next(step for step in steps if step.answer_of == stage)


def _meetings(body: str, plan: Plan, route: Route, on: date) -> tuple[date, ...]:
    """The body's days on which it can still answer, earliest first.

    While the version is on its way, also those since: an answer may be recorded days later. A day on which another
    answer ended the round is used up, and nobody answers before a stage that it waits for.
    """
    standing, stage = plan.approval.standing, route.of_body(body)
    first = standing.asked_on if isinstance(standing, Asked) else on
    if isinstance(standing, Asked) and stage:
        before = route.before(stage)
        first = max([first, *(made.decided_on for id_, made in standing.answers.items() if id_ in before)])
    if isinstance(standing, Returned) and standing.decided_on:
        first = max(first, standing.decided_on + timedelta(days=1))
    return tuple(day for day in plan.meetings.planned(body) if day >= first)


def _planned(plan: Plan, route: Route, meeting: date | None, on: date) -> BackPlan:
    back = back_plan(_asked(plan, route, meeting, on), plan.terms, plan.calendar)
    end = plan.terms.body(ending(route).body)
    if meeting is None and (end.role in MEETING or plan.meetings.kept(end.id)):
        back = back.but(steps=tuple(_without_a_meeting(step, end, route, plan) for step in back.steps))
    answer = _answer(back.steps, ending(route).id)
    last = the_last(answer.on, answer.by, end)
    steps = tuple(_lived(step, on, last, done=_done(step, plan, route, back.steps)) for step in back.steps)
    return _seen(back, steps)


def _without_a_meeting(step: Step, end: Body, route: Route, plan: Plan) -> Step:
    if step.answer_of != ending(route).id:
        return step
    fails = f"No meeting of {end.name} is planned by {dated(step.by)} at which it could still decide."
    over = [day for day in plan.meetings.planned(end.id) if day <= step.by]
    return step.but(fails=f"{fails} The last that left time was on {dated(over[-1])}." if over else fails)


def _decided(plan: Plan, route: Route, standing: Approved, on: date) -> BackPlan:
    """Once the round has ended with a yes only the rest of the way is left, by the days that are on record."""
    back = back_plan(_asked(plan, route, standing.decided_on, on), plan.terms, plan.calendar)
    first = plan.call_in(standing.round).implementable_from(standing.implementable_from)
    late = f"The decision may be implemented from {dated(first)}, and the statement is due on {dated(back.due)}."
    days = {
        "decision statement is published": standing.statement_published_on,
        "call-in": standing.call_in_ends,
        "submission": first,
    }
    over = {"submission": False, "call-in": standing.call_in_over or standing.call_in_ends is None}
    steps = [
        _lived(step.but(on=days.get(step.name, step.on), fails=None), on, done=over.get(step.name, True))
        for step in back.steps
        if step.name not in _UNBOUND
    ]
    if first > back.due:
        steps = [step.but(fails=late) if step.name == "submission" else step for step in steps]
    return _seen(back.but(meeting=standing.decided_on), tuple(steps))


def _asked(plan: Plan, route: Route, meeting: date | None, on: date) -> Planned:
    """As long as nobody has said that cabinet's decision is not key, it is planned as one."""
    standing, assessed, received = plan.approval.standing, plan.notices.assessed, plan.inspection.received_on
    assert received is not None
    answers = standing.answers if isinstance(standing, Asked | Approved) else {}
    end = ending(route).body
    days = {body.id: _still(body, plan, route, on) for body in _bodies(plan, route) if body.id != end}
    return Planned(
        received=received,
        meetings={**days, end: (meeting,)} if meeting else days,
        route=route,
        answered={id_: made.decided_on for id_, made in answers.items()},
        due=plan.deadline("statement").adopted,
        key_decision=assessed.is_key if assessed else None,
    )


def _still(body: Body, plan: Plan, route: Route, on: date) -> tuple[date, ...]:
    """The body's days whose agenda is published or can be; where there is none, those for which it is too late."""
    days = _meetings(body.id, plan, route, on)
    return tuple(d for d in days if _open(d, plan) or _agenda_by(d, plan) >= on or body.role not in MEETING) or days


def _agenda_by(meeting: date, plan: Plan) -> date:
    counted = (plan.terms.clear_days or ON_THE_SAFE_SIDE).agenda
    return clear_days_before(meeting, AGENDA_CLEAR_DAYS, counted, plan.calendar)[0]


def _open(meeting: date | None, plan: Plan) -> bool:
    """Whether an agenda of that day is on record that was open for long enough, or for less with a reason."""
    agenda = plan.notices.agendas.get(meeting) if meeting else None
    if agenda is None or meeting is None:
        return False
    return agenda.published.first_lawful_day <= meeting or agenda.published.shorter_because is not None


def _done(step: Step, plan: Plan, route: Route, steps: tuple[Step, ...]) -> bool:
    notices, latest, standing = plan.notices, plan.draft.latest, plan.approval.standing
    answered = standing.answers if isinstance(standing, Asked) else {}
    if step.answer_of:
        return step.answer_of in answered
    if step.agenda_of:
        return step.agenda_of in answered or _open(_answer(steps, step.agenda_of).on, plan)
    match step.name:
        case "authority publishes the report":
            return plan.done("report")
        case "notice of key decision":
            cabinets, first = route.of_body(CABINET), notices.key_decision_from
            meeting = _answer(steps, cabinets.id).on if cabinets else None
            return meeting is not None and first is not None and first <= meeting
        case "draft is finished":
            returned = isinstance(standing, Returned) and standing.how != "withdrawn" and standing.version
            if latest is None or latest.number == returned:
                return False
            return not plan.draft.moved_on(plan.id, latest, plan.inspection.findings)
        case "board endorses":
            return latest is not None and latest.digest in plan.approval.endorsed
        case _:
            return False


def _lived(step: Step, on: date, last: str = "", *, done: bool) -> Step:
    """The step as it is on that day: what is done does not fail, and what is not fails once its last day is over; then
    it names the last meeting in time."""
    if done or step.name in _UNBOUND:
        return step.but(done=done, fails=None)
    if step.fails is None and step.by < on:
        return step.but(fails=f"It was to be done by {dated(step.by)}, and it is not on record.{last}")
    return step


def _seen(back: BackPlan, steps: tuple[Step, ...]) -> BackPlan:
    return back.but(steps=steps, infeasible=next((step.name for step in steps if step.fails), None))
