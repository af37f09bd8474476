"""The trail: what each kind of event says, and what a line says of who, when and why."""

from datetime import UTC, datetime

import pytest
import samples as s
from given import TERMS, day, given, usual_act
from histories import busy_book
from samples import EVENT_SAMPLES, REPORT

from domain.approval.events import Conflict
from domain.catalogue import EVENTS
from domain.drafting.content import Milestone
from domain.value import Event
from ledger.record import Record
from projections.trail import TRAIL, sentence, tell

TITLE = "Children’s services improvement plan 2022 to 2024"
WORDS = "Hold every strategy meeting within the time of the procedures, and audit thresholds each month."
MEASURE = "95 in 100 strategy meetings in time, three months running"

OF_THE_AUTHORITY: dict[str, str] = {
    "plan.terms-adopted": (
        f"adopted the newer terms of Gloucestershire County Council of 2022-04-3 (digest {TERMS.digest[:12]})"
    ),
    "authority.constitution-adopted": (
        f"adopted the terms of 2022-04-3 (digest {TERMS.digest[:12]}), in force from 1 April 2022 "
        "(Full council, 30 March 2022)"
    ),
    "authority.post-held": ("recorded that dcs-01 holds the post of Director of Children's Services from 1 April 2022"),
    "authority.post-left": (
        "recorded that dcs-01 held the post of Director of Children's Services until 16 September 2022, "
        "because “appointed elsewhere”"
    ),
    "authority.post-vacant": (
        "noted that nobody holds the post of Director of Children's Services from 17 September 2022; "
        "the Monitoring Officer is told on 26 September 2022 if nobody does by then"
    ),
    "authority.vacancy-escalated": (
        "noted that the post of Director of Children's Services is still vacant, and told the Monitoring Officer"
    ),
    "authority.delegation-given": (
        "recorded delegation D1: hoi-01 acts for dcs-01 as the Director of Children's Services in agree-action and "
        "amend-action from 1 September 2022 to 31 October 2022, because “annual leave”"
    ),
    "authority.delegation-ended": "ended delegation D1 on 16 September 2022, because “The director is back.”",
}

