"""The stages of a route planned back: by which day each must answer, and at which meeting of its body it would."""

from datetime import date

from domain.authority.rehearsal import MEETING
from domain.authority.routes import CABINET, CABINET_ALONE, Body, Does, Route, Stage
from domain.authority.state import Authority
from domain.calendar import dated
from domain.value import Day, Slug, Text, Value


class Asked(Value):
    """What is planned for. `due` is another due date than the computed one, where one was stated or adopted.

    `meetings` are the days of each body, by its id: a body that is not among them may meet on any day, unless it ends
    the round. `answered`: on which day stages have answered already. `key_decision` None: what cabinet decides is
    planned as key. `statement_after` is how many working days after cabinet's meeting its decision statement is
    published.
    """

    received: Day
    meetings: dict[Slug, tuple[Day, ...]] = {}
    route: Route = CABINET_ALONE
    answered: dict[Slug, Day] = {}
    due: Day | None = None
    key_decision: bool | None = None
    statement_after: int = 0

    def moved(self, meeting: date, to: date) -> "Asked":
        """The same, were the meetings of one day on another."""
        moved = {body: tuple(to if day == meeting else day for day in days) for body, days in self.meetings.items()}
        return self.but(meetings=moved)


class Turn(Value):
    """A stage's turn: the last day on which it may answer (`by`), `so_that` what follows can be kept, and the day on
    which it answers, if its body's days or its answer are known; `fails` why it cannot be kept.
    """

    stage: Stage
    body: Body
    by: Day
    so_that: Text
    on: Day | None
    fails: Text | None

    @property
    def day(self) -> date:
        """On which what comes before is counted: its own day, else its last."""
        return self.on or self.by

    @property
    def meets(self) -> bool:
        """Whether its body is one of councillors, whose agenda is open to the public beforehand."""
        return self.body.role in MEETING

    @property
    def name(self) -> str:
        if self.meets:
            return f"{self.body.name} meets"
        return f"{_NOUNS[self.stage.does]} by {self.body.name}"


_NOUNS: dict[Does, str] = {
    "signs-off": "sign-off",
    "endorses": "endorsement",
    "considers": "consideration",
    "recommends": "recommendation",
    "notes": "noting",
    "decides": "decision",
}


def waits_for_call_in(route: Route) -> bool:
    """Whether an executive's decision ends the round, which is published and waits for a call-in."""
    last = ending(route)
    return last.body == CABINET and last.does == "decides"


def ending(route: Route) -> Stage:
    """The stage by whose answer the version is approved: of several that nothing waits for, the last that decides."""
    needed = _in_turn(route)
    last = [stage for stage in needed if not any(stage.id in other.after for other in needed)]
    return next((stage for stage in reversed(last) if stage.does == "decides"), last[-1])


def turns(asked: Asked, due: date, limit: date, terms: Authority) -> tuple[Turn, ...]:
    """What the round waits for, in its order. Whatever ends the round must have answered by `limit`.

    Each stage is planned for the last meeting of its body from which all that follows can be kept; where there is none,
    for the first there is.
    """
    found: list[Turn] = []
    end = ending(asked.route)
    in_time = (
        f"call-in is over before {dated(due)}" if waits_for_call_in(asked.route) else f"it is sent by {dated(due)}"
    )
    for stage in reversed(_in_turn(asked.route)):
        following = min((t for t in found if stage.id in t.stage.after), key=lambda turn: turn.day, default=None)
        if following is None:
            by, so_that = limit, f"so that {in_time}"
        else:
            by, so_that = following.day, f"so that {following.body.name} can answer on {dated(following.day)}"
        found.insert(0, _turn(stage, by, so_that, asked, terms, ends=stage == end))
    return tuple(found)


def _turn(stage: Stage, by: date, so_that: str, asked: Asked, terms: Authority, *, ends: bool) -> Turn:
    body = terms.body(stage.body)
    days = sorted(day for day in asked.meetings.get(body.id, ()) if day >= asked.received)
    in_time = [day for day in days if day <= by]
    on = asked.answered.get(stage.id) or (in_time[-1] if in_time else next(iter(days), None))
    fails = None
    if on is None and (body.id in asked.meetings or (ends and body.role in MEETING)):
        fails = f"No meeting of {body.name} lies between {dated(asked.received)} and {dated(by)}, {so_that}."
    elif on and on > by:
        fails = (
            f"{body.name[0].upper()}{body.name[1:]} meets on {dated(on)} at the earliest, and the last meeting that "
            f"fits would be one by {dated(by)}, {so_that}."
        )
    return Turn(stage=stage, body=body, by=by, so_that=so_that, on=on, fails=fails)


def _in_turn(route: Route) -> list[Stage]:
    """The stages that the round waits for, each after those that it waits for itself."""
    asked = [stage for stage in route.approving if not stage.optional]
    needed = {stage.id for stage in asked}.union(*(route.before(stage) for stage in asked))
    ordered: list[Stage] = []
    while ready := [
        stage
        for stage in route.approving
        if stage.id in needed and stage not in ordered and set(stage.after) <= {each.id for each in ordered}
    ]:
        ordered += ready
    return ordered
