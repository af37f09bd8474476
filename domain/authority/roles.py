"""What a post is there to do, and how a post's id is read aloud."""

from typing import Literal

Role = Literal[
    "governance-officer",
    "improvement-lead",
    "action-owner",
    "monitoring-officer",
    "head-of-paid-service",
    "board",
    "cabinet",
    "scrutiny",
    "auditor",
    "engine",
]
"""Roles of section 7.1 of the domain study; `engine` is Minutebook's own workflows and nobody else."""

ENGINE = "minutebook"
"""The post under which workflows act. No authority may give it to a person."""

WORKFLOW = "workflow"
"""Who acts when no person does. No person has this id."""

_SMALL = {"of", "and", "for", "the", "to", "in"}
_SPELT = {"childrens": "Children's", "hm": "HM"}


def titled(post: str) -> str:
    """A post's id as it is read aloud: `director-of-childrens-services` is "Director of Children's Services"."""
    words = post.split("-")
    spelt = [w if w in _SMALL and n else _SPELT.get(w, w.capitalize()) for n, w in enumerate(words)]
    return " ".join(spelt)
