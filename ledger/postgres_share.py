"""The feed of a share of the streams, for processes that read one ledger together, each another part of it."""

from collections.abc import Sequence
from typing import LiteralString, NamedTuple

from ledger.postgres_address import Address
from ledger.postgres_store import BETWEEN, ROWS, STREAMS, PostgresStore
from ledger.stores import Row

SEEDS = 32
"""How many ways to share out are tried: a book of few plans, or of long and short ones, would be shared unevenly."""

WINDOW = 4
"""How many times more lines than a page has on average are looked through for it at once."""

# The one hash that PostgreSQL may never change, since partitions are chosen by it; without its sign.
PART: LiteralString = "(hashtextextended(originator_id, seed) & 9223372036854775807) %% %(of)s"
# The planner cannot know how many lines the hash lets through: the limit within keeps it on the index, in order.
OF_SHARE: LiteralString = f"""
    select page.* from ({ROWS} where {BETWEEN} order by 1 limit %(window)s) page, (select %(seed)s::bigint as seed) s
    where {PART} = %(part)s order by 1 limit %(limit)s"""  # noqa: S608
EVENEST: LiteralString = f"""
    with streams(originator_id) as materialized ({STREAMS}),
    lengths as materialized (
        select originator_id, (
            select max(originator_version) from public.stored_events e where e.originator_id = streams.originator_id
        ) as lines from streams),
    parts as (
        select seed, sum(lines) as lines from lengths cross join generate_series(0, {SEEDS - 1}) seed
        group by seed, {PART})
    select seed from parts group by seed order by max(lines), seed limit 1"""  # noqa: S608


class Share(NamedTuple):
    """The streams whose seeded hash, divided by `of`, leaves `part`: every stream is in one of them."""

    part: int
    of: int
    seed: int


class PostgresShare(PostgresStore):
    """A PostgresStore whose whole feed, where neither kinds nor streams are asked for, is that of one share."""

    def __init__(self, url: str, share: Share) -> None:
        super().__init__(url)
        self._share = share

    def after(
        self,
        position: int,
        limit: int,
        kinds: Sequence[str] = (),
        streams: Sequence[str] = (),
        stop: int | None = None,
    ) -> list[Row]:
        if kinds or streams:
            return super().after(position, limit, kinds, streams, stop)
        end = self.head() if stop is None else stop
        window = WINDOW * self._share.of * limit
        found: list[Row] = []
        while position < end and len(found) < limit:
            stop = min(position + window, end)  # a window is so many positions, however few lines are left there
            given = {"after": position, "stop": stop, "window": window, "limit": limit - len(found)}
            found += self._rows(OF_SHARE, given | self._share._asdict())
            position += window
        return found


def evenest(url: str, of: int) -> int:
    """The seed by which `of` shares of the lines that there are differ least. Raises Unavailable."""
    address = Address(url)
    with address.told(), address.connect() as connection:
        found = connection.execute(EVENEST, {"of": of}).fetchone()
    return int(found[0]) if found else 0
