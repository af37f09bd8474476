"""What the dropping of a plan waits for, as it is listed."""

from given import TERMS, day, done, plan_after
from samples import close_a_plan_of_2016, close_the_plan, hold_for_the_inquiry, opened, plan_was_opened, submitted

from projections.keeping import keeping

NOW = day("2022-10-03")
OLD = (*opened, close_a_plan_of_2016)


def test_a_plan_past_its_date_waits_for_nothing() -> None:
    row = keeping(plan_after(*OLD), NOW)
    assert (row.ended_on, row.papers_due_on, row.due_on) == (day("2016-05-02"), day("2020-05-03"), day("2022-05-03"))
    assert row.waits_for == ()


def test_what_it_waits_for_is_said_of_each() -> None:
    held = plan_after(*submitted, close_the_plan, hold_for_the_inquiry)
    assert keeping(held, NOW).waits_for == (
        "the release of the hold for inquiry 7",
        "2028-10-04 (access to information rule 6)",
    )
    goes_on = plan_after(*submitted)
    assert keeping(plan_after(*OLD), NOW, goes_on).waits_for == ("the end of plan glos-2022, which took its place",)
    silent = TERMS.model_copy(update={"retention": None})
    older = done(plan_was_opened.model_copy(update={"terms": silent, "constitution": silent.digest}))
    row = keeping(plan_after(older, close_a_plan_of_2016), NOW)
    assert (row.due_on, len(row.waits_for)) == (None, 1)
    assert "terms of Gloucestershire County Council that say for how long" in row.waits_for[0]
