"""docs/rules.md says what the code refuses: every rule, every sentence, and who may do what."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.authority.duties import MAY

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs/rules.md").read_text(encoding="utf-8")
ROOMS = ("domain", "ledger")
WHERE_THE_RULE_STANDS = {"require": 1, "refuse": 0, "Refused": 0}


def refusals() -> dict[str, list[str]]:
    """Each rule named in the code, with its sentences as patterns.

    A rule that is handed on, as `require` itself does, is named by whoever handed it over.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for room in ROOMS:
        for module in (HOUSE / room).rglob("*.py"):
            for rule, because in _calls(ast.parse(module.read_text(encoding="utf-8"))):
                found[rule].append(_pattern(because))
    return dict(found)


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in WHERE_THE_RULE_STANDS:
            rule, because = call.args[WHERE_THE_RULE_STANDS[call.func.id] :][:2]
            if isinstance(rule, ast.Constant):
                yield str(rule.value), because


def _pattern(because: ast.expr) -> str:
    parts = because.values if isinstance(because, ast.JoinedStr) else [because]
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts)


def sections() -> dict[str, list[str]]:
    """Each rule on the page, with the sentences quoted under it."""
    parts = re.split(r"^## ([a-z0-9-]+)$", PAGE, flags=re.MULTILINE)
    bodies = zip(parts[1::2], parts[2::2], strict=True)
    return {rule: re.findall(r"^> (.+)$", body, flags=re.MULTILINE) for rule, body in bodies}


def table() -> str:
    """The table of who may do what, as it stands on the page."""
    rows = [f"| `{command}` | {', '.join(sorted(roles))} |" for command, roles in MAY.items()]
    return "\n".join(["| command | roles |", "|---|---|", *rows])


REFUSALS, SECTIONS = refusals(), sections()


def test_every_rule_has_a_heading_and_every_heading_is_a_rule() -> None:
    assert set(SECTIONS) == set(REFUSALS)


@pytest.mark.parametrize("rule", sorted(REFUSALS))
def test_a_rule_quotes_each_of_its_sentences_and_no_other(rule: str) -> None:
    quoted = SECTIONS.get(rule, [])
    assert [p for p in REFUSALS[rule] if not any(re.fullmatch(p, said) for said in quoted)] == [], "not on the page"
    assert [s for s in quoted if not any(re.fullmatch(p, s) for p in REFUSALS[rule])] == [], "not in the code"


@pytest.mark.parametrize("rule", sorted(SECTIONS))
def test_a_rule_names_its_source(rule: str) -> None:
    body = PAGE.split(f"## {rule}\n")[1].split("\n#")[0]
    assert re.search(r"\b(Law|law|Council|council|[Hh]ouse\s+rule)\b", body)


def test_the_table_of_who_may_do_what_is_the_codes() -> None:
    assert table() in PAGE
