"""What may be asked about giving a plan's lines out, and about reading them."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.disclosure.events import Form, Reading
from domain.value import Classification, Command, Day, Digest, Id, Slug, Text, Value


class AtCheckpoint(Value):
    """A signed checkpoint: over how many lines of the book, and the root of the tree over them."""

    size: Annotated[int, Field(ge=1)]
    root: Digest


class RecordExport(Command):
    """Record that lines of the plan are given out as a file with this digest, for whom, and what was asked for.

    `minutebook audit` and `minutebook export` ask it themselves, before they write the file.
    """

    name: ClassVar[str] = "record-export"
    form: Form
    request: Text
    classification: Classification = "official"
    to: Text
    digest: Digest
    checkpoint: AtCheckpoint | None = None


class RecordAccess(Command):
    """Record that somebody with a token of these posts reads the plan, at which moment if it is not as it stands."""

    name: ClassVar[str] = "record-access"
    reader: Id
    posts: tuple[Slug, ...]
    reading: Reading
    upto: Annotated[int, Field(ge=1)] | None = None
    true_at: Day | None = None


DisclosureCommand = RecordExport | RecordAccess
