"""The replay certificate: what the lines up to a checkpoint add up to, and whether the views say the same."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version

import rfc8785

from audit.retesting import Objection, State
from domain.value import Moment, Text, Value
from ledger.cache import shape
from ledger.seal.note import Checkpoint, Note, Signer
from projections.rebuilding import Compared

FORM = "minutebook-replay-certificate/1"


class Sealed(Value):
    """The checkpoint: `root` in base64, as the checkpoint writes it."""

    origin: Text
    size: int
    root: Text


class Code(Value):
    """What folded: Minutebook's version, and the digest of all code and data of `domain/` (`ledger.cache.shape`)."""

    version: Text
    digest: Text


class StreamState(Value):
    """The number of the last line, and SHA-256 over the RFC 8785 JSON of what the lines add up to, if to anything."""

    number: int
    state: Text | None


class ViewState(Value):
    """What a view is, made anew from the lines up to `position`: `digest` is over its rows (`comparing.digest`)."""

    version: int
    position: int
    digest: Text
    same: bool


class Exceptional(Value):
    """A line that the rules would not have given."""

    position: int
    sort: Text
    rule: Text


class Certificate(Value):
    """`at` is the moment of the comparison: all else is the same for the same lines, views and code."""

    form: Text = FORM
    at: Moment
    checkpoint: Sealed
    code: Code
    streams: dict[Text, StreamState]
    views: dict[Text, ViewState]
    exceptions: tuple[Exceptional, ...]

    def written(self) -> bytes:
        """The document: RFC 8785 canonical JSON."""
        return rfc8785.dumps(self.model_dump(mode="json"))

    def signed(self, signer: Signer) -> Note:
        """What belongs beside the document: a signed note (c2sp.org/signed-note) of its form, the book, how many lines,
        and SHA-256 over the document in hexadecimal."""
        sealed = self.checkpoint
        said = sha256(self.written()).hexdigest()
        return Note(f"{self.form}\n{sealed.origin}\n{sealed.size}\n{said}\n").signed(signer)

    @property
    def sentences(self) -> list[str]:
        """What it says, for people."""
        sealed, code, views = self.checkpoint, self.code, self.views
        lines = f"The first {sealed.size} lines of {sealed.origin}, in {len(self.streams)} streams, were replayed"
        differing = [name for name, view in views.items() if not view.same]
        but = f"; {', '.join(differing)} not" if differing else ""
        return [
            f"{lines} by Minutebook {code.version} (domain {code.digest[:12]}…), exceptions: {len(self.exceptions)}.",
            f"{len(views) - len(differing)} of {len(views)} views are as the lines say{but}.",
        ]


def certificate(
    at: datetime,
    sealed: Checkpoint,
    states: Mapping[str, State],
    views: Iterable[Compared],
    objections: Sequence[Objection],
) -> Certificate:
    """What is certified of the lines up to the checkpoint; `at` is aware, in UTC."""
    return Certificate(
        at=at,
        checkpoint=Sealed(origin=sealed.origin, size=sealed.size, root=b64encode(sealed.root).decode()),
        code=Code(version=version("minutebook"), digest=shape()),
        streams={name: StreamState(number=state.number, state=state.digest) for name, state in states.items()},
        views={
            each.view: ViewState(
                version=each.version, position=each.position, digest=each.digest, same=not each.differences
            )
            for each in views
        },
        exceptions=tuple(Exceptional(position=o.position, sort=o.sort, rule=o.rule) for o in objections),
    )
