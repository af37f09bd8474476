"""Rebuilding by several processes: the rows that one makes; and where one of them ends early, nothing is switched."""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import samples as s
from haunted import DIES, FAILS, HANGS, HAUNTED
from histories import book, busy_book, enter
from minutebook import minutebook
from shelved import everything, folded

from domain.reading import Misfit
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.stores import Unavailable
from projections import rebuilding
from projections.catalogue import PROJECTIONS
from projections.parting import PARTS, fold
from projections.shelf import Shelf, open_shelf

pytest_plugins = ["places"]

FEW = 4
"""Lines of a transaction."""


def rebuild_and_tell(url: str, heard: Any) -> None:
    """Rebuild by two processes; say how far they are."""
    setattr(rebuilding, "BATCH", FEW)  # noqa: B010
    shelf = Shelf(open_shelf(url, ledger := book(open_store(url)))._side, ledger, HAUNTED)
    shelf.rebuild(progress=lambda position, _target: heard.send(position), processes=2)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", FEW)


@pytest.fixture
def ledger(postgres_url: str) -> Iterator[Ledger]:
    """A book that several processes read, beside the views."""
    ledger = busy_book(open_store(postgres_url))
    yield ledger
    ledger.store.close()


@pytest.fixture
def shelf(postgres_url: str, ledger: Ledger, shelves: list[Shelf]) -> Shelf:
    """Up to date."""
    shelves.append(Shelf(open_shelf(postgres_url, ledger)._side, ledger, HAUNTED))
    shelves[0].catch_up()
    return shelves[0]


def nothing_is_left(shelf: Shelf) -> bool:
    return shelf._side.read(f"SELECT count(*) FROM {PARTS}") == [(0,)] and not [
        view for view in shelf._views.seen() if view.standing == "building"
    ]


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_make_the_rows_that_one_makes(shelf: Shelf, ledger: Ledger, processes: int) -> None:
    right = {each.name: shelf.digest(each) for each in PROJECTIONS}
    positions: list[tuple[int, int]] = []
    built = shelf.rebuild(progress=lambda *far: positions.append(far), processes=processes)
    assert {each.view: (each.position, each.differing) for each in built} == {
        each.name: (ledger.head(), 0) for each in PROJECTIONS
    }
    assert {each.name: shelf.digest(each) for each in PROJECTIONS} == right
    assert positions == sorted(positions)
    assert positions[-1] == (ledger.head(), ledger.head())
    assert nothing_is_left(shelf)
    enter(ledger, [s.report_to_the_board], "plan-1")
    shelf.catch_up()
    assert everything(shelf) == folded(ledger)
    assert shelf.check(processes=processes) == []
    assert nothing_is_left(shelf)


@pytest.mark.parametrize(("then", "goes_on"), [(2, True), (3, False), (1, False)])
def test_after_a_process_was_killed_as_many_go_on_and_others_start_clean(
    shelf: Shelf, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, then: int, goes_on: bool
) -> None:
    before = [view for view in shelf._views.seen() if view.standing == "live"]
    monkeypatch.setenv(DIES, "plan-5/12")
    with pytest.raises(Unavailable, match=r"ended too early \(exit code -9\): rebuild again"):
        shelf.rebuild(processes=2)
    assert [view for view in shelf._views.seen() if view.standing == "live"] == before
    monkeypatch.delenv(DIES)
    enter(ledger, [s.report_to_the_board], "plan-1")
    shelf.catch_up()
    starts: list[int] = []

    def seen(*given: Any) -> None:
        starts.extend(position for (position,) in shelf._side.read(f"SELECT position FROM {PARTS}"))
        fold(*given)

    monkeypatch.setattr(rebuilding, "fold", seen)
    shelf.rebuild(processes=then)
    assert any(starts) == goes_on
    assert everything(shelf) == folded(ledger)
    assert nothing_is_left(shelf)
    assert shelf.check() == []


