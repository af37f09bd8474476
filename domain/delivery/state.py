"""What delivery adds up to: the latest progress of each action, and the reports made."""

from typing import assert_never

from domain.delivery.events import ActionProgressed, DeliveryEvent, ProgressReported, Status
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


class Delivery(Value):
    progress: dict[Id, Progress] = {}
    last_report: dict[Text, Report] = {}


def evolve(delivery: Delivery, event: DeliveryEvent) -> Delivery:
    match event:
        case ActionProgressed(action=action):
            progress = Progress.of({"status": event.status, "note": event.note, "as_of": event.as_of})
            return delivery.but(progress={**delivery.progress, action: progress})
        case ProgressReported(to=to):
            report = Report.of({"to": to, "reported_on": event.reported_on, "summary": event.summary})
            return delivery.but(last_report={**delivery.last_report, to: report})
        case _:
            assert_never(event)
