"""What the erasures add up to: those asked for, and how many were approved."""

from typing import assert_never

from domain.erasure.events import ErasureAsked, ErasureEvent, TextErased
from domain.value import Acted, Id, Value


class Asked(Value):
    """An erasure asked for, and who answers for that."""

    what: ErasureAsked
    by: tuple[Id, ...]


class Erasures(Value):
    """The erasures asked for by their number, and the numbers of those approved, in order of approval."""

    asked: dict[int, Asked] = {}
    approved: tuple[int, ...] = ()

    def asked_of(self, line: int, text: str) -> Asked | None:
        """The erasure that was asked for of this text."""
        return next((each for each in self.asked.values() if (each.what.line, each.what.text) == (line, text)), None)


def evolve(erasures: Erasures, event: ErasureEvent, act: Acted) -> Erasures:
    match event:
        case ErasureAsked(erasure=number):
            asked = Asked.of({"what": event, "by": tuple(sorted(act.people))})
            return erasures.but(asked={**erasures.asked, number: asked})
        case TextErased(erasure=number):
            return erasures.but(approved=(*erasures.approved, number))
        case _:
            assert_never(event)
