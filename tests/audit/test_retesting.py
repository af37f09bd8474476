"""Every past decision is asked again as things stood before it, and what the rules would not have given is listed."""

from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import samples
from books import Watch, entry, ledger_on, play
from given import REGISTER, TERMS, day, usual_act
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import as_line
from retested import objections, read

from audit.retesting import OTHERWISE, Retest, State, digest_of
from domain.authority.commands import AuthorityCommand
from domain.authority.events import PostLeft
from domain.plan import evolve
from domain.plan_events import PLAN_EVENTS, PlanEvent
from domain.retention.events import PlanDropped
from domain.retracing import retraced
from domain.value import Event
from ledger.clerk import written
from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.opening import open_store
from ledger.record import Signed, line
from ledger.verify_parts import verify_in_parts

PLAN, COUNCIL = "glos-2022", "authority/gloucestershire"
AT = datetime(2022, 7, 15, tzinfo=UTC)
CLERK = ("dso-01", "democratic-services-officer")
DIRECTOR = ("dcs-01", "director-of-childrens-services")
DEPUTY: dict[str, Any] = {"by": "hoi-01", "acting_as": "director-of-childrens-services", "on_behalf_of": "dcs-01"}
QUALITY = ("qam-01", "quality-assurance-manager")


def ledger() -> Ledger:
    return ledger_on(MemoryStore())


def hold(book: Ledger, *commands: AuthorityCommand) -> None:
    for command in commands:
        book.record(entry(command, COUNCIL))


def slip_in(
    book: Ledger,
    *events: Event,
    stream: str = PLAN,
    who: tuple[str, str] = CLERK,
    effective: date | None = None,
    **said: Any,
) -> int:
    """Write the events of one command past the rules; the position of the first."""
    at = book.clock.now()
    signed = Signed(**{"plan": stream, "by": who[0], "acting_as": who[1]} | said)
    after = book.store.length(stream)
    rows = [
        written(line(signed, event, number, at, effective or event.effective or day("2022-10-03"), None))
        for number, event in enumerate(events, start=after + 1)
    ]
    return book.store.append(rows)[0]


def states(book: Ledger, parts: int = 1) -> dict[str, State]:
    return {stream: state for said in read(book, parts) for stream, state in said.states.items()}


def but(event: Event, **change: Any) -> Event:
    return event.model_copy(update=change)


BOARD = but(samples.cabinet_approved_version_1, decided_by=("cab-01", "cab-02", "cab-03", "CAB-01"))
RECEIPT = samples.chief_inspector_gave_a_receipt

