"""An authority's terms: its posts, its bodies, and the intervals and periods that its constitution sets."""

from hashlib import sha256
from typing import Annotated, Literal, Self

import rfc8785
from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from domain.authority.delivery import HOUSE_LADDER, HOUSE_SCALE, DeliveryTerms, ImpactScale, Ladder
from domain.authority.materiality import HOUSE_MATERIALITY, Materiality
from domain.authority.roles import ENGINE, Role
from domain.authority.routes import CABINET, Body, Route
from domain.clocks import Counted
from domain.value import Id, Slug, Text, Value, added

WorkingDays = Annotated[int, Field(ge=0, le=250)]


class Addressee(Value):
    """Somebody to whom the statement must be sent (Education and Inspections Act 2006 s.137; SI 2007/462 reg 3)."""

    id: Slug
    name: Text


class Cabinet(Value):
    """The body that decides. `quorum`: how many members must be present (Gloucestershire: cabinet procedure rule 5)."""

    quorum: Annotated[int, Field(ge=1, le=100)]
    quorum_source: Text


class CallInNotices(Value):
    """How members call a decision in: how many must sign, on which `grounds` (each with its words), who judges the
    notice, and whose agreement, all of them, exempts an urgent decision (Gloucestershire: call-in rules 3, 4 and 10).
    """

    signatories: Annotated[int, Field(ge=1, le=100)]
    grounds: Annotated[dict[Slug, Text], Field(min_length=1)]
    judged_by: Slug
    exempted_by: Annotated[tuple[Slug, ...], Field(min_length=1)]
    source: Text


class CallIn(Value):
    """How long a decision waits for a call-in, in working days after its statement is published.

    Constitutional, not statutory: each council sets its own (Gloucestershire: call-in rule 4, five working days).
    """

    working_days: WorkingDays
    source: Text
    notices: CallInNotices | None = added(None)


class ClearDays(Value):
    """Which days count as clear days before what: the numbers are the law's (SI 2012/2089 regs 5, 6, 9 and 10), the
    convention is each council's.
    """

    key_decision: Counted
    private_meeting: Counted
    agenda: Counted
    general_exception: Counted
    source: Text


class KeyDecisions(Value):
    """Which decisions are key (SI 2012/2089 reg 8): those above so many pounds, unless `certified_by` certify otherwise
    in writing, and those that affect so many divisions. Special urgency is for the first of `urgency_agreed_by`, in his
    or her absence for the next, to agree (reg 11).
    """

    above_pounds: Annotated[int, Field(ge=0)]
    divisions: Annotated[int, Field(ge=1)]
    certified_by: tuple[Slug, ...] = added(())
    urgency_agreed_by: Annotated[tuple[Slug, ...], Field(min_length=1)]
    source: Text


class ScrutinyTerms(Value):
    """Within how many months of its meeting a recommendation of scrutiny is answered, where a source says so."""

    respond_within_months: Annotated[int, Field(ge=1, le=12)]
    source: Text


Content = Literal["reasons", "alternatives", "conflicts"]


class DecisionStatement(Value):
    """What the statement of a decision must hold beside the decision and its date (SI 2012/2089 reg 12)."""

    contents: tuple[Content, ...]
    source: Text


class Chasing(Value):
    """How a question to cabinet is followed up.

    Reminders every `remind_every` working days to `remind`; once `answer_by` has passed, `escalate_after` working days
    later, to `escalate_to`.
    """

    remind: Slug
    remind_every: Annotated[int, Field(ge=1, le=60)]
    escalate_to: Slug
    escalate_after: Annotated[int, Field(ge=1, le=60)]


class Vacancy(Value):
    """For how many working days a post that something waits for may be vacant before another post is told."""

    working_days: Annotated[int, Field(ge=1, le=60)]
    source: Text


class Retention(Value):
    """For how many years records stay open: those of decisions, and the background papers to them."""

    decisions: Annotated[int, Field(ge=1, le=200)]
    background_papers: Annotated[int, Field(ge=1, le=200)]
    source: Text


Governance = Literal["leader-and-cabinet", "mayor", "committees"]


def _sits(body: Body) -> Body:
    if body.id == CABINET or body.role == "executive":
        raise ValueError(f"{body.id}: the executive is the body cabinet, under cabinet: take it out here")
    if body.members is not None and body.quorum > body.members:
        raise ValueError(f"{body.id} has {body.members} members and a quorum of {body.quorum}: nobody can satisfy it")
    return body


def _is_walked_by(route: Route, info: ValidationInfo) -> Route:
    """The bodies of its stages are those of the terms; a council of committees has no cabinet."""
    known = {body.id for body in info.data.get("bodies", ())}
    if info.data.get("governance") != "committees":
        known.add(CABINET)
    for stage in route.stages:
        if stage.body not in known:
            raise ValueError(f"{stage.id} of {route.id} asks {stage.body}, which is no body of these terms: add it")
    return route


