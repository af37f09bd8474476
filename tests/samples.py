"""One named sample of everything that may be asked and of everything that can happen: Gloucestershire in 2022.

Dates, posts and the five recommendations are the public record's. Actions, resolution, receipts and a draft that says
14 July are not public and made up. Commands are named in the imperative, events in the past, and a situation by what
has been reached.
"""

from typing import Any

from given import TEMPLATE, TERMS, day

from domain.allowance import commands as allowance
from domain.allowance import events as was_allowance
from domain.approval import commands as approval
from domain.approval import events as was_approval
from domain.authority import commands as authority
from domain.authority import events as was_authority
from domain.authority.routes import Asking, Route
from domain.authority.state import Retention, ScrutinyTerms
from domain.book.events import AbsenceShown, BookOpened, CommandRefused, SealKeyAdopted
from domain.bringing_forward import commands as bringing_forward
from domain.bringing_forward import events as was_brought_forward
from domain.call_in import commands as call_in
from domain.call_in import events as was_call_in
from domain.clocks import Warn
from domain.closing import commands as closing
from domain.closing import events as was_closing
from domain.correction import commands as correction
from domain.correction import events as was_correction
from domain.correction.events import Changed
from domain.deadline import commands as deadline
from domain.deadline import events as was_deadline
from domain.delivery import commands as delivery
from domain.delivery import events as was_delivery
from domain.disclosure import commands as disclosure
from domain.disclosure import events as was_disclosed
from domain.drafting import commands as drafting
from domain.drafting import events as was_drafting
from domain.drafting.difference import Difference
from domain.erasure import commands as erasure
from domain.erasure import events as was_erasure
from domain.evidence import commands as evidence
from domain.evidence import events as was_evidence
from domain.finalisation import commands as finalisation
from domain.finalisation import events as was_finalisation
from domain.finalisation.events import Classed, Consulted
from domain.inspection import commands as inspection
from domain.inspection import events as was_inspection
from domain.intervention import commands as intervention
from domain.intervention import events as was_intervention
from domain.measures import commands as measures
from domain.measures import events as was_measures
from domain.measures.events import Baseline, Comparator, Target
from domain.meeting import commands as meeting
from domain.meeting import events as was_meeting
from domain.monitoring import commands as monitoring
from domain.monitoring import events as was_monitoring
from domain.notice import commands as notice
from domain.notice import events as was_notice
from domain.notice.events import Paper
from domain.retention import commands as retention
from domain.retention import events as was_retention
from domain.route import commands as route
from domain.route import events as was_route
from domain.scrutiny import commands as scrutiny
from domain.scrutiny import events as was_scrutiny
from domain.submission import commands as submission
from domain.submission import events as was_submission
from domain.submission.events import Receipt
from domain.value import Event
from domain.working_days import commands as working_days
from domain.working_days import events as was_working_days
from domain.working_days.events import Holiday

REPORT = "Ofsted, Inspection of Gloucestershire local authority children’s services, published 1 April 2022"
LETTER = "Ofsted, letter on the monitoring visit of 18 and 19 February 2020"
NOTICE = "Department for Education, improvement notice to Gloucestershire, August 2017"
DIRECTION = "Department for Education, statutory direction of 3 May 2022"
DIGEST_OF_THE_AUDIT = "9f2feb0f1ef425b292f2f94bd8482494df30c3a2b3d8c1a0e5c4b8a7d6e5f403"
CALENDAR = "england-and-wales/2026-02"
DIGEST_OF_VERSION_1 = "28ee5b534343260a39efad9db9c04392dfd427401f9a00530b4479c864f28549"
DIGEST_OF_VERSION_2 = "aabbb7a4a8a9f9d9f9557d81b158f4f6626f2c02c009c449a51e0415f4dfe57c"
DIGEST_OF_VERSION_2_WITH_A_LEAD = "31cb3240dd1e170323bda7128347e3f4df4e62b319aa6eccbdf1a6d653c41705"
CABINET = ("cab-01", "cab-02", "cab-03", "cab-04", "cab-05")
WHO_CALL_IN = ("cllr-11", "cllr-12", "cllr-13", "cllr-14", "cllr-15")

# What is asked

open_the_plan = inspection.OpenPlan(
    title="Children’s services improvement plan 2022 to 2024", authority="gloucestershire"
)
record_the_inspection = inspection.RecordInspection(
    type="ilacs-standard", started_on=day("2022-02-07"), ended_on=day("2022-02-18"), document=REPORT
)
receive_the_report = inspection.ReceiveReport(received_on=day("2022-04-01"), document=REPORT)
record_ofsteds_publication = inspection.RecordReportPublication(
    publisher="ofsted", published_on=day("2022-04-01"), where="reports.ofsted.gov.uk"
)
record_overall_effectiveness = inspection.RecordJudgement(
    judgement="overall-effectiveness", grade="requires-improvement", document=REPORT
)


def _recommendation(finding: str, text: str) -> inspection.RecordFinding:
    return inspection.RecordFinding(
        finding=finding, sort="recommendation", text=text, document=REPORT, paragraph="What needs to improve?"
    )


record_late_strategy_meetings = _recommendation(
    "R1", "Hold child-protection strategy meetings in time and apply the same thresholds every time."
)
record_unsuitable_accommodation = _recommendation(
    "R2", "Make sure that care leavers’ accommodation suits their needs and feels safe."
)
record_weak_supervision = _recommendation("R3", "Improve case supervision and management.")
record_late_personal_advisers = _recommendation(
    "R4", "Allocate personal advisers to children earlier, for the move to adulthood."
)
record_unhelpful_systems = _recommendation("R5", "Make IT systems support social workers better.")

state_the_deadline_of_a_draft = deadline.StateDeadline(
    due=day("2022-07-14"), stated_by="the council", document="Draft of the cabinet report, May 2022"
)
state_the_deadline_as_computed = deadline.StateDeadline(
    due=day("2022-07-15"), stated_by="the council", document="Cabinet, 22 June 2022, item 8"
)
adopt_the_stated_deadline = deadline.AdoptDeadline(
    due=day("2022-07-14"), basis="stated", because="The council keeps the earlier date of its draft."
)
warn_ten_days_before = deadline.WarnOfDeadline(duty="statement", adoption=1, warning=10)
miss_the_reports_publication = deadline.MissDeadline(duty="report", adoption=1)

agree_prompt_strategy_meetings = drafting.AgreeAction(
    action="A1",
    findings=("R1",),
    text="Hold every strategy meeting within the time of the procedures, and audit thresholds each month.",
    owner="head-of-safeguarding",
    due=day("2022-09-30"),
    measure="95 in 100 strategy meetings in time, three months running",
)
agree_safe_homes_for_care_leavers = drafting.AgreeAction(
    action="A2",
    findings=("R2", "R4"),
    text="Visit and assess every care leaver’s home, and name a personal adviser at the age of 16.",
    owner="head-of-care-leaver-services",
    due=day("2022-12-16"),
    measure="Every home assessed; every child of 16 and a half has a personal adviser",
)
agree_reflective_supervision = drafting.AgreeAction(
    action="A3",
    findings=("R3",),
    text="Supervise every case each month and record what was reflected on.",
    owner="head-of-social-work-practice",
    due=day("2023-03-31"),
    measure="90 in 100 audited supervisions are good or better",
)
amend_the_date_of_strategy_meetings = drafting.AmendAction(
    action="A1", due=day("2022-10-31"), because="The police can join the audit from October only."
)
give_strategy_meetings_until_january = drafting.ReDateAction(
    action="A1",
    due=day("2023-01-31"),
    because="The police can send their figures from January only.",
    approved_by="head-of-improvement",
    approver="hoi-01",
)
leave_systems_to_the_digital_programme = drafting.ReasonNoAction(
    finding="R5", because="The council’s digital programme replaces the case system; this plan follows it by report."
)
cut_the_next_version = drafting.CutVersion()

assess_the_decision_as_key = notice.AssessKeyDecision(
    is_key=True,
    because="The plan affects every division.",
    pounds=350_000,
    divisions=53,
    assessed_on=day("2022-05-20"),
)
publish_the_key_decision_notice = notice.PublishKeyDecisionNotice(
    matter="Improvement plan for children’s services",
    decision_maker="Cabinet",
    decision_on=day("2022-06-22"),
    documents=("Report of the Director of Children’s Services", "Improvement plan"),
    copies_at="Shire Hall, and the council’s website",
    more_documents="Further documents may be submitted.",
    how_to_request="By writing to Democratic Services",
    published_on=day("2022-05-24"),
)
notify_the_general_exception = notice.NotifyGeneralException(
    notified="overview-and-scrutiny-chair",
    because="Ofsted’s date leaves no time for 28 days.",
    notified_on=day("2022-06-14"),
)
agree_special_urgency = notice.AgreeSpecialUrgency(
    agreed_by="chair-of-the-council",
    instead_because="The chair of scrutiny is ill.",
    because="The statement is due on 15 July.",
    agreed_on=day("2022-06-21"),
)
notice_a_private_meeting = notice.NoticePrivateMeeting(
    meeting_on=day("2022-06-22"),
    notice="first",
    because="The risk register holds exempt information.",
    published_on=day("2022-05-24"),
)
publish_the_agenda = notice.PublishAgenda(
    meeting_on=day("2022-06-22"),
    item="Item 8, improvement plan for children’s services",
    papers=(
        Paper(paper="item-8", title="Report", digest="a" * 64),
        Paper(paper="item-8-appendix-2", title="Improvement plan", digest="b" * 64, late=True),
    ),
    published_on=day("2022-06-14"),
)
correct_the_appendix = notice.CorrectPaper(
    meeting_on=day("2022-06-22"),
    paper="item-8-appendix-2",
    digest="c" * 64,
    because="A date of action A1 was wrong.",
    corrected_on=day("2022-06-16"),
)

