"""The words every chapter is written in: value, event, command, act, and the one way to refuse."""

import re
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Never, Protocol, Self, get_args, get_type_hints

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import core_schema


class _Written:
    """A date or an instant: as JSON only in the form written here; from Python also as the object itself.

    The form of JSON is matched by the validator's own machinery, because every line of the ledger is read through it.
    """

    def __init__(self, form: str, named: Literal["date", "date-time"], otherwise: str | None = None) -> None:
        self._form = form
        self._named = named
        self._otherwise = otherwise

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler(source)
        in_form = core_schema.chain_schema([core_schema.str_schema(pattern=self._form), inner])
        from_python = core_schema.no_info_before_validator_function(self._only_text, inner)
        return core_schema.json_or_python_schema(json_schema=in_form, python_schema=from_python)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "format": self._named}

    def _only_text(self, value: object) -> object:
        """Neither 0 nor "0" is a date, though pydantic would take them for one."""
        if self._otherwise and (
            isinstance(value, datetime) or (isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d.", value))
        ):
            raise ValueError(self._otherwise)
        if isinstance(value, int | float) or (isinstance(value, str) and re.fullmatch(r"[+-]?\d+(\.\d+)?", value)):
            raise ValueError("write the date as text, such as 2022-07-15")
        return value


DAY = r"^\d{4}-\d\d-\d\d$"
MOMENT = r"^\d{4}-\d\d-\d\dT"

Day = Annotated[date, _Written(DAY, "date", "write the day alone, such as 2022-07-15, without a time")]
"""A date of law: a whole day in Europe/London."""

Moment = Annotated[AwareDatetime, _Written(MOMENT, "date-time")]
"""An instant; a naive time is refused."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$", max_length=60)]
"""The id of a finding, an action, a visit or a person: letters and digits, joined by single hyphens or full stops."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""The id of a plan, a post or an authority: small letters and digits, joined by single hyphens."""

LEGIBLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"
"""No NUL, which a database's text cannot hold, no escape code, and nothing that turns a line's order about.

Line breaks and tabs are words' own.
"""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=LEGIBLE)]
"""Words that a person wrote: not empty, at most 10,000 characters, none of them a control character."""


class _MayBeErased:
    """Marks a text that the ledger seals with a key of its own, so that it can be erased and the line still stands."""


Erasable = Annotated[Text, _MayBeErased()]
"""Words in which somebody may be recognised whom no pattern finds: not what is approved, published or sent to Ofsted.

Only events mark them. What is approved by digest, or packed, is never among them: it could not be proved again.
"""

Number = Annotated[int, Field(ge=1, le=9_999)]
"""What a command may name by number: a version, a round, a reminder, so many working days. Counted from 1."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal."""

FIGURE = r"^-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?$"

Figure = Annotated[str, StringConstraints(pattern=FIGURE)]
"""A figure as it is written, so that no digit is lost: at most nine digits before the point and four after it."""

Classification = Literal["public", "official", "exempt", "embargoed"]
"""Who may see something: everybody, officers, those who may see exempt matters, or nobody outside before its day."""


def added(default: Any) -> Any:
    """A field that came after lines had been written without it; where it says no more than they did, it is left out.

    So an old line, a command, a version and an authority's terms keep their bytes, and with them their digests.
    """
    return Field(default=default, exclude_if=lambda said: bool(said == default))


