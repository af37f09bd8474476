"""docs/guarantees.md names only tests that exist, and every promise names one."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PAGE = (HOUSE / "docs/guarantees.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = re.findall(r"^\| (\*\*.+) \|$", PAGE, flags=re.MULTILINE)


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the test functions in a file; none where there is no such file."""
    file = HOUSE / path
    tree = ast.parse(file.read_text(encoding="utf-8") if file.exists() else "")
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(function.name for function in functions if function.name.startswith("test_"))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_test_that_the_page_names_exists(path: str, name: str) -> None:
    assert name in functions_of(path)


def test_every_promise_names_a_test_and_every_store() -> None:
    assert PROMISES
    for promise in PROMISES:
        cells = promise.split(" | ")
        assert len(cells) == 5, promise
        assert all(cells), promise
        assert "::" in cells[-1], promise