record_the_boards_endorsement = approval.EndorseByBoard(
    version=1, endorsed_on=day("2022-06-09"), board="Improvement Board"
)
ask_cabinet = approval.AskApproval(version=1, answer_by=day("2022-06-22"), asked_on=day("2022-06-14"))
record_cabinets_approval = approval.RecordCabinetApproval(
    version=1,
    digest=DIGEST_OF_VERSION_1,
    verb="approved",
    decided_on=day("2022-06-22"),
    resolution="That the Improvement Plan be approved for submission to Ofsted.",
    decided_by=CABINET,
)
record_cabinets_refusal = approval.RecordCabinetRefusal(
    version=1,
    decided_on=day("2022-06-22"),
    because="The plan does not say what it costs.",
    decided_by=CABINET,
)
send_the_plan_back = approval.SendBack(
    version=1,
    decided_on=day("2022-06-22"),
    points=("Set milestones for the two years.", "Say what the plan costs."),
    decided_by=CABINET,
)
withdraw_the_question = approval.WithdrawApproval(because="The board asked for one more meeting.")
record_the_first_reminder = approval.RecordReminder(round=1, number=1)
escalate_the_overdue_answer = approval.Escalate(round=1)
confirm_that_it_may_be_implemented = approval.ConfirmImplementable(round=1)
share_version_1_as_the_draft = submission.ShareDraftPlan(
    version=1, shared_on=day("2022-06-10"), document="Letter to Ofsted of 10 June 2022"
)

publish_the_decision_statement = approval.PublishDecisionStatement(
    version=1,
    published_on=day("2022-06-24"),
    where="www.gloucestershire.gov.uk/decisions",
    reasons="The statement is due on 15 July, and the plan answers all five recommendations.",
    alternatives="To answer the recommendations alone: rejected, since the wider issues would wait.",
    conflicts=(),
)
receive_a_call_in_notice = call_in.ReceiveCallInNotice(
    version=1,
    notice="call-in-1",
    signatories=WHO_CALL_IN,
    ground="breach-of-procedure",
    because="Scrutiny was not asked before cabinet decided.",
    received_on=day("2022-06-28"),
)
find_the_call_in_valid = call_in.ValidateCallIn(
    notice="call-in-1", judged_by="chief-executive", judged_on=day("2022-06-29")
)
reject_the_call_in = call_in.RejectCallIn(
    notice="call-in-1",
    judged_by="chief-executive",
    judged_on=day("2022-06-29"),
    because="Scrutiny was asked on 26 May.",
)
withdraw_the_call_in = call_in.WithdrawCallIn(notice="call-in-1", withdrawn_on=day("2022-07-01"))
exempt_from_call_in = call_in.ExemptFromCallIn(
    version=1,
    agreed_by=("chair-of-the-council", "overview-and-scrutiny-chair"),
    agreed_on=day("2022-06-24"),
    because="The statutory date would pass while scrutiny meets.",
)
refer_the_decision_back = call_in.ReferBack(
    version=1, referred_on=day("2022-07-05"), because="Cabinet did not see what scrutiny said on 26 May."
)
reaffirm_the_decision = call_in.ReaffirmDecision(
    version=1,
    reaffirmed_by="cabinet",
    reaffirmed_on=day("2022-07-08"),
    because="What scrutiny said is answered by actions A1 and A2.",
)
ask_for_a_review = call_in.RequestPostImplementationReview(
    version=1,
    signatories=WHO_CALL_IN,
    requested_on=day("2022-07-12"),
    because="Members want to know why the decision could not wait.",
)

record_the_chief_inspectors_receipt = submission.AcknowledgeSubmission(
    digest=DIGEST_OF_VERSION_1, addressee="hm-chief-inspector", receipt="OFS-2022-0714", sent_on=day("2022-07-05")
)
record_the_secretary_of_states_receipt = submission.AcknowledgeSubmission(
    digest=DIGEST_OF_VERSION_1, addressee="secretary-of-state", receipt="DFE-2022-3310", sent_on=day("2022-07-06")
)
publish_version_1 = submission.PublishPlan(
    version=1, published_on=day("2022-07-15"), where="www.gloucestershire.gov.uk/improvement-plan"
)

report_strategy_meetings_under_way = delivery.ProgressAction(
    action="A1", status="in-progress", note="Two monthly audits are done.", as_of=day("2022-09-16")
)
report_to_the_board = delivery.ReportProgress(
    to="Improvement Board", reported_on=day("2022-09-22"), summary="One action is under way; none is delayed."
)
close_strategy_meetings = delivery.CloseAction(
    action="A1", closed_on=day("2022-09-30"), note="The audits were read with the police; the meetings are in time."
)
reopen_strategy_meetings = delivery.ReopenAction(
    action="A1", reopened_on=day("2022-10-03"), because="The September figures show late meetings again."
)
override_the_rating_of_safe_homes = delivery.OverrideRag(
    action="A2",
    rating="red",
    because="The provider has given notice, whatever the dates say.",
    as_of=day("2022-09-20"),
    until=day("2022-10-14"),
)
attach_the_september_audit = evidence.AttachEvidence(
    evidence="E1",
    action="A1",
    title="Audit of strategy meetings, September 2022",
    digest=DIGEST_OF_THE_AUDIT,
    held_at="Quality assurance register, audit 2022-09",
    keep_until=day("2029-03-31"),
)
verify_the_september_audit = evidence.VerifyEvidence(
    evidence="E1", how="Twelve of the audited files were read again, and the findings held."
)
reject_the_september_audit = evidence.RejectEvidence(
    evidence="E1", because="It counts meetings by telephone, which the procedures do not."
)
rate_the_impact_of_strategy_meetings = evidence.RateImpact(
    action="A1",
    rating="early-signs",
    because="Meetings are in time in two teams of three.",
    rests_on=("E1",),
    as_of=day("2022-09-28"),
)
define_meetings_in_time = measures.DefineMeasure(
    measure="M1",
    actions=("A1",),
    text="Strategy meetings held within the time of the procedures",
    unit="per cent of the meetings of the month",
    direction="up",
    baseline=Baseline(value="71.5", as_at=day("2022-03-31")),
    target=Target(value="95", by=day("2022-10-31")),
    comparator=Comparator(whose="Statistical neighbours", value="84", as_at=day("2022-03-31")),
)
record_the_august_reading = measures.RecordReading(
    measure="M1", value="78.2", as_of=day("2022-08-31"), source="Case system, monthly report"
)

record_the_eighth_visit = monitoring.RecordMonitoringVisit(
    visit="visit-8",
    number=8,
    visited_from=day("2020-02-18"),
    visited_to=day("2020-02-19"),
    letter_published_on=day("2020-03-12"),
    document=LETTER,
    focus=(
        "timeliness of visits",
        "effectiveness of assessment, planning and interventions",
        "quality of management oversight and staff supervision",
        "quality of performance-management information",
    ),
)
allow_the_number_of_a_file = allowance.AllowPersonalDetail(
    what="nhs-number",
    command="record-finding",
    post="democratic-services-officer",
    because="It is the number of a file at the trust.",
)
record_with_the_number_of_a_file = record_weak_supervision.model_copy(
    update={"document": "Letter of the trust, file 943 476 5919"}
)
record_the_notice = intervention.RecordImprovementNotice(
    issued_on=day("2017-08-14"),
    by="the Department for Education",
    requirements=("Address every area for improvement.", "Set up an improvement board."),
    must_be_done_by=day("2019-11-30"),
    document=NOTICE,
)
record_the_first_review = intervention.RecordSixMonthReview(
    held_on=day("2018-02-12"), outcome="There is progress; the notice stays in force.", document=NOTICE
)
lift_the_notice = intervention.LiftNotice(
    lifted_on=day("2022-04-05"), afterwards="support and supervision", document=NOTICE
)
record_the_direction = intervention.RecordDirection(
    issued_on=day("2022-05-03"),
    by="the Secretary of State",
    requirements=("Comply with any instruction of the commissioner.",),
    document=DIRECTION,
)
record_the_commissioner = intervention.RecordCommissioner(
    commissioner="childrens-services-commissioner",
    appointed_on=day("2022-05-03"),
    by="the Secretary of State",
    document=DIRECTION,
)
revoke_the_direction = intervention.RevokeDirection(
    revoked_on=day("2022-09-30"), afterwards="a year of support", document=DIRECTION
)
adopt_the_revised_calendar = working_days.AdoptCalendar(
    revision="2022-thanksgiving",
    source="A Royal Proclamation, made up",
    added=(
        Holiday(day=day("2022-06-16"), name="Eve of thanksgiving"),
        Holiday(day=day("2022-06-24"), name="Day of thanksgiving"),
    ),
)
schedule_cabinet = meeting.ScheduleMeeting(
    body="cabinet", meeting_on=day("2022-06-22"), purpose="Item 8, improvement plan for children’s services"
)
move_cabinet = meeting.MoveMeeting(
    body="cabinet", meeting_on=day("2022-06-22"), moved_to=day("2022-07-13"), because="The papers are late."
)
cancel_cabinet = meeting.CancelMeeting(body="cabinet", meeting_on=day("2022-06-22"), because="The room is flooded.")
note_that_no_notice_was_given = meeting.NoteInfeasible()

