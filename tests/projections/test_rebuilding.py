"""Rebuilding: beside what is in use, while writes go on, whatever interrupts it; switched at once, and back."""

import threading
from multiprocessing import get_context
from pathlib import Path

import pytest
import samples as s
from histories import book, busy_book, enter
from shelved import SMALL, catch_up_and_tell, everything, folded, rebuild_and_hang

from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.stores import Unavailable
from projections import rebuilding
from projections.catalogue import PROJECTIONS
from projections.projection import PerPlan
from projections.shelf import Shelf, open_shelf
from projections.views import View
from projections.waiting import WAITING

pytest_plugins = ["places"]


class Interrupted(Exception):
    """Somebody pressed Ctrl-C, or the like."""


@pytest.fixture
def kept(request: pytest.FixtureRequest, shared: str, tmp_path: Path) -> str:
    """Where the ledger is that several processes use: beside the views."""
    return shared if "://" in shared else str(tmp_path / "ledger.db")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild of several transactions."""
    monkeypatch.setattr(rebuilding, "BATCH", SMALL)


def tables(shelf: Shelf, name: str) -> dict[str, str]:
    """The tables of a view, by standing."""
    return {view.standing: view.table for view in shelf._views.seen() if view.name == name}


def interrupt_after(transactions: int) -> rebuilding.Progress:
    left = [transactions]

    def progress(_position: int, _head: int) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Interrupted

    return progress


def test_one_view_is_rebuilt_and_the_others_stay(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    (done,) = shelf.rebuild("trail")
    assert (done.view, done.position, done.differing) == ("trail", ledger.head(), 0)
    assert tables(shelf, "trail") == {"before": "view_trail_1", "live": "view_trail_2"}
    assert tables(shelf, "waiting") == {"live": "view_waiting_1"}
    assert everything(shelf) == folded(ledger)
    with pytest.raises(LookupError, match="no view gossip"):
        shelf.rebuild("gossip")


def test_a_rebuild_says_how_many_rows_were_otherwise(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    right = {each.name: shelf.digest(each) for each in PROJECTIONS}
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE view_waiting_1 SET post = 'nobody' WHERE key = 'plan-4/cabinet.version-1'")
        hand.ask("DELETE FROM view_trail_1 WHERE key < 'plan-1/000003'")
    left = len(shelf.rows("trail"))
    found = {each.view: each.differing for each in shelf.rebuild()}
    assert found == {
        "heads": 0,
        "plan_now": 0,
        "trail": ledger.head() - left,
        "waiting": 1,
        "coverage": 0,
        "deadlines": 0,
    }
    assert {each.name: shelf.digest(each) for each in PROJECTIONS} == right


def test_what_was_in_use_before_can_be_used_again_and_goes_on_from_its_own_position(
    target: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with pytest.raises(LookupError, match="Nothing stands by for trail"):
        shelf.back("trail")
    shelf.rebuild("trail")
    enter(ledger, [s.report_to_the_board], "plan-1")
    shelf.catch_up()
    assert shelf.back("trail") == ["trail"]
    assert tables(shelf, "trail") == {"before": "view_trail_2", "live": "view_trail_1"}
    assert everything(shelf) == folded(ledger)
    shelf.rebuild()
    assert "before" in tables(shelf, "waiting")
    assert sorted(shelf.back()) == sorted(each.name for each in PROJECTIONS)
    assert everything(shelf) == folded(ledger)


def test_views_at_several_positions_are_followed_in_one_pass(
    target: str, ledger: Ledger, shelves: list[Shelf], small: None
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    for number, name in enumerate(("trail", "coverage", "waiting")):
        shelf.rebuild(name)
        for plan in ("plan-1", "plan-2"):
            enter(ledger, [s.report_to_the_board.model_copy(update={"summary": f"Report {number}."})], plan)
        shelf.catch_up()
    former = {view.name: view for view in shelf._views.seen() if view.standing == "before"}
    with shelf._side.transaction(alone=True) as hand:
        for view in shelf._views.listed(hand.ask, "live"):
            if view.name in former:
                shelf._views.stand(hand, view, "before")
                shelf._views.stand(hand, former[view.name], "live")
    assert len({view.position for view in shelf._views.seen() if view.standing == "live"}) > 1
    shelf.catch_up(limit=1)
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []


def test_an_interrupted_rebuild_is_gone_on_with(target: str, ledger: Ledger, shelves: list[Shelf], small: None) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with pytest.raises(Interrupted):
        shelf.rebuild(progress=interrupt_after(2))
    assert everything(shelf) == folded(ledger)
    enter(ledger, [s.report_to_the_board], "plan-1")
    told: list[int] = []
    shelf.rebuild(progress=lambda position, _head: told.append(position))
    assert told[0] > 2 * SMALL
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []
    assert not [view for view in shelf._views.seen() if view.standing == "building"]


def test_what_another_edition_began_is_not_gone_on_with(
    target: str, ledger: Ledger, shelves: list[Shelf], small: None
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with pytest.raises(Interrupted):
        shelf.rebuild("waiting", progress=interrupt_after(1))
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE shelf_views SET edition = 'waiting/0' WHERE standing = 'building'")
    told: list[int] = []
    shelf.rebuild("waiting", progress=lambda position, _head: told.append(position))
    assert told[0] == SMALL
    assert everything(shelf) == folded(ledger)


def test_a_killed_rebuild_is_gone_on_with(shared: str, kept: str, shelves: list[Shelf], small: None) -> None:
    ledger = busy_book(open_store(kept))
    shelf = open_shelf(shared, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    here, there = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=rebuild_and_hang, args=(kept, shared, there))
    process.start()
    try:
        assert [here.recv(), here.recv()] == [SMALL, 2 * SMALL]
        with pytest.raises(Unavailable, match="being rebuilt here already"):
            shelf.rebuild("trail")
        enter(ledger, [s.report_to_the_board], "plan-1")
        shelf.catch_up()
        assert everything(shelf) == folded(ledger)
    finally:
        process.kill()
        process.join()
    told: list[int] = []
    shelf.rebuild(progress=lambda position, _head: told.append(position))
    assert told[0] == 3 * SMALL
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []
    ledger.store.close()


def test_processes_that_follow_at_once_neither_double_nor_lose(shared: str, kept: str, shelves: list[Shelf]) -> None:
    ledger = busy_book(open_store(kept))
    here, there = get_context("spawn").Pipe(duplex=False)
    processes = [get_context("spawn").Process(target=catch_up_and_tell, args=(kept, shared, there)) for _ in range(2)]
    for process in processes:
        process.start()
    assert sum(here.recv() for _ in processes) == ledger.head()
    for process in processes:
        process.join()
    shelf = open_shelf(shared, ledger)
    shelves.append(shelf)
    assert everything(shelf) == folded(ledger)
    ledger.store.close()


def test_writes_and_followers_go_on_during_a_rebuild(
    shared: str, ledger: Ledger, shelves: list[Shelf], small: None
) -> None:
    shelf, follower = open_shelf(shared, ledger), open_shelf(shared, ledger)
    shelves += [shelf, follower]
    shelf.catch_up()
    stop = threading.Event()
    seen: list[bool] = []

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            board = s.report_to_the_board.model_copy(update={"summary": f"Report {number}."})
            enter(ledger, [board], "plan-1")
            seen.append(follower.wait_for(ledger.head(), timeout=10))

    writing = threading.Thread(target=write)
    writing.start()
    for _ in range(3):
        shelf.rebuild()
    stop.set()
    writing.join()
    assert len(seen) > 3
    assert all(seen)
    shelf.catch_up()
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []


def test_a_failed_switch_changes_nothing(
    target: str, ledger: Ledger, shelves: list[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    before = tables(shelf, "waiting")["live"]
    stand = shelf._views.stand

    def broken(hand: object, view: View, standing: object) -> None:
        stand(hand, view, standing)  # type: ignore[arg-type]
        if view.name == "waiting":
            raise Interrupted

    monkeypatch.setattr(shelf._views, "stand", broken)
    with pytest.raises(Interrupted):
        shelf.rebuild()
    monkeypatch.undo()
    assert tables(shelf, "waiting")["live"] == before
    enter(ledger, [s.report_to_the_board], "plan-1")
    shelf.catch_up()
    assert everything(shelf) == folded(ledger)
    shelf.rebuild()
    assert everything(shelf) == folded(ledger)


def test_code_that_is_put_back_finds_its_own_view_again(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    old = open_shelf(target, ledger)
    shelves.append(old)
    old.catch_up()
    raised = PerPlan("waiting", WAITING.version + 1, WAITING.row, lambda _plan: {}, WAITING.post)
    new = Shelf(old._side, ledger, [p if p is not WAITING else raised for p in PROJECTIONS])
    assert new.rows("waiting") == []
    again = Shelf(old._side, ledger)
    assert again.rows("waiting") == folded(ledger)["waiting"]
    assert tables(again, "waiting") == {"live": "view_waiting_1", "before": "view_waiting_2"}


def test_what_the_versions_before_kept_is_cleared_away(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("CREATE TABLE shelf (name text PRIMARY KEY, edition text, position bigint, mark text)")
        hand.ask("CREATE TABLE view_trail (key text PRIMARY KEY, plan text, post text, body text)")
    shelf.catch_up()
    assert not shelf._side.has("shelf")
    assert not shelf._side.has("view_trail")
    assert everything(shelf) == folded(ledger)


def test_whoever_waits_for_a_line_sees_it_whether_anybody_follows_or_not(
    shared: str, kept: str, shelves: list[Shelf]
) -> None:
    ledger = book(open_store(kept))
    shelf = open_shelf(shared, ledger)
    shelves.append(shelf)
    enter(ledger, s.opened, "plan-1")
    assert shelf.wait_for(ledger.head(), timeout=10)
    assert [row.plan for row in shelf.rows("plan_now")] == ["plan-1"]
    assert not shelf.wait_for(ledger.head() + 1, timeout=0.05)
    late = threading.Timer(0.1, lambda: enter(ledger, s.opened, "plan-2"))
    late.start()
    assert shelf.wait_for(ledger.head() + 1, timeout=10)
    assert len(shelf.rows("plan_now")) == 2
    late.join()
    ledger.store.close()


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, ledger: Ledger, shelves: list[Shelf], small: None
) -> None:
    shelf = open_shelf(str(tmp_path / "views.db"), ledger)
    shelves.append(shelf)
    shelf.catch_up()
    pages = shelf._side.read("PRAGMA page_count")[0][0]
    with shelf._side.transaction(alone=True) as hand:
        hand.ask(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match=r"The disk under .* is full"):
        shelf.rebuild()
    assert everything(shelf) == folded(ledger)
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("PRAGMA max_page_count = 1000000")
    shelf.rebuild()
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []


def test_a_connection_lost_within_a_rebuild_costs_no_more_than_its_transaction(
    postgres_url: str, ledger: Ledger, shelves: list[Shelf], small: None
) -> None:
    shelf, other = open_shelf(postgres_url, ledger), open_shelf(postgres_url, ledger)
    shelves += [shelf, other]
    shelf.catch_up()

    def cut(position: int, _head: int) -> None:
        if position == 2 * SMALL:
            with other._side.transaction(alone=False) as hand:
                hand.ask(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

    with pytest.raises(Unavailable):
        shelf.rebuild(progress=cut)
    assert everything(shelf) == folded(ledger)
    told: list[int] = []
    shelf.rebuild(progress=lambda position, _head: told.append(position))
    assert told[0] == 3 * SMALL
    assert everything(shelf) == folded(ledger)