TOLD: dict[str, str] = OF_THE_AUTHORITY | {
    "plan.opened": (
        f"opened the plan “{TITLE}” for Gloucestershire County Council under its terms of 2022-04-3 "
        f"(digest {TERMS.digest[:12]})"
    ),
    "plan.inspection-recorded": (
        "recorded Ofsted's ILACS standard inspection from 7 February 2022 to 18 February 2022, under the framework "
        f"ilacs-2018 ({REPORT})"
    ),
    "plan.report-received": f"recorded that the authority received Ofsted's report on 1 April 2022 ({REPORT})",
    "plan.report-published": "recorded that Ofsted published the report on 1 April 2022 (reports.ofsted.gov.uk)",
    "plan.judgement-recorded": (
        f"recorded the judgement on overall effectiveness: requires improvement to be good ({REPORT})"
    ),
    "plan.finding-recorded": (
        "recorded recommendation R1: “Hold child-protection strategy meetings in time and apply the same "
        f"thresholds every time.” ({REPORT}, What needs to improve?)"
    ),
    "plan.deadline-stated": (
        "recorded that the council stated 14 July 2022 as the due date for the written statement (Draft "
        "of the cabinet report, May 2022)"
    ),
    "plan.deadline-adopted": (
        "adopted 15 July 2022 as the due date for the written statement, counted as 70 working days from "
        "1 April 2022 on the calendar england-and-wales/2026-02"
    ),
    "plan.deadline-mismatch-noted": (
        "noted that the due dates for the written statement differ: stated 14 July 2022 is 1 working day "
        "earlier than computed 15 July 2022"
    ),
    "plan.deadline-warned": "warned that the written statement is due on 15 July 2022, with 10 working days left",
    "plan.deadline-missed": "noted that publication of the report was due on 18 May 2022 and had not been done",
    "plan.action-agreed": (
        f"agreed action A1 on R1: “{WORDS}”, owned by the Head of Safeguarding, due 30 September 2022, "
        f"measured by “{MEASURE}”"
    ),
    "plan.action-amended": (
        f"amended action A1 on R1: “{WORDS}”, owned by the Head of Safeguarding, due 31 October 2022, "
        f"measured by “{MEASURE}”, because “The police can join the audit from October only.”"
    ),
    "plan.action-re-dated": (
        "moved the due date of action A1 from 31 October 2022 to 31 January 2023 (new date 1), because “The police "
        "can send their figures from January only.”, approved by hoi-01 as the Head of Improvement"
    ),
    "plan.no-action-reasoned": (
        "recorded why R5 gets no action: “The council’s digital programme replaces the case system; this "
        "plan follows it by report.”"
    ),
    "plan.version-cut": f"cut version 1, “{TITLE}”, with digest 28ee5b534343",
    "plan.key-decision-assessed": (
        "assessed on 20 May 2022 that the decision is a key one: “The plan affects every division.”"
    ),
    "plan.key-decision-notice-published": (
        "published on 24 May 2022 notice of a key decision on “Improvement plan for children’s services”; the decision "
        "may be taken from 22 June 2022"
    ),
    "plan.general-exception-notified": (
        "told the Overview and Scrutiny Chair on 14 June 2022 of a general exception: “Ofsted’s date leaves no time "
        "for 28 days.”; the decision may be taken from 22 June 2022"
    ),
    "plan.special-urgency-agreed": (
        "recorded that the Chair of the Council agreed special urgency on 21 June 2022 (instead of another, because "
        "“The chair of scrutiny is ill.”): “The statement is due on 15 July.”"
    ),
    "plan.private-meeting-noticed": (
        "published on 24 May 2022 the first notice of a meeting in private on 22 June 2022: “The risk register holds "
        "exempt information.”; it may be held from 22 June 2022"
    ),
    "plan.agenda-published": (
        "published on 14 June 2022 the agenda of 22 June 2022: “Item 8, improvement plan for children’s services”, "
        "with 2 papers, 1 of them late"
    ),
    "plan.paper-corrected": (
        "corrected paper item-8-appendix-2 of 22 June 2022 on 16 June 2022: “A date of action A1 was wrong.”"
    ),
    "plan.board-endorsed": (
        "recorded that the Improvement Board endorsed version 1 (digest 28ee5b534343) on 9 June 2022"
    ),
    "plan.approval-asked": (
        "put version 1 (digest 28ee5b534343) to cabinet on 14 June 2022, as round 1, to be answered by "
        "22 June 2022; the Democratic Services Officer is reminded from 17 June 2022 and the Monitoring "
        "Officer is told on 23 June 2022 if no answer comes"
    ),
    "plan.reminder-sent": (
        "sent reminder 1 of round 1 to the Democratic Services Officer: cabinet's answer was still awaited"
    ),
    "plan.escalated": "took round 1 to the Monitoring Officer: cabinet's answer was overdue",
    "plan.cabinet-approved": (
        "recorded that cabinet approved version 1 on 22 June 2022: “That the Improvement Plan be "
        "approved for submission to Ofsted.”; call-in ends on 29 June 2022 and it may be implemented "
        "from 30 June 2022"
    ),
    "plan.cabinet-refused": (
        "recorded that cabinet refused version 1 on 22 June 2022: “The plan does not say what it costs.”"
    ),
    "plan.sent-back": (
        "recorded that cabinet sent version 1 back on 22 June 2022 to be amended: “Set milestones for "
        "the two years.” and “Say what the plan costs.”"
    ),
    "plan.approval-withdrawn": "withdrew version 1 from cabinet: “The board asked for one more meeting.”",
    "plan.decision-implementable": (
        "recorded that version 1 may be implemented from 30 June 2022: call-in ended on 29 June 2022 unused"
    ),
    "plan.draft-plan-shared": (
        "recorded that version 1 (digest 28ee5b534343) was shared with Ofsted as the draft plan on 10 June 2022 "
        "(Letter to Ofsted of 10 June 2022)"
    ),
    "plan.decision-statement-published": (
        "recorded that the statement of the decision on version 1 was published on 24 June 2022 "
        "(www.gloucestershire.gov.uk/decisions); call-in ends on 1 July 2022 and it may be implemented from 2 July 2022"
    ),
    "plan.call-in-notice-received": (
        "recorded that 5 members called in the decision on version 1 on 28 June 2022, by notice call-in-1 on the "
        "ground breach of procedure: “Scrutiny was not asked before cabinet decided.”"
    ),
    "plan.call-in-validated": "recorded that the Chief Executive found call-in notice call-in-1 valid on 29 June 2022",
    "plan.call-in-rejected": (
        "recorded that the Chief Executive rejected call-in notice call-in-1 on 29 June 2022: “Scrutiny was asked on "
        "26 May.”"
    ),
    "plan.call-in-withdrawn": (
        "recorded that call-in notice call-in-1 was withdrawn by its signatories on 1 July 2022"
    ),
    "plan.call-in-exempted": (
        "recorded that the Chair of the Council and the Overview and Scrutiny Chair agreed on 24 June 2022 to exempt "
        "the decision on version 1 from call-in: “The statutory date would pass while scrutiny meets.”"
    ),
    "plan.decision-referred-back": (
        "recorded that scrutiny referred version 1 back to cabinet on 5 July 2022: “Cabinet did not see what scrutiny "
        "said on 26 May.”"
    ),
    "plan.decision-reaffirmed": (
        "recorded that cabinet let the decision on version 1 stand on 8 July 2022: “What scrutiny said is answered by "
        "actions A1 and A2.”; it may be implemented from 8 July 2022"
    ),
    "plan.post-implementation-review-requested": (
        "recorded that 5 members asked on 12 July 2022 for a review of the decision on version 1 after its "
        "implementation: “Members want to know why the decision could not wait.”"
    ),
    "plan.submission-acknowledged": (
        "recorded that HM Chief Inspector acknowledged version 1 on 5 July 2022 with receipt OFS-2022-0714"
    ),
    "plan.submitted-to-ofsted": (
        "recorded that version 1 (digest 28ee5b534343) was submitted to Ofsted on 6 July 2022, with "
        "receipts from HM Chief Inspector (OFS-2022-0714) and the Secretary of State (DFE-2022-3310)"
    ),
    "plan.published": (
        "recorded that the authority published version 1 (digest 28ee5b534343) on 15 July 2022 "
        "(www.gloucestershire.gov.uk/improvement-plan)"
    ),
    "plan.action-progressed": (
        "recorded that action A1 was in progress on 16 September 2022: “Two monthly audits are done.”"
    ),
    "plan.progress-reported": (
        "recorded that progress was reported to Improvement Board on 22 September 2022: “One action is "
        "under way; none is delayed.”"
    ),
    "plan.action-closed": (
        "closed action A1 on 30 September 2022 on evidence E1: “The audits were read with the police; the meetings "
        "are in time.”"
    ),
    "plan.action-reopened": (
        "reopened action A1 on 3 October 2022, because “The September figures show late meetings again.”"
    ),
    "plan.rag-overridden": (
        "set the rating of action A2 to red from 20 September 2022 until 14 October 2022, because “The provider has "
        "given notice, whatever the dates say.”"
    ),
    "plan.evidence-attached": (
        "attached evidence E1 to action A1: “Audit of strategy meetings, September 2022” (digest 9f2feb0f1ef4), "
        "official, held at Quality assurance register, audit 2022-09, kept until 31 March 2029"
    ),
    "plan.evidence-verified": (
        "verified evidence E1 of action A1: “Twelve of the audited files were read again, and the findings held.”"
    ),
    "plan.evidence-rejected": (
        "rejected evidence E1 of action A1, because “It counts meetings by telephone, which the procedures do not.”"
    ),
    "plan.impact-rated": (
        "rated the impact of action A1 as of 28 September 2022: early signs (The evidence shows a difference for some, "
        "or for a short time), because “Meetings are in time in two teams of three.”, by evidence E1"
    ),
    "plan.measure-defined": (
        "defined measure M1 of A1: “Strategy meetings held within the time of the procedures”, in per cent of the "
        "meetings of the month, from 71.5 on 31 March 2022 up to 95 by 31 October 2022; Statistical neighbours: 84 on "
        "31 March 2022"
    ),
    "plan.reading-recorded": ("recorded that measure M1 read 78.2 as of 31 August 2022 (Case system, monthly report)"),
    "plan.monitoring-visit-recorded": (
        "recorded Ofsted's monitoring visit visit-8, number 8, from 18 February 2020 to 19 February "
        "2020, which looked at timeliness of visits; effectiveness of assessment, planning and "
        "interventions; quality of management oversight and staff supervision; quality of "
        "performance-management information; its letter was published on 12 March 2020 (Ofsted, letter "
        "on the monitoring visit of 18 and 19 February 2020)"
    ),
    "plan.personal-detail-allowed": (
        "allowed the Democratic Services Officer what looks like an NHS number in one record-finding (allowance 1): "
        "“It is the number of a file at the trust.”"
    ),
    "plan.personal-detail-admitted": (
        "let what looks like an NHS number stand in the document of record-finding, which uses up allowance 1"
    ),
    "plan.erasure-asked": (
        "asked for the erasure of the text note of line 38 under decision IG/2022/14 (erasure 1): “A child can be "
        "recognised in it.”"
    ),
    "plan.text-erased": (
        "approved the erasure of the text note of line 38 under decision IG/2022/14 (erasure 1), whose key is destroyed"
    ),
    "plan.action-chased": (
        "reminded the Head of Safeguarding that action A1 is due on 14 October 2022, with 9 working days left"
    ),
    "plan.evidence-chased": (
        "reminded the Head of Safeguarding that action A1 is complete since 16 September 2022 without verified evidence"
    ),
    "plan.review-reminded": (
        "reminded the Director of Children's Services that the review under the improvement notice was due by 14 "
        "February 2018 and is 1 working day late"
    ),
    "plan.pack-frozen": (
        "fixed pack 1 for improvement-board from 6 July 2022 to 30 August 2022: 3 actions (3 green), 0 overdue, 0 "
        "with a new date, 0 with verified evidence (digest 7e11e59b3312)"
    ),
    "plan.closed": (
        "closed the plan on 3 October 2022, because “What is left goes on in the service plan.” (Cabinet, item 9)"
    ),
    "plan.superseded": (
        "recorded that the plan glos-2025 took this one’s place on 3 October 2022, because “A later inspection "
        "has a plan of its own.”"
    ),
    "plan.reopened": "reopened the plan on 3 October 2022, because “A receipt was recorded wrongly.”",
    "plan.improvement-notice-issued": (
        "recorded the improvement notice of the Department for Education of 14 August 2017, to be met by 30 November "
        "2019: “Address every area for improvement.” and “Set up an improvement board.”; the next review is due by 14 "
        f"February 2018 ({s.NOTICE})"
    ),
    "plan.six-month-review-held": (
        "recorded the review of 12 February 2018 under the improvement notice: “There is progress; the notice stays in "
        f"force.”; the next is due by 12 August 2018 ({s.NOTICE})"
    ),
    "plan.notice-lifted": (
        "recorded that the improvement notice was lifted on 5 April 2022, followed by support and supervision "
        f"({s.NOTICE})"
    ),
    "plan.direction-issued": (
        "recorded the statutory direction of the Secretary of State of 3 May 2022: “Comply with any instruction of the "
        f"commissioner.” ({s.DIRECTION})"
    ),
    "plan.commissioner-appointed": (
        "recorded that the Secretary of State appointed the Children's Services Commissioner on 3 May 2022 "
        f"({s.DIRECTION})"
    ),
    "plan.calendar-revised": (
        "adopted the calendar england-and-wales/2026-02+2022-thanksgiving by the revision 2022-thanksgiving: "
        "16 June 2022 (Eve of thanksgiving) is no working day and 24 June 2022 (Day of thanksgiving) is no "
        "working day (A Royal Proclamation, made up)"
    ),
    "plan.deadline-recomputed": (
        "noted that the computed due date for the written statement moved from 15 July 2022 to 19 July 2022 "
        "on the calendar england-and-wales/2026-02+2022-thanksgiving, while 14 July 2022 stays"
    ),
    "plan.call-in-window-moved": (
        "noted that call-in of the decision on version 1 now ends on 30 June 2022 and it may be implemented "
        "from 1 July 2022, on the calendar england-and-wales/2026-02+2022-thanksgiving"
    ),
    "plan.chasing-moved": (
        "moved the reminders of round 1 to 20 June 2022, 23 June 2022, 29 June 2022, 4 July 2022, 7 July "
        "2022, 12 July 2022, 15 July 2022 and 20 July 2022 and its escalation to 23 June 2022"
    ),
    "plan.first-lawful-day-moved": (
        "noted that by the agenda of 22 June 2022 the first lawful day is 23 June 2022, no longer 22 June 2022"
    ),
    "plan.meeting-scheduled": (
        "scheduled a meeting of cabinet on 22 June 2022: “Item 8, improvement plan for children’s services”"
    ),
    "plan.meeting-moved": (
        "moved the meeting of cabinet of 22 June 2022 to 13 July 2022, because “The papers are late.”"
    ),
    "plan.meeting-cancelled": ("cancelled the meeting of cabinet of 22 June 2022, because “The room is flooded.”"),
    "plan.infeasibility-told": (
        "told the Director of Children's Services that a step cannot be kept: notice of key decision"
    ),
    "plan.became-infeasible": (
        "noted that the step “notice of key decision”, to be taken by 24 May 2022, cannot be kept for the due"
        " date 15 July 2022: It was to be done by 24 May 2022, and it is not on record. "
        "The last meeting of cabinet that leaves time is on 22 June 2022"
    ),
    "plan.became-feasible": (
        "noted that with the meeting of 22 June 2022 every step can be kept for the due date 15 July 2022"
    ),
    "plan.direction-revoked": (
        f"recorded that the direction was revoked on 30 September 2022, followed by a year of support ({s.DIRECTION})"
    ),
    "plan.approval-route-chosen": (
        "chose the route cabinet_then_council for the approval, “Cabinet recommends, full council decides” "
        "(as in Telford and Wrekin 2016)"
    ),
    "plan.decision-made": (
        "recorded that full council approved version 1 on 6 July 2022, by 4 votes to 1: “That the Improvement Plan be "
        "approved for submission to Ofsted.”; with that it is approved"
    ),
    "plan.decision-deferred": (
        "recorded that full council put version 1 off on 29 June 2022 to its meeting of 6 July 2022: “The meeting was "
        "not quorate.”"
    ),
    "plan.finalised-under-delegation": (
        "finalised under cabinet's delegation on 28 June 2022, having consulted the Cabinet Member for Children's"
        " Services on 27 June 2022: version 2 (digest aabbb7a4a8a9) is to be submitted in the place of version 1 "
        "(digest 28ee5b534343); what differs: action A1 (measure)"
    ),
    "plan.delegation-revoked": (
        "recorded that version 1 is to be submitted as it stands: the delegation to finalise it was revoked on 27"
        " June 2022, because “Cabinet wants its own version sent.”"
    ),
    "plan.authority-delegated": (
        "recorded that on 22 June 2022 cabinet left it to the Director of Children's Services, in consultation "
        "with the Cabinet Member for Children's Services, to finalise version 1 by 8 July 2022; texts, dates and "
        "measures may change: “That the Director, in consultation with the Cabinet Member, finalise the plan for "
        "submission.”"
    ),
    "plan.change-classed": (
        "found that version 2 is a material change of version 1; what differs: action A1 (measure)"
    ),
    "plan.approval-voided": (
        "voided cabinet's yes to version 1, and cabinet is to be asked again: Version 2 changes what cabinet "
        "approved: action A1 (measure)"
    ),
    "plan.immaterial-change-adopted": (
        "let version 2 (digest 31cb3240dd1e) go out in the place of version 1: the Monitoring Officer confirmed "
        "on 27 June 2022 that it differs immaterially (Note of the Monitoring Officer, 27 June 2022)"
    ),
    "plan.scrutiny-considered": (
        "recorded that the Children and Families Overview and Scrutiny Committee considered the plan on 26 May "
        "2022, before cabinet decided on it (Minutes of 26 May 2022)"
    ),
    "plan.scrutiny-recommendation-made": (
        "recorded scrutiny's recommendation S1 of 26 May 2022: “Give each action a timeline.”"
    ),
    "plan.scrutiny-recommendation-answered": (
        "recorded that cabinet answered scrutiny's recommendation S1 on 22 June 2022: accepted in part, because "
        "“Actions of less than three months need none.”"
    ),
    "plan.board-challenged": (
        "recorded that the Improvement Board challenged version 1 (digest 28ee5b534343) on 9 June 2022: “The "
        "measures say what is done, not what changes for children.”"
    ),
    "plan.board-reconstituted": (
        "recorded that the Improvement Board was set up anew on 1 September 2022 as the Continuous Improvement "
        "Board (Scrutiny, 26 May 2022)"
    ),
    "plan.board-chair-changed": (
        "recorded that the Director of Children's Services chairs the Improvement Board from 1 September 2022 on "
        "(Scrutiny, 26 May 2022)"
    ),
    "book.opened": "opened the book, whose times are a case's",
    "book.seal-key-adopted": (
        "sealed the book from here on with the key minutebook/5f3a91c2+6a0d2c1e+"
        "AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 instead of minutebook/5f3a91c2+0b9d7f3a+"
        "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k: the yearly change"
    ),
    "book.absence-shown": (
        "showed Ofsted that there was no plan glos-2021 at the checkpoint over 77 lines (digest a6a6a6a6a6a6)"
    ),
    "command.refused": (
        "was refused record-cabinet-approval on glos-2022: 3 decided, and the quorum is 4 (cabinet "
        "procedure rule 5) (rule: quorum)"
    ),
    "plan.private-meeting-agreed": (
        "recorded that the Overview and Scrutiny Chair agreed on 14 June 2022 that the meeting of 22 June 2022 may be "
        "in private without 28 clear days' notice: “Ofsted's date leaves no time for 28 days.”"
    ),
    "plan.papers-opened-to-members": (
        "opened the papers of the public meeting of 22 June 2022 to members on 15 June 2022, after 14 June 2022, when "
        "that was due (Members’ library)"
    ),
    "plan.officer-decision-published": (
        "published on 29 June 2022 the record of the decision of 28 June 2022 on version 2 (digest aabbb7a4a8a9) by "
        "the Director of Children's Services, with 1 declared conflict of interest: “That version 2 be submitted to "
        "Ofsted.” (The council’s website, decisions of officers)"
    ),
    "plan.report-to-council-required": (
        "recorded that the Children and Families Overview and Scrutiny Committee required on 29 June 2022 a report to "
        "full council by 20 July 2022 on the decision on version 1, which it holds should have been key: “The plan "
        "affects every division.”"
    ),
    "plan.scrutiny-answer-chased": (
        "reminded the Monitoring Officer that the answer to scrutiny's recommendation S1 was due by 26 July 2022 and "
        "is 1 working day late"
    ),
    "plan.delegation-ran-out": (
        "told the Director of Children's Services that the delegation to finalise version 1 ended on 8 July 2022 "
        "without being used"
    ),
    "plan.call-in-chased": (
        "told the Director of Children's Services that call-in notice call-in-1 of 28 June 2022 was not judged by "
        "29 June 2022, when the time for call-ins ended"
    ),
    "plan.exported": (
        "exported for internal audit an evidence bundle of the checkpoint over 77 lines (export 1, digest "
        "5d5d5d5d5d5d): decision 1 of glos-2022"
    ),
    "plan.accessed": "noted that iau-01, as Internal Auditor, read the plan, in which something is exempt",
    "plan.fact-corrected": (
        "corrected line 6: text “Make sure that care leavers’ accommodation suits their needs and that they feel safe "
        "there.” instead of “Make sure that care leavers’ accommodation suits their needs and feels safe.”, because "
        "“It was taken from the draft report.”, by Ofsted, Inspection of Gloucestershire local authority children’s "
        "services, published 1 April 2022, countersigned by mo-01"
    ),
    "plan.retention-hold-placed": (
        "placed hold H1 on the plan for inquiry 7 on 3 October 2022: The inquiry asked that nothing be destroyed"
    ),
    "plan.retention-hold-released": "released hold H1 on 3 October 2022: The inquiry has reported",
    "plan.dropped": (
        "dropped the 2 lines at 2 to 3 of this plan under decision IG-2022-14, approved by mo-01 as Monitoring Officer"
        ": it was to be kept for 6 years, until 3 May 2022 (access to information rule 6); their chain is 3c3c3c3c3c3c"
    ),
}


