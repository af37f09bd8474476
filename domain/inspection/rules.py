"""What follows when something is asked about the inspection."""

from typing import assert_never

from domain.authority.state import Authority, Register
from domain.book.events import RESERVED
from domain.deadline.rules import computed_deadlines
from domain.inspection import commands as do
from domain.inspection import events as was
from domain.inspection.state import INSPECTION, Finding
from domain.plan import Plan, PlanEvent
from domain.value import refuse, require


def decide(command: do.InspectionCommand, plan: Plan) -> list[PlanEvent]:
    match command:
        case do.OpenPlan():
            return _opened_already(command, plan)
        case do.ReceiveReport():
            return receive_report(command, plan)
        case do.RecordReportPublication():
            return record_publication(command, plan)
        case do.RecordJudgement():
            return record_judgement(command, plan)
        case do.RecordFinding():
            return record_finding(command, plan)
        case _:
            assert_never(command)


def terms_of(command: do.OpenPlan, register: Register) -> Authority:
    """The terms under which a plan is to be opened; Refused for an authority that is not served here."""
    terms = register.get(command.authority)
    if terms is None:
        known = ", ".join(sorted(register)) or "none"
        refuse("authority-is-known", f"There is no authority {command.authority} here; known: {known}.")
    return terms


def open_plan(command: do.OpenPlan, stream: str, terms: Authority) -> list[PlanEvent]:
    require(stream not in RESERVED, "plan-id-is-free", f"{stream} is not a plan's id: choose another.")
    return [
        was.PlanOpened(
            title=command.title,
            authority=terms.id,
            constitution=terms.digest,
            terms=terms,
            stage=command.stage,
        )
    ]


def _opened_already(command: do.OpenPlan, plan: Plan) -> list[PlanEvent]:
    stage = "delivery" if plan.in_delivery_from_start else "drafting"
    same = (plan.title, plan.terms.id, stage) == (command.title, command.authority, command.stage)
    require(same, "plan-id-is-free", f"{plan.id} is another plan already, “{plan.title}”: choose another id.")
    return []


def receive_report(command: do.ReceiveReport, plan: Plan) -> list[PlanEvent]:
    """Receipt starts both statutory clocks (EIA 2006 s.137(3); SI 2007/462 regs 2 and 3)."""
    received = plan.inspection.received_on
    if (received, plan.inspection.document) == (command.received_on, command.document):
        return []
    require(received is None, "report-received-once", f"The report is recorded as received on {received} already.")
    report = was.ReportReceived(**command.model_dump())
    return [report, *computed_deadlines(command.received_on, plan)]


def record_publication(command: do.RecordReportPublication, plan: Plan) -> list[PlanEvent]:
    before = plan.inspection.published.get(command.publisher)
    if before == command.published_on:
        return []
    require(before is None, "report-published-once", f"Its publication is recorded as of {before} already.")
    return [was.ReportPublished(**command.model_dump())]


def record_judgement(command: do.RecordJudgement, plan: Plan) -> list[PlanEvent]:
    before = plan.inspection.judgements.get(command.judgement)
    if before == command.grade:
        return []
    require(before is None, "judgement-stands", f"{command.judgement} is recorded as {before} already.")
    return [was.JudgementRecorded(**command.model_dump())]


def record_finding(command: do.RecordFinding, plan: Plan) -> list[PlanEvent]:
    known = command.source == INSPECTION or command.source in plan.monitoring.visits
    require(known, "source-is-known", f"No visit {command.source} is recorded: record the visit before its findings.")
    before = plan.inspection.findings.get(command.finding)
    finding = Finding(id=command.finding, **command.model_dump(exclude={"finding"}))
    if before == finding:
        return []
    require(before is None, "finding-stands", f"Finding {command.finding} is recorded in other words already.")
    return [was.FindingRecorded(**command.model_dump())]
