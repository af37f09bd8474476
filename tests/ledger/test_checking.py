"""Whatever is done to the stored lines, or to the seal, the first line that is not the one that was sealed is named."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import psycopg
import pytest
from books import ledger_on, play
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import findings_recorded, submitted, version_1_cut

from ledger.ledger import Ledger
from ledger.memory_store import MemoryStore
from ledger.opening import open_store
from ledger.seal import auditing
from ledger.seal.auditing import audited, audited_since
from ledger.seal.checking import unlike
from ledger.seal.note import LOG, Checkpoint, Signer, Unsealed
from ledger.seal.sealing import Seal
from ledger.stores import NewRow, Row, Store
from ledger.verify import Break, Progress

AT = datetime(2022, 7, 15, tzinfo=UTC)
BOOK = "minutebook/0123abcd"
LOGS = Signer(BOOK, LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
QUIET: Progress = lambda done, total: None  # noqa: E731
COLUMNS = "notification_id, originator_id, originator_version, topic, state, at, command"


class Tampered(MemoryStore):
    """A store whose rows somebody changed behind the ledger's back."""

    changed: Sequence[Row] | None = None

    def after(self, position: int, limit: int, *_: object, stop: int | None = None, **__: object) -> list[Row]:
        if self.changed is None:
            return super().after(position, limit, stop=stop)
        begin = max(position, 0)  # no row lies lower, and none is missing but at the end of a page
        rows = self.changed[max(begin - 2, 0) : begin + limit + 2]
        return [row for row in rows if position < row.position and (stop is None or row.position <= stop)][:limit]


def sealed(store: Store, folder: Path) -> tuple[Seal, Checkpoint]:
    seal = Seal(folder / "seal.db", store)
    seal.follow()
    return seal, Checkpoint.read(seal.sign(BOOK, LOGS).text)


def renumbered(rows: Sequence[Row]) -> list[Row]:
    """As somebody leaves them who takes care that the positions are without a gap."""
    return [row._replace(position=n) for n, row in enumerate(rows, start=1)]


def first(seal: Seal, store: Store, trusted: Checkpoint) -> Break | None:
    return next(unlike(seal, store, trusted), None)


def test_every_altered_byte_of_every_line_is_named(tmp_path: Path) -> None:
    store = Tampered()
    play(ledger_on(store), *findings_recorded[:4])
    seal, trusted = sealed(store, tmp_path)
    rows = store.after(0, 100)
    assert first(seal, store, trusted) is None
    for n, row in enumerate(rows):
        for place, byte in enumerate(row.line):
            altered = row.line[:place] + bytes([byte ^ 1]) + row.line[place + 1 :]
            store.changed = [*rows[:n], row._replace(line=altered), *rows[n + 1 :]]
            found = first(seal, store, trusted)
            assert found
            assert found.why == f"The line at position {n + 1} is not the one that was sealed there."


