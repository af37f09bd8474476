"""Whatever is done to the stored lines, the first that is not the one that was sealed is named."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger.memory_store import MemoryStore
from ledger.seal.checking import unlike
from ledger.seal.note import LOG, Checkpoint, Signer, Unsealed
from ledger.seal.sealing import Seal
from ledger.stores import NewRow, Row

AT = datetime(2022, 7, 15, tzinfo=UTC)
BOOK = "minutebook/0123abcd"
LOGS = Signer(BOOK, LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


class Tampered(MemoryStore):
    """A store whose rows somebody changed behind the ledger's back."""

    def __init__(self, rows: list[bytes]) -> None:
        super().__init__()
        self.append([NewRow("glos-2022", n, "plan.opened", line, None, AT) for n, line in enumerate(rows, start=1)])
        self.changed: list[Row] | None = None

    def after(self, position: int, limit: int, *_: object, stop: int | None = None, **__: object) -> list[Row]:
        rows = super().after(0, 10_000) if self.changed is None else self.changed
        return [row for row in rows if position < row.position <= (stop or 10_000)][:limit]


def sealed(store: Tampered, folder: Path) -> tuple[Seal, Checkpoint]:
    seal = Seal(folder / "seal.db", store)
    seal.follow()
    return seal, Checkpoint.read(seal.sign(BOOK, LOGS).text)


LINES = [f"line {n}".encode() for n in range(1, 12)]


def renumbered(lines: list[bytes]) -> list[Row]:
    """As somebody leaves them who takes care that the positions are without a gap."""
    return [Row(n, "glos-2022", n, "plan.opened", line) for n, line in enumerate(lines, start=1)]


def first(seal: Seal, store: Tampered, trusted: Checkpoint) -> int | None:
    found = next(unlike(seal, store, trusted), None)
    return found.position if found else None


def test_every_altered_byte_every_deletion_swap_and_insertion_is_named(tmp_path: Path) -> None:
    store = Tampered(LINES)
    seal, trusted = sealed(store, tmp_path)
    assert first(seal, store, trusted) is None
    for n, line in enumerate(LINES):
        for place in range(len(line)):
            altered = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            store.changed = renumbered([*LINES[:n], altered, *LINES[n + 1 :]])
            assert first(seal, store, trusted) == n + 1
        store.changed = [row for row in renumbered(LINES) if row.position != n + 1]
        assert first(seal, store, trusted) == n + 1
        store.changed = renumbered([*LINES[:n], *LINES[n + 1 :]])
        assert first(seal, store, trusted) == n + 1
        store.changed = renumbered([*LINES[:n], b"slipped in", *LINES[n:]])
        assert first(seal, store, trusted) == n + 1
    for one, other in combinations(range(len(LINES)), 2):
        swapped = list(LINES)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        store.changed = renumbered(swapped)
        assert first(seal, store, trusted) == one + 1


@given(st.data())
def test_whatever_is_changed_in_a_longer_book_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = [f"line {n}".encode() for n in range(data.draw(st.integers(1_020, 1_300)))]
    store = Tampered(lines)
    seal, trusted = sealed(store, tmp_path_factory.mktemp("longer"))
    place = data.draw(st.integers(0, len(lines) - 1))
    change: Callable[[], list[bytes]] = data.draw(
        st.sampled_from(
            [
                lambda: [*lines[:place], lines[place] + b".", *lines[place + 1 :]],
                lambda: [*lines[:place], *lines[place + 1 :]],
                lambda: [*lines[:place], b"slipped in", *lines[place:]],
                lambda: [*lines[:place], *reversed(lines[place:])] if place < len(lines) - 1 else lines[:-1],
            ]
        )
    )
    store.changed = renumbered(change())
    assert first(seal, store, trusted) == place + 1


def test_only_the_lines_since_a_checkpoint_are_read(tmp_path: Path) -> None:
    store = Tampered(LINES)
    seal, earlier = sealed(store, tmp_path)
    store.append([NewRow("glos-2022", 12, "plan.opened", b"line 12", None, AT)])
    seal.follow()
    trusted = Checkpoint.read(seal.sign(BOOK, LOGS).text)
    store.changed = renumbered([b"altered", *LINES[1:], b"altered"])
    assert [each.position for each in unlike(seal, store, trusted)] == [1, 12]
    assert [each.position for each in unlike(seal, store, trusted, since=earlier)] == [12]


def test_what_was_altered_before_it_was_sealed_again_is_not_passed_off(tmp_path: Path) -> None:
    """Whoever alters a line, deletes seal.db and seals anew meets the checkpoint that somebody kept."""
    _, kept = sealed(Tampered(LINES), tmp_path)
    (tmp_path / "seal.db").unlink()
    store = Tampered([*LINES[:4], b"altered", *LINES[5:]])
    seal, _ = sealed(store, tmp_path)
    with pytest.raises(Unsealed, match="not that of the checkpoint over 11 lines"):
        list(unlike(seal, store, kept))
