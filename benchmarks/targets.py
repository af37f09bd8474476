"""The table of targets: every figure with its contenders and demands."""

from benchmarks.figures import Contender, Demand, Figure, Kind, Scale, found, times, value
from benchmarks.targets_of_the_seal import of_the_seal
from benchmarks.targets_on_logs import on_logs

RATE = "commands/s"
LINES = "lines/s"
OURS_TWO = "ours, 2 processes"
OURS_SAME = "ours, same plan"


def figures(scale: Scale) -> tuple[Figure, ...]:
    """In the order in which they are measured."""
    return (*_commands(scale), _missed(scale), *_appends(scale), *_seen(scale), *on_logs(scale), *of_the_seal())


def _commands(scale: Scale) -> tuple[Figure, ...]:
    def crew(plans: int, writers: int, processes: int = 1, **more: object) -> dict[str, object]:
        given = {"plans": scale.of(plans), "writers": writers, "seconds": scale.seconds}
        return given | {"processes": processes} | more

    def all_of(place: Kind, writers: int) -> tuple[Contender, ...]:
        emmett = {k: v for k, v in crew(480, writers).items() if k != "processes"}
        return (
            Contender("ours", "ours:command", place, crew(2_400, writers)),
            Contender("floor", "floors:postgres", place, crew(2_400, writers)),
            Contender("library", "library:command", place, crew(480, writers)),
            Contender("library, cached", "library:command", place, crew(480, writers, cached=True)),
            Contender("emmett", "commands.mjs", place, emmett),
        )

    return (
        Figure(
            "command, 1 writer, PostgreSQL",
            RATE,
            all_of("postgres", 1),
            (
                Demand("command, 1 writer, PostgreSQL", 0.55, times("floor"), "× floor"),
                Demand("command, 1 writer, PostgreSQL", 1.5, times("emmett"), "× emmett"),
                Demand("command, 1 writer, PostgreSQL", 2, times("library"), "× library"),
            ),
        ),
        Figure(
            "command, 16 writers, PostgreSQL",
            RATE,
            (
                *all_of("postgres", 16),
                Contender(OURS_TWO, "ours:command", "postgres", crew(2_400, 16, 2)),
                Contender(OURS_SAME, "ours:command", "postgres", crew(2_400, 16, same=True)),
            ),
            (
                Demand("command, 16 writers, PostgreSQL", 0.85, times("floor"), "× floor"),
                Demand("command, 16 writers, PostgreSQL", 3, times("library"), "× library"),
                Demand("command, 16 writers, PostgreSQL", 2, times("emmett"), "× emmett"),
                Demand(
                    "the same, two processes of 8", 1, times("ours", OURS_TWO), "× one process of 16", ours=OURS_TWO
                ),
                Demand(
                    "the same, 16 on one plan", 0.4, times("ours", OURS_SAME), "× on different plans", ours=OURS_SAME
                ),
                Demand("the same, 16 on one plan", 0, found("lost", OURS_SAME), "lost", "at most", OURS_SAME, None),
                Demand(
                    "the same, 16 on one plan", 0, found("doubled", OURS_SAME), "doubled", "at most", OURS_SAME, None
                ),
            ),
        ),
        Figure(
            "command, 16 writers, slow flush",
            RATE,
            all_of("slow postgres", 16),
            (Demand("command, 16 writers, slow flush", 4, times("library"), "× library"),),
        ),
        Figure(
            "command, 1 writer, SQLite",
            RATE,
            (
                Contender("ours", "ours:command", "file", crew(2_400, 1)),
                Contender("floor", "floors:sqlite", "file", {"plans": scale.of(2_400), "seconds": scale.seconds}),
            ),
            (Demand("command, 1 writer, SQLite", 0.6, times("floor"), "× floor"),),
        ),
    )


def _missed(scale: Scale) -> Figure:
    given = {"plans": 320, "writers": 16, "seconds": scale.seconds}
    two = given | {"processes": 2}
    return Figure(
        "missed by a follower while 16 write",
        "events",
        (
            Contender("ours", "ours:missed", "postgres", two),
            Contender("library", "library:missed", "postgres", two),
            Contender("library, fast switch", "library:missed", "postgres", two | {"fast": True}),
            Contender("emmett", "missed.mjs", "postgres", given),
        ),
        (Demand("missed by a follower while 16 write", 0, value(), "events", "at most", floor=None),),
    )


def _appends(scale: Scale) -> tuple[Figure, ...]:
    rows = {"plans": scale.of(2_500), "group": 1_000}
    return (
        Figure(
            "bulk append, PostgreSQL",
            LINES,
            (
                Contender("ours", "ours:append", "postgres", rows),
                Contender("floor", "floor_rows:copy", "postgres", rows),
                Contender("library", "library:append", "postgres", {"plans": scale.of(1_000)}),
            ),
            (Demand("bulk append, PostgreSQL", 0.5, times("floor"), "× COPY binary"),),
        ),
        Figure(
            "bulk append, SQLite",
            LINES,
            (
                Contender("ours", "ours:append", "file", rows),
                Contender("floor", "floor_rows:executemany", "file", rows),
            ),
            (Demand("bulk append, SQLite", 0.6, times("floor"), "× executemany"),),
        ),
    )


def _seen(scale: Scale) -> tuple[Figure, ...]:
    def figure(name: str, place: Kind, limit: float) -> Figure:
        title = f"commit to row visible, 200 commands/s, {name}"
        given = {"plans": 320, "pace": 200, "seconds": scale.seconds * 2}
        apart = "ours, followed from another process"
        return Figure(
            title,
            "ms (p99)",
            (
                Contender("ours", "ours_seen:seen", place, given | {"apart": False}),
                Contender(apart, "ours_seen:seen", place, given | {"apart": True}),
            ),
            (
                Demand(title, limit, value(), "ms (p99)", "at most", floor=None),
                Demand(f"{title}, from another process", limit, value(apart), "ms (p99)", "at most", apart, None),
            ),
        )

    return figure("PostgreSQL", "postgres", 10), figure("SQLite", "file", 20)
