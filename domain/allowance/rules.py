"""What no plan may hold, and what follows when information governance lets it in once."""

from domain.allowance import commands as do
from domain.allowance import events as was
from domain.authority.duties import MAY
from domain.authority.roles import ENGINE
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.privacy import SAID, What, personal
from domain.value import Act, Command, refuse, require


def decide(command: do.AllowanceCommand, plan: Plan) -> list[PlanEvent]:
    allowed = was.PersonalDetailAllowed(allowance=plan.allowances.given + 1, **command.model_dump())
    if any(unused.but(allowance=allowed.allowance) == allowed for unused in plan.allowances.unused.values()):
        return []
    require(
        bool(plan.terms.roles(command.post) & MAY.get(command.command, frozenset())),
        "allowance-is-of-use",
        f"The post {command.post} may not {command.command} in any case: name a command, and a post that may do it.",
    )
    return [allowed]


def admit(command: Command, act: Act, plan: Plan | None) -> list[PlanEvent]:
    """What follows besides where a command that is about to be recorded holds personal details: allowances used up.

    Mostly nothing. Refused where there is no allowance. Minutebook's own workflows are let pass: nobody writes there,
    and a receipt that happens to look like the number of a card must not keep a statement from being sent.
    """
    if act.acting_as == ENGINE:
        return []
    used: dict[What, PlanEvent] = {}
    for place, found in (*personal(command), *personal(act)):
        allowance = plan.allowances.fitting(found.what, command.name, act.acting_as) if plan else None
        if allowance is None:
            refuse(
                "no-personal-numbers",
                f"{place[0].upper()}{place[1:]} holds what looks like {SAID[found.what]} (characters {found.first} to "
                f"{found.last}): take it out; an improvement plan holds no personal details.",
            )
        used.setdefault(
            found.what,
            was.PersonalDetailAdmitted(
                allowance=allowance.allowance, what=found.what, command=command.name, place=place
            ),
        )
    return list(used.values())
