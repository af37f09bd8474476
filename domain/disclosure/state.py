"""What was given out of a plan, to whom and by whom; how guarded what it holds is, and who read it."""

from datetime import date
from typing import get_args

from domain.correction.events import FactCorrected
from domain.disclosure.events import Accessed, Exported, Reading
from domain.evidence.events import EvidenceAttached
from domain.inspection.events import ReportReceived
from domain.value import Classification, Day, Digest, Event, Id, Text, Value

DEGREES: tuple[Classification, ...] = get_args(Classification)
"""From what everybody may see to what nobody may."""

GUARDED: frozenset[Classification] = frozenset({"exempt", "embargoed"})


def classification(event: Event, line: Classification) -> Classification:
    """How guarded a line with this event is: as the line is, or the paper that it registers, if that is more."""
    return max(line, event.classification, key=DEGREES.index) if isinstance(event, EvidenceAttached) else line


def classification_on(on: date, event: Event, line: Classification) -> Classification:
    """The same on a day: before the day that a report says of its embargo, the line that brings it is embargoed."""
    fact = event.fact if isinstance(event, FactCorrected) else event
    until = fact.embargoed_until if isinstance(fact, ReportReceived) else None
    return "embargoed" if until and on < until else classification(event, line)


class Export(Value):
    """One file, known by its SHA-256, that `by` gave to `to`."""

    by: Id
    to: Text
    digest: Digest


class Exports(Value):
    """Every export, in order."""

    made: tuple[Export, ...] = ()


def evolve(exports: Exports, event: Exported, by: Id) -> Exports:
    return exports.but(made=(*exports.made, Export(by=by, to=event.to, digest=event.digest)))


class Latest(Value):
    """The day in London of somebody's latest reading on record, and whether it was of an earlier moment."""

    on: Day
    earlier: bool


class Accesses(Value):
    """What is guarded most in the plan, whatever the day; and the latest of each reading by each person, under
    `reading/person`.
    """

    most: Classification = "public"
    latest: dict[Text, Latest] = {}

    def told(self, reader: str, reading: Reading, on: date, *, earlier: bool) -> bool:
        """Whether such a reading on that day is on record; that of the plan as it stands covers earlier moments."""
        latest = self.latest.get(f"{reading}/{reader}")
        return latest is not None and latest.on == on and (earlier or not latest.earlier)

    def holding(self, event: Event, line: Classification) -> "Accesses":
        """With a line of this event and classification in the plan."""
        most = max(self.most, classification(event, line), key=DEGREES.index)
        return self if most == self.most else self.but(most=most)

    def read(self, event: Accessed, on: date) -> "Accesses":
        earlier = event.upto is not None or event.true_at is not None
        return self.but(latest={**self.latest, f"{event.reading}/{event.reader}": Latest(on=on, earlier=earlier)})
