"""What may be asked where somebody can be recognised in a text."""

from typing import ClassVar

from domain.erasure.events import Line, Reference, TextName
from domain.value import Command, Id, Number, Text, added


class AskErasure(Command):
    """Ask for a text to be erased: the number of its line in the plan, its name there, the decision, and why.

    `action` need not be given: the ledger looks up which one the line is about.
    """

    name: ClassVar[str] = "ask-erasure"
    line: Line
    text: TextName
    decision: Reference
    because: Text
    action: Id | None = added(None)


class EraseText(Command):
    """Approve the erasure of that number: the text's key is destroyed, for good and everywhere."""

    name: ClassVar[str] = "erase-text"
    erasure: Number


ErasureCommand = AskErasure | EraseText