bring_strategy_meetings_forward = drafting.ReDateAction(
    action="A1",
    due=day("2022-10-14"),
    because="The police send their figures from October.",
    approved_by="head-of-improvement",
    approver="hoi-01",
)
report_strategy_meetings_complete = delivery.ProgressAction(
    action="A1", status="complete", note="Every meeting of August was in time.", as_of=day("2022-09-16")
)
chase_strategy_meetings = bringing_forward.ChaseAction(action="A1", due=day("2022-10-14"), rung=-10)
chase_evidence_of_strategy_meetings = bringing_forward.ChaseEvidence(
    action="A1", complete_on=day("2022-09-16"), rung=10
)
remind_of_the_first_review = bringing_forward.RemindOfReview(review_by=day("2018-02-14"), rung=1)
freeze_the_first_pack = bringing_forward.FreezePack(to="improvement-board", number=1, until=day("2022-08-30"))
close_the_plan = closing.ClosePlan(
    closed_on=day("2022-10-03"), because="What is left goes on in the service plan.", document="Cabinet, item 9"
)
supersede_the_plan = closing.SupersedePlan(
    superseded_on=day("2022-10-03"), by="glos-2025", because="A later inspection has a plan of its own."
)
reopen_the_plan = closing.ReopenPlan(reopened_on=day("2022-10-03"), because="A receipt was recorded wrongly.")

delegate_the_finalisation = finalisation.DelegateFinalisation(
    version=1,
    delegated_on=day("2022-06-22"),
    to="director-of-childrens-services",
    consulting=("cabinet-member-for-childrens-services",),
    may_change=("texts", "dates", "measures"),
    until=day("2022-07-08"),
    resolution="That the Director, in consultation with the Cabinet Member, finalise the plan for submission.",
)
raise_the_measure_of_strategy_meetings = drafting.AmendAction(
    action="A1", measure="98 in 100 strategy meetings in time, three months running", because="The board asks for more."
)
finalise_version_2 = finalisation.FinalisePlan(
    version=2,
    finalised_on=day("2022-06-28"),
    consulted=(Consulted(post="cabinet-member-for-childrens-services", consulted_on=day("2022-06-27")),),
)
revoke_the_delegation = finalisation.RevokeDelegation(
    version=1, revoked_on=day("2022-06-27"), because="Cabinet wants its own version sent."
)
name_a_lead_for_strategy_meetings = drafting.AmendAction(
    action="A1", lead="head-of-social-work-practice", because="Somebody must run it day by day."
)
adopt_version_2 = finalisation.AdoptImmaterialChange(
    version=2,
    confirmed_by="monitoring-officer",
    confirmed_on=day("2022-06-27"),
    document="Note of the Monitoring Officer, 27 June 2022",
)
record_scrutiny_of_26_may = scrutiny.RecordScrutiny(
    meeting="cfosc-2022-05-26",
    committee="Children and Families Overview and Scrutiny Committee",
    considered_on=day("2022-05-26"),
    when="before-decision",
    document="Minutes of 26 May 2022",
)
record_scrutinys_wish_for_milestones = scrutiny.RecordScrutinyRecommendation(
    recommendation="S1", meeting="cfosc-2022-05-26", text="Give each action a timeline."
)
accept_milestones_in_part = scrutiny.AnswerScrutiny(
    recommendation="S1",
    answer="accepted-in-part",
    because="Actions of less than three months need none.",
    answered_by="cabinet",
    answered_on=day("2022-06-22"),
)
record_the_boards_challenge = scrutiny.ChallengeByBoard(
    version=1,
    challenged_on=day("2022-06-09"),
    board="Improvement Board",
    points=("The measures say what is done, not what changes for children.",),
)
reconstitute_the_board = scrutiny.ReconstituteBoard(
    board="Improvement Board",
    reconstituted_on=day("2022-09-01"),
    now_called="Continuous Improvement Board",
    document="Scrutiny, 26 May 2022",
)
change_the_boards_chair = scrutiny.ChangeBoardChair(
    board="Improvement Board",
    chair="director-of-childrens-services",
    changed_on=day("2022-09-01"),
    document="Scrutiny, 26 May 2022",
)

agree_the_private_meeting = notice.AgreePrivateMeeting(
    meeting_on=day("2022-06-22"),
    agreed_by="overview-and-scrutiny-chair",
    because="Ofsted's date leaves no time for 28 days.",
    agreed_on=day("2022-06-14"),
)
open_the_papers_to_members = notice.OpenPapersToMembers(
    papers_of="public-meeting",
    decision_on=day("2022-06-22"),
    where="Members’ library",
    opened_on=day("2022-06-15"),
)
publish_the_directors_decision = finalisation.PublishOfficerDecision(
    version=2,
    decision="That version 2 be submitted to Ofsted.",
    reasons="The board asked for a higher measure.",
    alternatives="None.",
    conflicts=(was_approval.Conflict(member="cab-05", interest="Governor of a school"),),
    published_on=day("2022-06-29"),
    where="The council’s website, decisions of officers",
)
require_a_report_to_council = scrutiny.RequireReport(
    version=1,
    committee="Children and Families Overview and Scrutiny Committee",
    because="The plan affects every division.",
    report_by=day("2022-07-20"),
    required_on=day("2022-06-29"),
)
chase_the_answer_on_milestones = bringing_forward.ChaseScrutinyAnswer(
    recommendation="S1", respond_by=day("2022-07-26"), rung=1
)
note_that_the_delegation_ran_out = bringing_forward.NoteDelegationRunOut(round=1, until=day("2022-07-08"))
chase_the_call_in = bringing_forward.ChaseCallIn(round=1, notice="call-in-1")
the_delegation_ran_out = was_brought_forward.DelegationRanOut(
    round=1, version=1, until=day("2022-07-08"), to="director-of-childrens-services"
)
the_call_in_was_chased = was_brought_forward.CallInChased(
    round=1,
    notice="call-in-1",
    received_on=receive_a_call_in_notice.received_on,
    call_in_ends=day("2022-06-29"),
    to="director-of-childrens-services",
)

open_under_the_template = inspection.OpenPlan(
    title="Children’s services improvement plan 2022 to 2024", authority="template-cabinet"
)
choose_cabinet_then_council = route.ChooseRoute(route="cabinet_then_council")
record_cabinets_recommendation = record_cabinets_approval.model_copy(
    update={"verb": "recommended", "resolution": "That full council approve the Improvement Plan."}
)
put_the_decision_off = route.DeferDecision(
    stage="council",
    version=1,
    deferred_on=day("2022-06-29"),
    to_meeting_on=day("2022-07-06"),
    because="The meeting was not quorate.",
)
record_the_councils_decision = route.RecordDecision(
    stage="council",
    version=1,
    verb="approved",
    decided_on=day("2022-07-06"),
    resolution="That the Improvement Plan be approved for submission to Ofsted.",
    decided_by=("cllr-11", "cllr-12", "cllr-13", "cllr-14", "cllr-15"),
    votes=was_approval.Votes(in_favour=4, against=1),
)

adopt_the_constitution = authority.AdoptConstitution(
    version=TERMS.version, in_force_from=day("2022-04-01"), decision="Full council, 30 March 2022"
)
record_that_the_clerk_holds_the_post = authority.HoldPost(
    post="democratic-services-officer", holder="dso-01", since=day("2022-04-01")
)
record_that_the_director_holds_the_post = authority.HoldPost(
    post="director-of-childrens-services", holder="dcs-01", since=day("2022-04-01")
)
record_that_the_director_left = authority.LeavePost(
    post="director-of-childrens-services", holder="dcs-01", until=day("2022-09-16"), because="appointed elsewhere"
)
let_the_deputy_act = authority.DelegatePost(
    delegation="D1",
    post="director-of-childrens-services",
    holder="dcs-01",
    delegate="hoi-01",
    since=day("2022-09-01"),
    until=day("2022-10-31"),
    commands=("agree-action", "amend-action"),
    because="annual leave",
)
end_the_deputys_delegation = authority.EndDelegation(
    delegation="D1", ended_on=day("2022-09-16"), because="The director is back."
)
escalate_the_vacancy = authority.EscalateVacancy(vacancy=1)
adopt_newer_terms = authority.AdoptTerms(version=TERMS.version)

