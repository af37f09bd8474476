"""Whether the lines are those that a checkpoint covers, and which is the first that is not; the seal only names it."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Self

from ledger.dropped import Drop, Gone, dropped
from ledger.seal.dropping import chained
from ledger.seal.heads import START, Head, HeadsTree, linked
from ledger.seal.note import Checkpoint, Unsealed
from ledger.seal.sealing import Seal
from ledger.seal.tiles import HEIGHT, SIZE, WIDTH, reduced
from ledger.seal.tree import CompactRange, begins_with, consistency, leaf_hash, peaks
from ledger.stores import Row, Store
from ledger.verify import PAGE, Break, pages

_NO_LINES = Head(0, START)

LISTED = 100
"""How many lines are named at most."""

WINDOW = 32
"""How many lines are looked at to tell a line that is missing, or was slipped in, from one that is another."""


class Hashed(NamedTuple):
    """A page's leaves, one after another, from `begin` on (counted from 0), and the stream of each; `root` where they
    are a whole page."""

    begin: int
    leaves: bytes
    root: bytes
    streams: list[str]

    @classmethod
    def of(cls, page: Sequence[Row]) -> Self | None:
        """None where a position is missing among the rows."""
        begin, count = page[0].position - 1, len(page)
        if page[-1].position != begin + count:
            return None
        leaves = b"".join([leaf_hash(row.line) for row in page])
        named: dict[str, str] = {}  # the same object for the same stream: what is sent says it once
        streams = [named.setdefault(row.stream, row.stream) for row in page]
        return cls(begin, leaves, reduced(leaves) if count == PAGE else b"", streams)


class Comparison:
    """The lines, given page by page, beside what `trusted` covers; with `since`, which it must continue, those after.

    The lines' own root decides, unless lines were dropped. What the seal holds is believed only where it leads to the
    root of the checkpoint.
    """

    def __init__(self, seal: Seal, store: Store, trusted: Checkpoint, since: Checkpoint | None = None) -> None:
        self._seal, self._store, self._trusted = seal, store, trusted
        self._tree = _continued(seal, since, trusted) if since else CompactRange()
        self._begin = self._at = self._tree.size
        drops = [drop for drop in dropped(store) if chained(seal, drop)]
        self._gone = Gone(drops)
        removed = [each for each in drops if not store.stream(each.row.stream, upto=each.event.lines)]
        self._heads = _heads_before(seal, store, trusted, since, removed)
        self._gap = self._shifted = False
        self._found: list[Break] = []

    def add(self, page: Hashed) -> None:
        """The next page; pages and lines that are missing are found missing."""
        self._missing(min(page.begin, self._trusted.size))
        leaves = page.leaves[: (self._trusted.size - self._at) * SIZE]
        if not leaves:
            return
        if page.root and len(leaves) == len(page.leaves) and self._at % PAGE == 0:
            self._tree.add_complete(PAGE.bit_length() - 1, page.root)
        else:
            _grow(self._tree, leaves)
        for n, stream in enumerate(page.streams[: len(leaves) // SIZE]):
            _link(self._heads, stream, leaves[n * SIZE : (n + 1) * SIZE])
        begin, self._at = self._at, self._at + len(leaves) // SIZE
        if leaves != self._sealed(begin, self._at):
            self._name(begin, self._at)

    def breaks(self) -> list[Break]:
        """Every line that is another than was sealed, the first LISTED of them, once all pages are in.

        Raises Unsealed where the seal's own hashes do not lead to the checkpoint: then it cannot say which line it is.
        """
        self._missing(self._trusted.size)
        size = self._trusted.size
        if not self._gap and self._tree.root == self._trusted.root:
            if self._found:
                raise Unsealed(
                    f"The {size} lines are those of the checkpoint, and seal.db is damaged: restore it from a backup, "
                    "or delete it and seal anew."
                )
            return self._false_heads()
        if self._gap and not self._found and self._sealed_root() == self._trusted.root:
            return self._false_heads()
        if (self._found or self._gap) and self._sealed_root() == self._trusted.root:
            return self._found
        raise Unsealed(
            f"The lines are not those of the checkpoint over {size} lines, and the sealed tree is not that of the "
            "checkpoint either: it is of another book, or lines were altered and sealed again. Restore seal.db from a "
            "backup to see which."
        )

    def _missing(self, upto: int) -> None:
        """Lines of which no page came in one piece."""
        if self._at < upto:
            self._gap = True
            self._name(self._at, upto)
            for page in pages(self._store, upto, self._at):
                for row in page:
                    _link(self._heads, row.stream, leaf_hash(row.line))
            self._at = upto

    def _false_heads(self) -> list[Break]:
        """Where the lines are those it covers: whether it also commits to their streams, each with its last line."""
        tree, size = HeadsTree(self._heads), self._trusted.size
        if (len(tree.streams), tree.root) == (self._trusted.streams, self._trusted.heads):
            return []
        why = (
            f"The checkpoint over {size} lines was signed over other streams than these lines have, or over other ends "
            "of them: whatever it was to show of a stream's end, or of a stream that is not there, is not so."
        )
        return [Break(position=size, stream="", number=0, why=why)]

    def _name(self, begin: int, end: int) -> None:
        for first in range(begin, end, PAGE):
            last = min(first + PAGE, end)
            rows = {row.position: row for row in self._store.after(first, PAGE, stop=last)}
            sealed = self._sealed(first, last)
            for index in range(first, last):
                if self._shifted or len(self._found) == LISTED:
                    return
                row = rows.get(index + 1)
                if row is None and self._gone.has(index + 1):
                    continue
                if row is None or leaf_hash(row.line) != sealed[(index - first) * SIZE : (index - first + 1) * SIZE]:
                    self._found.append(self._named(index, row))

    def _named(self, index: int, row: Row | None) -> Break:
        """What became of the line at this index, as far as the lines after it tell."""
        position = index + 1
        if row is None:
            why = f"The line at position {position} was sealed, and is missing."
            return Break(position=position, stream="", number=0, why=why)
        here = [leaf_hash(each.line) for each in self._store.after(index, WINDOW)]
        sealed = self._seal.leaves(index, min(index + WINDOW, self._trusted.size))
        why = f"The line at position {position} is not the one that was sealed there."
        if fewer := _missing(here, sealed):
            self._shifted = True
            why = f"{_lines(position, fewer)} sealed, and missing: those after it moved up."
        elif more := _slipped_in(here, sealed):
            self._shifted = True
            why = f"{_lines(position, more)} slipped in: what was sealed there comes after."
        elif at := self._place(here[0]):
            why = f"The line at position {position} was sealed at position {at}: lines were put in another order."
        return Break(position=position, stream=row.stream, number=row.number, why=why)

    def _place(self, leaf: bytes) -> int:
        """The position at which the leaf was sealed; 0 where it was not."""
        for begin in range(0, self._trusted.size, PAGE):
            sealed = self._seal.leaves(begin, min(begin + PAGE, self._trusted.size))
            if leaf in sealed:
                return begin + sealed.index(leaf) + 1
        return 0

    def _sealed(self, begin: int, end: int) -> bytes:
        return b"".join(self._seal.leaves(begin, end))

    def _sealed_root(self) -> bytes:
        """The root that the seal's leaves lead to; the tiles above them are not asked."""
        tree, size = CompactRange(), self._trusted.size
        for begin in range(0, size, WIDTH):
            leaves = self._sealed(begin, min(begin + WIDTH, size))
            if len(leaves) == WIDTH * SIZE:
                tree.add_complete(HEIGHT, reduced(leaves))
            else:
                _grow(tree, leaves)
        return tree.root if tree.size == size else b""


