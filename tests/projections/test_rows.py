"""Given what happened to a plan, what an officer sees of it."""

import pytest
import samples as s
from given import day, done, plan_after

from domain.decider import PlanCommand
from domain.delivery.rag import Rag
from domain.plan import Plan
from domain.value import Value
from projections.coverage import Answer, coverage
from projections.deadlines import deadlines
from projections.plan_now import PLAN_NOW, MeasureNow, now, rated, stage
from projections.waiting import waiting

exempt = s.record_cabinets_approval.model_copy(update={"no_call_in_because": "It is urgent."})
publish = s.record_ofsteds_publication.model_copy(update={"publisher": "authority"})
complete = s.report_strategy_meetings_under_way.model_copy(update={"status": "complete"})
old_plan = s.open_the_plan.model_copy(update={"stage": "delivery"})


def waits(plan: Plan) -> dict[str, tuple[str, str, str]]:
    """Under each key: for whom, since when, until when."""
    return {key: (row.post, str(row.since), str(row.until)) for key, row in waiting(plan).items()}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (s.opened, "drafting"),
        (s.version_1_cut, "drafting"),
        (s.with_cabinet, "with cabinet"),
        ((*s.with_cabinet, s.send_the_plan_back), "drafting"),
        (s.approved_by_cabinet, "approved, waiting for the end of call-in"),
        ((*s.approved_by_cabinet, s.confirm_that_it_may_be_implemented), "approved, being submitted"),
        ((*s.with_cabinet, exempt), "approved, being submitted"),
        (s.half_submitted, "approved, being submitted"),
        (s.finalisation_delegated, "approved, to be finalised under delegation"),
        ((*s.finalisation_delegated, s.the_delegation_ran_out), "approved, delegation to finalise it ran out"),
        (s.submitted, "submitted, in delivery"),
        ((old_plan,), "in delivery"),
    ],
)
def test_the_stage_is_said_in_plain_words(steps: tuple[object, ...], told: str) -> None:
    assert stage(plan_after(*steps)) == told  # type: ignore[arg-type]


def test_a_plan_that_was_submitted_stays_in_delivery_when_its_next_version_comes_back() -> None:
    again = (
        s.report_strategy_meetings_under_way,
        s.agree_reflective_supervision.model_copy(update={"action": "A9"}),
        s.cut_the_next_version,
        s.ask_cabinet.model_copy(update={"version": 2}),
        s.withdraw_the_question,
    )
    assert stage(plan_after(*s.submitted, *again[:-1])) == "with cabinet"
    assert stage(plan_after(*s.submitted, *again)) == "submitted, in delivery"


def test_the_plan_now_says_what_was_found_and_what_is_being_done() -> None:
    seen = now(
        plan_after(
            *s.submitted,
            s.record_ofsteds_publication,
            s.record_overall_effectiveness,
            s.record_the_boards_endorsement,
            s.publish_version_1,
            s.report_strategy_meetings_under_way,
            s.record_the_eighth_visit,
            s.report_to_the_board,
        )
    )
    assert (seen.title, seen.authority_name) == (s.open_the_plan.title, "Gloucestershire County Council")
    assert (seen.received_on, seen.published) == (day("2022-04-01"), {"ofsted": day("2022-04-01")})
    assert seen.judgements == {"overall-effectiveness": "requires-improvement"}
    assert (seen.findings.recommendations, seen.findings.strengths, seen.findings.unanswered) == (5, 0, ())
    first = seen.actions[0]
    assert (first.id, first.due, first.status, first.as_of) == (
        "A1",
        day("2022-10-31"),
        "in-progress",
        day("2022-09-16"),
    )
    assert (seen.actions[1].status, seen.actions[1].note) == ("not-started", None)
    version = seen.versions[0]
    assert (version.number, version.digest) == (1, s.DIGEST_OF_VERSION_1)
    assert (version.endorsed_on, version.published_on) == (day("2022-06-09"), day("2022-07-15"))
    assert seen.approval.situation == "approved"
    assert [receipt.receipt for receipt in seen.receipts] == ["OFS-2022-0714", "DFE-2022-3310"]
    assert seen.submitted_on == day("2022-07-06")
    assert [row.duty for row in seen.deadlines] == ["statement", "report"]
    assert [visit.visit for visit in seen.visits] == ["visit-8"]
    assert [report.to for report in seen.reports] == ["Improvement Board"]


