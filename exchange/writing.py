"""An export as the bytes of a file, by its suffix."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

from domain.reading import Misfit
from exchange.exporting import Export, Out

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is taken for a formula when a CSV file is opened (OWASP, CSV injection)."""


def written(export: Export, path: Path) -> bytes:
    """The same export makes the same bytes. Raises Misfit for a suffix that is not written."""
    match path.suffix.lower():
        case ".xlsx":
            from exchange.to_excel import xlsx  # noqa: PLC0415 (each kind of file has a library of its own)

            return xlsx(export)
        case ".docx":
            from exchange.to_word import docx  # noqa: PLC0415

            return docx(export)
        case ".csv":
            return _csv(export)
        case _:
            raise Misfit(f"{path} is not written: name an .xlsx, a .docx or a .csv file.")


def _csv(export: Export) -> bytes:
    """One table of all: the first column says which part of the export a row is of."""
    headings = list(dict.fromkeys(heading for sheet in export.sheets for heading in sheet.headings))
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["Part", *headings])
    for sheet in export.sheets:
        for row in sheet.rows:
            cells = dict(zip(sheet.headings, row, strict=True))
            rows.writerow([sheet.name, *(_harmless(cells.get(heading)) for heading in headings)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Out) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
