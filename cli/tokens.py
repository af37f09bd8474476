"""`minutebook token …`: who may call over HTTP, and as what."""

from typing import Annotated

from cyclopts import Parameter

from api import tokens
from cli.paper import put, table
from domain.reading import Misfit
from wiring import Settings

Json = Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")]


def add(
    *,
    person: Annotated[str, Parameter(help="the person's id, never a name")],
    posts: Annotated[str, Parameter(help="the posts the person may act in, separated by commas")],
    days: Annotated[int, Parameter(help="for how many days")] = 365,
    json: Json = False,
) -> None:
    """Make a token. It is shown this once: the book keeps only its hash."""
    clear = tokens.add(
        Settings.from_environment().folder, person, [p.strip() for p in posts.split(",") if p.strip()], days
    )
    if json:
        put({"token": clear})
    else:
        print(clear)


def listed(*, json: Json = False) -> None:
    """Every token, without its secret."""
    holders = tokens.listed(Settings.from_environment().folder)
    if json:
        put(holders)
    else:
        table(["id", "person", "posts", "expires"], [(h.id, h.person, ", ".join(h.posts), h.expires) for h in holders])


def revoke(id: str, /) -> None:  # noqa: A002
    """Take a token away; it no longer opens anything."""
    if not tokens.revoke(Settings.from_environment().folder, id):
        raise Misfit(f"There is no token {id}; `minutebook token list` lists them.")
