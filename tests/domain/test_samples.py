"""The samples are complete, and every sample of an event is what the rules give for the sample of its command."""

import pytest
from given import Step, day, done, given
from samples import (
    COMMAND_SAMPLES,
    EVENT_SAMPLES,
    adopt_the_revised_calendar,
    allow_the_number_of_a_file,
    approved_by_cabinet,
    bring_strategy_meetings_forward,
    called_in,
    chase_the_answer_on_milestones,
    close_a_plan_of_2016,
    closed,
    cut_the_next_version,
    escalate_the_overdue_answer,
    every_recommendation_answered,
    evidence_verified,
    exempt_evidence,
    exempt_from_call_in,
    finalisation_delegated,
    finalised,
    findings_recorded,
    immaterially_changed,
    note_that_no_notice_was_given,
    opened,
    plan_was_opened_under_older_terms,
    posts_held,
    publish_the_agenda,
    raise_the_measure_of_strategy_meetings,
    recommended_by_cabinet,
    recommended_with_an_answer_due,
    record_that_the_clerk_holds_the_post,
    record_the_first_reminder,
    record_with_the_number_of_a_file,
    referred_back,
    remind_of_the_first_review,
    report_in,
    report_strategy_meetings_complete,
    schedule_cabinet,
    submitted,
    under_the_template,
    validly_called_in,
    version_1_cut,
    version_2_cut_under_delegation,
    warn_ten_days_before,
    with_cabinet,
)

from domain.book.events import AbsenceShown, BookOpened, CommandRefused, SealKeyAdopted
from domain.calendar import at_nine
from domain.catalogue import EVENTS
from domain.decider import COMMANDS, AnyCommand
from domain.plan_events import PlanEvent

BEFORE: dict[str, tuple[AnyCommand | PlanEvent | Step, ...]] = {
    "open-plan": (),
    "record-inspection": opened,
    "receive-report": opened,
    "record-report-publication": report_in,
    "record-judgement": report_in,
    "record-finding": report_in,
    "state-deadline": report_in,
    "adopt-deadline": (*report_in, COMMAND_SAMPLES["state-deadline"]),
    "warn-of-deadline": report_in,
    "miss-deadline": report_in,
    "agree-action": findings_recorded,
    "amend-action": (*findings_recorded, COMMAND_SAMPLES["agree-action"]),
    "re-date-action": submitted,
    "reason-no-action": findings_recorded,
    "cut-version": every_recommendation_answered,
    "assess-key-decision": version_1_cut,
    "publish-key-decision-notice": version_1_cut,
    "notify-general-exception": version_1_cut,
    "agree-special-urgency": version_1_cut,
    "notice-private-meeting": version_1_cut,
    "publish-agenda": version_1_cut,
    "correct-paper": (*version_1_cut, publish_the_agenda),
    "endorse-by-board": version_1_cut,
    "ask-approval": version_1_cut,
    "record-cabinet-approval": (*with_cabinet, record_the_first_reminder, escalate_the_overdue_answer),
    "record-cabinet-refusal": with_cabinet,
    "send-back": with_cabinet,
    "withdraw-approval": with_cabinet,
    "record-reminder": with_cabinet,
    "escalate": with_cabinet,
    "confirm-implementable": approved_by_cabinet,
    "share-draft-plan": version_1_cut,
    "publish-decision-statement": approved_by_cabinet,
    "receive-call-in-notice": approved_by_cabinet,
    "validate-call-in": called_in,
    "reject-call-in": called_in,
    "withdraw-call-in": called_in,
    "exempt-from-call-in": approved_by_cabinet,
    "refer-back": validly_called_in,
    "reaffirm-decision": referred_back,
    "request-post-implementation-review": (*approved_by_cabinet, exempt_from_call_in),
    "acknowledge-submission": approved_by_cabinet,
    "publish-plan": approved_by_cabinet,
    "progress-action": submitted,
    "report-progress": submitted,
    "close-action": evidence_verified,
    "reopen-action": closed,
    "override-rag": submitted,
    "attach-evidence": submitted,
    "verify-evidence": (*submitted, COMMAND_SAMPLES["attach-evidence"]),
    "reject-evidence": (*submitted, COMMAND_SAMPLES["attach-evidence"]),
    "rate-impact": evidence_verified,
    "define-measure": submitted,
    "record-reading": (*submitted, COMMAND_SAMPLES["define-measure"]),
    "record-monitoring-visit": opened,
    "allow-personal-detail": opened,
    "record-improvement-notice": opened,
    "record-six-month-review": (*opened, COMMAND_SAMPLES["record-improvement-notice"]),
    "lift-notice": (*opened, COMMAND_SAMPLES["record-improvement-notice"]),
    "record-direction": opened,
    "record-commissioner": opened,
    "revoke-direction": (*opened, COMMAND_SAMPLES["record-direction"]),
    "adopt-constitution": (),
    "hold-post": (record_that_the_clerk_holds_the_post,),
    "leave-post": posts_held,
    "delegate-post": posts_held,
    "end-delegation": (*posts_held, COMMAND_SAMPLES["delegate-post"]),
    "escalate-vacancy": (*posts_held, COMMAND_SAMPLES["leave-post"]),
    "adopt-terms": (plan_was_opened_under_older_terms,),
    "choose-route": under_the_template,
    "record-decision": recommended_by_cabinet,
    "defer-decision": recommended_by_cabinet,
    "delegate-finalisation": approved_by_cabinet,
    "finalise-plan": version_2_cut_under_delegation,
    "revoke-delegation": finalisation_delegated,
    "adopt-immaterial-change": immaterially_changed,
    "record-scrutiny": opened,
    "record-scrutiny-recommendation": (*opened, COMMAND_SAMPLES["record-scrutiny"]),
    "answer-scrutiny": (
        *opened,
        COMMAND_SAMPLES["record-scrutiny"],
        COMMAND_SAMPLES["record-scrutiny-recommendation"],
    ),
    "challenge-by-board": version_1_cut,
    "reconstitute-board": opened,
    "change-board-chair": opened,
    "chase-action": (*submitted, bring_strategy_meetings_forward),
    "chase-evidence": (*submitted, report_strategy_meetings_complete),
    "remind-of-review": (*opened, COMMAND_SAMPLES["record-improvement-notice"]),
    "freeze-pack": submitted,
    "close-plan": submitted,
    "supersede-plan": submitted,
    "reopen-plan": (*submitted, COMMAND_SAMPLES["close-plan"]),
    "schedule-meeting": version_1_cut,
    "move-meeting": (*version_1_cut, schedule_cabinet),
    "cancel-meeting": (*version_1_cut, schedule_cabinet),
    "note-infeasible": (*version_1_cut, done(schedule_cabinet, at=at_nine(day("2022-05-10")))),
    "agree-private-meeting": version_1_cut,
    "open-papers-to-members": (*version_1_cut, publish_the_agenda),
    "publish-officer-decision": finalised,
    "require-report": approved_by_cabinet,
    "chase-scrutiny-answer": recommended_with_an_answer_due,
    "note-delegation-run-out": finalisation_delegated,
    "chase-call-in": called_in,
    "record-export": opened,
    "record-access": exempt_evidence,
    "correct-fact": findings_recorded,
    "ask-erasure": opened,
    "erase-text": (*opened, COMMAND_SAMPLES["ask-erasure"]),
    "adopt-calendar": (*report_in, COMMAND_SAMPLES["state-deadline"], COMMAND_SAMPLES["adopt-deadline"]),
    "place-hold": opened,
    "release-hold": (*opened, COMMAND_SAMPLES["place-hold"]),
    "drop-plan": (*opened, close_a_plan_of_2016),
}
"""How far the plan must have come for each sample of a command."""


