"""Reads what people write: authorities and case files, in YAML, with every fault named by file and line."""

import json
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self, TypeVar

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from domain.authority.state import Authority, Register
from domain.book.events import StreamId
from domain.decider import COMMANDS, AnyCommand
from domain.reading import Misfit, fault, first_fault, read_command
from domain.value import Classification, Day, Id, Moment, Slug, Text, Value, added
from domain.working_days.commands import AdoptCalendar

T = TypeVar("T", bound=Value)

HOME = Path(__file__).parent
CASE_FORMAT = 1


class CaseAct(Value):
    """One act of a case: who did what, when. `with` are the command's fields; `invented` marks what is not public."""

    at: Moment
    by: Id
    acting_as: Slug
    do: Text
    plan: StreamId
    with_: dict[str, Any] = Field(default={}, alias="with")
    on_behalf_of: Id | None = None
    authority: Text | None = None
    reason: Text | None = None
    source: Text | None = None
    invented: bool = False
    classification: Classification = added("official")

    def command(self) -> AnyCommand:
        """The act's command. Raises Misfit."""
        return read_command(self.do, self.with_)


class Case(Value):
    """A council's case as acts in order of time; `until` is how far the clock runs on after the last."""

    case: int = Field(description="version of this form", json_schema_extra={"const": CASE_FORMAT})
    title: Text
    sources: tuple[Text, ...] = ()
    until: Moment | None = None
    acts: tuple[CaseAct, ...] = Field(min_length=1)

    @field_validator("case")
    @classmethod
    def _of_this_form(cls, form: int) -> int:
        if form != CASE_FORMAT:
            raise ValueError(f"this is form {form}, and this Minutebook reads form {CASE_FORMAT}; see docs/cases.md")
        return form

    @model_validator(mode="after")
    def _ends_after_its_acts(self) -> Self:
        if self.until and self.until < max(act.at for act in self.acts):
            raise ValueError("until comes before an act: let the clock run on beyond the last, or leave it out")
        return self

    @property
    def digest(self) -> str:
        """SHA-256 of the case's content, however it is laid out in its file."""
        return sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    @property
    def begins(self) -> datetime:
        return self.acts[0].at


class _Loader(yaml.SafeLoader):
    """Dates stay the text that was written, so that one without a time zone is seen to be so. No anchors, no tags."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise yaml.MarkedYAMLError(problem="write it out, without * and !", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_case(path: Path) -> Case:
    """A case file, checked whole before anything of it is played. Raises Misfit, which names the act and its line."""
    raw, lines = parsed(path)
    try:
        case = Case.model_validate(raw)
    except ValidationError as error:
        at = first_fault(error)["loc"]
        raise Misfit(f"{place(path, at, lines)}: {fault(error, within=2 * _in_an_act(at))}") from error
    before = case.begins
    for n, act in enumerate(case.acts):
        where = place(path, ("acts", n), lines)
        try:
            act.command()
        except Misfit as misfit:
            raise Misfit(f"{where}: {misfit}") from misfit
        if act.at < before:
            raise Misfit(f"{where}: this act comes before the one above it: put the acts in order of time.")
        before = act.at
    return case


def case_schema() -> dict[str, Any]:
    """The JSON Schema of a case file (docs/case.schema.json): `do` decides which fields `with` may hold."""
    schema = Case.model_json_schema(by_alias=True)
    act = schema["$defs"]["CaseAct"]
    act["properties"]["do"] = {"title": "Do", "description": "the command's published name", "enum": list(COMMANDS)}
    act["allOf"] = []
    for name, command in COMMANDS.items():
        described = command.model_json_schema(ref_template=f"#/$defs/{name}/$defs/{{model}}")
        schema["$defs"][name] = described
        then: dict[str, Any] = {"properties": {"with": {"$ref": f"#/$defs/{name}"}}}
        if described.get("required"):
            then["required"] = ["with"]
        act["allOf"].append({"if": {"properties": {"do": {"const": name}}, "required": ["do"]}, "then": then})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def read_authorities(folder: Path) -> Register:
    """The authorities shipped with Minutebook, and those in `folder`/authorities, which come first. Raises Misfit."""
    register: Register = {}
    for home in (HOME, folder):
        for path in sorted((home / "authorities").glob("*.yaml")):
            authority = _read(path, Authority)
            register[authority.id] = authority
    return register


def _read(path: Path, form: type[T]) -> T:
    """What a file of that form says. Raises Misfit, which names the place."""
    raw, lines = parsed(path)
    try:
        return form.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        raise Misfit(f"{place(path, first_fault(error)['loc'], lines)}: {fault(error)}") from error


class Witnessing(Value):
    """That this installation witnesses other books: under which name, and the keys of the logs that it knows."""

    name: Text
    logs: tuple[Text, ...]


def read_witnessing(folder: Path) -> Witnessing | None:
    """What `witness.yaml` in the folder says; None where there is none. Raises Misfit."""
    path = folder / "witness.yaml"
    return _read(path, Witnessing) if path.exists() else None


class Timestamping(Value):
    """Which timestamp authority stamps the book's checkpoints: its address, and the file of its certificates (PEM)."""

    url: Text
    certificates: Text


