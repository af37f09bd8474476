"""The targets of reading, rebuilding and looking back, on a log of real size and on its first tenth."""

from typing import NamedTuple

from benchmarks.figures import Contender, Demand, Figure, Log, Results, Scale, peaks, times

TENTH = "ours, a tenth"
TWO = "ours, 2 processes"
FIVE = "ours, five"
BOTH = ["plan_now", "trail"]


class Side(NamedTuple):
    """A kind of store: its name, its logs, and what the floor's programs are called."""

    name: str
    whole: Log
    tenth: Log
    alone: Log
    feed: str
    sql: str


POSTGRES = Side(
    "PostgreSQL",
    "log postgres",
    "small log postgres",
    "one plan postgres",
    "floor_rows:feed_postgres",
    "floor_rebuild:postgres",
)
SQLITE = Side("SQLite", "log file", "small log file", "one plan file", "floor_rows:feed_sqlite", "floor_rebuild:sqlite")


def on_logs(scale: Scale) -> tuple[Figure, ...]:
    """In the order in which they are measured."""
    return (
        _grown(POSTGRES),
        _grown(SQLITE),
        _feed(POSTGRES, scale),
        _feed(SQLITE, scale),
        _rebuilt_in_postgres(scale),
        _rebuilt_in_sqlite(scale),
        _five(scale),
        _as_at(POSTGRES),
        _as_at(SQLITE),
    )


def _grown(side: Side) -> Figure:
    def growth(results: Results) -> float:
        told = results["ours"].found
        return told["last"] / told["first"]

    title = f"append, {side.name}: last tenth of a log by the first"
    return Figure(
        title,
        "µs a line",
        (Contender("ours", "", side.whole),),
        (Demand(title, 1.15, growth, "× as long", "at most", floor=None),),
    )


def _feed(side: Side, scale: Scale) -> Figure:
    title = f"feed read and decode, {side.name}"
    return Figure(
        title,
        "lines/s",
        (
            Contender("ours", "ours:feed", side.whole, {"lines": scale.lines}),
            Contender("floor", side.feed, side.whole, {"lines": scale.lines}),
            Contender(TENTH, "ours:feed", side.tenth, {"lines": scale.lines // 10}),
        ),
        (Demand(title, 0.8, times("floor"), "× floor"), _growth(title)),
    )


def _rebuilt_in_postgres(scale: Scale) -> Figure:
    title = "rebuild of plan_now and trail, PostgreSQL"
    runner = {"plans": scale.of(1_000)}
    return Figure(
        title,
        "lines/s",
        (
            *_rebuilders(POSTGRES, scale),
            Contender(TWO, "ours_log:rebuild", POSTGRES.whole, {"lines": scale.lines, "names": BOTH, "processes": 2}),
            Contender("library", "library_rebuild:rebuild", "postgres", runner | {"durable": True}),
            Contender("library, not durable", "library_rebuild:rebuild", "postgres", runner | {"durable": False}),
        ),
        (
            Demand(title, 50, times("library"), "× library"),
            Demand(title, 0.6, times("floor"), "× SQL alone"),
            Demand("the same, two processes", 1, times("floor", TWO), "× SQL alone", ours=TWO),
            _growth(title),
            _flat(title),
        ),
    )


def _rebuilt_in_sqlite(scale: Scale) -> Figure:
    title = "rebuild of plan_now and trail, SQLite"
    return Figure(
        title,
        "lines/s",
        _rebuilders(SQLITE, scale),
        (Demand(title, 0.35, times("floor"), "× SQL alone"), _growth(title), _flat(title)),
    )


def _rebuilders(side: Side, scale: Scale) -> tuple[Contender, ...]:
    whole, tenth = {"lines": scale.lines, "names": BOTH}, {"lines": scale.lines // 10, "names": BOTH}
    return (
        Contender("ours", "ours_log:rebuild", side.whole, whole),
        Contender("floor", side.sql, side.whole, {"lines": scale.lines}),
        Contender(TENTH, "ours_log:rebuild", side.tenth, tenth),
    )


def _five(scale: Scale) -> Figure:
    def longer(results: Results) -> float:
        return results["ours"].median / results[FIVE].median

    title = "five projections in one pass, PostgreSQL"
    given = {"lines": scale.lines // 10}
    return Figure(
        title,
        "lines/s",
        (
            Contender("ours", "ours_log:rebuild", POSTGRES.tenth, given | {"names": ["plan_now"]}),
            Contender(FIVE, "ours_log:rebuild", POSTGRES.tenth, given),
        ),
        (Demand(title, 2.5, longer, "× as long as one", "at most", FIVE, None),),
    )


def _as_at(side: Side) -> Figure:
    title = f"plan as at a date, {side.name}"
    alone = "ours, a log of its own"
    return Figure(
        title,
        "ms",
        (Contender("ours", "ours_log:as_at", side.whole), Contender(alone, "ours_log:as_at", side.alone)),
        (Demand(title, 2, times(alone), "× a 1 k-line log", "at most", floor=None),),
    )


def _growth(title: str) -> Demand:
    return Demand(f"{title}: a line of all by one of a tenth", 1.15, _longer, "× as long", "at most", floor=None)


def _longer(results: Results) -> float:
    return results[TENTH].median / results["ours"].median


def _flat(title: str) -> Demand:
    return Demand(f"{title}: memory of all by a tenth", 1.1, peaks(TENTH), "× as much", "at most", floor=None)
