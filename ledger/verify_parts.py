"""Verification by several processes at once: each reads all the lines, and judges those of its share of the streams."""

import fcntl
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from heapq import merge
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

from ledger.collector import seldom_collected
from ledger.opening import open_store
from ledger.stores import Row
from ledger.texts import Texts
from ledger.verify import PAGE, Break, Listening, Reader, Timed, Times, pages

ROOM = 1 << 20
"""Bytes that a part may be ahead of the others: what Linux lets anybody have for a pipe."""

T = TypeVar("T")

Digest = Callable[[Sequence[Row]], Any]
"""What is made of a page's rows in the one part whose turn it is."""


class _Page(NamedTuple):
    """What one part found in one page of the book, which ends at `position`, and what its listener says.

    `times`: position and seconds since 1970 of each line that it read, in turns, as doubles: short to send.
    """

    position: int
    found: list[Break]
    times: bytes
    digest: Any
    said: Any


class Heard(NamedTuple):
    """What all parts found in one page, in order of position; its digest; and what each part's listener says.

    After the last page comes one more, of what the listeners say at the end.
    """

    position: int
    breaks: list[Break]
    digest: Any
    said: list[Any]


def verify_in_parts(
    place: str, total: int, parts: int, digest: Digest | None = None, listening: Listening | None = None
) -> Iterator[Heard]:
    """What `ledger.verify.verify` gives for the first `total` lines of the ledger at `place`, page by page.

    `digest`, a function of a module, is made of each page in turn by one of the parts; `listening` can be sent to one.
    Raises Unavailable, and whatever else ended a part.
    """
    last = (0.0, 0.0)
    for found in in_parts(_read, (place, total, digest, listening), parts):
        times = [last, *sorted(each for page in found for each in _times(page))]
        late = _late(place, times) if any(after[1] < before[1] for before, after in pairwise(times)) else []
        last = times[-1]
        breaks = list(merge(*(page.found for page in found), late, key=lambda each: each.position))
        made = next((page.digest for page in found if page.digest is not None), None)
        yield Heard(found[0].position, breaks, made, [page.said for page in found])


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
        if hasattr(fcntl, "F_SETPIPE_SZ"):  # room for some pages, so that no part waits for another
            fcntl.fcntl(told.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
        worker.start()
        told.close()
    try:
        while heard := [said for said in map(_next, [hears for hears, _ in ends]) if said is not None]:
            yield heard
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()


def _times(page: _Page) -> Iterable[tuple[float, float]]:
    doubles = array("d", page.times)
    return zip(doubles[::2], doubles[1::2], strict=True)


def _late(place: str, times: Iterable[tuple[float, float]]) -> list[Break]:
    """The lines among these that were recorded earlier than the one before, read once more to be told."""
    with closing(open_store(place)) as store:
        rows = [row for position, _ in times for row in store.after(int(position) - 1, 1, stop=int(position))]
        texts = Texts(store)
        timed = [Timed(row.position, row.stream, row.number, texts.record(row).at.timestamp()) for row in rows]
    return list(Times().read(timed))


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
        with seldom_collected():
            for said in work(*given, part, parts):
                told.send(said)
        told.send(None)
    except Exception as error:
        told.send(error)


def _read(
    place: str, total: int, digest: Digest | None, listening: Listening | None, part: int, parts: int
) -> Iterator[_Page]:
    listener = listening(part, parts) if listening else None
    with closing(open_store(place)) as store:
        reader = Reader(Texts(store), store, part, parts, listener)
        for page in pages(store, total):
            found = reader.page(page)
            mine = page[-1].position // PAGE % parts == part
            made = digest(page) if digest and mine else None
            times = array("d", [each for line in reader.times() for each in (line.position, line.at)])
            yield _Page(page[-1].position, found, times.tobytes(), made, listener.said() if listener else None)
    yield _Page(total, [], b"", None, listener.end(reader.streams()) if listener else None)
