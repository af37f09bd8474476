"""Bearer tokens: who may come in by the API, and in which posts. The file holds only digests of the tokens."""

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from domain.authority.roles import claims_to_be_minutebook
from domain.reading import Misfit, fault
from domain.value import Digest, Id, Moment, Slug, Value
from ledger.stores import Unavailable
from wiring import make_folder

NAME = "tokens.json"
PREFIX = "mb_"
LONGEST = 3_650
"""Days that a token may stand at most."""


def _not_the_engine(name: str) -> str:
    if claims_to_be_minutebook(name):
        raise ValueError(f"{name} belongs to Minutebook's own workflows: choose another")
    return name


class Holder(Value):
    """Whom a token stands for, in which posts, and until when. `id` names the token without giving it away."""

    id: Id
    person: Annotated[Id, AfterValidator(_not_the_engine)]
    posts: Annotated[tuple[Annotated[Slug, AfterValidator(_not_the_engine)], ...], Field(min_length=1)]
    created: Moment
    expires: Moment


class _Kept(Holder):
    digest: Digest

    @property
    def holder(self) -> Holder:
        return Holder.model_validate(self.model_dump(exclude={"digest"}))


class _Tokens(Value):
    tokens: tuple[_Kept, ...] = ()


def add(folder: Path, person: str, posts: Sequence[str], days: int = 365) -> str:
    """A new token for `person`, in clear: it is shown this once and kept nowhere. Raises Misfit, Unavailable."""
    if not 1 <= days <= LONGEST:
        raise Misfit(f"A token stands from 1 to {LONGEST} days, not {days}.")
    token = PREFIX + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    try:
        kept = _Kept(
            id=secrets.token_hex(4),
            person=person,
            posts=tuple(dict.fromkeys(posts)),
            created=now,
            expires=now + timedelta(days=days),
            digest=_digest(token),
        )
    except ValidationError as error:
        raise Misfit(f"This token cannot be made: {fault(error)}") from error
    with _turn(folder):
        _write(folder, (*_read(folder), kept))
    return token


def find(folder: Path, token: str, at: datetime | None = None) -> Holder | None:
    """Whom `token` stands for `at` a time (now): None if unknown, revoked or expired. Raises Unavailable."""
    digest, now = _digest(token), at or datetime.now(UTC)
    matching = [kept for kept in _read(folder) if compare_digest(kept.digest, digest)]
    return next((kept.holder for kept in matching if now < kept.expires), None)


def stands(folder: Path, id_: str) -> bool:
    """Whether the token of that id is neither revoked nor expired: for whoever came in with it and is still here."""
    now = datetime.now(UTC)
    return any(kept.id == id_ and now < kept.expires for kept in _read(folder))


def listed(folder: Path) -> list[Holder]:
    """Everybody who was given a token that has not been revoked, expired or not, oldest first. Raises Unavailable."""
    return [kept.holder for kept in _read(folder)]


def revoke(folder: Path, id_: str) -> bool:
    """Take the token of that id back, from the next request on; False where there is none. Raises Unavailable."""
    with _turn(folder):
        before = _read(folder)
        after = tuple(kept for kept in before if kept.id != id_)
        if len(after) == len(before):
            return False
        _write(folder, after)
        return True


def _digest(token: str) -> str:
    return sha256(token.encode(errors="surrogateescape")).hexdigest()


def _read(folder: Path) -> tuple[_Kept, ...]:
    path = folder / NAME
    try:
        stat = path.stat()
        return _parsed(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise Unavailable(
            f"{path} cannot be read, so nobody may come in: restore it, or give out new tokens."
        ) from error


@lru_cache(maxsize=8)
def _parsed(path: Path, _: tuple[int, int, int]) -> tuple[_Kept, ...]:
    """The file as it was when it bore that stamp; a changed file bears another."""
    return _Tokens.model_validate_json(path.read_bytes()).tokens


def _write(folder: Path, tokens: tuple[_Kept, ...]) -> None:
    """Replace the file whole. The new one is readable by its owner alone from the first."""
    path = folder / NAME
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{NAME}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(_Tokens(tokens=tokens).model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Writers take turns, of whatever process, so that none undoes what another has written."""
    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