def test_what_one_process_began_several_go_on_with(
    shelf: Shelf, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_position: int, _head: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelf.rebuild("trail", progress=interrupted)
    positions: list[int] = []
    shelf.rebuild(progress=lambda position, _target: positions.append(position), processes=2)
    assert positions[-1] == ledger.head()
    assert everything(shelf) == folded(ledger)
    assert nothing_is_left(shelf)
    assert shelf.check() == []


def test_the_processes_end_with_the_one_that_started_them(
    postgres_url: str, shelf: Shelf, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HANGS, "plan-5/12")
    here, there = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=rebuild_and_tell, args=(postgres_url, there))
    process.start()
    there.close()
    try:
        while here.recv() < ledger.head() // 2:
            pass  # the other part is at its end, and this one hangs in a transaction
        with pytest.raises(Unavailable, match="being rebuilt here already"):
            shelf.rebuild("trail", processes=2)
    finally:
        process.kill()
        process.join()
    monkeypatch.delenv(HANGS)
    positions: list[int] = []
    shelf.rebuild(progress=lambda position, _target: positions.append(position), processes=2)
    assert positions[0] >= ledger.head() // 2
    assert everything(shelf) == folded(ledger)
    assert nothing_is_left(shelf)


def test_a_process_whose_part_another_rebuild_took_writes_no_more(
    postgres_url: str, shelf: Shelf, ledger: Ledger, shelves: list[Shelf]
) -> None:
    other = open_shelf(postgres_url, ledger)
    shelves.append(other)

    def take(_position: int, _target: int) -> None:
        with other._side.transaction(alone=False) as hand:
            hand.ask(f"UPDATE {PARTS} SET run = 'another'")

    with pytest.raises(Unavailable, match="being rebuilt here already"):
        shelf.rebuild(progress=take, processes=2)
    assert {view.table for view in shelf._views.seen() if view.standing == "live"} == {
        f"view_{each.name}_1" for each in PROJECTIONS
    }
    shelf.rebuild(processes=2)
    assert everything(shelf) == folded(ledger)


def test_what_fails_in_a_part_parks_its_plan_and_all_else_goes_on(
    shelf: Shelf, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FAILS, "plan-2/3")
    shelf.rebuild(processes=2)
    monkeypatch.delenv(FAILS)
    parked = {each.view: (each.plan, each.number, each.error) for each in shelf.parked()}
    assert set(parked) == {"trail", "deadlines"}
    assert parked["trail"] == ("plan-2", 3, "RuntimeError: nothing tells it.")
    assert [row.number for row in shelf.rows("trail", plan="plan-2")] == [1, 2]
    assert {each.error for each in shelf.retry()} == {None}
    assert everything(shelf) == folded(ledger)


def test_only_postgresql_has_room_for_several(tmp_path: Path, shelf: Shelf, postgres_url: str) -> None:
    with pytest.raises(Misfit, match="one process at least"):
        shelf.rebuild(processes=0)
    for target in ("memory:", str(tmp_path / "views.db"), postgres_url):
        elsewhere = open_shelf(target, busy_book())
        with pytest.raises(Misfit, match="on PostgreSQL only"):
            elsewhere.rebuild(processes=2)
        elsewhere.close()


def test_the_command_says_the_same(tmp_path: Path, postgres_url: str) -> None:
    words = ("--by", "dso-01", "--as", "democratic-services-officer", "title=A plan", "authority=gloucestershire")
    there = {"MINUTEBOOK_DATABASE_URL": postgres_url}
    assert minutebook(tmp_path, "do", "open-plan", "--plan", "glos-2022", *words, more=there).code == 0
    said = minutebook(tmp_path, "rebuild", "trail", "--processes", "2", more=there)
    assert said.code == 0, said.err
    assert said.out.startswith("trail is built anew, up to position 2; no rows were otherwise before.")
    assert said.err == ""
    assert minutebook(tmp_path, "do", "open-plan", "--plan", "glos-2022", *words).code == 0
    said = minutebook(tmp_path, "rebuild", "--processes", "2")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "on PostgreSQL only" in said.err
