"""What differs between two versions of a plan: part by part, field by field and, in texts, word by word."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Literal

from domain.authority.materiality import Change, Part
from domain.drafting.state import Version
from domain.value import Id, Value

DATES = frozenset({"due", "start"})
TEXTS = frozenset({"title", "text", "document", "paragraph", "framework", "because"}) | frozenset(
    {"measure", "outcome", "theme", "partner"}
)

_BEFORE, _AFTER = "(['\"‘“", ".,;:!?)]'\"’”…"
"""Punctuation around a word that holds a digit: neither a sign, a currency nor a per cent may go unseen."""
_AROUND = _BEFORE + _AFTER + "–—"


class Difference(Value):
    """One field of one part. `field` is None where the part itself was added or dropped; `was` and `now` are what it
    held, put as text, and None where it held nothing.
    """

    part: Part
    id: Id | None
    field: str | None
    change: Change
    was: str | None
    now: str | None

    @property
    def named(self) -> str:
        """Where it lies, for a sentence: `action A1 (due)`, `finding R6 (added)`, `the title`."""
        return "the title" if self.id is None else f"{self.part} {self.id} ({self.field or self.change})"


class Piece(Value):
    """Words of a text that both versions have, or one of them."""

    how: Literal["same", "dropped", "added"]
    words: str


def differences(before: Version, after: Version) -> tuple[Difference, ...]:
    """Title, findings, actions and reasons, each in the order of their ids and fields."""
    found = [*_fields("title", None, {"title": before.title}, {"title": after.title})]
    found += _parts("finding", _by_id(before.findings), _by_id(after.findings))
    found += _parts("action", _by_id(before.actions), _by_id(after.actions))
    found += _parts("reason", _reasons(before), _reasons(after))
    return tuple(found)


def word_by_word(was: str, now: str) -> tuple[Piece, ...]:
    """The words of both in order: those that stayed, those that went, those that came."""
    old, new = was.split(), now.split()
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(how="same", words=" ".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece(how="dropped", words=" ".join(old[a:b])))
        if c < d:
            pieces.append(Piece(how="added", words=" ".join(new[c:d])))
    return tuple(pieces)


_Said = Mapping[str, Any]


def _by_id(parts: tuple[Value, ...]) -> dict[str, _Said]:
    dumped = [part.model_dump(mode="json") for part in parts]
    return {said.pop("id"): said for said in dumped}


def _reasons(version: Version) -> dict[str, _Said]:
    return {finding: {"because": because} for finding, because in version.reasons.items()}


def _parts(part: Part, before: Mapping[str, _Said], after: Mapping[str, _Said]) -> Iterator[Difference]:
    for id_ in sorted({*before, *after}):
        was, now = before.get(id_), after.get(id_)
        if was is None or now is None:
            change: Change = "added" if was is None else "dropped"
            yield Difference(part=part, id=id_, field=None, change=change, was=_whole(was), now=_whole(now))
        else:
            yield from _fields(part, id_, was, now)


def _whole(said: _Said | None) -> str | None:
    return str(said.get("text", said.get("because"))) if said else None


def _fields(part: Part, id_: str | None, before: _Said, after: _Said) -> Iterator[Difference]:
    for field in dict.fromkeys((*before, *after)):
        was, now = _put(before.get(field)), _put(after.get(field))
        if was != now:
            yield Difference(part=part, id=id_, field=field, change=_change(field, was, now), was=was, now=now)


def _put(said: Any) -> str | None:
    """A field as text: milestones and ids in a list, a lineage in its parts."""
    match said:
        case None | "" | []:
            return None
        case list():
            return "; ".join(str(_put(each)) for each in said)
        case dict():
            return ", ".join(f"{name} {_put(each)}" for name, each in said.items())
        case _:
            return str(said)


def _change(field: str, was: str | None, now: str | None) -> Change:
    if was is None or now is None:
        return "other"
    if field in DATES:
        return "later" if date.fromisoformat(now) > date.fromisoformat(was) else "earlier"
    return _of_texts(was, now) if field in TEXTS else "other"


def _of_texts(was: str, now: str) -> Change:
    """The least that explains it; in doubt the words: a hyphen, a sign or a point in a figure is part of its word."""
    if was.split() == now.split():
        return "spacing"
    if was.casefold().split() == now.casefold().split():
        return "capitals"
    return "punctuation" if _bare(was) == _bare(now) else "words"


def _bare(text: str) -> list[str]:
    words = [
        word.lstrip(_BEFORE).rstrip(_AFTER) if re.search(r"\d", word) else word.strip(_AROUND)
        for word in text.casefold().split()
    ]
    return [word for word in words if word]