record_the_bundle_for_audit = disclosure.RecordExport(
    form="bundle",
    request="decision 1 of glos-2022",
    to="internal audit",
    digest="5d" * 32,
    checkpoint=disclosure.AtCheckpoint(size=77, root="7a" * 32),
)
record_the_auditors_reading = disclosure.RecordAccess(reader="iau-01", posts=("internal-auditor",), reading="plan")
correct_the_words_of_unsuitable_accommodation = correction.CorrectFact(
    line=6,
    changes=(
        Changed(
            field="text",
            was="Make sure that care leavers’ accommodation suits their needs and feels safe.",
            now="Make sure that care leavers’ accommodation suits their needs and that they feel safe there.",
        ),
    ),
    because="It was taken from the draft report.",
    evidence=REPORT,
    countersigned_by="mo-01",
)

posts_held = (record_that_the_clerk_holds_the_post, record_that_the_director_holds_the_post)
"""The first step into recording who holds a post: the clerk, by the clerk; then the director."""

hold_for_the_inquiry = retention.PlaceHold(
    hold="H1",
    reference="inquiry 7",
    placed_on=day("2022-10-03"),
    because="The inquiry asked that nothing be destroyed.",
)
release_the_inquirys_hold = retention.ReleaseHold(
    hold="H1", released_on=day("2022-10-03"), because="The inquiry has reported."
)
close_a_plan_of_2016 = close_the_plan.model_copy(update={"closed_on": day("2016-05-02")})
drop_the_plan = retention.DropPlan(
    decision="IG-2022-14",
    approved_by="monitoring-officer",
    approver="mo-01",
    lines=2,
    positions=(retention.Span(first=2, last=3),),
    head="3c" * 32,
    size=4,
    root="5e" * 32,
)
ask_for_the_notes_erasure = erasure.AskErasure(
    line=38, text="note", decision="IG/2022/14", because="A child can be recognised in it."
)
approve_the_notes_erasure = erasure.EraseText(erasure=1)

COMMAND_SAMPLES: dict[str, Any] = {
    sample.name: sample
    for sample in (
        open_the_plan,
        record_the_inspection,
        receive_the_report,
        record_ofsteds_publication,
        record_overall_effectiveness,
        record_late_strategy_meetings,
        state_the_deadline_of_a_draft,
        adopt_the_stated_deadline,
        warn_ten_days_before,
        miss_the_reports_publication,
        agree_prompt_strategy_meetings,
        amend_the_date_of_strategy_meetings,
        give_strategy_meetings_until_january,
        leave_systems_to_the_digital_programme,
        cut_the_next_version,
        assess_the_decision_as_key,
        publish_the_key_decision_notice,
        notify_the_general_exception,
        agree_special_urgency,
        notice_a_private_meeting,
        publish_the_agenda,
        correct_the_appendix,
        record_the_boards_endorsement,
        ask_cabinet,
        record_cabinets_approval,
        record_cabinets_refusal,
        send_the_plan_back,
        withdraw_the_question,
        record_the_first_reminder,
        escalate_the_overdue_answer,
        confirm_that_it_may_be_implemented,
        share_version_1_as_the_draft,
        publish_the_decision_statement,
        receive_a_call_in_notice,
        find_the_call_in_valid,
        reject_the_call_in,
        withdraw_the_call_in,
        exempt_from_call_in,
        refer_the_decision_back,
        reaffirm_the_decision,
        ask_for_a_review,
        record_the_chief_inspectors_receipt,
        publish_version_1,
        report_strategy_meetings_under_way,
        report_to_the_board,
        close_strategy_meetings,
        reopen_strategy_meetings,
        override_the_rating_of_safe_homes,
        attach_the_september_audit,
        verify_the_september_audit,
        reject_the_september_audit,
        rate_the_impact_of_strategy_meetings,
        define_meetings_in_time,
        record_the_august_reading,
        record_the_eighth_visit,
        allow_the_number_of_a_file,
        record_the_notice,
        record_the_first_review,
        lift_the_notice,
        record_the_direction,
        record_the_commissioner,
        revoke_the_direction,
        # the authority
        adopt_the_constitution,
        record_that_the_director_holds_the_post,
        record_that_the_director_left,
        let_the_deputy_act,
        end_the_deputys_delegation,
        escalate_the_vacancy,
        adopt_newer_terms,
        choose_cabinet_then_council,
        record_the_councils_decision,
        put_the_decision_off,
        delegate_the_finalisation,
        finalise_version_2,
        revoke_the_delegation,
        adopt_version_2,
        record_scrutiny_of_26_may,
        record_scrutinys_wish_for_milestones,
        accept_milestones_in_part,
        record_the_boards_challenge,
        reconstitute_the_board,
        change_the_boards_chair,
        chase_strategy_meetings,
        chase_evidence_of_strategy_meetings,
        remind_of_the_first_review,
        freeze_the_first_pack,
        close_the_plan,
        supersede_the_plan,
        reopen_the_plan,
        adopt_the_revised_calendar,
        schedule_cabinet,
        move_cabinet,
        cancel_cabinet,
        note_that_no_notice_was_given,
        agree_the_private_meeting,
        open_the_papers_to_members,
        publish_the_directors_decision,
        require_a_report_to_council,
        chase_the_answer_on_milestones,
        record_the_bundle_for_audit,
        record_the_auditors_reading,
        # retention
        hold_for_the_inquiry,
        release_the_inquirys_hold,
        drop_the_plan,
        correct_the_words_of_unsuitable_accommodation,
        ask_for_the_notes_erasure,
        approve_the_notes_erasure,
        # what ran out
        note_that_the_delegation_ran_out,
        chase_the_call_in,
    )
}
"""One of every command, by its published name."""

# How far a plan has come: what was asked until then, in order

opened = (open_the_plan,)
report_in = (*opened, receive_the_report)
findings_recorded = (
    *report_in,
    record_late_strategy_meetings,
    record_unsuitable_accommodation,
    record_weak_supervision,
    record_late_personal_advisers,
    record_unhelpful_systems,
)
every_recommendation_answered = (
    *findings_recorded,
    agree_prompt_strategy_meetings,
    agree_safe_homes_for_care_leavers,
    agree_reflective_supervision,
    amend_the_date_of_strategy_meetings,
    leave_systems_to_the_digital_programme,
)
version_1_cut = (*every_recommendation_answered, cut_the_next_version)
with_cabinet = (*version_1_cut, ask_cabinet)
approved_by_cabinet = (*with_cabinet, record_cabinets_approval)
called_in = (*approved_by_cabinet, receive_a_call_in_notice)
validly_called_in = (*called_in, find_the_call_in_valid)
referred_back = (*validly_called_in, refer_the_decision_back)
half_submitted = (*approved_by_cabinet, record_the_chief_inspectors_receipt)
submitted = (*half_submitted, record_the_secretary_of_states_receipt)
exempt_evidence = (*every_recommendation_answered, attach_the_september_audit.but(classification="exempt"))
evidence_verified = (*submitted, attach_the_september_audit, verify_the_september_audit)
closed = (*evidence_verified, close_strategy_meetings)
finalisation_delegated = (*approved_by_cabinet, delegate_the_finalisation)
version_2_cut_under_delegation = (
    *finalisation_delegated,
    raise_the_measure_of_strategy_meetings,
    cut_the_next_version,
)
finalised = (*version_2_cut_under_delegation, finalise_version_2)
immaterially_changed = (*approved_by_cabinet, name_a_lead_for_strategy_meetings, cut_the_next_version)

under_the_template = (open_under_the_template,)
version_1_cut_under_the_template = (*under_the_template, *version_1_cut[1:])
on_its_route = (*version_1_cut_under_the_template, choose_cabinet_then_council, ask_cabinet)
recommended_by_cabinet = (*on_its_route, record_cabinets_recommendation)

# What has happened

