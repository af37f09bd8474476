"""Reads the sheets of an Excel file: values as Excel last computed them, dates as dates."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from domain.reading import Misfit
from exchange.grid import EPOCH, Grid, column_of

CELLS = 1_000_000
"""Of a sheet, from A1 to the last that holds anything, be it only a format."""

_SINCE_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904=["'](?:1|true)["']""")
_AT = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")


def sheets(path: Path, archive: BytesIO) -> tuple[Mapping[str, Callable[[], Grid]], frozenset[str]]:
    """Each sheet by name, and which of them are hidden. Raises Misfit."""
    epoch = _checked(path, archive)
    archive.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(archive)
    except CalamineError as error:
        raise Misfit(f"{path} cannot be read as an Excel file ({error}).") from error
    hidden = frozenset(s.name for s in book.sheets_metadata if s.visible is not SheetVisibleEnum.Visible)
    named = {
        name: partial(_grid, path, book, name, number, epoch) for number, name in enumerate(book.sheet_names, start=1)
    }
    return named, hidden


def _grid(path: Path, book: CalamineWorkbook, name: str, number: int, epoch: date) -> Grid:
    try:
        sheet = book.get_sheet_by_name(name)
        rows = [[None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        return Grid(name, number, rows, tuple(sheet.merged_cell_ranges or ()), epoch)
    except CalamineError as error:
        raise Misfit(f"The sheet {name} of {path} cannot be read ({error}).") from error


def _checked(path: Path, archive: BytesIO) -> date:
    """The day of serial 0. Raises Misfit for a sheet that reaches too far: it would be laid out whole in memory."""
    epoch = EPOCH
    with ZipFile(archive) as parts:
        for part in parts.namelist():
            if part.startswith("xl/worksheets/"):
                _not_too_far(path, parts.read(part))
            elif part == "xl/workbook.xml" and _SINCE_1904.search(parts.read(part)):
                epoch = date(1904, 1, 1)
    return epoch


def _not_too_far(path: Path, sheet: bytes) -> None:
    right = bottom = 0
    for column, row in _AT.findall(sheet):
        right, bottom = max(right, column_of(column.decode()) + 1), max(bottom, int(row))
    if right * bottom > CELLS:
        said = f"A sheet of {path} reaches to row {bottom:,} and column {right:,}"
        raise Misfit(f"{said}: delete the rows and columns beyond its table, and save it.")
