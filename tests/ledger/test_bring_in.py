"""A past that is brought in by groups is the same past as if it had been recorded one by one."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from books import AUTUMN, Watch, entry, kinds, ledger_on, play
from racing import finding
from samples import amend_the_date_of_strategy_meetings, opened, record_the_first_reminder, with_cabinet

from domain.authority.roles import ENGINE, OWN, WORKFLOW
from domain.book.events import BOOK, REFUSALS
from domain.decider import PlanCommand
from domain.value import Refused
from ledger.cache import shape
from ledger.clerk import Busy
from ledger.ledger import Ledger
from ledger.record import Entry, Record
from ledger.stores import LAST, Behind, NewRow, Store
from ledger.texts import Texts
from ledger.verify import first_break

pytest_plugins = ["ledger_places"]

Opener = Callable[[], Store]

PLANS = ("plan-a", "plan-b", "plan-c")
LIFE = (*with_cabinet, record_the_first_reminder)
"""Findings, actions, a version and the question to cabinet; the last act is Minutebook's own."""


def acts(
    commands: Sequence[PlanCommand] = LIFE, plans: Sequence[str] = PLANS, start: datetime = AUTUMN
) -> Iterator[tuple[datetime, Entry]]:
    """The same life of several plans side by side, an hour between two acts; every third act has an id."""
    at = start + timedelta(days=1)
    for n, command in enumerate(commands):
        for plan in plans:
            at += timedelta(hours=1)
            usual = entry(command, plan)
            own = OWN if usual.acting_as == ENGINE else ""
            by = WORKFLOW if own else usual.by
            yield at, usual.model_copy(update={"by": by, "id": f"{own}{plan}/{n}" if n % 3 == 0 else None})


def one_by_one(ledger: Ledger, watch: Watch, given: Iterator[tuple[datetime, Entry]]) -> list[Record]:
    lines: list[Record] = []
    for at, asked in given:
        watch.at = at
        if asked.by == WORKFLOW:
            bare = asked.id and asked.id.removeprefix(OWN)
            lines += ledger.record_as_minutebook(asked.plan, asked.command, id=bare)
        else:
            lines += ledger.record(asked)
    return lines


@pytest.mark.parametrize("group", [1, 4, 1000])
def test_groups_of_any_size_write_what_one_by_one_would_have_written(opener: Opener, group: int) -> None:
    ours = ledger_on(opener())
    brought = list(ours.bring_in(acts(), group))
    other = ledger_on(another := _memory(), watch := Watch(AUTUMN, tick=timedelta()))
    recorded = one_by_one(other, watch, acts())
    assert brought == recorded == ours.after(1)
    assert ours.after(1, 1000) == Texts(another).records(another.after(1, 1000))
    assert first_break(ours) is None
    for plan in PLANS:
        assert ours.plan(plan) == ledger_on(opener()).plan(plan) == other.plan(plan)


def _memory() -> Store:
    from ledger.memory_store import MemoryStore  # noqa: PLC0415 (beside the stores under test)

    return MemoryStore()


def test_what_was_brought_in_is_answered_under_its_id_as_if_it_had_been_recorded(opener: Opener) -> None:
    ledger = ledger_on(opener())
    lines = list(ledger.bring_in(acts(opened)))
    for (_, asked), line in zip(acts(opened), lines, strict=True):
        assert ledger_on(opener()).record(asked) == [line]
    head = ledger.head()
    with pytest.raises(Refused, match="command-id-is-new"):
        ledger.record(entry(finding("W1"), "plan-a", id="plan-a/0"))
    assert ledger.head() == head


def test_a_refusal_in_the_middle_leaves_the_groups_before_it_and_nothing_else(opener: Opener) -> None:
    ledger = ledger_on(opener())
    seen: list[Record] = []

    def spoilt() -> Iterator[tuple[datetime, Entry]]:
        for n, (at, asked) in enumerate(acts()):
            yield at, entry(amend_the_date_of_strategy_meetings, "plan-a") if n == 7 else asked

    with pytest.raises(Refused, match="action-is-known"):
        seen.extend(ledger.bring_in(spoilt(), 3))
    before = list(ledger_on(_memory()).bring_in(_first(6), 1))
    assert kinds(seen) == kinds(ledger.after(1)) == kinds(before)
    assert list(ledger.lines(REFUSALS)) == []
    assert first_break(ledger) is None
    assert len(list(ledger.bring_in(_after(6)))) > 0  # what was wrong may be mended, and the rest brought in
    assert ledger.plan("plan-a") == ledger_on(opener()).plan("plan-a")


