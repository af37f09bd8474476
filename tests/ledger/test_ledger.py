"""What the ledger promises, on every store: one way in, one way on, and the same answer to the same question."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from books import AUTUMN, Watch, background, entry, kinds, ledger_on, play
from given import REGISTER, day
from ledger_places import Opener
from samples import (
    allow_the_number_of_a_file,
    amend_the_date_of_strategy_meetings,
    every_recommendation_answered,
    findings_recorded,
    open_the_plan,
    opened,
    receive_the_report,
    record_late_strategy_meetings,
    record_the_chief_inspectors_receipt,
    record_the_first_reminder,
    record_unsuitable_accommodation,
    record_with_the_number_of_a_file,
    report_in,
    submitted,
    version_1_cut,
    with_cabinet,
)
from store_processes import run_threads

from domain.authority.roles import ENGINE, WORKFLOW
from domain.book.events import BOOK, REFUSALS, CommandRefused
from domain.decider import PlanCommand
from domain.inspection.commands import OpenPlan, ReceiveReport, RecordFinding
from domain.inspection.events import FindingRecorded
from domain.plan import replay
from domain.value import Event, Refused
from ledger.cache import Held, PlanCache
from ledger.ledger import Ledger
from ledger.record import Record, plan_event
from ledger.stores import NewRow, Store, TextKey

pytest_plugins = ["ledger_places"]


@pytest.fixture
def ledger(opener: Opener) -> Ledger:
    return ledger_on(opener())


def finding(name: str, text: str = "Improve.") -> RecordFinding:
    return RecordFinding(finding=name, sort="weakness", text=text, document="Report")


def refusal(ledger: Ledger, command: PlanCommand, **said: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        ledger.record(entry(command, **said))
    return refused.value


def refusals(ledger: Ledger) -> list[CommandRefused]:
    events = [record.event for record in ledger.lines(REFUSALS)]
    assert all(isinstance(event, CommandRefused) for event in events)
    return events  # type: ignore[return-value]


@pytest.mark.parametrize("nature", ["real", "simulated"])
def test_the_first_line_says_which_clock_the_book_keeps(opener: Opener, nature: Any) -> None:
    ledger = Ledger(opener(), REGISTER, Watch())
    assert ledger.open_book(nature).clock == nature
    [first] = ledger.after(0)
    assert (first.position, first.stream, first.number, first.kind) == (1, BOOK, 1, "book.opened")
    assert (first.by, first.acting_as) == ("workflow", ENGINE)


def test_a_book_that_is_open_stays_what_it_is(opener: Opener) -> None:
    assert Ledger(opener(), REGISTER, Watch()).open_book("real").clock == "real"
    assert Ledger(opener(), REGISTER, Watch()).open_book("simulated").clock == "real"


def test_two_who_open_a_book_at_once_agree_on_its_clock(opener: Opener) -> None:
    both = [Ledger(opener(), REGISTER, Watch()) for _ in range(6)]
    said: list[str] = []
    natures: list[Any] = ["real", "simulated"] * 3
    run_threads([lambda b=b, n=n: said.append(b.open_book(n).clock) for b, n in zip(both, natures, strict=True)])  # type: ignore[misc]
    assert len(said) == 6
    assert len(set(said)) == 1
    assert both[0].head() == 1


def test_a_command_becomes_lines_and_they_are_given_back_as_they_are_stored(ledger: Ledger) -> None:
    lines = play(ledger, *report_in)
    assert kinds(lines) == [
        "plan.opened",
        "plan.report-received",
        "plan.deadline-adopted",
        "plan.deadline-adopted",
    ]
    assert [(line.position, line.stream, line.number) for line in lines] == [
        (2, "glos-2022", 1),
        (3, "glos-2022", 2),
        (4, "glos-2022", 3),
        (5, "glos-2022", 4),
    ]
    assert ledger.after(1) == lines == list(ledger.lines("glos-2022"))
    assert ledger.head() == 5
    assert ledger.last_at() == lines[-1].at
    assert ledger.plans() == ["glos-2022"]


def test_what_stands_already_writes_no_line(ledger: Ledger) -> None:
    play(ledger, *report_in)
    head = ledger.head()
    assert play(ledger, *report_in) == []
    assert ledger.head() == head


def test_the_whole_way_to_ofsted_adds_up_to_the_same_plan_in_one_ledger_and_in_the_next(opener: Opener) -> None:
    ledger = ledger_on(opener())
    lines = play(ledger, *submitted)
    plan = ledger.plan("glos-2022")
    assert plan is not None
    assert plan.submitted
    assert ledger_on(opener()).plan("glos-2022") == plan
    assert replay("glos-2022", ((plan_event(line), line) for line in lines)) == plan


def test_a_plan_that_nobody_opened_is_none(ledger: Ledger) -> None:
    assert ledger.plan("no-such-plan") is None
    assert ledger.plan("no-such-plan", as_at=AUTUMN) is None
    assert list(ledger.lines("no-such-plan")) == []
    assert ledger.plans() == []


@pytest.mark.parametrize("stream", [BOOK, REFUSALS])
def test_the_books_own_streams_are_no_plans(ledger: Ledger, stream: str) -> None:
    assert refusal(ledger, open_the_plan, plan=stream).rule == "plan-id-is-free"
    assert refusal(ledger, open_the_plan, plan=stream).rule == "plan-id-is-free"
    assert refusal(ledger, receive_the_report, plan=stream).rule == "plan-is-open"
    assert ledger.plan(stream) is None
    assert ledger.plan(stream, as_at=ledger.head()) is None
    assert ledger.plans() == []
    assert len(refusals(ledger)) == 3


def test_everything_a_signature_says_survives_the_way_there_and_back(opener: Opener) -> None:
    ledger = ledger_on(opener())
    said: dict[str, Any] = {
        "on_behalf_of": "dcs-01",
        "authority": "Scheme of delegation, paragraph 4.2 — “urgent matters”",
        "reason": "The office was closed.\nIt opens on Monday.",
        "classification": "exempt",
        "brought_in": True,
        "invented": True,
    }
    [line] = ledger.record(entry(open_the_plan, id="c-1", cause=1, effective=day("2022-05-01"), **said))
    [again] = ledger_on(opener()).lines("glos-2022")
    assert again == line
    assert {name: getattr(again, name) for name in said} == said
    assert (again.by, again.acting_as) == ("dso-01", "democratic-services-officer")
    assert (again.cause.command, again.cause.position) == ("c-1", 1)
    assert again.cause.digest is not None
    assert again.effective == day("2022-05-01")


def test_what_a_signature_leaves_out_is_left_out_of_the_line(ledger: Ledger) -> None:
    [line] = ledger.record(entry(open_the_plan))
    assert (line.on_behalf_of, line.authority, line.reason) == (None, None, None)
    assert (line.brought_in, line.invented, line.classification) == (False, False, "official")
    assert (line.cause.command, line.cause.digest, line.cause.position) == (None, None, None)


def test_a_line_is_true_of_the_day_its_event_names_and_else_of_the_day_of_the_act(ledger: Ledger) -> None:
    play(ledger, *opened)
    received, statement, report = play(ledger, receive_the_report)
    assert received.effective == day("2022-04-01")
    assert statement.effective == report.effective == day("2022-04-01")  # the clock starts on receipt, not when told
    [noted] = ledger.record(entry(record_late_strategy_meetings, effective=day("2022-04-04")))
    assert noted.effective == day("2022-04-04")
    [today] = ledger.record(entry(record_unsuitable_accommodation))
    assert today.effective == day("2022-10-03")


def test_shortly_before_midnight_in_summer_london_has_the_next_day(opener: Opener) -> None:
    ledger = ledger_on(opener(), Watch(datetime(2022, 7, 15, 23, 30, tzinfo=UTC)))
    [line] = play(ledger, open_the_plan)
    assert line.effective == day("2022-07-16")


def test_the_same_command_under_one_id_gives_the_same_lines(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *opened)
    asked = entry(receive_the_report, id="c-1")
    lines = ledger.record(asked)
    play(ledger, record_late_strategy_meetings)
    head = ledger.head()
    assert ledger.record(asked) == lines
    assert ledger_on(opener()).record(asked) == lines
    assert ledger.head() == head


def test_what_another_ledger_wrote_under_an_id_is_the_answer_here_too(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    play(ours, *opened)
    lines = theirs.record(entry(receive_the_report, id="c-1"))
    assert ours.record(entry(receive_the_report, id="c-1")) == lines


def test_the_same_command_under_one_id_at_once_is_written_once_and_answered_alike(opener: Opener) -> None:
    ledgers = [ledger_on(opener()) for _ in range(2)]
    play(ledgers[0], *opened)
    for n in range(5):
        answers: list[list[Record]] = []
        asked = entry(finding(f"W{n}"), id=f"c-{n}")
        run_threads([lambda b=b, a=asked, s=answers: s.append(b.record(a)) for b in ledgers * 4])  # type: ignore[misc]
        assert len(answers) == 8
        assert all(answer == answers[0] and len(answer) == 1 for answer in answers)
    assert len(list(ledgers[0].lines("glos-2022"))) == 6


def test_a_refusal_under_an_id_is_given_again_though_the_rules_would_now_say_yes(opener: Opener) -> None:
    ledger = ledger_on(opener())
    play(ledger, *opened)
    first = refusal(ledger, amend_the_date_of_strategy_meetings, id="c-1")
    assert first.rule == "action-is-known"
    play(ledger, *every_recommendation_answered[1:])
    head = ledger.head()
    for asked in (ledger, ledger_on(opener())):
        again = refusal(asked, amend_the_date_of_strategy_meetings, id="c-1")
        assert (again.rule, again.because) == (first.rule, first.because)
    assert ledger.head() == head


def test_a_refusal_under_one_id_at_once_is_kept_once(opener: Opener) -> None:
    ledgers = [ledger_on(opener()) for _ in range(2)]
    play(ledgers[0], *opened)
    rules: list[str] = []
    asked = amend_the_date_of_strategy_meetings
    run_threads([lambda b=b: rules.append(refusal(b, asked, id="c-1").rule) for b in ledgers * 4])  # type: ignore[misc]
    assert rules == ["action-is-known"] * 8
    assert len(refusals(ledgers[0])) == 1


@pytest.mark.parametrize(
    ("command", "plan"), [(record_unsuitable_accommodation, "glos-2022"), (record_late_strategy_meetings, "kent-2022")]
)
def test_another_command_under_a_used_id_is_refused(opener: Opener, command: PlanCommand, plan: str) -> None:
    ledger = ledger_on(opener())
    for name in ("glos-2022", "kent-2022"):
        play(ledger, *opened, plan=name)
    ledger.record(entry(record_late_strategy_meetings, id="c-1"))
    head = ledger.head()
    for asked in (ledger, ledger_on(opener())):
        refused = refusal(asked, command, plan=plan, id="c-1")
        assert refused.rule == "command-id-is-new"
        assert "c-1" in refused.because
    assert ledger.head() == head


def test_another_command_under_the_id_of_a_refused_one_is_refused_for_the_id(ledger: Ledger) -> None:
    play(ledger, *opened)
    refusal(ledger, amend_the_date_of_strategy_meetings, id="c-1")
    assert refusal(ledger, receive_the_report, id="c-1").rule == "command-id-is-new"


class Beaten:
    """A store over another, in which somebody else writes just before our next append."""

    def __init__(self, store: Store, first: Callable[[], object]) -> None:
        self._store = store
        self._first: Callable[[], object] | None = first

    def append(self, rows: Sequence[NewRow], keys: Sequence[TextKey] = ()) -> list[int]:
        first, self._first = self._first, None
        if first:
            first()
        return self._store.append(rows, keys)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_who_comes_second_is_decided_again_on_the_new_state(opener: Opener) -> None:
    theirs = ledger_on(opener())
    play(theirs, *opened)
    ours = Ledger(Beaten(opener(), lambda: play(theirs, receive_the_report)), REGISTER, Watch())
    assert refusal(ours, ReceiveReport(received_on=day("2022-04-02"), document="Report")).rule == "report-received-once"
    plan = ours.plan("glos-2022")
    assert plan is not None
    assert plan.inspection.received_on == day("2022-04-01")


def test_who_comes_second_with_the_same_words_has_nothing_to_add(opener: Opener) -> None:
    theirs = ledger_on(opener())
    play(theirs, *opened)
    ours = Ledger(Beaten(opener(), lambda: play(theirs, receive_the_report)), REGISTER, Watch())
    assert ours.record(entry(receive_the_report)) == []


def test_who_comes_second_under_the_same_id_is_given_the_first_ones_lines(opener: Opener) -> None:
    theirs = ledger_on(opener())
    play(theirs, *opened)
    first: list[Record] = []
    asked = entry(receive_the_report, id="c-1")
    ours = Ledger(Beaten(opener(), lambda: first.extend(theirs.record(asked))), REGISTER, Watch())
    assert ours.record(asked) == first
    assert len(first) == 3


def test_a_refusal_that_another_ledger_kept_first_is_not_kept_twice(opener: Opener) -> None:
    theirs = ledger_on(opener())
    play(theirs, *opened)
    asked = partial(refusal, command=amend_the_date_of_strategy_meetings, id="c-1")
    ours = Ledger(Beaten(opener(), lambda: asked(theirs)), REGISTER, Watch())
    assert asked(ours).rule == "action-is-known"
    assert len(refusals(ours)) == 1


def test_what_a_named_person_is_refused_is_kept_and_the_plan_stays_as_it_was(ledger: Ledger) -> None:
    play(ledger, *opened)
    before, plan = list(ledger.lines("glos-2022")), ledger.plan("glos-2022")
    refused = refusal(ledger, amend_the_date_of_strategy_meetings, on_behalf_of="dcs-02", id="c-1")
    assert list(ledger.lines("glos-2022")) == before
    assert ledger.plan("glos-2022") == plan
    [line] = ledger.lines(REFUSALS)
    assert isinstance(line.event, CommandRefused)
    assert (line.event.plan, line.event.command) == ("glos-2022", "amend-action")
    assert (line.event.rule, line.event.because) == (refused.rule, refused.because)
    assert (line.by, line.acting_as) == ("dcs-01", "director-of-childrens-services")
    assert line.on_behalf_of == "dcs-02"
    assert (line.cause.command, line.cause.digest) == ("c-1", line.event.digest)
    assert ledger.plans() == ["glos-2022"]


def test_what_a_workflow_is_refused_is_not_kept(ledger: Ledger) -> None:
    play(ledger, *opened)
    head = ledger.head()
    with pytest.raises(Refused, match="approved-before-submitted"):
        ledger.record_as_minutebook("glos-2022", record_the_chief_inspectors_receipt)
    assert ledger.head() == head


def test_what_time_has_brought_about_is_minutebooks_own_line(ledger: Ledger) -> None:
    play(ledger, *with_cabinet)
    [line] = ledger.record_as_minutebook("glos-2022", record_the_first_reminder)
    assert (line.by, line.acting_as) == (WORKFLOW, ENGINE)
    assert ledger.record_as_minutebook("glos-2022", record_the_first_reminder) == []


@pytest.mark.parametrize(
    ("by", "acting_as", "kept"),
    [("dcs-01", ENGINE, 1), (WORKFLOW, "director-of-childrens-services", 0), (WORKFLOW, ENGINE, 0)],
)
def test_nobody_enters_anything_as_minutebook_and_who_tries_is_kept(
    ledger: Ledger, by: str, acting_as: str, kept: int
) -> None:
    play(ledger, *submitted[:-2])
    before = list(ledger.lines("glos-2022"))
    refused = refusal(ledger, record_the_chief_inspectors_receipt, by=by, acting_as=acting_as)
    assert refused.rule == "workflows-act-alone"
    assert list(ledger.lines("glos-2022")) == before
    assert [line.by for line in ledger.lines(REFUSALS)] == [by] * kept


def test_the_same_command_under_the_same_id_by_somebody_else_is_refused_for_the_id(ledger: Ledger) -> None:
    play(ledger, *opened)
    ledger.record(entry(receive_the_report, id="c-1"))
    assert refusal(ledger, receive_the_report, id="c-1", by="dso-02").rule == "command-id-is-new"


def test_the_words_that_were_refused_are_not_kept_only_their_digest(ledger: Ledger) -> None:
    play(ledger, *report_in)
    secret = "A child named in confidence"
    refusal(ledger, ReceiveReport(received_on=day("2022-05-05"), document=secret))
    refusal(ledger, ReceiveReport(received_on=day("2022-05-05"), document=secret + "."))
    stored = ledger.store.stream(REFUSALS)
    assert len(stored) == 2
    assert not any(b"confidence" in row.line for row in stored)
    one, other = refusals(ledger)
    assert one.digest != other.digest


def test_every_refusal_is_kept_when_several_are_refused_at_once(opener: Opener) -> None:
    ledgers = [ledger_on(opener()) for _ in range(2)]
    for n in range(4):
        play(ledgers[0], *opened, plan=f"plan-{n}")
    asked = [
        partial(refusal, ledger, amend_the_date_of_strategy_meetings, plan=f"plan-{n}")
        for ledger in ledgers
        for n in range(4)
    ]
    run_threads(asked)
    assert sorted(r.plan for r in refusals(ledgers[1])) == sorted([f"plan-{n}" for n in range(4)] * 2)
    assert [r.number for r in ledgers[0].store.stream(REFUSALS)] == list(range(1, 9))


def test_a_refusal_that_quotes_a_very_long_title_is_a_refusal_all_the_same(ledger: Ledger) -> None:
    ledger.record(entry(OpenPlan(title="T" * 10_000, authority="gloucestershire")))
    assert refusal(ledger, open_the_plan).rule == "plan-id-is-free"
    assert len(refusals(ledger)) == 1


def test_a_refusal_is_true_of_the_day_it_was_made(ledger: Ledger) -> None:
    refused = refusal(ledger, open_the_plan, effective=day("2099-01-01"))
    assert refused.rule == "not-in-the-future"
    [line] = ledger.lines(REFUSALS)
    assert line.effective == day("2022-10-03")


@pytest.fixture
def noted(ledger: Ledger) -> tuple[Ledger, list[Record]]:
    """A plan whose findings were noted at one-minute intervals, each true of an earlier day than the one before."""
    lines = play(ledger, *opened)
    for n in range(4):
        assert isinstance(ledger.clock, Watch)
        ledger.clock.at += timedelta(minutes=1)
        lines += ledger.record(entry(finding(f"W{n}"), effective=date(2022, 9, 20 - n)))
    return ledger, lines


def test_what_was_known_at_a_moment_is_what_was_recorded_by_then(noted: tuple[Ledger, list[Record]]) -> None:
    ledger, lines = noted
    for n, line in enumerate(lines, start=1):
        assert list(ledger.lines("glos-2022", as_at=line.at)) == lines[:n]
        assert list(ledger.lines("glos-2022", as_at=line.at - timedelta(microseconds=1))) == lines[: n - 1]
        assert list(ledger.lines("glos-2022", as_at=line.position)) == lines[:n]
    assert list(ledger.lines("glos-2022", as_at=lines[0].position - 1)) == []
    assert list(ledger.lines("glos-2022", as_at=10**9)) == lines


def test_a_moment_may_be_told_in_any_zone(noted: tuple[Ledger, list[Record]]) -> None:
    ledger, lines = noted
    at = lines[2].at.astimezone(timezone(timedelta(hours=5)))
    assert list(ledger.lines("glos-2022", as_at=at)) == lines[:3]


def test_what_was_true_on_a_day_is_what_had_happened_by_then(noted: tuple[Ledger, list[Record]]) -> None:
    ledger, lines = noted
    assert list(ledger.lines("glos-2022", true_at=day("2022-09-18"))) == [lines[0], *lines[3:]]
    assert list(ledger.lines("glos-2022", true_at=day("2022-09-18"), as_at=lines[3].at)) == [lines[0], lines[3]]
    assert list(ledger.lines("glos-2022", true_at=day("2020-01-01"))) == [lines[0]]


def test_the_plan_as_at_is_what_those_lines_add_up_to(noted: tuple[Ledger, list[Record]]) -> None:
    ledger, lines = noted

    def known(**asked: Any) -> list[str]:
        plan = ledger.plan("glos-2022", **asked)
        assert plan is not None
        return list(plan.inspection.findings)

    assert known() == ["W0", "W1", "W2", "W3"]
    assert known(as_at=lines[2].at) == known(as_at=lines[2].position) == ["W0", "W1"]
    assert known(true_at=day("2022-09-19")) == ["W1", "W2", "W3"]
    assert known(as_at=lines[3].at, true_at=day("2022-09-19")) == ["W1", "W2"]
    assert known(as_at=ledger.head()) == known()
    assert ledger.plan("glos-2022", as_at=lines[0].at - timedelta(seconds=1)) is None


def test_a_question_is_about_a_day_in_london(noted: tuple[Ledger, list[Record]]) -> None:
    ledger, lines = noted
    assert ledger.day_of() == day("2022-10-03")
    assert ledger.day_of(lines[2].position) == ledger.day_of(10**9) == day("2022-10-03")
    assert ledger.day_of(datetime(2022, 10, 2, 23, 30, tzinfo=UTC)) == day("2022-10-03")
    assert ledger.day_of(lines[2].at, day("2022-09-18")) == day("2022-09-18")


def test_every_position_of_a_whole_life_folds(ledger: Ledger) -> None:
    lines = play(ledger, *submitted)
    days = sorted({line.effective for line in lines})
    for line in lines:
        assert ledger.plan("glos-2022", as_at=line.position) is not None
    for true_at in days:
        assert ledger.plan("glos-2022", true_at=true_at) is not None


def test_recorded_times_never_go_back_though_the_clock_does(opener: Opener) -> None:
    watch = Watch()
    ledger = ledger_on(opener(), watch)
    play(ledger, *opened)
    watch.at -= timedelta(days=2)
    play(ledger, *report_in)
    watch.at += timedelta(days=5)
    play(ledger, record_late_strategy_meetings)
    times = [line.at for line in ledger.after(0)]
    assert times == sorted(times)
    assert times[-1] > times[0] + timedelta(days=2)


def test_recorded_times_never_go_back_though_two_clocks_disagree(opener: Opener) -> None:
    ahead, behind = (ledger_on(opener(), Watch(AUTUMN + timedelta(minutes=m))) for m in (5, 0))
    for ledger in (ahead, behind):
        ledger.record(entry(open_the_plan, plan="kent-2022" if ledger is ahead else "glos-2022"))
    run_threads(
        [
            lambda b=b, p=p: [b.record(entry(finding(f"W{n}"), plan=p)) for n in range(10)]  # type: ignore[misc]
            for b, p in ((ahead, "kent-2022"), (behind, "glos-2022"))
        ]
    )
    lines = ahead.after(0)
    assert [line.position for line in lines] == list(range(1, 24))
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_pages_of_any_size_have_no_gap_among_the_kinds_and_plans_asked_for(ledger: Ledger) -> None:
    for n in range(3):
        play(ledger, *findings_recorded, plan=f"plan-{n}")
    everything = ledger.after(0)
    assert [line.position for line in everything] == list(range(1, ledger.head() + 1))
    for wanted in ([], ["plan.finding-recorded"], ["plan.deadline-adopted", "plan.opened"], ["plan.escalated"]):
        for plans in ([], ["plan-1"], ["plan-0", "plan-2"], ["nowhere"]):
            fit = [
                line
                for line in everything
                if (not wanted or line.kind in wanted) and (not plans or line.stream in plans)
            ]
            for limit in (1, 2, 7, 500):
                assert paged(ledger, limit, wanted, plans) == fit


def paged(ledger: Ledger, limit: int, wanted: list[str], plans: list[str]) -> list[Record]:
    lines: list[Record] = []
    while page := ledger.after(lines[-1].position if lines else 0, limit, wanted, plans):
        assert len(page) <= limit
        lines += page
    return lines


class Follower:
    """Follows in a thread of its own and notes each line and when it came."""

    def __init__(self, ledger: Ledger, position: int = 0, **wanted: Any) -> None:
        self.seen: list[Record] = []
        self.times: list[float] = []
        self.stop = threading.Event()
        self._lines = ledger.follow(position, self.stop, **wanted)
        self._thread = background(self._follow)

    def _follow(self) -> None:
        for line in self._lines:
            self.times.append(time.monotonic())
            self.seen.append(line)

    def wait_for(self, count: int) -> list[Record]:
        end = time.monotonic() + 20
        while len(self.seen) < count and time.monotonic() < end:
            time.sleep(0.002)
        return self.seen

    def end(self) -> None:
        self.stop.set()
        self._thread.join(5)
        assert not self._thread.is_alive()


@pytest.fixture
def follow() -> Iterator[Callable[..., Follower]]:
    begun: list[Follower] = []

    def begin(*given: Any, **wanted: Any) -> Follower:
        begun.append(Follower(*given, **wanted))
        return begun[-1]

    yield begin
    for follower in begun:
        follower.end()


def test_a_follower_sees_what_threads_and_other_ledgers_write_in_order_and_once(
    opener: Opener, follow: Callable[..., Follower]
) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    follower, late = follow(ours), follow(ours, 5)
    for ledger, name in ((ours, "plan-a"), (theirs, "plan-b"), (theirs, "plan-c")):
        background(lambda b=ledger, p=name: play(b, *findings_recorded, plan=p))  # type: ignore[misc]
    seen = follower.wait_for(28)
    assert [line.position for line in seen] == list(range(1, 29))
    assert seen == ours.after(0)
    assert late.wait_for(23) == seen[5:]


def test_a_follower_of_some_kinds_and_plans_sees_those_alone(opener: Opener, follow: Callable[..., Follower]) -> None:
    ledger = ledger_on(opener())
    follower = follow(ledger, kinds=["plan.finding-recorded"], plans=["plan-b"])
    for name in ("plan-a", "plan-b", "plan-c"):
        play(ledger, *findings_recorded, plan=name)
    play(ledger, finding("W1"), plan="plan-b")
    seen = follower.wait_for(6)
    assert [line.stream for line in seen] == ["plan-b"] * 6
    assert isinstance(seen[-1].event, FindingRecorded)
    assert seen[-1].event.finding == "W1"


def test_a_follower_wakes_at_once(opener: Opener, follow: Callable[..., Follower]) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    play(theirs, *opened)
    follower = follow(ours, 2)
    lags = []
    for n in range(6):
        time.sleep(0.05)
        theirs.record(entry(finding(f"W{n}")))
        written = time.monotonic()
        follower.wait_for(n + 1)
        lags.append(follower.times[n] - written)
    assert sorted(lags)[3] < 0.2  # a follower that only looked every half second would take longer


def test_a_follower_stops_when_told_even_in_the_middle_of_a_page(ledger: Ledger) -> None:
    play(ledger, *findings_recorded)
    stop = threading.Event()
    seen = []
    for line in ledger.follow(0, stop):
        seen.append(line)
        if len(seen) == 3:
            stop.set()
    assert [line.position for line in seen] == [1, 2, 3]


def test_a_follower_who_has_seen_everything_stops_within_a_second(
    ledger: Ledger, follow: Callable[..., Follower]
) -> None:
    follower = follow(ledger, 1)
    time.sleep(0.05)
    began = time.monotonic()
    follower.end()
    assert time.monotonic() - began < 1
    assert follower.seen == []


def test_waiting_for_a_position_ends_when_it_is_written(ledger: Ledger) -> None:
    assert not ledger.wait(1, 0.01)
    play(ledger, *opened)
    assert ledger.wait(1, 5)


def test_sixteen_writers_of_one_plan_lose_and_double_nothing(opener: Opener) -> None:
    ledgers = [ledger_on(opener()) for _ in range(2)]
    play(ledgers[0], *opened)
    accepted: list[date] = []
    rules: list[str] = []

    def write(ledger: Ledger, who: int) -> None:
        for n in range(4):
            ledger.record(entry(finding(f"W{who}.{n}")))
        received = date(2022, 4, 1 + who)
        try:
            ledger.record(entry(ReceiveReport(received_on=received, document="Report")))
            accepted.append(received)
        except Refused as refused:
            rules.append(refused.rule)

    run_threads([partial(write, ledgers[who % 2], who) for who in range(16)])

    lines = list(ledgers[0].lines("glos-2022"))
    assert [line.number for line in lines] == list(range(1, 1 + 1 + 64 + 3))
    told = [line.event.finding for line in lines if isinstance(line.event, FindingRecorded)]
    assert sorted(told) == sorted(f"W{who}.{n}" for who in range(16) for n in range(4))
    assert len(accepted) == 1
    assert rules == ["report-received-once"] * 15
    assert len(refusals(ledgers[0])) == 15
    assert [line.position for line in ledgers[0].after(0)] == list(range(1, ledgers[0].head() + 1))
    plan = ledgers[0].plan("glos-2022")
    assert plan is not None
    assert plan.inspection.received_on == accepted[0]
    assert plan == ledgers[1].plan("glos-2022") == ledger_on(opener()).plan("glos-2022")


def test_a_cached_plan_is_exact_after_another_ledger_has_written(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    for command in submitted:
        play(theirs if command in version_1_cut else ours, command)
        assert ours.plan("glos-2022") == theirs.plan("glos-2022")
    assert ours.plan("glos-2022") == ledger_on(opener()).plan("glos-2022")


def test_a_plan_that_was_let_go_of_is_folded_again(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.cache.CAPACITY", 2)
    ledger = ledger_on(opener())
    for name in ("plan-a", "plan-b", "plan-c"):
        play(ledger, *with_cabinet, plan=name)
    for name in ("plan-a", "plan-b", "plan-c"):
        plan = ledger.plan(name)
        assert plan is not None
        assert plan == ledger_on(opener()).plan(name)
        assert refusal(ledger, amend_the_date_of_strategy_meetings.model_copy(update={"action": "A9"}), plan=name)
    assert len(refusals(ledger)) == 3


def test_a_slower_reader_does_not_put_an_older_state_back(opener: Opener) -> None:
    store = opener()
    ledger = ledger_on(store)
    play(ledger, *opened)
    cache = PlanCache(store)
    cache.latest("glos-2022")
    play(ledger, receive_the_report)
    run_threads([lambda: cache.latest("glos-2022") for _ in range(8)])
    assert cache.latest("glos-2022") == Held(ledger.plan("glos-2022"), 4)


def test_an_event_that_is_no_plans_is_not_folded_into_one(ledger: Ledger) -> None:
    [first] = ledger.after(0)
    assert isinstance(first.event, Event)
    with pytest.raises(AssertionError, match=r"book\.opened is not an event of a plan"):
        plan_event(first)


PERSONAL = "AB 12 34 56 C"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"command": finding("F1", f"Ask about {PERSONAL}.")}, "no-personal-numbers"),
        ({"command": finding("F1"), "reason": PERSONAL}, "no-personal-numbers"),
        ({"command": finding("F1"), "authority": PERSONAL}, "no-personal-numbers"),
        ({"command": finding("F1", PERSONAL), "reason": PERSONAL, "plan": "glos-2017"}, "plan-is-open"),
        ({"command": finding("F1", PERSONAL), "authority": PERSONAL, "acting_as": ENGINE}, "workflows-act-alone"),
    ],
)
def test_of_a_personal_detail_nothing_is_kept_whatever_rule_refuses_it(
    ledger: Ledger, said: dict[str, Any], rule: str
) -> None:
    play(ledger, *opened)
    refused = refusal(ledger, **said)
    assert refused.rule == rule
    assert PERSONAL not in str(refused)
    [row] = ledger.store.stream(REFUSALS)
    assert PERSONAL.encode() not in row.line
    assert not [kept for kept in ledger.store.after(0, 100) if PERSONAL.encode() in kept.line]


def test_no_personal_detail_can_be_guessed_from_the_digest_of_a_refusal(ledger: Ledger) -> None:
    play(ledger, *opened)
    for text in (f"Ask about {PERSONAL}.", "Ask about AB 12 34 56 D.", "Ask about it."):
        refusal(ledger, finding("F1", text), plan="glos-2017")
    one, other, none = (kept.digest for kept in refusals(ledger))
    assert one == other != none


def test_a_personal_detail_that_was_let_in_stands_in_the_lines_of_its_plan(ledger: Ledger) -> None:
    play(ledger, *opened, allow_the_number_of_a_file)
    lines = play(ledger, record_with_the_number_of_a_file)
    assert kinds(lines) == ["plan.finding-recorded", "plan.personal-detail-admitted"]
    assert play(ledger, record_with_the_number_of_a_file) == []
