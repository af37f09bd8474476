"""Views built anew by several processes at once, each of which folds a share of the streams.

Nobody reads a view in building: so each process's part of it has a position of its own, until all of them are joined.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from secrets import token_hex
from typing import NamedTuple

from domain.reading import Misfit
from ledger.ledger import Ledger
from ledger.stores import Unavailable
from projections.projection import Projection
from projections.side import Hand, Side, already_rebuilding
from projections.views import Marks, View, Views

PARTS = "shelf_parts"


class Parted(NamedTuple):
    """How a view in building was parted: into how many, by which seed, up to which line; and how far each part is."""

    of: int
    seed: int
    target: int
    mark: str
    reached: dict[int, int]


class Places(NamedTuple):
    """The addresses at which other processes find the ledger and the views. They may hold a password."""

    ledger: str
    views: str


class Run(NamedTuple):
    """One rebuild by `of` processes up to the line at `target`, whose mark is `mark`.

    `id` is its leave to write: it stands beside the parts, until another rebuild takes them.
    """

    places: Places
    id: str
    of: int
    seed: int
    target: int
    mark: str


def places(side: Side, ledger: Ledger, processes: int) -> Places | None:
    """Where several processes meet; None for one, which needs no place. Raises Misfit where there cannot be so many."""
    if processes < 1:
        raise Misfit("Views are built by one process at least: ask for --processes 1 or more.")
    if processes == 1:
        return None
    from ledger.postgres_store import PostgresStore  # noqa: PLC0415 (a file needs no driver)
    from projections.postgres_side import PostgresSide  # noqa: PLC0415

    if isinstance(side, PostgresSide) and isinstance(ledger.store, PostgresStore):
        return Places(ledger.store.url, side.url)
    raise Misfit("Several processes can write at once on PostgreSQL only: leave --processes out.")


def take_back(side: Side, hand: Hand) -> dict[str, Parted]:
    """Take the parts from whatever rebuild left them, by table. What its processes still write is waited for.

    One of them that outlives this transaction finds no part to go on with.
    """
    if not side.has(PARTS):
        return {}
    # Locked in the order in which each process locks its own, or two might wait for each other.
    rows = hand.ask(
        f"SELECT view, parts, seed, target, mark, part, position FROM {PARTS} ORDER BY view, part FOR UPDATE"  # noqa: S608
    )
    hand.ask(f"DELETE FROM {PARTS}")  # noqa: S608
    found: dict[str, Parted] = {}
    for table, of, seed, target, mark, part, position in rows:
        found.setdefault(table, Parted(of, seed, target, mark, {})).reached[part] = position
    return found


def begin(
    hand: Hand, ledger: Ledger, where: Places, processes: int, views: Iterable[View], begun: Mapping[str, Parted | None]
) -> Run:
    """Part these views. Of those `begun`, by name, what is in as many parts already goes on where each part is."""
    from ledger.postgres_share import evenest  # noqa: PLC0415 (a file needs no driver)

    # One rebuild is begun at a time, and what it does not go on with is removed: so there is one seed at most.
    seed = next((parted.seed for parted in begun.values() if parted), None)
    if seed is None:
        seed = evenest(where.ledger, processes)
    target = ledger.head()
    run = Run(where, token_hex(8), processes, seed, target, Marks(ledger).at(target))
    hand.ask(
        f"CREATE TABLE IF NOT EXISTS {PARTS} (view text, part integer, parts integer NOT NULL, seed bigint NOT NULL,"
        " run text NOT NULL, target bigint NOT NULL, mark text NOT NULL, position bigint NOT NULL,"
        " PRIMARY KEY (view, part))"
    )
    for view in views:
        parted = begun.get(view.name)
        for part in range(processes):
            position = parted.reached[part] if parted else view.position
            values = (view.table, part, processes, seed, run.id, target, run.mark, position)
            hand.ask(f"INSERT INTO {PARTS} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values)  # noqa: S608
    return run


def fold(
    run: Run, projections: Sequence[Projection], limit: int, progress: Callable[[int, int], None] | None = None
) -> None:
    """Have every part folded up to the target by a process of its own, `limit` lines a transaction.

    Raises Unavailable where one of them fails; then none goes on.
    """
    from projections.part import fold_part  # noqa: PLC0415 (a file needs no driver)

    spawning = get_context("spawn")
    with ExitStack() as ending:
        processes: dict[Connection, BaseProcess] = {}
        for part in range(run.of):
            heard, told = spawning.Pipe(duplex=False)
            ending.enter_context(heard)
            with told:  # which the process has open too: where it ends, nobody has
                process = spawning.Process(target=fold_part, args=(run, part, projections, limit, told), daemon=True)
                process.start()
            ending.callback(_end, process)
            processes[heard] = process
        _listen(run, processes, progress)


def join(hand: Hand, views: Views, run: Run) -> None:
    """Make whole what this run brought to the target. Raises Unavailable where another rebuild has taken the parts."""
    parts = hand.ask(f"SELECT view, position FROM {PARTS} WHERE run = ? FOR UPDATE", run.id)  # noqa: S608
    if not parts or any(position != run.target for _, position in parts):
        raise already_rebuilding()
    joined = [view for view in views.listed(hand.ask, "building") if view.table in {table for table, _ in parts}]
    views.move(hand, joined, run.target, run.mark)
    hand.ask(f"DELETE FROM {PARTS}")  # noqa: S608


def _listen(run: Run, processes: Mapping[Connection, BaseProcess], progress: Callable[[int, int], None] | None) -> None:
    """Hear from each process how far it is, until all are at the target, or one says what is in its way."""
    reached: dict[Connection, int] = {}
    while any(reached.get(heard) != run.target for heard in processes):
        for heard in wait([heard for heard in processes if reached.get(heard) != run.target]):
            assert isinstance(heard, Connection), "nothing else was waited for"
            try:
                told = heard.recv()
            except EOFError:
                processes[heard].join()
                raise Unavailable(
                    f"A process that built part of the views ended too early (exit code {processes[heard].exitcode}):"
                    " rebuild again with as many processes, and it goes on where it was."
                ) from None
            if isinstance(told, str):
                raise Unavailable(told)
            reached[heard] = told
            if progress and len(reached) == run.of:
                progress(sum(reached.values()) // run.of, run.target)


def _end(process: BaseProcess) -> None:
    process.kill()  # what it has not committed is undone
    process.join()
