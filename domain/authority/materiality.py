"""What an authority's terms say of a change to what was approved: which changes are material, by which rule."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.value import Slug, Text, Value, added

Part = Literal["title", "finding", "action", "reason"]
"""What a version is made of."""

Change = Literal["added", "dropped", "spacing", "capitals", "punctuation", "words", "earlier", "later", "other"]
"""What became of a part or a field. Of a text the least that explains it: `punctuation` may go with spacing and
capitals, `capitals` with spacing. `other` is whatever is neither a text nor a date, or was or is left open."""


class ChangeRule(Value):
    """Which differences are material, or are not. It holds where all that it says holds; one that says nothing always
    holds. `fields` are those of a part, such as `due`."""

    rule: Slug
    meaning: Text
    material: bool
    parts: tuple[Part, ...] | None = added(None)
    fields: tuple[Text, ...] | None = added(None)
    changes: tuple[Change, ...] | None = added(None)

    def holds(self, part: Part, field: str | None, change: Change) -> bool:
        return (
            (self.parts is None or part in self.parts)
            and (self.fields is None or field in self.fields)
            and (self.changes is None or change in self.changes)
        )


class Materiality(Value):
    """By the first rule that holds a difference between two versions is material or not."""

    rules: Annotated[tuple[ChangeRule, ...], Field(min_length=1)]
    source: Text

    @model_validator(mode="after")
    def _the_last_always_holds(self) -> Self:
        last = self.rules[-1]
        if last != ChangeRule(rule=last.rule, meaning=last.meaning, material=last.material):
            raise ValueError("the last rule has a condition: end with one that always holds")
        return self

    def rule(self, part: Part, field: str | None, change: Change) -> ChangeRule:
        return next(rule for rule in self.rules if rule.holds(part, field, change))


HOUSE_MATERIALITY = Materiality(
    rules=(
        ChangeRule(
            rule="form-alone",
            meaning="Only spacing, capitals or punctuation differ",
            material=False,
            changes=("spacing", "capitals", "punctuation"),
        ),
        ChangeRule(
            rule="who-works-on-it",
            meaning="Lead officer, theme or partner of an action",
            material=False,
            parts=("action",),
            fields=("lead", "theme", "partner"),
        ),
        ChangeRule(
            rule="added-or-dropped",
            meaning="A finding, an action or a reason was added or dropped",
            material=True,
            changes=("added", "dropped"),
        ),
        ChangeRule(
            rule="links",
            meaning="An action answers other findings",
            material=True,
            parts=("action",),
            fields=("findings",),
        ),
        ChangeRule(rule="later", meaning="A date is later than it was", material=True, changes=("later",)),
        ChangeRule(rule="owner", meaning="Another post owns the action", material=True, fields=("owner",)),
        ChangeRule(
            rule="outcome-or-measure",
            meaning="What the action is to bring about, or how that is measured",
            material=True,
            fields=("outcome", "measure"),
        ),
        ChangeRule(rule="anything-else", meaning="Any other change, of a single word too", material=True),
    ),
    source="house rule",
)
"""Words of our own: no council's written rule was found. A misspelling is a word like any other, since nothing here can
tell it from a change of meaning."""
