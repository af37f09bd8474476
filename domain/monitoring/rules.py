"""What follows when a monitoring visit is recorded."""

from datetime import date

from domain.inspection.events import INSPECTION
from domain.monitoring import commands as do
from domain.monitoring import events as was
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import not_to_come, require


def decide(command: do.MonitoringCommand, plan: Plan, recorded: date) -> list[PlanEvent]:
    """`recorded` is the day of recording, in London."""
    visit = was.MonitoringVisitRecorded(**command.model_dump())
    before = plan.monitoring.visits.get(command.visit)
    if before == visit:
        return []
    require(before is None, "visit-stands", f"Visit {command.visit} is recorded in other words already.")
    require(
        command.visit != INSPECTION and command.visit not in plan.inspection.sources,
        "visit-id-is-free",
        f"“{command.visit}” names an inspection: choose another id for the visit.",
    )
    require(
        command.visited_from <= command.visited_to,
        "visit-ends-after-it-begins",
        f"The visit cannot end on {command.visited_to} before it begins on {command.visited_from}.",
    )
    letter = command.letter_published_on
    if letter is not None:
        not_to_come(letter, recorded)
        require(
            letter >= command.visited_to,
            "letter-follows-visit",
            f"The letter of a visit that ended on {command.visited_to} cannot have been published on {letter}.",
        )
    return [visit]
