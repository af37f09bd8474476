"""Differences between versions are named by part and field, and a text's by the least that explains it."""

import pytest
from given import day, plan_after
from samples import cut_the_next_version, record_late_personal_advisers, version_1_cut

from domain.decider import PlanCommand
from domain.drafting.commands import AgreeAction, AmendAction, CutVersion, ReasonNoAction
from domain.drafting.content import Milestone
from domain.drafting.difference import Difference, differences, word_by_word


def after(*steps: PlanCommand) -> tuple[Difference, ...]:
    """What differs after these steps from version 1."""
    before, now = plan_after(*version_1_cut, *steps, cut_the_next_version).draft.versions[:2]
    return differences(before, now)


def one(**parts: object) -> Difference:
    """The one difference that an amendment of action A1 makes."""
    (found,) = after(AmendAction.model_validate({"action": "A1", "because": "-"} | parts))
    return found


MEASURE = "95 in 100 strategy meetings in time, three months running"


@pytest.mark.parametrize(
    ("measure", "change"),
    [
        ("95 in 100  strategy meetings in time, three months running", "spacing"),
        ("95 in 100 Strategy Meetings in time, three months running", "capitals"),
        ("95 in 100 Strategy meetings in time; three months running.", "punctuation"),
        ("95 in 100 strategy meetings in time, three month running", "words"),
        ("9.5 in 100 strategy meetings in time, three months running", "words"),
        ("-95 in 100 strategy meetings in time, three months running", "words"),
        ("95% in 100 strategy meetings in time, three months running", "words"),
        ("95 in 100 strategy-meetings in time, three months running", "words"),
    ],
)
def test_of_a_text_the_least_that_explains_the_difference_is_said(measure: str, change: str) -> None:
    found = one(measure=measure)
    assert (found.part, found.id, found.field, found.change) == ("action", "A1", "measure", change)
    assert (found.was, found.now) == (MEASURE, measure)


def test_a_date_moves_earlier_or_later() -> None:
    assert one(due=day("2022-11-01")).change == "later"
    assert one(due=day("2022-10-01")).change == "earlier"
    assert one(start=day("2022-10-01")).change == "other"


def test_whatever_else_differs_is_put_as_text() -> None:
    owner = one(owner="head-of-digital-services")
    assert (owner.change, owner.was, owner.now) == ("other", "head-of-safeguarding", "head-of-digital-services")
    assert (one(findings=("R1", "R3")).was, one(findings=("R1", "R3")).now) == ("R1", "R1; R3")
    milestone = one(milestones=(Milestone(id="M1", text="The first audit", due=day("2022-09-30")),))
    assert (milestone.was, milestone.now) == (None, "id M1, text The first audit, due 2022-09-30")


def test_what_was_added_is_named_whole() -> None:
    found = after(
        record_late_personal_advisers.model_copy(update={"finding": "R6"}),
        AgreeAction(
            action="A4", findings=("R6",), text="Act.", owner="head-of-safeguarding", due=day("2022-09-30"), measure="-"
        ),
        ReasonNoAction(finding="R4", because="Enough is done."),
    )
    assert [each.named for each in found] == ["finding R6 (added)", "action A4 (added)", "reason R4 (added)"]
    assert [each.now for each in found][1:] == ["Act.", "Enough is done."]


def test_a_title_and_a_reason_are_texts() -> None:
    reworded = ReasonNoAction(finding="R5", because="It is followed elsewhere.")
    before, now = plan_after(*version_1_cut, reworded, CutVersion(title="Another title")).draft.versions
    assert [(each.named, each.change) for each in differences(before, now)] == [
        ("the title", "words"),
        ("reason R5 (because)", "words"),
    ]
    assert [each.change for each in differences(now, now)] == []


def test_words_are_told_that_stayed_that_went_and_that_came() -> None:
    pieces = word_by_word("Hold every meeting in time.", "Hold each meeting in good time.")
    assert [(piece.how, piece.words) for piece in pieces] == [
        ("same", "Hold"),
        ("dropped", "every"),
        ("added", "each"),
        ("same", "meeting in"),
        ("added", "good"),
        ("same", "time."),
    ]
