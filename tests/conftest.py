"""What every test may ask for."""

import os
from collections.abc import Iterator

import postgres
import pytest
from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("landing", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("landing" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    postgres.begin(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.end(config)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres.fresh_database() as url:
        yield url
