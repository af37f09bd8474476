"""What was given out of a plan, to whom and by whom."""

from domain.disclosure.events import DisclosureEvent
from domain.value import Digest, Id, Text, Value


class Export(Value):
    """One file, known by its SHA-256, that `by` gave to `to`."""

    by: Id
    to: Text
    digest: Digest


class Exports(Value):
    """Every export, in order."""

    made: tuple[Export, ...] = ()


def evolve(exports: Exports, event: DisclosureEvent, by: Id) -> Exports:
    return exports.but(made=(*exports.made, Export(by=by, to=event.to, digest=event.digest)))
