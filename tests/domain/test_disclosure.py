"""What is given out of a plan is on record, and who reads what is guarded: once for each, and by nobody who may not."""

from datetime import UTC, date, datetime

import pytest
from given import day, done, given
from samples import (
    attach_the_september_audit,
    auditor_read_the_plan,
    bundle_was_made_for_audit,
    close_the_plan,
    every_recommendation_answered,
    exempt_evidence,
    open_the_plan,
    opened,
    receive_the_report,
    record_the_auditors_reading,
    record_the_bundle_for_audit,
    schedule_cabinet,
    submitted,
)

from domain.calendar import at_nine
from domain.correction.commands import CorrectFact
from domain.correction.events import Changed
from domain.disclosure.commands import RecordExport
from projections.telling import tell


def test_an_export_is_recorded_by_the_auditor_and_not_by_cabinet() -> None:
    auditor = {"by": "iau-01", "acting_as": "internal-auditor"}
    given(*opened).when(record_the_bundle_for_audit, **auditor).then(bundle_was_made_for_audit)
    stranger = {"by": "cab-01", "acting_as": "leader-of-the-council"}
    given(*opened).when(record_the_bundle_for_audit, **stranger).refused("post-may-do-it", saying="auditor")


@pytest.mark.parametrize("change", [{"to": "Ofsted"}, {"digest": "6e" * 32}])
def test_another_recipient_or_another_file_is_another_export(change: dict[str, str]) -> None:
    exported = given(*opened, record_the_bundle_for_audit)
    exported.when(record_the_bundle_for_audit).then()
    again = record_the_bundle_for_audit.model_copy(update=change)
    exported.when(again).then(bundle_was_made_for_audit.model_copy(update={"number": 2, **change}))


def test_another_person_who_gives_out_the_same_file_is_on_record_too() -> None:
    given(*opened, record_the_bundle_for_audit).when(
        record_the_bundle_for_audit, by="iau-01", acting_as="internal-auditor"
    ).then(bundle_was_made_for_audit.model_copy(update={"number": 2}))


def test_an_export_of_a_plan_that_has_ended_is_recorded() -> None:
    given(*submitted, close_the_plan).when(record_the_bundle_for_audit).then(bundle_was_made_for_audit)


def test_of_what_is_exempt_the_trail_says_so() -> None:
    table = RecordExport(
        form="table", request="all of glos-2022", classification="exempt", to="Ofsted", digest="6e" * 32
    )
    [event] = given(*opened).when(table).accepted()
    assert tell(event) == (
        "exported for Ofsted a table (export 1, digest 6e6e6e6e6e6e), in which something is exempt: all of glos-2022"
    )


def test_who_reads_a_plan_that_holds_an_exempt_paper_is_on_record_and_of_no_other_plan() -> None:
    given(*exempt_evidence).when(record_the_auditors_reading).then(auditor_read_the_plan)
    official = (*every_recommendation_answered, attach_the_september_audit)
    given(*official).when(record_the_auditors_reading).then()


@pytest.mark.parametrize(("line", "guarded"), [("public", False), ("exempt", True), ("embargoed", True)])
def test_a_line_that_is_guarded_guards_the_plan(line: str, guarded: bool) -> None:
    plan = given(done(open_the_plan, classification=line), *exempt_evidence[1:-1])
    events = [auditor_read_the_plan.but(classification=line)] if guarded else []
    plan.when(record_the_auditors_reading).then(*events)


def test_what_is_guarded_most_is_told_whatever_comes_after_it() -> None:
    embargoed = done(open_the_plan, classification="embargoed")
    given(embargoed, *exempt_evidence[1:]).when(record_the_auditors_reading).then(
        auditor_read_the_plan.but(classification="embargoed")
    )


RELEASED = day("2022-10-05")
"""The day until which the report is embargoed: the second after all else is recorded."""

embargoed = (*opened, receive_the_report.but(embargoed_until=RELEASED))


