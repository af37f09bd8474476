"""What an authority's terms say of delivery: how often a date may move, and what its ratings mean."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.authority.bringing_forward import OWNER, Chasing, Cycle, Reviews
from domain.delivery.events import Status
from domain.evidence.events import EvidenceStatus
from domain.value import Slug, Text, Value, added


class ReDates(Value):
    """How many new due dates an action may get before only one post, `then_granted_by`, may approve the next."""

    free: Annotated[int, Field(ge=0, le=50)]
    then_granted_by: Slug
    source: Text


class ImpactRating(Value):
    """One rating of impact, and what the authority means by it."""

    rating: Slug
    meaning: Text


class ImpactScale(Value):
    """The ratings of impact, from none to lasting."""

    ratings: Annotated[tuple[ImpactRating, ...], Field(min_length=1)]
    source: Text


class Rung(Value):
    """One rung of the ladder of ratings. It holds where all that it says holds; one that says nothing always holds.

    `due_within`: at most so many days are left until the due date, less than 0 of them once it has passed.
    `re_dated`: the action was given so many new due dates or more.
    """

    rating: Slug
    meaning: Text
    closed: bool | None = added(None)
    status: tuple[Status, ...] | None = added(None)
    evidence: tuple[EvidenceStatus, ...] | None = added(None)
    due_within: Annotated[int, Field(ge=-3_650, le=3_650)] | None = added(None)
    re_dated: Annotated[int, Field(ge=1, le=50)] | None = added(None)


class Ladder(Value):
    """How an action is rated by dates and evidence: by the first rung that holds. A rating that somebody sets instead
    ends `override_days` days later at the latest."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    override_days: Annotated[int, Field(ge=1, le=366)]
    source: Text

    @model_validator(mode="after")
    def _the_last_always_holds(self) -> Self:
        last = self.rungs[-1]
        if last != Rung(rating=last.rating, meaning=last.meaning):
            raise ValueError("the last rung has a condition: end with one that always holds")
        return self


class DeliveryTerms(Value):
    """What the authority has set for delivery; what it leaves open follows the house's own rules.

    But nobody is chased or reminded, and no pack is made, by a rule of the house: that is for the terms to ask.
    """

    re_dates: ReDates | None = added(None)
    rag: Ladder | None = added(None)
    impact: ImpactScale | None = added(None)
    chasing: Chasing | None = added(None)
    reviews: Reviews | None = added(None)
    reporting: tuple[Cycle, ...] | None = added(None)

    @model_validator(mode="after")
    def _one_cycle_a_body(self) -> Self:
        told = [cycle.to for cycle in self.reporting or ()]
        if len(set(told)) != len(told):
            raise ValueError("two cycles of reporting go to the same body: make them one")
        return self

    @property
    def posts(self) -> tuple[str, ...]:
        """Every post, or role in the place of one, that these terms write to."""
        reminders = self.chasing.by_due_date + self.chasing.by_evidence if self.chasing else ()
        reviews = self.reviews.by_review if self.reviews else ()
        named = [each.to for each in reminders if each.to != OWNER] + [each.to for each in reviews]
        return (*named, *(cycle.post for cycle in self.reporting or ()))


HOUSE_LADDER = Ladder(
    rungs=(
        Rung(rating="green", meaning="Closed on verified evidence", closed=True),
        Rung(
            rating="green", meaning="Done, and its evidence is verified", status=("complete",), evidence=("verified",)
        ),
        Rung(
            rating="complete-evidence-awaited",
            meaning="Done, as its owner says; no evidence is verified",
            status=("complete",),
        ),
        Rung(rating="red", meaning="Not done, and its due date has passed", due_within=-1),
        Rung(rating="amber", meaning="Delayed, as its owner says", status=("delayed",)),
        Rung(rating="amber", meaning="Due within 28 days and not started", status=("not-started",), due_within=28),
        Rung(rating="amber", meaning="Its due date was moved twice or more", re_dated=2),
        Rung(rating="green", meaning="On course for its due date"),
    ),
    override_days=28,
    source="house rule",
)
"""Words of our own: no council's written ladder was found. That what is done is not green before its evidence is
verified follows what "amber E" seems to have meant in Cheshire East in 2024 [U]."""

HOUSE_SCALE = ImpactScale(
    ratings=(
        ImpactRating(rating="none-seen", meaning="The evidence shows no difference for children and families yet"),
        ImpactRating(rating="early-signs", meaning="The evidence shows a difference for some, or for a short time"),
        ImpactRating(rating="clear", meaning="The evidence shows a difference for most of those concerned"),
        ImpactRating(rating="lasting", meaning="The evidence shows that the difference has lasted"),
    ),
    source="house rule",
)
"""Words of our own: no council's written scale was found."""
