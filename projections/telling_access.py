"""What is said of access to information: private meetings, members' access, officers' decisions, scrutiny's report."""

from domain.calendar import dated
from domain.finalisation.events import OfficerDecisionPublished
from domain.notice.events import PapersOpenedToMembers, PrivateMeetingAgreed
from domain.scrutiny.events import ReportToCouncilRequired
from projections.wording import quoted, short, the

_OF = {
    "public-meeting": "the public meeting of",
    "private-meeting": "the meeting in private of",
    "officer-decision": "the officer's decision of",
}


def agreed(event: PrivateMeetingAgreed) -> str:
    instead = f" (instead of another, because {quoted(event.instead_because)})" if event.instead_because else ""
    private = f"the meeting of {dated(event.meeting_on)} may be in private without 28 clear days' notice"
    who = f"{the(event.agreed_by)} agreed on {dated(event.agreed_on)}{instead}"
    return f"recorded that {who} that {private}: {quoted(event.because)}"


def opened(event: PapersOpenedToMembers) -> str:
    late = f", after {dated(event.open_by)}, when that was due" if event.opened_on > event.open_by else ""
    papers = f"the papers of {_OF[event.papers_of]} {dated(event.decision_on)}"
    return f"opened {papers} to members on {dated(event.opened_on)}{late} ({event.where})"


def officers_decision(event: OfficerDecisionPublished) -> str:
    of = f"version {event.version} (digest {short(event.digest)}) by {the(event.decided_by)}"
    declared = len(event.conflicts)
    conflicts = f", with {declared} declared conflict{'' if declared == 1 else 's'} of interest" if declared else ""
    record = f"the decision of {dated(event.decided_on)} on {of}{conflicts}: {quoted(event.decision)}"
    return f"published on {dated(event.published_on)} the record of {record} ({event.where})"


def report_required(event: ReportToCouncilRequired) -> str:
    committee = event.committee if event.committee.lower().startswith("the ") else f"the {event.committee}"
    asked = f"{committee} required on {dated(event.required_on)} a report to full council by {dated(event.report_by)}"
    decision = f"the decision on version {event.version}, which it holds should have been key"
    return f"recorded that {asked} on {decision}: {quoted(event.because)}"
