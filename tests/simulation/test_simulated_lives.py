"""Made-up lives: lawful to the last line, the same by the same seed, of the right size, marked, and struck in time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256

import pytest
from invariants import broken

from domain.approval.events import ApprovalAsked, CabinetApproved, Escalated, ReminderSent
from domain.authority.roles import WORKFLOW
from domain.calendar import ENGLAND_AND_WALES, LONDON
from domain.deadline.events import DeadlineAdopted, DeadlineMissed, DeadlineWarned
from domain.delivery.events import ActionProgressed, ProgressReported
from domain.drafting.events import ActionReDated
from domain.inspection.events import JudgementRecorded, ReportPublished
from domain.monitoring.events import MonitoringVisitRecorded
from ledger.clock import CaseClock
from ledger.codec import encode
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Record
from ledger.verify import verify
from simulation.book import acts, begins
from simulation.inspections import Inspection, chosen, every_inspection
from simulation.terms import register
from workflows import approval, clock
from workflows.routes import route
from workflows.routing import Heard, Start, Wake

FEW = chosen(6, 3)
ONE = chosen(5, 1)
WORST = [i for i in every_inspection() if i.worst == "inadequate" and i.published.year == 2018][:2]


@cache
def one(seed: int) -> list[Record]:
    """The lines of the one plan, alone in a book."""
    return lived(ONE, seed)[1]


def lived(inspections: list[Inspection], seed: int = 1) -> tuple[Ledger, list[Record]]:
    """A book of these plans' lives."""
    ledger = Ledger(MemoryStore(), register(inspections), CaseClock(begins(inspections)))
    ledger.open_book("simulated")
    return ledger, list(ledger.bring_in(acts(inspections, seed)))


def digest(records: list[Record]) -> str:
    return sha256(b"\n".join(encode(record) for record in records)).hexdigest()


@pytest.fixture(scope="module")
def book() -> tuple[Ledger, list[Record]]:
    return lived(FEW + WORST)


@pytest.fixture(scope="module")
def records(book: tuple[Ledger, list[Record]]) -> list[Record]:
    return book[1]


def test_every_act_is_lawful_and_the_book_is_whole(book: tuple[Ledger, list[Record]]) -> None:
    ledger, records = book
    assert ledger.head() == len(records) + 1
    assert list(verify(ledger)) == []


def test_no_invariant_of_the_domain_is_broken_in_a_whole_life(records: list[Record]) -> None:
    for inspection in (*ONE, *WORST[:1]):
        assert broken([record for record in records if record.stream == inspection.plan]) == []


def test_the_same_seed_makes_the_same_lines_and_another_makes_others() -> None:
    again = digest(lived(ONE)[1])
    assert digest(one(1)) == again != digest(one(2))


def test_a_plan_lives_the_same_life_whoever_else_is_in_the_book(records: list[Record]) -> None:
    (plan,) = (inspection.plan for inspection in ONE)
    alone = [record.event for record in one(1)]
    assert alone == [record.event for record in records if record.stream == plan]


def test_every_act_does_something() -> None:
    made = list(acts(ONE, 1))
    # Receipt of the report adopts two dates, and the last receipt says that the statement was submitted.
    assert len(one(1)) == len(made) + 3


def test_acts_come_in_order_of_time_and_in_utc() -> None:
    moments = [at for at, _ in acts(FEW, 1)]
    assert moments == sorted(moments)
    assert all(at.tzinfo is UTC for at in moments)
    assert begins(FEW) < moments[0]


def test_a_life_is_of_the_size_that_was_asked_for(book: tuple[Ledger, list[Record]]) -> None:
    ledger, records = book
    lines = Counter(record.stream for record in records)
    assert set(lines) == {inspection.plan for inspection in FEW + WORST}
    assert all(1_800 < count < 5_500 for count in lines.values())
    assert 450 < sum(len(encode(record)) for record in records) / len(records) < 650
    for plan in map(ledger.plan, lines):
        assert plan is not None
        assert 2 <= len(plan.inspection.recommendations) <= 15
        assert 40 <= len(plan.draft.actions) <= 110
        assert not plan.unanswered
        assert plan.submitted
        assert "authority" in plan.inspection.report().published
        assert plan.submission.published


def test_delivery_takes_two_to_three_years(records: list[Record]) -> None:
    for plan in {record.stream for record in records}:
        told = [r.at for r in records if r.stream == plan and isinstance(r.event, ProgressReported)]
        assert 23 * 30 < (told[-1] - told[0]).days < 36 * 31


