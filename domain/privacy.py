"""Finds what no plan may hold in what people write: personal numbers and dates of birth. It never repeats them.

What is looked for, and where its form comes from:

- a National Insurance number: two letters, six digits and a letter from A to D; some letters and prefixes are never
  given (HMRC, National Insurance Manual NIM39110);
- the number of a payment card: 13 to 19 digits that begin as those of payment cards do, with a check digit (ISO/IEC
  7812-1, Luhn);
- an NHS number: ten digits with a check digit modulo 11 (NHS Data Dictionary). One in eleven of all numbers with ten
  digits passes that check, so it must also begin as England's do (with 4, 6, 7, or 9), be written as 3, 3 and 4 digits,
  or stand beside the word NHS;
- a date of birth: a whole date that follows “born”, “date of birth” or “DOB”.

Gloucestershire asks the public not to send it National Insurance or card numbers; what officers write in a plan is held
to the same. Ids, digests, dates and what stands in a web address are not what people write of people.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import StringConstraints

from domain.value import LEGIBLE, Value

What = Literal["ni-number", "card-number", "nhs-number", "date-of-birth"]

SAID: dict[What, str] = {
    "ni-number": "a National Insurance number",
    "card-number": "the number of a payment card",
    "nhs-number": "an NHS number",
    "date-of-birth": "a date of birth",
}


class Found(NamedTuple):
    """What was found, and which characters of the text it takes: counted from 1, both included."""

    what: What
    first: int
    last: int


def _given(number: str) -> bool:
    return number[:2].upper() not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _of_a_card(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return "22" <= digits[:2] < "70" and (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def _modulo_11(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


_GAP = "[ \u00a0-]"
_ALONE, _ENDS = "(?<![0-9A-Za-z].)", "(?![0-9A-Za-z])"
_CARD, _CARD_ENDS = rf"[2-6]{_ALONE}(?<!\d[.,].)(?<![0-9A-Fa-f]{{4}}-.)", rf"{_ENDS}(?!-[0-9A-Fa-f]{{3}})"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./ -]\d{{1,2}}[./ -]\d{{2,4}}"
    rf"|{_DAY}[ -](?:of )?{_MONTH},?[ -]\d{{2,4}}|{_MONTH} {_DAY},? \d{{2,4}})"
)

_FORMS: list[tuple[What, re.Pattern[str], Callable[[str], bool]]] = [
    (
        "ni-number",
        re.compile(
            rf"[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{_ALONE}[A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
            rf"(?:{_GAP}?\d\d){{3}}{_GAP}?[A-Da-d]{_ENDS}"
        ),
        _given,
    ),
    (
        "card-number",
        re.compile(
            rf"{_CARD}(?:\d{{12,18}}|\d{{3}}(?:{_GAP}\d{{4}}){{2}}{_GAP}(?:\d|\d{{4}})"
            rf"|\d{{3}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}){_CARD_ENDS}"
        ),
        _of_a_card,
    ),
    ("card-number", re.compile(rf"{_CARD}\d{{3}}(?:{_GAP}\d{{4}}){{3}}{_GAP}\d{{1,3}}{_CARD_ENDS}"), _of_a_card),
    (
        "nhs-number",
        re.compile(rf"\d{_ALONE}(?<![+].)(?<!\d[ -].)\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}{_ENDS}"),
        _modulo_11,
    ),
    ("nhs-number", re.compile(rf"[4679]{_ALONE}(?<![+].)(?<!\d[., -].)\d{{9}}{_ENDS}(?![.,]\d)"), _modulo_11),
    ("nhs-number", re.compile(rf"[Nn]{_ALONE}[Hh][Ss]\b\D{{0,25}}\b(\d{{10}}){_ENDS}"), _modulo_11),
    ("nhs-number", re.compile(rf"(\d{_ALONE}\d{{9}})\D{{1,10}}\b[Nn][Hh][Ss]\b"), _modulo_11),
    (
        "date-of-birth",
        re.compile(
            rf"[BbDd](?<![A-Za-z].)(?i:(?<=b)(?:orn|irth ?date)|(?<=d)(?:\.?o\.?b\.?|ate of birth))"
            rf"(?i:[\s:=,.(–-]{{0,3}}(?:(?:on|is|was)\s)?(?:the\s)?{_DATE})"
        ),
        bool,
    ),
]
"""The exact forms, each with the check that what it finds must pass. A group, where there is one, is the number itself.

