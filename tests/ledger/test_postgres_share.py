"""The feed of a share of the streams: together the shares are the whole feed, and each is in order."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime

import psycopg
import pytest

from ledger import postgres_share
from ledger.postgres_share import PostgresShare, Share, evenest
from ledger.postgres_store import PostgresStore
from ledger.stores import NewRow, Row

AT = datetime(2022, 10, 3, 10, tzinfo=UTC)
LENGTHS = {f"plan-{n}": 3 + 7 * (n % 3) for n in range(11)}


@pytest.fixture
def lines(postgres_url: str) -> list[Row]:
    """Every line of a book in which streams of several lengths take turns."""
    with closing(PostgresStore(postgres_url)) as store:
        for number in range(1, max(LENGTHS.values()) + 1):
            store.append([NewRow(s, number, "k", b"{}", None, AT) for s, long in LENGTHS.items() if number <= long])
        return store.after(0, 1_000)


def feed(store: PostgresShare, limit: int, stop: int | None = None) -> list[Row]:
    found: list[Row] = []
    while page := store.after(found[-1].position if found else 0, limit, stop=stop):
        assert len(page) <= limit
        found += page
        if len(page) < limit:
            break
    return found


@pytest.mark.parametrize("of", [1, 2, 5])
@pytest.mark.parametrize("limit", [1, 4, 1_000])
def test_every_line_is_in_one_share_in_order(postgres_url: str, lines: list[Row], of: int, limit: int) -> None:
    with ExitStack() as ending:
        shares = [ending.enter_context(closing(PostgresShare(postgres_url, Share(part, of, 7)))) for part in range(of)]
        parts = [feed(store, limit) for store in shares]
        assert all(part == sorted(part) for part in parts)
        assert sorted(row for part in parts for row in part) == lines
        streams = [{row.stream for row in part} for part in parts]
        assert sum(map(len, streams)) == len(LENGTHS)
        half = len(lines) // 2
        assert sorted(row for store in shares for row in feed(store, limit, stop=half)) == lines[:half]


def test_every_line_is_read_once_where_positions_are_empty(
    postgres_url: str, lines: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_share, "WINDOW", 1)
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("delete from public.stored_events where originator_id in ('plan-2', 'plan-5')")
    left = [row for row in lines if row.stream not in {"plan-2", "plan-5"}]
    with ExitStack() as ending:
        shares = [ending.enter_context(closing(PostgresShare(postgres_url, Share(part, 5, 7)))) for part in range(5)]
        assert sorted(row for store in shares for row in feed(store, 4)) == left


def test_what_is_asked_for_by_stream_is_there_in_every_share(postgres_url: str, lines: list[Row]) -> None:
    with closing(PostgresShare(postgres_url, Share(0, 2, 0))) as store:
        for stream, length in LENGTHS.items():
            assert len(store.after(0, 100, streams=[stream])) == length
            assert len(store.stream(stream)) == length


def test_the_seed_shares_lines_out_evenly(postgres_url: str, lines: list[Row]) -> None:
    with closing(PostgresShare(postgres_url, Share(0, 2, evenest(postgres_url, 2)))) as store:
        assert abs(len(feed(store, 100)) - len(lines) / 2) <= 5


def test_an_empty_book_has_a_seed(postgres_url: str) -> None:
    PostgresStore(postgres_url).close()
    assert evenest(postgres_url, 2) == 0
