"""Evidence is verified by another than its owner and than who attached it; impact rests on it alone."""

import pytest
from given import STREAM, TERMS, Given, day, done, given, plan_after
from samples import (
    attach_the_september_audit,
    close_strategy_meetings,
    evidence_verified,
    impact_of_strategy_meetings_was_rated,
    opened,
    rate_the_impact_of_strategy_meetings,
    reject_the_september_audit,
    report_strategy_meetings_under_way,
    september_audit_was_attached,
    september_audit_was_rejected,
    september_audit_was_verified,
    submitted,
    verify_the_september_audit,
)

from domain.authority.state import Authority
from domain.decider import PlanCommand

attached = (*submitted, attach_the_september_audit)
attach_another = attach_the_september_audit.model_copy(update={"evidence": "E2"})
QUALITY = TERMS.but(posts={**TERMS.posts, "head-of-safeguarding": ("action-owner", "assurance")})
"""Terms under which the owner of A1 has the role of assurance as well."""


def test_evidence_is_attached_to_an_action_with_its_digest_its_place_and_its_time() -> None:
    given(*submitted).when(attach_the_september_audit).then(september_audit_was_attached)
    given(*attached).when(attach_the_september_audit).then()


def test_evidence_is_of_an_action_that_is_agreed() -> None:
    given(*opened).when(attach_the_september_audit).refused("action-is-known", saying="A1")


def test_an_item_stands_as_it_was_attached() -> None:
    other = attach_the_september_audit.model_copy(update={"title": "Another audit"})
    given(*attached).when(other).refused("evidence-stands", saying="E1")


def test_evidence_is_verified_or_rejected_by_assurance() -> None:
    given(*attached).when(verify_the_september_audit).then(september_audit_was_verified)
    given(*attached).when(reject_the_september_audit).then(september_audit_was_rejected)
    for check in (verify_the_september_audit, reject_the_september_audit):
        given(*attached).when(check, by="hoi-01", acting_as="head-of-improvement").refused("post-may-do-it")
        given(*submitted).when(check).refused("evidence-is-known", saying="E1")


def test_what_was_found_once_is_found_once() -> None:
    given(*evidence_verified).when(verify_the_september_audit).then()
    given(*attached, reject_the_september_audit).when(reject_the_september_audit).then()


def test_verified_evidence_may_turn_out_wrong_and_rejected_evidence_stays_rejected() -> None:
    given(*evidence_verified).when(reject_the_september_audit).accepted()
    given(*attached, reject_the_september_audit).when(verify_the_september_audit).refused("rejected-stays-rejected")


@pytest.mark.parametrize("check", [verify_the_september_audit, reject_the_september_audit], ids=lambda c: c.name)
def test_who_attached_evidence_or_had_it_attached_does_not_check_it(check: PlanCommand) -> None:
    for said in ({"by": "qam-01"}, {"by": "qao-01", "on_behalf_of": "qam-01"}):
        own = done(attach_the_september_audit, acting_as="quality-assurance-manager", **said)
        given(*submitted, own).when(check).refused("checked-by-another", saying="qam-01")
        given(*submitted, own).when(check, by="qam-02").accepted()


@pytest.mark.parametrize(
    "command",
    [verify_the_september_audit, reject_the_september_audit, rate_the_impact_of_strategy_meetings],
    ids=lambda c: c.name,
)
def test_the_post_that_owns_an_action_does_not_assure_it(command: PlanCommand) -> None:
    before = attached if command.name != "rate-impact" else evidence_verified
    at_work = Given(plan_after(*before).but(terms=QUALITY), STREAM)
    at_work.when(command, by="hos-02", acting_as="head-of-safeguarding").refused(
        "owner-does-not-assure", saying="head-of-safeguarding"
    )
    at_work.when(command).accepted()


def test_how_an_action_stands_for_evidence_follows_from_its_items() -> None:
    lives: list[tuple[str, tuple[PlanCommand, ...]]] = [
        ("none", submitted),
        ("attached", attached),
        ("verified", evidence_verified),
        ("verified", (*evidence_verified, attach_another)),
        ("rejected", (*attached, reject_the_september_audit)),
        ("attached", (*attached, reject_the_september_audit, attach_another)),
        ("rejected", (*evidence_verified, reject_the_september_audit)),
    ]
    assert [plan_after(*life).evidence.status("A1") for _, life in lives] == [status for status, _ in lives]
    assert plan_after(*evidence_verified).evidence.status("A2") == "none"


def test_impact_is_rated_by_verified_evidence_of_the_action() -> None:
    given(*evidence_verified).when(rate_the_impact_of_strategy_meetings).then(impact_of_strategy_meetings_was_rated)
    given(*attached).when(rate_the_impact_of_strategy_meetings).refused("impact-rests-on-evidence", saying="E1")
    for evidence, said in (((), "at least one item"), (("E1", "E9"), "E9"), (("E2",), "E2")):
        rate = rate_the_impact_of_strategy_meetings.model_copy(update={"rests_on": evidence})
        given(*evidence_verified, attach_another).when(rate).refused("impact-rests-on-evidence", saying=said)
    other_action = rate_the_impact_of_strategy_meetings.model_copy(update={"action": "A2"})
    given(*evidence_verified).when(other_action).refused("impact-rests-on-evidence", saying="A2")


def test_a_rating_is_one_that_the_terms_explain() -> None:
    excellent = rate_the_impact_of_strategy_meetings.model_copy(update={"rating": "excellent"})
    given(*evidence_verified).when(excellent).refused("rating-has-a-meaning", saying="none-seen")
    scale = {"ratings": [{"rating": "excellent", "meaning": "Every child is seen"}], "source": "set by the council"}
    own = Authority.model_validate(TERMS.model_dump() | {"delivery": {"impact": scale}})
    (rated,) = Given(plan_after(*evidence_verified).but(terms=own), STREAM).when(excellent).accepted()
    assert rated.model_dump()["meaning"] == "Every child is seen"


def test_a_later_rating_stands_instead_and_an_older_one_does_not() -> None:
    rated = (*evidence_verified, rate_the_impact_of_strategy_meetings)
    later = rate_the_impact_of_strategy_meetings.model_copy(update={"rating": "clear", "as_of": day("2022-10-01")})
    given(*rated).when(rate_the_impact_of_strategy_meetings).then()
    assert plan_after(*rated, later).evidence.impact["A1"].rating == "clear"
    given(*rated, later).when(rate_the_impact_of_strategy_meetings).refused("progress-moves-on", saying="2022-10-01")


def test_a_complete_action_has_neither_evidence_nor_impact_by_that() -> None:
    complete = report_strategy_meetings_under_way.model_copy(update={"status": "complete"})
    plan = plan_after(*submitted, complete)
    assert plan.evidence.status("A1") == "none"
    assert plan.evidence.impact == {}
    given(*submitted, complete).when(close_strategy_meetings).refused("closed-on-evidence")
