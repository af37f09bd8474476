"""What monitoring adds up to: the visits, by id."""

from domain.monitoring.events import MonitoringEvent, MonitoringVisitRecorded
from domain.value import Id, Value


class Monitoring(Value):
    visits: dict[Id, MonitoringVisitRecorded] = {}


def evolve(monitoring: Monitoring, event: MonitoringEvent) -> Monitoring:
    return monitoring.but(visits={**monitoring.visits, event.visit: event})
