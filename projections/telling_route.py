"""What is said of a route and of those who answer on it, as the predicate of a sentence."""

from typing import assert_never

from domain.authority.routes import whom
from domain.calendar import dated
from domain.route import events as was
from domain.route.events import RouteEvent
from projections.wording import plain, quoted


def tell_route(event: RouteEvent) -> str:
    match event:
        case was.ApprovalRouteChosen(route=route):
            return f"chose the route {route.id} for the approval, {quoted(route.name)} ({route.source})"
        case was.DecisionMade():
            return _decided(event)
        case was.DecisionDeferred(name=name, version=version, deferred_on=on, to_meeting_on=to, because=because):
            put_off = f"{name} put version {version} off on {dated(on)} to its meeting of {dated(to)}"
            return f"recorded that {put_off}: {quoted(because)}"
        case _:
            assert_never(event)


def _decided(event: was.DecisionMade) -> str:
    votes = event.votes
    by = f", by {votes.in_favour} votes to {votes.against}" if votes else ""
    after = ", after its submission" if event.afterwards else ""
    answered = f"{event.name} {plain(event.verb)} version {event.version} on {dated(event.decided_on)}{by}{after}"
    if event.awaited:
        return f"recorded that {answered}: {quoted(event.resolution)}; now awaited: {whom(event.awaited)}"
    approved = "" if event.afterwards else "; with that it is approved"
    return f"recorded that {answered}: {quoted(event.resolution)}{approved}"
