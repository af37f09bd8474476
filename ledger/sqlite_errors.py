"""What to tell people when SQLite fails."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import ConnectionPoolClosedError, PersistenceError

from ledger.stores import COLUMNS, Checkpoint, TextKey, Unavailable

_OURS = COLUMNS.union(Checkpoint._fields, TextKey._fields)
"""The columns of all our tables."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's errors into Unavailable."""
    try:
        yield
    except ConnectionPoolClosedError as error:
        raise Unavailable(f"The ledger {path} has been closed: open it again.") from error
    except (sqlite3.Error, PersistenceError) as error:
        raise Unavailable(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error
    if isinstance(cause, sqlite3.ProgrammingError) and "closed" in str(cause):
        return f"The ledger {path} has been closed: open it again."
    match getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"The ledger {path} is damaged or is not a ledger ({cause}): restore it from a backup."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"The ledger {path} is locked by another program: end that program, then try again."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
            return f"The ledger {path} cannot be opened: check that its folder exists and that you may write in it."
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return f"The disk of the ledger {path} is full or fails ({cause}): make room or mend it, then try again."
        case sqlite3.SQLITE_CONSTRAINT if _newer(str(cause)):
            return f"The ledger {path} was changed by a newer version of Minutebook ({cause}): use that version."
        case sqlite3.SQLITE_CONSTRAINT:
            return f"The ledger {path} is damaged: a constraint refuses the row ({cause}). Restore it from a backup."
        case _:
            return f"The ledger {path} could not be used ({cause}): check that this file is a ledger of Minutebook."


def _newer(constraint: str) -> bool:
    """Whether the constraint that failed is of a column that is not ours, as SQLite names it: `table.column`."""
    of_columns = constraint.startswith(("NOT NULL constraint failed: ", "UNIQUE constraint failed: "))
    return of_columns and not _OURS.issuperset(re.findall(r"\w+\.(\w+)", constraint))
