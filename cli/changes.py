"""`minutebook plan diff` and `plan blame`: what changed between two moments, and which lines set a field."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from cli.comparing import in_words
from cli.paper import day, existing_office, gone_or, moment, plain, put
from cli.plans import AsAt, Json, TrueAt, asked_moment
from domain.authority.roles import titled
from domain.calendar import dated, london_day
from domain.drafting.difference import Piece, word_by_word
from domain.reading import Misfit
from projections.changes import Change, Scalar, changes, steps
from wiring import Office


def diff(
    plan: str,
    /,
    *,
    since: Annotated[str, Parameter(name="--from", help="a date, a moment with its offset, or a position")],
    upto: Annotated[str | None, Parameter(name="--to", help="the same; now, where it is left out")] = None,
    true_at: TrueAt = None,
    json: Json = False,
) -> None:
    """Every field that changed between two moments, from what to what, by whom and in which line."""
    office = existing_office()
    first, last = _position(office, since), _position(office, upto)
    if upto is not None and (first > last or _is_later(since, upto)):
        raise Misfit(f"--from {since} comes after --to {upto}: turn them round.")
    _known(office, plan, last)
    on = day(true_at, "--true-at")
    after = [record for record in office.ledger.lines(plan, last, on) if record.position > first]
    start = office.ledger.plan(plan, first, on)
    found = changes(start, after)
    if json:
        _put(found)
    elif not found:
        print(f"Nothing of {plan} changed from {since} to {upto or 'now'}.")
    else:
        if start is None:
            print(f"{plan} was not open at {since}: what is told is all that it holds.")
        _tell(found)


def blame(plan: str, field: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """Every line that set a field, or one below it, such as draft.actions.A1.due; the last is the one that holds."""
    office = existing_office()
    last = _position(office, as_at)
    _known(office, plan, last)
    every = steps(None, office.ledger.lines(plan, last, day(true_at, "--true-at")))
    found = [change for change in every if f"{change.field}.".startswith(f"{field}.")]
    if not found:
        raise Misfit(f"No line of {plan} set {field}; `minutebook plan diff {plan} --from 1` names the fields.")
    if json:
        _put(found)
    else:
        _tell(found)


def _position(office: Office, written: str | None) -> int:
    """The last position that was known at that moment."""
    asked = asked_moment(office, written)
    if asked is None:
        return office.ledger.head()
    return asked if isinstance(asked, int) else office.ledger.head_at(asked)


def _is_later(since: str, upto: str) -> bool:
    """Whether the first of two moments is the later one, though no line was recorded between them."""
    match moment(since), moment(upto):
        case datetime() as first, datetime() as last:
            return first > last
        case _:
            return False


def _known(office: Office, plan: str, position: int) -> None:
    if office.ledger.plan(plan, position) is None:
        raise gone_or(office, plan, f"There was no plan {plan} by then; `minutebook plan list` lists the plans.")


def _put(found: Sequence[Change]) -> None:
    put([{**change.model_dump(mode="json"), "words": plain(_words(change))} for change in found])


def _tell(found: Sequence[Change]) -> None:
    for line in sorted({change.number for change in found}):
        told = [change for change in found if change.number == line]
        first = told[0]
        print(f"{line:>4}  {dated(london_day(first.at))}: {first.kind}, by {first.by} as {titled(first.acting_as)}")
        for change in told:
            print(f"        {change.field}: {_said(change)}")


def _texts(change: Change) -> tuple[str, str] | None:
    """What it was and becomes where both are texts of several words."""
    match change.was, change.becomes:
        case str(was), str(becomes) if " " in was and " " in becomes:
            return was, becomes
        case _:
            return None


def _words(change: Change) -> Sequence[Piece] | None:
    texts = _texts(change)
    return word_by_word(*texts) if texts else None


def _said(change: Change) -> str:
    if texts := _texts(change):
        return in_words(*texts)
    was, becomes = _read(change.was), _read(change.becomes)
    if change.was is None:
        return f"set to {becomes}"
    return f"{was} is taken away" if change.becomes is None else f"{was} → {becomes}"


def _read(value: Scalar) -> str:
    """On one line, as it is read aloud."""
    return ("yes" if value else "no") if isinstance(value, bool) else " ".join(str(value).split())
