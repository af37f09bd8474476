"""Parked plans: one that cannot be folded waits with its error, all others go on, and it is tried again."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import samples as s
from histories import enter
from shelved import everything, folded

from domain.plan import Plan, evolve
from domain.value import Value
from ledger.ledger import Ledger
from ledger.record import Record
from ledger.stores import Row, Unavailable
from projections import folding
from projections.catalogue import PROJECTIONS
from projections.deadlines import DEADLINES, DeadlineRow, deadlines
from projections.projection import PerLine, PerPlan, Projection
from projections.shelf import Shelf, open_shelf
from projections.trail import TRAIL, TrailLine, trail_line

pytest_plugins = ["places"]


class Fault:
    """Two projections that fail for one plan, for as long as it is `there`: from its third line on, and at any time."""

    def __init__(self, plan: str) -> None:
        self.plan = plan
        self.there = True

    def of(self, record: Record) -> TrailLine:
        if self.there and record.stream == self.plan and record.number >= 3:
            raise RuntimeError(f"nothing tells\nline {record.number}")
        return trail_line(record)

    def rows(self, plan: Plan) -> Mapping[str, DeadlineRow]:
        if self.there and plan.id == self.plan:
            raise ZeroDivisionError("no days to divide by")
        return deadlines(plan)

    @property
    def projections(self) -> Sequence[Projection]:
        kept = [p for p in PROJECTIONS if p not in (TRAIL, DEADLINES)]
        trail = PerLine(TRAIL.name, TRAIL.version, TRAIL.row, self.of)
        return [*kept, trail, PerPlan(DEADLINES.name, DEADLINES.version, DEADLINES.row, self.rows)]


@pytest.fixture
def fault() -> Fault:
    return Fault("plan-2")


@pytest.fixture
def shelf(target: str, ledger: Ledger, shelves: list[Shelf], fault: Fault) -> Shelf:
    shelves.append(Shelf(open_shelf(target, ledger)._side, ledger, fault.projections))
    return shelves[0]


def but_for(rows: list[Any], plan: str) -> list[Value]:
    return [row for row in rows if row.plan != plan]


def places(shelf: Shelf) -> dict[str, tuple[str, int]]:
    return {each.view: (each.plan, each.number) for each in shelf.parked()}


@pytest.mark.parametrize("limit", [3, 1_000])
def test_what_fails_for_one_plan_parks_it_there_and_all_else_goes_on(shelf: Shelf, ledger: Ledger, limit: int) -> None:
    assert shelf.catch_up(limit=limit) == ledger.head() == shelf.position()
    right = folded(ledger)
    kept = everything(shelf)
    assert {name: kept[name] for name in ("plan_now", "waiting", "coverage")} == {
        name: right[name] for name in ("plan_now", "waiting", "coverage")
    }
    for name in ("trail", "deadlines"):
        assert but_for(kept[name], "plan-2") == but_for(right[name], "plan-2")
    assert [row.number for row in shelf.rows("trail", plan="plan-2")] == [1, 2]
    assert shelf.rows("deadlines", plan="plan-2") == []
    told = {each.view: each for each in shelf.parked()}
    assert told["trail"].number == 3
    assert told["trail"].error == "RuntimeError: nothing tells line 3."
    assert told["deadlines"].error == "ZeroDivisionError: no days to divide by."
    assert told["trail"].sentence.startswith("plan-2 is parked in the view trail since its line 3 (position ")


def test_what_is_parked_stays_so_while_its_lines_come_in(shelf: Shelf, ledger: Ledger) -> None:
    shelf.catch_up()
    before = places(shelf)
    enter(ledger, [s.report_to_the_board], "plan-2")
    enter(ledger, [s.report_to_the_board], "plan-1")
    assert shelf.catch_up() == 2
    assert places(shelf) == before
    assert len(shelf.rows("trail", plan="plan-2")) == 2
    assert shelf.rows("trail", plan="plan-1") == [r for r in folded(ledger)["trail"] if r.plan == "plan-1"]  # type: ignore[attr-defined]


def test_retried_before_the_fix_it_stays_and_after_it_is_as_if_nothing_had_been(
    shelf: Shelf, ledger: Ledger, fault: Fault
) -> None:
    shelf.catch_up(limit=10)
    enter(ledger, [s.report_to_the_board], "plan-2")
    shelf.catch_up()
    assert {each.view: each.error for each in shelf.retry()} == {
        "trail": "RuntimeError: nothing tells line 3.",
        "deadlines": "ZeroDivisionError: no days to divide by.",
    }
    assert len(shelf.parked()) == 2
    fault.there = False
    assert shelf.retry(plan="plan-3") == []
    assert [(each.view, each.error) for each in shelf.retry("trail", "plan-2")] == [("trail", None)]
    assert set(places(shelf)) == {"deadlines"}
    assert [(each.view, each.error) for each in shelf.retry()] == [("deadlines", None)]
    assert shelf.parked() == []
    assert everything(shelf) == folded(ledger)
    enter(ledger, [s.report_to_the_board.model_copy(update={"summary": "Again."})], "plan-2")
    shelf.catch_up()
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []


def test_another_shelf_retries_and_the_first_goes_on_rightly(shelf: Shelf, ledger: Ledger, fault: Fault) -> None:
    shelf.catch_up()
    fault.there = False
    other = Shelf(shelf._side, ledger, fault.projections)
    assert {each.error for each in other.retry()} == {None}
    enter(ledger, [s.report_to_the_board], "plan-2")
    shelf.catch_up()
    assert everything(shelf) == folded(ledger)
    assert shelf.check() == []


def test_a_rebuild_after_the_fix_parks_nothing(shelf: Shelf, ledger: Ledger, fault: Fault) -> None:
    shelf.catch_up()
    shelf.rebuild()
    assert set(places(shelf)) == {"trail", "deadlines"}
    fault.there = False
    shelf.rebuild()
    assert shelf.parked() == []
    assert everything(shelf) == folded(ledger)


def test_what_cannot_be_folded_parks_the_plan_where_plans_count_and_the_trail_goes_on(
    target: str, ledger: Ledger, shelves: list[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:

    def broken(plan: Plan | None, event: Any, act: Any, stream: str) -> Plan:
        if stream == "plan-3" and event.kind == "plan.version-cut":
            raise KeyError("R1")
        return evolve(plan, event, act, stream)

    monkeypatch.setattr(folding, "evolve", broken)
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    cut = next(line for line in ledger.lines("plan-3") if line.kind == "plan.version-cut")
    assert places(shelf) == dict.fromkeys(
        ("heads", "plan_now", "waiting", "coverage", "deadlines"), ("plan-3", cut.number)
    )
    assert shelf.rows("trail") == folded(ledger)["trail"]
    before = ledger.plan("plan-3", as_at=cut.position - 1)
    assert before
    assert shelf.rows("deadlines", plan="plan-3") == [row for _, row in sorted(deadlines(before).items())]
    monkeypatch.undo()
    assert {each.error for each in shelf.retry()} == {None}
    assert everything(shelf) == folded(ledger)


class Torn:
    """A store in which one line reads as other bytes than were written, until it is mended."""

    def __init__(self, ledger: Ledger, position: int) -> None:
        self._ledger = ledger
        self._after, self._stream = ledger.store.after, ledger.store.stream
        self.position = position
        ledger.store.after = lambda *a, **k: self._rows(self._after(*a, **k))  # type: ignore[method-assign]
        ledger.store.stream = lambda *a, **k: self._rows(self._stream(*a, **k))  # type: ignore[method-assign]

    def _rows(self, rows: list[Row]) -> list[Row]:
        return [row._replace(line=b"{}") if row.position == self.position else row for row in rows]


def test_a_damaged_line_parks_its_plan_in_every_view_until_it_is_mended(
    target: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    right = folded(ledger)
    line = list(ledger.lines("plan-5"))[3]
    torn = Torn(ledger, line.position)
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up(limit=15)
    assert shelf.position() == ledger.head()
    assert places(shelf) == {p.name: ("plan-5", 4) for p in PROJECTIONS}
    assert {each.error for each in shelf.parked()} == {
        f"Damaged: The line at position {line.position} is damaged: its bytes are not a line."
    }
    for name, rows in everything(shelf).items():
        assert but_for(rows, "plan-5") == but_for(right[name], "plan-5")
    assert [row.number for row in shelf.rows("trail", plan="plan-5")] == [1, 2, 3]
    assert len([each for each in shelf.retry() if each.error]) == len(PROJECTIONS)
    torn.position = 0
    assert {each.error for each in shelf.retry()} == {None}
    assert everything(shelf) == folded(ledger) == right
    assert shelf.check() == []


def test_a_damaged_refusal_parks_the_refusals_in_the_trail_alone(
    target: str, ledger: Ledger, shelves: list[Shelf]
) -> None:
    Torn(ledger, next(ledger.lines("refusals")).position)
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    assert places(shelf) == {"trail": ("refusals", 1)}


def test_what_is_out_of_reach_parks_nothing(
    target: str, ledger: Ledger, shelves: list[Shelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = open_shelf(target, ledger)
    shelves.append(shelf)
    shelf.catch_up()
    enter(ledger, [s.report_to_the_board], "plan-1")

    def gone(*_: object, **__: object) -> Plan | None:
        raise Unavailable("The ledger cannot be reached.")

    monkeypatch.setattr(ledger, "plan", gone)
    monkeypatch.setattr(ledger, "at_hand", lambda *_: None)
    again = Shelf(shelf._side, ledger)
    with pytest.raises(Unavailable, match="cannot be reached"):
        again.catch_up()
    monkeypatch.undo()
    assert again.parked() == []
    again.catch_up()
    assert everything(again) == folded(ledger)