def test_of_an_action_its_dates_its_evidence_its_impact_and_its_closing_are_said_apart() -> None:
    life = (*s.submitted, s.give_strategy_meetings_until_january, *s.evidence_verified[len(s.submitted) :])
    plan = plan_after(*life, s.rate_the_impact_of_strategy_meetings)
    first, second, _ = now(plan).actions
    assert (first.original_due, first.due, first.re_dates) == (day("2022-10-31"), day("2023-01-31"), 1)
    assert (first.status, first.evidence, first.impact, first.closed_on) == (
        "not-started",
        "verified",
        "early-signs",
        None,
    )
    assert (second.original_due, second.re_dates, second.evidence, second.impact) == (second.due, 0, "none", None)
    assert now(plan_after(*s.closed)).actions[0].closed_on == day("2022-09-30")


def test_a_rating_is_that_of_the_day_asked_and_is_in_no_stored_row() -> None:
    plan = plan_after(*s.submitted)
    seen = now(plan)
    assert {action.rag for action in seen.actions} == {None}
    on_time, late = (rated(seen, plan, day(on)).actions[0].rag for on in ("2022-10-01", "2022-11-01"))
    assert on_time == Rag(rating="green", reason="On course for its due date")
    assert late == Rag(rating="red", reason="Not done, and its due date has passed")


def test_a_measure_is_shown_with_its_latest_reading() -> None:
    defined = (*s.submitted, s.define_meetings_in_time)
    assert now(plan_after(*defined)).measures == (MeasureNow(defined=s.meetings_in_time_were_defined, latest=None),)
    read = now(plan_after(*defined, s.record_the_august_reading))
    assert [measure.latest for measure in read.measures] == [s.august_was_read]


def test_a_closed_action_waits_for_nobody_until_it_is_reopened() -> None:
    assert "action.A1" not in waits(plan_after(*s.closed))
    assert "action.A1" in waits(plan_after(*s.closed, s.reopen_strategy_meetings))


def test_every_row_is_read_back_as_it_was_written() -> None:
    plan = plan_after(
        *(*s.submitted, s.record_the_eighth_visit, s.report_strategy_meetings_under_way),
        *(s.give_strategy_meetings_until_january, s.define_meetings_in_time, s.record_the_august_reading),
    )
    shown = rated(now(plan), plan, day("2022-11-01"))
    written: list[Value] = [
        *PLAN_NOW.rows(plan).values(),
        shown,
        *waiting(plan).values(),
        *coverage(plan).values(),
        *deadlines(plan).values(),
    ]
    for row in written:
        assert type(row).model_validate_json(row.model_dump_json()) == row


def test_text_of_any_length_that_may_be_recorded_can_be_shown() -> None:
    long = s.record_weak_supervision.model_copy(update={"text": "x" * 10_000})
    assert len(waiting(plan_after(*s.report_in, long))["recommendation.R3"].what) > 10_000


def test_what_nobody_has_answered_waits_for_the_post_that_submits() -> None:
    plan = plan_after(*s.findings_recorded, s.agree_prompt_strategy_meetings)
    director = "director-of-childrens-services"
    assert waits(plan) == {
        **{f"recommendation.R{n}": (director, "2022-04-01", "2022-07-15") for n in (2, 3, 4, 5)},
        "deadline.statement": (director, "2022-04-01", "2022-07-15"),
        "deadline.report": ("democratic-services-officer", "2022-04-01", "2022-05-18"),
        "action.A1": ("head-of-safeguarding", "2022-10-03", "2022-09-30"),
    }
    assert waiting(plan)["action.A1"].what == (
        "Action A1 is not started: “Hold every strategy meeting within the time of the procedures, and audit "
        "thresholds each month.”"
    )


def test_a_recommendation_of_a_visit_waits_since_its_letter() -> None:
    of_the_visit = s.record_weak_supervision.model_copy(update={"source": "visit-8"})
    plan = plan_after(*s.opened, s.record_the_eighth_visit, of_the_visit)
    assert waits(plan) == {"recommendation.R3": ("director-of-childrens-services", "2020-03-12", "None")}


def test_cabinets_answer_waits_for_cabinet() -> None:
    assert waits(plan_after(*s.with_cabinet))["cabinet.version-1"] == ("cabinet", "2022-06-14", "2022-06-22")


def test_the_end_of_call_in_waits_for_nobody() -> None:
    found = waits(plan_after(*s.approved_by_cabinet))
    assert found["call-in.version-1"] == ("time", "2022-06-22", "2022-06-30")
    assert not [key for key in found if key.startswith(("submission", "cabinet"))]