def test_every_kind_of_event_has_its_sentence() -> None:
    assert set(TOLD) == set(EVENTS) == set(EVENT_SAMPLES)


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_what_happened_is_told(kind: str) -> None:
    assert tell(EVENT_SAMPLES[kind]) == TOLD[kind]


OTHERWISE: list[tuple[Event, dict[str, object], str]] = [
    (
        s.plan_was_opened,
        {"stage": "delivery"},
        (
            f"opened the plan “{TITLE}” for Gloucestershire County Council under its terms of 2022-04-3 "
            f"(digest {TERMS.digest[:12]}), in delivery already"
        ),
    ),
    (
        s.report_was_received,
        {"embargoed_until": day("2022-04-08"), "document": "the report"},
        (
            "recorded that the authority received Ofsted's report on 1 April 2022, under embargo until 8 April 2022 "
            "(the report)"
        ),
    ),
    (
        s.ofsted_published_the_report,
        {"publisher": "authority", "where": "our site"},
        "recorded that the authority published the report on 1 April 2022 (our site)",
    ),
    (
        s.computed_deadline_was_adopted,
        {"basis": "extended", "counted_from": None, "working_days": None, "because": "Ofsted agreed."},
        "adopted 15 July 2022 as the due date for the written statement, as an extension, because “Ofsted agreed.”",
    ),
    (
        s.stated_and_computed_were_found_to_differ,
        {"computed": day("2017-03-08"), "stated": day("2017-03-09"), "working_days_apart": 1},
        (
            "noted that the due dates for the written statement differ: stated 9 March 2017 is 1 working day later "
            "than computed 8 March 2017"
        ),
    ),
    (
        s.stated_and_computed_were_found_to_differ,
        {"stated": day("2022-07-16"), "working_days_apart": 0},
        (
            "noted that the due dates for the written statement differ: stated 16 July 2022 is later than computed "
            "15 July 2022, though by no working day"
        ),
    ),
    (
        s.a_warning_went_out_ten_days_before,
        {"working_days_left": 1},
        "warned that the written statement is due on 15 July 2022, with 1 working day left",
    ),
    (
        s.prompt_strategy_meetings_were_agreed,
        {"findings": ("R1", "R2", "R3"), "text": "Meet.", "measure": "minutes"},
        (
            "agreed action A1 on R1, R2 and R3: “Meet.”, owned by the Head of Safeguarding, due 30 September 2022, "
            "measured by “minutes”"
        ),
    ),
    (
        s.cabinet_approved_version_1,
        {"verb": "noted", "resolution": "Noted.", "statement_published_on": day("2022-06-24")},
        (
            "recorded that cabinet noted version 1 on 22 June 2022: “Noted.”; its statement was published on 24 June "
            "2022, call-in ends on 29 June 2022 and it may be implemented from 30 June 2022"
        ),
    ),
    (
        s.cabinet_approved_version_1,
        {
            "resolution": "Agreed.",
            "call_in_ends": None,
            "no_call_in_because": "It is urgent.",
            "implementable_from": day("2022-06-22"),
        },
        (
            "recorded that cabinet approved version 1 on 22 June 2022: “Agreed.”; it is exempt from call-in, because "
            "“It is urgent.”, and may be implemented from 22 June 2022"
        ),
    ),
    (
        s.decision_became_implementable,
        {"call_in_ended": None},
        "recorded that version 1 may be implemented from 30 June 2022: no call-in was to be waited for",
    ),
    (
        s.decision_became_implementable,
        {"called_in": True},
        "recorded that version 1 may be implemented from 30 June 2022: what members called in is settled",
    ),
    (
        s.decision_statement_was_published,
        {"conflicts": (Conflict(member="cab-06", interest="Her employer supplies the case system."),)},
        (
            "recorded that the statement of the decision on version 1 was published on 24 June 2022 "
            "(www.gloucestershire.gov.uk/decisions), with 1 declared conflict of interest; call-in ends on 1 July 2022 "
            "and it may be implemented from 2 July 2022"
        ),
    ),
    (
        s.decision_statement_was_published,
        {"call_in_ends": None, "implementable_from": day("2022-06-22")},
        (
            "recorded that the statement of the decision on version 1 was published on 24 June 2022 "
            "(www.gloucestershire.gov.uk/decisions); it is exempt from call-in and may be implemented from 22 June 2022"
        ),
    ),
    (
        s.decision_was_assessed_as_key,
        {"is_key": False, "certified_by": ("chief-finance-officer", "monitoring-officer")},
        (
            "assessed on 20 May 2022 that the decision is not a key one, as the Chief Finance Officer and the "
            "Monitoring Officer certified: “The plan affects every division.”"
        ),
    ),
    (
        s.agenda_was_published,
        {"papers": s.publish_the_agenda.papers[:1], "shorter_because": "It is urgent."},
        (
            "published on 14 June 2022 the agenda of 22 June 2022, at shorter notice because “It is urgent.”: “Item 8, "
            "improvement plan for children’s services”, with 1 paper"
        ),
    ),
    (
        s.version_1_was_sent_back,
        {"after_call_in": True, "points": ("Cost it.",)},
        "recorded that cabinet sent version 1 back on 22 June 2022 after the call-in to be amended: “Cost it.”",
    ),
    (
        s.eighth_visit_was_recorded,
        {
            "visited_from": day("2020-02-19"),
            "number": None,
            "focus": (),
            "letter_published_on": None,
            "document": "Letter",
        },
        "recorded Ofsted's monitoring visit visit-8 on 19 February 2020 (Letter)",
    ),
    (s.book_was_opened, {"clock": "real"}, "opened the book, whose times are the world's"),
    (
        s.prompt_strategy_meetings_were_agreed,
        {
            "text": "Meet.",
            "measure": "minutes",
            "theme": "Protection",
            "outcome": "Children are safe.",
            "lead": "head-of-social-work-practice",
            "partner": "the police",
            "start": day("2022-05-02"),
            "milestones": (Milestone(id="M1", text="The first audit", due=day("2022-06-30")),),
            "origin": "monitoring-visit",
        },
        (
            "agreed action A1 on R1: “Meet.”, owned by the Head of Safeguarding, due 30 September 2022, measured by "
            "“minutes”, under the theme “Protection”, for the outcome “Children are safe.”, led by the Head of Social "
            "Work Practice, with the police, from 2 May 2022, in the steps M1 “The first audit” by 30 June 2022, "
            "raised by monitoring visit"
        ),
    ),
    (
        s.report_was_received,
        {"source": "jtai-2023", "document": "the report"},
        "recorded that the authority received Ofsted's report of jtai-2023 on 1 April 2022 (the report)",
    ),
    (
        s.the_inspection_was_recorded,
        {
            "source": "jtai-2023",
            "type": "jtai",
            "era": None,
            "priority_action": True,
            "principal_authority": "Gloucestershire Constabulary",
            "conflict": "The minute says 8 February.",
            "document": "Letter",
        },
        (
            "recorded the joint targeted area inspection jtai-2023 from 7 February 2022 to 18 February 2022, which "
            "raised areas for priority action, with Gloucestershire Constabulary as the principal authority (Letter); "
            "other papers differ: The minute says 8 February"
        ),
    ),
    (
        s.late_strategy_meetings_were_recorded,
        {"sort": "weakness", "source": "visit-8", "text": "Late.", "document": "Letter", "paragraph": "12"},
        "recorded weakness R1 of visit-8: “Late.” (Letter, paragraph 12)",
    ),
    (
        s.late_strategy_meetings_were_recorded,
        {
            "priority_action": True,
            "repeats": "glos-2017/R4",
            "framework": "outcome 3",
            "text": "Late.",
            "document": "Letter",
        },
        (
            "recorded recommendation R1 for priority action, which repeats glos-2017/R4: “Late.” (Letter, What needs "
            "to improve?; National Framework: outcome 3)"
        ),
    ),
    (
        s.late_strategy_meetings_were_recorded,
        {"sort": "area", "paragraph": None, "text": "Late.", "document": "Self-evaluation"},
        "recorded area added by the council R1: “Late.” (Self-evaluation)",
    ),
]


