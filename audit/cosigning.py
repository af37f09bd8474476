"""Asks a witness over HTTP to sign the book's latest checkpoint (c2sp.org/tlog-witness)."""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from domain.reading import Misfit
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint, Key, Note, Unsealed
from ledger.seal.tree import consistency
from ledger.seal.witness import asked
from ledger.stores import Unavailable

PATIENCE = 20
"""Seconds to wait for a witness."""

LARGEST = 100_000
"""Characters of an answer that are read."""


def cosigned(keeper: Keeper, url: str, key: Key) -> Note:
    """The checkpoint with the witness's signature, which is kept with it.

    Raises Misfit for what is no address, Unavailable where the witness does not answer, Unsealed where it refuses.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Misfit(f"{url} is no address of a witness: it begins with https://.")
    note = keeper.checkpoint()
    size = Checkpoint.read(note.text).size
    known = 0
    for _ in range(2):  # the first answer may only say how much the witness has seen
        status, said = _posted(url, asked(known, consistency(known, size, keeper.seal.node), note))
        if status != 409:
            break
        known = int(said) if said.strip().isdecimal() else 0
        if known > size:
            raise Unsealed(f"The witness has seen {known} lines of this book, and it has {size}: lines were lost.")
    if status != 200:
        raise Unsealed(f"The witness does not sign the checkpoint over {size} lines ({status}): {said.strip()}")
    answer = Note.read(f"{note.text}\n{said}")
    if not answer.signed_by([key]):
        raise Unsealed(f"The answer is not signed by {key.name}: either the key is another, or the address is.")
    return keeper.seal.keep(answer, [key])


def _posted(url: str, body: str) -> tuple[int, str]:
    request = Request(f"{url.removesuffix('/')}/add-checkpoint", data=body.encode(), method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read(LARGEST).decode(errors="replace")
    except HTTPError as error:
        return error.code, error.read(LARGEST).decode(errors="replace")
    except (URLError, HTTPException, OSError) as error:
        raise Unavailable(f"The witness at {url} does not answer ({getattr(error, 'reason', error)}).") from error