@pytest.mark.parametrize(
    ("steps", "post"),
    [(s.called_in, "chief-executive"), (s.validly_called_in, "scrutiny"), (s.referred_back, "cabinet")],
    ids=["received", "valid", "referred-back"],
)
def test_a_call_in_waits_for_whoever_deals_with_it(steps: tuple[PlanCommand, ...], post: str) -> None:
    plan = plan_after(*steps)
    assert waits(plan)["call-in.version-1"] == (post, "2022-06-22", "None")
    assert stage(plan) == "approved, called in"


def test_after_a_call_in_time_is_waited_for_or_the_addressees() -> None:
    withdrawn = plan_after(*s.validly_called_in, s.withdraw_the_call_in)
    assert waits(withdrawn)["call-in.version-1"] == ("time", "2022-06-22", "2022-07-01")
    exempted = waits(plan_after(*s.validly_called_in, s.exempt_from_call_in))
    assert exempted["submission.hm-chief-inspector"] == ("hm-chief-inspector", "2022-06-24", "2022-07-15")


def test_the_submission_waits_for_each_addressee_that_gave_no_receipt() -> None:
    ready = waits(plan_after(*s.approved_by_cabinet, s.confirm_that_it_may_be_implemented))
    assert ready["submission.hm-chief-inspector"] == ("hm-chief-inspector", "2022-06-30", "2022-07-15")
    half = waits(plan_after(*s.half_submitted))
    assert [key for key in half if key.startswith("submission")] == ["submission.secretary-of-state"]
    assert not [key for key in waits(plan_after(*s.submitted)) if key.startswith(("submission", "deadline.statement"))]


def test_a_delegated_finalisation_waits_for_the_delegate() -> None:
    delegated = waits(plan_after(*s.finalisation_delegated, s.confirm_that_it_may_be_implemented))
    assert delegated["finalisation.version-1"] == ("director-of-childrens-services", "2022-06-22", "2022-07-08")
    assert not [key for key in delegated if key.startswith(("submission", "call-in"))]
    ran_out = plan_after(*s.finalisation_delegated, s.confirm_that_it_may_be_implemented, s.the_delegation_ran_out)
    assert waits(ran_out)["finalisation.version-1"] == (s.the_delegation_ran_out.to, "2022-07-09", "2022-07-15")
    assert waiting(ran_out)["finalisation.version-1"].what == (
        "Version 1 was to be finalised by 8 July 2022, when cabinet's delegation ran out: have it delegated anew, "
        "revoke the delegation, or bring in from its papers what was decided by then."
    )
    final = waits(plan_after(*s.finalised, s.confirm_that_it_may_be_implemented))
    assert final["submission.hm-chief-inspector"] == ("hm-chief-inspector", "2022-06-30", "2022-07-15")


def test_a_recommendation_of_scrutiny_waits_for_cabinets_answer() -> None:
    made = (*s.opened, s.record_scrutiny_of_26_may, s.record_scrutinys_wish_for_milestones)
    assert waits(plan_after(*made))["scrutiny.S1"] == ("cabinet", "2022-05-26", "None")
    assert "scrutiny.S1" not in waits(plan_after(*made, s.accept_milestones_in_part))


def test_what_is_done_waits_no_longer() -> None:
    found = waits(plan_after(*s.submitted, publish, complete))
    assert list(found) == ["action.A2", "action.A3"]


def test_a_duty_whose_day_has_passed_says_so() -> None:
    plan = plan_after(*s.report_in, s.miss_the_reports_publication)
    assert waiting(plan)["deadline.report"].what == (
        "The report is to be published by the authority; the due date has passed."
    )


def test_each_finding_shows_what_answers_it() -> None:
    rows = coverage(plan_after(*s.every_recommendation_answered, s.report_strategy_meetings_under_way))
    assert rows["R1"].actions == (
        Answer(
            action="A1",
            text=s.agree_prompt_strategy_meetings.text,
            owner="head-of-safeguarding",
            due=day("2022-10-31"),
            status="in-progress",
        ),
    )
    assert (rows["R5"].actions, rows["R5"].answered) == ((), True)
    assert (rows["R5"].reason or "").startswith("The council’s digital programme")


