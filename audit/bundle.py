"""The evidence bundle: lines with all that proves them, in one file that is checked without Minutebook."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from audit.ends import Ends
from audit.handing_over import hand_overs
from domain.value import Text, Value
from ledger.seal.heads import HeadsTree
from ledger.seal.note import Checkpoint, Key, Note, Signer
from ledger.seal.pruned import pruned
from ledger.seal.sealing import Seal
from ledger.seal.tree import inclusion
from ledger.stores import Row, Store
from ledger.texts import Texts

FORMAT = "minutebook-bundle/1"
VERIFIER = Path(__file__).with_name("verify.py")

README = """\
An evidence bundle of Minutebook.

story.html and story.pdf, where they are, tell what happened. Everything else is there so that you need not believe
them:

    python3 -I verify.py

checks it all on any machine with Python 3.11 or newer, without Minutebook and without a network. It ends with 0 where
everything holds and with 3 where something does not, and says which. What it checks stands at its beginning.

It proves that these lines were sealed under the log's key and are unaltered, and how many lines their streams have. It
does not prove that what somebody wrote in them is true. Compare the key in keys.txt with the one that the council has
published.
"""


class Bundle(Value):
    """What goes into a bundle: lines of one or several streams that the checkpoint covers, and what goes with them.

    `request` says in words what was asked for; `files` are further files by name, and `streams` those that are shown to
    be whole even where none of their lines is in it.
    """

    request: Text
    rows: tuple[Row, ...]
    streams: tuple[Text, ...] = ()
    files: Mapping[str, bytes] = {}


def pack(asked: Bundle, note: Note, keys: Sequence[Key], seal: Seal, store: Store, signer: Signer) -> bytes:
    """The bundle as a ZIP file, signed. The same request and checkpoint give the same bytes.

    Raises Unsealed where the seal does not say of the streams what their lines say.
    """
    checkpoint = Checkpoint.read(note.text)
    note = vouched(note, signer)
    handed = hand_overs(asked.rows, seal, checkpoint.size)
    files = dict(asked.files) | {
        **{f"handover-{position}.txt": str(each).encode() for position, each in handed.items()},
        "README.txt": README.encode(),
        "checkpoint.txt": str(note).encode(),
        "keys.txt": _keys(keys),
        "lines.jsonl": b"".join(row.line + b"\n" for row in asked.rows),
        "tree.json": json_file(_tree(asked.rows, checkpoint, seal, handed.values())),
        **_timestamp(note, seal),
        "streams.json": json_file(
            _streams(sorted({*asked.streams, *(row.stream for row in asked.rows)}), Ends(checkpoint, seal, store))
        ),
    }
    if texts := disclosed(asked.rows, Texts(store)):
        files["texts.json"] = json_file(texts)
    head = (FORMAT, f"asked for: {asked.request}", f"at the checkpoint over {checkpoint.size} lines")
    return _zipped(_signed(files, head, signer) | {"verify.py": VERIFIER.read_bytes()})


def vouched(note: Note, signer: Signer) -> Note:
    """The note with the signature of the key that is in use, which may be younger than the note."""
    return note if note.signed_by([signer.key]) else note.signed(signer)


def proof(row: Row, note: Note, seal: Seal) -> str:
    """One line's proof as c2sp.org/tlog-proof writes it; its leaf is the line's stored bytes."""
    size = Checkpoint.read(note.text).size
    path = inclusion(row.position - 1, size, seal.node)
    return "\n".join(
        [
            "c2sp.org/tlog-proof@v1",
            f"index {row.position - 1}",
            *(b64encode(step).decode() for step in path),
            "",
            str(note),
        ]
    )


def place(tree: HeadsTree, stream: str) -> dict[str, Any]:
    """Where the stream's head stands in the tree over the heads, and the hashes that lead from there to its root."""
    index = tree.streams.index(stream)
    path = inclusion(index, len(tree.streams), tree.node)
    return {"index": index, "path": [step.hex() for step in path]}


def disclosed(rows: Iterable[Row], texts: Texts) -> list[dict[str, Any]]:
    """Each sealed text of the lines in clear with the opening of its commitment, or under which decision it was
    erased."""
    return [
        {"position": row.position, "text": each.text, "said": said, "opening": opening and opening.hex()}
        for row in rows
        for each, said, opening in texts.disclosed(row)
    ]


def _tree(rows: Sequence[Row], checkpoint: Checkpoint, seal: Seal, within: Iterable[Note]) -> dict[str, Any]:
    """The hashes that give, with these lines, the root of the checkpoint and those of checkpoints `within` it."""
    positions = [row.position for row in rows]
    ends = {Checkpoint.read(note.text).size for note in within}.difference(positions)
    hashes = pruned(sorted(position - 1 for position in (*positions, *ends)), checkpoint.size, seal.node)
    hashes |= {f"{end - 1}-{end}": seal.node(0, end - 1) for end in ends}
    return {"positions": positions, "hashes": {part: found.hex() for part, found in hashes.items()}}


def _streams(streams: Sequence[str], ends: Ends) -> list[dict[str, Any]]:
    return [
        {"stream": stream, "leaves": [leaf.hex() for leaf in ends.leaves(stream)]} | place(ends.tree, stream)
        for stream in streams
    ]


def _timestamp(note: Note, seal: Seal) -> dict[str, bytes]:
    answer = seal.timestamp(note)
    return {"checkpoint.tsr": answer} if answer else {}


def _signed(files: Mapping[str, bytes], head: Sequence[str], signer: Signer) -> dict[str, bytes]:
    """The files and bundle.txt, which lists them with their digests."""
    listed = (f"file {sha256(data).hexdigest()} {name}" for name, data in sorted(files.items()))
    note = Note("\n".join((*head, *listed, ""))).signed(signer)
    return dict(files) | {"bundle.txt": str(note).encode()}


def _keys(keys: Sequence[Key]) -> bytes:
    lines = ["# Verifier keys (c2sp.org/signed-note): the log's, then those of witnesses whose signatures it bears."]
    return "\n".join([*lines, *map(str, keys), ""]).encode()


def json_file(document: object) -> bytes:
    """The document as JSON on one line."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Without times, and not compressed: what compresses differs from machine to machine."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as packed:
        for name, data in sorted(files.items()):
            packed.writestr(ZipInfo(name), data)
    return written.getvalue()