BREACHES: dict[str, tuple[tuple[Any, ...], tuple[str, str], Event, str]] = {
    "a post that may not": (samples.opened, QUALITY, samples.late_strategy_meetings_were_recorded, "post-may-do-it"),
    "a post that there is not": (
        samples.opened,
        ("hoh-01", "head-of-highways"),
        samples.late_strategy_meetings_were_recorded,
        "post-is-known",
    ),
    "a member twice": (samples.with_cabinet, CLERK, BOARD, "quorum"),
    "the asker decides": (
        samples.with_cabinet,
        CLERK,
        but(samples.cabinet_approved_version_1, decided_by=("dso-01", "cab-01", "cab-02", "cab-03")),
        "drafter-does-not-decide",
    ),
    "a digest that was not put": (
        samples.with_cabinet,
        CLERK,
        but(samples.cabinet_approved_version_1, digest="0" * 64),
        "approved-is-what-was-put",
    ),
    "a day of call-in left out": (
        samples.with_cabinet,
        CLERK,
        but(samples.cabinet_approved_version_1, implementable_from=day("2022-06-23")),
        OTHERWISE,
    ),
    "sent on the last day of call-in": (
        samples.approved_by_cabinet,
        DIRECTOR,
        but(RECEIPT, sent_on=day("2022-06-29")),
        "call-in-is-over",
    ),
    "sent with another digest": (
        samples.approved_by_cabinet,
        DIRECTOR,
        but(RECEIPT, digest="0" * 64),
        "submitted-is-approved",
    ),
    "finalised by another lead": (
        samples.version_2_cut_under_delegation,
        ("hoi-01", "head-of-improvement"),
        samples.version_2_was_finalised,
        "finalised-by-the-delegate",
    ),
    "finalised too late": (
        samples.version_2_cut_under_delegation,
        DIRECTOR,
        but(samples.version_2_was_finalised, finalised_on=day("2022-07-09")),
        "finalised-in-time",
    ),
    "verified by who attached it": (
        (*samples.submitted, samples.attach_the_september_audit),
        ("dcs-01", "quality-assurance-manager"),
        samples.september_audit_was_verified,
        "checked-by-another",
    ),
    "an answer on what was never cut": (
        samples.findings_recorded,
        CLERK,
        samples.cabinet_refused_version_1,
        "cabinet-was-asked",
    ),
    "what only follows, alone": (samples.half_submitted, DIRECTOR, samples.plan_was_submitted, OTHERWISE),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_line_past_the_rules_is_listed_with_its_rule(breach: str) -> None:
    before, who, event, rule = BREACHES[breach]
    book = ledger()
    play(book, *before)
    position = slip_in(book, event, who=who)
    assert [(o.position, o.rule) for o in objections(book)] == [(position, rule)]


def test_the_fields_that_the_rules_give_otherwise_are_named() -> None:
    before, who, event, _ = BREACHES["a day of call-in left out"]
    book = ledger()
    play(book, *before)
    position = slip_in(book, event, who=who)
    [objection] = objections(book)
    assert objection.sentence == (
        f"Position {position}, glos-2022 line 17, plan.cabinet-approved: By the rules record-cabinet-approval gives it "
        "otherwise here, in: implementable_from. (as-the-rules-give)"
    )


def test_a_line_that_must_follow_and_does_not_is_missed_at_the_end_and_before_the_next() -> None:
    book = ledger()
    play(book, *samples.half_submitted)
    position = slip_in(book, samples.secretary_of_state_gave_a_receipt, who=DIRECTOR)
    [objection] = objections(book)
    assert (objection.position, objection.sort, objection.rule) == (position, "otherwise", OTHERWISE)
    assert "plan.submitted-to-ofsted follows from it" in objection.because
    slip_in(book, samples.late_strategy_meetings_were_recorded.but(finding="R7"))
    assert objections(book)[0] == objection


def test_who_does_not_hold_the_post_that_day_is_listed_and_a_delegate_is_not() -> None:
    book = ledger()
    play(book, *samples.findings_recorded)
    hold(book, samples.adopt_the_constitution, *samples.posts_held, samples.let_the_deputy_act)
    agreed = samples.prompt_strategy_meetings_were_agreed
    slip_in(book, agreed, **DEPUTY)
    assert objections(book) == []
    stranger = slip_in(book, but(agreed, action="A8"), who=("nobody-01", DIRECTOR[1]))
    slip_in(book, PostLeft(post=DIRECTOR[1], holder="dcs-01", until=day("2022-10-02"), because="left"), stream=COUNCIL)
    too_late = slip_in(book, but(agreed, action="A9"), **DEPUTY)
    assert [(o.position, o.rule) for o in objections(book) if o.stream == PLAN] == [
        (stranger, "post-is-held"),
        (too_late, "post-is-held"),
    ]
    assert objections(book, parts=3) == objections(book)


def test_a_line_that_says_another_day_than_its_event_is_listed() -> None:
    book = ledger()
    play(book, *samples.opened)
    position = slip_in(book, samples.report_was_received, effective=day("2022-04-02"))
    objection = objections(book)[0]
    assert (objection.position, objection.sort, objection.because) == (
        position,
        "otherwise",
        "The line says that it became true on 2022-04-02, and its event says 2022-04-01.",
    )


def test_a_past_that_was_brought_in_is_an_exception_of_its_own_sort() -> None:
    book = ledger()
    play(book, *samples.with_cabinet)
    slip_in(book, BOARD, brought_in=True)
    [objection] = objections(book)
    assert (objection.sort, objection.rule) == ("brought-in", "quorum")


def test_terms_are_those_that_were_in_force_then() -> None:
    """What the file of today says of a plan that was opened under older terms is nothing to the plan's lines."""
    book = ledger()
    play(book, *samples.approved_by_cabinet)
    stricter = TERMS.model_copy(update={"cabinet": TERMS.cabinet.but(quorum=50), "posts": {}})
    assert objections(book, register={TERMS.id: stricter}) == []


def test_newer_terms_and_holders_count_from_the_lines_that_say_so() -> None:
    """Opened under an older file; then posts are held, a deputy acts, and a newer constitution is adopted."""
    store, watch = MemoryStore(), Watch()
    older = TERMS.model_copy(update={"version": "older", "call_in": TERMS.call_in.but(working_days=9)})
    book = Ledger(store, {TERMS.id: older}, watch)
    book.open_book("simulated")
    play(book, *samples.findings_recorded)
    hold(book, *samples.posts_held, samples.let_the_deputy_act)
    book.record(entry(samples.agree_prompt_strategy_meetings, **DEPUTY))
    book = Ledger(store, REGISTER, watch)
    hold(book, samples.adopt_the_constitution)
    play(book, samples.adopt_newer_terms)
    assert objections(book) == []
    slip_in(book, samples.newer_terms_were_adopted.but(terms=older))
    assert [o.rule for o in objections(book)] == [OTHERWISE]


def test_where_the_lines_before_make_no_sense_the_rules_have_no_answer() -> None:
    book = ledger()
    play(book, *samples.opened)
    asked = slip_in(book, samples.cabinet_was_asked)
    answered = slip_in(book, samples.cabinet_approved_version_1)
    assert [(o.position, o.rule) for o in objections(book)] == [(asked, "version-is-known"), (answered, OTHERWISE)]


happened = st.sampled_from(
    [
        sample
        for sample in samples.EVENT_SAMPLES.values()
        if isinstance(sample, PLAN_EVENTS) and not isinstance(sample, PlanDropped)
    ]
)


@settings(max_examples=20, deadline=None)
@given(st.lists(happened, max_size=20))
def test_whatever_stands_in_a_plan_in_whatever_order_can_be_asked_of_the_rules(events: list[PlanEvent]) -> None:
    asked, plan = Retest(REGISTER, False), None
    for number, event in enumerate((samples.plan_was_opened, *events), start=1):
        each = as_line(event, usual_act(retraced(event) or event), number, PLAN)
        asked.hear(each, plan)
        assert len(asked.said().found) <= 2
        plan = evolve(plan, event, each, PLAN)


@pytest.mark.parametrize("stream", [PLAN, COUNCIL, "book", "refusals"])
def test_lines_in_streams_where_they_do_not_belong_can_be_heard(stream: str) -> None:
    asked = Retest(REGISTER, True)
    for number, event in enumerate(samples.EVENT_SAMPLES.values(), start=1):
        asked.hear(line(Signed(plan=stream, by="dso-01", acting_as=CLERK[1]), event, number, AT, AT.date(), None), None)
    assert asked.end({stream: (number, None)}).states[stream].number == number


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    with closing(open_store(place)) as store:
        book = ledger_on(store)
        hold(book, samples.adopt_the_constitution, *samples.posts_held)
        play(book, *samples.findings_recorded, plan="kent-2022")
        play(book, *samples.findings_recorded)
        slip_in(book, samples.prompt_strategy_meetings_were_agreed, who=("nobody-01", DIRECTOR[1]))
        alone, listening = objections(book), partial(Retest, REGISTER, True)
        heard = verify_in_parts(place, book.head(), 2, listening=listening)
        said = [each for page in heard for each in page.said]
        assert [o for each in said for o in each.found] == alone
        assert [o.rule for o in alone] == ["post-is-held"]
        assert {k: v for each in said for k, v in each.states.items()} == states(book)


def test_of_a_lawful_life_nothing_is_listed_and_its_states_are_what_its_lines_add_up_to() -> None:
    book = ledger()
    hold(book, samples.adopt_the_constitution)
    play(book, *samples.closed, samples.reopen_strategy_meetings)
    play(corrected := ledger(), *samples.findings_recorded)
    play(corrected, samples.correct_the_words_of_unsuitable_accommodation.model_copy(update={"line": 6}))
    assert objections(book) == objections(corrected) == []
    for parts in (1, 3):
        found = states(book, parts)
        assert set(found) == {"book", COUNCIL, PLAN}
        plan, number = book.plan(PLAN), book.store.length(PLAN)
        assert found[PLAN] == (number, digest_of(plan))
        assert found["book"] == (1, None)
