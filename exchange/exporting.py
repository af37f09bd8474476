"""A plan as tables: where it stands, its findings, its actions with all their fields, and its versions."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from domain.inspection.state import Finding
from domain.plan import Plan
from domain.value import Value
from ledger.ledger import AsAt, Ledger
from projections.coverage import coverage
from projections.plan_now import ActionNow, PlanNow, VersionNow, now
from projections.wording import clocked

Out = str | int | date | None


class Sheet(NamedTuple):
    """A table to write: its name, its headings, and rows as long as they."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Out, ...], ...]


class Export(NamedTuple):
    """What is to be written; `moment` is the date that the document bears."""

    title: str
    moment: datetime
    sheets: tuple[Sheet, ...]


def export(ledger: Ledger, plan: str, as_at: AsAt = None, true_at: date | None = None) -> Export | None:
    """The plan as known at `as_at` and true at `true_at`; None where there was none.

    Where no moment is asked for, it is that of the plan's last line: the same plan makes the same document.
    """
    state = ledger.plan(plan, as_at, true_at)
    if state is None:
        return None
    *_, last = ledger.lines(plan, as_at, true_at)
    moment = as_at if isinstance(as_at, datetime) else last.at
    shown = now(state)
    sheets = (
        Sheet(
            "Plan", ("Entry", "Value"), tuple((entry, _cell(value)) for entry, value in _told(shown, moment, true_at))
        ),
        _findings(state),
        Sheet("Actions", _headings(ActionNow), tuple(map(_row, shown.actions))),
        Sheet("Versions", _headings(VersionNow), tuple(map(_row, shown.versions))),
    )
    return Export(_legal(shown.title), moment, sheets)


def _told(plan: PlanNow, moment: datetime, true_at: date | None) -> Iterator[tuple[str, object]]:
    """Where the plan stands, entry by entry."""
    yield "Plan", plan.plan
    yield "Title", plan.title
    yield "Authority", plan.authority_name
    yield "As known at", clocked(moment)
    if true_at:
        yield "As true at", true_at
    yield "Stage", plan.stage
    yield "Report received on", plan.received_on
    yield "Under embargo until", plan.embargoed_until
    for publisher, day in plan.published.items():
        yield f"Report published by {publisher} on", day
    for judgement, grade in plan.judgements.items():
        yield f"Judgement: {judgement}", grade
    for deadline in plan.deadlines:
        yield f"Deadline: {deadline.duty}", deadline.adopted
        yield f"Deadline: {deadline.duty}, done on", deadline.done_on
    yield "Recommendations", plan.findings.recommendations
    yield "Strengths", plan.findings.strengths
    yield "Weaknesses", plan.findings.weaknesses
    yield "Not answered yet", plan.findings.unanswered
    yield "Approval", plan.approval.situation
    for receipt in plan.receipts:
        yield f"Receipt of {receipt.addressee}", receipt.receipt
    yield "Submitted on", plan.submitted_on
    for visit in plan.visits:
        yield f"Visit {visit.visit}, last day", visit.visited_to
    for report in plan.reports:
        yield f"Reported to {report.to} on", report.reported_on


def _findings(plan: Plan) -> Sheet:
    """The findings in the inspector's words, each with what answers it."""
    answers = coverage(plan)
    return Sheet(
        "Findings",
        (*_headings(Finding), "Actions", "Reason for no action"),
        tuple(
            (
                *_row(finding),
                _cell(each.action for each in answers[finding.id].actions),
                _cell(answers[finding.id].reason),
            )
            for finding in plan.inspection.findings.values()
        ),
    )


def _headings(of: type[Value]) -> tuple[str, ...]:
    """`as_of` stands under “As of”."""
    return tuple(name.replace("_", " ").capitalize() for name in of.model_fields)


def _row(value: Value) -> tuple[Out, ...]:
    return tuple(_cell(getattr(value, name)) for name in type(value).model_fields)


def _cell(value: object) -> Out:
    """Words, numbers and days as they are; several words in one, with semicolons between them."""
    match value:
        case None | int() | date():
            return value
        case str():
            return _legal(value)
        case Iterable():
            return "; ".join(_legal(str(each)) for each in value) or None
        case _:
            return _legal(str(value))


def _legal(text: str) -> str:
    """The text without the two characters that JSON may hold and XML may not."""
    return re.sub("[\ufffe\uffff]", "\ufffd", text)