def _first(count: int) -> Iterator[tuple[datetime, Entry]]:
    return (act for n, act in enumerate(acts()) if n < count)


def _after(count: int) -> Iterator[tuple[datetime, Entry]]:
    return (act for n, act in enumerate(acts()) if n >= count)


def test_what_another_has_written_meanwhile_is_taken_into_account(opener: Opener) -> None:
    ours, theirs = ledger_on(opener()), ledger_on(opener())
    list(ours.bring_in(acts(opened)))
    at = AUTUMN + timedelta(days=9)
    play(theirs, finding("T1"), plan="plan-a")  # ours has the plan at hand as it was before
    lines = list(ours.bring_in([(at, entry(finding(name), "plan-a")) for name in ("T1", "W1", "W2")]))
    assert [line.number for line in lines] == [3, 4]
    assert ours.plan("plan-a") == theirs.plan("plan-a")


def test_who_finds_others_writing_at_the_same_time_is_told_and_may_begin_again(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, theirs = opener(), ledger_on(opener())
    ours = ledger_on(store)
    list(ours.bring_in(acts(opened)))
    given = [(AUTUMN + timedelta(days=9), entry(finding(name), "plan-a")) for name in ("W1", "W2")]
    append, count = store.append, itertools.count()

    def beaten(rows: Sequence[NewRow]) -> list[int]:
        monkeypatch.setattr(store, "append", append)
        play(theirs, finding(f"T{next(count)}"), plan="plan-a")
        monkeypatch.setattr(store, "append", beaten)
        return append(rows)

    monkeypatch.setattr(store, "append", beaten)
    with pytest.raises(Busy, match=r"^Others write to this ledger: bring the past in while nobody does\.$"):
        list(ours.bring_in(given))
    monkeypatch.setattr(store, "append", append)
    assert [line.number for line in theirs.lines("plan-a")] == [1, 2, 3]
    assert [line.number for line in ours.bring_in(given)] == [4, 5]


def test_an_act_before_the_last_line_is_behind_and_nothing_is_written(opener: Opener) -> None:
    ledger = ledger_on(opener())
    head = ledger.head()
    with pytest.raises(Behind):
        list(ledger.bring_in(acts(opened, start=AUTUMN - timedelta(days=9))))
    assert ledger.head() == head


def test_acts_out_of_order_are_refused_whole(opener: Opener) -> None:
    ledger = ledger_on(opener())
    with pytest.raises(ValueError, match="in order of time"):
        list(ledger.bring_in(reversed(list(acts(opened)))))
    assert [line.stream for line in ledger.after(0)] == [BOOK]


def test_what_is_brought_in_again_under_its_ids_is_there_once(opener: Opener) -> None:
    """So that whoever was interrupted may begin at the beginning."""
    ledger = ledger_on(opener())
    lines = list(ledger.bring_in(acts(opened)))
    for again in (ledger, ledger_on(opener())):
        later = [(at + timedelta(days=9), asked) for at, asked in acts(opened)]
        assert list(again.bring_in(later, 2)) == lines
    assert ledger.after(1) == lines


def test_one_id_for_two_acts_is_refused_before_anything_of_their_group_is_written(opener: Opener) -> None:
    ledger = ledger_on(opener())
    [first] = acts(opened, ["plan-a"])
    other = (first[0], entry(finding("W1"), "plan-a", id=first[1].id))
    with pytest.raises(Refused, match=r"The id plan-a/0 is given to two acts: choose a new one\."):
        list(ledger.bring_in([first, other]))
    assert ledger.after(1) == []


def test_checkpoints_are_kept_on_the_way(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.cache.EVERY", 5)
    store = opener()
    ledger = ledger_on(store)
    list(ledger.bring_in(acts(), 6))
    for plan in PLANS:
        kept = store.checkpoint(plan, LAST, shape())
        assert kept is not None
        assert kept.number > store.length(plan) - 10
        assert ledger_on(store).plan(plan) == ledger.plan(plan)
        for line in ledger.lines(plan):
            as_at = ledger.plan(plan, as_at=line.position)
            assert as_at is not None


def test_who_stops_looking_has_all_of_the_group_that_he_saw_the_first_line_of(opener: Opener) -> None:
    ledger = ledger_on(opener())
    lines = ledger.bring_in(acts(), 6)
    next(lines)
    lines.close()  # type: ignore[attr-defined]
    assert kinds(ledger.after(1)) == kinds(list(ledger_on(_memory()).bring_in(_first(6))))
