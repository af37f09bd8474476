"""What the notices add up to: whether the decision is key, from when it may be taken, and what each agenda held."""

from datetime import date
from typing import assert_never

from domain.notice.events import (
    AgendaPublished,
    GeneralExceptionNotified,
    KeyDecisionAssessed,
    KeyDecisionNoticePublished,
    NoticeEvent,
    PaperCorrected,
    PapersOpenedToMembers,
    PrivateMeetingAgreed,
    PrivateMeetingNoticed,
    SpecialUrgencyAgreed,
)
from domain.value import Day, Digest, Id, Value


class Agenda(Value):
    """An agenda as it was published, and the digests that its papers have now."""

    published: AgendaPublished
    papers: dict[Id, Digest]


class Notices(Value):
    """Each the latest of its kind; private meetings by day and notice, agendas and what was agreed by the day of the
    meeting; `opened` is every time that papers were opened to members."""

    assessed: KeyDecisionAssessed | None = None
    notice: KeyDecisionNoticePublished | None = None
    exception: GeneralExceptionNotified | None = None
    urgency: SpecialUrgencyAgreed | None = None
    private: dict[str, PrivateMeetingNoticed] = {}
    agendas: dict[Day, Agenda] = {}
    agreed: dict[Day, PrivateMeetingAgreed] = {}
    opened: tuple[PapersOpenedToMembers, ...] = ()

    @property
    def key_decision_from(self) -> date | None:
        """From when a key decision may be taken: after its notice, or by exception or urgency."""
        days = [given.first_lawful_day for given in (self.notice, self.exception, self.urgency) if given]
        return min(days, default=None)


def evolve(notices: Notices, event: NoticeEvent) -> Notices:
    match event:
        case KeyDecisionAssessed():
            return notices.but(assessed=event)
        case KeyDecisionNoticePublished():
            return notices.but(notice=event)
        case GeneralExceptionNotified():
            return notices.but(exception=event)
        case SpecialUrgencyAgreed():
            return notices.but(urgency=event)
        case PrivateMeetingNoticed(meeting_on=on, notice=which):
            return notices.but(private={**notices.private, f"{on} {which}": event})
        case AgendaPublished(meeting_on=on, papers=papers):
            agenda = Agenda(published=event, papers={paper.paper: paper.digest for paper in papers})
            return notices.but(agendas={**notices.agendas, on: agenda})
        case PaperCorrected(meeting_on=on):
            return notices.but(agendas=_corrected(notices.agendas, on, event))
        case PrivateMeetingAgreed(meeting_on=on):
            return notices.but(agreed={**notices.agreed, on: event})
        case PapersOpenedToMembers():
            return notices.but(opened=(*notices.opened, event))
        case _:
            assert_never(event)


def _corrected(agendas: dict[Day, Agenda], on: date, event: PaperCorrected) -> dict[Day, Agenda]:
    if on not in agendas:
        return agendas
    papers = {**agendas[on].papers, event.paper: event.digest}
    return {**agendas, on: agendas[on].but(papers=papers)}
