"""What changed in a plan, field by field: from what to what, by which line. And which lines set one field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.correction.events import FactCorrected
from domain.plan import Plan, evolve
from domain.value import Value
from ledger.record import Record, plan_event

Scalar = str | int | float | bool | None

_NAMED_BY = (
    *("id", "number", "round", "as_of", "source", "finding"),
    *("action", "measure", "evidence", "visit", "version", "on"),
)
"""What a part of a list is called by: the first of these that it has, and else its place in the list, from 1."""

_FIELDS = frozenset(Plan.model_fields) - {"accesses"}
"""Of which `corrections` is told only of the line that corrects a fact. To be read is no change of a plan."""


class Change(Value):
    """One field that a line set. `was` or `becomes` is None where there was nothing, or is nothing any more.

    `field` is its path in the plan, such as `draft.actions.A1.due`.
    """

    field: str
    was: Scalar
    becomes: Scalar
    position: int
    number: int
    at: datetime
    by: str
    acting_as: str
    kind: str


def changes(start: Plan | None, records: Iterable[Record]) -> list[Change]:
    """The fields that differ between `start` and what these lines, the next of its stream, make of it; by field.

    Each with the line that last set it. What was changed and changed back is left out.
    """
    first: dict[str, Scalar] = {}
    last: dict[str, Change] = {}
    for change in steps(start, records):
        first.setdefault(change.field, change.was)
        last[change.field] = change.but(was=first[change.field])
    return [change for _, change in sorted(last.items()) if change.was != change.becomes]


def steps(start: Plan | None, records: Iterable[Record]) -> Iterator[Change]:
    """Every change of every field, in the order of the lines."""
    plan = start
    for record in records:
        before, plan = plan, evolve(plan, plan_event(record), record, record.stream)
        names = _FIELDS if isinstance(record.event, FactCorrected) else _FIELDS - {"corrections"}
        was, becomes = _differing(before, plan, names)
        for field in sorted(was.keys() | becomes.keys()):
            if was.get(field) != becomes.get(field) and not _said_again(field):
                yield Change(
                    field=field,
                    was=was.get(field),
                    becomes=becomes.get(field),
                    position=record.position,
                    number=record.number,
                    at=record.at,
                    by=record.by,
                    acting_as=record.acting_as,
                    kind=record.kind,
                )


def _said_again(field: str) -> bool:
    """Whether it is a part of a fact as it was corrected, which the fact's own chapter says too."""
    return field.startswith("corrections.") and ".fact." in field


def _differing(before: Plan | None, after: Plan, among: frozenset[str]) -> tuple[dict[str, Scalar], dict[str, Scalar]]:
    """The fields, before and after, of the chapters that are not the very same object: the others did not change."""
    names = [n for n in among if before is None or getattr(before, n) is not getattr(after, n)]
    return (_flat(before, names) if before else {}), _flat(after, names)


def _flat(plan: Plan, names: list[str]) -> dict[str, Scalar]:
    return dict(_leaves(plan.model_dump(mode="json", include=set(names)), ""))


def _leaves(part: Any, path: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(part, list) and not any(isinstance(value, Mapping | list) for value in part):
        if part:
            yield path, ", ".join(map(str, part))
    elif isinstance(part, list):
        seen = Counter[str]()
        for place, value in enumerate(part, start=1):
            name = _called(value, place)
            seen[name] += 1
            yield from _leaves(value, f"{path}.{name}" if seen[name] == 1 else f"{path}.{name}.{seen[name]}")
    elif part is not None:
        yield path, part


def _called(part: Any, place: int) -> str:
    named = (part[name] for name in _NAMED_BY if name in part) if isinstance(part, Mapping) else ()
    return next((str(name) for name in named if isinstance(name, str | int)), str(place))
