"""The shelf: however the lines reach it, the rows are those of the history, and it may be thrown away."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import samples as s
from given import day
from histories import book, busy_book, enter

from domain.plan import Plan
from domain.value import Value
from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.catalogue import PROJECTIONS
from projections.deadlines import DEADLINES, DeadlineRow, deadlines
from projections.projection import PerLine, PerPlan, Projection
from projections.shelf import Shelf, open_shelf
from projections.trail import TRAIL
from projections.waiting import WAITING

Everything = dict[str, list[Value]]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return "memory:" if request.param == "memory" else str(tmp_path / "views.db")


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place that two shelves can share."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else str(tmp_path / "views.db")


@pytest.fixture
def ledger() -> Ledger:
    return busy_book()


@pytest.fixture
def shelves() -> Iterator[list[Shelf]]:
    opened: list[Shelf] = []
    yield opened
    for shelf in opened:
        shelf.close()


def everything(shelf: Shelf) -> Everything:
    return {p.name: shelf.rows(p.name) for p in PROJECTIONS}


def folded(ledger: Ledger) -> Everything:
    """What the rows must be: each projection's function over the ledger's own fold, plan by plan."""
    found: dict[str, list[Value]] = {}
    for projection in PROJECTIONS:
        if isinstance(projection, PerLine):
            lines = sorted(ledger.after(0, 10_000), key=lambda line: (line.stream, line.number))
            found[projection.name] = [projection.of(line) for line in lines]
        else:
            found[projection.name] = list(_of_plans(ledger, projection))
    return found


def _of_plans(ledger: Ledger, projection: PerPlan[Any]) -> Iterator[Value]:
    for name in ledger.plans():
        plan = ledger.plan(name)
        assert plan
        rows = projection.rows(plan)
        yield from (rows[key] for key in sorted(rows))


def test_followed_in_small_batches_rebuilt_and_folded_from_scratch_are_the_same(
    target: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    assert shelf.catch_up(limit=3) == ledger.head() == shelf.position()
    followed = everything(shelf)
    assert followed == folded(ledger)
    assert shelf.rebuild() == ledger.head()
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


def _breaking(after: int) -> Sequence[Projection]:
    """The catalogue, whose last projection fails once: the others' rows of that batch have been written by then."""
    left = [after]

    def rows(plan: Plan) -> Mapping[str, DeadlineRow]:
        left[0] -= 1
        if left[0] == 0:
            raise RuntimeError("the power goes")
        return deadlines(plan)

    broken = PerPlan(DEADLINES.name, DEADLINES.version, DEADLINES.row, rows)
    return [*(p for p in PROJECTIONS if p is not DEADLINES), broken]


@pytest.mark.parametrize("after", [1, 7, 20])
def test_a_failure_within_a_batch_loses_nothing(target: str, ledger: Ledger, shelves: list[Shelf], after: int) -> None:
    whole = open_shelf(target, ledger)
    shelf = Shelf(whole._side, ledger, _breaking(after))
    shelves.append(shelf)
    with pytest.raises(RuntimeError, match="the power goes"):
        shelf.catch_up(limit=10)
    assert shelf.position() == len(shelf.rows("trail")) < ledger.head()
    assert shelf.position() % 10 == 0
    shelf.catch_up(limit=10)
    assert everything(shelf) == folded(ledger)


def test_a_failed_rebuild_leaves_what_was_there(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    whole = open_shelf(target, ledger)
    shelves.append(whole)
    whole.catch_up()
    with pytest.raises(RuntimeError, match="the power goes"):
        Shelf(whole._side, ledger, _breaking(3)).rebuild()
    assert everything(whole) == folded(ledger)
    assert whole.check() == []


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
        shelf.rebuild(lambda _position, _head: seen.add(len(reader.rows("trail"))))
    stop.set()
    looking.join()
    assert seen == {ledger.head()}


def test_a_check_finds_every_row_that_was_touched(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert shelf.check() == []
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE view_plan_now SET body = replace(body, 'with cabinet', 'drafting') WHERE plan = 'plan-4'")
        hand.ask("DELETE FROM view_trail WHERE key = 'plan-1/000001'")
        hand.ask("INSERT INTO view_coverage VALUES ('plan-1/R99', 'plan-1', NULL, '{}')")
        hand.ask("UPDATE view_waiting SET post = 'nobody' WHERE key = 'plan-4/cabinet.version-1'")
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


def test_a_damaged_fold_is_made_good_from_the_ledger(target: str, ledger: Ledger, shelves: list[Shelf]) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("UPDATE view_plans SET body = '{\"number\": 3}' WHERE plan = 'plan-4'")
        hand.ask("DELETE FROM view_plans WHERE plan = 'plan-5'")
    again = Shelf(shelf._side, ledger)
    for plan in ("plan-4", "plan-5"):
        enter(ledger, [s.report_to_the_board], plan)
    again.catch_up()
    assert everything(again) == folded(ledger)
    assert again.check() == []


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
    shelf.check(lambda position, head: told.append((position, head)))
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
        hand.ask("UPDATE view_waiting SET body = 'tea' WHERE plan = 'plan-4'")
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
        hand.ask("DROP TABLE view_waiting")
    with pytest.raises(Unavailable, match="drop the table shelf"):
        shelf.rows("waiting")
    with shelf._side.transaction(alone=True) as hand:
        hand.ask("DROP TABLE shelf")
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
    with pytest.raises(Unavailable):
        shelf.catch_up()
    assert shelf.catch_up() == 1
    assert everything(shelf) == folded(ledger)


def test_waiting_for_a_post_is_an_index_look_up(tmp_path: Path, ledger: Ledger) -> None:
    shelf = open_shelf(str(tmp_path / "views.db"), ledger)
    shelf.catch_up()
    plan = shelf._side.read("EXPLAIN QUERY PLAN SELECT body FROM view_waiting WHERE post = ?", "cabinet")
    assert "view_waiting_post" in str(plan)
    shelf.close()
