"""The report comes in, is published, and is answered with actions."""

from datetime import date, datetime

from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.clocks import REPORT_WORKING_DAYS, STATEMENT_WORKING_DAYS
from domain.deadline.commands import AdoptDeadline, StateDeadline
from domain.drafting.commands import ReasonNoAction
from domain.inspection.commands import OpenPlan, ReceiveReport, RecordJudgement, RecordReportPublication
from simulation import words
from simulation.areas import AREAS
from simulation.clocks import Countdown, strike
from simulation.office import in_office_hours, last_day, month_after
from simulation.scene import Scene
from simulation.terms import CLERK, DIRECTOR, IMPROVEMENT, MONITORING

FINDINGS = (14, 22, 20, 14, 10, 7, 5, 3, 2, 1, 0.8, 0.6, 0.4, 0.2)
"""How often a report makes 2, 3, … 15 recommendations: 4 in the middle."""

MORE_IF_INADEQUATE = 2
MOST_FINDINGS = 15

ACTIONS, SPREAD, LEAST_ACTIONS, MOST_ACTIONS = 60, 8, 40, 85
"""Actions in a plan: the mean, its deviation, and the bounds."""

DUE_AFTER = (6, 28)
"""Months after receipt."""

LETTER_STATES_DATE, STATED_OTHERWISE = 0.4, 0.25
"""How often the covering letter states the statement's due date, and how often then another than the law gives."""


def receive(scene: Scene) -> datetime:
    """The plan is opened, the report and its judgements are entered; when it was received."""
    story = scene.story
    scene.next(scene.received, CLERK, OpenPlan(title=story.title, authority=story.inspection.slug))
    report = ReceiveReport(
        received_on=scene.received, document=story.document, embargoed_until=story.inspection.published
    )
    received = scene.next(scene.received, CLERK, report)
    for judgement, grade in story.inspection.judgements.items():
        command = RecordJudgement(judgement=judgement, grade=grade, document=story.document)
        scene.fact(scene.diary.on(scene.received), CLERK, command)
    return received


def publish(scene: Scene, received: datetime) -> None:
    """Ofsted publishes the report on its day; the authority does later, and seldom too late."""
    published = scene.story.inspection.published
    entered = CALENDAR.next_working_day(published)
    chance = scene.random.random
    ofsted = RecordReportPublication(publisher="ofsted", published_on=published, where="Ofsted's website")
    scene.fact(in_office_hours(entered, chance()), CLERK, ofsted)
    luck = chance()
    after = scene.random.randint(9, 15) if luck < 0.8 else scene.random.randint(16, 29 if luck < 0.96 else 35)
    day = scene.day(after)
    authority = RecordReportPublication(publisher="authority", published_on=day, where="the council's website")
    done = scene.aside(day, CLERK, authority)
    strike(scene, Countdown("report", 1, scene.day(REPORT_WORKING_DAYS)), received, done)


def state_deadline(scene: Scene, received: datetime) -> tuple[Countdown, datetime]:
    """The statement's due date as it is adopted in the end, and since when."""
    due = scene.day(STATEMENT_WORKING_DAYS)
    computed = Countdown("statement", 1, due)
    if not scene.story.likely(LETTER_STATES_DATE):
        return computed, received
    differs = scene.story.likely(STATED_OTHERWISE)
    stated = CALENDAR.add_working_days(due, -scene.random.randint(1, 3)) if differs else due
    document = f"Ofsted, covering letter of the report on {scene.story.inspection.authority}"
    said = scene.aside(scene.day(1), CLERK, StateDeadline(due=stated, stated_by="Ofsted", document=document))
    if not differs:
        return computed, received
    because = f"Ofsted's letter gives {stated}; the earlier of the two dates is kept."
    adopted = scene.aside(scene.day(3), MONITORING, AdoptDeadline(due=stated, basis="stated", because=because))
    assert said < adopted
    strike(scene, computed, received, adopted)
    return Countdown("statement", 2, stated), adopted


def record_findings(scene: Scene) -> None:
    story, random = scene.story, scene.random
    count = random.choices(range(2, 2 + len(FINDINGS)), FINDINGS)[0]
    if story.inspection.worst == "inadequate":
        count = min(count + MORE_IF_INADEQUATE, MOST_FINDINGS)
    for n, area in enumerate(random.sample(AREAS, count), start=1):
        scene.next(scene.day(1 + n // 6), CLERK, story.found(f"R{n}", "recommendation", area))


def draft(scene: Scene) -> None:
    """Every recommendation is answered: by actions, or, seldom, by a reason for none."""
    story, random = scene.story, scene.random
    findings = list(story.findings)
    if len(findings) > 4 and story.likely(0.3):
        none = findings.pop()
        because = f"The work on {story.areas[none].subject} ended before the report came; nothing more is needed."
        story.reasons[none] = because
        scene.next(scene.day(4), DIRECTOR, ReasonNoAction(finding=none, because=because))
    count = min(max(round(random.gauss(ACTIONS, SPREAD)), LEAST_ACTIONS), MOST_ACTIONS)
    for n in range(count):
        answered = [findings[n % len(findings)]]
        if story.likely(0.15) and (other := random.choice(findings)) not in answered:
            answered.append(other)
        due = last_day(*month_after(scene.received, random.randint(*DUE_AFTER)))
        lead = IMPROVEMENT if story.likely(0.8) else DIRECTOR
        scene.next(scene.day(4 + 15 * n // count), lead, story.agreed(tuple(answered), due))
    amend(scene, scene.day(20), "The owner asked for it when the draft was read through.")


def amend(scene: Scene, day: date, because: str) -> None:
    """A few actions are put differently."""
    story = scene.story
    for id_ in scene.random.sample(list(story.actions), scene.random.randint(2, 6)):
        text = f"{story.actions[id_].text} {words.one(words.CLEARER, scene.random.random)}"
        scene.next(day, IMPROVEMENT, story.amended(id_, because, text=text))
