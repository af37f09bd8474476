"""Reads the rows of a table as commands; what a cell does not tell is named by the cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from domain.decider import AnyCommand
from domain.reading import Misfit, near, told
from domain.value import Text, Value
from exchange import cells
from exchange.grid import Cell, Grid, collapsed, column_of
from exchange.mapping import ID_FIELD, Place, Sort, Source, TableMapping, sort_of


class Problem(Value):
    """Why a row is not taken: one sentence, and the cell it is about, by Excel's name for it."""

    place: Text
    sentence: Text


@dataclass(frozen=True)
class Row:
    """A row (from 0) of a table, read: the command that it is, or what is wrong with it, field by field."""

    grid: Grid
    row: int
    columns: Mapping[str, int]
    id_field: str
    command: AnyCommand | None
    faults: Mapping[str, str]

    @property
    def problems(self) -> list[Problem]:
        return [self.problem(sentence, field) for field, sentence in self.faults.items()]

    def place(self, field: str | None = None) -> str:
        """Where the field stands, or the id; the whole row where neither has a column."""
        return self.grid.place(self.row, self.columns.get(field or "", self.columns.get(self.id_field)))

    def problem(self, sentence: str, field: str | None = None) -> Problem:
        return Problem(place=self.place(field), sentence=sentence)


def read_rows(mapping: TableMapping, grid: Grid) -> Iterator[Row]:
    """Every row that holds something in a column of the mapping. Raises Misfit where there is no such column."""
    return _Reader(mapping, grid).rows()


class _Reader:
    def __init__(self, mapping: TableMapping, grid: Grid) -> None:
        self._mapping = mapping
        self._grid = grid
        self._headings = self._headed()
        self._columns = {
            field: self._column(source) for field, source in mapping.fields.items() if source.fixed is None
        }
        self._passed = [(self._column(each), frozenset(map(collapsed, each.is_))) for each in mapping.skip_where]
        self._sorts = {field: sort_of(mapping.command, field) for field in mapping.fields}

    def rows(self) -> Iterator[Row]:
        mapped = set(self._columns.values())
        for row in range(max(self._mapping.header, default=0), len(self._grid.rows)):
            empty = all(_blank(self._grid.own(row, column)) for column in mapped)
            if not empty and row + 1 not in self._mapping.skip_rows and not self._passes(row):
                yield self._row(row)

    def _row(self, row: int) -> Row:
        fields: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for field, source in self._mapping.fields.items():
            try:
                if (value := self._value(row, field, source)) is not None:
                    fields[field] = value
            except Misfit as misfit:
                faults[field] = str(misfit)
        command = None
        try:
            command = self._mapping.command.model_validate(fields)
        except ValidationError as error:
            for one in error.errors():
                faults.setdefault(str(next(iter(one["loc"]), "")), told(one))
        in_order = {field: faults[field] for field in sorted(faults, key=self._order)}
        id_field = ID_FIELD[self._mapping.do]
        return Row(self._grid, row, self._columns, id_field, None if faults else command, in_order)

    def _order(self, field: str) -> int:
        return self._columns.get(field, -1)

    def _value(self, row: int, field: str, source: Source) -> Any:
        cell: Cell = source.fixed
        if source.fixed is None:
            cell = self._grid.down(row, self._columns[field])
        return _value(cell, source, self._sorts[field], self._grid)

    def _passes(self, row: int) -> bool:
        return any(
            isinstance(cell := self._grid.down(row, column), str) and collapsed(cell) in passed
            for column, passed in self._passed
        )

    def _headed(self) -> dict[str, list[int]]:
        """The columns under each heading. One over several rows reads `Timescale / End`."""
        headings: dict[str, list[int]] = {}
        above = [row - 1 for row in self._mapping.header]
        for column in range(max((len(self._grid.rows[row]) for row in above if row < len(self._grid.rows)), default=0)):
            parts = [collapsed(cell) for row in above if isinstance(cell := self._grid.over(row, column), str)]
            if heading := " / ".join(dict.fromkeys(part for part in parts if part)):
                headings.setdefault(heading, []).append(column)
        return headings

    def _column(self, place: Place) -> int:
        if place.column is not None:
            return column_of(place.column)
        heading = collapsed(place.heading or "")
        found = self._headings.get(heading, [])
        if len(found) == 1:
            return found[0]
        where = self._grid.place(max(self._mapping.header, default=1) - 1)
        if found:
            several = ", ".join(self._grid.place(max(self._mapping.header) - 1, column) for column in found)
            raise Misfit(f"The heading {heading} stands more than once ({several}): name the column by its letter.")
        raise Misfit(f"There is no heading {heading} in {where}{near(heading, list(self._headings))}.")


def _value(cell: Cell, source: Source, sort: Sort, grid: Grid) -> Any:
    """What the field holds, as its command reads it; None where the cell says nothing. Raises Misfit."""
    match sort:
        case "day":
            return cells.day(cell, source.dates, grid.epoch)
        case "names":
            return [_translated(each, source) for each in cells.names(cell, source.separator)]
        case "name":
            name = cells.name(cell)
            return name and _translated(name, source)
        case "words":
            words = cells.words(cell, source.number)
            return words and _translated(words, source)


def _translated(word: str, source: Source) -> str:
    """What the mapping says for a word, where it says anything; then a word that it does not know is a slip."""
    if not source.values:
        return word
    known = {collapsed(given): meant for given, meant in source.values.items()}
    if (meant := known.get(collapsed(word))) is not None:
        return meant
    if word in known.values():
        return word
    raise Misfit(f"“{word[:40]}” is not among the `values` of the mapping{near(word, list(known))}: put it there.")


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
