"""What may be asked about giving a plan's lines out."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.disclosure.events import Form
from domain.value import Classification, Command, Digest, Text, Value


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


DisclosureCommand = RecordExport
