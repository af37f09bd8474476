"""What the allowances add up to: those that are not used up yet."""

from typing import assert_never

from domain.allowance.events import AllowanceEvent, PersonalDetailAdmitted, PersonalDetailAllowed
from domain.privacy import What
from domain.value import Value


class Allowances(Value):
    """How many have been given, and those not used yet by their number."""

    given: int = 0
    unused: dict[int, PersonalDetailAllowed] = {}

    def fitting(self, what: What, command: str, post: str) -> PersonalDetailAllowed | None:
        """The first unused one for this."""
        return next((a for a in self.unused.values() if (a.what, a.command, a.post) == (what, command, post)), None)


def evolve(allowances: Allowances, event: AllowanceEvent) -> Allowances:
    match event:
        case PersonalDetailAllowed(allowance=number):
            return allowances.but(given=number, unused={**allowances.unused, number: event})
        case PersonalDetailAdmitted(allowance=number):
            return allowances.but(unused={n: a for n, a in allowances.unused.items() if n != number})
        case _:
            assert_never(event)
