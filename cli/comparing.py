"""`minutebook plan compare`: what differs between two versions, word by word, and which of it is material."""

from typing import Annotated

from cyclopts import Parameter

from cli.paper import existing_office, plain, put, table
from cli.plans import AsAt, TrueAt, known_plan
from domain.drafting.difference import Piece, differences, word_by_word
from domain.drafting.state import Version
from domain.finalisation.changes import classed
from domain.finalisation.events import Classed
from domain.plan import Plan
from domain.reading import Misfit

_MARKS = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}


def compare(
    plan: str,
    /,
    *,
    from_: Annotated[int, Parameter(name="--from", help="the earlier version's number")],
    to: Annotated[int, Parameter(help="the later version's number")],
    as_at: AsAt = None,
    true_at: TrueAt = None,
    json: Annotated[bool, Parameter(name="--json", negative="", help="one JSON document")] = False,
) -> None:
    """Two versions compared, field by field and word by word: [-what went-], {+what came+}, and by which rule of the
    authority's terms each difference is material or not."""
    if from_ > to:
        raise Misfit(f"Version {from_} came after version {to}: turn --from and --to round.")
    state = known_plan(existing_office(), plan, as_at, true_at)
    found = classed(differences(_version(from_, state), _version(to, state)), state.terms.change_rules)
    if json:
        put([{**each.model_dump(mode="json"), "words": plain(_words(each))} for each in found])
    elif found:
        table(
            ["where", "difference", "change", "class", "rule"],
            [
                (each.named, in_words(each.was or "", each.now or ""), each.change, _class(each), each.rule)
                for each in found
            ],
        )
    else:
        print(f"Versions {from_} and {to} say the same.")


def _version(number: int, plan: Plan) -> Version:
    version = plan.version(number)
    if version is None:
        known = ", ".join(str(version.number) for version in plan.draft.versions) or "none"
        raise Misfit(f"There is no version {number} of {plan.id}; cut so far: {known}.")
    return version


def _words(difference: Classed) -> tuple[Piece, ...]:
    return word_by_word(difference.was or "", difference.now or "")


def in_words(was: str, now: str) -> str:
    """Both texts as one: [-what went-], {+what came+}."""
    return " ".join(_MARKS[piece.how].format(piece.words) for piece in word_by_word(was, now))


def _class(difference: Classed) -> str:
    return "material" if difference.material else "immaterial"
