"""The shelf: however the lines reach it, the rows are those of the history, and it may be thrown away."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import samples as s
from given import day
from histories import book, enter
from shelved import everything, folded

from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.catalogue import PROJECTIONS
from projections.deadlines import DEADLINES
from projections.projection import PerPlan
from projections.shelf import Shelf, open_shelf
from projections.trail import TRAIL
from projections.waiting import WAITING

pytest_plugins = ["places"]


def test_followed_in_small_batches_rebuilt_and_folded_from_scratch_are_the_same(
    target: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    assert shelf.catch_up(limit=3) == ledger.head() == shelf.position()
    followed = everything(shelf)
    assert followed == folded(ledger)
    assert {each.position for each in shelf.rebuild()} == {ledger.head()}
    assert everything(shelf) == followed
    assert shelf.catch_up() == 0


def test_a_shelf_opened_anew_goes_on_where_the_last_one_stopped(
    shared: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    first = open_shelf(shared, ledger)
    first.catch_up()
    first.close()
    for number in range(1, 4):
        enter(ledger, [s.report_to_the_board], f"plan-{number}")
    second = open_shelf(shared, ledger)
    shelves.append(second)
    assert second.catch_up() == 3
    assert everything(second) == folded(ledger)


def test_rows_are_found_by_plan_and_by_post(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert {row.plan for row in shelf.rows(WAITING, plan="plan-4")} == {"plan-4"}
    assert [(row.plan, row.about) for row in shelf.rows(WAITING, post="cabinet")] == [("plan-4", "version-1")]
    assert shelf.rows(WAITING, plan="plan-1", post="cabinet") == []
    deadline = shelf.row(DEADLINES, "plan-2", "statement")
    assert deadline
    assert deadline.computed == day("2022-07-15")
    line = shelf.row(TRAIL, "plan-2", "2")
    assert line
    assert (line.number, line.kind) == (2, "plan.report-received")
    assert shelf.row("deadlines", "plan-77", "statement") is None
    with pytest.raises(LookupError, match="no view gossip"):
        shelf.rows("gossip")


def test_a_row_that_is_no_longer_there_goes(target: str, shelves: list[Shelf]) -> None:
    ledger = book()
    enter(ledger, s.with_cabinet)
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert len(shelf.rows(WAITING, post="cabinet")) == 1
    enter(ledger, [s.withdraw_the_question])
    shelf.catch_up()
    assert shelf.rows(WAITING, post="cabinet") == []


def test_a10_comes_after_a2(target: str, shelves: list[Shelf]) -> None:
    ledger = book()
    enter(ledger, s.report_in)
    for number in (10, 2, 1):
        enter(ledger, [s.record_weak_supervision.model_copy(update={"finding": f"R{number}"})])
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert [row.finding for row in shelf.rows("coverage")] == ["R1", "R2", "R10"]


def test_two_shelves_on_one_database_neither_double_nor_lose(shared: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelves += [open_shelf(shared, ledger) for _ in range(3)]
    done: list[int] = []
    threads = [threading.Thread(target=lambda each=each: done.append(each.catch_up(limit=2))) for each in shelves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == ledger.head()
    assert everything(shelves[0]) == folded(ledger)
    assert shelves[0].check() == []


def _breaking(side: Any, after: int) -> Any:
    """The side, whose power goes once: when the rows of so many projections that follow from plans are written."""
    left = [after]
    transaction = side.transaction

    @contextmanager
    def broken(*, alone: bool) -> Iterator[Any]:
        with transaction(alone=alone) as hand:
            put = hand.put

            def breaking(table: str, rows: Sequence[Any]) -> None:
                put(table, rows)
                left[0] -= 1
                if left[0] == 0:
                    raise Unavailable("The power goes.")

            hand.put = breaking
            yield hand

    side.transaction = broken
    return side


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_failure_within_a_batch_loses_nothing(target: str, ledger: Ledger, shelves: list[Shelf], after: int) -> None:
    whole = open_shelf(target, ledger)
    shelf = Shelf(_breaking(whole._side, after), ledger)
    shelves.append(shelf)
    with pytest.raises(Unavailable, match="The power goes"):
        shelf.catch_up(limit=10)
    assert shelf.position() == len(shelf.rows("trail")) < ledger.head()
    assert shelf.position() % 10 == 0
    shelf.catch_up(limit=10)
    assert everything(shelf) == folded(ledger)


def test_readers_of_a_rebuild_see_all_of_it_or_nothing(shared: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf, reader = open_shelf(shared, ledger), open_shelf(shared, ledger)
    shelves += [shelf, reader]
    shelf.catch_up()
    seen: set[int] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.add(len(reader.rows("trail")))

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(5):
        shelf.rebuild(progress=lambda _position, _head: seen.add(len(reader.rows("trail"))))
    stop.set()
    looking.join()
    assert seen == {ledger.head()}


def test_a_check_finds_every_row_that_was_touched(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert shelf.check() == []
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE view_plan_now_1 SET body = replace(body, 'with cabinet', 'drafting') WHERE plan = 'plan-4'")
        hand.ask("DELETE FROM view_trail_1 WHERE key = 'plan-1/000001'")
        hand.ask("INSERT INTO view_coverage_1 VALUES ('plan-1/R99', 'plan-1', NULL, '{}')")
        hand.ask("UPDATE view_waiting_1 SET post = 'nobody' WHERE key = 'plan-4/cabinet.version-1'")
    told = {(d.projection, d.key): d for d in shelf.check()}
    assert {where: d.what for where, d in told.items()} == {
        ("plan_now", "plan-4/now"): "The row differs from the ledger in stage.",
        ("trail", "plan-1/000001"): "The row is missing.",
        ("coverage", "plan-1/R99"): "The ledger knows of no such row.",
        ("waiting", "plan-4/cabinet.version-1"): "The row differs from the ledger in the column post.",
    }
    assert told["trail", "plan-1/000001"].live is None
    assert told["coverage", "plan-1/R99"].built is None
    shelf.rebuild()
    assert shelf.check() == []


def test_a_raised_version_is_rebuilt_on_first_use(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    old = open_shelf(target, ledger)
    shelves.append(old)
    old.catch_up()
    raised = PerPlan("waiting", WAITING.version + 1, WAITING.row, lambda _plan: {}, WAITING.post)
    new = Shelf(old._side, ledger, [p if p is not WAITING else raised for p in PROJECTIONS])
    assert new.rows("waiting") == []
    assert new.position() == ledger.head()
    enter(ledger, [s.report_to_the_board], "plan-1")
    with pytest.raises(Unavailable, match="Another version of Minutebook"):
        old.catch_up()


def test_a_shelf_of_another_book_is_rebuilt_on_first_use(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    before = open_shelf(target, ledger)
    shelves.append(before)
    before.catch_up()
    other = book()
    enter(other, s.opened, "another")
    shelf = Shelf(before._side, other)
    assert [row.plan for row in shelf.rows("plan_now")] == ["another"]
    assert shelf.position() == other.head() == 2


def test_progress_is_told(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    told: list[tuple[int, int]] = []
    shelf.catch_up(limit=40, progress=lambda position, head: told.append((position, head)))
    head = ledger.head()
    assert told == [(min(n, head), head) for n in range(40, head + 40, 40)]
    told.clear()
    shelf.check(progress=lambda position, head: told.append((position, head)))
    assert told == [(head, head)]


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "views.db"
    path.write_bytes(b"these are not the views" * 500)
    with pytest.raises(Unavailable, match=r"are damaged .* delete that file; they are built anew from the ledger"):
        open_shelf(str(path), ledger).catch_up()


def test_a_torn_file_says_what_to_do(tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "views.db"
    shelf = open_shelf(str(path), ledger)
    shelf.catch_up()
    shelf.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(Unavailable, match="delete that file"):
        open_shelf(str(path), ledger).rows("trail")
    path.unlink()
    anew = open_shelf(str(path), ledger)
    anew.catch_up()
    assert everything(anew) == folded(ledger)
    anew.close()


def test_a_row_that_minutebook_did_not_write_says_what_to_do(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE view_waiting_1 SET body = 'tea' WHERE plan = 'plan-4'")
    with pytest.raises(Unavailable, match="rebuild the views"):
        shelf.rows("waiting")
    shelf.rebuild()
    assert shelf.rows("waiting")


@pytest.mark.parametrize("target", ["", "mysql://here", "file::memory:"])
def test_an_odd_place_is_refused_with_the_forms_that_work(target: str, ledger: Ledger) -> None:
    with pytest.raises(Unavailable, match="memory:, the path of a file, or postgresql://"):
        open_shelf(target, ledger)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(Unavailable, match="check that the folder exists"):
        open_shelf(str(tmp_path / "nowhere" / "views.db"), ledger)


def test_a_server_that_is_not_there_is_named(ledger: Ledger) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        open_shelf("postgresql://127.0.0.1:1/views", ledger)


def test_tables_that_are_gone_say_what_to_do(postgres_url: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(postgres_url, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("DROP TABLE view_waiting_1")
    with pytest.raises(Unavailable, match="drop the table shelf_views"):
        shelf.rows("waiting")
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("DROP TABLE shelf_views")
    again = open_shelf(postgres_url, ledger)
    shelves.append(again)
    again.catch_up()
    assert everything(again) == folded(ledger)


def test_a_lost_connection_is_made_again(postgres_url: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf, other = open_shelf(postgres_url, ledger), open_shelf(postgres_url, ledger)
    shelves += [shelf, other]
    shelf.catch_up()
    with other._side.transaction(alone=False) as hand:
        hand.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert shelf.rows("trail")
    enter(ledger, [s.report_to_the_board], "plan-1")
    assert shelf.catch_up() == 1
    assert everything(shelf) == folded(ledger)


def test_waiting_for_a_post_is_an_index_look_up(tmp_path: Path, ledger: Ledger) -> None:
    shelf = open_shelf(str(tmp_path / "views.db"), ledger)
    shelf.catch_up()
    plan = shelf._side.read("EXPLAIN QUERY PLAN SELECT body FROM view_waiting_1 WHERE post = ?", "cabinet")
    assert "view_waiting_1_post" in str(plan)
    shelf.close()
