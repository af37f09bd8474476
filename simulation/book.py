"""All plans' lives as one: every act at its instant, in order of time. A life is begun when its first act is near."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heappop, heappush, heapreplace

from domain.calendar import london_day, start_of
from simulation import cabinet, report
from simulation.clocks import strike
from simulation.delivery import Delivery
from simulation.inspections import Inspection
from simulation.office import Act
from simulation.scene import Scene
from simulation.story import Story

LINES_A_PLAN = 3_100
"""About so many, for a bar that must say how much is left before it is known."""

_NEAR = timedelta(days=28)
"""No life begins longer before the publication of its report."""


def begins(inspections: Iterable[Inspection]) -> datetime:
    """A moment before the first act of any of these plans."""
    return min(_near(inspection) for inspection in inspections)


def acts(inspections: Iterable[Inspection], seed: int) -> Iterator[Act]:
    """Every act of these plans, in order of time: the same for the same seed. Only plans that run are held."""
    waiting = deque(sorted(inspections, key=lambda i: (_near(i), i.plan)))
    running: list[tuple[datetime, str, Act, Iterator[Act]]] = []
    while waiting or running:
        while waiting and (not running or _near(waiting[0]) <= running[0][0]):
            inspection = waiting.popleft()
            life = live(inspection, seed)
            first = next(life)
            heappush(running, (first[0], inspection.plan, first, life))
        _, plan, act, life = running[0]
        yield act
        following = next(life, None)
        if following is None:
            heappop(running)
        else:
            heapreplace(running, (following[0], plan, following, life))


def live(inspection: Inspection, seed: int) -> Iterator[Act]:
    """One plan's life, from the report to the last month of delivery, in order of time."""
    story = Story(inspection, seed)
    scene = Scene(story)
    received = report.receive(scene)
    report.record_findings(scene)
    countdown, since = report.state_deadline(scene, received)
    report.publish(scene, received)
    report.draft(scene)
    submitted = cabinet.submit(scene)
    strike(scene, countdown, since, submitted)
    cabinet.publish(scene, submitted)
    told = scene.in_order()
    yield from told
    yield from Delivery(story, london_day(told[-1][0])).tell()


def _near(inspection: Inspection) -> datetime:
    return start_of(inspection.published) - _NEAR