class Book:
    """A plan's life in SQLite, sealed; and the hands that tamper with it."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder / "ledger.db")
        self.ledger: Ledger = ledger_on(open_store(self.place))
        play(self.ledger, *findings_recorded)
        self.seal, self.trusted = sealed(self.ledger.store, folder)
        self._db = sqlite3.connect(self.place, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self.rows = self._db.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY 1").fetchall()

    def has(self, rows: Sequence[Sequence[object]]) -> list[Break]:
        """What the audit finds where the table holds these rows; their order is that of their positions."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM stored_events")
        self._db.executemany(f"INSERT INTO stored_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        return self.found()

    def sql(self, statement: str) -> None:
        self._db.execute(statement)

    def found(self) -> list[Break]:
        return audited(self.ledger, self.place, self.seal, self.trusted, 1, QUIET)

    def with_column(self, n: int, column: int, value: object) -> list[Break]:
        row = [*self.rows[n][:column], value, *self.rows[n][column + 1 :]]
        return self.has([*self.rows[:n], row, *self.rows[n + 1 :]])

    def close(self) -> None:
        self._db.close()
        self.seal.close()
        self.ledger.store.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    kept = Book(tmp_path_factory.mktemp("book"))
    yield kept
    kept.close()


def in_order(rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    return [[n, *row[1:]] for n, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    "falsely",
    [
        "DELETE FROM streams WHERE stream = 'glos-2022'",
        "UPDATE streams SET number = number - 1",
        "UPDATE streams SET chain = zeroblob(32)",
    ],
)
def test_a_checkpoint_over_other_streams_than_the_lines_have_is_told(tmp_path: Path, falsely: str) -> None:
    store = MemoryStore()
    play(ledger_on(store), *findings_recorded)
    seal = Seal(tmp_path / "seal.db", store)
    seal.follow()
    with closing(sqlite3.connect(tmp_path / "seal.db", isolation_level=None)) as db:
        db.execute(falsely)
    trusted = Checkpoint.read(seal.sign(BOOK, LOGS).text)
    [found] = unlike(seal, store, trusted)
    assert f"over {trusted.size} lines was signed over other streams" in found.why


def test_every_altered_byte_of_every_column_is_named(book: Book) -> None:
    assert book.has(book.rows) == []
    for n, row in enumerate(book.rows):
        for column in (1, 3, 5, 6):  # stream, kind, time, command
            written = (row[column] or "").encode()
            for place, byte in enumerate(written):
                altered = (written[:place] + bytes([byte ^ 1]) + written[place + 1 :]).decode()
                assert book.with_column(n, column, altered)[0].position == n + 1, (n, column, place)
        for place in range(1, 8):
            assert book.with_column(n, 2, row[2] + (1 << 8 * place))[0].position == n + 1


@pytest.mark.parametrize("place", [-(2**62), -1, 0, 10**6, 2**62])
def test_a_line_that_was_moved_out_of_the_count_is_named(book: Book, place: int) -> None:
    for n in range(1, len(book.rows)):
        found = book.with_column(n, 0, place)
        assert found[0].position in {n + 1, place}
        assert f"The line at position {n + 1} was sealed, and is missing." in [each.why for each in found]
    if place < 1:
        assert found[0].why == f"The line at position {place} stands before the first."


def test_every_deletion_is_named(book: Book) -> None:
    for n in range(len(book.rows)):
        left = [*book.rows[:n], *book.rows[n + 1 :]]
        assert book.has(left)[0].why == f"The line at position {n + 1} was sealed, and is missing."
        closed_up = book.has(in_order(left))[0]
        assert closed_up.position == n + 1
        assert "was sealed, and" in closed_up.why


def test_every_swap_is_named(book: Book) -> None:
    for one, other in combinations(range(len(book.rows)), 2):
        swapped = list(book.rows)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        found = book.has(in_order(swapped))
        assert [each.position for each in found] == [one + 1, other + 1]
        assert f"The line at position {one + 1} was sealed at position {other + 1}: lines were put" in found[0].why


def test_every_insertion_is_named(book: Book) -> None:
    for n in range(len(book.rows)):
        for source in (0, n, len(book.rows) - 1):
            slipped = list(book.rows[source])
            slipped[2], slipped[6] = 1_000, None  # a copy, but for what the table holds unique
            found = book.has(in_order([*book.rows[:n], slipped, *book.rows[n:]]))
            assert found[0].position == n + 1
            if source != n:  # its bytes are then those of the line that was sealed there, and its columns are not
                why = f"The line at position {n + 1} was slipped in: what was sealed there comes after."
                assert [each.why for each in found] == [why]
    head = len(book.rows) + 1
    assert book.has(in_order([*book.rows, slipped]))[0].position == head, "after all that is sealed"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tampered, Seal, Checkpoint]]:
    store = Tampered()
    store.append([NewRow("glos-2022", n, "plan.opened", b"line %d" % n, None, AT) for n in range(1, 20_001)])
    seal, trusted = sealed(store, tmp_path_factory.mktemp("large"))
    store.changed = store.after(0, 20_000)
    yield store, seal, trusted
    seal.close()


CHANGES = ("alter", "drop", "slip", "swap")


@settings(max_examples=8)
@given(place=st.integers(0, 19_990), other=st.integers(1, 9_000), done=st.sampled_from(CHANGES))
def test_whatever_is_changed_in_a_large_book_is_named(
    large: tuple[Tampered, Seal, Checkpoint], place: int, other: int, done: str
) -> None:
    store, seal, trusted = large
    rows = list(store.changed or ())
    other = (place + other) % len(rows)
    match done:
        case "alter":
            rows[place] = rows[place]._replace(line=rows[place].line + b".")
        case "drop":
            del rows[place]
        case "slip":
            rows.insert(place, rows[other]._replace(line=b"forged"))
        case _:
            rows[place], rows[other] = rows[other], rows[place]
    tampered = Tampered()
    tampered.changed = renumbered(rows)
    found = first(seal, tampered, trusted)
    assert found
    assert found.position == (min(place, other) if done == "swap" else place) + 1
    words = {"alter": "is not the one", "drop": "was sealed, and missing", "slip": "slipped in", "swap": "order"}
    assert words[done] in found.why