def test_a_strength_needs_no_answer_and_a_recommendation_does() -> None:
    strength = s.record_weak_supervision.model_copy(update={"finding": "S1", "sort": "strength"})
    rows = coverage(plan_after(*s.report_in, strength, s.record_weak_supervision))
    assert (rows["S1"].answered, rows["R3"].answered) == (None, False)


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        (s.report_in, "Computed 15 July 2022, and nobody has stated a date."),
        ((*s.report_in, s.state_the_deadline_as_computed), "Computed and stated agree."),
        (
            (*s.report_in, s.state_the_deadline_of_a_draft),
            "Stated 14 July 2022 is 1 working day earlier than computed 15 July 2022.",
        ),
        (
            (*s.opened, s.state_the_deadline_of_a_draft),
            "Stated 14 July 2022, and not computed, since receipt of the report is not recorded.",
        ),
        (
            (
                *s.report_in,
                s.adopt_the_stated_deadline.model_copy(update={"basis": "extended", "due": day("2022-08-01")}),
            ),
            "Computed 15 July 2022, and nobody has stated a date; 1 August 2022 was adopted instead.",
        ),
    ],
)
def test_how_the_dates_agree_is_one_sentence(steps: tuple[object, ...], shown: str) -> None:
    assert deadlines(plan_after(*steps))["statement"].shown == shown  # type: ignore[arg-type]


def test_a_deadline_shows_its_dates_and_when_the_duty_was_done() -> None:
    plan = plan_after(*s.report_in, s.state_the_deadline_of_a_draft, done(publish), s.adopt_the_stated_deadline)
    rows = deadlines(plan)
    statement = rows["statement"]
    assert (statement.received, statement.counted, statement.computed) == (day("2022-04-01"), 70, day("2022-07-15"))
    assert (statement.stated, statement.stated_by, statement.adopted) == (
        day("2022-07-14"),
        "the council",
        day("2022-07-14"),
    )
    assert (statement.basis, statement.mismatch, statement.calendar) == ("stated", -1, s.CALENDAR)
    assert (statement.missed, statement.done_on) == (False, None)
    assert rows["report"].done_on == day("2022-04-01")
    assert deadlines(plan_after(*s.submitted))["statement"].done_on == day("2022-07-06")


def test_the_plan_now_shows_its_sources_and_the_notice_in_force() -> None:
    jtai = s.record_the_inspection.model_copy(update={"source": "jtai-2022", "type": "jtai"})
    judged = (s.record_overall_effectiveness, s.record_late_strategy_meetings.model_copy(update={"sort": "area"}))
    seen = now(plan_after(*s.opened, s.record_the_inspection, jtai, *judged, s.record_the_notice))
    assert [each.recorded.source for each in seen.inspections] == ["inspection", "jtai-2022"]
    assert [len(each.report.judgements) for each in seen.inspections] == [1, 0]
    assert (seen.findings.recommendations, seen.findings.areas) == (0, 1)
    assert seen.intervention.next_review_by == day("2018-02-14")


def test_a_date_that_no_law_counts_is_shown_as_stated() -> None:
    area_send = s.record_the_inspection.model_copy(update={"type": "area-send"})
    steps = (*s.opened, area_send, s.receive_the_report, s.state_the_deadline_of_a_draft)
    row = deadlines(plan_after(*steps))["statement"]
    assert (row.received, row.counted) == (day("2022-04-01"), None)
    assert row.shown == "Stated 14 July 2022, and not computed, since no number of working days is known for it."


def test_the_draft_plan_is_waited_for_until_it_is_shared() -> None:
    raised = s.record_the_inspection.model_copy(update={"type": "focused-visit", "priority_action": True})
    steps = (*s.opened, raised, s.receive_the_report, *s.version_1_cut[2:])
    assert waits(plan_after(*steps))["deadline.draft-plan"] == (
        "director-of-childrens-services",
        "2022-04-01",
        "2022-05-04",
    )
    shared = plan_after(*steps, s.share_version_1_as_the_draft)
    assert "deadline.draft-plan" not in waits(shared)
    assert deadlines(shared)["draft-plan"].done_on == day("2022-06-10")


def test_a_recommendation_of_another_source_waits_since_its_report_came() -> None:
    jtai = s.record_the_inspection.model_copy(update={"source": "jtai-2022", "type": "jtai"})
    report = s.receive_the_report.model_copy(update={"source": "jtai-2022", "received_on": day("2022-04-04")})
    found = s.record_late_strategy_meetings.model_copy(update={"source": "jtai-2022"})
    assert waits(plan_after(*s.opened, jtai, report, found))["recommendation.R1"][1] == "2022-04-04"
