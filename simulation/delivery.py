"""Two to three years of delivery, month by month: progress, readings, evidence, other dates, reports and visits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from domain.approval.commands import EndorseByBoard
from domain.decider import PlanCommand
from domain.delivery.commands import ProgressAction, ReportProgress
from domain.delivery.events import Status
from simulation import words
from simulation.areas import Area
from simulation.cabinet import BOARD
from simulation.office import LAST, Act, in_office_hours, last_day, month_after, working_days
from simulation.story import Story
from simulation.terms import CLERK, DIRECTOR, IMPROVEMENT
from simulation.visits import Visit, visits

MONTHS = (24, 36)

BEGINS_WITHIN = 5
"""Months within which an action is begun."""

SLIPS = 0.35
SLIPS_BY = (1, 6)
"""How often an action is done later than agreed, and by how many months."""

OFTEN_EVIDENCE = 0.25
"""How often there is new evidence on an action in a month in which it runs."""

BY_LEAD = 0.15
"""How often the improvement lead enters an owner's progress."""

REPORTED_BY, SEEN_FROM = 8, 8
"""Last month's progress and readings are entered on a month's first working days, evidence is seen on later ones."""

BODIES = (
    (BOARD, 1),
    ("Cabinet", 3),
    ("Children and families overview and scrutiny committee", 3),
)
"""Who is told how the plan goes, and every how many months."""

REFRESHED_EVERY = 12
"""Months after which the plan is cut anew, if it has moved on, for the board to endorse."""


@dataclass(slots=True)
class Running:
    """An action in delivery. Months count from the first one of delivery: begun, due as it stands, done."""

    id: str
    area: Area
    begun: int
    due: int
    done: int
    status: Status = "not-started"


class Delivery:
    """Tells the story on from the month after `told`, the day of the last act before."""

    def __init__(self, story: Story, told: date) -> None:
        self._story = story
        self._random = story.random
        self._chance = story.random.random
        self._sign = story.pen.sign
        self._start = date(*month_after(told, 1), 1)
        last = (LAST.year - self._start.year) * 12 + LAST.month - self._start.month
        self._months = min(story.random.randint(*MONTHS), last + 1)
        self._visits = visits(story, self._months)
        self._running = [self._action(id_, 0) for id_ in story.actions]
        self._acts: list[Act] = []

    def tell(self) -> Iterator[Act]:
        """Month by month; no more than one month's acts are held."""
        for month in range(self._months):
            self._acts = []
            self._month(month)
            self._acts.sort(key=itemgetter(0))
            yield from self._acts

    def _action(self, id_: str, month: int) -> Running:
        """An action that is agreed by `month`, with what will become of it."""
        action = self._story.actions[id_]
        due = max(self._month_of(action.due), month)
        begun = month + int(self._chance() ** 2 * BEGINS_WITHIN)
        slips = self._chance() < SLIPS
        done = due + self._random.randint(*SLIPS_BY) if slips else max(due - int(self._chance() * 3), month)
        return Running(id_, self._story.areas[id_], begun, due, done)

    def _month_of(self, day: date) -> int:
        return (day.year - self._start.year) * 12 + day.month - self._start.month

    def _month(self, month: int) -> None:
        year, number = month_after(self._start, month)
        days = working_days(year, number)
        self._progress(month, days, last_day(*month_after(self._start, month - 1)))
        self._put_off(month, days)
        for visit in self._visits:
            if visit.month == month:
                self._visit(visit, month, days)
        self._report(month, days)
        if month and month % REFRESHED_EVERY == 0 and self._story.moved_on:
            self._refresh(days)

    def _enter(self, day: date, post: str, command: PlanCommand) -> None:
        self._acts.append((in_office_hours(day, self._chance()), self._sign(post, command)))

    def _progress(self, month: int, days: tuple[date, ...], as_of: date) -> None:
        """What each action's owner says of last month, what its measure reads, and what evidence is seen."""
        chance, enter = self._chance, self._enter
        for running in self._running:
            id_, area = running.id, running.area
            day = days[int(chance() * REPORTED_BY)]
            if month <= running.done:
                status = running.status = _status(running, month)
                note = words.progress(chance, area.subject, status)
                owner = IMPROVEMENT if chance() < BY_LEAD else area.owner
                enter(day, owner, ProgressAction(action=id_, status=status, note=note, as_of=as_of))
                if chance() < OFTEN_EVIDENCE:
                    seen = days[SEEN_FROM + int(chance() * (len(days) - SEEN_FROM))]
                    note = words.evidence(chance, area.subject)
                    enter(seen, area.owner, ProgressAction(action=id_, status=status, note=note, as_of=seen))
            if month >= running.begun:
                note = words.reading(chance, area, self._value(running, month))
                enter(day, IMPROVEMENT, ProgressAction(action=id_, status=running.status, note=note, as_of=as_of))

    def _value(self, running: Running, month: int) -> int:
        """A measure comes near its target as the action is done, now better, now worse."""
        area = running.area
        share = min(month / (running.done + 3), 1.0)
        value = area.low + (area.target - area.low) * share + (self._chance() - 0.5) * 9
        return min(max(round(value), 0), 100)

    def _put_off(self, month: int, days: tuple[date, ...]) -> None:
        """The owner of an action that is due and not done asks for another date, and a lead approves it."""
        for running in self._running:
            if running.due == month < running.done:
                later = month + 1 + int(self._chance() * 4)
                because = words.one(words.PUT_OFF, self._chance)
                due = last_day(*month_after(self._start, later))
                owner, lead = running.area.owner, IMPROVEMENT if self._chance() < 0.8 else DIRECTOR
                moved = self._story.re_dated(running.id, because, due, approved_by=lead)
                self._enter(days[9 + int(self._chance() * 6)], owner, moved)
                running.due = later

    def _visit(self, visit: Visit, month: int, days: tuple[date, ...]) -> None:
        """Ofsted's letter on its visit of the month before is entered, and its weaknesses are answered."""
        before = working_days(*month_after(self._start, month - 1))
        acts, agreed = visit.told(self._story, before, days)
        self._acts += acts
        self._running += [self._action(id_, month + 1) for id_ in agreed]

    def _report(self, month: int, days: tuple[date, ...]) -> None:
        done = sum(running.status == "complete" for running in self._running)
        late = sum(running.status == "delayed" for running in self._running)
        for body, every in BODIES:
            if month % every == every - 1:
                subject = self._random.choice(self._running).area.subject
                said = words.summary(self._chance, done, late, len(self._running), subject)
                day = days[11 + int(self._chance() * 5)]
                self._enter(day, CLERK, ReportProgress(to=body, reported_on=day, summary=said))

    def _refresh(self, days: tuple[date, ...]) -> None:
        """The plan as it now stands is fixed, and the board endorses it."""
        self._enter(days[-2], IMPROVEMENT, self._story.cut())
        version = self._story.versions
        self._enter(days[-1], CLERK, EndorseByBoard(version=version, endorsed_on=days[-1], board=BOARD))


def _status(running: Running, month: int) -> Status:
    if month >= running.done:
        return "complete"
    if month < running.begun:
        return "not-started"
    return "delayed" if running.done > running.due <= month + 1 else "in-progress"