def read_timestamping(folder: Path) -> Timestamping | None:
    """What `timestamp.yaml` in the folder says; None where there is none. Raises Misfit."""
    path = folder / "timestamp.yaml"
    return _read(path, Timestamping) if path.exists() else None


class _Meetings(Value):
    meetings: tuple[Day, ...] = ()
    meetings_of: dict[Slug, tuple[Day, ...]] = {}


def read_meetings(path: Path, deciding: str) -> dict[str, tuple[date, ...]]:
    """The days in a file by body: those under `meetings` are the deciding body's. Raises Misfit."""
    said = _read(path, _Meetings)
    of_deciding = (*said.meetings, *said.meetings_of.get(deciding, ()))
    return {**said.meetings_of, deciding: of_deciding} if of_deciding else said.meetings_of


def read_revision(path: Path) -> AdoptCalendar:
    """A revision of the calendar: `revision`, `source`, and the days `added` and `removed`. Raises Misfit."""
    raw, lines = parsed(path)
    try:
        return AdoptCalendar.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        fields = list(AdoptCalendar.model_fields)
        raise Misfit(f"{place(path, first_fault(error)['loc'], lines)}: {fault(error, fields)}") from error


def parsed(path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """The YAML document, and at which line (from 1) each of its parts begins. Raises Misfit."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misfit(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from error
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise Misfit(f"{path} is empty.")
        return loader.construct_document(node), dict(_lines(node, ()))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Misfit(f"{path}, line {line}: this is not YAML ({error.problem}).") from error
    except (yaml.YAMLError, ValueError) as error:
        raise Misfit(f"{path} is not YAML ({error}).") from error
    except RecursionError as error:
        raise Misfit(f"{path} is nested too deep to be read.") from error


def _lines(node: yaml.Node, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], int]]:
    found = [(path, node.start_mark.line + 1)]
    seen: set[str] = set()
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(problem=f"{name} stands twice", problem_mark=key.start_mark)
            seen.add(name)
            found += _lines(value, (*path, name))
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            found += _lines(value, (*path, n))
    return found


def place(path: Path, at: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> str:
    """The file, and the line where the part `at` begins, or the nearest that holds it; of a case also the act."""
    known = next((at[:n] for n in range(len(at), -1, -1) if at[:n] in lines), ())
    act = f", act {int(at[1]) + 1}" if _in_an_act(at) else ""
    return f"{path}{act} (line {lines.get(known, 1)})"


def _in_an_act(at: tuple[str | int, ...]) -> bool:
    return at[:1] == ("acts",) and len(at) > 1
