"""What is said of an export, as the predicate of a sentence."""

from domain.disclosure.events import DisclosureEvent
from projections.wording import short, unstopped

_FORMS = {"bundle": "an evidence bundle", "absence": "a proof of absence", "table": "a table"}


def tell_disclosure(event: DisclosureEvent) -> str:
    of = f" of the checkpoint over {event.checkpoint.size} lines" if event.checkpoint else ""
    guarded = (
        "" if event.classification in {"public", "official"} else f", in which something is {event.classification}"
    )
    what = f"{_FORMS[event.form]}{of} (export {event.number}, digest {short(event.digest)}){guarded}"
    return f"exported for {unstopped(event.to)} {what}: {unstopped(event.request)}"
