"""Corrections: what was recorded wrongly gives way to what is right, by the rules of a first recording."""

from collections.abc import Iterator
from typing import Any

import pytest
from given import Given, Outcome, day, done, given
from pydantic import ValidationError
from samples import (
    REPORT,
    agree_prompt_strategy_meetings,
    approved_by_cabinet,
    correct_the_words_of_unsuitable_accommodation,
    findings_recorded,
    opened,
    publish_version_1,
    record_late_strategy_meetings,
    record_the_eighth_visit,
    record_the_inspection,
    report_in,
    submitted,
)

from domain.correction.commands import CorrectFact
from domain.correction.events import FACTS, Changed, FactCorrected
from domain.correction.rules import CORRECTABLE
from domain.deadline.commands import AdoptDeadline, StateDeadline
from domain.deadline.events import DeadlineAdopted
from domain.inspection.commands import RecordFinding, RecordInspection, RecordJudgement
from domain.plan import evolve
from domain.plan_events import PlanEvent
from domain.working_days.events import DeadlineRecomputed


def correct(line: int, **changes: tuple[Any, Any]) -> CorrectFact:
    """Correct fields of a line: correct(5, text=("what it says", "what is right"))."""
    changed = tuple(Changed(field=field, was=was, now=now) for field, (was, now) in changes.items())
    return CorrectFact(
        line=line, changes=changed, because="A slip.", evidence="The report itself", countersigned_by="mo-01"
    )


def corrected(outcome: Outcome) -> FactCorrected:
    event = outcome.accepted()[0]
    assert isinstance(event, FactCorrected)
    return event


RECEIVED, R1 = 2, 5
"""The lines of `findings_recorded` by which the report was received and R1 recorded."""
a_day_later = correct(RECEIVED, received_on=(day("2022-04-01"), day("2022-04-04")))


def test_a_finding_says_what_is_right_and_a_version_cut_before_keeps_what_it_said() -> None:
    plan = given(*findings_recorded, correct_the_words_of_unsuitable_accommodation).plan
    assert plan
    assert plan.inspection.findings["R2"].text.endswith("that they feel safe there.")
    assert list(plan.inspection.findings) == ["R1", "R2", "R3", "R4", "R5"]
    sent = given(*submitted, correct_the_words_of_unsuitable_accommodation).plan
    assert sent
    assert sent.draft.versions[0].findings[1].text.endswith("and feels safe.")


def test_a_fact_may_be_corrected_again_by_the_line_that_first_recorded_it() -> None:
    once = given(*findings_recorded, correct(R1, paragraph=("What needs to improve?", "12")))
    once.when(correct(R1, paragraph=("What needs to improve?", "13"))).refused("correction-knows-what-was", "says")
    twice = corrected(once.when(correct(R1, paragraph=("12", "13"))))
    assert twice.changes == (Changed(field="paragraph", was="12", now="13"),)
    once.when(correct(10, paragraph=("12", "13"))).refused("line-is-a-fact", "Line 10 corrects line 5")


@pytest.mark.parametrize("line", [1, 3, 10, 999])
def test_what_was_decided_or_computed_is_not_corrected(line: int) -> None:
    before = given(*findings_recorded, agree_prompt_strategy_meetings)
    before.when(correct(line, text=("a", "b"))).refused("line-is-a-fact", "take a decision again")


def test_the_id_of_a_finding_stays() -> None:
    given(*findings_recorded).when(correct(R1, finding=("R1", "R7"))).refused("field-may-be-corrected", "sort, source")


def test_a_field_is_corrected_by_one_change() -> None:
    twice = [{"field": "text", "was": "A", "now": "B"}, {"field": "text", "was": "A", "now": "C"}]
    asked = {"line": 5, "changes": twice, "because": "A slip.", "evidence": "It", "countersigned_by": "mo-01"}
    with pytest.raises(ValidationError, match="name each of them once"):
        CorrectFact.model_validate(asked)


def test_another_person_countersigns() -> None:
    again = correct(R1, paragraph=("What needs to improve?", "12"))
    own = again.but(countersigned_by="dso-01")
    given(*findings_recorded).when(own).refused("correction-is-countersigned")
    given(*findings_recorded).when(again, on_behalf_of="mo-01").refused("correction-is-countersigned")
    given(*findings_recorded).when(again.but(countersigned_by="workflow")).refused("correction-is-countersigned")
    given(*findings_recorded).when(again).accepted()


JUDGED = RecordJudgement(judgement="children-in-care", grade="good", document=REPORT)
"""Which no framework of 2022 gave: an older book may hold it, since it was recorded before its inspection."""