class Value(BaseModel):
    """Something that is what it holds: frozen, compared by content, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Self:
        """One of these fields, all of them, each valid already: what `model_construct` does, at a tenth of its time."""
        made = cls.__new__(cls)
        _SET_FIELDS(made, fields)
        _SET_NAMES(made, _all_fields(cls))
        _SET_EXTRA(made, None)
        _SET_PRIVATE(made, None)
        return made

    def but(self, **change: Any) -> Self:
        """The same but for these fields, which are valid already: `model_copy`, at a third of its time."""
        return self.of(self.__dict__ | change)


_SET_FIELDS, _SET_NAMES, _SET_EXTRA, _SET_PRIVATE = (vars(BaseModel)[slot].__set__ for slot in BaseModel.__slots__)
"""What fills the four slots of a model: `__dict__`, `__pydantic_fields_set__`, `__pydantic_extra__` and
`__pydantic_private__`, in this order. A line that is folded makes five values, and setattr takes twice as long."""


@cache
def _all_fields(of: type[Value]) -> set[str]:
    """One set a class: nothing changes it, since a frozen model is not written to and a copy copies it first."""
    return set(of.model_fields)


class Event(Value):
    """Something that happened. Its published name (`kind`) and the version of its `shape` are fixed for good;
    its class may be renamed."""

    kind: ClassVar[str]
    shape: ClassVar[int] = 1
    dated: ClassVar[str | None] = None
    """The field that holds the business date, where the event has one."""

    @property
    def effective(self) -> date | None:
        """The day on which it became true, where the event itself says so."""
        return getattr(self, self.dated) if self.dated else None


@cache
def erasable(of: type[Event]) -> tuple[str, ...]:
    """The fields of an event whose texts can be erased: each a text, several of them, or none."""
    hints = get_type_hints(of, include_extras=True)
    return tuple(name for name in of.model_fields if _is_marked(hints[name]))


def _is_marked(hint: Any) -> bool:
    return any(isinstance(part, _MayBeErased) or _is_marked(part) for part in get_args(hint))


class Command(Value):
    """Something that is asked. Imperative; refused or turned into events by a decider."""

    name: ClassVar[str]
    dated: ClassVar[str | None] = None
    """The field that holds the day it happened on, where the command says one."""

    @property
    def effective(self) -> date | None:
        """The day the command says it happened on, if it says one: never later than the day it is recorded."""
        return getattr(self, self.dated) if self.dated else None


class Act(Value):
    """Who acts, as what, for whom, on what authority and when: the part of a line that is not the event.

    `by` is a person's id (never a name) or `workflow`; `acting_as` a post of the authority; `at` the recorded time;
    `effective` the day it happened on, where that is another and the command does not say it; `authority` what he or
    she relied on, such as a paragraph of the constitution; `brought_in` marks a past that was entered later, from
    papers; `invented` a made-up act in a case whose facts are not public. `holds`, which is in no line, are the posts
    that those who answer for it hold that day, where the authority records it. `number` is that of its line in the
    stream, and 0 before it has one; `classification` who may see that line.
    """

    by: Id
    acting_as: Slug
    at: Moment
    effective: Day | None = None
    on_behalf_of: Id | None = None
    authority: Text | None = None
    reason: Text | None = None
    brought_in: bool = False
    invented: bool = False
    holds: frozenset[Slug] = frozenset()
    number: int = 0
    classification: Classification = "official"

    @property
    def people(self) -> frozenset[str]:
        """Who answers for the act: the person who did it and the person it was done for."""
        return answering(self.by, self.on_behalf_of)


def answering(by: str, on_behalf_of: str | None) -> frozenset[str]:
    """Who answers for an act: a person, and whoever it was done for."""
    return frozenset({by, on_behalf_of or by})


class Acted(Protocol):
    """What folding asks of an act; a line of the ledger says it too."""

    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def effective(self) -> date | None: ...
    @property
    def people(self) -> frozenset[str]: ...
    @property
    def number(self) -> int: ...
    @property
    def classification(self) -> Classification: ...


class Refused(Exception):
    """The rules say no. `rule` is a heading in docs/rules.md; `because` is one sentence for the person who asked."""

    def __init__(self, rule: str, because: str) -> None:
        super().__init__(f"{because} (rule: {rule})")
        self.rule = rule
        self.because = because

    def __reduce__(self) -> tuple[Any, ...]:
        return Refused, (self.rule, self.because)


def require(condition: bool, rule: str, because: str) -> None:
    """Refuse by `rule` unless `condition` holds."""
    if not condition:
        raise Refused(rule, because)


def not_to_come(day: date, recorded: date) -> None:
    """Refuse a day of law that lies after the day of recording, in London."""
    if day > recorded:
        refuse(
            "not-in-the-future",
            f"{day} has not come yet: on {recorded} only what has happened may be recorded.",
        )


def refuse(rule: str, because: str) -> Never:
    """Refuse by `rule`: the last case of a match, where no condition is left to test."""
    raise Refused(rule, because)
