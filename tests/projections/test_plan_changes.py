"""What changed between two moments equals what a comparison of the two states finds; each change names its line."""

from typing import Any

import pytest
from books import ledger_on, play
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    correct_the_words_of_unsuitable_accommodation,
    exempt_evidence,
    record_the_auditors_reading,
    submitted,
)

from domain.plan import Plan
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from projections.changes import Change, _leaves, changes, steps

PLAN = "glos-2022"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    ledger = ledger_on(MemoryStore())
    play(ledger, *submitted)
    return ledger


def between(ledger: Ledger, first: int, last: int) -> list[Change]:
    records = [record for record in ledger.lines(PLAN, as_at=last) if record.position > first]
    return changes(ledger.plan(PLAN, as_at=first), records)


def flat(plan: Plan | None) -> dict[str, Any]:
    """All that lines of other kinds than corrections can change; that the plan was read is no change."""
    return dict(_leaves(plan.model_dump(mode="json", exclude={"corrections", "accesses"}), "")) if plan else {}


@settings(max_examples=30)
@given(st.data())
def test_what_changed_is_what_two_states_differ_in(ledger: Ledger, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, ledger.head()))
    last = data.draw(st.integers(first, ledger.head()))
    was, becomes = flat(ledger.plan(PLAN, as_at=first)), flat(ledger.plan(PLAN, as_at=last))
    expected = {
        field: (was.get(field), becomes.get(field))
        for field in was.keys() | becomes.keys()
        if was.get(field) != becomes.get(field)
    }
    found = between(ledger, first, last)
    assert {change.field: (change.was, change.becomes) for change in found} == expected
    assert all(first < change.position <= last for change in found)


def test_each_change_names_the_line_that_set_it(ledger: Ledger) -> None:
    lines = {record.position: record for record in ledger.after(0)}
    for change in steps(None, ledger.lines(PLAN)):
        record = lines[change.position]
        assert (change.number, change.by, change.kind) == (record.number, record.by, record.kind)
    [submitted_on] = [c for c in between(ledger, 0, ledger.head()) if c.field == "submission.submitted_on"]
    assert (submitted_on.was, submitted_on.kind) == (None, "plan.submitted-to-ofsted")


ASKED_FOR = (
    "title",
    "terms",
    "inspection.reports.inspection.received_on",
    "inspection.findings.R1.text",
    "deadlines.statement.adopted",
    "draft.actions.A1.due",
    "draft.reasons.R5",
    "draft.versions.1.digest",
    "approval.standing",
    "submission.receipts",
)


@pytest.mark.parametrize("field", ASKED_FOR)
def test_what_an_auditor_asks_for_has_a_line_that_set_it(ledger: Ledger, field: str) -> None:
    found = [change for change in steps(None, ledger.lines(PLAN)) if f"{change.field}.".startswith(f"{field}.")]
    assert found


def test_a_correction_is_a_change_by_the_line_that_corrects() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *submitted)
    last = ledger.head()
    play(ledger, correct_the_words_of_unsuitable_accommodation)
    found = {change.field: change for change in between(ledger, last, ledger.head())}
    text = found["inspection.findings.R2.text"]
    assert (text.kind, text.number) == ("plan.fact-corrected", len(list(ledger.lines(PLAN))))
    assert found["corrections.facts.6.corrected_by"].becomes == str(text.number)


def test_to_be_read_is_no_change_of_a_plan() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *exempt_evidence)
    before = ledger.head()
    play(ledger, record_the_auditors_reading)
    assert ledger.head() == before + 1
    assert between(ledger, before, before + 1) == []
