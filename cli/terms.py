"""The terms and the route that a command line names."""

from domain.authority.routes import CABINET_ALONE, Route
from domain.authority.state import Authority
from domain.reading import Misfit
from papers import read_authorities
from wiring import Settings


def terms_of(authority: str) -> Authority:
    """The terms of that authority. Raises Misfit where none are known here."""
    register = read_authorities(Settings.from_environment().folder)
    if authority not in register:
        raise Misfit(f"There is no authority {authority} here; known: {', '.join(sorted(register))}.")
    return register[authority]


def route_of(id_: str | None, terms: Authority) -> Route:
    """The route of that id, else the only one of the terms; cabinet alone where they write none. Raises Misfit."""
    routes = terms.routes or (CABINET_ALONE,)
    if id_ is None and len(routes) == 1:
        return routes[0]
    known = ", ".join(route.id for route in routes)
    chosen = next((route for route in routes if route.id == id_), None)
    if chosen is None:
        raise Misfit(f"--route: {terms.id} has no route {id_}; known: {known}." if id_ else f"Give --route: {known}.")
    return chosen
