"""What follows when lines of a plan are given out. Who may do so says the table of duties; nothing else forbids it."""

from domain.disclosure.commands import DisclosureCommand
from domain.disclosure.events import Exported
from domain.disclosure.state import Export
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act


def decide(command: DisclosureCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    """Nothing where the same person has given the same bytes to the same recipient before."""
    made = plan.exports.made
    if Export(by=act.by, to=command.to, digest=command.digest) in made:
        return []
    return [Exported(number=len(made) + 1, **command.model_dump())]
