"""The targets of the seal and of the audit, on a log of real size and on its first tenth."""

from benchmarks.figures import Contender, Demand, Figure, found, peaks, times, value

TENTH = "ours, a tenth"


def of_the_seal() -> tuple[Figure, ...]:
    """In the order in which they are measured."""
    return (_audit(), _sealing(), _bundle())


def _audit() -> Figure:
    title = "seal: audit verify, SQLite"
    return Figure(
        title,
        "lines/s",
        (
            Contender("ours", "sealed:audit", "log file"),
            Contender("decisions asked again", "sealed:asked", "log file"),
            Contender("floor", "sealed:floor", "log file"),
        ),
        (Demand(title, 0.5, times("floor"), "× hashing and decoding, both on two processes"),),
    )


def _sealing() -> Figure:
    title = "seal: cost of a line beside its reading"
    return Figure(
        title,
        "µs a line",
        (Contender("ours", "sealed:seal", "log file"), Contender(TENTH, "sealed:seal", "small log file")),
        (
            Demand(title, 5, value(), "µs", "at most", floor=None),
            Demand("seal: memory of all by a tenth", 1.1, peaks(TENTH), "× as much", "at most", floor=None),
            Demand("seal: a signature", 1_000, found("sign"), "µs", "at most", floor=None),
            Demand("seal: a proof of inclusion", 5_000, found("prove"), "µs", "at most", floor=None),
        ),
    )


def _bundle() -> Figure:
    title = "seal: verify.py over 10,000 lines"
    return Figure(
        title,
        "s",
        (Contender("ours", "sealed:bundle", "log file"),),
        (Demand(title, 2, value(), "s", "at most", floor=None),),
    )
