"""What is said of an export, and of a reading, as the predicate of a sentence."""

from domain.calendar import dated
from domain.disclosure.events import Accessed, DisclosureEvent, Exported
from domain.disclosure.state import GUARDED
from domain.value import Classification
from projections.wording import listed, short, title_of, unstopped

_FORMS = {"bundle": "an evidence bundle", "absence": "a proof of absence", "table": "a table"}
_READINGS = {"plan": "the plan", "trail": "the trail", "events": "guarded lines in the feed of events"}


def tell_disclosure(event: DisclosureEvent) -> str:
    return _accessed(event) if isinstance(event, Accessed) else _exported(event)


def _accessed(event: Accessed) -> str:
    known = f" as known at position {event.upto}" if event.upto is not None else ""
    true = f" as true on {dated(event.true_at)}" if event.true_at else ""
    who = f"{event.reader}, as {listed(map(title_of, event.posts))},"
    return f"noted that {who} read {_READINGS[event.reading]}{known}{true}{_guarded(event.classification)}"


def _exported(event: Exported) -> str:
    of = f" of the checkpoint over {event.checkpoint.size} lines" if event.checkpoint else ""
    what = f"{_FORMS[event.form]}{of} (export {event.number}, digest {short(event.digest)})"
    return f"exported for {unstopped(event.to)} {what}{_guarded(event.classification)}: {unstopped(event.request)}"


def _guarded(classification: Classification) -> str:
    return f", in which something is {classification}" if classification in GUARDED else ""
