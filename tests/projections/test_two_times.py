"""What was known at X of what was true at Y is a naive fold over the lines that were, whatever was recorded when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from books import Watch, entry, ledger_on, play
from given import day, usual_act
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st
from lives import NextThing, Whatever, days, next_things, whatever
from samples import (
    agree_prompt_strategy_meetings,
    correct_the_words_of_unsuitable_accommodation,
    findings_recorded,
    open_the_plan,
    receive_the_report,
    record_late_strategy_meetings,
    record_ofsteds_publication,
    report_in,
)
from shelved import everything, folded

from domain.authority.commands import AuthorityCommand
from domain.calendar import end_of
from domain.correction.commands import CorrectFact
from domain.correction.events import Changed, FactCorrected
from domain.correction.rules import CORRECTABLE
from domain.decider import AnyCommand
from domain.inspection.events import PlanOpened
from domain.plan import Plan, replay
from domain.value import Refused
from ledger import cache
from ledger.ledger import AsAt, Ledger
from ledger.memory_store import MemoryStore
from ledger.record import Entry, Record, plan_event
from projections.catalogue import PROJECTIONS
from projections.coverage import coverage
from projections.projection import PerPlan
from projections.shelf import open_shelf
from projections.trail import marked, trail_line

PLAN = "glos-2022"


@dataclass(frozen=True)
class Mend:
    """The correction of some field of some fact on record, mostly its day: a text to other words, a day to another."""

    fact: int
    field: int
    words: str
    on: date
    said: dict[str, object]

    def command(self, plan: Plan | None) -> AnyCommand | None:
        facts = plan.corrections.facts if plan else {}
        if not facts:
            return None
        line, kept = list(facts.items())[self.fact % len(facts)]
        fields = sorted(CORRECTABLE[type(kept.fact)])
        field = kept.fact.dated if kept.fact.dated and self.field % 3 else fields[self.field % len(fields)]
        was = getattr(kept.fact, field)
        now = self.on if isinstance(was, date) else not was if isinstance(was, bool) else self.words
        return CorrectFact(
            line=line,
            changes=(Changed(field=field, was=was, now=now),),
            because="A slip.",
            evidence="The report",
            countersigned_by="mo-01",
        )


mends = st.builds(
    Mend,
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(["Other words.", "leaders", "weakness", "good"]),
    days,
    st.just({}),
)
histories = st.lists(
    st.tuples(next_things | mends | whatever | mends, st.none() | days, st.integers(0, 20)), min_size=15, max_size=30
)


def recorded(history: list[tuple[NextThing | Whatever | Mend, date | None, int]]) -> Ledger:
    """The history in a book whose days go by; `effective` where it was recorded late."""
    watch = Watch(end_of(day("2022-09-01")))
    ledger = ledger_on(MemoryStore(), watch)
    play(ledger, open_the_plan, record_ofsteds_publication, receive_the_report, record_late_strategy_meetings)
    for step, effective, later in history:
        watch.at += timedelta(days=later)
        command = step.command(ledger.plan(PLAN))
        if command is None or isinstance(command, AuthorityCommand):
            continue
        said = step.said if "on_behalf_of" in step.said else {}
        act = usual_act(command, **said)
        if act.by == "workflow":
            continue
        try:
            ledger.record(
                Entry(
                    plan=PLAN,
                    command=command,
                    by=act.by,
                    acting_as=act.acting_as,
                    on_behalf_of=act.on_behalf_of,
                    effective=effective,
                )
            )
        except Refused:
            continue
    return ledger


def read_by(lines: list[Record], known: AsAt, true: date | None) -> list[Record]:
    """By the definition: in the order of recording, the lines known by then and effective by then, from the first."""

    def was_known(line: Record) -> bool:
        match known:
            case None:
                return True
            case datetime():
                return line.at <= known
            case _:
                return line.position <= known

    heard = [line for line in lines if was_known(line)]
    read = [line for line in heard if true is None or line.effective <= true or isinstance(line.event, PlanOpened)]
    corrected = {line.event.line for line in heard if isinstance(line.event, FactCorrected) and line not in read}
    assert corrected.isdisjoint(line.number for line in read), "a wrong line is read without its correction"
    return read


def test_every_reading_is_the_fold_of_the_lines_known_and_true_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "EVERY", 4)
    seen = {"corrections": 0, "late": 0}

    @settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @for_any(histories, st.data())
    def read(history: list[tuple[NextThing | Whatever | Mend, date | None, int]], data: st.DataObject) -> None:
        ledger = recorded(history)
        lines = [line for line in ledger.after(0, 10_000) if line.stream == PLAN]
        seen["corrections"] += sum(isinstance(line.event, FactCorrected) for line in lines)
        seen["late"] += sum(line.effective < line.at.date() for line in lines)
        moments = st.sampled_from([None, *range(ledger.head() + 1), *(line.at for line in lines)])
        on = st.sampled_from([None, *(line.effective for line in lines)])
        cold = Ledger(ledger.store, ledger.register, ledger.clock)
        for _ in range(4):
            known, true = data.draw(moments), data.draw(on)
            expected = replay(PLAN, [(plan_event(line), line) for line in read_by(lines, known, true)])
            assert ledger.plan(PLAN, known, true) == expected
            assert cold.plan(PLAN, known, true) == expected, "from checkpoints"
            if expected:
                for view in PROJECTIONS:
                    if isinstance(view, PerPlan):
                        view.rows(expected)
        shelf = open_shelf("memory:", cold)
        shelf.catch_up()
        shelf.rebuild()
        assert everything(shelf) == folded(ledger)
        shelf.close()

    read()
    assert seen["corrections"] >= 20, seen
    assert seen["late"] >= 60, seen


def test_an_action_may_be_true_before_the_finding_it_answers() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *findings_recorded)
    ledger.record(entry(agree_prompt_strategy_meetings, effective=day("2022-05-01")))
    plan = ledger.plan(PLAN, true_at=day("2022-05-01"))
    assert plan
    assert (list(plan.draft.actions), coverage(plan)) == (["A1"], {})


def test_a_wrong_day_of_receipt_is_read_right_by_whoever_knows_of_it_and_wrong_by_whoever_did_not() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *report_in)
    before = ledger.head()
    earlier = Changed(field="received_on", was=day("2022-04-01"), now=day("2022-03-30"))
    slip = {"because": "A slip.", "evidence": "The covering letter", "countersigned_by": "mo-01"}
    play(ledger, CorrectFact(line=2, changes=(earlier,), **slip))

    def received_and_due(known: int | None, true: str) -> tuple[str, str]:
        plan = ledger.plan(PLAN, known, day(true))
        assert plan
        return str(plan.inspection.received_on), str(plan.deadline("statement").adopted)

    assert received_and_due(None, "2022-03-30") == ("2022-03-30", "2022-07-13")
    assert received_and_due(None, "2022-10-03") == ("2022-03-30", "2022-07-13")
    assert received_and_due(before, "2022-10-03") == ("2022-04-01", "2022-07-15")
    assert received_and_due(before, "2022-03-30") == ("None", "None")


def test_the_trail_keeps_what_was_wrong_and_says_by_which_line_it_is_corrected() -> None:
    ledger = ledger_on(MemoryStore())
    play(ledger, *findings_recorded)
    before = ledger.head()
    play(ledger, correct_the_words_of_unsuitable_accommodation)
    told = marked(map(trail_line, ledger.lines(PLAN)))
    assert [(line.number, line.corrected_by) for line in told if line.corrected_by] == [(6, (10,))]
    assert told[5].sentence.endswith(
        "and feels safe.” (Ofsted, Inspection of Gloucestershire local authority children’s "
        "services, published 1 April 2022, What needs to improve?). [corrected by line 10]"
    )
    assert told[9].corrects == 6
    assert not any(line.corrected_by for line in marked(map(trail_line, ledger.lines(PLAN, before))))
