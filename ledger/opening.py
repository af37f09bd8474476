"""Opens the store that an address names."""

from ledger.memory_store import MemoryStore
from ledger.sqlite_store import SQLiteStore
from ledger.stores import Store, Unavailable


def open_store(target: str) -> Store:
    """Open `memory:`, a file (SQLite; made when missing) or `postgresql://…`. Raises Unavailable.

    A ledger in a file needs no PostgreSQL driver, so that one is imported only when asked for.
    """
    if target == "memory:":
        return MemoryStore()
    if target.startswith(("postgresql://", "postgres://")):
        from ledger.postgres_store import PostgresStore  # noqa: PLC0415

        return PostgresStore(target)
    if not target or "://" in target or ":memory:" in target:
        raise Unavailable(
            "This is not a ledger's address: write memory:, the path of a file, or postgresql://user@host/database."
        )
    return SQLiteStore(target)
