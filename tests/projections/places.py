"""What every test of the shelf may ask for: a place for views, a book, and shelves that are closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from histories import busy_book

from ledger.ledger import Ledger
from projections.shelf import Shelf


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return "memory:" if request.param == "memory" else str(tmp_path / "views.db")


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place that two shelves can share."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else str(tmp_path / "views.db")


@pytest.fixture
def ledger() -> Ledger:
    return busy_book()


@pytest.fixture
def shelves() -> Iterator[list[Shelf]]:
    opened: list[Shelf] = []
    yield opened
    for shelf in opened:
        shelf.close()
