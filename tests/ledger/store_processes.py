"""What the stores' tests run in processes of their own, and the rows they write."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from ledger.opening import open_store
from ledger.stores import Behind, Conflict, NewRow, Store

NOON = datetime(2022, 7, 15, 12, tzinfo=UTC)


def row(stream: str, number: int, kind: str = "plan.noted", command: str | None = None, at: datetime = NOON) -> NewRow:
    return NewRow(stream, number, kind, f"{stream} {number}".encode(), command, at)


def write(store: Store, *rows: NewRow) -> list[int]:
    """Append now, and stamp anew as often as another writer was stamped later."""
    while True:
        now = datetime.now(UTC)
        try:
            return store.append([row._replace(at=now) for row in rows])
        except Behind:
            continue


def open_and_write(target: str, stream: str) -> None:
    store = open_store(target)
    write(store, row(stream, 1))
    store.close()


def write_stream(store: Store, stream: str, count: int) -> None:
    for number in range(1, count + 1):
        write(store, row(stream, number))


def write_streams(target: str, streams: Sequence[str], count: int) -> None:
    """Write `count` rows to each stream, one thread each."""
    store = open_store(target)
    run_threads([partial(write_stream, store, stream, count) for stream in streams])
    store.close()


def take_numbers(store: Store, stream: str, count: int) -> None:
    """Win the next number of a stream `count` times, against whoever else wants it."""
    won = 0
    while won < count:
        rows = store.stream(stream)
        try:
            write(store, row(stream, len(rows) + 1))
            won += 1
        except Conflict:
            continue


def run_threads(works: Sequence[Callable[[], object]]) -> None:
    """Run them all at once; raise what the first of them raised."""
    failed: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    if failed:
        raise failed[0]