def unlike(
    seal: Seal,
    store: Store,
    trusted: Checkpoint,
    since: Checkpoint | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Break]:
    """Every line among those that `trusted` covers whose stored bytes, or whose place, is another than was sealed.

    What is missing since a plan was dropped is none, where the seal bears the drop out. With `since` only those after
    it: it must be a beginning of `trusted`. Raises Unsealed.
    """
    compared = Comparison(seal, store, trusted, since)
    for page in pages(store, trusted.size, since.size if since else 0):
        if hashed := Hashed.of(page):
            compared.add(hashed)
        progress(page[-1].position, trusted.size)
    yield from compared.breaks()


def _continued(seal: Seal, since: Checkpoint, trusted: Checkpoint) -> CompactRange:
    """The tree of `since`, to which the lines after it can be added, and which `trusted` is proved to continue."""
    try:
        tree = CompactRange(since.size, peaks(since.size, seal.node))
        proof = consistency(since.size, trusted.size, seal.node)
    except (LookupError, ValueError):
        tree, proof = CompactRange(), []
    if tree.root != since.root or not begins_with(since.size, since.root, trusted.size, trusted.root, proof):
        raise Unsealed(
            f"The checkpoint over {trusted.size} lines is not shown to continue that over {since.size}: one of them is "
            "of another book, lines were altered and sealed again, or seal.db is damaged. Leave out --since to read "
            "all lines."
        )
    return tree


