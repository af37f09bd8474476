"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from hypothesis import Phase, settings
from minutebook import minutebook

settings.register_profile("here", deadline=None)
settings.register_profile(
    # The same examples each time, and a failure as it was found: to look for a shorter one takes minutes.
    "landing",
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("here")

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes free in memory, for the tests' folders to be there: a disk takes its time for every commit, and no test cuts
the power."""


def pytest_configure(config: pytest.Config) -> None:
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    postgres.begin(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.end(config)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the Gloucestershire case, played once for all who only read it or add to it."""
    folder = tmp_path_factory.mktemp("played")
    assert minutebook(folder, "play", "cases/gloucestershire-2022.yaml", "--clock", "simulated").code == 0
    assert minutebook(folder, "audit", "checkpoint").code == 0
    return folder
