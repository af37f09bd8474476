"""Shows that something is not on record: all of a stream between two checkpoints, or that there was no such stream."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from audit.bundle import Bundle, json_file, place
from audit.ends import Ends
from audit.handing_over import of_the_book
from audit.verify import touches
from ledger.record import Record
from ledger.seal.note import Checkpoint, Note
from ledger.seal.sealing import Seal
from ledger.stores import Row, Store
from ledger.texts import Texts


def absence(
    stream: str, of: Mapping[str, str], seal: Seal, store: Store, since: Note | None, until: Checkpoint
) -> tuple[Bundle, list[Record]]:
    """The bundle that shows which lines of a stream between two checkpoints touch what is asked; and those lines.

    `of` says what: a `kind`, a `post`, or the name and the value of a field, such as `action`; a line touches it that
    has all of them. Where the stream has no line by `until` the bundle shows that instead. Raises Unsealed where the
    seal does not say of the streams what their lines say.
    """
    ends = Ends(until, seal, store)
    book = of_the_book(store, until.size)
    claim: dict[str, Any] = {"stream": stream, "of": dict(of)}
    head = ends.head(stream)
    if head is None:
        later = next((n for n, each in enumerate(ends.tree.streams) if each > stream), len(ends.tree.streams))
        claim["neighbours"] = [_neighbour(ends, n) for n in (later - 1, later)]
        return _bundle(f"no stream {stream}", book, (), claim, {}), []
    begins, claim["from"] = 0, None
    files: dict[str, bytes] = {}
    then = Ends(Checkpoint.read(since.text), seal, store) if since else None
    if since and then and (before := then.head(stream)):
        begins = before.number
        claim["from"] = {"number": begins} | place(then.tree, stream)
        files["from.txt"] = str(since).encode()
    stretch = store.stream(stream, after=begins, upto=head.number)
    asked = " and ".join(f"{what} {value}" for what, value in of.items()) or "anything"
    rows = {row.position: row for row in (*book, *stretch)}
    return (
        _bundle(f"no line of {stream} that touches {asked}", list(rows.values()), (stream,), claim, files),
        Texts(store).records(row for row in stretch if touches(json.loads(row.line), of)),  # type: ignore[no-untyped-call]
    )


def _bundle(
    what: str, rows: Sequence[Row], streams: Sequence[str], claim: Mapping[str, Any], files: Mapping[str, bytes]
) -> Bundle:
    files = dict(files) | {"claim.json": json_file(claim)}
    return Bundle(request=what, rows=tuple(sorted(rows)), streams=tuple(streams), files=files)


def _neighbour(ends: Ends, n: int) -> dict[str, Any] | None:
    """The stream in that place of their order, with its head; None before the first and after the last."""
    if not 0 <= n < len(ends.tree.streams):
        return None
    stream = ends.tree.streams[n]
    head = ends.head(stream)
    assert head is not None, "the lines of each stream in the tree were compared with its head"
    return {"stream": stream, "number": head.number, "chain": head.chain.hex()} | place(ends.tree, stream)
