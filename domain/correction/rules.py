"""What follows when a recorded fact is to be corrected."""

from collections.abc import Collection
from datetime import date
from typing import Any, assert_never

from pydantic import ValidationError

from domain.authority.roles import WORKFLOW
from domain.calendar import london_day
from domain.correction import commands as do
from domain.correction import events as was
from domain.correction.events import Changed, Fact
from domain.correction.state import Kept
from domain.deadline.rules import counted_anew
from domain.inspection.events import (
    FindingRecorded,
    InspectionRecorded,
    JudgementRecorded,
    ReportPublished,
    ReportReceived,
)
from domain.inspection.frameworks import era_of
from domain.inspection.rules import (
    finding_fits,
    follows,
    inspection_fits,
    inspection_known,
    is_of_its_era,
    source_known,
)
from domain.inspection.state import Inspection
from domain.inspection.state import evolve as told
from domain.monitoring import rules as monitoring
from domain.monitoring.commands import RecordMonitoringVisit
from domain.monitoring.events import MonitoringVisitRecorded
from domain.plan import Plan, evolve
from domain.plan_events import PlanEvent
from domain.submission import rules as submission
from domain.submission.commands import PublishPlan
from domain.submission.events import Published
from domain.value import Act, not_to_come, refuse, require

CORRECTABLE: dict[type[Fact], frozenset[str]] = {
    InspectionRecorded: frozenset(
        {"type", "started_on", "ended_on", "document", "priority_action", "principal_authority", "conflict"}
    ),
    ReportReceived: frozenset({"received_on", "document", "embargoed_until"}),
    ReportPublished: frozenset({"published_on", "where"}),
    JudgementRecorded: frozenset({"source", "judgement", "grade", "document"}),
    MonitoringVisitRecorded: frozenset(
        {"number", "visited_from", "visited_to", "letter_published_on", "document", "focus"}
    ),
    Published: frozenset({"published_on", "where"}),
    FindingRecorded: frozenset(
        {"sort", "text", "source", "document", "paragraph", "framework", "priority_action", "repeats"}
    ),
}
"""What may be corrected of which fact: what Ofsted or the authority said in public. Only due dates are computed of it.

Not the ids by which other lines speak of a fact, nor whose publication it was, since that ended a clock. Whatever is
not here was decided, or follows from what was: it is taken again, moved or withdrawn by a command of its own.
"""


def decide(command: do.CorrectFact, plan: Plan, act: Act) -> list[PlanEvent]:
    kept = _kept(command.line, plan)
    said = _said(kept.fact)
    for each in command.changes:
        _may_change(each, kept.fact)
    asked = {each.field: each.model_dump(mode="json") for each in command.changes}
    if all(said[field] == change["now"] for field, change in asked.items()):
        return []
    for field, change in asked.items():
        require(
            said[field] == change["was"],
            "correction-knows-what-was",
            f"Line {command.line} says {field} {_put(said[field])}, not {_put(change['was'])}: look at it again, then "
            "say what it says.",
        )
    require(
        command.countersigned_by not in act.people and command.countersigned_by != WORKFLOW,
        "correction-is-countersigned",
        f"{command.countersigned_by} may not countersign what {act.by} corrects: another person does.",
    )
    given = _read(said | {field: change["now"] for field, change in asked.items()}, kept.fact, command)
    if given.effective:
        not_to_come(given.effective, london_day(act.at))
    right = _fits(given, asked.keys(), plan, london_day(act.at))
    corrected = was.FactCorrected(
        line=command.line,
        changes=_changes(said, _said(right)),
        fact=right,
        because=command.because,
        evidence=command.evidence,
        countersigned_by=command.countersigned_by,
        true_from=min(kept.since, right.effective or kept.since),
    )
    return [corrected, *_follows(corrected, plan, act)]