class Authority(Value):
    """The terms on which one authority governs its plans. A plan pins the digest of the terms it was opened under.

    What may be left open was not asked of older terms, and no rule follows from it. The posts that certify, agree or
    exempt enter nothing in the book, so they need not be among `posts`.
    """

    id: Slug
    name: Text
    version: Id
    sources: tuple[Text, ...]
    posts: dict[Slug, tuple[Role, ...]]
    cabinet: Cabinet
    call_in: CallIn
    chasing: Chasing
    deadlines_warn: Slug
    submitted_by: Slug
    addressees: Annotated[tuple[Addressee, ...], Field(min_length=1)]
    governance: Governance | None = added(None)
    key_decisions: KeyDecisions | None = added(None)
    clear_days: ClearDays | None = added(None)
    decision_statement: DecisionStatement | None = added(None)
    delivery: DeliveryTerms | None = added(None)
    vacancy: Vacancy | None = added(None)
    retention: Retention | None = added(None)
    bodies: tuple[Annotated[Body, AfterValidator(_sits)], ...] = added(())
    routes: tuple[Annotated[Route, AfterValidator(_is_walked_by)], ...] = added(())
    materiality: Materiality | None = added(None)
    scrutiny: ScrutinyTerms | None = added(None)

    @model_validator(mode="after")
    def _posts_are_known(self) -> Self:
        if ENGINE in self.posts or any("engine" in roles for roles in self.posts.values()):
            raise ValueError(f"the post {ENGINE} and the role engine belong to Minutebook's workflows: take them out")
        named_posts = [self.chasing.remind, self.chasing.escalate_to, self.deadlines_warn, self.submitted_by]
        if self.delivery and self.delivery.re_dates:
            named_posts.append(self.delivery.re_dates.then_granted_by)
        for named in named_posts:
            if named not in self.posts:
                raise ValueError(f"{named} is not among the posts: add it to posts")
        for named in self.delivery.posts if self.delivery else ():
            if self.post_for(named) is None:
                raise ValueError(f"{named} is neither a post nor the role of one: add it to posts")
        if len({a.id for a in self.addressees}) != len(self.addressees):
            raise ValueError("two addressees have the same id: give each its own")
        for named, ids in (("bodies", [b.id for b in self.bodies]), ("routes", [r.id for r in self.routes])):
            if len(set(ids)) != len(ids):
                raise ValueError(f"two {named} have the same id: give each its own")
        return self

    def body(self, id_: str) -> Body:
        """The body of that id, which the terms have."""
        if id_ == CABINET:
            seat = self.cabinet
            return Body(
                id=CABINET, name=CABINET, role="executive", quorum=seat.quorum, quorum_source=seat.quorum_source
            )
        return next(body for body in self.bodies if body.id == id_)

    def route(self, id_: str) -> Route | None:
        return next((route for route in self.routes if route.id == id_), None)

    def roles(self, post: str) -> frozenset[Role]:
        """What the post is there to do; empty for a post that the authority does not have."""
        if post == ENGINE:
            return frozenset[Role]({"engine"})
        return frozenset(self.posts.get(post, ()))

    def told_of_a_vacancy(self, post: str) -> Slug | None:
        """Who is told that a post is vacant: whoever overdue answers go to, else the monitoring officer, else the head
        of paid service; None where no deadline, no question and no action waits for the post."""
        waited_for = {self.chasing.remind, self.chasing.escalate_to, self.deadlines_warn, self.submitted_by}
        if post not in waited_for and "action-owner" not in self.roles(post):
            return None
        proper = (p for role in _PROPER_OFFICERS for p in self.posts if role in self.posts[p])
        return next((p for p in (self.chasing.escalate_to, *proper) if p != post), None)

    def post_for(self, named: str) -> str | None:
        """The post of that id, else the first post with that role; None where there is neither."""
        return named if named in self.posts else next((p for p, roles in self.posts.items() if named in roles), None)

    @property
    def impact(self) -> ImpactScale:
        """The scale on which impact is rated: the authority's own, else the house's."""
        return (self.delivery and self.delivery.impact) or HOUSE_SCALE

    @property
    def change_rules(self) -> Materiality:
        """Which changes of what was approved are material: by the authority's own rules, else by the house's."""
        return self.materiality or HOUSE_MATERIALITY

    @property
    def ladder(self) -> Ladder:
        """How actions are rated by dates and evidence: the authority's own, else the house's."""
        return (self.delivery and self.delivery.rag) or HOUSE_LADDER

    @property
    def digest(self) -> str:
        """SHA-256 over the RFC 8785 canonical JSON of the terms as they were written: what they leave open is not in
        it, so that terms of an older form keep their digest when the form grows."""
        return sha256(rfc8785.dumps(self.model_dump(mode="json", exclude_unset=True))).hexdigest()


_PROPER_OFFICERS: tuple[Role, ...] = ("monitoring-officer", "head-of-paid-service")

Register = dict[str, Authority]
"""The authorities that this installation serves, by id."""
