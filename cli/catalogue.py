"""`minutebook commands` and `minutebook kinds`: everything that may be asked, and everything that can happen."""

from typing import Annotated

from cyclopts import Parameter

from cli.paper import put, table
from domain.authority.duties import MAY
from domain.catalogue import EVENTS
from domain.decider import COMMANDS
from domain.reading import Misfit

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


def commands(name: str | None = None, /, *, json: Json = False) -> None:
    """Every command, with who may do it; of one, its JSON Schema."""
    if name:
        put(_schema(COMMANDS, name, "command"))
    elif json:
        put(
            [
                _listed(c, COMMANDS[c].__doc__) | {"may": sorted(MAY[c]), "schema": _schema(COMMANDS, c, "")}
                for c in COMMANDS
            ]
        )
    else:
        rows = [(c, ", ".join(sorted(MAY[c])), _line(COMMANDS[c].__doc__)) for c in COMMANDS]
        table(["command", "who may do it", "what it does"], rows)


def kinds(name: str | None = None, /, *, json: Json = False) -> None:
    """Every kind of event; of one, its JSON Schema."""
    if name:
        put(_schema(EVENTS, name, "kind"))
    elif json:
        put([_listed(k, e.__doc__) | {"version": e.shape, "schema": e.model_json_schema()} for k, e in EVENTS.items()])
    else:
        table(["kind", "version", "what happened"], [(k, e.shape, _line(e.__doc__)) for k, e in EVENTS.items()])


def _schema(catalogue: object, name: str, sort: str) -> dict[str, object]:
    assert isinstance(catalogue, dict)
    if name not in catalogue:
        raise Misfit(f"There is no {sort} {name}; `minutebook {sort}s` lists them.")
    schema: dict[str, object] = catalogue[name].model_json_schema()
    return schema


def _listed(name: str, doc: str | None) -> dict[str, object]:
    return {"name": name, "what": _line(doc)}


def _line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0]