def release_corrected(to: date | None) -> CorrectFact:
    return CorrectFact(
        line=2,
        changes=(Changed(field="embargoed_until", was=RELEASED, now=to),),
        because="Ofsted wrote another day",
        evidence="Ofsted's letter",
        countersigned_by="mon-01",
    )


def test_an_embargoed_report_guards_the_plan_until_midnight_in_london_before_its_day() -> None:
    read = given(*embargoed)
    last, first = datetime(2022, 10, 4, 22, 59, tzinfo=UTC), datetime(2022, 10, 4, 23, 0, tzinfo=UTC)
    read.when(record_the_auditors_reading, at=last).then(auditor_read_the_plan.but(classification="embargoed"))
    read.when(record_the_auditors_reading, at=first).then()


def test_after_the_embargo_a_plan_is_as_guarded_as_what_else_it_holds() -> None:
    plan = given(done(open_the_plan, classification="exempt"), embargoed[-1])
    plan.when(record_the_auditors_reading).then(auditor_read_the_plan.but(classification="embargoed"))
    plan.when(record_the_auditors_reading, at=at_nine(RELEASED)).then(auditor_read_the_plan)


@pytest.mark.parametrize("to", ["2022-10-03", None])
def test_an_embargo_that_was_recorded_wrongly_counts_as_it_is_right(to: str | None) -> None:
    given(*embargoed, release_corrected(day(to) if to else None)).when(record_the_auditors_reading).then()
    later = given(*embargoed, release_corrected(day("2022-10-12")))
    later.when(record_the_auditors_reading, at=at_nine(RELEASED)).then(
        auditor_read_the_plan.but(classification="embargoed")
    )


@pytest.mark.parametrize("change", [{"reader": "iau-02"}, {"reading": "trail"}])
def test_another_reader_and_another_reading_are_on_record_too(change: dict[str, str]) -> None:
    read = given(*exempt_evidence, record_the_auditors_reading)
    read.when(record_the_auditors_reading).then()
    read.when(record_the_auditors_reading.but(**change)).then(auditor_read_the_plan.but(**change))


def test_the_next_reading_is_on_record_from_midnight_in_london_on() -> None:
    read = given(*exempt_evidence, record_the_auditors_reading)
    read.when(record_the_auditors_reading, at=datetime(2022, 10, 3, 22, 59, tzinfo=UTC)).then()
    read.when(record_the_auditors_reading, at=datetime(2022, 10, 3, 23, 0, tzinfo=UTC)).then(auditor_read_the_plan)


def test_to_have_read_what_stands_covers_what_stood_and_not_the_reverse() -> None:
    then = {"upto": 9, "true_at": day("2022-06-01")}
    of_then = record_the_auditors_reading.but(**then)
    given(*exempt_evidence, record_the_auditors_reading).when(of_then).then()
    read = given(*exempt_evidence, of_then)
    read.when(of_then.but(upto=8)).then()
    read.when(record_the_auditors_reading).then(auditor_read_the_plan)
    [event] = given(*exempt_evidence).when(of_then).accepted()
    assert tell(event) == (
        "noted that iau-01, as Internal Auditor, read the plan as known at position 9 as true on 1 June 2022, in which "
        "something is exempt"
    )


def test_nobody_says_of_himself_that_he_read() -> None:
    given(*exempt_evidence).when(record_the_auditors_reading, by="iau-01", acting_as="internal-auditor").refused(
        "post-may-do-it", saying="engine"
    )


def test_to_be_read_makes_no_plan_infeasible() -> None:
    announced = [done(step, at=at_nine(day("2022-05-10"))) for step in (*exempt_evidence, schedule_cabinet)]
    given(*announced).when(record_the_auditors_reading, at=at_nine(day("2022-06-15"))).then(auditor_read_the_plan)


def test_who_reads_a_plan_that_has_ended_is_on_record() -> None:
    exempt = attach_the_september_audit.but(classification="exempt")
    given(*submitted, exempt, close_the_plan).when(record_the_auditors_reading).then(auditor_read_the_plan)