def _kept(line: int, plan: Plan) -> Kept:
    facts = plan.corrections.facts
    corrects = next((number for number, each in facts.items() if line in each.corrected_by), None)
    require(
        corrects is None,
        "line-is-a-fact",
        f"Line {line} corrects line {corrects}: name line {corrects}, and what is right now.",
    )
    require(
        line in facts,
        "line-is-a-fact",
        f"Line {line} of {plan.id} records no inspection or visit, no report, judgement or finding, and no publication"
        ": nothing else is corrected; take a decision again, give an action another date or other words, withdraw what "
        "was asked, or record what is new.",
    )
    return facts[line]


def _may_change(change: Changed, fact: Fact) -> None:
    may = CORRECTABLE[type(fact)]
    require(
        change.field in may,
        "field-may-be-corrected",
        f"The {change.field} of a {fact.kind} is not corrected; what may be is {', '.join(sorted(may))}.",
    )


def _read(said: dict[str, Any], fact: Fact, command: do.CorrectFact) -> Fact:
    try:
        return type(fact).model_validate(said)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        refuse(
            "correction-can-be-read",
            f"Line {command.line} cannot say {field} {_put(said[field])}: give it in the form in which it is recorded.",
        )


def _fits(given: Fact, changed: Collection[str], plan: Plan, recorded: date) -> Fact:
    """The fact as it is to stand; refused by the rules by which it would be refused were it recorded now."""
    match given:
        case InspectionRecorded():
            era = era_of(given.type, given.started_on)
            again = given.but(era=era.name if era else None)
            inspection_fits(again, plan)
            if "priority_action" in changed:
                _findings_fit(given.source, told(plan.inspection, again))
            return again
        case ReportReceived(received_on=day) | ReportPublished(published_on=day):
            follows(plan.inspection.sources.get(given.source), day)
        case JudgementRecorded(judgement=judgement):
            known = inspection_known(given.source, plan)
            stands = plan.inspection.report(given.source).judgements.get(judgement)
            require(
                stands is None or not {"judgement", "source"} & set(changed),
                "judgement-stands",
                f"{judgement} is recorded as {stands} already.",
            )
            if known:
                is_of_its_era(judgement, known)
        case FindingRecorded():
            source_known(given.source, plan)
            _findings_fit(given.finding, told(plan.inspection, given))
        case MonitoringVisitRecorded():
            visits = {name: visit for name, visit in plan.monitoring.visits.items() if name != given.visit}
            before = plan.but(monitoring=plan.monitoring.but(visits=visits))
            monitoring.decide(RecordMonitoringVisit(**given.model_dump()), before, recorded)
        case Published():
            published = {number: on for number, on in plan.submission.published.items() if number != given.version}
            before = plan.but(submission=plan.submission.but(published=published))
            submission.publish(PublishPlan(**given.model_dump(exclude={"digest"})), before)
        case _:
            assert_never(given)
    return given


def _findings_fit(concerned: str, after: Inspection) -> None:
    """Of the findings: the one corrected, those that repeat it, or those of the inspection corrected."""
    for finding in after.findings.values():
        if concerned in {finding.id, finding.repeats, finding.source}:
            finding_fits(finding, after)


def _said(fact: Fact) -> dict[str, Any]:
    """Every field of a fact as JSON has it, so that a text may look like a day."""
    return {name: _json(value) for name, value in fact.__dict__.items()}


def _json(value: object) -> object:
    match value:
        case date():
            return str(value)
        case tuple():
            return list(value)
        case _:
            return value


def _put(said: object) -> str:
    return "nothing" if said is None else f"“{'; '.join(said) if isinstance(said, list) else said}”"


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Changed, ...]:
    """What was asked for, and what follows from it: the era of an inspection."""
    differ = [field for field in after if before[field] != after[field]]
    return tuple(Changed(field=field, was=before[field], now=after[field]) for field in differ)


def _follows(corrected: was.FactCorrected, plan: Plan, act: Act) -> list[PlanEvent]:
    """The due dates that were counted from the day of receipt, counted anew; those of duties done stay as they are."""
    after = evolve(plan, corrected, act, plan.id)
    before, received = plan.inspection.received_on, after.inspection.received_on
    if before == received:
        return []
    return counted_anew(after, f"the report was received on {received}, not on {before}")
