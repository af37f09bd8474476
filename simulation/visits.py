"""Ofsted's visits between inspections, and its letters: more of them where practice is inadequate."""

from dataclasses import dataclass
from datetime import date

from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.inspection.events import Sort
from domain.monitoring.commands import RecordMonitoringVisit
from simulation import words
from simulation.areas import AREAS
from simulation.office import Act, in_office_hours, last_day, month_after
from simulation.story import Story
from simulation.terms import CLERK, DIRECTOR

FIRST = 3
"""The month of delivery in which the first letter may come."""

EVERY_IF_INADEQUATE = (3, 5)
"""Months between monitoring visits."""

FOCUSED = {"requires-improvement": 0.7, "good": 0.3, "outstanding": 0.15}
"""How often there is one focused visit, by the worst grade given."""

OFTEN_ANSWERED = 0.6
"""How often a weakness in a letter gets an action."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit whose letter comes out in that month of delivery; `number` counts monitoring visits."""

    id: str
    month: int
    number: int | None

    def told(self, story: Story, before: tuple[date, ...], days: tuple[date, ...]) -> tuple[list[Act], list[str]]:
        """The letter, what it found, and the actions agreed on that: acts in order, and the actions' ids.

        `before` and `days` are the working days of the visit's month and of the letter's.
        """
        random, sign = story.random, story.pen.sign
        first = random.randint(2, len(before) - 3)
        visited_from, visited_to = before[first], before[first + 1]
        letter = days[random.randint(1, 6)]
        what = "monitoring" if self.number else "focused"
        document = f"Ofsted, letter on the {what} visit to {story.inspection.authority} of {visited_from}"
        visit = RecordMonitoringVisit(
            visit=self.id,
            number=self.number,
            visited_from=visited_from,
            visited_to=visited_to,
            letter_published_on=letter,
            document=document,
            focus=words.some(words.FOCUSES, 1, 3, random),
        )
        acts = [(in_office_hours(letter, random.random()), sign(CLERK, visit))]
        day, weak = CALENDAR.add_working_days(letter, 1), []
        areas = random.sample(AREAS, random.randint(3, 7))
        for n, area in enumerate(areas, start=1):
            id_ = f"{self.id.upper()}-{n}"
            sort: Sort = "strength" if random.random() < 0.5 else "weakness"
            found = story.found(id_, sort, area, self.id, document)
            acts.append((in_office_hours(day, n / 10), sign(CLERK, found)))
            weak += [id_] if sort == "weakness" else []
        agreed = []
        for n, id_ in enumerate(weak):
            if story.likely(OFTEN_ANSWERED):
                due = last_day(*month_after(letter, random.randint(3, 12)))
                action = story.agreed((id_,), due)
                acts.append((in_office_hours(day, 0.8 + n / 50), sign(DIRECTOR, action)))
                agreed.append(action.action)
        return acts, agreed


def visits(story: Story, months: int) -> list[Visit]:
    """The visits of a plan that is delivered for so many months."""
    random, worst = story.random, story.inspection.worst
    if worst != "inadequate":
        once = random.random() < FOCUSED[worst]
        return [Visit("fv-1", random.randint(6, months - 2), None)] if once else []
    found: list[Visit] = []
    month = FIRST + random.randint(0, 2)
    while month < months:
        number = len(found) + 1
        found.append(Visit(f"mv-{number}", month, number))
        month += random.randint(*EVERY_IF_INADEQUATE)
    return found
