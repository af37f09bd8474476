"""From a cell to what a command's field holds: nothing is guessed, and what cannot be told is said in one sentence."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from domain.reading import Misfit
from exchange.grid import Cell, Unreadable, collapsed

Number = Literal["plain", "percent"]

SERIAL = "serial"
"""Among the forms of a date: a bare number is Excel's count of days."""

_PARTS = {"YYYY": "%Y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "DD": "%d"}
_FIRST, _LAST = 61, 2_958_465
"""The serials of 1 March 1900, before which Excel counts a day that never was, and of 31 December 9999."""


def date_form(written: str) -> str:
    """A form such as DD/MM/YYYY or DD MMMM YYYY as `strptime` has it. Raises ValueError."""
    form, rest = written.replace("%", "%%"), written
    for part, directive in _PARTS.items():
        if part in rest:
            form, rest = form.replace(part, directive), rest.replace(part, " ")
    found = sorted(directive for directive in _PARTS.values() if directive in form)
    if any(form.count(directive) > 1 for directive in found) or found not in (
        ["%B", "%Y", "%d"],
        ["%Y", "%b", "%d"],
        ["%Y", "%d", "%m"],
    ):
        raise ValueError(f"{written} is not the form of a date: write it with DD, YYYY and MM, MMM or MMMM, once each")
    return form


def words(cell: Cell, number: Number | None) -> str | None:
    """A person's words as they stand, without the spaces around them. Raises Misfit."""
    match cell:
        case None:
            return None
        case Unreadable(why):
            raise Misfit(why)
        case str():
            return cell.strip() or None
        case bool():
            return str(cell).upper()
        case int() | float():
            return _numeral(cell, number)
        case date() | time() | timedelta():
            raise Misfit(
                f"Excel holds a date or a time here ({cell}), not words: format the cell as text, and write it."
            )


def name(cell: Cell) -> str | None:
    """An id, a post or another word of the book. A whole number is its digits. Raises Misfit."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if not float(cell).is_integer():
            raise Misfit(f"{cell:.15g} is a number, which Excel may show otherwise: format the cell as text.")
        return str(int(cell))
    text = words(cell, None)
    return collapsed(text) if text else None


def names(cell: Cell, separator: str) -> list[str]:
    """Several of them, in order, as often as they stand. Raises Misfit."""
    whole = words(cell, None) if isinstance(cell, str) else name(cell)
    return [part for each in (whole or "").split(separator) if (part := collapsed(each))]


def day(cell: Cell, forms: Sequence[str], epoch: date) -> date | None:
    """A day: a date of Excel's, or text in just one of the forms. Raises Misfit."""
    match cell:
        case datetime():
            if cell.time() != time():
                raise Misfit(f"{cell} has a time of day: leave the day alone.")
            return cell.date()
        case date():
            return cell
        case bool() | time() | timedelta():
            raise Misfit(f"{cell} is not a date.")
        case int() | float():
            return _counted(cell, forms, epoch)
        case _:
            text = words(cell, None)
            return _written(collapsed(text), forms) if text else None


def _numeral(number: float, form: Number | None) -> str:
    if form is None:
        raise Misfit(
            f"{number:.15g} is a number, which Excel may show otherwise: format the cell as text, "
            "or say in the mapping whether it is `number: plain` or `number: percent`."
        )
    return f"{number * 100:.10g}%" if form == "percent" else f"{number:.15g}"


def _counted(serial: float, forms: Sequence[str], epoch: date) -> date:
    if SERIAL not in forms:
        raise Misfit(f"{serial:.15g} is a number, not a date: format the cell as a date, or add serial to its `dates`.")
    if not float(serial).is_integer() or not _FIRST <= serial <= _LAST:
        raise Misfit(f"{serial:.15g} is not the serial of a day.")
    try:
        return epoch + timedelta(days=int(serial))
    except OverflowError:
        raise Misfit(f"{serial:.15g} is not the serial of a day.") from None


def _written(text: str, forms: Sequence[str]) -> date:
    days = {found for form in forms if form != SERIAL and (found := _read(text, form))}
    if len(days) == 1:
        return days.pop()
    if days:
        raise Misfit(f"{text} may be {' or '.join(str(each) for each in sorted(days))}: give one form in `dates`.")
    raise Misfit(f"“{text[:40]}” is not a date in the form {' or '.join(forms)}.")


def _read(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, date_form(form)).date()
    except ValueError:
        return None
