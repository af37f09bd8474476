"""docs/rules.md has a table of the domain study's rows; what it names exists, and no row is left out."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from pydantic import BaseModel

from domain.authority.roles import Role
from domain.authority.state import Authority
from domain.catalogue import EVENTS

HOUSE = Path(__file__).parents[2]
RULES, TABLE = (HOUSE / "docs/rules.md").read_text(encoding="utf-8").split("\n# Rows of the domain study\n")
HEADINGS = set(re.findall(r"^## ([a-z0-9-]+)$", RULES, flags=re.MULTILINE))
UNVERIFIED = "[U]"
NOT_BUILT = "not built"


class Row(NamedTuple):
    id: str
    says: str
    mark: str
    answer: str
    shown: str

    @property
    def tests(self) -> list[tuple[str, str]]:
        return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", self.shown)


ROWS = [
    Row(*line.strip("| ").split(" | "))
    for line in TABLE.splitlines()
    if line.startswith("| ") and not line.startswith("| row ")
]
EVERY_ROW = pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])

IN_THE_STUDY = {
    "1.1": 7, "1.2": 9, "1.3": 6, "1.4": 5, "1.6": 6, "1.7": 11, "reg": 12,
    "7.1": 13, "7.2": 9, "7.3": 37, "7.4": 12, "7.5": 16,
}  # fmt: skip
"""How many rows each section has; a regulation is a row of section 1.6."""


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((HOUSE / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_row_is_left_out_and_none_stands_twice() -> None:
    assert Counter(re.split(r"[ -]", row.id)[0] for row in ROWS) == IN_THE_STUDY
    assert len({row.id for row in ROWS}) == len(ROWS)


@EVERY_ROW
def test_a_row_says_what_answers_to_it_and_shows_it(row: Row) -> None:
    assert row.mark in {"[V]", "[P]", UNVERIFIED, "–"}
    assert (row.mark == UNVERIFIED) is row.answer.startswith("never hard-coded")
    nothing_to_show = row.answer == NOT_BUILT or row.mark == UNVERIFIED or row.answer == "nothing follows from it"
    assert row.tests or nothing_to_show
    assert not (row.tests and row.answer == NOT_BUILT)


@EVERY_ROW
def test_what_a_row_names_exists(row: Row) -> None:
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", row.answer)) <= HEADINGS
    assert set(re.findall(r"`(plan\.[a-z-]+)`", row.answer)) <= set(EVENTS)
    assert set(re.findall(r"role `([a-z-]+)`", row.answer)) <= set(get_args(Role))
    for named in re.findall(r"terms (`[a-z_.]+`(?:, `[a-z_.]+`)*)", row.answer):
        for path in re.findall(r"[a-z_.]+", named):
            assert has(Authority, path.split(".")), path


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE))
    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []


def has(model: type[BaseModel], path: list[str]) -> bool:
    """Whether a model, or one within it, has that field."""
    field = model.model_fields.get(path[0])
    if field is None or len(path) == 1:
        return field is not None
    return any(has(inner, path[1:]) for inner in models_in(field.annotation))


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)
