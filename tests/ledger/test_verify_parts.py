"""Several processes find what one finds, in the same order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from books import ledger_on, play
from samples import opened, report_in, submitted

from ledger.ledger import Ledger
from ledger.opening import open_store
from ledger.stores import Unavailable
from ledger.verify import Break, verify
from ledger.verify_parts import verify_in_parts


def book(path: Path) -> None:
    with closing(open_store(str(path))) as store:
        ledger = ledger_on(store)
        play(ledger, *submitted)
        for plan in ("glos-2011", "glos-2017", "glos-2025"):
            play(ledger, *report_in, plan=plan)


def tampered(path: Path) -> None:
    """A line removed, one put earlier, one damaged, one moved to another stream."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        head = db.execute("select max(notification_id) from stored_events").fetchone()[0]
        db.execute("delete from stored_events where notification_id = 7")
        db.execute(
            'update stored_events set state = replace(cast(state as text), \'"at":"2022\', \'"at":"2021\')'
            " where notification_id = 9"
        )
        db.execute("update stored_events set state = x'00' where notification_id = 11")
        db.execute("update stored_events set topic = 'plan.published' where notification_id = ?", (head - 2,))


def breaks(path: Path, total: int, parts: int) -> list[Break]:
    return [each for page in verify_in_parts(str(path), total, parts) for each in page.breaks]


@pytest.mark.parametrize("parts", [1, 3])
def test_several_processes_find_what_one_finds(tmp_path: Path, parts: int) -> None:
    path = tmp_path / "ledger.db"
    book(path)
    tampered(path)
    with closing(open_store(str(path))) as store:
        ledger: Ledger = ledger_on(store)
        expected, head = list(verify(ledger)), ledger.head()
    assert breaks(path, head, parts) == expected
    assert len(expected) >= 4


def test_what_ends_a_part_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        breaks(tmp_path, 10, 2)


def test_of_a_whole_book_nothing_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(open_store(str(path))) as store:
        ledger = ledger_on(store)
        play(ledger, *opened)
        head = ledger.head()
    assert breaks(path, head, 2) == []
