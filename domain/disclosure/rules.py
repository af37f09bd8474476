"""What follows when lines of a plan are given out or read. Who may do so says the table of duties, and nothing else."""

from typing import assert_never

from domain.calendar import london_day
from domain.disclosure.commands import DisclosureCommand, RecordAccess, RecordExport
from domain.disclosure.events import Accessed, Exported
from domain.disclosure.state import GUARDED, Export
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import Act


def decide(command: DisclosureCommand, plan: Plan, act: Act) -> list[PlanEvent]:
    match command:
        case RecordExport():
            return export(command, plan, act)
        case RecordAccess():
            return access(command, plan, act)
        case _:
            assert_never(command)


def export(command: RecordExport, plan: Plan, act: Act) -> list[PlanEvent]:
    """Nothing where the same person has given the same bytes to the same recipient before."""
    made = plan.exports.made
    if Export(by=act.by, to=command.to, digest=command.digest) in made:
        return []
    return [Exported(number=len(made) + 1, **command.model_dump())]


def access(command: RecordAccess, plan: Plan, act: Act) -> list[PlanEvent]:
    """Nothing where nothing is guarded in the plan that day, or where the reading is on record for it already."""
    today, earlier = london_day(act.at), command.upto is not None or command.true_at is not None
    most = plan.classification(today)
    if most not in GUARDED or plan.accesses.told(command.reader, command.reading, today, earlier=earlier):
        return []
    return [Accessed(classification=most, **command.model_dump())]
