"""What an answer must be: to what was asked, of the body whose turn it is, by members who may decide."""

from datetime import date

from domain.approval.events import Conflict
from domain.approval.members import may_decide
from domain.approval.state import Asked
from domain.authority.routes import Stage
from domain.plan import Plan
from domain.route.stages import cabinets_stage, may_answer, stage_of
from domain.value import refuse, require


def answering(
    version: int,
    decided_on: date,
    decided_by: tuple[str, ...],
    plan: Plan,
    conflicts: tuple[Conflict, ...] | None = None,
    id_: str | None = None,
) -> tuple[Asked, Stage]:
    """The question, and the stage that answers it: that of `id_`, else cabinet's.

    Raises Refused where it was not asked, where its turn has not come, or where these may not decide.
    """
    asked = plan.approval.standing
    if not isinstance(asked, Asked):
        refuse("cabinet-was-asked", "Nothing is with cabinet that could be answered: ask for approval first.")
    stage = stage_of(id_, asked.taken) if id_ else cabinets_stage(asked.taken)
    name = plan.terms.body(stage.body).name
    who = name[0].upper() + name[1:]
    require(
        version == asked.version,
        "approved-is-what-was-put",
        f"{who} was asked about version {asked.version}, not version {version}.",
    )
    require(
        decided_on >= asked.asked_on,
        "answer-follows-question",
        f"{who} was asked on {asked.asked_on} and cannot have answered on {decided_on}.",
    )
    may_answer(stage, decided_on, asked)
    may_decide(decided_by, version, plan, conflicts or (), stage.body)
    return asked, stage
