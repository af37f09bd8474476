"""Which event starts, wakes and ends which workflow, with every moment at which something follows."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from given import REGISTER, day, usual_act
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import (
    COMMAND_SAMPLES,
    DIGEST_OF_VERSION_1,
    DIGEST_OF_VERSION_2,
    EVENT_SAMPLES,
    adopt_the_stated_deadline,
    approval_was_voided,
    ask_cabinet,
    cabinet_approved_version_1,
    cabinet_refused_version_1,
    cabinet_was_asked,
    cabinet_was_scheduled,
    call_in_notice_was_received,
    call_in_was_prolonged,
    call_in_was_rejected,
    call_in_was_withdrawn,
    close_the_plan,
    computed_deadline_was_adopted,
    confirm_that_it_may_be_implemented,
    council_approved_version_1,
    council_to_decide,
    decision_became_implementable,
    decision_statement_was_published,
    decision_was_exempted_from_call_in,
    decision_was_reaffirmed,
    delegation_was_revoked,
    director_held_the_post,
    directors_post_was_vacant,
    every_recommendation_answered,
    finalisation_was_delegated,
    miss_the_reports_publication,
    notice_was_issued,
    ofsted_published_the_report,
    plan_was_closed,
    plan_was_opened,
    plan_was_reopened,
    plan_was_submitted,
    plan_was_superseded,
    question_was_withdrawn,
    receive_the_report,
    record_cabinets_approval,
    record_cabinets_refusal,
    record_the_chief_inspectors_receipt,
    record_the_secretary_of_states_receipt,
    reminders_were_moved,
    reopen_the_plan,
    report_was_not_published_in_time,
    scrutiny_wished_for_milestones,
    send_the_plan_back,
    state_the_deadline_of_a_draft,
    vacancy_was_escalated,
    version_1_was_sent_back,
    version_1_was_shared_as_the_draft,
    version_2_was_finalised,
    withdraw_the_question,
)

from domain.approval.state import Approved, Asked
from domain.clocks import Warn
from domain.deadline.commands import AdoptDeadline, MissDeadline
from domain.decider import PlanCommand, decide
from domain.drafting.commands import CutVersion
from domain.inspection.commands import RecordReportPublication
from domain.inspection.events import ReportPublished
from domain.plan import Plan, evolve
from domain.value import Event, Refused
from workflows import approval, bringing_forward, clock, submission, vacancy
from workflows.given import LONGEST
from workflows.routes import KINDS, LOOKED_FOR, Open, route, still_open
from workflows.routing import End, Heard, Route, Start, Wake

PLAN = "glos-2022"
NOW = datetime(2022, 6, 14, 12, tzinfo=UTC)
LINE = datetime(2022, 6, 14, 11, 59, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def heard(event: Event, at: datetime = LINE, brought_in: bool = False) -> Heard:
    return Heard(PLAN, at, brought_in, event)


def routes(event: Event, at: datetime = LINE, brought_in: bool = False) -> list[Route]:
    return route(heard(event, at, brought_in), NOW)


published_by_the_authority = ReportPublished(publisher="authority", published_on=day("2022-05-05"), where="Shire Hall")
moved = computed_deadline_was_adopted.model_copy(update={"adoption": 2, "due": day("2022-07-29")})
the_deadline = clock.Deadline(
    as_of=NOW,
    plan=PLAN,
    duty="statement",
    adoption=1,
    due=day("2022-07-15"),
    warn="director-of-childrens-services",
    warnings=(
        clock.Warned(at=utc("2022-06-01T08:00"), working_days_left=30),
        clock.Warned(at=utc("2022-06-17T08:00"), working_days_left=20),
        clock.Warned(at=utc("2022-07-01T08:00"), working_days_left=10),
        clock.Warned(at=utc("2022-07-08T08:00"), working_days_left=5),
        clock.Warned(at=utc("2022-07-14T08:00"), working_days_left=1),
    ),
    missed_at=utc("2022-07-15T23:00"),
)
the_vacancy = vacancy.Vacant(
    as_of=NOW,
    plan=PLAN,
    post="director-of-childrens-services",
    vacancy=1,
    since=day("2022-09-17"),
    escalate_at=utc("2022-09-26T08:00"),
    escalate_to="monitoring-officer",
)
the_question = approval.Question(
    as_of=NOW,
    plan=PLAN,
    round=1,
    version=1,
    answer_by=day("2022-06-22"),
    answer_to="director-of-childrens-services",
    remind="democratic-services-officer",
    escalate_to="monitoring-officer",
    steps=(
        approval.Step(at=utc("2022-06-17T08:00"), reminder=1),
        approval.Step(at=utc("2022-06-22T08:00"), reminder=2),
        approval.Step(at=utc("2022-06-23T08:00"), reminder=None),
        approval.Step(at=utc("2022-06-27T08:00"), reminder=3),
        approval.Step(at=utc("2022-06-30T08:00"), reminder=4),
        approval.Step(at=utc("2022-07-05T08:00"), reminder=5),
        approval.Step(at=utc("2022-07-08T08:00"), reminder=6),
        approval.Step(at=utc("2022-07-13T08:00"), reminder=7),
        approval.Step(at=utc("2022-07-18T08:00"), reminder=8),
    ),
)
the_yes = approval.Answer(
    at=LINE,
    how="approved",
    words="Cabinet approved version 1 on 22 June 2022: That the Improvement Plan be approved for submission to Ofsted. "
    "It may be implemented from 30 June 2022.",
    implementable_at=utc("2022-06-29T23:00"),
)


cabinet_recommended_version_1 = cabinet_approved_version_1.model_copy(
    update={"verb": "recommended", "stage": "cabinet", "awaited": (council_to_decide,)}
)
of_full_council = approval.Words(
    asked="An answer of full council is asked for",
    put="was put to full council to decide",
    whose="The answer of full council",
    silent="There is no answer of full council yet",
    due="An answer of full council was to come",
)
the_councils_yes = approval.Answer(
    at=LINE,
    how="approved",
    words="Full council approved version 1 on 6 July 2022: That the Improvement Plan be approved for submission to "
    "Ofsted. It may be implemented from 6 July 2022.",
    implementable_at=utc("2022-07-05T23:00"),
)


def no(how: str, words: str) -> Wake:
    answer = approval.Answer.model_validate({"at": LINE, "how": how, "words": words})
    return Wake(f"{PLAN}/approval/1", "answered", answer, last=True)


def moved_to(at: str) -> list[Route]:
    return [Wake(f"{PLAN}/approval/1", "moved", approval.Moved(at=LINE, implementable_at=utc(at)))]


def sends(digest: str) -> Start:
    given = submission.Approval(as_of=NOW, plan=PLAN, round=1, digest=digest)
    return Start(f"{PLAN}/submission/1", "ofsted-submission", given)


the_diary = Start(
    f"{PLAN}/bring-forward",
    "bring-forward",
    bringing_forward.Kept(as_of=NOW, plan=PLAN),
    wake="moved",
    news=bringing_forward.Moved(at=LINE),
)
the_end: list[Route] = [Wake(f"{PLAN}/bring-forward", "ended", bringing_forward.Ended(at=LINE), last=True)]
a_look: list[Route] = [Wake(f"{PLAN}/bring-forward", "moved", bringing_forward.Moved(at=LINE), look=True)]


TABLE: list[tuple[Event, list[Route]]] = [
    (computed_deadline_was_adopted, [Start(f"{PLAN}/clock/statement", "statutory-clock", the_deadline), *a_look]),
    (
        moved,
        [
            Start(
                f"{PLAN}/clock/statement",
                "statutory-clock",
                the_deadline.model_copy(
                    update={"adoption": 2, "due": day("2022-07-29"), "missed_at": utc("2022-07-29T23:00")}
                ),
                wake="moved",
            ),
            *a_look,
        ],
    ),
    (cabinet_was_scheduled, [the_diary]),
    (cabinet_was_scheduled.model_copy(update={"body": "full-council"}), [the_diary]),
    (finalisation_was_delegated, [the_diary]),
    (call_in_notice_was_received, [the_diary]),
    (report_was_not_published_in_time, [End(f"{PLAN}/clock/report")]),
    (published_by_the_authority, [Wake(f"{PLAN}/clock/report", "done", clock.Done(at=LINE), last=True)]),
    (ofsted_published_the_report, []),
    (published_by_the_authority.model_copy(update={"source": "jtai-2023"}), []),
    (version_1_was_shared_as_the_draft, [Wake(f"{PLAN}/clock/draft-plan", "done", clock.Done(at=LINE), last=True)]),
    (cabinet_was_asked, [Start(f"{PLAN}/approval/1", "cabinet-approval", the_question)]),
    (cabinet_approved_version_1, [Wake(f"{PLAN}/approval/1", "answered", the_yes)]),
    (
        cabinet_was_asked.model_copy(update={"awaited": (council_to_decide,)}),
        [
            Start(
                f"{PLAN}/approval/1",
                "cabinet-approval",
                the_question.model_copy(update={"words": of_full_council}),
            )
        ],
    ),
    (
        cabinet_recommended_version_1,
        [
            Wake(
                f"{PLAN}/approval/1",
                "passed",
                approval.Passed(
                    at=LINE,
                    stage="cabinet",
                    said="Cabinet recommended version 1 on 22 June 2022: That the Improvement Plan be approved for "
                    "submission to Ofsted. Now awaited: full council to decide.",
                    words=of_full_council,
                ),
            )
        ],
    ),
    (council_approved_version_1, [Wake(f"{PLAN}/approval/1", "answered", the_councils_yes)]),
    (council_approved_version_1.model_copy(update={"afterwards": True}), []),
    (cabinet_refused_version_1, [no("refused", "Cabinet refused version 1: The plan does not say what it costs.")]),
    (
        version_1_was_sent_back,
        [
            no(
                "sent-back",
                "Cabinet sent version 1 back for amendment: "
                "Set milestones for the two years.; Say what the plan costs.",
            )
        ],
    ),
    (
        question_was_withdrawn,
        [no("withdrawn", "The question on version 1 was withdrawn: The board asked for one more meeting.")],
    ),
    (
        decision_became_implementable,
        [
            End(f"{PLAN}/approval/1"),
            Start(
                f"{PLAN}/submission/1",
                "ofsted-submission",
                submission.Approval(as_of=NOW, plan=PLAN, round=1, digest=DIGEST_OF_VERSION_1),
            ),
        ],
    ),
    (
        version_1_was_sent_back.model_copy(update={"after_call_in": True}),
        [
            Wake(
                f"{PLAN}/approval/1",
                "moved",
                approval.Moved(
                    at=LINE,
                    sent_back="Cabinet sent version 1 back for amendment: "
                    "Set milestones for the two years.; Say what the plan costs.",
                ),
                last=True,
            )
        ],
    ),
    (decision_statement_was_published, moved_to("2022-07-01T23:00")),
    (call_in_was_rejected, moved_to("2022-06-29T23:00")),
    (call_in_was_withdrawn, moved_to("2022-06-30T23:00")),
    (decision_was_exempted_from_call_in, moved_to("2022-06-23T23:00")),
    (decision_was_reaffirmed, moved_to("2022-07-07T23:00")),
    (decision_became_implementable.model_copy(update={"finalisation_awaited": True}), [End(f"{PLAN}/approval/1")]),
    (version_2_was_finalised, []),
    (version_2_was_finalised.model_copy(update={"implementable": True}), [sends(DIGEST_OF_VERSION_2)]),
    (
        approval_was_voided,
        [
            Wake(
                f"{PLAN}/approval/1",
                "moved",
                approval.Moved(
                    at=LINE,
                    sent_back="Cabinet's yes to version 1 stands no more: "
                    "Version 2 changes what cabinet approved: action A1 (measure).",
                ),
                last=True,
            )
        ],
    ),
    (delegation_was_revoked, []),
    (delegation_was_revoked.model_copy(update={"implementable": True}), [sends(DIGEST_OF_VERSION_1)]),
    (call_in_was_prolonged, moved_to("2022-06-30T23:00")),
    (
        reminders_were_moved,
        [
            Wake(
                f"{PLAN}/approval/1",
                "moved",
                approval.Moved(
                    at=LINE,
                    steps=(
                        approval.Step(at=utc("2022-06-20T08:00"), reminder=1),
                        approval.Step(at=utc("2022-06-23T08:00"), reminder=None),
                        approval.Step(at=utc("2022-06-23T08:00"), reminder=2),
                        approval.Step(at=utc("2022-06-29T08:00"), reminder=3),
                        approval.Step(at=utc("2022-07-04T08:00"), reminder=4),
                        approval.Step(at=utc("2022-07-07T08:00"), reminder=5),
                        approval.Step(at=utc("2022-07-12T08:00"), reminder=6),
                        approval.Step(at=utc("2022-07-15T08:00"), reminder=7),
                        approval.Step(at=utc("2022-07-20T08:00"), reminder=8),
                    ),
                ),
            )
        ],
    ),
    (
        plan_was_submitted,
        [
            End(f"{PLAN}/submission/1"),
            Wake(f"{PLAN}/clock/statement", "done", clock.Done(at=LINE), last=True),
            the_diary,
        ],
    ),
    (directors_post_was_vacant, [Start(f"{PLAN}/vacancy/1", "vacancy", the_vacancy)]),
    (directors_post_was_vacant.but(escalate_on=None, escalate_to=None), []),
    (
        director_held_the_post.but(ends_vacancy=1),
        [Wake(f"{PLAN}/vacancy/1", "filled", vacancy.Filled(at=LINE), last=True)],
    ),
    (director_held_the_post, []),
    (vacancy_was_escalated, [End(f"{PLAN}/vacancy/1")]),
    (plan_was_opened, []),
    (plan_was_opened.model_copy(update={"stage": "delivery"}), [the_diary]),
    (notice_was_issued, [the_diary]),
    (scrutiny_wished_for_milestones, []),
    (scrutiny_wished_for_milestones.but(respond_by=day("2022-07-26")), [the_diary]),
    (plan_was_closed, the_end),
    (plan_was_superseded, the_end),
    (plan_was_reopened, [replace(the_diary, afresh=True)]),
    *((EVENT_SAMPLES[kind], a_look) for kind in LOOKED_FOR),
]


@pytest.mark.parametrize(("event", "expected"), TABLE, ids=lambda each: getattr(each, "kind", ""))
def test_the_table(event: Event, expected: list[Route]) -> None:
    assert routes(event) == expected


@pytest.mark.parametrize("event", EVENT_SAMPLES.values(), ids=lambda e: e.kind)
def test_a_route_begins_only_at_the_kinds_that_are_listed(event: Event) -> None:
    assert not routes(event) or event.kind in KINDS


def test_every_kind_that_is_listed_begins_a_route() -> None:
    assert set(KINDS) == {event.kind for event, expected in TABLE if expected}
    assert {type(step) for _, expected in TABLE for step in expected} == set(get_args(Route))


def test_of_a_vacancy_brought_in_only_what_is_still_to_come_is_waited_for() -> None:
    assert routes(directors_post_was_vacant, utc("2022-09-27T08:00"), brought_in=True) == []
    assert routes(directors_post_was_vacant, utc("2022-09-27T08:00")) != []
    assert routes(directors_post_was_vacant, utc("2022-09-26T08:00"), brought_in=True) != []


def test_of_a_delegation_brought_in_only_an_end_that_is_still_to_come_is_waited_for() -> None:
    ended = finalisation_was_delegated.but(until=day("2022-06-13"))
    assert routes(ended, brought_in=True) == []
    assert routes(ended) == routes(finalisation_was_delegated, brought_in=True) == [the_diary]


def test_nine_in_the_morning_is_londons_in_winter_too() -> None:
    winter = computed_deadline_was_adopted.model_copy(
        update={
            "due": day("2022-12-16"),
            "warnings": (
                Warn(on=day("2022-10-28"), working_days_left=35),
                Warn(on=day("2022-10-31"), working_days_left=34),
            ),
        }
    )
    start, _ = routes(winter)
    assert isinstance(start, Start)
    assert isinstance(start.given, clock.Deadline)
    assert [w.at for w in start.given.warnings] == [utc("2022-10-28T08:00"), utc("2022-10-31T09:00")]
    assert start.given.missed_at == utc("2022-12-17T00:00")


def test_an_escalation_comes_before_a_reminder_of_the_same_morning() -> None:
    same = cabinet_was_asked.model_copy(update={"escalate_on": day("2022-06-22")})
    [start] = routes(same)
    assert isinstance(start, Start)
    assert isinstance(start.given, approval.Question)
    assert [step.reminder for step in start.given.steps[:4]] == [1, None, 2, 3]


def test_a_past_that_is_brought_in_starts_nothing() -> None:
    after = utc("2022-07-15T23:00")
    assert routes(computed_deadline_was_adopted, after, brought_in=True) == []


def test_of_a_question_that_was_brought_in_only_what_is_to_come_is_chased() -> None:
    [start] = routes(cabinet_was_asked, utc("2022-06-22T23:00"), brought_in=True)
    assert isinstance(start, Start)
    assert isinstance(start.given, approval.Question)
    assert start.given.asked
    assert start.given.steps
    assert all(step.at > utc("2022-06-22T23:00") for step in start.given.steps)


def test_a_yes_brought_in_from_long_ago_takes_effect_by_no_workflow_and_one_still_to_take_effect_does() -> None:
    [long_ago] = routes(cabinet_approved_version_1, utc("2022-07-20T10:00"), brought_in=True)
    assert isinstance(long_ago, Wake)
    assert isinstance(long_ago.given, approval.Answer)
    assert (long_ago.last, long_ago.given.implementable_at, long_ago.given.brought_in) == (True, None, True)
    [ahead] = routes(cabinet_approved_version_1, utc("2022-06-23T10:00"), brought_in=True)
    assert isinstance(ahead, Wake)
    assert isinstance(ahead.given, approval.Answer)
    assert not ahead.last
    assert ahead.given.implementable_at


def test_what_is_brought_in_and_still_ahead_starts_as_ever() -> None:
    on_the_day = utc("2022-07-15T22:59")
    assert len(routes(computed_deadline_was_adopted, on_the_day, brought_in=True)) == 2
    assert len(routes(cabinet_was_asked, utc("2022-06-22T22:59"), brought_in=True)) == 1


def test_a_past_that_was_recorded_late_but_not_brought_in_starts() -> None:
    assert len(routes(computed_deadline_was_adopted, utc("2022-08-01T10:00"))) == 2


@pytest.mark.parametrize(
    "event",
    [
        cabinet_approved_version_1.model_copy(update={"resolution": "word " * 1_999}),
        version_1_was_sent_back.model_copy(update={"points": tuple(f"{n} " + "word " * 1_990 for n in range(400))}),
        cabinet_refused_version_1.model_copy(update={"because": "x" * 10_000}),
        question_was_withdrawn.model_copy(update={"because": "x" * 10_000}),
    ],
    ids=lambda e: e.kind,
)
def test_an_answer_of_many_words_is_told_as_far_as_a_message_holds(event: Event) -> None:
    [wake] = routes(type(event).model_validate(event.model_dump()))
    assert isinstance(wake, Wake)
    assert isinstance(wake.given, approval.Answer)
    assert len(wake.given.words) == LONGEST
    assert "…" in wake.given.words


# What a history leaves open


def left_open(*events: Event) -> tuple[dict[str, Open], dict[str, Wake]]:
    return still_open([heard(event) for event in events], NOW)


def ids(*events: Event) -> list[str]:
    running, _ = left_open(*events)
    return [id_.removeprefix(f"{PLAN}/") for id_ in running]


def test_nothing_is_open_in_an_empty_book() -> None:
    assert left_open() == ({}, {})


def test_a_question_is_open_through_the_call_in() -> None:
    assert ids(cabinet_was_asked) == ["approval/1"]
    running, told = left_open(cabinet_was_asked, cabinet_approved_version_1)
    assert running == {
        f"{PLAN}/approval/1": Open(
            Start(f"{PLAN}/approval/1", approval.NAME, the_question), (Wake(f"{PLAN}/approval/1", "answered", the_yes),)
        )
    }
    assert told == {}


@pytest.mark.parametrize("event", [cabinet_refused_version_1, version_1_was_sent_back, question_was_withdrawn])
def test_a_question_that_came_back_is_closed(event: Event) -> None:
    running, told = left_open(cabinet_was_asked, event)
    assert running == {}
    assert list(told) == [f"{PLAN}/approval/1"]
    again = cabinet_was_asked.model_copy(update={"round": 2})
    assert ids(cabinet_was_asked, event, again) == ["approval/2"]


def test_the_submission_is_open_until_the_last_receipt() -> None:
    before = (cabinet_was_asked, cabinet_approved_version_1, decision_became_implementable)
    assert ids(*before) == ["submission/1"]
    assert ids(*before, EVENT_SAMPLES["plan.submission-acknowledged"]) == ["submission/1"]
    assert ids(*before, plan_was_submitted) == ["bring-forward"]


def test_a_plans_diary_is_open_until_the_plan_ends_and_again_once_it_is_reopened() -> None:
    in_delivery = plan_was_opened.model_copy(update={"stage": "delivery"})
    assert ids(in_delivery, *(EVENT_SAMPLES[kind] for kind in LOOKED_FOR)) == ["bring-forward"]
    assert ids(in_delivery, plan_was_closed) == ids(in_delivery, plan_was_closed, notice_was_issued) == []
    assert ids(in_delivery, plan_was_closed, plan_was_reopened) == ["bring-forward"]


def test_however_often_the_diary_moved_nothing_is_kept_of_it() -> None:
    in_delivery = plan_was_opened.model_copy(update={"stage": "delivery"})
    re_dated = EVENT_SAMPLES["plan.action-re-dated"]
    running, _ = left_open(in_delivery, *(re_dated for _ in range(60_000)))
    assert running == {the_diary.id: Open(the_diary)}


def test_of_two_dates_adopted_the_later_is_open() -> None:
    running, _ = left_open(computed_deadline_was_adopted, moved)
    [opened] = running.values()
    assert isinstance(opened.start.given, clock.Deadline)
    assert (opened.start.given.adoption, opened.start.wake) == (2, "moved")


def test_a_date_missed_is_closed_and_another_opens_it_again() -> None:
    missed = report_was_not_published_in_time.model_copy(update={"duty": "statement"})
    assert ids(computed_deadline_was_adopted, missed) == []
    assert ids(computed_deadline_was_adopted, missed, moved) == ["clock/statement"]


def test_a_duty_that_was_done_is_not_watched_again() -> None:
    report = computed_deadline_was_adopted.model_copy(update={"duty": "report"})
    assert ids(report, published_by_the_authority) == []
    assert ids(published_by_the_authority, report) == []
    assert ids(published_by_the_authority, report, report.model_copy(update={"adoption": 2})) == []


def test_a_yes_to_a_question_that_nobody_waits_for_opens_nothing() -> None:
    assert left_open(cabinet_approved_version_1) == ({}, {})


# Whatever may happen

MAY_HAPPEN: list[PlanCommand] = [
    receive_the_report,
    RecordReportPublication(publisher="authority", published_on=day("2022-05-05"), where="Shire Hall"),
    state_the_deadline_of_a_draft,
    adopt_the_stated_deadline,
    AdoptDeadline(duty="statement", due=day("2022-07-29"), basis="extended", because="Ofsted agreed."),
    AdoptDeadline(duty="report", due=day("2022-07-29"), basis="extended", because="Ofsted agreed."),
    miss_the_reports_publication,
    *(MissDeadline(duty="statement", adoption=n) for n in (1, 2)),
    CutVersion(),
    ask_cabinet,
    ask_cabinet.model_copy(update={"version": 2}),
    withdraw_the_question,
    send_the_plan_back,
    record_cabinets_refusal,
    record_cabinets_approval,
    confirm_that_it_may_be_implemented,
    confirm_that_it_may_be_implemented.model_copy(update={"round": 2}),
    record_the_chief_inspectors_receipt,
    record_the_secretary_of_states_receipt,
    close_the_plan,
    reopen_the_plan,
]
BEGINNING = (COMMAND_SAMPLES["open-plan"], *every_recommendation_answered[2:], CutVersion())


def lived(commands: list[PlanCommand]) -> tuple[list[Heard], list[Plan]]:
    """The lines that come of these commands, those refused left out, and the plan after each line."""
    plan: Plan | None = None
    lines: list[Heard] = []
    plans: list[Plan] = []
    for command in (*BEGINNING, *commands):
        act = usual_act(command)
        try:
            events = decide(command, plan, act, PLAN, REGISTER)
        except Refused:
            continue
        for event in events:
            plan = evolve(plan, event, act, PLAN)
            lines.append(Heard(PLAN, act.at, False, event))
            plans.append(plan)
    return lines, plans


def open_by_the_plan(plan: Plan) -> set[str]:
    """What should be going on, read from the plan itself and not from its lines."""
    found = {
        f"{PLAN}/clock/{d}"
        for d, each in plan.deadlines.items()
        if each.adopted and not each.missed and not plan.done(d)
    }
    standing = plan.approval.standing
    if isinstance(standing, Asked) or (isinstance(standing, Approved) and not standing.call_in_over):
        found.add(f"{PLAN}/approval/{standing.round}")
    if isinstance(standing, Approved) and standing.call_in_over and not plan.submitted:
        found.add(f"{PLAN}/submission/{standing.round}")
    if (plan.in_delivery or plan.closing.reopened) and plan.closing.ended is None:
        found.add(f"{PLAN}/bring-forward")
    return found


WHOLE_LIFE: list[PlanCommand] = [
    receive_the_report,
    ask_cabinet,
    record_cabinets_approval,
    confirm_that_it_may_be_implemented,
    record_the_chief_inspectors_receipt,
    record_the_secretary_of_states_receipt,
]
lives = st.builds(
    lambda n, rest: WHOLE_LIFE[:n] + rest,
    st.integers(0, len(WHOLE_LIFE)),
    st.lists(st.sampled_from(MAY_HAPPEN), max_size=15),
)
"""A life as it should go up to some point, and anything after."""


@settings(deadline=None, max_examples=60)
@given(lives)
def test_what_is_open_is_what_the_plan_still_waits_for(commands: list[PlanCommand]) -> None:
    lines, plans = lived(commands)
    running, told = still_open(lines, NOW)
    assert set(running) == open_by_the_plan(plans[-1])
    assert not set(running) & set(told)


@settings(deadline=None, max_examples=60)
@given(lives, st.data())
def test_a_prefix_and_then_the_rest_is_the_whole(commands: list[PlanCommand], data: Any) -> None:
    """Reconciling at any line and stepping on from there ends as reconciling at the end does."""
    lines, _ = lived(commands)
    cut = data.draw(st.integers(0, len(lines)))
    begun, told = still_open(lines[:cut], NOW)
    stepped = {id_: opened.wakes for id_, opened in begun.items()}
    ended = set(told)
    over = {step.id for line in lines[:cut] for step in route(line, NOW) if isinstance(step, End)}
    for line in lines[cut:]:
        for step in route(line, NOW):
            match step:
                case Start(id=id_, afresh=True):
                    ended.discard(id_)
                    stepped[id_] = ()
                case Start(id=id_) if id_ not in ended and (step.wake or id_ not in over):
                    stepped[id_] = ()
                case Wake(id=id_, last=True):
                    stepped.pop(id_, None)
                    ended.add(id_)
                case Wake(id=id_, look=False) if id_ in stepped:
                    stepped[id_] = (*stepped[id_], step)
                case End(id=id_):
                    stepped.pop(id_, None)
                case _:
                    pass
    running, _ = still_open(lines, NOW)
    assert stepped == {id_: opened.wakes for id_, opened in running.items()}


def test_a_whole_life_leaves_only_what_was_not_done() -> None:
    lines, plans = lived(WHOLE_LIFE)
    assert plans[-1].submitted
    assert set(still_open(lines, NOW)[0]) == {f"{PLAN}/clock/report", f"{PLAN}/bring-forward"}
