"""What follows when something is asked about measures."""

from typing import assert_never

from domain.actions import agreed
from domain.measures import commands as do
from domain.measures import events as was
from domain.measures.state import place
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import refuse, require


def decide(command: do.MeasureCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.DefineMeasure():
            return define(command, plan)
        case do.RecordReading():
            return read(command, plan)
        case _:
            assert_never(command)


def define(command: do.DefineMeasure, plan: Plan) -> list[PlanEvent]:
    defined = was.MeasureDefined.model_validate(command.model_dump())
    before = plan.measures.defined.get(command.measure)
    if before == defined:
        return []
    require(
        before is None,
        "measure-stands",
        f"Measure {command.measure} is defined in other words already: define another measure.",
    )
    require(bool(command.actions), "measure-is-of-an-action", f"Measure {command.measure} is of no action: name one.")
    for action in command.actions:
        agreed(action, plan)
    _has_a_baseline(command)
    return [defined]


def _has_a_baseline(command: do.DefineMeasure) -> None:
    if command.baseline is None:
        require(
            command.no_baseline_because is not None,
            "measure-has-a-baseline",
            f"Measure {command.measure} has no baseline: give one with its date, or say why there is none.",
        )
        return
    require(
        command.no_baseline_because is None,
        "measure-has-a-baseline",
        f"Measure {command.measure} has a baseline and a reason for having none: give one of the two.",
    )
    require(
        command.baseline.as_at < command.target.by,
        "target-follows-baseline",
        f"The target of measure {command.measure} is due on {command.target.by}, and its baseline is of "
        f"{command.baseline.as_at}: date the target later.",
    )


def read(command: do.RecordReading, plan: Plan) -> list[PlanEvent]:
    if command.measure not in plan.measures.defined:
        refuse("measure-is-known", f"There is no measure {command.measure} in this plan: define it first.")
    reading = was.ReadingRecorded(**command.model_dump())
    standing = plan.measures.read(command.measure)
    same = place(standing, reading.as_of)
    if same is not None and standing[same] == reading:
        return []
    corrected = place(standing, command.corrects)
    require(
        command.corrects is None or corrected is not None,
        "reading-is-known",
        f"Measure {command.measure} has no reading as of {command.corrects} that could be corrected.",
    )
    at = len(standing) if corrected is None else corrected
    in_the_way = [each for each in standing[max(at - 1, 0) : at] if each.as_of >= reading.as_of]
    in_the_way += [each for each in standing[at + 1 : at + 2] if each.as_of <= reading.as_of]
    if in_the_way:
        refuse(
            "readings-move-on",
            f"Measure {command.measure} has a reading as of {in_the_way[-1].as_of}: date a new one later, and say of "
            "a correction which reading it corrects.",
        )
    return [reading]
