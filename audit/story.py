"""What a bundle tells a person: the same sentences as the trail, as a page and as a printed document."""

from collections.abc import Sequence
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer

from domain.value import Text, Value
from ledger.record import Record
from projections.trail import marked, trail_line


class Story(Value):
    """A title, what the reader should know first, and the lines in their order."""

    title: Text
    known: tuple[Text, ...]
    lines: tuple[tuple[int, Text], ...]


def story(title: str, known: Sequence[str], records: Sequence[Record]) -> Story:
    """The records told in plain English, each with its position."""
    lines = marked(map(trail_line, records))
    return Story(title=title, known=tuple(known), lines=tuple((line.position, line.sentence) for line in lines))


def as_page(told: Story) -> bytes:
    """One HTML page (WCAG 2.2 AA): nothing is loaded from elsewhere."""
    known = "".join(f"<p>{escape(each)}</p>\n" for each in told.known)
    lines = "".join(
        f'<tr id="line-{position}"><th scope="row">{position}</th><td>{escape(words)}</td></tr>\n'
        for position, words in told.lines
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(told.title)}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }}
body {{ color: #0b0c0c; background: #fff }}
caption {{ text-align: left; font-weight: bold; padding: 1rem 0 }}
th, td {{ text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid #b1b4b6 }}
</style>
</head>
<body>
<main>
<h1>{escape(told.title)}</h1>
{known}<table>
<caption>What happened, in the order in which it was recorded</caption>
<thead><tr><th scope="col">Position</th><th scope="col">What</th></tr></thead>
<tbody>
{lines}</tbody>
</table>
</main>
</body>
</html>
""".encode()


def as_document(told: Story) -> bytes:
    """The same as PDF. The same story gives the same bytes."""
    styles = getSampleStyleSheet()
    flow: list[Flowable] = [Paragraph(escape(told.title), styles["Title"])]
    flow += [Paragraph(escape(each), styles["BodyText"]) for each in told.known]
    flow.append(Spacer(1, 12))
    items = [ListItem(Paragraph(escape(words), styles["BodyText"]), value=position) for position, words in told.lines]
    flow.append(ListFlowable(items, bulletType="1"))
    written = BytesIO()
    document = SimpleDocTemplate(written, pagesize=A4, title=told.title, author="Minutebook", lang="en-GB", invariant=1)
    document.build(flow)
    return written.getvalue()
