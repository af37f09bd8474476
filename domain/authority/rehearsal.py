"""A route rehearsed without a plan: the turns of its stages, what each needs, and which would wait for ever."""

from collections.abc import Mapping

from domain.authority.duties import MAY
from domain.authority.routes import CABINET, BodyRole, Does, Route, Stage
from domain.authority.state import Authority
from domain.clocks import AGENDA_CLEAR_DAYS, KEY_DECISION_CLEAR_DAYS
from domain.value import Slug, Text, Value

MEETING: frozenset[BodyRole] = frozenset({"executive", "council", "committee", "scrutiny"})
"""Bodies of councillors, whose agenda is open to the public beforehand."""


class Step(Value):
    """A stage with its `turn`, 1, 2, …: those of one turn answer side by side. None: its turn never comes."""

    turn: int | None
    stage: Slug
    body: Text
    does: Does
    after: tuple[Slug, ...]
    optional: bool
    needs: tuple[Text, ...]


class Deadlock(Value):
    """A stage at which the route stops for good, and why."""

    stage: Slug
    because: Text


class Rehearsal(Value):
    """A route from its first stage to the submission, or to the noting of it."""

    route: str
    name: Text
    steps: tuple[Step, ...]
    deadlocks: tuple[Deadlock, ...]


def rehearse(
    route: Route, terms: Authority, members: Mapping[str, int], conflicted: Mapping[str, int] | None = None
) -> Rehearsal:
    """Walk the route under these terms; `members` says how many each body has, `conflicted` how many may not decide."""
    stopped = {
        stage.id: why for stage in route.stages if (why := _stops(stage, route, terms, members, conflicted or {}))
    }
    turns = _turns(route, stopped)
    steps = tuple(
        Step(
            turn=turns.get(stage.id),
            stage=stage.id,
            body=terms.body(stage.body).name,
            does=stage.does,
            after=stage.after,
            optional=stage.optional,
            needs=_needs(stage, route, terms, members),
        )
        for stage in sorted(route.stages, key=lambda s: turns.get(s.id, len(route.stages) + 1))
    )
    deadlocks = tuple(Deadlock(stage=id_, because=why) for id_, why in stopped.items())
    return Rehearsal(route=route.id, name=route.name, steps=steps, deadlocks=deadlocks)


def _turns(route: Route, stopped: Mapping[str, str]) -> dict[str, int]:
    """The turn of each stage that is reached; what notes the submission comes after all that approves."""
    turns: dict[str, int] = {}
    answered: set[str] = set()
    for stages in (route.approving, tuple(s for s in route.stages if route.after_submission(s))):
        while ready := [s for s in stages if s.id not in turns and set(s.after) <= answered]:
            turn = max(turns.values(), default=0) + 1
            turns |= {stage.id: turn for stage in ready}
            answered |= {stage.id for stage in ready if stage.id not in stopped}
        if not route.complete(answered):
            break
    return turns


def _stops(
    stage: Stage, route: Route, terms: Authority, members: Mapping[str, int], conflicted: Mapping[str, int]
) -> str | None:
    """Why the stage would wait for ever; None where it would not, or where the round does not wait for it."""
    if stage.optional:
        return None
    body = terms.body(stage.body)
    there, bound = members.get(body.id, body.members), conflicted.get(body.id, 0)
    quorum = f"a quorum of {body.quorum} ({body.quorum_source})"
    if there is not None and there < body.quorum:
        return f"{body.name} has {there} members and {quorum}"
    if there is not None and there - bound < body.quorum:
        return f"{max(there - bound, 0)} of {there} members of {body.name} are free of an interest, and it has {quorum}"
    silent = [id_ for id_ in stage.after if (before := route.stage(id_)) and before.optional]
    if silent:
        return f"it waits for {silent[0]}, which is optional and may end without an answer"
    if _called_in(stage, terms) and not any(set(roles) & MAY["validate-call-in"] for roles in terms.posts.values()):
        return "its decision may be called in, and no post may record whether the notice is valid"
    return None


def _called_in(stage: Stage, terms: Authority) -> bool:
    return stage.body == CABINET and stage.does == "decides" and terms.call_in.working_days > 0


def _needs(stage: Stage, route: Route, terms: Authority, members: Mapping[str, int]) -> tuple[str, ...]:
    body = terms.body(stage.body)
    there = members.get(body.id, body.members)
    needs = ["the submission, which it notes"] if route.after_submission(stage) else []
    if stage.body == CABINET and stage.does == "decides":
        needs.append(f"if the decision is key, notice {KEY_DECISION_CLEAR_DAYS} clear days before (SI 2012/2089 reg 9)")
    if body.role in MEETING:
        needs.append(f"an agenda open for {AGENDA_CLEAR_DAYS} clear days")
    needs.append(f"a quorum of {body.quorum}{f' of {there}' if there else ''} ({body.quorum_source})")
    if _called_in(stage, terms):
        needs.append(f"then {terms.call_in.working_days} working days for a call-in ({terms.call_in.source})")
    return tuple(needs)
