"""Writes an export to Excel: words as words, days as dates, and neither formulas nor links."""

from datetime import UTC, date
from io import BytesIO

from xlsxwriter import Workbook

from exchange.exporting import Export

WIDE, NARROW = 60, 16
"""Widths of columns, in characters: that of words, and that of everything else."""

_LONG = 40


def xlsx(export: Export) -> bytes:
    """A sheet for each table."""
    out = BytesIO()
    # In memory, the parts of the archive bear a fixed time.
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": export.title, "created": export.moment.astimezone(UTC).replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        for each in export.sheets:
            sheet = book.add_worksheet(each.name)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(each.headings):
                long = any(isinstance(cell := row[column], str) and len(cell) > _LONG for row in each.rows)
                sheet.set_column(column, column, WIDE if long else NARROW)
                sheet.write_string(0, column, heading, bold)
            for number, row in enumerate(each.rows, start=1):
                for column, cell in enumerate(row):
                    match cell:
                        case None:
                            pass
                        case date() if cell.year > 1900:
                            sheet.write_datetime(number, column, cell, day)
                        case int():
                            sheet.write_number(number, column, cell, plain)
                        case _:
                            sheet.write_string(number, column, str(cell), plain)
    return out.getvalue()
