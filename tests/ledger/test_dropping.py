"""A plan past its date is dropped whole: its lines go, what says so stays, and everything else is read as before."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from books import AUTUMN, entry, ledger_on, play
from given import day
from samples import (
    close_a_plan_of_2016,
    close_the_plan,
    hold_for_the_inquiry,
    open_the_plan,
    plan_was_dropped,
    release_the_inquirys_hold,
    reopen_the_plan,
    report_in,
    supersede_the_plan,
)

from domain.decider import PlanCommand
from domain.retention.commands import Span
from domain.retention.events import PlanDropped
from domain.value import Refused
from ledger.dropped import Drop, Gone, dropped
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.record import Entry, Record, Signed, line
from ledger.seal.checking import unlike
from ledger.seal.dropping import asked, remove
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.tree import begins_with, consistency, includes, inclusion, leaf_hash
from ledger.stores import Row, Store, Unavailable
from ledger.verify import verify
from projections.shelf import open_shelf

OLD = "glos-2016"
APPROVED = ("monitoring-officer", "mo-01")


@pytest.fixture(params=["memory:", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    target = request.param if request.param == "memory:" else str(tmp_path / "ledger.db")
    with closing(open_store(target)) as store:
        yield store


def of_two_plans(store: Store) -> Ledger:
    """A book of two plans whose lines stand among each other, of which one ended in 2016."""
    ledger = ledger_on(store)
    play(ledger, open_the_plan, plan=OLD)
    play(ledger, *report_in)
    play(ledger, hold_for_the_inquiry, release_the_inquirys_hold, close_a_plan_of_2016, plan=OLD)
    return ledger


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return of_two_plans(store)


@pytest.fixture
def keeper(ledger: Ledger, tmp_path: Path) -> Keeper:
    return Keeper(ledger, "b1", tmp_path)


def to_drop(keeper: Keeper, ledger: Ledger) -> Entry:
    return entry(asked(keeper, ledger.store, OLD, "IG-2022-14", *APPROVED), OLD)


def dropped_by_now(ledger: Ledger, keeper: Keeper) -> None:
    ledger.record(to_drop(keeper, ledger))
    remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])


def test_the_lines_go_and_the_one_that_says_so_stays(ledger: Ledger, keeper: Keeper) -> None:
    before = list(ledger.lines(OLD))
    [line] = ledger.record(to_drop(keeper, ledger))
    remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])
    assert list(ledger.lines(OLD)) == [line]
    assert ledger.plan(OLD) is ledger.plan(OLD, as_at=before[-1].position) is None
    [drop] = dropped(ledger.store, OLD)
    assert (drop.event.lines, line.number) == (len(before), len(before) + 1)
    named = [p for span in drop.event.positions for p in range(span.first, span.last + 1)]
    assert named == [record.position for record in before]
    assert [row.position for row in ledger.store.after(0, 99)] == [
        position for position in range(1, ledger.head() + 1) if position not in named
    ]
    assert [plan.id for plan in ledger.plans_as_at(None)] == ["glos-2022"]


def test_checkpoints_of_before_and_proofs_of_what_is_left_hold(ledger: Ledger, keeper: Keeper) -> None:
    early = Checkpoint.read(keeper.checkpoint().text)
    dropped_by_now(ledger, keeper)
    play(ledger, close_the_plan)
    late = Checkpoint.read(keeper.checkpoint().text)
    node = keeper.seal.node
    assert begins_with(early.size, early.root, late.size, late.root, consistency(early.size, late.size, node))
    for row in ledger.store.after(0, 99):
        path = inclusion(row.position - 1, late.size, node)
        assert includes(leaf_hash(row.line), row.position - 1, late.size, path, late.root)
    for trusted in (early, late):
        assert list(unlike(keeper.seal, ledger.store, trusted)) == []
    assert list(verify(ledger)) == []


def test_a_process_that_died_before_the_removal_is_followed_by_another(ledger: Ledger, keeper: Keeper) -> None:
    asks = to_drop(keeper, ledger)
    ledger.record(asks)
    trusted = Checkpoint.read(keeper.checkpoint().text)
    assert ledger.plan(OLD) is None
    assert (list(verify(ledger)), list(unlike(keeper.seal, ledger.store, trusted))) == ([], [])
    assert ledger.record(asks) == []
    for _ in range(2):
        remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])
        assert len(list(ledger.lines(OLD))) == 1


@pytest.mark.parametrize("command", [open_the_plan, reopen_the_plan])
def test_who_still_has_the_plan_at_hand_cannot_write_to_it(
    ledger: Ledger, keeper: Keeper, command: PlanCommand
) -> None:
    other = Ledger(ledger.store, ledger.register, ledger.clock)
    assert other.plan(OLD)
    dropped_by_now(ledger, keeper)
    with pytest.raises(Refused) as refused:
        other.record(entry(command, OLD))
    assert refused.value.rule == "dropped-plans-are-gone"
    assert list(verify(ledger)) == []


def test_what_was_written_since_the_seal_holds_the_drop_off(ledger: Ledger, keeper: Keeper) -> None:
    asks = to_drop(keeper, ledger)
    play(ledger, hold_for_the_inquiry.but(hold="H2"), release_the_inquirys_hold.but(hold="H2"), plan=OLD)
    with pytest.raises(Refused, match="has 6 lines, not 4") as refused:
        ledger.record(asks)
    assert refused.value.rule == "drop-says-what-goes"


def test_a_plan_that_another_took_the_place_of_is_kept_while_that_goes_on(ledger: Ledger, keeper: Keeper) -> None:
    superseded = supersede_the_plan.but(superseded_on=day("2016-05-02"), by="glos-2022")
    play(ledger, reopen_the_plan, close_a_plan_of_2016.but(closed_on=day("2022-10-03")), plan=OLD)
    play(ledger, open_the_plan, superseded, plan="older")
    asks = entry(asked(keeper, ledger.store, "older", "IG-2022-15", *APPROVED), "older")
    with pytest.raises(Refused, match="glos-2022 took the place") as refused:
        ledger.record(asks)
    assert refused.value.rule == "successors-rest-on-it"
    play(ledger, close_the_plan)
    assert ledger.record(asks)


@pytest.mark.parametrize("forged", [{"head": "0" * 64}, {"root": "0" * 64}, {"size": 99}])
def test_nothing_is_removed_by_a_line_that_the_seal_does_not_bear_out(
    ledger: Ledger, keeper: Keeper, forged: dict[str, Any]
) -> None:
    asks = to_drop(keeper, ledger)
    ledger.record(asks.but(command=asks.command.but(**forged)))
    with pytest.raises(Unsealed, match="nothing is removed"):
        remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])
    assert len(list(ledger.lines(OLD))) == 5


def test_a_line_that_went_without_a_drop_is_a_break_as_before(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "ledger.db"))) as store:
        ledger = of_two_plans(store)
        keeper = Keeper(ledger, "b1", tmp_path)
        dropped_by_now(ledger, keeper)
        trusted = Checkpoint.read(keeper.checkpoint().text)
        with sqlite3.connect(tmp_path / "ledger.db") as db:
            db.execute("DELETE FROM stored_events WHERE originator_id = 'glos-2022' AND originator_version = 2")
        db.close()
        assert [each.why for each in unlike(keeper.seal, store, trusted)] == [
            "The line at position 4 was sealed, and is missing."
        ]
        assert "Before the line at position 5, position 4 is missing." in [each.why for each in verify(ledger)]


def test_lines_that_were_altered_are_not_destroyed_as_if_they_were_whole(tmp_path: Path) -> None:
    with closing(open_store(str(tmp_path / "ledger.db"))) as store:
        keeper = Keeper(of_two_plans(store), "b1", tmp_path)
        keeper.checkpoint()
        with sqlite3.connect(tmp_path / "ledger.db") as db:
            db.execute("UPDATE stored_events SET state = CAST(state || ' ' AS BLOB) WHERE notification_id = 2")
        db.close()
        with pytest.raises(Unsealed, match="not those that were sealed"):
            asked(keeper, store, OLD, "IG-2022-14", *APPROVED)


def test_who_removes_from_another_ledger_is_told(ledger: Ledger, keeper: Keeper) -> None:
    ledger.record(to_drop(keeper, ledger))
    with closing(open_store("memory:")) as other, pytest.raises(Unavailable, match="still there"):
        remove(keeper, ledger.store, other, dropped(ledger.store)[0])


def test_a_store_removes_nothing_of_a_plan_that_was_not_dropped(ledger: Ledger) -> None:
    before = ledger.store.after(0, 99)
    ledger.store.drop(OLD)
    ledger.store.drop("nowhere")
    assert ledger.store.after(0, 99) == before


def test_a_moment_is_found_where_positions_are_empty(ledger: Ledger, keeper: Keeper) -> None:
    moments = [line.at for line in ledger.after(0)]
    dropped_by_now(ledger, keeper)
    left = ledger.after(0)
    for at in moments:
        assert ledger.store.after(0, 99, stop=ledger.store.head_at(at)) == [
            row for row, line in zip(ledger.store.after(0, 99), left, strict=True) if line.at <= at
        ]


def test_views_no_longer_hold_it_nor_does_a_rebuild(ledger: Ledger, keeper: Keeper, tmp_path: Path) -> None:
    with closing(open_shelf(str(tmp_path / "views.db"), ledger)) as shelf:
        shelf.rebuild()
        ledger.record(to_drop(keeper, ledger))
        assert shelf.check() == []
        shelf.forget()
        with pytest.raises(LookupError):
            shelf.back()
        remove(keeper, ledger.store, ledger.store, dropped(ledger.store)[0])
        assert shelf.check() == []
        assert [row.plan for row in shelf.rows("heads")] == ["glos-2022"]
        [line] = shelf.rows("trail", plan=OLD)
        assert line.number == 5
        assert "dropped the 4 lines at 2 and 7 to 9 of this plan under decision IG-2022-14" in line.sentence
        shelf.rebuild()
        assert shelf.rows("trail", plan=OLD) == [line]


def test_positions_that_no_drop_accounts_for_are_missing() -> None:
    drop = Drop(Row(9, OLD, 4, "", b""), *_said(Span(first=2, last=3), Span(first=5, last=5)))
    gone = Gone([drop])
    assert [(s.first, s.last) for s in gone.missing(1, 8)] == [(1, 1), (4, 4), (6, 8)]
    assert list(gone.missing(2, 3)) == list(gone.missing(4, 3)) == []
    assert (gone.has(5), gone.has(6)) == (True, False)


def _said(*positions: Span) -> tuple[Record, PlanDropped]:
    event = plan_was_dropped.but(positions=positions, lines=3)
    signed = Signed(plan=OLD, by="igo-01", acting_as="information-governance-officer")
    return line(signed, event, 4, AUTUMN, AUTUMN.date(), None), event
