"""What is said of delivery, its evidence and its measures, as the predicate of a sentence."""

from typing import assert_never

from domain.calendar import dated
from domain.delivery import events as delivery
from domain.delivery.events import DeliveryEvent
from domain.evidence import events as evidence
from domain.evidence.events import EvidenceEvent
from domain.measures import events as measures
from domain.measures.events import MeasureEvent
from projections.wording import (
    listed,
    plain,
    quoted,
    short,
)


def tell_delivery(event: DeliveryEvent) -> str:
    match event:
        case delivery.ActionProgressed(action=action, status=status, as_of=on, note=note):
            return f"recorded that action {action} was {plain(status)} on {dated(on)}: {quoted(note)}"
        case delivery.ProgressReported(to=to, reported_on=on, summary=summary):
            return f"recorded that progress was reported to {to} on {dated(on)}: {quoted(summary)}"
        case delivery.ActionClosed(action=action, closed_on=on, rests_on=seen, note=note):
            return f"closed action {action} on {dated(on)} on evidence {listed(seen)}: {quoted(note)}"
        case delivery.ActionReopened(action=action, reopened_on=on, because=because):
            return f"reopened action {action} on {dated(on)}, because {quoted(because)}"
        case delivery.RagOverridden(action=action, rating=rating, as_of=on, until=until, because=because):
            days = f"from {dated(on)} until {dated(until)}"
            return f"set the rating of action {action} to {plain(rating)} {days}, because {quoted(because)}"
        case _:
            assert_never(event)


def tell_evidence(event: EvidenceEvent) -> str:
    match event:
        case evidence.EvidenceAttached(evidence=id_, action=action, title=title, digest=digest):
            kept = f"{event.classification}, held at {event.held_at}, kept until {dated(event.keep_until)}"
            return f"attached evidence {id_} to action {action}: {quoted(title)} (digest {short(digest)}), {kept}"
        case evidence.EvidenceVerified(evidence=id_, action=action, how=how):
            return f"verified evidence {id_} of action {action}: {quoted(how)}"
        case evidence.EvidenceRejected(evidence=id_, action=action, because=because):
            return f"rejected evidence {id_} of action {action}, because {quoted(because)}"
        case evidence.ImpactRated(action=action, rating=rating, meaning=meaning, because=because, as_of=on):
            rated = f"rated the impact of action {action} as of {dated(on)}: {plain(rating)} ({meaning})"
            return f"{rated}, because {quoted(because)}, by evidence {listed(event.rests_on)}"
        case _:
            assert_never(event)


def tell_measures(event: MeasureEvent) -> str:
    match event:
        case measures.MeasureDefined():
            return _measure(event)
        case measures.ReadingRecorded(measure=measure, value=value, as_of=on, source=source, corrects=corrects):
            instead = f", in the place of the reading as of {dated(corrects)}" if corrects else ""
            return f"recorded that measure {measure} read {value} as of {dated(on)}{instead} ({source})"
        case _:
            assert_never(event)


def _measure(event: measures.MeasureDefined) -> str:
    base, target, beside = event.baseline, event.target, event.comparator
    start = f"from {base.value} on {dated(base.as_at)}" if base else f"without a baseline ({event.no_baseline_because})"
    compared = f"; {beside.whose}: {beside.value} on {dated(beside.as_at)}" if beside else ""
    what = f"measure {event.measure} of {listed(event.actions)}: {quoted(event.text)}, in {event.unit}"
    return f"defined {what}, {start} {event.direction} to {target.value} by {dated(target.by)}{compared}"
