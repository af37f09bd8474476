"""What is given out of a plan is on record: once for each giver, recipient and file, and by nobody who may not."""

import pytest
from given import given
from samples import bundle_was_made_for_audit, close_the_plan, opened, record_the_bundle_for_audit, submitted

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