@pytest.mark.parametrize(("event", "but", "told"), OTHERWISE)
def test_what_happened_otherwise_is_told_otherwise(event: Event, but: dict[str, object], told: str) -> None:
    assert tell(event.model_copy(update=but)) == told


def test_an_event_of_nobodys_is_not_told() -> None:
    class Gossip(Event):
        kind = "gossip"

    with pytest.raises(KeyError):
        tell(Gossip())


def line(event: Event = s.board_was_told, **said: object) -> Record:
    """A line by the clerk, at five past two on a June afternoon in London."""
    act = usual_act(s.report_to_the_board)
    facts = {
        "position": 9,
        "stream": "glos-2022",
        "number": 3,
        "kind": event.kind,
        "version": 1,
        "at": datetime(2022, 6, 22, 13, 5, tzinfo=UTC),
        "effective": day("2022-06-22"),
        "by": act.by,
        "acting_as": act.acting_as,
        "event": event,
    }
    return Record.model_validate(facts | said)


def test_a_line_says_when_who_as_what_and_what() -> None:
    assert sentence(line(s.version_1_was_cut)) == (
        "22 June 2022, 14:05: dso-01, as Democratic Services Officer, "
        f"cut version 1, “{TITLE}”, with digest 28ee5b534343."
    )


def test_a_workflow_is_minutebook_itself() -> None:
    told = sentence(line(s.overdue_answer_was_escalated, by="workflow", acting_as="minutebook"))
    assert told.startswith("22 June 2022, 14:05: Minutebook took round 1 to the Monitoring Officer")


