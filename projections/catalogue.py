"""Every projection there is, and the edition that they make together."""

import json
from collections.abc import Iterable
from hashlib import sha256

from domain.plan import Plan
from projections.coverage import COVERAGE
from projections.deadlines import DEADLINES
from projections.plan_now import PLAN_NOW
from projections.projection import Projection
from projections.trail import TRAIL
from projections.waiting import WAITING
from projections.wording import listed

PROJECTIONS: tuple[Projection, ...] = (PLAN_NOW, TRAIL, WAITING, COVERAGE, DEADLINES)


def projection(name: str, among: Iterable[Projection] = PROJECTIONS) -> Projection:
    """The projection of that name. Raises LookupError, which says which there are."""
    known = {each.name: each for each in among}
    if name not in known:
        raise LookupError(f"There is no view {name}: there are {listed(sorted(known))}.")
    return known[name]


def edition(projections: Iterable[Projection] = PROJECTIONS) -> str:
    """What was built, by what: names and versions, and a digest of the shapes of the rows and of a plan.

    A shape that changed without a raised version is noticed too.
    """
    kept = sorted(projections, key=lambda p: p.name)
    shapes = [Plan.model_json_schema(), *(p.row.model_json_schema(mode="serialization") for p in kept)]
    digest = sha256(json.dumps(shapes, sort_keys=True).encode()).hexdigest()[:12]
    return " ".join([*(f"{p.name}/{p.version}" for p in kept), f"shapes/{digest}"])
