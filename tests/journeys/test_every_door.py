"""Whatever the door, a command meets the same rules: random commands by random posts, asked at each of them in turn."""

from collections import Counter
from collections.abc import Iterator
from itertools import count

import pytest
from doors import DOORS, NOBODY, Answer, Door, claims_it, fields_of, is_minutebook
from given import AFTERWARDS, REGISTER, usual_act
from hypothesis import Phase, settings
from hypothesis import given as for_any
from invariants import broken
from lives import NextThing, Whatever, examples, lives
from samples import COMMAND_SAMPLES, cut_the_next_version

from domain.authority.roles import ENGINE, WORKFLOW
from domain.decider import PlanCommand, decide
from domain.erasure.commands import AskErasure
from domain.plan import Plan, evolve
from domain.reading import Misfit, read_command
from domain.retention.commands import DropPlan
from domain.value import Act, Refused

Doors = list[Door]


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    made: Doors = [door(tmp_path_factory.mktemp("door")) for door in DOORS]
    yield made
    for door in made:
        door.close()


PLANS = (f"glos-{n}" for n in count(1))
CAME_IN: Counter[tuple[str, bool]] = Counter()
"""How many commands came in by each door, and how many of them were refused."""


OF_THE_LINES = (AskErasure, DropPlan)
"""What the ledger may refuse where the rules do not: which lines there are, no plan knows."""


class Life:
    """A plan that lives once in each door's book, and once in none: there the rules alone answer."""

    def __init__(self, doors: Doors) -> None:
        self.id = next(PLANS)
        self.doors = doors
        self.plan: Plan | None = None
        self.lines = 0

    def ask(self, command: PlanCommand, act: Act) -> None:
        expected = self._decided(command, act)
        answers = {door.name: self._answer(door, command, act) for door in self.doors}
        if isinstance(command, OF_THE_LINES) and expected.rule is None:
            expected = next(iter(answers.values()))  # the rules say yes, and the ledger looks at its lines
        for door, answer in answers.items():
            assert answer == expected, f"{command!r} as {act!r} by {door}"
        for event in expected.events:
            self.lines += 1
            self.plan = evolve(self.plan, event, act.but(number=self.lines), self.id)

    def _decided(self, command: PlanCommand, act: Act) -> Answer:
        if claims_it(act) and not is_minutebook(act):
            return Answer(rule=NOBODY)
        try:
            return Answer(tuple(decide(command, self.plan, act, self.id, REGISTER)))
        except Refused as refused:
            return Answer(rule=refused.rule, because=refused.because)

    def _answer(self, door: Door, command: PlanCommand, act: Act) -> Answer:
        if not door.carries(command, act, opened=self.plan is not None):
            return _told(door.enter(self.id, command, act))
        answer = _told(door.ask(self.id, command, act))
        CAME_IN[door.name, answer.rule is not None] += 1
        if is_minutebook(act) and answer.rule == NOBODY:
            return _told(door.enter(self.id, command, act))  # who comes in by this door cannot be Minutebook
        return answer


def _told(answer: Answer) -> Answer:
    """Who claims to be Minutebook is told so in each door's own words."""
    return answer._replace(because=None) if answer.rule == NOBODY else answer


def test_every_command_is_asked_at_every_door_that_carries_it_by_whom_it_is_for_and_by_the_auditor(
    doors: Doors,
) -> None:
    CAME_IN.clear()
    life = Life(doors)
    commands = [each for each in COMMAND_SAMPLES.values() if isinstance(each, PlanCommand)]
    for command in commands:
        life.ask(command, usual_act(command, by="iau-01", acting_as="internal-auditor"))
        life.ask(command, usual_act(command))
    life.ask(cut_the_next_version, usual_act(cut_the_next_version, by=WORKFLOW, acting_as=ENGINE))
    assert set(CAME_IN) == {(door.name, refused) for door in DOORS for refused in (False, True)}
    assert CAME_IN.total() > 4 * len(commands)


def test_the_same_command_meets_the_same_answer_at_every_door_and_no_invariant_is_broken(doors: Doors) -> None:
    @settings(examples(5), phases=[Phase.reuse, Phase.generate])  # to shrink a life takes many minutes
    @for_any(lives)
    def live(steps: list[Whatever | NextThing]) -> None:
        life = Life(doors)
        for step in steps:
            command = step.command(life.plan)
            if not isinstance(command, PlanCommand):
                continue  # it is of the authority's stream (tests/ledger/test_posts_at_the_append.py)
            try:
                read_command(command.name, fields_of(command))
            except Misfit:
                continue
            life.ask(command, usual_act(command, **(step.said | {"at": AFTERWARDS})))
        first, *others = [door.lines(life.id) for door in doors]
        assert [door.office.ledger.plan(life.id) for door in doors] == [life.plan] * len(doors)
        assert all([each.event for each in lines] == [each.event for each in first] for lines in others)
        assert first == [] or broken(first) == []

    live()
