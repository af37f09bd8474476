"""From every event back to the command that asked for it: asked again, the rules give the same."""

import pytest
from given import Given, given, usual_act
from samples import COMMAND_SAMPLES
from test_samples import BEFORE

from domain.catalogue import EVENTS
from domain.decider import COMMANDS
from domain.retracing import ASKED_BY, FOLLOWING, retraced

NO_DECISIONS = {"book.opened", "book.seal-key-adopted", "book.absence-shown", "command.refused"}


def test_every_event_is_asked_for_by_a_command_or_follows_beside_another() -> None:
    assert set(ASKED_BY) | FOLLOWING | NO_DECISIONS == set(EVENTS)
    assert not FOLLOWING & set(ASKED_BY)
    assert set(ASKED_BY.values()) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_led_to_says_what_was_asked(name: str) -> None:
    before: Given = given(*BEFORE[name])
    events = before.when(COMMAND_SAMPLES[name]).accepted()
    again = retraced(events[0])
    assert again is not None
    assert before.decided(again, usual_act(COMMAND_SAMPLES[name])) == events
