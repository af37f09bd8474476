"""What can happen to a plan's lines once they stand: somebody takes them out of the book."""

from typing import ClassVar, Literal

from domain.value import Classification, Digest, Event, Text, Value

Form = Literal["bundle", "absence", "table"]
"""An evidence bundle, one that shows what is not there, or a plan as Excel, Word or CSV."""


class Sealed(Value):
    """The checkpoint that an export is of: over how many lines of the book, and the root of the tree over them."""

    size: int
    root: Digest


class Exported(Event):
    """Lines of the plan were given out as a file. `number` counts the plan's exports from 1.

    `classification` is that of what is guarded most in it, `to` for whom it was made, and `digest` the SHA-256 of the
    file, so that it is known again wherever it turns up.
    """

    kind: ClassVar[str] = "plan.exported"
    number: int
    form: Form
    request: Text
    classification: Classification
    to: Text
    digest: Digest
    checkpoint: Sealed | None


DisclosureEvent = Exported
