"""What a bundle tells a person: the same sentences as the trail, as a page and as a printed document."""

from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from domain.value import Text, Value
from ledger.record import Record
from projections.trail import TrailLine, marked, trail_line

INK, FAINT = "#0b0c0c", "#505a5f"

_PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=14, textColor=HexColor(INK))
_TITLE = ParagraphStyle("title", _PLAIN, fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=4 * mm)
_HEADING = ParagraphStyle(
    "heading", _PLAIN, fontName="Helvetica-Bold", fontSize=12, spaceBefore=8 * mm, spaceAfter=2 * mm
)
_WHEN = ParagraphStyle("when", _PLAIN, fontName="Helvetica-Bold", fontSize=9)
_KNOWN = ParagraphStyle("known", _PLAIN, spaceAfter=2 * mm)
_FAINT = ParagraphStyle("faint", _PLAIN, fontSize=9, textColor=HexColor(FAINT))


class Told(Value):
    """A line: its position, when it was recorded (in London), and what it says."""

    position: int
    when: Text
    words: Text


class Story(Value):
    """A title, what the reader should know first, and the lines in their parts, each with its heading."""

    title: Text
    known: tuple[Text, ...]
    parts: Mapping[Text, tuple[Told, ...]]


def story(title: str, known: Sequence[str], parts: Mapping[str, Sequence[Record]]) -> Story:
    """The records told in plain English, without the parts that have none."""
    read = marked(trail_line(record) for records in parts.values() for record in records)
    lines = {line.position: line for line in read}
    told = {heading: tuple(_told(lines[r.position]) for r in records) for heading, records in parts.items() if records}
    return Story(title=title, known=tuple(known), parts=told)


def _told(line: TrailLine) -> Told:
    when, _, words = line.sentence.partition(": ")
    return Told(position=line.position, when=when, words=words)


def as_page(told: Story) -> bytes:
    """One HTML page (WCAG 2.2 AA): nothing is loaded from elsewhere."""
    known = "".join(f"<p>{escape(each)}</p>\n" for each in told.known)
    parts = "".join(_section(heading, lines) for heading, lines in told.parts.items())
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(told.title)}</title>
<style>
body {{ font: 1.0625rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }}
body {{ color: {INK}; background: #fff }}
ol {{ list-style: none; margin: 0; padding: 0 }}
li {{ border-left: 4px solid #b1b4b6; padding: 0 0 0 1rem; margin: 0 0 1.25rem; overflow-wrap: anywhere }}
li p {{ margin: 0 }}
.when {{ font-weight: bold }}
.position {{ color: {FAINT}; font-weight: normal }}
@media print {{ li {{ break-inside: avoid }} }}
</style>
</head>
<body>
<main>
<h1>{escape(told.title)}</h1>
{known}{parts}</main>
</body>
</html>
""".encode()


def _section(heading: str, lines: Sequence[Told]) -> str:
    items = "".join(
        f'<li id="line-{line.position}"><p class="when">{escape(line.when)} '
        f'<span class="position">line {line.position}</span></p>\n<p>{escape(line.words)}</p></li>\n'
        for line in lines
    )
    return f"<section>\n<h2>{escape(heading)}</h2>\n<ol>\n{items}</ol>\n</section>\n"


def as_document(told: Story) -> bytes:
    """The same as PDF. The same story gives the same bytes."""
    flow: list[Flowable] = [Paragraph(escape(told.title), _TITLE)]
    flow += [Paragraph(escape(each), _KNOWN) for each in told.known]
    for heading, lines in told.parts.items():
        flow += [Paragraph(escape(heading), _HEADING), *map(_row, lines)]
    written = BytesIO()
    document = SimpleDocTemplate(
        written, pagesize=A4, title=told.title, author="Minutebook", lang="en-GB", invariant=1, rightMargin=20 * mm
    )
    document.build(flow, onFirstPage=_foot, onLaterPages=_foot)
    return written.getvalue()


def _row(line: Told) -> Flowable:
    """When and where on the left, what on the right; it may go on overleaf, which a table's row may not."""
    when = [Paragraph(escape(line.when), _WHEN), Paragraph(f"line {line.position}", _FAINT)]
    return Table(
        [[when, Paragraph(escape(line.words), _PLAIN)]],
        colWidths=[42 * mm, None],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, 0), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * mm),
        ],
        splitInRow=1,
    )


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 9)
    canvas.setFillColor(HexColor(FAINT))
    canvas.drawCentredString(A4[0] / 2, 12 * mm, str(document.page))
    canvas.restoreState()
