"""Verification by several processes at once: each reads all the lines, and judges those of its share of the streams."""

from collections.abc import Callable, Iterator
from contextlib import closing
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

from ledger.dropped import dropped
from ledger.opening import open_store
from ledger.texts import Texts
from ledger.verify import Break, Progress, Reader, Timed, Times, pages

T = TypeVar("T")


class _Page(NamedTuple):
    """What one part found in one page of the book, which ends at `position`."""

    position: int
    found: list[Break]
    times: list[Timed]


def verify_in_parts(
    place: str, total: int, parts: int, progress: Progress = lambda done, total: None
) -> Iterator[Break]:
    """What `ledger.verify.verify` gives for the first `total` lines of the ledger at `place`, in order of position.

    Raises Unavailable, and whatever else ended a part.
    """
    times = Times()
    for found in in_parts(_read, (place, total), parts):
        late = times.read(merge(*(page.times for page in found)))
        yield from merge(*(page.found for page in found), late, key=lambda each: each.position)
        progress(found[0].position, total)


def in_parts(work: Callable[..., Iterator[T]], given: tuple[Any, ...], parts: int) -> Iterator[list[T]]:
    """What `work(*given, part, parts)` yields in a process for each part: the first of all, the second of all, …

    The parts yield equally often. Raises whatever ended one of them.
    """
    context = get_context("spawn")
    ends = [context.Pipe(duplex=False) for _ in range(parts)]
    workers = [
        context.Process(target=_part, args=(work, given, part, parts, told), daemon=True)
        for part, (_, told) in enumerate(ends)
    ]
    for worker, (_, told) in zip(workers, ends, strict=True):
        worker.start()
        told.close()
    try:
        while heard := [said for said in map(_next, [hears for hears, _ in ends]) if said is not None]:
            yield heard
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _next(hears: Connection) -> Any:
    """What the part yields next, None after the last; raises what ended it."""
    try:
        said = hears.recv()
    except EOFError as error:
        raise RuntimeError("A part of the verification ended before it was through.") from error
    if isinstance(said, Exception):
        raise said
    return said


def _part(work: Callable[..., Iterator[Any]], given: tuple[Any, ...], part: int, parts: int, told: Connection) -> None:
    try:
        for said in work(*given, part, parts):
            told.send(said)
        told.send(None)
    except Exception as error:
        told.send(error)


def _read(place: str, total: int, part: int, parts: int) -> Iterator[_Page]:
    with closing(open_store(place)) as store:
        reader = Reader(Texts(store), dropped(store), part, parts)
        for page in pages(store, total):
            found = [each for row in page for each in reader.read(row)]
            yield _Page(page[-1].position, found, reader.times())
