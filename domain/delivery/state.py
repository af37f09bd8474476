"""What delivery adds up to: the latest progress of each action, its closings and overrides, and the reports made."""

from typing import assert_never

from domain.delivery.events import (
    ActionClosed,
    ActionProgressed,
    ActionReopened,
    DeliveryEvent,
    ProgressReported,
    RagOverridden,
    Status,
)
from domain.value import Day, Id, Text, Value


class Progress(Value):
    """The latest word on an action."""

    status: Status
    note: Text
    as_of: Day


class Report(Value):
    """One report of progress to a body."""

    to: Text
    reported_on: Day
    summary: Text


class Closure(Value):
    """One closing of an action, and its reopening where it was reopened."""

    closed: ActionClosed
    reopened: ActionReopened | None = None


class Delivery(Value):
    progress: dict[Id, Progress] = {}
    last_report: dict[Text, Report] = {}
    closures: dict[Id, tuple[Closure, ...]] = {}
    overrides: dict[Id, RagOverridden] = {}

    def status(self, action: str) -> Status:
        """Where the action has got to; not started where nothing was said of it."""
        progress = self.progress.get(action)
        return progress.status if progress else "not-started"

    def last_closure(self, action: str) -> Closure | None:
        """The latest closing of the action, whether or not it was reopened since."""
        closures = self.closures.get(action)
        return closures[-1] if closures else None

    def closed(self, action: str) -> ActionClosed | None:
        """How the action was closed, while it is."""
        last = self.last_closure(action)
        return last.closed if last and last.reopened is None else None


def evolve(delivery: Delivery, event: DeliveryEvent) -> Delivery:
    match event:
        case ActionProgressed(action=action):
            progress = Progress.of({"status": event.status, "note": event.note, "as_of": event.as_of})
            return delivery.but(progress={**delivery.progress, action: progress})
        case ProgressReported(to=to):
            report = Report.of({"to": to, "reported_on": event.reported_on, "summary": event.summary})
            return delivery.but(last_report={**delivery.last_report, to: report})
        case ActionClosed(action=action):
            return _closures(delivery, action, (*delivery.closures.get(action, ()), Closure(closed=event)))
        case ActionReopened(action=action):
            last = delivery.last_closure(action)
            if last is None:
                return delivery
            return _closures(delivery, action, (*delivery.closures[action][:-1], last.but(reopened=event)))
        case RagOverridden(action=action):
            return delivery.but(overrides={**delivery.overrides, action: event})
        case _:
            assert_never(event)


def _closures(delivery: Delivery, action: str, closures: tuple[Closure, ...]) -> Delivery:
    return delivery.but(closures={**delivery.closures, action: closures})
