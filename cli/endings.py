"""How a command that did not go well ends: one clear sentence, and the documented exit code."""

from cyclopts import CycloptsError

OK, REFUSED, USAGE, BROKEN, UNAVAILABLE = range(5)
INSIDE = 70
"""A fault of Minutebook's own (sysexits.h EX_SOFTWARE)."""


def ending(error: Exception) -> tuple[str, int]:
    """The sentence for the person, and the exit code. A fault of ours is raised again, for its trace is wanted."""
    if isinstance(error, CycloptsError):
        return " ".join(str(error).split()) + " See minutebook --help.", USAGE
    name = type(error).__name__
    if name in _ENDINGS:
        return str(error), _ENDINGS[name]
    raise error


_ENDINGS = {
    "Refused": REFUSED,
    "Busy": UNAVAILABLE,
    "Misfit": USAGE,
    "Damaged": BROKEN,
    "Unavailable": UNAVAILABLE,
    "NoEngine": UNAVAILABLE,
    "AlreadyRunning": UNAVAILABLE,
    "ServerFailed": UNAVAILABLE,
    "Unreachable": UNAVAILABLE,
    "Stuck": UNAVAILABLE,
    "PortTaken": UNAVAILABLE,
    "CannotServe": UNAVAILABLE,
}
"""By name, so that a command that needs none of these loads none of their modules."""
