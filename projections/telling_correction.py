"""What is said of a correction, as the predicate of a sentence."""

from datetime import date

from domain.calendar import dated
from domain.correction.events import FactCorrected, Said
from projections.wording import listed, quoted, unstopped


def tell_correction(event: FactCorrected) -> str:
    changes = [
        f"{each.field.replace('_', ' ')} {_said(each.now)} instead of {_said(each.was)}" for each in event.changes
    ]
    shown = f"because {quoted(event.because)}, by {unstopped(event.evidence)}"
    return f"corrected line {event.line}: {listed(changes)}, {shown}, countersigned by {event.countersigned_by}"


def _said(value: Said) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case tuple():
            return listed(map(quoted, value)) if value else "nothing"
        case date():
            return dated(value)
        case str():
            return quoted(value)
