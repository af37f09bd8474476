"""An authority's terms: its posts, its bodies, and the intervals and periods that its constitution sets."""

from hashlib import sha256
from typing import Annotated, Self

import rfc8785
from pydantic import Field, model_validator

from domain.authority.roles import ENGINE, Role
from domain.value import Id, Slug, Text, Value

WorkingDays = Annotated[int, Field(ge=0, le=250)]


class Addressee(Value):
    """Somebody to whom the statement must be sent (Education and Inspections Act 2006 s.137; SI 2007/462 reg 3)."""

    id: Slug
    name: Text


class Cabinet(Value):
    """The body that decides. `quorum`: how many members must be present (Gloucestershire: cabinet procedure rule 5)."""

    quorum: Annotated[int, Field(ge=1, le=100)]
    quorum_source: Text


class CallIn(Value):
    """How long a decision waits for a call-in, in working days after its statement is published.

    Constitutional, not statutory: each council sets its own (Gloucestershire: call-in rule 4, five working days).
    """

    working_days: WorkingDays
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


class Authority(Value):
    """The terms on which one authority governs its plans. A plan pins the digest of the terms it was opened under."""

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

    @model_validator(mode="after")
    def _posts_are_known(self) -> Self:
        if ENGINE in self.posts or any("engine" in roles for roles in self.posts.values()):
            raise ValueError(f"the post {ENGINE} and the role engine belong to Minutebook's workflows: take them out")
        for named in (self.chasing.remind, self.chasing.escalate_to, self.deadlines_warn, self.submitted_by):
            if named not in self.posts:
                raise ValueError(f"{named} is not among the posts: add it to posts")
        if len({a.id for a in self.addressees}) != len(self.addressees):
            raise ValueError("two addressees have the same id: give each its own")
        return self

    def roles(self, post: str) -> frozenset[Role]:
        """What the post is there to do; empty for a post that the authority does not have."""
        if post == ENGINE:
            return frozenset[Role]({"engine"})
        return frozenset(self.posts.get(post, ()))

    @property
    def digest(self) -> str:
        """SHA-256 over the RFC 8785 canonical JSON of the terms, as they were written: what they leave open is not in
        it, so that terms of an older form keep their digest when the form grows."""
        return sha256(rfc8785.dumps(self.model_dump(mode="json", exclude_unset=True))).hexdigest()


Register = dict[str, Authority]
"""The authorities that this installation serves, by id."""