def test_the_same_is_found_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    ledger = ledger_on(open_store(postgres_url))
    play(ledger, *version_1_cut)
    seal, trusted = sealed(ledger.store, tmp_path)
    changes = (
        ("UPDATE stored_events SET topic = 'plan.published' WHERE notification_id = 4", 4),
        ("UPDATE stored_events SET state = set_byte(state, 9, 0) WHERE notification_id = 3", 3),
        ("DELETE FROM stored_events WHERE notification_id = 2", 2),
        ("UPDATE stored_events SET notification_id = -1 WHERE notification_id = 1", -1),
    )
    try:
        assert audited(ledger, postgres_url, seal, trusted, 1, QUIET) == []
        with psycopg.connect(postgres_url, autocommit=True) as db:
            for change, position in changes:
                assert db.execute(change.encode()).rowcount == 1
                assert audited(ledger, postgres_url, seal, trusted, 1, QUIET)[0].position == position
    finally:
        ledger.store.close()


def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over several pages, of which one is missing whole."""
    place = str(tmp_path / "ledger.db")
    with closing(open_store(place)) as store:
        ledger = ledger_on(store)
        play(ledger, *submitted)
        rows = [NewRow("glos-2017", n, "plan.opened", b"line %d" % n, None, ledger.last_at()) for n in range(1, 3_500)]
        store.append(rows)
        seal, trusted = sealed(store, tmp_path)
        with closing(sqlite3.connect(place, isolation_level=None)) as db:
            db.execute("UPDATE stored_events SET topic = 'plan.published' WHERE notification_id = 3")
            db.execute("DELETE FROM stored_events WHERE notification_id BETWEEN 1025 AND 2048")
            db.execute("UPDATE stored_events SET topic = 'plan.published' WHERE notification_id = 3000")
        one = audited(ledger, place, seal, trusted, 1, QUIET)
        monkeypatch.setattr(auditing, "LONG", 0)
        assert audited(ledger, place, seal, trusted, 2, QUIET) == one
    assert one[0].why == "The line at position 3 is damaged: its columns say otherwise than its bytes."
    missing = [each.position for each in one if "was sealed, and is missing" in each.why]
    assert missing == list(range(1025, 1125))


@pytest.fixture
def grown(tmp_path: Path) -> tuple[Tampered, Seal, Checkpoint, Checkpoint]:
    """A book over 11 lines, and its checkpoint, then over 14."""
    store = Tampered()
    store.append([NewRow("glos-2022", n, "plan.opened", b"line %d" % n, None, AT) for n in range(1, 12)])
    seal, earlier = sealed(store, tmp_path)
    store.append([NewRow("glos-2022", n, "plan.opened", b"line %d" % n, None, AT) for n in range(12, 15)])
    seal.follow()
    return store, seal, earlier, Checkpoint.read(seal.sign(BOOK, LOGS).text)


def altered(rows: Sequence[Row], *positions: int) -> list[Row]:
    return [row._replace(line=b"altered") if row.position in positions else row for row in rows]


def test_only_the_lines_since_a_checkpoint_are_read(grown: tuple[Tampered, Seal, Checkpoint, Checkpoint]) -> None:
    store, seal, earlier, trusted = grown
    store.changed = altered(store.after(0, 20), 1, 13)
    assert [each.position for each in unlike(seal, store, trusted)] == [1, 13]
    assert [each.position for each in unlike(seal, store, trusted, since=earlier)] == [13]


def test_lines_since_a_checkpoint_must_be_lines(book: Book, tmp_path: Path) -> None:
    """A column that says otherwise than the bytes is found there too."""
    book.has(book.rows)
    seal = Seal(tmp_path / "seal.db", book.ledger.store)
    seal.follow(upto=4)
    earlier = Checkpoint.read(seal.sign(BOOK, LOGS).text)
    assert audited_since(book.ledger.store, book.seal, book.trusted, earlier, QUIET) == []
    book.with_column(2, 3, "plan.published")
    assert audited_since(book.ledger.store, book.seal, book.trusted, earlier, QUIET) == []
    book.with_column(5, 3, "plan.published")
    [found] = audited_since(book.ledger.store, book.seal, book.trusted, earlier, QUIET)
    assert found.why == "The line at position 6 is damaged: its columns say otherwise than its bytes."


def test_a_checkpoint_that_does_not_continue_the_earlier_one_is_told(
    grown: tuple[Tampered, Seal, Checkpoint, Checkpoint], tmp_path: Path
) -> None:
    _, seal, earlier, trusted = grown
    (tmp_path / "forked").mkdir()
    store = Tampered()
    store.append([NewRow("glos-2022", n, "plan.opened", b"fork %d" % n, None, AT) for n in range(1, 15)])
    fork, forked = sealed(store, tmp_path / "forked")
    for one, other in ((forked, earlier), (earlier, trusted)):
        with pytest.raises(Unsealed, match="is not shown to continue that over"):
            list(unlike(seal, store, one, since=other))
    with pytest.raises(Unsealed, match="is not shown to continue that over"):
        list(unlike(fork, store, forked, since=earlier))


def resealed(folder: Path, rows: Sequence[Row]) -> tuple[Store, Seal]:
    """What is left after somebody deletes seal.db and seals these rows anew."""
    store = Tampered()
    store.append([NewRow(row.stream, row.number, row.kind, row.line, None, AT) for row in rows])
    seal, _ = sealed(store, folder)
    return store, seal


def test_what_was_altered_before_it_was_sealed_again_is_not_passed_off(
    grown: tuple[Tampered, Seal, Checkpoint, Checkpoint], tmp_path: Path
) -> None:
    """Whoever alters a line, deletes seal.db and seals anew meets the checkpoint that somebody kept."""
    store, _, _, kept = grown
    (tmp_path / "anew").mkdir()
    again, seal = resealed(tmp_path / "anew", altered(store.after(0, 20), 5))
    with pytest.raises(Unsealed, match="not that of the checkpoint either"):
        list(unlike(seal, again, kept))


def test_a_lost_seal_is_not_needed_where_the_lines_are_whole(
    grown: tuple[Tampered, Seal, Checkpoint, Checkpoint], tmp_path: Path
) -> None:
    store, _, earlier, trusted = grown
    (tmp_path / "lost").mkdir()
    lost = Seal(tmp_path / "lost" / "seal.db", store)
    with pytest.raises(Unsealed, match="is damaged: restore it from a backup"):
        list(unlike(lost, store, trusted))
    lost.follow()
    assert list(unlike(lost, store, trusted)) == []
    assert list(unlike(lost, store, trusted, since=earlier)) == []


def spoilt(folder: Path, change: Callable[[bytearray], None]) -> None:
    """A tile of the lowest level, as somebody left it."""
    with closing(sqlite3.connect(folder / "seal.db", isolation_level=None)) as db:
        [(hashes,)] = db.execute("SELECT hashes FROM tiles WHERE level = 0 AND number = 0")
        tile = bytearray(hashes)
        change(tile)
        db.execute("UPDATE tiles SET hashes = ? WHERE level = 0 AND number = 0", (bytes(tile),))


def test_no_byte_of_a_tile_can_be_altered_unseen(
    grown: tuple[Tampered, Seal, Checkpoint, Checkpoint], tmp_path: Path
) -> None:
    store, seal, _, trusted = grown
    for place in range(14 * 32):

        def flip(tile: bytearray, place: int = place) -> None:
            tile[place] ^= 1

        spoilt(tmp_path, flip)
        with pytest.raises(Unsealed, match="is damaged: restore it from a backup"):
            list(unlike(seal, store, trusted))
        spoilt(tmp_path, flip)


def test_a_line_that_was_altered_together_with_its_tile_is_not_passed_off(tmp_path: Path) -> None:
    """The tiles above were left as they were, and lead to the root of the checkpoint."""
    store = Tampered()
    store.append([NewRow("glos-2022", n, "plan.opened", b"line %d" % n, None, AT) for n in range(1, 301)])
    seal, trusted = sealed(store, tmp_path)
    rows = altered(store.after(0, 300), 7)
    (tmp_path / "anew").mkdir()
    _, other = resealed(tmp_path / "anew", rows)
    forged = other.leaves(6, 7)[0]

    def put(tile: bytearray) -> None:
        tile[6 * 32 : 7 * 32] = forged

    spoilt(tmp_path, put)
    store.changed = rows
    assert seal.root(300) == trusted.root
    with pytest.raises(Unsealed, match="not that of the checkpoint either"):
        list(unlike(Seal(tmp_path / "seal.db", store), store, trusted))


def test_the_first_of_several_changes_is_named_first(book: Book) -> None:
    """One is seen in a column alone, the other in the bytes."""
    rows = [list(row) for row in book.rows]
    rows[3][3], rows[6][4] = "plan.published", b"{}"
    assert [each.position for each in book.has(rows)] == [4, 7]


@pytest.mark.parametrize("column", [1, 2, 3, 4, 5, 6])
def test_a_value_of_another_type_is_found_and_ends_nothing(book: Book, column: int) -> None:
    for value in (b"another", "another", 70, 7.5):
        found = book.with_column(4, column, value)
        assert found
        assert found[0].position == 5


def test_bytes_that_became_a_text_are_the_same_bytes(book: Book) -> None:
    assert book.with_column(4, 4, book.rows[4][4].decode()) == []


@pytest.mark.parametrize("column", [1, 3, 5, 6])
def test_a_name_in_bytes_that_are_no_text_is_named(book: Book, column: int) -> None:
    book.with_column(4, column, "another")
    book.sql(f"UPDATE stored_events SET {COLUMNS.split(', ')[column]} = CAST(x'ff' AS TEXT) WHERE notification_id = 5")
    assert book.found()[0].position == 5
