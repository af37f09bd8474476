"""Reads the tables of a Word file, in the order in which they stand: `Table1` is the first."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from domain.reading import Misfit
from exchange.grid import Cell, Grid, Spot, Unreadable

_NESTED = Unreadable("There is a table within this cell: write its words into the cell itself.")
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr"
_CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc"
_CHANGES = ".//w:ins | .//w:del | .//w:moveFrom | .//w:moveTo"


def tables(path: Path, archive: BytesIO) -> Mapping[str, Callable[[], Grid]]:
    """Each table of the document's own, by name. Raises Misfit."""
    try:
        document = Document(archive)
    except Exception as error:  # its reader has no error of its own for a part that is not there, or no XML
        raise Misfit(f"{path} cannot be read as a Word file: open it, save it anew, and try again.") from error
    found: dict[str, Callable[[], Grid]] = {}
    for number, table in enumerate(document.tables, start=1):
        found[f"Table{number}"] = partial(_grid, path, table._tbl, number)
    return found


def _grid(path: Path, table: Any, number: int) -> Grid:
    if table.xpath(_CHANGES):
        raise Misfit(f"Table {number} of {path} has tracked changes: accept or reject them, and save it.")
    rows: list[list[Cell]] = []
    merged: dict[Spot, Spot] = {}
    tops: dict[int, int] = {}
    for row in table.xpath(_ROWS):
        cells: list[Cell] = [None] * row.grid_before
        for cell in row.xpath(_CELLS):
            left, width = len(cells), cell.grid_span
            cells += [None] * width
            if cell.vMerge != "continue":
                tops[left] = len(rows)
                cells[left] = _said(cell)
            top = tops.get(left, len(rows))
            if width > 1 or top < len(rows):
                merged[top, left] = (len(rows), left + width - 1)
        rows.append(cells)
    return Grid(f"Table{number}", number, rows, tuple(merged.items()))


def _said(cell: Any) -> Cell:
    """A cell's words, a line for each paragraph; what its content controls and links say is part of them."""
    if cell.xpath(".//w:tbl"):
        return _NESTED
    return "\n".join("".join(map(_run, paragraph.xpath(".//w:r/*"))) for paragraph in cell.xpath(".//w:p")) or None


def _run(part: Any) -> str:
    return str(part.text or "") if part.tag == _TEXT else _BREAKS.get(part.tag, "")


_TEXT = qn("w:t")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
