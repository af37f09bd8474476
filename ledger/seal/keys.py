"""The key that a book is sealed with: in a file for its owner alone, made at the first start, never in the ledger."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from ledger.seal.note import Key, Signer
from ledger.stores import Unavailable


def key_in(path: Path, name: str, kind: bytes) -> Signer:
    """The key in the file, made now where there is none. Raises Unavailable where the file holds no such key."""
    try:
        if not path.exists():
            _write(path, Ed25519PrivateKey.generate())
    except OSError as error:
        raise _unusable(path, error) from error
    return _read(path, name, kind)


def _read(path: Path, name: str, kind: bytes) -> Signer:
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise _unusable(path, error) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise Unavailable(f"The key file {path} holds no Ed25519 key: restore it from a backup.")
    return Signer(name, kind, private)


def replace_key(path: Path, name: str, kind: bytes) -> Signer:
    """A new key in the file; the one that was in it stays beside it, under its key id. Raises Unavailable."""
    if path.exists():
        former = _read(path, name, kind)
        try:
            path.replace(beside(path, former.key))
        except OSError as error:
            raise Unavailable(f"The key file {path} cannot be replaced ({_why(error)}).") from error
    return key_in(path, name, kind)


def find_key(path: Path, wanted: Key) -> Signer | None:
    """That key in the file, or beside it, where it lies while it is replaced; None where it is in neither.

    Raises Unavailable.
    """
    signers = (_read(each, wanted.name, wanted.kind) for each in (path, beside(path, wanted)) if each.exists())
    return next((signer for signer in signers if signer.key == wanted), None)


def beside(path: Path, key: Key) -> Path:
    """Where a key goes that is replaced."""
    return path.with_name(f"{path.name}.{key.id.hex()}")


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def _unusable(path: Path, error: Exception) -> Unavailable:
    return Unavailable(f"The key file {path} cannot be used ({_why(error)}): restore it from a backup.")


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is not a key in PEM"
