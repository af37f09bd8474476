"""What workflows do, in words that can be compared: `.venv/bin/python tests/workflows/fingerprint.py` keeps them.

Replaying a history does not notice a timer of another length, an activity with other arguments or timeouts, nor code
that the history has not reached. So each module's steps are kept: what is awaited or continued as new and what it is
given, the conditions and loops around it, the constants, and what the timers are computed from; not what people read.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).with_name("fingerprint.json")
MODULES = ("approval", "bringing_forward", "clock", "steps", "submission", "timing", "vacancy")


def fingerprint(source: str) -> list[str]:
    """A module's steps, one a line, in order."""
    tree = ast.parse(source)
    return [*_constants(tree), *(line for node in tree.body for line in _parts(node, ""))]


def fingerprints() -> dict[str, list[str]]:
    return {name: fingerprint((ROOT / f"workflows/{name}.py").read_text(encoding="utf-8")) for name in MODULES}


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield _bare(node)


def _parts(node: ast.stmt, within: str) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name, body=body):
            yield from (f"@{ast.unparse(decorator)} {name}" for decorator in node.decorator_list)
            for each in body:
                yield from _parts(each, f"{name}.")
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield from (f"@{ast.unparse(decorator)} {within}{name}" for decorator in node.decorator_list)
            for each in node.body:
                yield from (f"{within}{name}: {line}" for line in _steps(each))
        case _:
            return


def _steps(node: ast.stmt) -> Iterator[str]:
    """A statement without what people read of it: its words may change, its steps may not."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.For(body=body) | ast.AsyncFor(body=body):
            yield f"for {_bare(node.target)} in {_bare(node.iter)}"
            yield from (f"  {line}" for each in [*body, *node.orelse] for line in _steps(each))
        case ast.While(test=test, body=body):
            yield f"while {_bare(test)}"
            yield from (f"  {line}" for each in body for line in _steps(each))
        case ast.If(test=test, body=body, orelse=orelse):
            yield f"if {_bare(test)}"
            yield from (f"  {line}" for each in body for line in _steps(each))
            if orelse:
                yield "else"
                yield from (f"  {line}" for each in orelse for line in _steps(each))
        case ast.Try(body=body, handlers=handlers, finalbody=final):
            yield "try"
            yield from (f"  {line}" for each in body for line in _steps(each))
            for handler in handlers:
                yield f"except {_bare(handler.type)}" if handler.type else "except"
                yield from (f"  {line}" for each in handler.body for line in _steps(each))
            if final:
                yield "finally"
                yield from (f"  {line}" for each in final for line in _steps(each))
        case ast.FunctionDef(name=name, body=body):
            yield f"def {name}"
            yield from (f"  {line}" for each in body for line in _steps(each))
        case _:
            yield _bare(node)


class _Wordless(ast.NodeTransformer):
    """Leaves out what is written for people: any text with a space in it. Keys and names have none."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        said = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        return ast.Constant("…") if " " in said else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("…") if isinstance(node.value, str) and " " in node.value else node


def _bare(node: ast.AST) -> str:
    return " ".join(ast.unparse(_Wordless().visit(ast.parse(ast.unparse(node)))).split())


if __name__ == "__main__":
    KEPT.write_text(json.dumps(fingerprints(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
