"""From words to a command: the one place where a form, a case file or a request is read, and its faults are named."""

import re
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.calendar import end_of
from domain.decider import COMMANDS, AnyCommand
from domain.value import DAY, FIGURE, LEGIBLE, MOMENT


class Misfit(Exception):
    """What was given cannot be read. The message is one sentence that names the place and what to do."""


def read_command(name: str, fields: Any) -> AnyCommand:
    """The command of that published name with those fields. Raises Misfit."""
    if name not in COMMANDS:
        raise Misfit(f"There is no command {name}{near(name, list(COMMANDS))}; `minutebook commands` lists them.")
    try:
        return COMMANDS[name].model_validate(fields)
    except ValidationError as error:
        raise Misfit(f"{name}: {fault(error, list(COMMANDS[name].model_fields))}") from error


def first_fault(error: ValidationError) -> ErrorDetails:
    """The fault to speak of: an unknown field before all, since a slip of the pen also makes another field missing."""
    faults = error.errors()
    return next((f for f in faults if f["type"] == "extra_forbidden"), faults[0])


def fault(error: ValidationError, known: list[str] | None = None, within: int = 0) -> str:
    """The fault to speak of as one sentence that names the field, without the first `within` parts of its place."""
    return told(first_fault(error), known, within)


def told(one: ErrorDetails, known: list[str] | None = None, within: int = 0) -> str:
    """The same of one fault in particular."""
    place = ".".join(str(part) for part in one["loc"][within:]) or "the whole"
    match one["type"]:
        case "missing":
            said = f"{place} is missing: give it"
        case "extra_forbidden":
            said = f"there is no field {place}{near(place, known or [])}"
        case "timezone_aware" | "timezone_naive":
            said = f"{place} has no time zone: write it with its offset, such as 2022-06-22T10:00:00+01:00"
        case "value_error":
            said = f"{place}: {one['ctx']['error']}"
        case kind if kind.startswith("datetime_"):
            said = f"{place} is not a moment: write it with its offset, such as 2022-07-15T09:00:00+01:00"
        case kind if kind.startswith("date_"):
            said = f"{place} is not a date: write it as 2022-07-15"
        case "string_pattern_mismatch" if one["ctx"]["pattern"] == LEGIBLE:
            said = f"{place}: it holds a control character: write it without"
        case "string_pattern_mismatch" if one["ctx"]["pattern"] == DAY:
            said = f"{place} is not a date: write it as 2022-07-15"
        case "string_pattern_mismatch" if one["ctx"]["pattern"] == MOMENT:
            said = f"{place} is not a moment: write it with its offset, such as 2022-07-15T09:00:00+01:00"
        case "string_pattern_mismatch" if one["ctx"]["pattern"] == FIGURE:
            said = f"{place} is not a figure: write it as 95 or 12.5, as text and without its unit"
        case "string_pattern_mismatch":
            said = f"{place} is not an id: write letters or digits, joined by single hyphens, such as glos-2022"
        case _:
            said = f"{place}: {one['msg'][0].lower()}{one['msg'][1:]}"
    return f"{said}."


def near(word: str, known: list[str]) -> str:
    """“ (did you mean …?)”, where one of the known is near; else nothing."""
    close = get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def read_moment(written: str) -> datetime | int:
    """A position, an instant with its offset, or a day, which stands for its end in London. Raises Misfit."""
    if re.fullmatch(r"[0-9]{1,18}", written):
        return int(written)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        return end_of(read_day(written))
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        said = "is neither a date such as 2022-06-22, nor a moment such as 2022-06-22T09:00:00+01:00, nor a position"
        raise Misfit(f"{_short(written)} {said}.") from None
    if at.utcoffset() is None:
        raise Misfit(f"{_short(written)} has no time zone: write it with its offset, such as +01:00 or Z.")
    return at


def read_day(written: str) -> date:
    """A date as the law writes it. Raises Misfit."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise Misfit(f"{_short(written)} is not a date: write it as 2022-07-15.")


def _short(text: str) -> str:
    return (text if text.strip() else "An empty text") if len(text) <= 40 else f"{text[:40]}…"
