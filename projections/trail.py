"""The trail: every line as a sentence that says when, who, as what, and what."""

from datetime import date, datetime

from domain.authority.roles import ENGINE, WORKFLOW
from domain.calendar import dated, london_clock
from domain.value import Value
from ledger.record import Record
from projections.projection import PerLine
from projections.telling import tell
from projections.wording import title_of, unstopped

__all__ = ["TRAIL", "TrailLine", "sentence", "tell", "trail_line"]


class TrailLine(Value):
    """A line of any stream, told: `plan` is the stream, which for refusals and for the book is no plan's."""

    position: int
    plan: str
    number: int
    at: datetime
    effective: date
    by: str
    acting_as: str
    kind: str
    sentence: str


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
        }
    )


def _subject(record: Record) -> str:
    if record.by == WORKFLOW and record.acting_as == ENGINE:
        return "Minutebook"
    return f"{record.by}, as {title_of(record.acting_as)},"


TRAIL = PerLine("trail", 2, TrailLine, trail_line)
