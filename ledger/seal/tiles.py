"""The tree's hashes in tiles of 256 (c2sp.org/tlog-tiles): grown a page at a time, read a tile at a time."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import sha256

from ledger.seal.tree import Node

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""How many hashes a full tile holds; its root is one hash of the tile level above."""

SIZE = 32
"""Bytes of a hash."""

Tile = tuple[int, int, bytes]
"""Level, number in its level, and the hashes it holds, one after another."""

Kept = Callable[[int, int], bytes]
"""The hashes of the tile of that level and number; none where there is no such tile."""


def grown(size: int, kept: Kept, leaves: Iterable[bytes]) -> Iterator[Tile]:
    """Every tile that is changed where these leaves' hashes are added to a tree of `size` leaves, in its last state."""
    level, begin, more = 0, size, list(leaves)
    while more:
        number, within = divmod(begin, WIDTH)
        held = (kept(level, number)[: within * SIZE] if within else b"") + b"".join(more)
        full, rest = divmod(len(held) // SIZE, WIDTH)
        step = WIDTH * SIZE
        tiles = [held[n * step : (n + 1) * step] for n in range(full)]
        for n, tile in enumerate(tiles):
            yield level, number + n, tile
        if rest:
            yield level, number + full, held[full * step :]
        more = [reduced(tile) for tile in tiles]
        level, begin = level + 1, number


def reduced(hashes: bytes) -> bytes:
    """The root of the complete subtree over these hashes, whose number is a power of two."""
    while len(hashes) > SIZE:
        pairs = range(0, len(hashes), 2 * SIZE)
        hashes = b"".join([sha256(b"\x01" + hashes[n : n + 2 * SIZE]).digest() for n in pairs])
    return hashes


def nodes(kept: Kept) -> Node:
    """Every complete subtree's hash, out of the tiles. Raises LookupError where the tiles do not reach so far."""
    read = lru_cache(maxsize=64)(kept)

    def node(height: int, n: int) -> bytes:
        level, above = divmod(height, HEIGHT)
        first = n << above
        number, within = divmod(first, WIDTH)
        hashes = read(level, number)[within * SIZE : (within + (1 << above)) * SIZE]
        if len(hashes) != SIZE << above:
            raise LookupError(f"the tiles of level {level} do not reach to {first + (1 << above)}")
        return reduced(hashes)

    return node
