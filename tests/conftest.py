"""What every test may ask for."""

from collections.abc import Iterator

import postgres
import pytest


def pytest_configure(config: pytest.Config) -> None:
    postgres.begin(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.end(config)


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    with postgres.fresh_database() as url:
        yield url
