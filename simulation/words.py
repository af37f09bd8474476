"""What the people of a simulation write: sentences put together from lists, by chance."""

from collections.abc import Callable
from random import Random

from simulation.areas import Area

Chance = Callable[[], float]
"""A share from 0 to below 1, the next each time."""

WANTED = (
    *("The quality of practice in", "The consistency of practice in", "Management oversight and challenge in"),
    *("The timeliness and recording of work in", "The response of partners in", "How well leaders know the state of"),
    *("How soon drift and delay are seen in", "The use of chronologies and analysis in"),
)
SO_THAT = (
    *("so that children get help when they need it", "so that risk to children falls sooner"),
    *("so that children's plans say what must change and by when", "so that decisions are made in time for the child"),
    *("so that children and families know what will happen next", "including for children who have waited longest"),
    *("and that what is learnt reaches front-line teams", "including out of hours"),
)
PARAGRAPHS = (
    *("What needs to improve?", "The experiences of children who need help and protection"),
    *("The experiences of children in care", "The experiences of care leavers", "The impact of leaders"),
)
MEANS = (
    *("Set one practice standard for", "Review every open case in", "Put a weekly panel in place for"),
    *("Bring in a single tracker for", "Train every team manager in", "Audit twelve files a month in"),
    *("Agree a protocol with police, health and schools for", "Appoint a lead officer for"),
    *("Give team managers a daily report on", "Ask children and families each quarter about"),
    *("Rewrite the guidance and its templates for", "Commission outside support for"),
)
HOW = (
    *("and report to the improvement board each month", "with a written standard that staff helped to write"),
    *("and take what is found into supervision", "with a target for each team", "and check the effect after a quarter"),
    *("with a second look by the quality assurance service", "and publish the result to staff"),
)
DONE = (
    *("the new practice standard is in use in every team", "staff have been trained, and new starters are booked"),
    *("the tracker is read at every weekly panel", "managers sign off each decision on the file"),
    *("the protocol has been agreed with health and police", "two teams work in the new way, and the others follow"),
    *("the guidance was rewritten with practitioners", "the first round of audits has been moderated"),
    *("the backlog is half of what it was", "feedback from families has been read with each team"),
    *("the posts have been filled", "the report is automatic and goes to every manager"),
)
HINDERED = (
    *("two team managers' posts stand empty", "the supplier's release was put off by six weeks"),
    *("demand rose by a tenth over the quarter", "partners have not yet agreed who chairs"),
    *("sickness in one team has taken up the cover", "the first audits found more to mend than was thought"),
    *("the consultation with staff took longer", "data from the old system had to be cleaned first"),
)
NEXT = (
    *("the next audit of twelve files", "a workshop with team managers", "a report to the improvement board"),
    *("a look at the files that fell short", "the second round of training", "a test with one more team"),
    *("a review with the lead member", "feedback from the children in care council", "a check by peers"),
    *("a decision on the extra post", "the quarterly report to scrutiny", "new figures by team"),
)
TRENDS = (
    *("better than the month before", "about the same as the month before", "worse in one team and better in the rest"),
    *("the best figure since the inspection", "pulled down by one school holiday", "checked against the case files"),
)
PROOF = (
    *(
        "audit report on twelve files",
        "minutes of the weekly panel",
        "training register",
        "practice guidance as issued",
    ),
    *("dip sample by the quality assurance service", "feedback from eight families", "tracker as at the month's end"),
    *("note of a visit by the lead member", "observation of practice in two teams", "peer review letter"),
)
SHOWS = (
    *("practice is better in most files", "the standard is known and used", "supervision follows up what was agreed"),
    *(
        "there is less drift than a quarter ago",
        "one team still falls short",
        "children's views are recorded more often",
    ),
)
PUT_OFF = (
    *("The supplier's release was put off.", "Two posts could not be filled at the first attempt."),
    *("The audits found more to mend than was foreseen.", "The partners' agreement took longer."),
    *("The board asked for a second test before roll-out.", "Elections moved the consultation."),
)
CLEARER = (
    *("The owner reports its effect to the board.", "Partners take part from the start."),
    *("It begins with the teams that are furthest behind.", "Its cost is met from the improvement budget."),
)
POINTS = (
    *("Say for every action how its effect will be measured.", "Bring forward the actions on management oversight."),
    *("Name one owner for each action.", "Say what the actions cost and where the money comes from."),
    *("Set out how children and families were heard.", "Make the dates of the first year firmer."),
)
FOCUSES = (
    *("the quality of management oversight and supervision", "planning for permanence", "the front door"),
    *("children who go missing or are exploited", "support for care leavers", "assessments and plans"),
    *("the use of performance information", "visits to children and recording"),
)
STRENGTHS = (
    *("Leaders know what must improve in", "Staff are well supported in", "There is steady progress in"),
    *("Partners work together well in", "Children's views shape"),
)
WEAKNESSES = (
    *("Progress is too slow in", "Practice is still uneven in", "Managers do not see drift soon enough in"),
    *("Recording is behind in", "Plans are not specific enough in"),
)


def recommendation(chance: Chance, area: Area) -> str:
    return f"{one(WANTED, chance)} {area.subject}, {one(SO_THAT, chance)}."


def undertaking(chance: Chance, area: Area) -> str:
    return f"{one(MEANS, chance)} {area.subject}, {one(HOW, chance)}."


def measure(area: Area) -> str:
    return f"{area.target} % {area.measure}, and held there for two quarters"


def progress(chance: Chance, subject: str, status: str) -> str:
    """Where an action has got to."""
    if status == "not-started":
        return f"Work on {subject} has not begun: {one(HINDERED, chance)}. Next: {one(NEXT, chance)}."
    if status == "complete":
        return f"The action on {subject} is done: {one(DONE, chance)}, and {one(DONE, chance)}."
    if status == "delayed":
        return f"Work on {subject} is late: {one(HINDERED, chance)}, though {one(DONE, chance)}."
    return f"Work on {subject} goes on: {one(DONE, chance)}. Next: {one(NEXT, chance)}."


def reading(chance: Chance, area: Area, value: int) -> str:
    """A measure, read."""
    cases = 20 + int(chance() * 380)
    return f"Reading: {value} % {area.measure} (target {area.target} %); {cases} counted, {one(TRENDS, chance)}."


def evidence(chance: Chance, subject: str) -> str:
    return f"Evidence on {subject}: {one(PROOF, chance)}; it shows that {one(SHOWS, chance)}."


def summary(chance: Chance, done: int, late: int, actions: int, subject: str) -> str:
    """How the plan is going, told to a body."""
    said = f"{done} of {actions} actions are complete and {late} are late."
    return f"{said} Most was said about {subject}: {one(DONE, chance)}. Next: {one(NEXT, chance)}."


def strength(chance: Chance, area: Area) -> str:
    return f"{one(STRENGTHS, chance)} {area.subject}."


def weakness(chance: Chance, area: Area) -> str:
    return f"{one(WEAKNESSES, chance)} {area.subject}, {one(SO_THAT, chance)}."


def some(words: tuple[str, ...], least: int, most: int, random: Random) -> tuple[str, ...]:
    """So many of the words, none twice."""
    return tuple(random.sample(words, random.randint(least, most)))


def one(words: tuple[str, ...], chance: Chance) -> str:
    return words[int(chance() * len(words))]
