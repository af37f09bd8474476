"""A table as a person sees it: cells by row and column, each under Excel's own name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property

EPOCH = date(1899, 12, 30)
"""The day of serial 0, as Excel usually counts from serial 61 on; before, it counts a day that never was."""


@dataclass(frozen=True)
class Unreadable:
    """What stands in a cell, and cannot be read: one sentence says why, and what to do."""

    why: str


Cell = str | int | float | date | time | timedelta | Unreadable | None
"""A date may be a datetime, and an int a bool, as Excel has them; None for an empty cell."""

Spot = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Grid:
    """Rows of cells from A1 on; a row may be short. `number` is the table's place in its file, from 1.

    `merged` are the corners of merged cells, whose value stands in the first. `epoch` is the day of serial 0.
    """

    name: str
    number: int
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[Spot, Spot]] = ()
    epoch: date = EPOCH

    def own(self, row: int, column: int) -> Cell:
        """What stands in the cell itself."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def down(self, row: int, column: int) -> Cell:
        """The same; a merged cell says it in each of its rows, in its first column."""
        return self.own(*self._down.get((row, column), (row, column)))

    def over(self, row: int, column: int) -> Cell:
        """The same; a merged cell says it wherever it reaches."""
        for (top, left), (bottom, right) in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.own(top, left)
        return self.own(row, column)

    def place(self, row: int, column: int | None = None) -> str:
        """`Actions!D14`; `Actions!14:14` for a whole row. A name that is no single word stands in quotation marks."""
        plain = re.fullmatch(r"[^\W\d]\w*", self.name)
        name = self.name if plain else "'" + self.name.replace("'", "''") + "'"
        return f"{name}!{row + 1}:{row + 1}" if column is None else f"{name}!{letters(column)}{row + 1}"

    @cached_property
    def _down(self) -> Mapping[Spot, Spot]:
        return {
            (row, left): (top, left)
            for (top, left), (bottom, _) in self.merged
            for row in range(top, min(bottom, len(self.rows) - 1) + 1)
        }


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, …, Z, AA."""
    name = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        name = chr(ord("A") + letter) + name
        column -= 1
    return name


def column_of(name: str) -> int:
    """The reverse."""
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def collapsed(text: str) -> str:
    """The text on one line, with single spaces: no-break spaces and line breaks are spaces too."""
    return " ".join(text.split())
