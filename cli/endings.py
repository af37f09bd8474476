"""How a command that did not go well ends: one clear sentence, and the documented exit code."""

from cyclopts import CycloptsError

OK, REFUSED, USAGE, BROKEN, UNAVAILABLE, INFEASIBLE, DEADLOCK = range(7)
EXCEPTIONS = 7
"""What was sealed is whole, but lines or views are not as the rules give them."""
INSIDE = 70
"""A fault of Minutebook's own (sysexits.h EX_SOFTWARE)."""

_ENDINGS = {
    "Refused": REFUSED,
    "Misfit": USAGE,
    "Damaged": BROKEN,
    "Unsealed": BROKEN,
    "Busy": UNAVAILABLE,
    "Unavailable": UNAVAILABLE,
    "NoEngine": UNAVAILABLE,
    "CannotServe": UNAVAILABLE,
    "RPCError": UNAVAILABLE,
    "OSError": UNAVAILABLE,
}
"""By the name of the class or of one it descends from, so that a command loads no module only to know its errors."""


def ending(error: Exception) -> tuple[str, int] | None:
    """The sentence for the person, and the exit code; None for a fault of ours, whose trace is wanted."""
    if isinstance(error, CycloptsError):
        return " ".join(str(error).split()) + " See minutebook --help.", USAGE
    known = next((_ENDINGS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _ENDINGS), None)
    if known is None:
        return None
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}: see to it, then try again.", known
    return str(error), known
