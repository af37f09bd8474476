"""What scrutiny and the board have said, what was answered, and who chairs the board."""

from typing import assert_never

from domain.scrutiny.events import (
    BoardChairChanged,
    BoardChallenged,
    BoardReconstituted,
    ReportToCouncilRequired,
    ScrutinyConsidered,
    ScrutinyEvent,
    ScrutinyRecommendationAnswered,
    ScrutinyRecommendationMade,
)
from domain.value import Id, Value


class Scrutiny(Value):
    """Meetings, recommendations and answers by id, the last two by the recommendation's; of the board what is last."""

    meetings: dict[Id, ScrutinyConsidered] = {}
    recommendations: dict[Id, ScrutinyRecommendationMade] = {}
    answers: dict[Id, ScrutinyRecommendationAnswered] = {}
    challenges: tuple[BoardChallenged, ...] = ()
    board: BoardReconstituted | None = None
    chair: BoardChairChanged | None = None
    reports: tuple[ReportToCouncilRequired, ...] = ()

    @property
    def unanswered(self) -> tuple[ScrutinyRecommendationMade, ...]:
        return tuple(made for id_, made in self.recommendations.items() if id_ not in self.answers)


def evolve(scrutiny: Scrutiny, event: ScrutinyEvent) -> Scrutiny:
    match event:
        case ScrutinyConsidered(meeting=meeting):
            return scrutiny.but(meetings={**scrutiny.meetings, meeting: event})
        case ScrutinyRecommendationMade(recommendation=id_):
            return scrutiny.but(recommendations={**scrutiny.recommendations, id_: event})
        case ScrutinyRecommendationAnswered(recommendation=id_):
            return scrutiny.but(answers={**scrutiny.answers, id_: event})
        case BoardChallenged():
            return scrutiny.but(challenges=(*scrutiny.challenges, event))
        case BoardReconstituted():
            return scrutiny.but(board=event)
        case BoardChairChanged():
            return scrutiny.but(chair=event)
        case ReportToCouncilRequired():
            return scrutiny.but(reports=(*scrutiny.reports, event))
        case _:
            assert_never(event)