def test_there_is_a_sample_of_every_event_and_of_every_command() -> None:
    assert {kind: type(sample) for kind, sample in EVENT_SAMPLES.items()} == EVENTS
    assert {name: type(sample) for name, sample in COMMAND_SAMPLES.items()} == COMMANDS
    assert set(BEFORE) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_sample_of_a_command_is_accepted(name: str) -> None:
    given(*BEFORE[name]).when(COMMAND_SAMPLES[name]).accepted()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_sample_of_a_command_asked_twice_changes_nothing_more(name: str) -> None:
    given(*BEFORE[name], COMMAND_SAMPLES[name]).when(COMMAND_SAMPLES[name]).then()


def test_every_sample_of_an_event_is_what_the_rules_give() -> None:
    lives = [given(*BEFORE[name]).when(COMMAND_SAMPLES[name]) for name in COMMANDS]
    last_receipt = given(*submitted[:-1]).when(submitted[-1])
    on_its_day = given(*BEFORE[warn_ten_days_before.name]).when(warn_ten_days_before, at=at_nine(day("2022-07-01")))
    let_in = given(*opened, allow_the_number_of_a_file).when(record_with_the_number_of_a_file)
    voided = given(*approved_by_cabinet, raise_the_measure_of_strategy_meetings).when(cut_the_next_version)
    overdue = given(*BEFORE[remind_of_the_first_review.name]).when(
        remind_of_the_first_review, at=at_nine(day("2018-02-15"))
    )
    unanswered = given(*recommended_with_an_answer_due).when(
        chase_the_answer_on_milestones, at=at_nine(day("2022-07-27"))
    )
    no_notice = given(*BEFORE["note-infeasible"]).when(note_that_no_notice_was_given, at=at_nine(day("2022-05-25")))
    noted = done(note_that_no_notice_was_given, at=at_nine(day("2022-05-25")))
    excepted = given(*BEFORE["note-infeasible"], noted).when(
        COMMAND_SAMPLES["notify-general-exception"], at=at_nine(day("2022-06-14"))
    )
    of_time = (on_its_day, overdue, unanswered, no_notice, excepted)
    counted_anew = [
        given(*before).when(adopt_the_revised_calendar)
        for before in ((*version_1_cut, publish_the_agenda), with_cabinet, approved_by_cabinet)
    ]
    outcomes = (*lives, last_receipt, *of_time, let_in, voided, *counted_anew)
    told = [event for outcome in outcomes for event in outcome.accepted()]
    not_of_a_plan = {BookOpened.kind, CommandRefused.kind, SealKeyAdopted.kind, AbsenceShown.kind}
    assert [kind for kind, sample in EVENT_SAMPLES.items() if sample not in told and kind not in not_of_a_plan] == []
