"""What the fault tests fail with: a line to PostgreSQL that can be cut, and writers who are killed or find no room."""

import os
import resource
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from books import entry
from given import REGISTER
from samples import open_the_plan, receive_the_report
from store_processes import run_threads

from ledger.clock import WallClock
from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.stores import Unavailable
from ledger.verify import first_break

SOCKET = ".s.PGSQL.5432"


class Line:
    """A line to a PostgreSQL server on a Unix socket. Whoever sends what was marked is cut off, once.

    With `answered` the server gets what was sent, and only its answer is lost; `meanwhile` is called before the cut.
    """

    def __init__(self, url: str, folder: Path) -> None:
        parts = urlsplit(url)
        self.url = parts._replace(query=f"host={folder}").geturl()
        self.cut = 0
        self._server = str(Path(parse_qs(parts.query)["host"][0]) / SOCKET)
        self._mark: bytes | None = None
        self._answered = False
        self._meanwhile: Callable[[], object] = lambda: None
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, mark: str, *, answered: bool, meanwhile: Callable[[], object] = lambda: None) -> None:
        self._mark, self._answered, self._meanwhile = mark.encode(), answered, meanwhile

    def close(self) -> None:
        _hang_up(self._listening)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                lost = threading.Event()
                for carry in (self._there, self._back):
                    threading.Thread(target=carry, args=(client, server, lost), daemon=True).start()

    def _there(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while sent := client.recv(1 << 16):
                if self._mark is not None and self._mark in sent:
                    self._mark = None
                    self.cut += 1
                    if not self._answered:
                        break
                    lost.set()
                server.sendall(sent)
        _hang_up(client, server)

    def _back(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while got := server.recv(1 << 16):
                if lost.is_set():  # an answer comes in one piece, once what it answers has been committed
                    self._meanwhile()
                    break
                client.sendall(got)
        _hang_up(client, server)


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def write_until_killed(address: str, notes: str, writers: int) -> None:
    """Open plans and receive reports, by so many threads; note each command in a file once it is acknowledged."""
    ledger = Ledger(open_store(address), REGISTER, WallClock())
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(who: int) -> None:
        for n in count():
            for command in (open_the_plan, receive_the_report):
                lines = ledger.record(entry(command, f"plan-{who}-{n}"))
                os.write(file, "".join(f"{line.position} {line.kind}\n" for line in lines).encode())

    run_threads([partial(write, who) for who in range(writers)])


def write_without_room(path: str) -> None:
    """Write until a limit on the size of files is met, then go on with more room. Fails where anything is amiss."""
    with closing(open_store(path)) as store:
        ledger = Ledger(store, REGISTER, WallClock())
        ledger.open_book("real")
        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        # What is beyond the limit fails as a write to a full disk does: Python ignores the signal that comes with it.
        resource.setrlimit(resource.RLIMIT_FSIZE, (Path(path + "-wal").stat().st_size + 50_000, most))
        told, plans = "", iter(f"plan-{n}" for n in count())
        while not told:
            plan = next(plans)
            try:
                ledger.record(entry(open_the_plan, plan))
                ledger.record(entry(receive_the_report, plan))
            except Unavailable as unavailable:
                told = str(unavailable)
        assert told.startswith(f"The disk of the ledger {path} is full or fails ("), told
        assert told.endswith("make room or mend it, then try again."), told
        head = ledger.head()
        assert first_break(ledger) is None
        assert len(list(ledger.lines(plan))) in {0, 1}
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        written = [line for one in (open_the_plan, receive_the_report) for line in ledger.record(entry(one, plan))]
        assert [line.position for line in written] == list(range(head + 1, head + 1 + len(written)))
        assert len(list(ledger.lines(plan))) == 4
        assert first_break(ledger) is None