def test_delivery_is_told_by_progress_readings_evidence_dates_reports_and_visits(records: list[Record]) -> None:
    notes = [record.event.note for record in records if isinstance(record.event, ActionProgressed)]
    assert sum(note.startswith("Reading: ") for note in notes) > len(notes) / 3
    assert any(note.startswith("Evidence on ") for note in notes)
    assert any(isinstance(record.event, ActionReDated) and record.event.because for record in records)
    assert {r.event.to for r in records if isinstance(r.event, ProgressReported)} > {"Improvement board", "Cabinet"}
    visits = Counter(record.stream for record in records if isinstance(record.event, MonitoringVisitRecorded))
    assert all(visits[inspection.plan] >= 4 for inspection in WORST)
    assert all(visits[i.plan] <= 1 for i in FEW if i.worst != "inadequate")


def test_only_what_ofsted_published_bears_no_mark(records: list[Record]) -> None:
    facts = [record for record in records if not record.invented]
    for record in facts:
        published = isinstance(record.event, ReportPublished) and record.event.publisher == "ofsted"
        assert published or isinstance(record.event, JudgementRecorded)
    assert not any(record.brought_in for record in records)


def test_the_facts_are_those_of_the_data(records: list[Record]) -> None:
    for inspection in FEW + WORST:
        facts = [r.event for r in records if r.stream == inspection.plan and not r.invented]
        grades = {fact.judgement: fact.grade for fact in facts if isinstance(fact, JudgementRecorded)}
        assert grades == inspection.judgements
        assert [fact.published_on for fact in facts if isinstance(fact, ReportPublished)] == [inspection.published]


def test_people_act_in_office_hours_on_working_days(records: list[Record]) -> None:
    for record in records:
        if record.by != WORKFLOW:
            at = record.at.astimezone(LONDON)
            assert ENGLAND_AND_WALES.is_working_day(at.date())
            assert time(8) < at.time() < time(18)


def test_minutebook_warns_and_misses_when_its_workflow_would(records: list[Record]) -> None:
    for plan in {record.stream for record in records}:
        lines = [record for record in records if record.stream == plan]
        struck = {
            (line.at, line.event.duty, line.event.adoption, getattr(line.event, "warning", None))
            for line in lines
            if isinstance(line.event, DeadlineWarned | DeadlineMissed)
        }
        assert struck == set(_due_strikes(lines))


def _due_strikes(lines: list[Record]) -> Iterator[tuple[datetime, str, int, int | None]]:
    for line in lines:
        if isinstance(line.event, DeadlineAdopted):
            duty, adoption = line.event.duty, line.event.adoption
            start, _ = route(_heard(line), line.at)
            assert isinstance(start, Start)
            assert isinstance(start.given, clock.Deadline)
            until = min(_ends(lines, start.id, duty, adoption))
            for warning in start.given.to_give:
                if max(warning.at, line.at) < until:
                    yield max(warning.at, line.at), duty, adoption, warning.working_days_left
            if start.given.missed_at < until:
                yield start.given.missed_at, duty, adoption, None


def _ends(lines: list[Record], clock_id: str, duty: str, adoption: int) -> Iterator[datetime]:
    """When the duty was done, and when another date was adopted."""
    for line in lines:
        if any(isinstance(step, Wake) and step.id == clock_id for step in route(_heard(line), line.at)):
            yield line.at
        if isinstance(line.event, DeadlineAdopted) and (line.event.duty, line.event.adoption) == (duty, adoption + 1):
            yield line.at


def test_minutebook_chases_cabinet_when_its_workflow_would(records: list[Record]) -> None:
    for plan in {record.stream for record in records}:
        lines = [record for record in records if record.stream == plan]
        chased = {
            (r.at, getattr(r.event, "number", None)) for r in lines if isinstance(r.event, ReminderSent | Escalated)
        }
        due = set()
        for line in lines:
            if isinstance(line.event, ApprovalAsked):
                (start,) = route(_heard(line), line.at)
                assert isinstance(start, Start)
                assert isinstance(start.given, approval.Question)
                answered = next(
                    later.at
                    for later in lines
                    for step in route(_heard(later), later.at)
                    if isinstance(step, Wake) and step.id == start.id
                )
                due |= {(step.at, step.reminder) for step in start.given.to_do if step.at < answered}
        assert chased == due


def test_a_version_is_sent_as_soon_as_it_may_be(records: list[Record]) -> None:
    for record in records:
        if isinstance(record.event, CabinetApproved):
            sent = next(r for r in records if r.stream == record.stream and r.kind == "plan.submission-acknowledged")
            free = datetime.combine(record.event.implementable_from, time(), LONDON)
            assert (sent.at - max(free, record.at)).total_seconds() < 3 * 3_600


def _heard(line: Record) -> Heard:
    return Heard(plan=line.stream, at=line.at, brought_in=line.brought_in, event=line.event, position=line.position)


def test_no_life_goes_on_beyond_the_calendar() -> None:
    last = every_inspection()[-1:]
    *_, (at, _) = acts(last, 1)
    assert date(2028, 6, 1) < at.date() <= ENGLAND_AND_WALES.last
