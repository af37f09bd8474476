"""What a post is there to do, and how a post's id is read aloud."""

from typing import Literal

Role = Literal[
    "governance-officer",
    "improvement-lead",
    "action-owner",
    "assurance",
    "monitoring-officer",
    "head-of-paid-service",
    "board",
    "cabinet",
    "scrutiny",
    "information-governance",
    "auditor",
    "engine",
]
"""Roles of section 7.1 of the domain study; `engine` is Minutebook's own workflows and nobody else."""

ENGINE = "minutebook"
"""The post under which workflows act. No authority may give it to a person."""

WORKFLOW = "workflow"
"""Who acts when no person does. No person has this id."""

OWN = "minutebook:"
"""How the ids of the workflows' own commands begin. No person's command has such an id."""


def claims_to_be_minutebook(*words: str | None) -> bool:
    """Whether one of these would pass for Minutebook's own, however it is spelt."""
    spelt = [word.casefold() for word in words if word]
    return any(word in {WORKFLOW, ENGINE} or word.startswith(OWN) for word in spelt)


_SMALL = {"of", "and", "for", "the", "to", "in"}
_SPELT = {"childrens": "Children's", "hm": "HM"}


def titled(post: str) -> str:
    """A post's id as it is read aloud: `director-of-childrens-services` is "Director of Children's Services"."""
    words = post.split("-")
    spelt = [w if w in _SMALL and n else _SPELT.get(w, w.capitalize()) for n, w in enumerate(words)]
    return " ".join(spelt)
