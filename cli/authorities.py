"""`minutebook authority …`: an authority's constitution, posts and delegations, as they stand or stood."""

from cli.paper import day, existing_office, put, table
from cli.plans import AsAt, Json, TrueAt, asked_moment, trail
from domain.book.events import stream_of
from domain.reading import Misfit, near
from projections.authority_now import authority_now


def show(authority: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """The constitution in force, who holds which post, and who acts for whom."""
    office = existing_office()
    ledger = office.ledger
    if authority not in ledger.register:
        raise Misfit(f"There is no authority {authority} here{near(authority, list(ledger.register))}.")
    known, on = asked_moment(office, as_at), day(true_at, "--true-at")
    shown = authority_now(ledger.register[authority], ledger.council(authority, known, on), ledger.day_of(known, on))
    if json:
        put(shown)
        return
    since = f"in force from {shown.in_force_from}" if shown.in_force_from else "as in its file"
    print(f"{shown.authority}: {shown.name}, terms of {shown.version}, {since}.")
    cells = [
        (
            post.post,
            ", ".join(post.roles),
            "\n".join(f"{h.holder} since {h.since}{', acting up' if h.acting_up else ''}" for h in post.holders)
            or (f"VACANT since {post.vacant_since}" if post.vacant_since else ""),
        )
        for post in shown.posts
    ]
    table(["post", "roles", "held by"], cells)
    for each in shown.delegations:
        what = f" in {', '.join(each.commands)}" if each.commands else ""
        print(
            f"Delegation {each.delegation}: {each.delegate} acts for {each.holder} as {each.post}{what}, "
            f"from {each.since} to {each.until}."
        )


def told(authority: str, /, *, as_at: AsAt = None, true_at: TrueAt = None, json: Json = False) -> None:
    """The audit trail of an authority: one sentence a line."""
    trail(stream_of(authority), as_at=as_at, true_at=true_at, json=json)
