"""Writes an export to Word: a heading and a table for each part, on pages that lie on their side."""

from datetime import UTC
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT

from exchange.exporting import Export

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time that each part of the archive bears: the first that an archive can."""


def docx(export: Export) -> bytes:
    """The document's own dates are the moment of the export."""
    document = Document()
    known = document.core_properties
    known.title, known.author, known.comments = export.title[:255], "Minutebook", ""
    known.created = known.modified = export.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    document.add_heading(export.title, level=0)
    for sheet in export.sheets:
        document.add_heading(sheet.name, level=1)
        table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.headings), style="Table Grid")
        for row, cells in zip(table.rows, (sheet.headings, *sheet.rows), strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = "" if value is None else str(value)
    out = BytesIO()
    document.save(out)
    return _undated(out)


def _undated(document: BytesIO) -> bytes:
    """The same parts, without the time of writing."""
    out = BytesIO()
    with ZipFile(document) as dated, ZipFile(out, "w") as archive:
        for part in dated.namelist():
            archive.writestr(ZipInfo(part, _ALWAYS), dated.read(part), ZIP_DEFLATED)
    return out.getvalue()
