"""What can happen to a plan's lines once they stand: somebody takes them out of the book, or reads them."""

from typing import ClassVar, Literal

from domain.value import Classification, Day, Digest, Event, Id, Slug, Text, Value

Form = Literal["bundle", "absence", "table"]
"""An evidence bundle, one that shows what is not there, or a plan as Excel, Word or CSV."""


Reading = Literal["plan", "trail", "events"]
"""The plan as it stands or stood, its lines told in sentences, or lines of it in the feed of all events."""


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


class Accessed(Event):
    """Somebody read, over HTTP, a plan that holds something exempt or embargoed: once for each reading and day.

    `posts` are those of the token that he or she came in by. `upto` is the position up to which lines were known to
    the reading and `true_at` the day that it was true of, where an earlier moment was asked for; without them it was
    of the plan as it stands. `classification` is that of what is guarded most in the plan.
    """

    kind: ClassVar[str] = "plan.accessed"
    reader: Id
    posts: tuple[Slug, ...]
    reading: Reading
    classification: Classification
    upto: int | None
    true_at: Day | None


DisclosureEvent = Exported | Accessed
