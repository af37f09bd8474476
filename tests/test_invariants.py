"""Each invariant of the domain study can fail: it finds the one line that no door would let in."""

from typing import Any

import pytest
import samples
from given import REGISTER, STREAM, Step, day, done
from invariants import ELSEWHERE, INVARIANTS, as_line, broken

from domain.approval.events import Conflict
from domain.authority.commands import AuthorityCommand
from domain.authority.events import AuthorityEvent
from domain.decider import PlanCommand, decide
from domain.plan import Plan, evolve
from domain.plan_events import PlanEvent
from domain.value import Command
from ledger.record import Record

What = PlanCommand | PlanEvent | Step


def lines_of(*steps: What) -> list[Record]:
    """These in turn: commands as the rules answer them, and events as if they had happened, lawful or not."""
    plan: Plan | None = None
    lines: list[Record] = []
    for step in (step if isinstance(step, Step) else done(step) for step in steps):
        what = step.what
        assert not isinstance(what, AuthorityCommand | AuthorityEvent)
        for event in decide(what, plan, step.act, STREAM, REGISTER) if isinstance(what, Command) else [what]:
            lines.append(as_line(event, step.act, len(lines) + 1, STREAM))
            plan = evolve(plan, event, step.act, STREAM)
    return lines


def but(what: PlanEvent, **change: Any) -> PlanEvent:
    return what.model_copy(update=change)


INTEREST = Conflict(member="cab-01", interest="Is a foster carer.")
DISPENSED = INTEREST.but(dispensation_by="monitoring-officer")
OF_2026 = but(
    samples.the_inspection_was_recorded,
    started_on=day("2026-04-13"),
    ended_on=day("2026-04-24"),
    era="ilacs-2026",
)
RE_DATED = samples.strategy_meetings_were_given_until_january
DELIVERED = (*samples.submitted, samples.attach_the_september_audit)

BREACHES: dict[str, tuple[int, tuple[What, ...]]] = {
    "a date is adopted twice": (1, (*samples.report_in, samples.computed_deadline_was_adopted)),
    "another date is adopted for no reason": (
        1,
        (*samples.report_in, but(samples.computed_deadline_was_adopted, adoption=2, basis="stated")),
    ),
    "a key decision without notice": (
        2,
        (*samples.with_cabinet, samples.decision_was_assessed_as_key, samples.cabinet_approved_version_1),
    ),
    "an agenda opened too late": (
        3,
        (
            *samples.with_cabinet,
            but(samples.agenda_was_published, first_lawful_day=day("2022-06-23")),
            samples.cabinet_approved_version_1,
        ),
    ),
    "a record without reasons": (
        4,
        (*samples.approved_by_cabinet, but(samples.decision_statement_was_published, reasons=None)),
    ),
    "a dispensation by another": (
        4,
        (*samples.approved_by_cabinet, but(samples.decision_statement_was_published, conflicts=(DISPENSED,))),
    ),
    "a member with an interest who decided": (
        5,
        (*samples.with_cabinet, but(samples.cabinet_approved_version_1, conflicts=(INTEREST,))),
    ),
    "sent on the last day of call-in": (
        6,
        (*samples.approved_by_cabinet, but(samples.chief_inspector_gave_a_receipt, sent_on=day("2022-06-29"))),
    ),
    "implementable while a notice stands": (6, (*samples.called_in, samples.decision_became_implementable)),
    "published before the statement's call-in is over": (
        6,
        (
            *samples.approved_by_cabinet,
            samples.publish_the_decision_statement,
            but(samples.version_1_was_published, published_on=day("2022-07-01")),
        ),
    ),
    "exempted by one of two": (
        6,
        (
            *samples.approved_by_cabinet,
            but(samples.decision_was_exempted_from_call_in, agreed_by=("chair-of-the-council",)),
        ),
    ),
    "sent before cabinet's yes": (7, (*samples.with_cabinet, samples.chief_inspector_gave_a_receipt)),
    "sent with another digest": (
        7,
        (*samples.approved_by_cabinet, but(samples.chief_inspector_gave_a_receipt, digest="0" * 64)),
    ),
    "published without cabinet's yes": (7, (*samples.with_cabinet, samples.version_1_was_published)),
    "approved in spite of one more recommendation": (
        8,
        (
            *samples.with_cabinet,
            but(samples.late_strategy_meetings_were_recorded, finding="R6"),
            samples.cabinet_approved_version_1,
        ),
    ),
    "closed on nothing": (9, (*DELIVERED, samples.strategy_meetings_were_closed)),
    "verified by its owner": (
        9,
        (*DELIVERED, done(samples.september_audit_was_verified, by="hos-01", acting_as="head-of-safeguarding")),
    ),
    "verified by who attached it": (9, (*DELIVERED, done(samples.september_audit_was_verified, by="dcs-01"))),
    "impact without evidence": (10, (*DELIVERED, samples.impact_of_strategy_meetings_was_rated)),
    "another date in silence": (
        11,
        (*samples.submitted, but(samples.date_of_strategy_meetings_was_amended, due=day("2023-01-31"))),
    ),
    "moved from a day that it was not due on": (11, (*samples.submitted, but(RE_DATED, was=day("2022-09-30")))),
    "the same number twice": (12, (*samples.version_1_cut, samples.version_1_was_cut)),
    "a digest of other content": (12, (*samples.version_1_cut, but(samples.version_1_was_cut, number=2))),
    "an overall grade after March 2026": (
        13,
        (*samples.opened, OF_2026, samples.overall_effectiveness_was_recorded),
    ),
    "a date that its calendar does not give": (
        14,
        (*samples.opened, but(samples.computed_deadline_was_adopted, due=day("2022-07-14"))),
    ),
    "a personal number": (
        15,
        (*samples.opened, but(samples.late_strategy_meetings_were_recorded, text="Ask about AB 12 34 56 C.")),
    ),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_found_and_nothing_was_broken_before_it(breach: str) -> None:
    number, (*before, last) = BREACHES[breach]
    assert broken(lines_of(*before)) == []
    assert f"7.5-{number}" in {found.split(":")[0] for found in broken(lines_of(*before, last))}


def test_a_line_that_is_left_out_is_missed() -> None:
    first, _, *others = lines_of(*samples.report_in)
    assert [found.split(":")[0] for found in broken([first, *others])] == ["7.5-16"]


def test_each_invariant_of_the_study_has_a_predicate_that_can_fail() -> None:
    assert list(INVARIANTS) == list(range(1, 17))
    assert {number for number, _ in BREACHES.values()} | {16} == set(INVARIANTS)
    assert set(ELSEWHERE) < set(INVARIANTS)


def test_nothing_is_broken_in_a_plans_life() -> None:
    assert broken(lines_of(*samples.closed, samples.reopen_strategy_meetings)) == []
