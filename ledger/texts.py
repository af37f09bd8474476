"""Texts that can be erased: sealed as a line is written, opened as it is read, each under a key of its own.

In the stored bytes an object stands in the place of such a text: `sealed`, its AES-256-GCM-SIV ciphertext (RFC 8452) in
base64; `commitment`, SHA-256 over the opening and the text; `text`, its name in the line; and `key`, which names the
subject and how many erasures the plan had seen. The leaves of the seal are digests of these bytes, so they hold
whatever becomes of the keys.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b, sha256
from secrets import token_bytes
from time import monotonic
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from pydantic_core import to_json

from domain.erasure.events import TextErased
from domain.value import Event, erasable
from ledger.codec import Damaged, decode, encode
from ledger.record import Record
from ledger.stores import NewRow, Row, Store, TextKey

KEY = 32
"""How many bytes a subject's key has, and each half of a text's secret."""

NONCE = bytes(12)
"""Always the same: a text's key seals that text alone."""

FRESH = 5.0
"""For how many seconds keys at hand are gone by, before it is asked whether another process has destroyed one."""

STREAMS = 2_000
"""Of how many streams the keys are kept at hand at most."""

_HINT = b'{"sealed":"'
"""No text holds it: JSON writes a quotation mark within one as \\"."""

_SEALED = re.compile(
    rb'\{"sealed":"([A-Za-z0-9+/]+=*)","commitment":"([0-9a-f]{64})","text":"([a-z_]+(?:\.\d+)?)","key":"([^"/]*/\d+)"\}'
)
_MARK = "\0"
"""Stands for a text until its line is JSON: no text may hold this character."""


class Sealed(NamedTuple):
    """A text as it stands in a line's bytes: where, and under which key of the line's stream."""

    stream: str
    number: int
    text: str
    key: str
    ciphertext: bytes
    commitment: str


def sealed_in(row: Row) -> Iterator[Sealed]:
    """The sealed texts of a line, in order."""
    for found in _SEALED.finditer(row.line) if _holds_sealed(row) else ():
        yield _sealed(row, found)


def _holds_sealed(row: Row) -> bool:
    """Also of a row that somebody wrote past us, whose line may be of any type."""
    return type(row.line) is bytes and _HINT in row.line


def secret_of(key: bytes, stream: str, number: int, text: str) -> bytes:
    """The secret of one text: the key that opens it, and the opening of its commitment, KEY bytes each.

    BLAKE2b (RFC 7693) keyed with the subject's key, so that one can be given away, or kept when the subject's key goes,
    and says nothing of the others. It binds a text to its place: moved elsewhere, it does not open.
    """
    return blake2b(f"{stream}\n{number}\n{text}".encode(), key=key).digest()


def committed(secret: bytes, said: bytes) -> str:
    """The commitment to a text's bytes: who has the opening and the text can check it without AES."""
    return sha256(secret[KEY:] + said).hexdigest()