plan_was_opened = was_inspection.PlanOpened(
    title="Children’s services improvement plan 2022 to 2024",
    authority="gloucestershire",
    constitution=TERMS.digest,
    terms=TERMS,
    stage="drafting",
)
the_inspection_was_recorded = was_inspection.InspectionRecorded(
    source="inspection",
    type="ilacs-standard",
    era="ilacs-2018",
    started_on=day("2022-02-07"),
    ended_on=day("2022-02-18"),
    document=REPORT,
    priority_action=False,
    principal_authority=None,
    conflict=None,
)
report_was_received = was_inspection.ReportReceived(received_on=day("2022-04-01"), document=REPORT)
ofsted_published_the_report = was_inspection.ReportPublished(
    publisher="ofsted", published_on=day("2022-04-01"), where="reports.ofsted.gov.uk"
)
overall_effectiveness_was_recorded = was_inspection.JudgementRecorded(
    judgement="overall-effectiveness", grade="requires-improvement", document=REPORT
)
late_strategy_meetings_were_recorded = was_inspection.FindingRecorded(
    finding="R1",
    sort="recommendation",
    text="Hold child-protection strategy meetings in time and apply the same thresholds every time.",
    source="inspection",
    document=REPORT,
    paragraph="What needs to improve?",
)
a_draft_stated_14_july = was_deadline.DeadlineStated(
    duty="statement",
    due=day("2022-07-14"),
    stated_by="the council",
    document="Draft of the cabinet report, May 2022",
)
computed_deadline_was_adopted = was_deadline.DeadlineAdopted(
    duty="statement",
    adoption=1,
    due=day("2022-07-15"),
    basis="computed",
    counted_from=day("2022-04-01"),
    working_days=70,
    calendar=CALENDAR,
    warn="director-of-childrens-services",
    warnings=(
        Warn(on=day("2022-06-01"), working_days_left=30),
        Warn(on=day("2022-06-17"), working_days_left=20),
        Warn(on=day("2022-07-01"), working_days_left=10),
        Warn(on=day("2022-07-08"), working_days_left=5),
        Warn(on=day("2022-07-14"), working_days_left=1),
    ),
)
stated_and_computed_were_found_to_differ = was_deadline.DeadlineMismatchNoted(
    duty="statement",
    computed=day("2022-07-15"),
    stated=day("2022-07-14"),
    working_days_apart=-1,
    calendar=CALENDAR,
)
a_warning_went_out_ten_days_before = was_deadline.DeadlineWarned(
    duty="statement", adoption=1, due=day("2022-07-15"), warning=10, working_days_left=10
)
report_was_not_published_in_time = was_deadline.DeadlineMissed(duty="report", adoption=1, due=day("2022-05-18"))
prompt_strategy_meetings_were_agreed = was_drafting.ActionAgreed(
    action="A1",
    findings=("R1",),
    text="Hold every strategy meeting within the time of the procedures, and audit thresholds each month.",
    owner="head-of-safeguarding",
    due=day("2022-09-30"),
    measure="95 in 100 strategy meetings in time, three months running",
)
date_of_strategy_meetings_was_amended = was_drafting.ActionAmended(
    action="A1",
    findings=("R1",),
    text="Hold every strategy meeting within the time of the procedures, and audit thresholds each month.",
    owner="head-of-safeguarding",
    due=day("2022-10-31"),
    measure="95 in 100 strategy meetings in time, three months running",
    because="The police can join the audit from October only.",
)
strategy_meetings_were_given_until_january = was_drafting.ActionReDated(
    action="A1",
    was=day("2022-10-31"),
    due=day("2023-01-31"),
    because="The police can send their figures from January only.",
    approved_by="head-of-improvement",
    approver="hoi-01",
    count=1,
)
systems_were_left_to_the_digital_programme = was_drafting.NoActionReasoned(
    finding="R5", because="The council’s digital programme replaces the case system; this plan follows it by report."
)
version_1_was_cut = was_drafting.VersionCut(
    number=1, digest=DIGEST_OF_VERSION_1, title="Children’s services improvement plan 2022 to 2024"
)
decision_was_assessed_as_key = was_notice.KeyDecisionAssessed(
    is_key=True,
    because="The plan affects every division.",
    pounds=350_000,
    divisions=53,
    certified_by=(),
    assessed_on=day("2022-05-20"),
)
key_decision_notice_was_published = was_notice.KeyDecisionNoticePublished(
    matter="Improvement plan for children’s services",
    decision_maker="Cabinet",
    decision_on=day("2022-06-22"),
    decision_by=None,
    documents=("Report of the Director of Children’s Services", "Improvement plan"),
    copies_at="Shire Hall, and the council’s website",
    more_documents="Further documents may be submitted.",
    how_to_request="By writing to Democratic Services",
    published_on=day("2022-05-24"),
    first_lawful_day=day("2022-06-22"),
    calendar=CALENDAR,
)
general_exception_was_notified = was_notice.GeneralExceptionNotified(
    notified="overview-and-scrutiny-chair",
    because="Ofsted’s date leaves no time for 28 days.",
    notified_on=day("2022-06-14"),
    first_lawful_day=day("2022-06-22"),
    calendar=CALENDAR,
)
special_urgency_was_agreed = was_notice.SpecialUrgencyAgreed(
    agreed_by="chair-of-the-council",
    instead_because="The chair of scrutiny is ill.",
    because="The statement is due on 15 July.",
    agreed_on=day("2022-06-21"),
    first_lawful_day=day("2022-06-21"),
    calendar=CALENDAR,
)
private_meeting_was_noticed = was_notice.PrivateMeetingNoticed(
    meeting_on=day("2022-06-22"),
    notice="first",
    because="The risk register holds exempt information.",
    representations=None,
    published_on=day("2022-05-24"),
    first_lawful_day=day("2022-06-22"),
    calendar=CALENDAR,
)
agenda_was_published = was_notice.AgendaPublished(
    meeting_on=day("2022-06-22"),
    item="Item 8, improvement plan for children’s services",
    papers=publish_the_agenda.papers,
    shorter_because=None,
    published_on=day("2022-06-14"),
    first_lawful_day=day("2022-06-22"),
    calendar=CALENDAR,
)
appendix_was_corrected = was_notice.PaperCorrected(
    meeting_on=day("2022-06-22"),
    paper="item-8-appendix-2",
    digest="c" * 64,
    because="A date of action A1 was wrong.",
    corrected_on=day("2022-06-16"),
)
board_endorsed_version_1 = was_approval.BoardEndorsed(
    version=1, digest=DIGEST_OF_VERSION_1, endorsed_on=day("2022-06-09"), board="Improvement Board"
)
cabinet_was_asked = was_approval.ApprovalAsked(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    asked_on=day("2022-06-14"),
    answer_by=day("2022-06-22"),
    answer_to="director-of-childrens-services",
    remind="democratic-services-officer",
    remind_on=(
        day("2022-06-17"),
        day("2022-06-22"),
        day("2022-06-27"),
        day("2022-06-30"),
        day("2022-07-05"),
        day("2022-07-08"),
        day("2022-07-13"),
        day("2022-07-18"),
    ),
    escalate_to="monitoring-officer",
    escalate_on=day("2022-06-23"),
    calendar=CALENDAR,
)
clerk_was_reminded = was_approval.ReminderSent(round=1, number=1, to="democratic-services-officer")
overdue_answer_was_escalated = was_approval.Escalated(round=1, to="monitoring-officer")
cabinet_approved_version_1 = was_approval.CabinetApproved(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    verb="approved",
    decided_on=day("2022-06-22"),
    resolution="That the Improvement Plan be approved for submission to Ofsted.",
    decided_by=CABINET,
    statement_published_on=day("2022-06-22"),
    call_in_ends=day("2022-06-29"),
    implementable_from=day("2022-06-30"),
    calendar=CALENDAR,
)
cabinet_refused_version_1 = was_approval.CabinetRefused(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    decided_on=day("2022-06-22"),
    because="The plan does not say what it costs.",
    decided_by=CABINET,
)
version_1_was_sent_back = was_approval.SentBack(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    decided_on=day("2022-06-22"),
    points=("Set milestones for the two years.", "Say what the plan costs."),
    decided_by=CABINET,
)
question_was_withdrawn = was_approval.ApprovalWithdrawn(
    round=1, version=1, because="The board asked for one more meeting."
)
decision_became_implementable = was_approval.DecisionImplementable(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    call_in_ended=day("2022-06-29"),
    implementable_from=day("2022-06-30"),
)
version_1_was_shared_as_the_draft = was_submission.DraftPlanShared(
    version=1, digest=DIGEST_OF_VERSION_1, shared_on=day("2022-06-10"), document="Letter to Ofsted of 10 June 2022"
)
decision_statement_was_published = was_approval.DecisionStatementPublished(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    published_on=day("2022-06-24"),
    where="www.gloucestershire.gov.uk/decisions",
    reasons="The statement is due on 15 July, and the plan answers all five recommendations.",
    alternatives="To answer the recommendations alone: rejected, since the wider issues would wait.",
    conflicts=(),
    call_in_ends=day("2022-07-01"),
    implementable_from=day("2022-07-02"),
    calendar=CALENDAR,
)
call_in_notice_was_received = was_call_in.CallInNoticeReceived(
    round=1,
    version=1,
    notice="call-in-1",
    signatories=WHO_CALL_IN,
    ground="breach-of-procedure",
    because="Scrutiny was not asked before cabinet decided.",
    received_on=day("2022-06-28"),
)
call_in_was_found_valid = was_call_in.CallInValidated(
    round=1, notice="call-in-1", judged_by="chief-executive", judged_on=day("2022-06-29")
)
call_in_was_rejected = was_call_in.CallInRejected(
    round=1,
    notice="call-in-1",
    judged_by="chief-executive",
    judged_on=day("2022-06-29"),
    because="Scrutiny was asked on 26 May.",
    implementable_from=day("2022-06-30"),
)
call_in_was_withdrawn = was_call_in.CallInWithdrawn(
    round=1, notice="call-in-1", withdrawn_on=day("2022-07-01"), implementable_from=day("2022-07-01")
)
decision_was_exempted_from_call_in = was_call_in.CallInExempted(
    round=1,
    version=1,
    agreed_by=("chair-of-the-council", "overview-and-scrutiny-chair"),
    agreed_on=day("2022-06-24"),
    because="The statutory date would pass while scrutiny meets.",
    implementable_from=day("2022-06-24"),
)
decision_was_referred_back = was_call_in.DecisionReferredBack(
    round=1,
    version=1,
    referred_on=day("2022-07-05"),
    because="Cabinet did not see what scrutiny said on 26 May.",
)
decision_was_reaffirmed = was_call_in.DecisionReaffirmed(
    round=1,
    version=1,
    reaffirmed_by="cabinet",
    reaffirmed_on=day("2022-07-08"),
    because="What scrutiny said is answered by actions A1 and A2.",
    implementable_from=day("2022-07-08"),
)
review_was_requested = was_call_in.PostImplementationReviewRequested(
    round=1,
    version=1,
    signatories=WHO_CALL_IN,
    requested_on=day("2022-07-12"),
    because="Members want to know why the decision could not wait.",
)
chief_inspector_gave_a_receipt = was_submission.SubmissionAcknowledged(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    addressee="hm-chief-inspector",
    receipt="OFS-2022-0714",
    sent_on=day("2022-07-05"),
)
secretary_of_state_gave_a_receipt = was_submission.SubmissionAcknowledged(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    addressee="secretary-of-state",
    receipt="DFE-2022-3310",
    sent_on=day("2022-07-06"),
)
plan_was_submitted = was_submission.SubmittedToOfsted(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    addressees=("hm-chief-inspector", "secretary-of-state"),
    receipts=(
        Receipt(addressee="hm-chief-inspector", receipt="OFS-2022-0714", sent_on=day("2022-07-05")),
        Receipt(addressee="secretary-of-state", receipt="DFE-2022-3310", sent_on=day("2022-07-06")),
    ),
    submitted_on=day("2022-07-06"),
)
version_1_was_published = was_submission.Published(
    version=1,
    digest=DIGEST_OF_VERSION_1,
    published_on=day("2022-07-15"),
    where="www.gloucestershire.gov.uk/improvement-plan",
)
strategy_meetings_got_under_way = was_delivery.ActionProgressed(
    action="A1", status="in-progress", note="Two monthly audits are done.", as_of=day("2022-09-16")
)
board_was_told = was_delivery.ProgressReported(
    to="Improvement Board", reported_on=day("2022-09-22"), summary="One action is under way; none is delayed."
)
strategy_meetings_were_closed = was_delivery.ActionClosed(
    action="A1",
    closed_on=day("2022-09-30"),
    rests_on=("E1",),
    note="The audits were read with the police; the meetings are in time.",
)
strategy_meetings_were_reopened = was_delivery.ActionReopened(
    action="A1", reopened_on=day("2022-10-03"), because="The September figures show late meetings again."
)
rating_of_safe_homes_was_overridden = was_delivery.RagOverridden(
    action="A2",
    rating="red",
    because="The provider has given notice, whatever the dates say.",
    as_of=day("2022-09-20"),
    until=day("2022-10-14"),
)
september_audit_was_attached = was_evidence.EvidenceAttached(
    evidence="E1",
    action="A1",
    title="Audit of strategy meetings, September 2022",
    digest=DIGEST_OF_THE_AUDIT,
    classification="official",
    held_at="Quality assurance register, audit 2022-09",
    keep_until=day("2029-03-31"),
)
september_audit_was_verified = was_evidence.EvidenceVerified(
    evidence="E1", action="A1", how="Twelve of the audited files were read again, and the findings held."
)
september_audit_was_rejected = was_evidence.EvidenceRejected(
    evidence="E1", action="A1", because="It counts meetings by telephone, which the procedures do not."
)
impact_of_strategy_meetings_was_rated = was_evidence.ImpactRated(
    action="A1",
    rating="early-signs",
    meaning="The evidence shows a difference for some, or for a short time",
    because="Meetings are in time in two teams of three.",
    rests_on=("E1",),
    as_of=day("2022-09-28"),
)
meetings_in_time_were_defined = was_measures.MeasureDefined(
    measure="M1",
    actions=("A1",),
    text="Strategy meetings held within the time of the procedures",
    unit="per cent of the meetings of the month",
    direction="up",
    baseline=Baseline(value="71.5", as_at=day("2022-03-31")),
    no_baseline_because=None,
    target=Target(value="95", by=day("2022-10-31")),
    comparator=Comparator(whose="Statistical neighbours", value="84", as_at=day("2022-03-31")),
)
august_was_read = was_measures.ReadingRecorded(
    measure="M1", value="78.2", as_of=day("2022-08-31"), source="Case system, monthly report", corrects=None
)
eighth_visit_was_recorded = was_monitoring.MonitoringVisitRecorded(
    visit="visit-8",
    number=8,
    visited_from=day("2020-02-18"),
    visited_to=day("2020-02-19"),
    letter_published_on=day("2020-03-12"),
    document=LETTER,
    focus=(
        "timeliness of visits",
        "effectiveness of assessment, planning and interventions",
        "quality of management oversight and staff supervision",
        "quality of performance-management information",
    ),
)
number_of_a_file_was_allowed = was_allowance.PersonalDetailAllowed(
    allowance=1,
    what="nhs-number",
    command="record-finding",
    post="democratic-services-officer",
    because="It is the number of a file at the trust.",
)
number_of_a_file_was_admitted = was_allowance.PersonalDetailAdmitted(
    allowance=1, what="nhs-number", command="record-finding", place="the document"
)
notice_was_issued = was_intervention.ImprovementNoticeIssued(
    issued_on=day("2017-08-14"),
    by="the Department for Education",
    requirements=("Address every area for improvement.", "Set up an improvement board."),
    review_every_months=6,
    next_review_by=day("2018-02-14"),
    must_be_done_by=day("2019-11-30"),
    document=NOTICE,
)
first_review_was_held = was_intervention.SixMonthReviewHeld(
    held_on=day("2018-02-12"),
    outcome="There is progress; the notice stays in force.",
    next_review_by=day("2018-08-12"),
    document=NOTICE,
)
notice_was_lifted = was_intervention.NoticeLifted(
    lifted_on=day("2022-04-05"), afterwards="support and supervision", document=NOTICE
)
direction_was_issued = was_intervention.DirectionIssued(
    issued_on=day("2022-05-03"),
    by="the Secretary of State",
    requirements=("Comply with any instruction of the commissioner.",),
    document=DIRECTION,
)
commissioner_was_appointed = was_intervention.CommissionerAppointed(
    commissioner="childrens-services-commissioner",
    appointed_on=day("2022-05-03"),
    by="the Secretary of State",
    document=DIRECTION,
)
direction_was_revoked = was_intervention.DirectionRevoked(
    revoked_on=day("2022-09-30"), afterwards="a year of support", document=DIRECTION
)
plan_was_opened_under_older_terms = plan_was_opened.but(
    terms=TERMS.but(version="2021-05"), constitution=TERMS.but(version="2021-05").digest
)
newer_terms_were_adopted = was_authority.TermsAdopted(version=TERMS.version, digest=TERMS.digest, terms=TERMS)
constitution_was_adopted = was_authority.ConstitutionAdopted(
    version=TERMS.version,
    digest=TERMS.digest,
    in_force_from=day("2022-04-01"),
    decision="Full council, 30 March 2022",
    terms=TERMS,
)
director_held_the_post = was_authority.PostHeld(
    post="director-of-childrens-services", holder="dcs-01", since=day("2022-04-01")
)
director_left_the_post = was_authority.PostLeft(
    post="director-of-childrens-services", holder="dcs-01", until=day("2022-09-16"), because="appointed elsewhere"
)
directors_post_was_vacant = was_authority.PostVacant(
    post="director-of-childrens-services",
    vacancy=1,
    since=day("2022-09-17"),
    escalate_on=day("2022-09-26"),
    escalate_to="monitoring-officer",
    calendar=CALENDAR,
)
vacancy_was_escalated = was_authority.VacancyEscalated(
    post="director-of-childrens-services", vacancy=1, to="monitoring-officer"
)
deputy_was_let_act = was_authority.DelegationGiven(**let_the_deputy_act.model_dump())
deputys_delegation_was_ended = was_authority.DelegationEnded(
    delegation="D1", ended_on=day("2022-09-16"), because="The director is back."
)
council_to_decide = Asking(stage="council", body="full-council", name="full council", does="decides")
cabinet_then_council = TEMPLATE.route("cabinet_then_council")
assert isinstance(cabinet_then_council, Route)
route_was_chosen = was_route.ApprovalRouteChosen(route=cabinet_then_council, governance="leader-and-cabinet")
council_approved_version_1 = was_route.DecisionMade(
    round=1,
    stage="council",
    body="full-council",
    name="full council",
    version=1,
    digest=DIGEST_OF_VERSION_1,
    verb="approved",
    decided_on=day("2022-07-06"),
    resolution="That the Improvement Plan be approved for submission to Ofsted.",
    decided_by=("cllr-11", "cllr-12", "cllr-13", "cllr-14", "cllr-15"),
    votes=was_approval.Votes(in_favour=4, against=1),
)
decision_was_put_off = was_route.DecisionDeferred(
    round=1,
    stage="council",
    body="full-council",
    name="full council",
    version=1,
    deferred_on=day("2022-06-29"),
    to_meeting_on=day("2022-07-06"),
    because="The meeting was not quorate.",
)
book_was_opened = BookOpened(clock="simulated", book="5f3a91c2")
another_key_was_adopted = SealKeyAdopted(
    key="minutebook/5f3a91c2+6a0d2c1e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
    replaces="minutebook/5f3a91c2+0b9d7f3a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    because="the yearly change",
)
that_there_was_no_plan_was_shown = AbsenceShown(
    plan="glos-2021",
    to="Ofsted",
    digest="a6" * 32,
    checkpoint=was_disclosed.Sealed(size=77, root="7a" * 32),
)
three_members_were_too_few = CommandRefused(
    plan="glos-2022",
    command="record-cabinet-approval",
    rule="quorum",
    because="3 decided, and the quorum is 4 (cabinet procedure rule 5).",
    digest="3d1f4c27a5b8e6907c2d4e5f60718293a4b5c6d7e8f90123456789abcdef0123",
)

