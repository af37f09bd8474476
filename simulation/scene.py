"""Up to the statement's publication: the days are counted from receipt of the report, and the acts are noted."""

from datetime import date, datetime
from operator import itemgetter

from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.decider import PlanCommand
from simulation.office import Act, Diary, in_office_hours
from simulation.story import Story

EMBARGO = (5, 8)
"""The report is received so many working days before Ofsted publishes it."""


class Scene:
    """Who does what on which day. `acts` come in the order in which they are told; `in_order` puts them in time's."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.random = story.random
        self.received = CALENDAR.add_working_days(story.inspection.published, -self.random.randint(*EMBARGO))
        self.diary = Diary(self.random, self.received)
        self.acts: list[Act] = []

    def day(self, working_days: int) -> date:
        """So many working days after receipt."""
        return CALENDAR.add_working_days(self.received, working_days)

    def next(self, day: date, post: str, command: PlanCommand) -> datetime:
        """After whatever was done last, on `day` or later."""
        return self.at(self.diary.on(day), post, command)

    def aside(self, day: date, post: str, command: PlanCommand) -> datetime:
        """On that working day, whatever else is done on it."""
        return self.at(in_office_hours(day, self.random.random()), post, command)

    def at(self, moment: datetime, post: str, command: PlanCommand) -> datetime:
        self.acts.append((moment, self.story.pen.sign(post, command)))
        return moment

    def fact(self, moment: datetime, post: str, command: PlanCommand) -> None:
        """What Ofsted published; the hour at which it is entered is made up, as every hour is."""
        self.acts.append((moment, self.story.pen.sign_fact(post, command)))

    def in_order(self) -> list[Act]:
        """Acts of the same instant stay as they were told."""
        return sorted(self.acts, key=itemgetter(0))
