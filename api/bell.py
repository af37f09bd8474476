"""The bell: one thread waits for the ledger's next line on behalf of every open stream, however many there are."""

import asyncio
import threading
from contextlib import suppress

from ledger.ledger import Ledger
from ledger.stores import Unavailable

PATIENCE = 0.2
"""Seconds of one wait in the store: how long the thread may outlive the bell."""

LATER = 1.0
"""Seconds until a store that could not be used is asked again."""


class Bell:
    """Rings for the streams of one event loop. Ended for good by `end`, which lets every stream finish."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._head = 0
        self._rung = asyncio.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def ended(self) -> bool:
        return self._stopped.is_set()

    async def wait(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109
        """True as soon as the ledger is beyond `position`; False after `timeout` seconds, or once ended."""
        self._begin()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self._head <= position and not self.ended:
                    await self._rung.wait()
        return self._head > position and not self.ended

    def end(self) -> None:
        """Let every stream finish at once. Called in the streams' event loop."""
        self._stopped.set()
        self._ring(self._head)

    async def close(self) -> None:
        """End, and wait for the thread, so that the ledger may be closed."""
        self.end()
        if self._thread:
            await asyncio.to_thread(self._thread.join)

    def _begin(self) -> None:
        if self._thread is None and not self.ended:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._watch, args=(loop,), name="bell", daemon=True)
            self._thread.start()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        head = 0
        while not self.ended:
            try:
                if not self._ledger.wait(head, PATIENCE):
                    self._stopped.wait(0.01)  # a closed store does not wait at all
                    continue
                head = self._ledger.head()
            except Unavailable:
                self._stopped.wait(LATER)
                continue
            try:
                loop.call_soon_threadsafe(self._ring, head)
            except RuntimeError:  # the loop was closed: nobody listens any more
                return

    def _ring(self, head: int) -> None:
        """Wake who waits now; who comes later waits for the next ring."""
        self._head = head
        self._rung.set()
        self._rung = asyncio.Event()
