"""Runs the `minutebook` command as a person would: in a process, a data folder and an environment of its own.

A command that ends by itself is forked from a process that has loaded Minutebook's modules and done nothing else, since
loading them takes a second of each command. One that is left running is started from nothing, as it is in real life.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

COMMAND = [sys.executable, "-c", "from cli import main; main()"]

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        *("cli", "cli.clock", "cli.events", "cli.exchanging", "cli.playing", "cli.simulating", "cli.tending"),
        *("cli.tokens", "cli.writing", "ledger.postgres_store", "projections.postgres_side", "running.plays"),
    ]
)

WITHIN = 90
"""Seconds in which a command ends."""


class Said(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TEMPORAL_", "MINUTEBOOK_"))}
    return {**kept, "MINUTEBOOK_DATA": str(folder), **(more or {})}


def minutebook(folder: Path, *words: str, given: str | None = None, more: Mapping[str, str] | None = None) -> Said:
    """Run one command to its end."""
    with tempfile.TemporaryDirectory(prefix="minutebook-") as said:
        streams = [Path(said) / name for name in ("in", "out", "err")]
        streams[0].write_text(given or "", encoding="utf-8")
        process = FORKS.Process(target=_run, args=(words, environment(folder, more), streams))
        process.start()
        process.join(WITHIN)
        if process.is_alive():
            process.kill()
            process.join()
            raise TimeoutError(f"minutebook {' '.join(words)} did not end within {WITHIN} seconds")
        out, err = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        assert process.exitcode is not None
        return Said(process.exitcode, out, err)


def _run(words: tuple[str, ...], env: dict[str, str], streams: list[Path]) -> None:
    """In the forked process: be the command, with these streams and this environment."""
    from cli import main  # noqa: PLC0415

    for number, stream in enumerate(streams):
        handle = os.open(stream, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode, encoding="utf-8") for n, mode in enumerate("rww"))
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["minutebook", *words]
    main()


def started(folder: Path, *words: str, more: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a command and leave it running; whoever starts it ends it."""
    return subprocess.Popen(
        [*COMMAND, *words],
        env=environment(folder, more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
