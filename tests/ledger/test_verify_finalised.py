"""Verification knows which version goes out after cabinet's yes: the final one, or the one that was adopted."""

from contextlib import closing
from pathlib import Path

import pytest
from books import ledger_on, play
from samples import (
    DIGEST_OF_VERSION_2,
    DIGEST_OF_VERSION_2_WITH_A_LEAD,
    adopt_version_2,
    confirm_that_it_may_be_implemented,
    cut_the_next_version,
    finalisation_delegated,
    finalised,
    immaterially_changed,
    publish_version_1,
    raise_the_measure_of_strategy_meetings,
    record_the_boards_challenge,
    record_the_chief_inspectors_receipt,
    revoke_the_delegation,
)
from test_verify import SCRAP, Book

from domain.decider import PlanCommand
from ledger.opening import open_store


def book(folder: Path, *steps: PlanCommand) -> Book:
    path = folder / "ledger.db"
    with closing(open_store(str(path))) as store:
        play(ledger_on(store), *steps)
    return Book(path)


def sent(digest: str) -> tuple[PlanCommand, ...]:
    receipt = record_the_chief_inspectors_receipt.model_copy(update={"digest": digest})
    return receipt, publish_version_1.model_copy(update={"version": 2})


final = (*finalised, confirm_that_it_may_be_implemented, *sent(DIGEST_OF_VERSION_2))
adopted = (*immaterially_changed, adopt_version_2, *sent(DIGEST_OF_VERSION_2_WITH_A_LEAD))
revoked = (
    *finalisation_delegated,
    revoke_the_delegation,
    raise_the_measure_of_strategy_meetings,
    cut_the_next_version,
    record_the_boards_challenge,
)


@pytest.mark.parametrize(
    ("steps", "kind", "field"),
    [
        (final, "plan.authority-delegated", "digest"),
        (final, "plan.finalised-under-delegation", "final_digest"),
        (final, "plan.decision-implementable", "digest"),
        (final, "plan.submission-acknowledged", "digest"),
        (final, "plan.published", "digest"),
        (adopted, "plan.immaterial-change-adopted", "adopted_digest"),
        (revoked, "plan.delegation-revoked", "digest"),
        (revoked, "plan.approval-voided", "digest"),
        (revoked, "plan.board-challenged", "digest"),
    ],
)
def test_a_digest_other_than_that_of_what_goes_out_is_noticed(
    tmp_path: Path, steps: tuple[PlanCommand, ...], kind: str, field: str
) -> None:
    written = book(tmp_path, *steps)
    assert written.breaks() == []
    position = written.change(kind, **{field: SCRAP})
    assert written.breaks()[0].position == position
    assert written.whys()[0].startswith(f"The line at position {position} names the digest 000000000000…")
