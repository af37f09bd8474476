"""Runs the `minutebook` command as a person would: in a process, a data folder and an environment of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

COMMAND = [sys.executable, "-c", "from cli import main; main()"]


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
    done = subprocess.run(
        [*COMMAND, *words],
        env=environment(folder, more),
        input=given,
        stdin=None if given is not None else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    return Said(done.returncode, done.stdout, done.stderr)


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
