"""Every projection there is, and the edition of each."""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, get_args

from domain.value import Value
from projections.coverage import COVERAGE
from projections.deadlines import DEADLINES
from projections.heads import HEADS
from projections.plan_now import PLAN_NOW
from projections.projection import Projection
from projections.trail import TRAIL
from projections.waiting import WAITING
from projections.wording import listed

PROJECTIONS: tuple[Projection, ...] = (HEADS, PLAN_NOW, TRAIL, WAITING, COVERAGE, DEADLINES)


def projection(name: str, among: Iterable[Projection] = PROJECTIONS) -> Projection:
    """The projection of that name. Raises LookupError, which says which there are."""
    known = {each.name: each for each in among}
    if name not in known:
        raise LookupError(f"There is no view {name}: there are {listed(sorted(known))}.")
    return known[name]


def edition(projection: Projection) -> str:
    """What a view was built by: its projection's name and version, and a digest of the shape of its rows.

    A shape that changed without a raised version is noticed too.
    """
    shapes: dict[str, list[str]] = {}
    _shape(projection.row, shapes)
    digest = sha256(repr(sorted(shapes.items())).encode()).hexdigest()[:12]
    return f"{projection.name}/{projection.version} shape/{digest}"


def _shape(of: Any, shapes: dict[str, list[str]]) -> None:
    """Every value reached from an annotation, with its fields as declared (JSON Schemas would cost 0.2 s)."""
    if isinstance(of, type) and issubclass(of, Value) and of.__qualname__ not in shapes:
        declared = (f"{name}: {field.annotation}" for name, field in of.model_fields.items())
        shapes[of.__qualname__] = [re.sub(" at 0x[0-9a-f]+", "", field) for field in declared]
        for field in of.model_fields.values():
            _shape(field.annotation, shapes)
    for part in get_args(of):
        _shape(part, shapes)
