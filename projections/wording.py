"""How days, digests, posts and lists are put into English."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from domain.authority.roles import titled
from domain.calendar import dated, london_clock
from domain.deadline.events import Duty
from domain.inspection.events import InspectionType, Sort

DUTIES: dict[Duty, str] = {
    "statement": "the written statement",
    "report": "publication of the report",
    "draft-plan": "the draft plan",
}

GRADES = {"requires-improvement": "requires improvement to be good"}

SORTS: dict[Sort, str] = {"area": "area added by the council"}

INSPECTIONS: dict[InspectionType, str] = {
    "sif": "Ofsted's SIF inspection",
    "ilacs-standard": "Ofsted's ILACS standard inspection",
    "ilacs-short": "Ofsted's ILACS short inspection",
    "focused-visit": "Ofsted's focused visit",
    "jtai": "the joint targeted area inspection",
    "area-send": "the area SEND inspection",
}


def clocked(at: datetime) -> str:
    """`22 June 2022, 14:05`, in London."""
    day, hour, minute = london_clock(at)
    return f"{dated(day)}, {hour:02}:{minute:02}"


def short(digest: str) -> str:
    """The first 12 characters: enough to compare by eye."""
    return digest[:12]


@cache
def title_of(post: str) -> str:
    """`Head of Safeguarding`: worked out once, since a trail says it often."""
    return titled(post)


def the(post: str) -> str:
    """`the Head of Safeguarding`, but `HM Chief Inspector`."""
    title = title_of(post)
    return title if title.startswith("HM ") else f"the {title}"


def plain(slug: str) -> str:
    """`in-progress` is "in progress"."""
    return slug.replace("-", " ")


def quoted(text: str) -> str:
    return f"“{text}”"


def unstopped(text: str) -> str:
    """Without its last full stop, to stand within a sentence."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def listed(parts: Iterable[str]) -> str:
    """`R1, R2 and R3`."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def working_days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"


def apart(stated: date, computed: date, mismatch: int | None) -> str:
    """How a stated date lies to a computed one; `mismatch` in working days, positive when the stated is the later."""
    pair = f"{dated(stated)} is {{}} than computed {dated(computed)}"
    direction = "later" if stated > computed else "earlier"
    if mismatch is None:
        return pair.format(direction)
    if not mismatch:
        return pair.format(direction) + ", though by no working day"
    return pair.format(f"{working_days(abs(mismatch))} {direction}")
