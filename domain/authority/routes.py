"""Routes to an approval as an authority's terms write them: which body does what with a version, and after which."""

from collections.abc import Collection, Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from domain.value import Slug, Text, Value, added

CABINET = "cabinet"
"""The body that every authority's terms have under `cabinet`, and whose answers have commands of their own."""

BodyRole = Literal["executive", "council", "committee", "scrutiny", "board", "officers", "partners"]

Does = Literal["signs-off", "endorses", "considers", "recommends", "notes", "decides"]
"""What a stage asks of its body."""

RouteId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)]
"""The id of a route: small letters and digits, joined by single underscores or hyphens."""


class Body(Value):
    """Somebody who is asked on a route. `members`: how many there are, where the terms say so."""

    id: Slug
    name: Text
    role: BodyRole
    quorum: Annotated[int, Field(ge=1, le=200)]
    quorum_source: Text
    members: Annotated[int, Field(ge=1, le=200)] | None = added(None)


class Stage(Value):
    """What one body is asked, once all of `after` have answered. A round does not wait for what is `optional`."""

    id: Slug
    body: Slug
    does: Does
    after: tuple[Slug, ...] = added(())
    optional: bool = added(False)


class Asking(Value):
    """A body that is asked at a stage; `name` is the body's."""

    stage: Slug
    body: Slug
    name: Text
    does: Does


_TO: dict[Does, str] = {
    "signs-off": "to sign it off",
    "endorses": "to endorse it",
    "considers": "to consider it",
    "recommends": "to recommend it",
    "notes": "to note it",
    "decides": "to decide",
}


def whom(awaited: Iterable[Asking]) -> str:
    """`full council to decide`; several are joined by "and"."""
    return " and ".join(f"{asking.name} {_TO[asking.does]}" for asking in awaited)


class Route(Value):
    """The stages a version goes through. With `submit_then_note` it is sent to Ofsted first, and what `notes` comes
    after that; on every other route some stage decides.
    """

    id: RouteId
    name: Text
    source: Text
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=20)]
    submit_then_note: bool = added(False)

    @property
    def approving(self) -> tuple[Stage, ...]:
        """The stages of the round; when they have answered, the version is approved."""
        return tuple(s for s in self.stages if not self.after_submission(s))

    def after_submission(self, stage: Stage) -> bool:
        return self.submit_then_note and stage.does == "notes"

    def stage(self, id_: str) -> Stage | None:
        return next((s for s in self.stages if s.id == id_), None)

    def of_body(self, body: str) -> Stage | None:
        """The round's stage of that body, if it has one."""
        return next((s for s in self.approving if s.body == body), None)

    def open(self, answered: Collection[str]) -> tuple[Stage, ...]:
        """The stages that may answer, when those of `answered` have."""
        return tuple(s for s in self.approving if s.id not in answered and set(s.after) <= set(answered))

    def complete(self, answered: Collection[str]) -> bool:
        return all(s.id in answered or s.optional for s in self.approving)

    def before(self, stage: Stage) -> set[str]:
        """The ids of all stages that come before one, however many lie between."""
        found: set[str] = set()
        ahead = list(stage.after)
        while ahead:
            id_ = ahead.pop()
            if id_ not in found and (known := self.stage(id_)):
                found.add(id_)
                ahead += known.after
        return found

    @model_validator(mode="after")
    def _its_stages_hang_together(self) -> Self:
        ids = [stage.id for stage in self.stages]
        for stage in self.stages:
            if ids.count(stage.id) > 1:
                raise ValueError(f"two stages are called {stage.id}: give each its own id")
            for id_ in stage.after:
                if id_ not in ids:
                    raise ValueError(f"{stage.id} comes after {id_}, which is no stage of {self.id}: name one that is")
            if stage.id in self.before(stage):
                raise ValueError(f"{stage.id} waits for itself: take the circle out of after")
        if len([s for s in self.approving if s.body == CABINET]) > 1:
            raise ValueError("cabinet has two stages: it answers once on a route")
        return self

    @model_validator(mode="after")
    def _it_leads_to_ofsted(self) -> Self:
        if not self.approving:
            raise ValueError("the submission is never reached: nothing comes before what notes it")
        for stage in self.approving:
            late = sorted(s.id for s in self.stages if self.after_submission(s) and s.id in self.before(stage))
            if late:
                raise ValueError(f"the submission is never reached: {stage.id} waits for {late[0]}, which notes it")
        deciding = [s for s in self.approving if s.does == "decides"]
        if not deciding and not self.submit_then_note:
            raise ValueError(f"no stage of {self.id} decides: name the body that does, or set submit_then_note")
        for stage in deciding:
            if stage.optional:
                raise ValueError(f"{stage.id} decides and cannot be optional: take that out")
            beside = [s.id for s in self.approving if s != stage and not s.optional and s.id not in self.before(stage)]
            if stage.body == CABINET and beside:
                raise ValueError(f"cabinet decides before {beside[0]} has answered: put it last, or let it recommend")
        return self


CABINET_ALONE = Route(
    id="cabinet",
    name="Cabinet alone",
    source="house rule",
    stages=(Stage(id="cabinet", body=CABINET, does="decides"),),
)
"""The route of a plan for which none was chosen."""