Each begins with a set of characters, so that the search runs past all others at once, as it does below.
"""

_MAYBE = re.compile(
    rf"[0-9BbDd](?:(?<=[0-9])(?<![0-9].)(?![0-9]{{3}}-[0-9][0-9]-[0-9][0-9](?![0-9]))(?:{_GAP}?[0-9]){{5}}"
    r"|(?<=[Bb])(?:[Oo][Rr][Nn]|[Ii][Rr][Tt][Hh])|(?<=[Dd])\.?[Oo]\.?[Bb])"
)
"""What any of them must hold: six digits that are no ISO date, or a word of birth. Every command is decided through
this one search."""

_ADDRESS = re.compile(r"(?:://|\bwww\.|\w\.\w+/)\S*\Z")
"""The part of a web address up to where a number stands."""


def find(text: str) -> list[Found]:
    """Everything in a text that no plan may hold, in the order in which it stands there."""
    if not _MAYBE.search(text):
        return []
    found = {
        Found(what, match.start(match.re.groups) + 1, match.end(match.re.groups))
        for what, form, passes in _FORMS
        for match in form.finditer(text)
        if passes(match[match.re.groups]) and not _ADDRESS.search(text, 0, match.start())
    }
    return sorted(found, key=lambda each: each[1:])


def blanked(said: Any) -> Any:
    """The same, in JSON's kinds, with a block in the place of each character that no plan may hold."""
    match said:
        case str():
            for _, first, last in find(said):
                said = said[: first - 1] + "█" * (last - first + 1) + said[last:]
            return said
        case list() | tuple():
            return [blanked(each) for each in said]
        case Mapping():
            return {key: blanked(value) for key, value in said.items()}
        case _:
            return said


def personal(said: Value) -> list[tuple[str, Found]]:
    """What no plan may hold in the words of a command or an act, each with its place, such as `the note`."""
    held = said.__dict__
    found: list[tuple[str, Found]] = []
    for name in words_of(type(said)):
        value = held[name]
        if value and (type(value) is not str or _MAYBE.search(value)):
            found += [(place, each) for place, text in _texts(_place(name), value) for each in find(text)]
    return found


def _place(name: str) -> str:
    return f"the {_PLACES.get(name) or name.replace('_', ' ')}"


_PLACES = {
    "because": "reason given",
    "no_call_in_because": "reason against call-in",
    "reason": "reason for the act",
    "authority": "authority relied on",
    "to": "name of the body",
    "where": "place of publication",
    "stated_by": "name of who stated it",
}
"""Fields whose own names do not read as words."""


def _texts(place: str, said: Any) -> Iterator[tuple[str, str]]:
    match said:
        case str():
            yield place, said
        case tuple() | list():
            for n, each in enumerate(said, start=1):
                yield from _texts(f"item {n} of {place}", each)
        case Mapping():
            for key, value in said.items():
                yield from _texts(f"{place} for {key}", value)
        case Value():
            for name in words_of(type(said)):
                yield from _texts(f"{_place(name)} in {place}", getattr(said, name))
        case _:
            pass


@cache
def words_of(of: type[Value]) -> tuple[str, ...]:
    """The fields of a class in which people write freely: text, alone or within others, and no id, day or number."""
    hints = get_type_hints(of, include_extras=True)
    return tuple(name for name in of.model_fields if _holds_words(hints[name]))


def _holds_words(hint: Any) -> bool:
    origin = get_origin(hint)
    if origin is Literal:
        return False
    if origin is Annotated:
        base, *marks = get_args(hint)
        patterns = {mark.pattern for mark in marks if isinstance(mark, StringConstraints) and mark.pattern}
        return patterns <= {LEGIBLE} and _holds_words(base)
    if origin is None and isinstance(hint, type) and issubclass(hint, Value):
        return bool(words_of(hint))
    return hint is str or any(_holds_words(part) for part in get_args(hint))