def test_correcting_a_judgement_frees_the_inspection_that_it_kept_from_being_recorded() -> None:
    before = (*report_in, JUDGED)
    given(*before).when(record_the_inspection).refused("judgement-of-its-era")
    mended = given(*before, correct(5, judgement=("children-in-care", "children-in-care-and-care-leavers")))
    mended.when(record_the_inspection).accepted()
    assert mended.plan
    assert mended.plan.inspection.report().judgements == {"children-in-care-and-care-leavers": "good"}


def test_a_judgement_of_an_inspection_that_gives_none_is_another_inspections() -> None:
    earlier = record_the_inspection.but(source="ilacs-2018", started_on=day("2018-03-05"), ended_on=day("2018-03-23"))
    focused = record_the_inspection.but(type="focused-visit")
    before = (*opened, JUDGED.but(judgement="leaders"), earlier)
    given(*before).when(focused).refused("judgement-of-its-era", "gives no grades")
    mended = given(*before, correct(2, source=("inspection", "ilacs-2018")))
    mended.when(focused).accepted()
    assert mended.plan
    assert mended.plan.inspection.report().judgements == {}
    assert mended.plan.inspection.report("ilacs-2018").judgements == {"leaders": "good"}
    given(*before).when(correct(2, source=("inspection", "ilacs-1999"))).refused("source-is-known")


VISIT = RecordInspection(
    source="visit-2023",
    type="focused-visit",
    started_on=day("2022-09-06"),
    ended_on=day("2022-09-07"),
    document="Letter",
    priority_action=True,
)
RAISED = RecordFinding(
    finding="P1", sort="weakness", text="Late.", source="visit-2023", document="Letter", priority_action=True
)
REPEATED = RecordFinding(finding="P2", sort="weakness", text="L.", source="visit-2023", document="L", repeats="R1")


LETTER_ON = record_the_eighth_visit.letter_published_on


def misfits() -> Iterator[tuple[Given, CorrectFact, str]]:
    """What would be refused were it recorded now is refused as a correction."""
    inspected = given(*opened, record_the_inspection, *report_in[1:], JUDGED.but(judgement="leaders"))
    yield inspected, correct(2, started_on=(day("2022-02-07"), day("2022-02-19"))), "inspection-ends-after-it-begins"
    yield inspected, correct(2, started_on=(day("2022-02-07"), day("2017-12-01"))), "type-of-its-time"
    yield inspected, correct(2, principal_authority=(None, "A trust")), "principal-authority-of-a-jtai"
    yield inspected, correct(2, type=("ilacs-standard", "focused-visit")), "judgement-of-its-era"
    yield inspected, correct(2, ended_on=(day("2022-02-18"), day("2022-04-02"))), "report-follows-inspection"
    yield inspected, correct(3, received_on=(day("2022-04-01"), day("2022-02-17"))), "report-follows-inspection"
    yield inspected, correct(3, received_on=(day("2022-04-01"), day("2022-10-04"))), "not-in-the-future"
    yield inspected, correct(6, judgement=("leaders", "adoption")), "judgement-of-its-era"
    yield inspected, correct(6, grade=("good", "great")), "correction-can-be-read"
    ungraded = given(*opened, record_the_inspection, *report_in[1:])
    yield ungraded, correct(2, type=("ilacs-standard", "focused-visit")), "clocks-run-by-the-inspection"
    two = given(*opened, JUDGED, JUDGED.but(judgement="leaders"))
    yield two, correct(3, judgement=("leaders", "children-in-care")), "judgement-stands"
    found = given(*opened, record_the_inspection, VISIT, RAISED, record_late_strategy_meetings, REPEATED)
    yield found, correct(3, priority_action=(True, False)), "priority-action-was-raised"
    yield found, correct(5, priority_action=(False, True)), "priority-action-was-raised"
    yield found, correct(5, source=("inspection", "visit-2023")), "repeated-finding-is-known"
    yield found, correct(6, repeats=("R1", "R9")), "repeated-finding-is-known"
    yield found, correct(5, source=("inspection", "visit-1999")), "source-is-known"
    visited = given(*opened, record_the_eighth_visit)
    yield visited, correct(2, visited_from=(day("2020-02-18"), day("2020-02-20"))), "visit-ends-after-it-begins"
    yield visited, correct(2, letter_published_on=(LETTER_ON, day("2020-02-18"))), "letter-follows-visit"
    yield visited, correct(2, letter_published_on=(LETTER_ON, day("2022-10-04"))), "not-in-the-future"
    published = given(*approved_by_cabinet, publish_version_1)
    yield published, correct(published.lines, published_on=(day("2022-07-15"), day("2022-06-23"))), "call-in-is-over"


@pytest.mark.parametrize(("before", "wrong", "rule"), list(misfits()))
def test_what_is_right_passes_the_rules_of_a_first_recording(before: Given, wrong: CorrectFact, rule: str) -> None:
    before.when(wrong).refused(rule)


