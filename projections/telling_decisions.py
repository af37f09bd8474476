"""What is said of notices, cabinet’s answers and call-ins, as the predicate of a sentence."""

from typing import assert_never

from domain.approval import events as approval
from domain.approval.events import ApprovalEvent
from domain.authority.routes import whom
from domain.calendar import dated
from domain.call_in import events as call_in
from domain.call_in.events import CallInEvent
from domain.notice import events as notice
from domain.notice.events import NoticeEvent
from projections.telling_access import agreed, opened
from projections.wording import (
    listed,
    plain,
    quoted,
    short,
    the,
)


def tell_notice(event: NoticeEvent) -> str:
    match event:
        case notice.KeyDecisionAssessed(is_key=is_key, assessed_on=on, because=because):
            certified = f", as {listed(the(p) for p in event.certified_by)} certified" if event.certified_by else ""
            key = "a key one" if is_key else "not a key one"
            return f"assessed on {dated(on)} that the decision is {key}{certified}: {quoted(because)}"
        case notice.KeyDecisionNoticePublished(matter=matter, published_on=on):
            return f"published on {dated(on)} notice of a key decision on {quoted(matter)}; {_from(event)}"
        case notice.GeneralExceptionNotified(notified=post, notified_on=on, because=because):
            return f"told {the(post)} on {dated(on)} of a general exception: {quoted(because)}; {_from(event)}"
        case notice.SpecialUrgencyAgreed(agreed_by=post, agreed_on=on, because=because):
            instead = f" (instead of another, because {quoted(event.instead_because)})" if event.instead_because else ""
            return f"recorded that {the(post)} agreed special urgency on {dated(on)}{instead}: {quoted(because)}"
        case notice.PrivateMeetingNoticed(notice=which, meeting_on=meeting, published_on=on):
            met = f"the {which} notice of a meeting in private on {dated(meeting)}: {quoted(event.because)}"
            to_exclude = f", by the resolution {quoted(event.resolution)}" if event.resolution else ""
            return f"published on {dated(on)} {met}{to_exclude}; it may be held from {dated(event.first_lawful_day)}"
        case notice.AgendaPublished(meeting_on=meeting, item=item, published_on=on, papers=papers):
            late = sum(paper.late for paper in papers)
            held = f"{len(papers)} paper{'' if len(papers) == 1 else 's'}{f', {late} of them late' if late else ''}"
            why = f", at shorter notice because {quoted(event.shorter_because)}" if event.shorter_because else ""
            return f"published on {dated(on)} the agenda of {dated(meeting)}{why}: {quoted(item)}, with {held}"
        case notice.PaperCorrected(meeting_on=meeting, paper=paper, corrected_on=on, because=because):
            return f"corrected paper {paper} of {dated(meeting)} on {dated(on)}: {quoted(because)}"
        case notice.PrivateMeetingAgreed():
            return agreed(event)
        case notice.PapersOpenedToMembers():
            return opened(event)
        case _:
            assert_never(event)


def _from(event: notice.KeyDecisionNoticePublished | notice.GeneralExceptionNotified) -> str:
    return f"the decision may be taken from {dated(event.first_lawful_day)}"


def tell_approval(event: ApprovalEvent) -> str:
    match event:
        case approval.BoardEndorsed(board=board, version=version, endorsed_on=on, digest=digest):
            body = board if board.lower().startswith("the ") else f"the {board}"
            return f"recorded that {body} endorsed version {version} (digest {short(digest)}) on {dated(on)}"
        case approval.ApprovalAsked():
            return _asked(event)
        case approval.ReminderSent(number=number, round=round_, to=to):
            return f"sent reminder {number} of round {round_} to {the(to)}: {_answer_of(event)} was still awaited"
        case approval.Escalated(round=round_, to=to):
            return f"took round {round_} to {the(to)}: {_answer_of(event)} was overdue"
        case approval.CabinetApproved():
            return _approved(event)
        case approval.CabinetRefused(version=version, decided_on=on, because=because):
            return f"recorded that cabinet refused version {version} on {dated(on)}: {quoted(because)}"
        case approval.SentBack(version=version, decided_on=on, points=points):
            amend = listed(quoted(point) for point in points)
            after = " after the call-in" if event.after_call_in else ""
            back = f"{event.name or 'cabinet'} sent version {version} back on {dated(on)}{after}"
            return f"recorded that {back} to be amended: {amend}"
        case approval.ApprovalWithdrawn(version=version, because=because):
            return f"withdrew version {version} from {event.awaiting or 'cabinet'}: {quoted(because)}"
        case approval.DecisionImplementable(version=version, call_in_ended=ended, implementable_from=day):
            why = f"call-in ended on {dated(ended)} unused" if ended else "no call-in was to be waited for"
            if ended and event.called_in:
                why = "what members called in is settled"
            still = "; it is still to be finalised" if event.finalisation_awaited else ""
            return f"recorded that version {version} may be implemented from {dated(day)}: {why}{still}"
        case approval.DecisionStatementPublished():
            return _published(event)
        case _:
            assert_never(event)