finalisation_was_delegated = was_finalisation.AuthorityDelegated(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    delegated_on=day("2022-06-22"),
    to="director-of-childrens-services",
    consulting=("cabinet-member-for-childrens-services",),
    may_change=("texts", "dates", "measures"),
    of_actions=(),
    until=day("2022-07-08"),
    resolution="That the Director, in consultation with the Cabinet Member, finalise the plan for submission.",
)
version_2_was_finalised = was_finalisation.FinalisedUnderDelegation(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    final_version=2,
    final_digest=DIGEST_OF_VERSION_2,
    finalised_on=day("2022-06-28"),
    finalised_by="director-of-childrens-services",
    consulted=(Consulted(post="cabinet-member-for-childrens-services", consulted_on=day("2022-06-27")),),
    differences=(
        Difference(
            part="action",
            id="A1",
            field="measure",
            change="words",
            was="95 in 100 strategy meetings in time, three months running",
            now="98 in 100 strategy meetings in time, three months running",
        ),
    ),
    implementable=False,
)
delegation_was_revoked = was_finalisation.DelegationRevoked(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    revoked_on=day("2022-06-27"),
    because="Cabinet wants its own version sent.",
    implementable=False,
)
change_was_classed = was_finalisation.ChangeClassed(
    round=1,
    from_version=1,
    to_version=2,
    differences=(
        Classed(
            part="action",
            id="A1",
            field="measure",
            change="words",
            was="95 in 100 strategy meetings in time, three months running",
            now="98 in 100 strategy meetings in time, three months running",
            material=True,
            rule="outcome-or-measure",
        ),
    ),
    material=True,
)
approval_was_voided = was_finalisation.ApprovalVoided(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    by_version=2,
    because="Version 2 changes what cabinet approved: action A1 (measure).",
    stages=("cabinet",),
)
version_2_was_adopted = was_finalisation.ImmaterialChangeAdopted(
    round=1,
    version=1,
    digest=DIGEST_OF_VERSION_1,
    adopted_version=2,
    adopted_digest=DIGEST_OF_VERSION_2_WITH_A_LEAD,
    confirmed_by="monitoring-officer",
    confirmed_on=day("2022-06-27"),
    document="Note of the Monitoring Officer, 27 June 2022",
)
scrutiny_considered_the_plan = was_scrutiny.ScrutinyConsidered(
    meeting="cfosc-2022-05-26",
    committee="Children and Families Overview and Scrutiny Committee",
    considered_on=day("2022-05-26"),
    when="before-decision",
    document="Minutes of 26 May 2022",
)
scrutiny_wished_for_milestones = was_scrutiny.ScrutinyRecommendationMade(
    recommendation="S1",
    meeting="cfosc-2022-05-26",
    text="Give each action a timeline.",
    made_on=day("2022-05-26"),
    respond_by=None,
)
milestones_were_accepted_in_part = was_scrutiny.ScrutinyRecommendationAnswered(
    recommendation="S1",
    answer="accepted-in-part",
    because="Actions of less than three months need none.",
    answered_by="cabinet",
    answered_on=day("2022-06-22"),
    respond_by=None,
)
board_challenged_version_1 = was_scrutiny.BoardChallenged(
    version=1,
    digest=DIGEST_OF_VERSION_1,
    challenged_on=day("2022-06-09"),
    board="Improvement Board",
    points=("The measures say what is done, not what changes for children.",),
)
board_was_reconstituted = was_scrutiny.BoardReconstituted(
    board="Improvement Board",
    reconstituted_on=day("2022-09-01"),
    now_called="Continuous Improvement Board",
    document="Scrutiny, 26 May 2022",
)
boards_chair_was_changed = was_scrutiny.BoardChairChanged(
    board="Improvement Board",
    chair="director-of-childrens-services",
    changed_on=day("2022-09-01"),
    document="Scrutiny, 26 May 2022",
)
strategy_meetings_were_chased = was_brought_forward.ActionChased(
    action="A1",
    due=day("2022-10-14"),
    rung=-10,
    working_days=-9,
    to="head-of-safeguarding",
    calendar=CALENDAR,
)
evidence_of_strategy_meetings_was_chased = was_brought_forward.EvidenceChased(
    action="A1",
    complete_on=day("2022-09-16"),
    rung=10,
    working_days=10,
    to="head-of-safeguarding",
    calendar=CALENDAR,
)
first_review_was_reminded_of = was_brought_forward.ReviewReminded(
    review_by=day("2018-02-14"), rung=1, working_days=1, to="director-of-childrens-services", calendar=CALENDAR
)
first_pack_was_frozen = was_brought_forward.PackFrozen(
    to="improvement-board",
    post="improvement-board-chair",
    number=1,
    since=day("2022-07-06"),
    until=day("2022-08-30"),
    digest="7e11e59b3312e49be261df5a5b5f5bcbd0c5fa2ac028ad632ac287d3fb88ef17",
    actions=3,
    ratings={"green": 3},
    overdue=0,
    re_dated=0,
    evidenced=0,
    calendar=CALENDAR,
)
plan_was_closed = was_closing.PlanClosed(
    closed_on=day("2022-10-03"), because="What is left goes on in the service plan.", document="Cabinet, item 9"
)
plan_was_superseded = was_closing.PlanSuperseded(
    superseded_on=day("2022-10-03"), by="glos-2025", because="A later inspection has a plan of its own."
)
plan_was_reopened = was_closing.PlanReopened(reopened_on=day("2022-10-03"), because="A receipt was recorded wrongly.")
plan_was_held_for_the_inquiry = was_retention.RetentionHoldPlaced(
    hold="H1",
    reference="inquiry 7",
    placed_on=day("2022-10-03"),
    because="The inquiry asked that nothing be destroyed.",
)
inquirys_hold_was_released = was_retention.RetentionHoldReleased(
    hold="H1", released_on=day("2022-10-03"), because="The inquiry has reported."
)
plan_was_dropped = was_retention.PlanDropped(
    authority="gloucestershire",
    schedule=Retention(decisions=6, background_papers=4, source="access to information rule 6"),
    kept_from=day("2016-05-02"),
    due_on=day("2022-05-03"),
    decision="IG-2022-14",
    approved_by="monitoring-officer",
    approver="mo-01",
    lines=2,
    positions=(retention.Span(first=2, last=3),),
    head="3c" * 32,
    size=4,
    root="5e" * 32,
)
REVISED_CALENDAR = f"{CALENDAR}+2022-thanksgiving"
calendar_was_revised = was_working_days.CalendarRevised(
    revision="2022-thanksgiving",
    source="A Royal Proclamation, made up",
    added=adopt_the_revised_calendar.added,
    removed=(),
    digest="519742cf8ef06d95d6dc73b498f383946c151cb7be22d2713afe5f1fe8d8fe7e",
    calendar=REVISED_CALENDAR,
)
computed_deadline_moved_beside_the_stated_one = was_working_days.DeadlineRecomputed(
    duty="statement",
    was=day("2022-07-15"),
    computed=day("2022-07-19"),
    adopted=day("2022-07-14"),
    calendar=REVISED_CALENDAR,
)
call_in_was_prolonged = was_working_days.CallInWindowMoved(
    round=1,
    version=1,
    call_in_ends=day("2022-06-30"),
    implementable_from=day("2022-07-01"),
    calendar=REVISED_CALENDAR,
)
reminders_were_moved = was_working_days.ChasingMoved(
    round=1,
    remind_on=(
        *(day("2022-06-20"), day("2022-06-23"), day("2022-06-29"), day("2022-07-04")),
        *(day("2022-07-07"), day("2022-07-12"), day("2022-07-15"), day("2022-07-20")),
    ),
    escalate_on=day("2022-06-23"),
    calendar=REVISED_CALENDAR,
)
agenda_was_open_too_late = was_working_days.FirstLawfulDayMoved(
    notice="agenda",
    meeting_on=day("2022-06-22"),
    was=day("2022-06-22"),
    first_lawful_day=day("2022-06-23"),
    calendar=REVISED_CALENDAR,
)
cabinet_was_scheduled = was_meeting.MeetingScheduled(**schedule_cabinet.model_dump())
cabinet_was_moved = was_meeting.MeetingMoved(**move_cabinet.model_dump())
cabinet_was_cancelled = was_meeting.MeetingCancelled(**cancel_cabinet.model_dump())
somebody_was_told_of_it = was_meeting.InfeasibilityTold(
    step="notice of key decision", to="director-of-childrens-services"
)
no_notice_was_given_in_time = was_meeting.BecameInfeasible(
    step="notice of key decision",
    by=day("2022-05-24"),
    due=day("2022-07-15"),
    because=(
        "It was to be done by 24 May 2022, and it is not on record. "
        "The last meeting of cabinet that leaves time is on 22 June 2022."
    ),
    calendar=CALENDAR,
)
there_was_time_again = was_meeting.BecameFeasible(
    meeting_on=day("2022-06-22"), due=day("2022-07-15"), calendar=CALENDAR
)

