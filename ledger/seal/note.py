"""Signed notes and checkpoints as c2sp.org/signed-note, tlog-checkpoint and tlog-cosignature write them down."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = b"\x01", b"\x04"
"""The two kinds of signature: an Ed25519 signature over the text, and a timestamped cosignature of a checkpoint."""

LARGEST = 100_000
"""Characters of a note, at most; one with sixteen signatures has less than a twentieth of it."""

STREAMS = "streams"
"""How the extension line of a checkpoint begins that commits to every stream's head."""


class Unsealed(Exception):
    """A note, a checkpoint, a proof or a key that does not hold, in one sentence."""


@dataclass(frozen=True)
class Key:
    """A key that verifies: its `name`, what it signs as (LOG or WITNESS), and the 32 bytes of its Ed25519 key."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names its key by."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    @property
    def short(self) -> str:
        """Its name and id, by which people tell keys apart."""
        return f"{self.name}+{self.id.hex()}"

    def __str__(self) -> str:
        """As c2sp.org/signed-note writes verifier keys: name, key id and key, joined by plus signs."""
        return f"{self.short}+{b64encode(self.kind + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The key that is written so. Raises Unsealed."""
        name, _, rest = text.strip().partition("+")
        hint, _, encoded = rest.partition("+")
        material = _decoded(encoded)
        if not _is_name(name) or material[:1] not in {LOG, WITNESS} or len(material) != 33:
            raise Unsealed(f"{text.strip()[:80]!r} is no verifier key: it is a name, an id and a key, joined by +.")
        key = cls(name, material[:1], material[1:])
        if key.id.hex() != hint:
            raise Unsealed(f"The verifier key of {name} is damaged: its id is {key.id.hex()}, not {hint}.")
        return key


@dataclass(frozen=True)
class Signature:
    """A line of a note: who signed, by which key, and the signature's own bytes."""

    name: str
    key_id: bytes
    signed: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.signed).decode()}\n"

    def by(self, key: Key) -> bool:
        return (self.name, self.key_id) == (key.name, key.id)

    @property
    def time(self) -> int:
        """Of a witness's: when it was given, in seconds since 1970."""
        return int.from_bytes(self.signed[:8], "big")


@dataclass(frozen=True)
class Note:
    """A text, which ends with a line break, and the signatures below it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def read(cls, written: str) -> Self:
        """The note that is written so. Raises Unsealed."""
        text, blank, below = written.rpartition("\n\n")
        if len(written) > LARGEST or not blank or not text or any(ch < " " and ch != "\n" for ch in written):
            raise Unsealed("This is no signed note: it has no text, an empty line and signatures below it.")
        if not below.endswith("\n"):
            raise Unsealed("This signed note is cut short: its last line does not end.")
        return cls(f"{text}\n", tuple(_signature(line) for line in below[:-1].split("\n")))

    def signed(self, signer: "Signer", time: int = 0) -> "Note":
        """The same with one more signature; one by the same key gives way. `time`: of a witness's, in seconds."""
        others = tuple(s for s in self.signatures if not s.by(signer.key))
        return replace(self, signatures=(*others, signer.sign(self.text, time)))

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The same with these signatures added, but for those that it has."""
        return replace(self, signatures=(*self.signatures, *(s for s in more if s not in self.signatures)))

    def signed_by(self, keys: Iterable[Key]) -> list[tuple[Key, Signature]]:
        """Which of these keys signed it. Others are passed over; raises Unsealed where one of these does not fit."""
        found = [(key, line) for line in self.signatures for key in keys if line.by(key)]
        for key, line in found:
            if not _fits(self.text, key, line):
                raise Unsealed(f"The signature of {key.name} does not fit the note: text or signature was altered.")
        return found


@dataclass(frozen=True)
class Signer:
    """A private key with the name that it signs under."""

    name: str
    kind: bytes
    private: Ed25519PrivateKey

    @property
    def key(self) -> Key:
        return Key(self.name, self.kind, self.private.public_key().public_bytes_raw())

    def sign(self, text: str, time: int = 0) -> Signature:
        if self.kind == LOG:
            return Signature(self.name, self.key.id, self.private.sign(text.encode()))
        stamped = time.to_bytes(8, "big") + self.private.sign(_witnessed(text, time))
        return Signature(self.name, self.key.id, stamped)


@dataclass(frozen=True)
class Checkpoint:
    """The tree over the first `size` lines of the log `origin`.

    `streams` is how many streams these lines belong to, and `heads` the root of the tree over the heads of those.
    """

    origin: str
    size: int
    root: bytes
    streams: int
    heads: bytes

    @property
    def text(self) -> str:
        return (
            f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"
            f"{STREAMS} {self.streams} {b64encode(self.heads).decode()}\n"
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """The checkpoint that a note's text holds. Raises Unsealed."""
        try:
            origin, size, root, extension = text.removesuffix("\n").split("\n")
            word, streams, heads = extension.split(" ")
            found = cls(origin, int(size), _hash(root), int(streams), _hash(heads))
        except ValueError as error:
            raise Unsealed("This note is no checkpoint of Minutebook's: it has not its four lines.") from error
        if word != STREAMS or found.size < 0 or found.streams < 0 or found.text != text:
            raise Unsealed("This note is no checkpoint of Minutebook's: its lines are not in their form.")
        return found


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signed = _decoded(encoded)
    if dash != "—" or not _is_name(name) or len(signed) < 5:
        raise Unsealed(f"This is no line of a signature: {line[:80]!r}.")
    return Signature(name, signed[:4], signed[4:])


def _fits(text: str, key: Key, line: Signature) -> bool:
    said, signed = text.encode(), line.signed
    if key.kind == WITNESS:
        said, signed = _witnessed(text, line.time), line.signed[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, said)
    except InvalidSignature:
        return False
    return True


def _witnessed(text: str, time: int) -> bytes:
    """What a witness signs (c2sp.org/tlog-cosignature)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(ch.isspace() for ch in name)


def _hash(encoded: str) -> bytes:
    found = _decoded(encoded)
    if len(found) != 32:
        raise ValueError("a hash has 32 bytes")
    return found


def _decoded(encoded: str) -> bytes:
    """The bytes; none where it is not the one way in which base64 writes them, or they are none."""
    try:
        found = b64decode(encoded, validate=True)
    except ValueError:
        return b""
    return found if b64encode(found).decode() == encoded else b""
