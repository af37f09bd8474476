"""Python's collector of cycles, asked to look less often while lines come by the thousand."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 50_000
"""So many before the collector looks. Lines and what is folded from them are many objects and make no cycles: at its
usual threshold it takes an eighth of the time that folding them does."""

_guard = threading.Lock()
_within = 0
_usual = gc.get_threshold()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within the block, of whatever thread, the collector of this process looks less often."""
    global _within, _usual  # noqa: PLW0603 (the collector is one for the process, and so is this count)
    with _guard:
        _within += 1
        if _within == 1:
            _usual = gc.get_threshold()
            gc.set_threshold(NEW_OBJECTS, *_usual[1:])
    try:
        yield
    finally:
        with _guard:
            _within -= 1
            if not _within:
                gc.set_threshold(*_usual)
