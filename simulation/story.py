"""A plan as far as its life has been told: what later acts must know of earlier ones."""

from datetime import date
from random import Random

from domain.drafting.commands import AgreeAction, AmendAction, CutVersion, ReDateAction
from domain.drafting.content import Action, canonical, digest
from domain.inspection.commands import RecordFinding
from domain.inspection.events import INSPECTION, Sort
from domain.inspection.state import Finding
from simulation import words
from simulation.areas import Area
from simulation.inspections import Inspection
from simulation.office import Pen


class Story:
    """The plan's findings, actions and versions, and the chance that decides what comes next.

    `areas` says what each finding and each action is about; `moved_on` whether the draft differs from the last version.
    """

    def __init__(self, inspection: Inspection, seed: int) -> None:
        self.inspection = inspection
        self.random = Random(f"{seed}/{inspection.plan}")  # noqa: S311  # a tale, not a secret
        self.pen = Pen(inspection)
        self.title = f"{inspection.authority}: improvement plan for children's services {inspection.published.year}"
        self.document = (
            f"Ofsted, {inspection.framework} inspection of {inspection.authority}, {inspection.inspected_from} to "
            f"{inspection.inspected_to}, published {inspection.published}"
        )
        self.findings: dict[str, Finding] = {}
        self.actions: dict[str, Action] = {}
        self.reasons: dict[str, str] = {}
        self.areas: dict[str, Area] = {}
        self.versions = 0
        self.moved_on = True

    def likely(self, share: float) -> bool:
        return self.random.random() < share

    def found(self, id_: str, sort: Sort, area: Area, source: str = INSPECTION, document: str = "") -> RecordFinding:
        """A new finding about that area."""
        chance = self.random.random
        say = {"recommendation": words.recommendation, "strength": words.strength, "weakness": words.weakness}[sort]
        command = RecordFinding(
            finding=id_,
            sort=sort,
            text=say(chance, area),
            source=source,
            document=document or self.document,
            paragraph=words.one(words.PARAGRAPHS, chance) if source == INSPECTION else None,
        )
        self.findings[id_] = Finding(id=id_, **command.model_dump(exclude={"finding"}))
        self.areas[id_] = area
        self.moved_on = True
        return command

    def agreed(self, findings: tuple[str, ...], due: date) -> AgreeAction:
        """A new action on these findings, about what the first of them is about."""
        id_, area = f"A{len(self.actions) + 1}", self.areas[findings[0]]
        command = AgreeAction(
            action=id_,
            findings=findings,
            text=words.undertaking(self.random.random, area),
            owner=area.owner,
            due=due,
            measure=words.measure(area),
        )
        self.actions[id_] = Action(id=id_, **command.model_dump(exclude={"action"}))
        self.areas[id_] = area
        self.moved_on = True
        return command

    def amended(self, id_: str, because: str, text: str) -> AmendAction:
        """An action in other words than it had."""
        self.actions[id_] = self.actions[id_].model_copy(update={"text": text})
        self.moved_on = True
        return AmendAction(action=id_, text=text, because=because)

    def re_dated(self, id_: str, because: str, due: date, approved_by: str) -> ReDateAction:
        """An action with another due date than it had."""
        self.actions[id_] = self.actions[id_].model_copy(update={"due": due})
        self.moved_on = True
        approver = self.pen.person(approved_by)
        return ReDateAction(action=id_, due=due, because=because, approved_by=approved_by, approver=approver)

    def cut(self) -> CutVersion:
        """The draft as the next version."""
        self.versions += 1
        self.moved_on = False
        return CutVersion()

    def digest(self) -> str:
        """That of the last version, while the draft has not moved on."""
        assert not self.moved_on, "the draft has moved on since"
        return digest(
            canonical(
                self.inspection.plan,
                self.versions,
                self.title,
                self.findings.values(),
                self.actions.values(),
                self.reasons,
            )
        )