def test_a_due_date_that_had_passed_when_it_was_agreed_is_told_but_of_papers() -> None:
    agreed, noted = s.prompt_strategy_meetings_were_agreed, " [due 30 September 2022, which had passed]"
    assert sentence(line(agreed, effective=day("2022-10-01"))).endswith(noted)
    assert noted not in sentence(line(agreed, effective=day("2022-09-30")))
    assert noted not in sentence(line(agreed, effective=day("2022-10-01"), brought_in=True))
    re_dated = s.strategy_meetings_were_given_until_january.but(due=agreed.due)
    assert noted in sentence(line(re_dated, effective=day("2022-10-01")))


def test_a_line_says_for_whom_by_what_authority_why_and_what_is_special() -> None:
    told = sentence(
        line(
            s.question_was_withdrawn,
            on_behalf_of="dcs-01",
            authority="constitution, part 3.",
            reason="the board is to meet again.",
            effective=day("2022-06-01"),
            brought_in=True,
            invented=True,
        )
    )
    assert told.endswith(
        "withdrew version 1 from cabinet: “The board asked for one more meeting.”, for dcs-01, on the authority of "
        "constitution, part 3, because the board is to meet again (true of 1 June 2022). [brought in from papers] "
        "[invented]"
    )


def test_the_day_of_recording_is_londons() -> None:
    late = line(s.version_1_was_cut, at=datetime(2022, 6, 21, 23, 30, tzinfo=UTC))
    assert sentence(late).startswith("22 June 2022, 00:30: ")
    assert "true of" not in sentence(late)


def test_the_trail_has_every_line_of_every_stream() -> None:
    lines = busy_book().after(0, 10_000)
    rows = [TRAIL.of(record) for record in lines]
    assert {"book", "refusals", "plan-1", "plan-6"} <= {row.plan for row in rows}
    refusal = next(row for row in rows if row.plan == "refusals")
    assert "was refused record-monitoring-visit on plan-9: There is no plan plan-9: open it first (rule: " in (
        refusal.sentence
    )


def test_what_a_route_changes_is_told_with_the_names_of_those_asked() -> None:
    outcomes = [
        given(*s.on_its_route[:-1]).when(s.ask_cabinet),
        given(*s.on_its_route).when(s.record_cabinets_recommendation),
        given(*s.recommended_by_cabinet).when(s.record_the_first_reminder),
        given(*s.recommended_by_cabinet).when(s.withdraw_the_question),
    ]
    said = [tell(outcome.accepted()[0]) for outcome in outcomes]
    assert "to cabinet to recommend it on 14 June 2022" in said[0]
    assert said[1].endswith("now awaited: full council to decide")
    assert said[2].endswith("the answer of full council was still awaited")
    assert said[3].startswith("withdrew version 1 from full council")
