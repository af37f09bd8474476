"""Runs a contender in a process of its own: what it prints last, and how much memory it needed at most."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

HOME = Path(__file__).parent.parent
PATIENCE = 420.0
"""Seconds after which a contender is ended."""


class Failed(Exception):
    """A contender did not come to its end: the last thing it said."""


class Told(NamedTuple):
    """What a contender found, and its peak memory in MB: that of the largest of its processes, the server's not."""

    found: dict[str, Any]
    peak: float


def python(program: str, given: Mapping[str, object]) -> Told:
    """`module:function` of this package."""
    return _run([sys.executable, "-m", "benchmarks.contend", program, json.dumps(given)], HOME)


def node(program: str, folder: Path, given: Mapping[str, object]) -> Told:
    """A program in Emmett's folder."""
    return _run(["node", program, json.dumps(given)], folder)


def _run(command: Sequence[str], folder: Path) -> Told:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        child = subprocess.Popen(command, cwd=folder, stdout=said, stderr=complained)
        patience = threading.Timer(PATIENCE, child.kill)
        patience.start()
        try:
            # Not child.wait(), which does not tell what this one child needed.
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            child.wait()
            raise
        finally:
            patience.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise Failed(f"{_last(complained) or 'it said nothing'} (ended with {child.returncode})")
        return Told(json.loads(_last(said)), used.ru_maxrss / 1024)


def _last(file: Any) -> str:
    file.seek(0)
    lines = file.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
