"""The trail: every line as a sentence that says when, who, as what, and what."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from domain.authority.roles import ENGINE, WORKFLOW
from domain.calendar import dated, london_clock
from domain.correction.events import FactCorrected
from domain.drafting.events import ActionAgreed, ActionAmended, ActionReDated
from domain.value import Value
from ledger.record import Record
from projections.projection import PerLine
from projections.telling import tell
from projections.wording import listed, title_of, unstopped

__all__ = ["TRAIL", "TrailLine", "marked", "sentence", "tell", "trail_line"]


_DATES = (ActionAgreed, ActionAmended, ActionReDated)
"""What gives an action its due date. A plan may hold what was to be done before it was agreed, and then says so."""


class TrailLine(Value):
    """A line of any stream, told: `plan` is the stream, which for refusals and for the book is no plan's.

    `corrects` is the number of the line that it corrects, `corrected_by` those of the lines that correct it, as far as
    they are read with it (`marked`).
    """

    position: int
    plan: str
    number: int
    at: datetime
    effective: date
    by: str
    acting_as: str
    kind: str
    sentence: str
    corrects: int | None = None
    corrected_by: tuple[int, ...] = ()


def sentence(record: Record) -> str:
    """When (in London), who, as what, what; then for whom, on what authority, why, and what is special about it."""
    day, hour, minute = london_clock(record.at)
    told = f"{dated(day)}, {hour:02}:{minute:02}: {_subject(record)} {tell(record.event)}"
    if record.on_behalf_of:
        told += f", for {record.on_behalf_of}"
    if record.authority:
        told += f", on the authority of {unstopped(record.authority)}"
    if record.reason:
        told += f", because {unstopped(record.reason)}"
    if not told.isprintable() or "  " in told:
        told = " ".join(told.split())  # one line, whatever words were given
    if record.effective != day:
        told += f" (true of {dated(record.effective)})"
    if not told.endswith((".”", "?”", "!”")):
        told += "."
    if isinstance(record.event, _DATES) and record.event.due < record.effective and not record.brought_in:
        told += f" [due {dated(record.event.due)}, which had passed]"
    if record.brought_in:
        told += " [brought in from papers]"
    if record.invented:
        told += " [invented]"
    return told


def trail_line(record: Record) -> TrailLine:
    return TrailLine.of(
        {
            "position": record.position,
            "plan": record.stream,
            "number": record.number,
            "at": record.at,
            "effective": record.effective,
            "by": record.by,
            "acting_as": record.acting_as,
            "kind": record.kind,
            "sentence": sentence(record),
            "corrects": record.event.line if isinstance(record.event, FactCorrected) else None,
            "corrected_by": (),
        }
    )


def marked(lines: Iterable[TrailLine]) -> list[TrailLine]:
    """The lines, each that another of them corrects marked so: what was recorded wrongly stays visible."""
    read = list(lines)
    by: dict[tuple[str, int], list[int]] = defaultdict(list)
    for line in read:
        if line.corrects is not None:
            by[line.plan, line.corrects].append(line.number)
    return [_marked(line, found) if (found := by.get((line.plan, line.number))) else line for line in read]


def _marked(line: TrailLine, by: list[int]) -> TrailLine:
    which = f"line{'s' if len(by) > 1 else ''} {listed(map(str, by))}"
    return line.but(sentence=f"{line.sentence} [corrected by {which}]", corrected_by=tuple(by))


def _subject(record: Record) -> str:
    if record.by == WORKFLOW and record.acting_as == ENGINE:
        return "Minutebook"
    return f"{record.by}, as {title_of(record.acting_as)},"


TRAIL = PerLine("trail", 4, TrailLine, trail_line)