def _answer_of(event: approval.ReminderSent | approval.Escalated) -> str:
    return f"the answer of {event.awaiting}" if event.awaiting else "cabinet's answer"


def _asked(event: approval.ApprovalAsked) -> str:
    to = whom(event.awaited) or "cabinet"
    put = f"put version {event.version} (digest {short(event.digest)}) to {to} on {dated(event.asked_on)}"
    until = f"as round {event.round}, to be answered by {dated(event.answer_by)}"
    first = f"{the(event.remind)} is reminded from {dated(event.remind_on[0])} and " if event.remind_on else ""
    return f"{put}, {until}; {first}{the(event.escalate_to)} is told on {dated(event.escalate_on)} if no answer comes"


def _approved(event: approval.CabinetApproved) -> str:
    decided = f"recorded that cabinet {event.verb} version {event.version} on {dated(event.decided_on)}"
    if event.votes:
        decided += f", by {event.votes.in_favour} votes to {event.votes.against}"
    if event.finalisation_delegated:
        decided += " and delegated its finalisation"
    day = f"may be implemented from {dated(event.implementable_from)}"
    if event.awaited:
        return f"{decided}: {quoted(event.resolution)}; now awaited: {whom(event.awaited)}"
    if event.call_in_ends is None:
        because = f", because {quoted(event.no_call_in_because)}," if event.no_call_in_because else ""
        return f"{decided}: {quoted(event.resolution)}; it is exempt from call-in{because} and {day}"
    late = event.statement_published_on != event.decided_on
    published = f"its statement was published on {dated(event.statement_published_on)}, " if late else ""
    ends = f"call-in ends on {dated(event.call_in_ends)} and it {day}"
    return f"{decided}: {quoted(event.resolution)}; {published}{ends}"


def _published(event: approval.DecisionStatementPublished) -> str:
    published = f"the statement of the decision on version {event.version} was published on {dated(event.published_on)}"
    ends = "it is exempt from call-in and"
    if event.call_in_ends:
        ends = f"call-in ends on {dated(event.call_in_ends)} and it"
    declared = len(event.conflicts or ())
    conflicts = f", with {declared} declared conflict{'' if declared == 1 else 's'} of interest" if declared else ""
    day = f"may be implemented from {dated(event.implementable_from)}"
    return f"recorded that {published} ({event.where}){conflicts}; {ends} {day}"


def tell_call_in(event: CallInEvent) -> str:
    match event:
        case call_in.CallInNoticeReceived(notice=notice, version=version, signatories=signed, received_on=on):
            members = len({member.casefold() for member in signed})
            called = f"{members} members called in the decision on version {version} on {dated(on)}"
            ground = f"on the ground {plain(event.ground)}: {quoted(event.because)}"
            return f"recorded that {called}, by notice {notice} {ground}"
        case call_in.CallInValidated(notice=notice, judged_by=judge, judged_on=on):
            return f"recorded that {the(judge)} found call-in notice {notice} valid on {dated(on)}"
        case call_in.CallInRejected(notice=notice, judged_by=judge, judged_on=on, because=because):
            return f"recorded that {the(judge)} rejected call-in notice {notice} on {dated(on)}: {quoted(because)}"
        case call_in.CallInWithdrawn(notice=notice, withdrawn_on=on):
            return f"recorded that call-in notice {notice} was withdrawn by its signatories on {dated(on)}"
        case call_in.CallInExempted(version=version, agreed_by=posts, agreed_on=on, because=because):
            agreed = f"{listed(the(post) for post in posts)} agreed on {dated(on)}"
            return f"recorded that {agreed} to exempt the decision on version {version} from call-in: {quoted(because)}"
        case call_in.DecisionReferredBack(version=version, referred_on=on, because=because):
            referred = f"scrutiny referred version {version} back to cabinet on {dated(on)}"
            return f"recorded that {referred}: {quoted(because)}"
        case call_in.DecisionReaffirmed(version=version, reaffirmed_by=who, reaffirmed_on=on, because=because):
            stands = f"{who} let the decision on version {version} stand on {dated(on)}: {quoted(because)}"
            return f"recorded that {stands}; it may be implemented from {dated(event.implementable_from)}"
        case call_in.PostImplementationReviewRequested(version=version, signatories=signed, requested_on=on):
            asked = f"{len(signed)} members asked on {dated(on)} for a review of the decision on version {version}"
            return f"recorded that {asked} after its implementation: {quoted(event.because)}"
        case _:
            assert_never(event)
