"""What several of the ledger's tests ask for."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ledger.opening import open_store
from ledger.stores import Store

Opener = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh store that several processes can open."""
    return str(tmp_path / "ledger.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url"))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the test's one store once more, as another process would; in memory it is the store itself."""
    stores: list[Store] = []
    match request.param:
        case "memory":
            shared = open_store("memory:")
            opened: Opener = lambda: shared  # noqa: E731
        case "sqlite":
            opened = partial(open_store, str(tmp_path / "ledger.db"))
        case _:
            opened = partial(open_store, str(request.getfixturevalue("postgres_url")))

    def one_more() -> Store:
        stores.append(opened())
        return stores[-1]

    yield one_more
    for store in stores:
        store.close()