class Texts:
    """The texts of one store, for this process, which keeps their keys at hand.

    A subject is the action that a text is about, or the whole plan. After each erasure a plan's texts get new keys: no
    line that comes later can be under a key that is about to be destroyed, whoever writes it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: dict[str, dict[tuple[str, str], TextKey]] = {}
        self._read_at: dict[str, float] = {}
        self._erased: dict[str, dict[tuple[int, str], str]] = {}

    def record(self, row: Row) -> Record:
        """The record in a row, its texts in clear, or as erased. Raises Damaged, as `decode` does."""
        return self.read(row)[0]

    def read(self, row: Row) -> tuple[Record, Sequence[str]]:
        """The same, and the names of its texts whose key is gone though no decision erased them."""
        gone: list[str] = []
        record = decode(self._opened(row, gone) if _holds_sealed(row) else row)
        if type(record.event) is TextErased:
            self.heed(record)
        return record, gone

    def records(self, rows: Iterable[Row]) -> list[Record]:
        return [self.record(row) for row in rows]

    def sealed(self, acts: Iterable[tuple[Sequence[Record], int]]) -> tuple[list[NewRow], list[TextKey]]:
        """The lines as they are to be stored, and the new keys to be stored with them.

        Each act has lines of one stream, and the number of texts that have been erased in it by then.
        """
        new: dict[tuple[str, str], TextKey] = {}
        rows = [self._row(record, erasures, new) for records, erasures in acts for record in records]
        return rows, list(new.values())

    def keep(self, keys: Iterable[TextKey]) -> None:
        """Have them at hand: they have been stored."""
        for key in keys:
            self._of(key.stream)[key.key, key.text] = key

    def heed(self, record: Record) -> None:
        """A text was erased by this line: from now on it is read as erased, whether or not its key is there still."""
        event = record.event
        assert isinstance(event, TextErased)
        self._erased.setdefault(record.stream, {})[event.line, event.text] = event.decision

    def pending(self, stream: str) -> bool:
        """Whether a text of the stream is known to be erased whose key may be there still, and its copies."""
        if not (erased := self._erased.get(stream)):
            return False
        done = {key.text for key in self._read(stream).values() if key.erased is not None and key.secret is None}
        return any(f"{number}/{text}" not in done for number, text in erased)

    def forget(self, stream: str) -> None:
        """Let the keys of a stream go that are at hand: they have changed."""
        self._keys.pop(stream, None)

    def disclosed(self, row: Row) -> Iterator[tuple[Sealed, str, bytes | None]]:
        """The sealed texts of a line, each in clear with its opening; or as erased, with none."""
        for each in sealed_in(row):
            secret = self._secret(each)
            if isinstance(secret, bytes):
                yield each, _opened(row, each, secret), secret[KEY:]
            else:
                yield each, secret, None

    def _row(self, record: Record, erasures: int, new: dict[tuple[str, str], TextKey]) -> NewRow:
        names = erasable(type(record.event))
        texts = list(_texts(record.event, names)) if names else []
        line = encode(record.but(event=record.event.but(**_marked(record.event, names))) if texts else record)
        if texts:
            key = self._key(record, erasures, new)
            for text, said in texts:
                line = line.replace(_written(_MARK + text), _sealing(key, record, text, said), 1)
        return NewRow(record.stream, record.number, record.kind, line, record.cause.command, record.at)

    def _key(self, record: Record, erasures: int, new: dict[tuple[str, str], TextKey]) -> TextKey:
        """The key of what the line is about: at hand, in the store, or new."""
        stream, name = record.stream, f"{getattr(record.event, 'action', '')}/{erasures}"
        known = self._of(stream).get((name, "")) or new.get((stream, name)) or self._read(stream).get((name, ""))
        if known is None:
            known = new[stream, name] = TextKey(stream, name, "", token_bytes(KEY), None)
        return known

    def _of(self, stream: str) -> dict[tuple[str, str], TextKey]:
        known = self._keys.get(stream)
        if known is None or monotonic() - self._read_at[stream] > FRESH:
            return self._read(stream)
        return known

    def _read(self, stream: str) -> dict[tuple[str, str], TextKey]:
        if len(self._keys) >= STREAMS:
            self._keys.clear()
        self._read_at[stream] = monotonic()
        kept = (key for key in self._store.text_keys(stream) if _usable(key))
        known = self._keys[stream] = {(key.key, key.text): key for key in kept}
        return known

    def _opened(self, row: Row, gone: list[str]) -> Row:
        """With its texts in clear; those that `gone` names as well are those whose key is missing."""

        def clear(found: re.Match[bytes]) -> bytes:
            each = _sealed(row, found)
            secret = self._secret(each)
            if isinstance(secret, bytes):
                return _written(_opened(row, each, secret))
            if isinstance(secret, _Gone):
                gone.append(each.text)
            return _written(secret)

        return row._replace(line=_SEALED.sub(clear, row.line))

    def _secret(self, each: Sealed) -> bytes | str:
        """The text's secret; or, where there is none, what is read in the place of the text."""
        stream, number, text, name = each[:4]
        if self._erased and (decision := self._erased.get(stream, {}).get((number, text))) is not None:
            return said_erased(decision)
        for keys in (self._of, self._read):  # another process may have written it since
            known = keys(stream)
            if (key := known.get((name, ""))) is not None and key.secret is not None:
                return secret_of(key.secret, stream, number, text)
            if (alone := known.get((name, f"{number}/{text}"))) is not None:
                return said_erased(alone.erased or "") if alone.secret is None else alone.secret
        return _Gone("[the key of this text is missing]")


def _usable(key: TextKey) -> bool:
    """Whether it is a secret, or was destroyed. What somebody wrote in its place is as good as gone."""
    return key.secret is None or (type(key.secret) is bytes and len(key.secret) == (2 * KEY if key.text else KEY))


class _Gone(str):
    """What is read where a key is gone and no decision says why."""


def said_erased(decision: str) -> str:
    """What is read in the place of a text that was erased."""
    return f"[erased under decision {decision}]"


def _texts(event: Event, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of an event by their names in the line."""
    for name in names:
        said = getattr(event, name)
        if isinstance(said, tuple):
            yield from ((f"{name}.{n}", each) for n, each in enumerate(said, start=1))
        elif said is not None:
            yield name, said


def _marked(event: Event, names: Sequence[str]) -> dict[str, Any]:
    """The fields of the event with a mark for each text."""
    marks: dict[str, Any] = {}
    for name in names:
        said = getattr(event, name)
        if isinstance(said, tuple):
            marks[name] = tuple(f"{_MARK}{name}.{n}" for n in range(1, len(said) + 1))
        elif said is not None:
            marks[name] = _MARK + name
    return marks


def _written(said: str) -> bytes:
    return to_json(said)


def _sealing(key: TextKey, record: Record, text: str, said: str) -> bytes:
    assert key.secret is not None
    secret, clear = secret_of(key.secret, record.stream, record.number, text), said.encode()
    ciphertext = b64encode(AESGCMSIV(secret[:KEY]).encrypt(NONCE, clear, None)).decode()
    named = f'"commitment":"{committed(secret, clear)}","text":"{text}","key":"{key.key}"'
    return f'{{"sealed":"{ciphertext}",{named}}}'.encode()


def _sealed(row: Row, found: re.Match[bytes]) -> Sealed:
    ciphertext, commitment, text, key = found.groups()
    return Sealed(row.stream, row.number, text.decode(), key.decode(), b64decode(ciphertext), commitment.decode())


def _opened(row: Row, each: Sealed, secret: bytes) -> str:
    try:
        said = AESGCMSIV(secret[:KEY]).decrypt(NONCE, each.ciphertext, None)
    except InvalidTag as wrong:
        raise Damaged(row.position, f"its text {each.text} does not open with its key") from wrong
    if committed(secret, said) != each.commitment:
        raise Damaged(row.position, f"its text {each.text} is not the one that the line commits to")
    return said.decode()
