"""A version goes to the board and to cabinet until cabinet says yes; then it is sent, and published."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from domain.approval.commands import (
    AskApproval,
    ConfirmImplementable,
    EndorseByBoard,
    RecordCabinetApproval,
    RecordCabinetRefusal,
    SendBack,
    WithdrawApproval,
)
from domain.approval.events import Verb
from domain.authority.roles import ENGINE
from domain.calendar import ENGLAND_AND_WALES as CALENDAR
from domain.calendar import london_day, start_of
from domain.clocks import implementable_from
from domain.submission.commands import AcknowledgeSubmission, PublishPlan
from simulation import words
from simulation.clocks import chase
from simulation.report import amend
from simulation.scene import Scene
from simulation.terms import ADDRESSEES, CALL_IN, CLERK, DIRECTOR, IMPROVEMENT, MONITORING, QUORUM

BOARD = "Improvement board"

FIRST_DRAFT = 21
"""Working days after receipt when the first version is cut."""

ANSWER_WITHIN, ON_TIME, LATE = 10, (5, 9), (12, 24)
"""Working days: what cabinet is given, and what it takes."""

OFTEN_LATE = 0.18
OFTEN_EXEMPT = 0.08
OFTEN_SENT_LATER = 0.1
"""How often cabinet answers late, its decision is exempt from call-in, and an addressee cannot be reached at once."""

VERBS: tuple[Verb, ...] = ("approved", "approved", "approved", "agreed", "endorsed", "noted")
MEMBERS = 9

Ending = Literal["approved", "sent-back", "refused", "withdrawn"]
ENDINGS: dict[Ending, float] = {"approved": 78, "sent-back": 16, "refused": 3, "withdrawn": 3}
"""How often a first question ends how. A second is always answered with a yes."""


def submit(scene: Scene) -> datetime:
    """Ask until there is a yes, and send what was approved; when the last addressee had it."""
    (how,) = scene.random.choices(list(ENDINGS), list(ENDINGS.values()))
    number, asked = 1, _ask(scene, scene.day(FIRST_DRAFT))
    if how != "approved":
        _return(scene, asked, how)
        amend(scene, _after(scene.diary.today, 2), "Cabinet's points were taken up.")
        number, asked = 2, _ask(scene, _after(scene.diary.today, 1))
    return _send(scene, number, _approve(scene, number, asked))


def publish(scene: Scene, submitted: datetime) -> None:
    """The authority publishes its statement."""
    day = _after(max(london_day(submitted), scene.diary.today), scene.random.randint(1, 6))
    command = PublishPlan(version=scene.story.versions, published_on=day, where="the council's website")
    scene.next(day, CLERK, command)


def _after(day: date, working_days: int) -> date:
    return CALENDAR.add_working_days(day, working_days)


def _ask(scene: Scene, day: date) -> date:
    """Cut a version, have the board endorse it and put it to cabinet; on which day."""
    story, random = scene.story, scene.random
    scene.next(day, IMPROVEMENT, story.cut())
    endorsed = _after(scene.diary.today, random.randint(1, 3))
    scene.next(endorsed, CLERK, EndorseByBoard(version=story.versions, endorsed_on=endorsed, board=BOARD))
    moment = scene.diary.on(_after(scene.diary.today, random.randint(1, 2)))
    asked = london_day(moment)
    question = AskApproval(version=story.versions, answer_by=_after(asked, ANSWER_WITHIN))
    scene.at(moment, CLERK if story.likely(0.8) else DIRECTOR, question)
    return asked


def _decided(scene: Scene, asked: date) -> date:
    late = scene.story.likely(OFTEN_LATE)
    return _after(asked, scene.random.randint(*(LATE if late else ON_TIME)))


def _members(scene: Scene) -> tuple[str, ...]:
    members = [f"cm{n}-{scene.story.inspection.urn}" for n in range(1, MEMBERS + 1)]
    return tuple(sorted(scene.random.sample(members, scene.random.randint(QUORUM, MEMBERS))))


def _return(scene: Scene, asked: date, how: Ending) -> None:
    """A first question that does not end in a yes."""
    version, decided = scene.story.versions, _decided(scene, asked)
    points = words.some(words.POINTS, 1, 3, scene.random)
    command: SendBack | RecordCabinetRefusal | WithdrawApproval
    if how == "sent-back":
        command = SendBack(version=version, decided_on=decided, points=points, decided_by=_members(scene))
    elif how == "refused":
        command = RecordCabinetRefusal(
            version=version, decided_on=decided, because=" ".join(points), decided_by=_members(scene)
        )
    else:
        command = WithdrawApproval(because=f"The item was taken off the agenda. {points[0]}")
    answered = scene.next(decided, CLERK, command)
    chase(scene, 1, asked, _after(asked, ANSWER_WITHIN), answered)


def _approve(scene: Scene, number: int, asked: date) -> datetime:
    """Cabinet's yes; when the decision may be implemented."""
    story, random = scene.story, scene.random
    decided = _decided(scene, asked)
    published = _after(decided, random.choice((0, 0, 1, 2)))
    exempt = story.likely(OFTEN_EXEMPT)
    answered = scene.next(
        published,
        CLERK if story.likely(0.7) else MONITORING,
        RecordCabinetApproval(
            version=story.versions,
            verb=random.choice(VERBS),
            decided_on=decided,
            resolution=f"That version {story.versions} of the plan be submitted to Ofsted and published.",
            decided_by=_members(scene),
            statement_published_on=published,
            no_call_in_because="The statutory date would pass before the call-in period ends." if exempt else None,
        ),
    )
    chase(scene, number, asked, _after(asked, ANSWER_WITHIN), answered)
    if exempt:
        return answered
    return max(answered, start_of(implementable_from(published, CALL_IN, CALENDAR)))


def _send(scene: Scene, number: int, implementable: datetime) -> datetime:
    """What Minutebook does as soon as it may: the version goes to every addressee, and each gives its receipt."""
    story, moment = scene.story, implementable
    scene.at(moment, ENGINE, ConfirmImplementable(round=number))
    digest = story.digest()
    for addressee in ADDRESSEES:
        if story.likely(OFTEN_SENT_LATER):
            moment += timedelta(seconds=scene.random.randint(60, 7_200))
        parcel = sha256(f"{story.inspection.plan}/submission/{number}/{addressee.id}".encode()).hexdigest()
        receipt = AcknowledgeSubmission(
            digest=digest, addressee=addressee.id, receipt=f"out-tray-{parcel[:12]}", sent_on=london_day(moment)
        )
        scene.at(moment, ENGINE, receipt)
    return moment