def test_a_letter_that_came_out_later_than_it_was_recorded_and_the_publication_of_the_statement() -> None:
    visited = given(*opened, record_the_eighth_visit, correct(2, letter_published_on=(LETTER_ON, day("2020-03-13"))))
    assert visited.plan
    assert visited.plan.monitoring.visits["visit-8"].letter_published_on == day("2020-03-13")
    published = given(*approved_by_cabinet, publish_version_1)
    later = correct(published.lines, published_on=(day("2022-07-15"), day("2022-07-18")))
    again = given(*approved_by_cabinet, publish_version_1, later)
    assert again.plan
    assert again.plan.submission.published == {1: day("2022-07-18")}


def test_an_inspection_recorded_with_a_wrong_day_is_of_another_era() -> None:
    inspection = record_the_inspection.but(started_on=day("2026-03-30"), ended_on=day("2026-04-02"))
    before = given(*opened, done(inspection, at="2026-05-01T10:00:00Z"))
    changed = before.when(correct(2, started_on=(day("2026-03-30"), day("2026-04-01"))), at="2026-05-01T10:00:00Z")
    assert [change.field for change in corrected(changed).changes] == ["era", "started_on"]


def test_another_day_of_receipt_counts_the_due_dates_anew() -> None:
    received, statement, report = given(*report_in).when(a_day_later).accepted()
    assert isinstance(received, FactCorrected)
    assert received.true_from == day("2022-04-01")
    assert [(e.duty, e.adoption, str(e.due)) for e in (statement, report) if isinstance(e, DeadlineAdopted)] == [
        ("statement", 2, "2022-07-18"),
        ("report", 2, "2022-05-19"),
    ]


def test_a_date_that_was_adopted_by_somebody_stays_and_what_is_computed_is_noted() -> None:
    stated = StateDeadline(due=day("2022-07-14"), stated_by="Ofsted", document="Letter")
    adopted = AdoptDeadline(due=day("2022-07-14"), basis="stated", because="Ofsted says so.")
    events = given(*report_in, stated, adopted).when(a_day_later).accepted()
    assert [(type(e), e.duty) for e in events if isinstance(e, DeadlineAdopted | DeadlineRecomputed)] == [
        (DeadlineRecomputed, "statement"),
        (DeadlineAdopted, "report"),
    ]


def test_the_due_date_of_what_was_submitted_is_let_be() -> None:
    events = given(*submitted).when(a_day_later).accepted()
    assert {e.duty for e in events if isinstance(e, DeadlineAdopted)} == {"report"}


def test_a_correction_is_true_from_the_earliest_day_that_a_line_of_the_fact_was() -> None:
    later = given(*report_in, a_day_later)
    again = correct(RECEIVED, received_on=(day("2022-04-04"), day("2022-04-06")))
    assert corrected(later.when(again)).true_from == day("2022-04-01")
    earlier = correct(RECEIVED, received_on=(day("2022-04-04"), day("2022-03-31")))
    assert corrected(later.when(earlier)).true_from == day("2022-03-31")


def test_every_fact_that_may_be_corrected_says_by_which_fields_and_is_read_again_as_itself() -> None:
    assert set(CORRECTABLE) == set(FACTS)
    for fact, fields in CORRECTABLE.items():
        assert fields <= set(fact.model_fields)
    events: list[PlanEvent] = [
        corrected(given(*findings_recorded).when(correct(R1, paragraph=("What needs to improve?", "12")))),
        corrected(given(*findings_recorded).when(correct(RECEIVED, document=(REPORT, "Letter")))),
        corrected(given(*opened, JUDGED).when(correct(2, grade=("good", "outstanding")))),
        corrected(given(*opened, record_the_inspection).when(correct(2, conflict=(None, "The minute says 8.")))),
    ]
    visited = given(*opened, record_the_eighth_visit)
    events.append(corrected(visited.when(correct(2, number=(8, 9), focus=(record_the_eighth_visit.focus, ("One",))))))
    published = given(*approved_by_cabinet, publish_version_1)
    events.append(corrected(published.when(correct(published.lines, where=(publish_version_1.where, "The library")))))
    for event in events:
        assert type(event).model_validate_json(event.model_dump_json()) == event


def test_a_correction_stands_by_itself_where_the_line_it_corrects_is_not_read() -> None:
    """As at a day before the wrong one: the right one was earlier."""
    outcome = given(*report_in).when(correct(RECEIVED, received_on=(day("2022-04-01"), day("2022-03-30"))))
    plan = given(*opened).plan
    after = evolve(plan, corrected(outcome), done(a_day_later).act, "glos-2022")
    assert after.inspection.received_on == day("2022-03-30")
