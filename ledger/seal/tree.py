"""The Merkle tree of RFC 6962 and RFC 9162 over the lines: hashes, roots, and proofs that anybody can check."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962 section 2.1)."""

Node = Callable[[int, int], bytes]
"""The hash of the `n`-th complete subtree of height `h`, called as `node(h, n)`: its leaves are n·2ʰ to (n+1)·2ʰ-1."""


def leaf_hash(line: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and the line's stored bytes."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node: SHA-256 of 0x01 and its two children."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree as the roots of its complete subtrees, largest first: all that is needed to add leaves and give the root.

    Memory grows with the logarithm of the number of leaves.
    """

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(peaks)}")
        self.size = size
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> Iterator[tuple[int, bytes]]:
        """Add a leaf's hash; the height and the hash of each subtree that it completes, itself first."""
        carry, height, peaks = self.size, 0, self.peaks
        self.size += 1
        yield 0, leaf
        while carry & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            carry >>= 1
            height += 1
            yield height, leaf
        peaks.append(leaf)

    def add_complete(self, height: int, root: bytes) -> None:
        """Add a complete subtree of that height; the size must be a multiple of its leaves."""
        carry = self.size >> height
        self.size += 1 << height
        while carry & 1:
            root = node_hash(self.peaks.pop(), root)
            carry >>= 1
        self.peaks.append(root)

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY
        *left, root = self.peaks
        for peak in reversed(left):
            root = node_hash(peak, root)
        return root


def peaks(size: int, node: Node) -> list[bytes]:
    """The roots of the complete subtrees of a tree with `size` leaves, largest first."""
    found: list[bytes] = []
    begin = 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            found.append(node(height, begin >> height))
            begin += 1 << height
    return found


def root_at(size: int, node: Node) -> bytes:
    """The root of the tree when it had `size` leaves."""
    return CompactRange(size, peaks(size, node)).root


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The proof that leaf `index`, from 0, is in the tree of `size` leaves (RFC 9162 section 2.1.3.1).

    The hashes from the leaf's sibling up. Raises ValueError where the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return _path(index, 0, size, node)


def consistency(old: int, new: int, node: Node) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old` leaves (RFC 9162 section 2.1.4.1).

    Empty where they are the same, or where the older is empty. Raises ValueError where `old` is above `new`.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves cannot begin with one of {old}")
    return [] if old in {0, new} else _subproof(old, 0, new, node, known=True)


def _path(index: int, begin: int, end: int, node: Node) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + split(end - begin)
    if index < middle:
        return [*_path(index, begin, middle, node), range_root(middle, end, node)]
    return [*_path(index, middle, end, node), range_root(begin, middle, node)]


def _subproof(old: int, begin: int, end: int, node: Node, *, known: bool) -> list[bytes]:
    if old == end:
        return [] if known else [range_root(begin, end, node)]
    middle = begin + split(end - begin)
    if old <= middle:
        return [*_subproof(old, begin, middle, node, known=known), range_root(middle, end, node)]
    return [*_subproof(old, middle, end, node, known=False), range_root(begin, middle, node)]


def range_root(begin: int, end: int, node: Node) -> bytes:
    """The root over the leaves from `begin` to before `end`, a part of a tree as RFC 6962 divides it."""
    size = end - begin
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return node(height, begin >> height)
    middle = begin + split(size)
    return node_hash(range_root(begin, middle, node), range_root(middle, end, node))


def split(size: int) -> int:
    """The largest power of two below `size`, which is above 1."""
    return 1 << ((size - 1).bit_length() - 1)


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the leaf's hash stands at `index` in the tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(each, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, each)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def begins_with(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the newer tree begins with the older (RFC 9162 section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(each, older), node_hash(each, newer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, each)
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root
