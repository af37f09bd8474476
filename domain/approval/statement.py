"""The published record of a decision: what it must hold, and what is counted from its publication."""

from datetime import date

from domain.approval import commands as do
from domain.approval import events as was
from domain.approval.members import free_to_decide
from domain.approval.state import Approved
from domain.call_in.rules import decision_on
from domain.clocks import call_in_ends, implementable_from
from domain.plan import Plan
from domain.plan_events import PlanEvent
from domain.value import require


def publish_statement(command: do.PublishDecisionStatement, plan: Plan) -> list[PlanEvent]:
    """The record of SI 2012/2089 reg 12 goes out; the time for a call-in is counted anew from its publication."""
    standing, call_in = decision_on(command.version, plan)
    published = command.published_on
    if (standing.published_where, standing.statement_published_on) == (command.where, published):
        return []
    require(
        standing.published_where is None,
        "statement-published-once",
        f"The statement of this decision was published on {standing.statement_published_on} already.",
    )
    published_after(standing.decided_on, published)
    record = {name: _said(name, command, standing) for name in was.CONTENTS}
    asked_for = plan.terms.decision_statement.contents if plan.terms.decision_statement else ()
    lacking = " and ".join(name for name in asked_for if record[name] is None)
    require(
        not lacking,
        "decision-record-is-complete",
        f"The record of the decision of {standing.decided_on} lacks {lacking}: give them, or say that there are none.",
    )
    free_to_decide(standing.decided_by, command.conflicts or (), plan)
    days = plan.terms.call_in.working_days
    waits = standing.call_in_ends is not None
    first = implementable_from(published, days, plan.calendar) if waits else standing.implementable_from
    return [
        was.DecisionStatementPublished.model_validate(
            {
                "round": standing.round,
                "version": standing.version,
                "digest": standing.digest,
                "published_on": published,
                "where": command.where,
                **record,
                "call_in_ends": call_in_ends(published, days, plan.calendar) if waits else None,
                "implementable_from": call_in.implementable_from(first),
                "calendar": plan.calendar.label,
            }
        )
    ]


def _said(name: str, command: do.PublishDecisionStatement, standing: Approved) -> object:
    """What the statement says, else what was recorded of the meeting."""
    said = getattr(command, name)
    return getattr(standing, name) if said is None else said


def published_after(decided_on: date, published: date) -> None:
    require(
        published >= decided_on,
        "statement-follows-decision",
        f"A decision of {decided_on} cannot be published on {published}.",
    )