private_meeting_was_agreed = was_notice.PrivateMeetingAgreed(
    instead_because=None, **agree_the_private_meeting.model_dump(exclude={"instead_because"})
)
papers_were_opened_to_members = was_notice.PapersOpenedToMembers(
    open_by=day("2022-06-14"), calendar=CALENDAR, **open_the_papers_to_members.model_dump()
)
directors_decision_was_published = was_finalisation.OfficerDecisionPublished(
    round=1,
    version=2,
    digest=DIGEST_OF_VERSION_2,
    decided_by="director-of-childrens-services",
    decided_on=day("2022-06-28"),
    decision="That version 2 be submitted to Ofsted.",
    reasons="The board asked for a higher measure.",
    alternatives="None.",
    conflicts=publish_the_directors_decision.conflicts,
    published_on=day("2022-06-29"),
    where="The council’s website, decisions of officers",
)
report_to_council_was_required = was_scrutiny.ReportToCouncilRequired(
    round=1, digest=DIGEST_OF_VERSION_1, **require_a_report_to_council.model_dump()
)
answer_on_milestones_was_chased = was_brought_forward.ScrutinyAnswerChased(
    recommendation="S1",
    respond_by=day("2022-07-26"),
    rung=1,
    working_days=1,
    to="monitoring-officer",
    calendar=CALENDAR,
)
bundle_was_made_for_audit = was_disclosed.Exported(number=1, **record_the_bundle_for_audit.model_dump())
auditor_read_the_plan = was_disclosed.Accessed(classification="exempt", **record_the_auditors_reading.model_dump())
plan_was_opened_with_an_answer_due = plan_was_opened.but(
    terms=TERMS.but(scrutiny=ScrutinyTerms(respond_within_months=2, source="set by the council"))
)
recommended_with_an_answer_due = (
    plan_was_opened_with_an_answer_due,
    record_scrutiny_of_26_may,
    record_scrutinys_wish_for_milestones,
)

