"""What the corrections add up to: every fact that may be corrected, as it stands now, by the number of its line."""

from collections.abc import Callable
from typing import Any

from domain.calendar import london_day
from domain.correction.events import Fact, FactCorrected
from domain.value import Acted, Day, Value


class Kept(Value):
    """A fact as it stands. `since` is the earliest day that a line of it was true of; `corrected_by` are the numbers of
    the lines that corrected it.
    """

    fact: Fact
    since: Day
    corrected_by: tuple[int, ...] = ()


class Corrections(Value):
    facts: dict[int, Kept] = {}


def evolve(corrections: Corrections, event: FactCorrected, number: int) -> Corrections:
    """`number` is that of the line that corrects."""
    before = corrections.facts.get(event.line)
    corrected_by = (*(before.corrected_by if before else ()), number)
    kept = Kept.of({"fact": event.fact, "since": event.true_from, "corrected_by": corrected_by})
    return corrections.but(facts={**corrections.facts, event.line: kept})


def keeping(fold: Callable[[Any, Any, Acted], Any]) -> Callable[[Any, Any, Acted], Any]:
    """How a plan goes on with a fact that may be corrected: as by `fold`, and the fact is kept by its line's number."""

    def keep(plan: Any, fact: Fact, act: Acted) -> Any:
        on = fact.effective or act.effective or london_day(act.at)
        kept = Kept.of({"fact": fact, "since": on, "corrected_by": ()})
        facts = {**plan.corrections.facts, act.number: kept}
        return fold(plan, fact, act).but(corrections=plan.corrections.but(facts=facts))

    return keep
