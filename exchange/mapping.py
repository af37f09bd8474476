"""The mapping file: which column of which table is which field of which command (docs/exchange.md)."""

import codecs
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from domain.decider import COMMANDS, AnyCommand
from domain.reading import Misfit, fault, first_fault, near
from domain.value import LEGIBLE, Text, Value
from exchange.cells import SERIAL, Number, date_form
from papers import parsed, place

FORM = 1
EXPORTED = Path(__file__).with_name("minutebook-export.yaml")
"""The mapping that reads what `minutebook export` wrote to XLSX."""

Named = Literal["record-finding", "agree-action"]
ID_FIELD: dict[Named, str] = {"record-finding": "finding", "agree-action": "action"}
"""The commands that a row may be, each with the field that says which finding or action it is about."""

Column = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}$")]
Row = Annotated[int, Field(ge=1)]


class CsvForm(Value):
    """How a CSV file is written; `encoding` is a name that Python knows, such as windows-1252."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"

    @field_validator("encoding")
    @classmethod
    def _known(cls, encoding: str) -> str:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise ValueError(f"there is no encoding {encoding}: write utf-8 or windows-1252") from None
        return encoding


class Place(Value):
    """A column, by its heading or by its letter."""

    heading: Text | None = None
    column: Column | None = None


class Source(Place):
    """Where a field's value comes from, and how it is read there."""

    fixed: Text | None = None
    values: dict[Text, Text] = {}
    dates: tuple[str, ...] = ("YYYY-MM-DD",)
    separator: Annotated[str, StringConstraints(min_length=1)] = ";"
    number: Number | None = None

    @field_validator("dates")
    @classmethod
    def _are_forms(cls, forms: tuple[str, ...]) -> tuple[str, ...]:
        for form in forms:
            if form != SERIAL:
                date_form(form)
        return forms

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> Self:
        if len([given for given in (self.heading, self.column, self.fixed) if given is not None]) != 1:
            raise ValueError("give one of heading, column and fixed")
        return self


class Passed(Place):
    """Rows that are passed over: those that hold one of these words in this column."""

    is_: tuple[Text, ...] = Field(alias="is", min_length=1)

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if (self.heading is None) == (self.column is None):
            raise ValueError("give one of heading and column")
        return self


class TableMapping(Value):
    """One table: where it is, the rows of its headings, and what each other row is."""

    sheet: Text | None = None
    table: Row = 1
    header: tuple[Row, ...] = (1,)
    do: Named
    fields: dict[str, Source]
    skip_rows: tuple[Row, ...] = ()
    skip_where: tuple[Passed, ...] = ()

    @field_validator("header", mode="before")
    @classmethod
    def _one_or_several(cls, header: Any) -> Any:
        return (header,) if isinstance(header, int) else header

    @model_validator(mode="after")
    def _suits_its_command(self) -> Self:
        known = COMMANDS[self.do].model_fields
        for field, source in self.fields.items():
            if field not in known:
                raise ValueError(f"{self.do} has no field {field}{near(field, list(known))}")
            _suits(field, source, sort_of(self.command, field))
        lacking = [field for field, of in known.items() if of.is_required() and field not in self.fields]
        if lacking:
            raise ValueError(f"{self.do} needs {' and '.join(lacking)}: say in which column, or what is fixed")
        return self

    @property
    def command(self) -> type[AnyCommand]:
        return COMMANDS[self.do]


class ImportMapping(Value):
    """What a file holds, table by table, in the order in which their rows are decided."""

    mapping: int
    csv: CsvForm = CsvForm()
    tables: tuple[TableMapping, ...] = Field(min_length=1)

    @field_validator("mapping")
    @classmethod
    def _of_this_form(cls, form: int) -> int:
        if form != FORM:
            raise ValueError(f"this is form {form}, and this Minutebook reads form {FORM}; see docs/exchange.md")
        return form


def read_mapping(path: Path) -> ImportMapping:
    """Raises Misfit, which names the line."""
    raw, lines = parsed(path)
    try:
        return ImportMapping.model_validate(raw)
    except ValidationError as error:
        first = first_fault(error)
        at, unknown = first["loc"], first["type"] == "extra_forbidden"
        said = fault(error, _KEYS, within=len(at) - 1 if unknown else 0)
        raise Misfit(f"{place(path, at, lines)}: {said}") from error


_KEYS = sorted({key for of in (ImportMapping, TableMapping, Source, CsvForm) for key in of.model_fields} | {"is"})

Sort = Literal["words", "name", "names", "day"]


def sort_of(command: type[AnyCommand], field: str) -> Sort:
    """How a field of a command is written, by its own JSON Schema."""
    schema = command.model_json_schema()["properties"][field]
    for form in schema.get("anyOf", [schema]):
        if form.get("type") == "array":
            return "names"
        if form.get("format") == "date":
            return "day"
        if form.get("pattern") == LEGIBLE:
            return "words"
    return "name"


def _suits(field: str, source: Source, sort: Sort) -> None:
    """Raise ValueError where the mapping says of a field how to read what it is not."""
    for key, only in (("dates", "day"), ("separator", "names"), ("number", "words")):
        if key in source.model_fields_set and sort != only:
            raise ValueError(f"{key} is not for {field}: leave it out")
