"""docs/language.md says what can happen: every kind, every field, who may ask for it, and which day it is true of."""

import re
from pathlib import Path

import pytest
import samples
from given import given

from domain.authority.duties import MAY
from domain.catalogue import EVENTS
from domain.decider import COMMANDS, PlanCommand
from ledger.record import Record

PAGE = (Path(__file__).parents[1] / "docs/language.md").read_text(encoding="utf-8")
WORDS, CATALOGUE = PAGE.split("\n# Events\n")

ENTRIES = {
    kind: body.split("\n## ")[0]
    for kind, body in re.findall(r"^### (\S+)\n(.+?)(?=^### |\Z)", CATALOGUE, flags=re.MULTILINE | re.DOTALL)
}
"""What the page says of each kind, by its heading."""


def part(kind: str, name: str) -> str:
    """What an entry says after `- Asked by:` or `- Business date:`, on one line."""
    found = re.search(rf"^- {name}: (.+?)(?=^- )", ENTRIES[kind], flags=re.MULTILINE | re.DOTALL)
    assert found, f"{kind} has no line “- {name}:”"
    return " ".join(found[1].split())


def asked_by(kind: str) -> dict[str, frozenset[str]]:
    """The commands that an entry names, each with the roles that it names for it."""
    named = re.findall(r"`([a-z-]+)` \(([a-z, -]+)\)", part(kind, "Asked by"))
    return {command: frozenset(roles.split(", ")) for command, roles in named}


def test_every_kind_has_its_heading_and_every_heading_is_a_kind() -> None:
    assert re.findall(r"^### (.+)$", PAGE, flags=re.MULTILINE) == list(EVENTS)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_entry_explains_every_field_of_its_event_and_no_other(kind: str) -> None:
    explained = re.findall(r"^    - `([a-z_]+)`: \S", ENTRIES[kind], flags=re.MULTILINE)
    assert explained == list(EVENTS[kind].model_fields)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_entry_names_the_day_that_its_event_is_true_of(kind: str) -> None:
    dated = EVENTS[kind].dated
    assert part(kind, "Business date").startswith(f"`{dated}`" if dated else "the day the act gives")


@pytest.mark.parametrize("kind", EVENTS)
def test_an_entry_says_who_may_ask(kind: str) -> None:
    assert {command: MAY[command] for command in asked_by(kind)} == asked_by(kind)


def test_every_command_leads_to_some_event() -> None:
    assert {command for kind in EVENTS for command in asked_by(kind)} == set(COMMANDS)


def test_an_entry_names_the_commands_that_its_event_follows_in_a_plans_life() -> None:
    before: list[PlanCommand] = []
    for command in (*samples.submitted, samples.COMMAND_SAMPLES["publish-plan"]):
        for event in given(*before).when(command).accepted():
            assert command.name in asked_by(event.kind), event.kind
        before.append(command)


def test_the_page_names_every_part_of_a_line() -> None:
    assert [name for name in Record.model_fields if f"`{name}`" not in CATALOGUE.split("\n## ")[0]] == ["event"]


def test_every_word_is_explained_once_in_at_most_two_sentences() -> None:
    words = re.findall(r"^- \*\*(.+?)\*\*: (.+?)(?=^- |^$)", WORDS, flags=re.MULTILINE | re.DOTALL)
    names = [word for word, _ in words]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert [word for word, meaning in words if len(re.findall(r"\.(?:\s|$)", meaning)) > 2] == []


def test_the_words_of_a_chapter_stand_in_order() -> None:
    for chapter in WORDS.split("\n## ")[1:]:
        names = [name.lower() for name in re.findall(r"^- \*\*(.+?)\*\*", chapter, flags=re.MULTILINE)]
        assert names == sorted(names)