words_of_unsuitable_accommodation_were_corrected = was_correction.FactCorrected(
    line=6,
    changes=correct_the_words_of_unsuitable_accommodation.changes,
    fact=was_inspection.FindingRecorded(
        finding="R2",
        sort="recommendation",
        text="Make sure that care leavers’ accommodation suits their needs and that they feel safe there.",
        source="inspection",
        document=REPORT,
        paragraph="What needs to improve?",
    ),
    because="It was taken from the draft report.",
    evidence=REPORT,
    countersigned_by="mo-01",
    true_from=day("2022-10-03"),
)
notes_erasure_was_asked = was_erasure.ErasureAsked(
    erasure=1, line=38, text="note", decision="IG/2022/14", because="A child can be recognised in it."
)
note_was_erased = was_erasure.TextErased(erasure=1, line=38, text="note", decision="IG/2022/14")

EVENT_SAMPLES: dict[str, Event] = {
    sample.kind: sample
    for sample in (
        plan_was_opened,
        the_inspection_was_recorded,
        report_was_received,
        ofsted_published_the_report,
        overall_effectiveness_was_recorded,
        late_strategy_meetings_were_recorded,
        a_draft_stated_14_july,
        computed_deadline_was_adopted,
        stated_and_computed_were_found_to_differ,
        a_warning_went_out_ten_days_before,
        report_was_not_published_in_time,
        prompt_strategy_meetings_were_agreed,
        date_of_strategy_meetings_was_amended,
        strategy_meetings_were_given_until_january,
        systems_were_left_to_the_digital_programme,
        version_1_was_cut,
        decision_was_assessed_as_key,
        key_decision_notice_was_published,
        general_exception_was_notified,
        special_urgency_was_agreed,
        private_meeting_was_noticed,
        agenda_was_published,
        appendix_was_corrected,
        board_endorsed_version_1,
        cabinet_was_asked,
        clerk_was_reminded,
        overdue_answer_was_escalated,
        cabinet_approved_version_1,
        cabinet_refused_version_1,
        version_1_was_sent_back,
        question_was_withdrawn,
        decision_became_implementable,
        version_1_was_shared_as_the_draft,
        decision_statement_was_published,
        call_in_notice_was_received,
        call_in_was_found_valid,
        call_in_was_rejected,
        call_in_was_withdrawn,
        decision_was_exempted_from_call_in,
        decision_was_referred_back,
        decision_was_reaffirmed,
        review_was_requested,
        chief_inspector_gave_a_receipt,
        plan_was_submitted,
        version_1_was_published,
        strategy_meetings_got_under_way,
        board_was_told,
        strategy_meetings_were_closed,
        strategy_meetings_were_reopened,
        rating_of_safe_homes_was_overridden,
        september_audit_was_attached,
        september_audit_was_verified,
        september_audit_was_rejected,
        impact_of_strategy_meetings_was_rated,
        meetings_in_time_were_defined,
        august_was_read,
        eighth_visit_was_recorded,
        number_of_a_file_was_allowed,
        number_of_a_file_was_admitted,
        notice_was_issued,
        first_review_was_held,
        notice_was_lifted,
        direction_was_issued,
        commissioner_was_appointed,
        direction_was_revoked,
        # the authority
        newer_terms_were_adopted,
        constitution_was_adopted,
        director_held_the_post,
        director_left_the_post,
        directors_post_was_vacant,
        vacancy_was_escalated,
        deputy_was_let_act,
        deputys_delegation_was_ended,
        route_was_chosen,
        council_approved_version_1,
        decision_was_put_off,
        calendar_was_revised,
        computed_deadline_moved_beside_the_stated_one,
        call_in_was_prolonged,
        reminders_were_moved,
        agenda_was_open_too_late,
        cabinet_was_scheduled,
        cabinet_was_moved,
        cabinet_was_cancelled,
        no_notice_was_given_in_time,
        somebody_was_told_of_it,
        there_was_time_again,
        book_was_opened,
        another_key_was_adopted,
        that_there_was_no_plan_was_shown,
        three_members_were_too_few,
        finalisation_was_delegated,
        version_2_was_finalised,
        delegation_was_revoked,
        change_was_classed,
        approval_was_voided,
        version_2_was_adopted,
        scrutiny_considered_the_plan,
        scrutiny_wished_for_milestones,
        milestones_were_accepted_in_part,
        board_challenged_version_1,
        board_was_reconstituted,
        boards_chair_was_changed,
        strategy_meetings_were_chased,
        evidence_of_strategy_meetings_was_chased,
        first_review_was_reminded_of,
        first_pack_was_frozen,
        plan_was_closed,
        plan_was_superseded,
        plan_was_reopened,
        private_meeting_was_agreed,
        papers_were_opened_to_members,
        directors_decision_was_published,
        report_to_council_was_required,
        answer_on_milestones_was_chased,
        bundle_was_made_for_audit,
        auditor_read_the_plan,
        # retention
        plan_was_held_for_the_inquiry,
        inquirys_hold_was_released,
        plan_was_dropped,
        words_of_unsuitable_accommodation_were_corrected,
        notes_erasure_was_asked,
        note_was_erased,
        # what ran out
        the_delegation_ran_out,
        the_call_in_was_chased,
    )
}
"""One of every kind of event, by its published name."""
