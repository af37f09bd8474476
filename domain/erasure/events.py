"""What can happen to a text that must not stay: its erasure is asked for, and approved by somebody else."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from domain.value import Event, Id, Text, added

Line = Annotated[int, Field(ge=1)]
"""The number of a line in its stream."""

TextName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[1-9][0-9]*)?$", max_length=60)]
"""A text of a line: the field of its event; of several texts in one field, with the place, such as `points.2`."""

Reference = Annotated[Text, StringConstraints(max_length=200)]
"""What a decision is filed under, such as `IG/2022/14`."""


class ErasureAsked(Event):
    """Information governance asked for a text to be erased: which, under which decision, and why.

    `erasure` counts from 1; `action` is the one that the text's line is about, where it names one.
    """

    kind: ClassVar[str] = "plan.erasure-asked"
    erasure: int
    line: Line
    text: TextName
    decision: Reference
    because: Text
    action: Id | None = added(None)


class TextErased(Event):
    """The erasure was approved: from this line on nobody reads the text, and its key is destroyed.

    `action` is the one that the text's line is about, where it names one, so that this line touches it too.
    """

    kind: ClassVar[str] = "plan.text-erased"
    erasure: int
    line: Line
    text: TextName
    decision: Reference
    action: Id | None = added(None)


ErasureEvent = ErasureAsked | TextErased
