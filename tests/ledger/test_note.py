"""Signed notes, checkpoints and cosignatures are as c2sp.org writes them, and nothing altered passes."""

from base64 import b64decode, b64encode
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.seal.note import LOG, WITNESS, Checkpoint, Key, Note, Signer, Unsealed

KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
"""The example of c2sp.org/signed-note."""

LETTERS = ascii_uppercase + ascii_lowercase + digits + "+/"
LOGS = Signer("council.example/book", LOG, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
AUDIT = Signer("audit.example", WITNESS, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
NEXT = dict(zip(LETTERS, LETTERS[1:] + LETTERS[:1], strict=True))
"""The sign of base64 that differs from another in its last bit, or more."""
CHECKPOINT = Checkpoint("council.example/book", 29, sha256(b"root").digest(), 3, sha256(b"heads").digest())


def test_the_specifications_own_note_is_signed_by_its_key() -> None:
    note = Note.read(NOTE)
    [(key, _)] = note.signed_by([Key.read(KEY)])
    assert str(key) == KEY
    assert str(note) == NOTE


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    note = Note(CHECKPOINT.text).signed(LOGS).signed(AUDIT, time=1_658_000_000)
    again = Note.read(str(note))
    assert again == note
    assert Checkpoint.read(again.text) == CHECKPOINT
    assert [key.name for key, _ in again.signed_by([AUDIT.key, LOGS.key])] == ["council.example/book", "audit.example"]
    assert again.signatures[1].time == 1_658_000_000


def test_the_signatures_are_those_that_the_specifications_describe() -> None:
    """Checked by hand, with nothing of ours but the keys."""
    note = str(Note(CHECKPOINT.text).signed(LOGS).signed(AUDIT, time=7))
    text, _, below = note.rpartition("\n\n")
    first, second = (line.split(" ") for line in below.splitlines())
    log, audit = b64decode(first[2]), b64decode(second[2])
    assert log[:4] == sha256(b"council.example/book\n\x01" + LOGS.key.public).digest()[:4]
    assert audit[:4] == sha256(b"audit.example\n\x04" + AUDIT.key.public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(LOGS.key.public).verify(log[4:], f"{text}\n".encode())
    said = f"cosignature/v1\ntime 7\n{text}\n".encode()
    Ed25519PublicKey.from_public_bytes(AUDIT.key.public).verify(audit[12:], said)
    assert int.from_bytes(audit[4:12], "big") == 7


def test_no_character_of_the_text_or_of_a_signature_can_be_altered() -> None:
    written = str(Note(CHECKPOINT.text).signed(LOGS).signed(AUDIT, time=7))
    keys = [LOGS.key, AUDIT.key]
    for place, was in enumerate(written):
        altered = written[:place] + NEXT.get(was, "A") + written[place + 1 :]
        try:
            fits = len(Note.read(altered).signed_by(keys)) == 2
        except Unsealed:
            fits = False
        assert not fits, f"character {place} ({was!r}) may be altered"


def test_a_signature_by_a_key_that_nobody_named_is_passed_over() -> None:
    note = Note(CHECKPOINT.text).signed(LOGS).signed(AUDIT)
    assert [key.name for key, _ in note.signed_by([LOGS.key])] == ["council.example/book"]
    assert note.signed_by([]) == []


def test_a_key_signs_a_note_once() -> None:
    note = Note(CHECKPOINT.text).signed(AUDIT, time=1).signed(AUDIT, time=2)
    assert [line.time for line in note.signatures] == [2]
    assert note.with_signatures(note.signatures) == note


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "no signed note"),
        ("text alone\n", "no signed note"),
        ("text\n\n— example.com/foo AAAA", "cut short"),
        ("text\n\n- example.com/foo AAAAAAAA\n", "no line of a signature"),
        ("text\n\n— example.com/foo AAAA\n", "no line of a signature"),
        ("text\n\n— example.com/foo AAAAAAA*\n", "no line of a signature"),
        ("te\x00xt\n\n— example.com/foo AAAAAAAA\n", "no signed note"),
        ("text\n\n" + "— example.com/foo AAAAAAAA\n" * 5_000, "no signed note"),
    ],
)
def test_what_is_no_signed_note_is_told_in_one_sentence(written: str, said: str) -> None:
    with pytest.raises(Unsealed, match=said):
        Note.read(written)


@pytest.mark.parametrize(
    "text",
    [
        "council.example/book\n29\n",
        CHECKPOINT.text.replace("29", "029"),
        CHECKPOINT.text.replace("29", "-1"),
        CHECKPOINT.text.replace("streams", "stream"),
        CHECKPOINT.text.replace(b64encode(CHECKPOINT.root).decode(), "AAAA"),
        CHECKPOINT.text + "one more line\n",
    ],
)
def test_what_is_no_checkpoint_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(Unsealed, match="no checkpoint"):
        Checkpoint.read(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no verifier key"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFk", "no verifier key"),
        ("two words+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no verifier key"),
        (KEY.replace("530d903a", "530d903b"), "is damaged"),
        (KEY.replace("foo", "bar"), "is damaged"),
    ],
)
def test_what_is_no_verifier_key_is_told_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(Unsealed, match=said):
        Key.read(text)
