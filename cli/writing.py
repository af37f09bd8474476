"""`minutebook do`: one command, decided and recorded."""

import json as codec
import sys
from typing import Annotated, Any

from cyclopts import Parameter
from pydantic import ValidationError

from cli.paper import day, put
from domain.reading import Misfit, fault, read_command
from domain.value import Classification
from ledger.record import Entry
from projections.trail import sentence
from wiring import Settings, open_office


def do(
    command: Annotated[str, Parameter(help="its published name; `minutebook commands` lists them")],
    /,
    *fields: Annotated[str, Parameter(help="its fields, as name=value")],
    plan: str,
    by: Annotated[str, Parameter(help="your person id")],
    acting_as: Annotated[str, Parameter(name="--as", help="the post you act in")],
    json: Annotated[
        str | None,
        Parameter(allow_leading_hyphen=True, help="the fields as JSON, or - to read them from stdin; answers in JSON"),
    ] = None,
    id: Annotated[str | None, Parameter(help="the command's own id: the same id twice does no more")] = None,  # noqa: A002
    effective: Annotated[
        str | None, Parameter(help="the day it happened, where the command has no date of its own")
    ] = None,
    on_behalf_of: str | None = None,
    authority: Annotated[
        str | None, Parameter(help="what you rely on, such as a paragraph of the constitution")
    ] = None,
    reason: str | None = None,
    classification: Annotated[Classification, Parameter(help="who may see the line")] = "official",
    brought_in: Annotated[bool, Parameter(negative="", help="it is of the past and comes from papers")] = False,
) -> None:
    """Ask for one thing to be recorded. Exit code 1 and the rule's name where the rules refuse it."""
    given = _fields(fields) if json is None else _parsed(sys.stdin.read() if json == "-" else json)
    try:
        entry = Entry(
            plan=plan,
            command=read_command(command, given),
            by=by,
            acting_as=acting_as,
            id=id,
            effective=day(effective, "--effective"),
            on_behalf_of=on_behalf_of,
            authority=authority,
            reason=reason,
            classification=classification,
            brought_in=brought_in,
        )
    except ValidationError as error:
        raise Misfit(fault(error, list(Entry.model_fields))) from error
    records = open_office(Settings.from_environment()).ledger.record(entry)
    if json is not None:
        put({"recorded": [record.published() for record in records]})
        return
    for record in records:
        print(f"{record.number:>4}  {sentence(record)}")
    if not records:
        print("It stands so already; nothing was recorded.", file=sys.stderr)


def _fields(words: tuple[str, ...]) -> dict[str, Any]:
    """`name=value` words; a value that begins as JSON's lists, objects and strings do is read as JSON."""
    fields: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Misfit(f"{word} is not a field: write name=value, or give all fields with --json.")
        fields[name.replace("-", "_")] = _parsed(value) if value[:1] in {"[", "{", '"'} else value
    return fields


def _parsed(text: str) -> Any:
    try:
        return codec.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"This is not JSON ({error}): {text[:40]}.") from error
