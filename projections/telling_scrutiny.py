"""What is said of scrutiny and the improvement board, as the predicate of a sentence."""

from typing import assert_never

from domain.calendar import dated
from domain.scrutiny import events as scrutiny
from domain.scrutiny.events import ScrutinyEvent
from projections.telling_access import report_required
from projections.wording import listed, plain, quoted, short, the


def tell_scrutiny(event: ScrutinyEvent) -> str:
    match event:
        case scrutiny.ScrutinyConsidered(committee=committee, considered_on=on, when=when, document=document):
            decided = f"{when.split('-', maxsplit=1)[0]} cabinet decided on it"
            return f"recorded that {_body(committee)} considered the plan on {dated(on)}, {decided} ({document})"
        case scrutiny.ScrutinyRecommendationMade(recommendation=id_, text=text, made_on=on, respond_by=by):
            due = f"; an answer is due by {dated(by)}" if by else ""
            return f"recorded scrutiny's recommendation {id_} of {dated(on)}: {quoted(text)}{due}"
        case scrutiny.ScrutinyRecommendationAnswered(recommendation=id_, answered_on=on, respond_by=by):
            late = f", after {dated(by)}, when that was due" if by and on > by else ""
            why = f", because {quoted(event.because)}" if event.because else ""
            said = f"{event.answered_by} answered scrutiny's recommendation {id_} on {dated(on)}{late}"
            return f"recorded that {said}: {plain(event.answer)}{why}"
        case scrutiny.BoardChallenged(board=board, version=version, challenged_on=on, digest=digest, points=points):
            challenged = f"{_body(board)} challenged version {version} (digest {short(digest)}) on {dated(on)}"
            return f"recorded that {challenged}: {listed(quoted(point) for point in points)}"
        case scrutiny.BoardReconstituted(board=board, reconstituted_on=on, now_called=name, document=document):
            called = f" as {_body(name)}" if name else ""
            return f"recorded that {_body(board)} was set up anew on {dated(on)}{called} ({document})"
        case scrutiny.BoardChairChanged(board=board, chair=chair, changed_on=on, document=document):
            return f"recorded that {the(chair)} chairs {_body(board)} from {dated(on)} on ({document})"
        case scrutiny.ReportToCouncilRequired():
            return report_required(event)
        case _:
            assert_never(event)


def _body(name: str) -> str:
    return name if name.lower().startswith("the ") else f"the {name}"
