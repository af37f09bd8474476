"""How a round goes through its stages: which may answer now, which come next, and what an answer may say."""

from datetime import date

from domain.approval.commands import RecordCabinetApproval
from domain.approval.events import CabinetApproved, Conflict, Verb, Votes
from domain.approval.state import Approved, Asked
from domain.authority.routes import CABINET, Asking, Does, Route, Stage
from domain.plan import Plan
from domain.route.commands import RecordDecision
from domain.route.events import DecisionMade
from domain.value import refuse, require

VERBS: dict[Does, tuple[Verb, ...]] = {
    "signs-off": ("signed-off", "approved", "agreed"),
    "endorses": ("endorsed", "approved", "agreed", "noted"),
    "considers": ("noted", "recommended", "endorsed", "agreed"),
    "recommends": ("recommended", "endorsed", "approved", "agreed", "noted"),
    "notes": ("noted",),
    "decides": ("approved", "agreed", "endorsed", "noted", "delegated"),
}
"""The verbs that answer what a stage asks: a recommendation or a signature decides nothing."""


def askings(stages: tuple[Stage, ...], plan: Plan) -> tuple[Asking, ...]:
    return tuple(Asking(stage=s.id, body=s.body, name=plan.terms.body(s.body).name, does=s.does) for s in stages)


def next_after(stage: Stage, asked: Asked, plan: Plan) -> tuple[Asking, ...]:
    """Who is asked once that stage has answered too; nobody where the round is complete."""
    answered = {*asked.answers, stage.id}
    return () if asked.taken.complete(answered) else askings(asked.taken.open(answered), plan)


def awaiting(asked: Asked, plan: Plan) -> str | None:
    """The names of those whose answer is awaited now; None where it is cabinet alone, and no route was chosen."""
    if asked.route is None:
        return None
    return " and ".join(asking.name for asking in askings(asked.route.open(asked.answers), plan))


def stage_of(id_: str, route: Route) -> Stage:
    """The stage of that id. Raises Refused where the route has none."""
    stage = route.stage(id_)
    if stage is None:
        ids = ", ".join(s.id for s in route.stages)
        refuse("stage-is-on-the-route", f"The route {route.id} has no stage {id_}; its stages are {ids}.")
    return stage


def cabinets_stage(route: Route) -> Stage:
    """Cabinet's stage. Raises Refused where the route has none."""
    stage = route.of_body(CABINET)
    if stage is None:
        refuse("stage-is-on-the-route", f"Cabinet is not asked on the route {route.id}: name the stage that answers.")
    return stage


def may_answer(stage: Stage, on: date, asked: Asked) -> None:
    """Raises Refused where the stage has answered, waits for another, or would answer before one it follows."""
    require(
        stage.id not in asked.answers,
        "stage-answers-once",
        f"Stage {stage.id} has answered on version {asked.version} already.",
    )
    waits = ", ".join(id_ for id_ in stage.after if id_ not in asked.answers)
    require(not waits, "stage-is-open", f"Stage {stage.id} comes after {waits}: record that answer first.")
    for id_ in stage.after:
        before = asked.answers[id_].decided_on
        require(
            on >= before, "stage-is-open", f"Stage {id_} answered on {before}: {stage.id} follows it and not on {on}."
        )


def verb_fits(verb: Verb, stage: Stage) -> None:
    """Raises Refused where the verb does not answer what the stage asks."""
    fitting = VERBS[stage.does]
    require(
        verb in fitting,
        "verb-fits-the-stage",
        f"Stage {stage.id} {stage.does}, and {verb} is no answer to that; it would be {' or '.join(fitting)}.",
    )


def vote_carries(votes: Votes | None, decided_by: tuple[str, ...], conflicts: tuple[Conflict, ...]) -> None:
    """Raises Refused where more votes are counted than members stayed, or no more are in favour than against."""
    if votes is None:
        return
    withdrew = {conflict.member.casefold() for conflict in conflicts if conflict.withdrew}
    members = len({member.casefold() for member in decided_by} - withdrew)
    cast = votes.in_favour + votes.against + votes.abstained
    require(
        cast <= members,
        "votes-fit-the-members",
        f"{cast} votes and abstentions are counted, and {members} members decided: see which is wrong.",
    )
    require(
        votes.in_favour > votes.against,
        "vote-is-carried",
        f"{votes.in_favour} in favour and {votes.against} against do not carry it: send the version back instead.",
    )


def words(of: RecordCabinetApproval | CabinetApproved | Approved | RecordDecision | DecisionMade) -> tuple[object, ...]:
    """What was answered, in what words and by whom: an answer that says the same twice is one."""
    answer = (of.version, of.verb, of.decided_on, of.resolution, frozenset(of.decided_by))
    return *answer, of.reasons, of.alternatives, of.conflicts, of.votes