def _heads_before(
    seal: Seal, store: Store, trusted: Checkpoint, since: Checkpoint | None, drops: Sequence[Drop]
) -> dict[str, Head]:
    """Every stream's head before the first line that is read: as of `since`, and with what was dropped."""
    heads = seal.heads(since.size) if since else {}
    if not since or HeadsTree(heads).root == since.heads:
        return _with_dropped(heads, seal, drops, since.size if since else 0, trusted.size)
    heads = _with_dropped({}, seal, drops, 0, since.size)  # the seal was built again: its lines say it too
    for page in pages(store, since.size):
        for row in page:
            _link(heads, row.stream, leaf_hash(row.line))
    if HeadsTree(heads).root != since.heads:
        raise Unsealed(
            f"The lines up to the checkpoint over {since.size} lines do not end where it says: leave out --since to "
            "read all of them."
        )
    return _with_dropped(heads, seal, drops, since.size, trusted.size)


def _with_dropped(heads: dict[str, Head], seal: Seal, drops: Sequence[Drop], begin: int, end: int) -> dict[str, Head]:
    """With the lines at the positions above `begin` and up to `end` that were dropped, by the seal's leaves."""
    for drop in drops:
        for span in drop.event.positions:
            for at in range(max(span.first, begin + 1), min(span.last, end) + 1):
                _link(heads, drop.row.stream, seal.leaves(at - 1, at)[0])
    return heads


def _link(heads: dict[str, Head], stream: str, leaf: bytes) -> None:
    number, chain = heads.get(stream, _NO_LINES)
    heads[stream] = Head(number + 1, linked(chain, leaf))


def _grow(tree: CompactRange, leaves: bytes) -> None:
    for n in range(0, len(leaves), SIZE):
        for _ in tree.add(leaves[n : n + SIZE]):
            pass


def _missing(here: Sequence[bytes], sealed: Sequence[bytes]) -> int:
    """How many of the first that were sealed are not here, where the rest of them are; else 0."""
    counts = range(1, len(sealed)) if sealed[0] not in here else ()
    return next((n for n in counts if here[: len(sealed) - n] == sealed[n:]), 0)


def _slipped_in(here: Sequence[bytes], sealed: Sequence[bytes]) -> int:
    """How many of the first that are here stand before all that were sealed; else 0."""
    for n in range(1, len(here)):
        both = min(len(here) - n, len(sealed))
        if here[n : n + both] == sealed[:both] and (both == len(sealed) or len(here) == WINDOW):
            return n
    return 0


def _lines(position: int, count: int) -> str:
    return f"The line at position {position} was" if count == 1 else f"{count} lines from position {position} on were"
