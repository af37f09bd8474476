"""A token is shown once, stands for one person and his or her posts, and ends when it was said to."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api import tokens
from domain.reading import Misfit
from ledger.stores import Unavailable


def test_a_token_finds_its_holder(tmp_path: Path) -> None:
    token = tokens.add(tmp_path, "dso-01", ["democratic-services-officer", "monitoring-officer"])
    assert token.startswith("mb_")
    holder = tokens.find(tmp_path, token)
    assert holder is not None
    assert holder.person == "dso-01"
    assert holder.posts == ("democratic-services-officer", "monitoring-officer")


def test_only_the_digest_is_kept_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    token = tokens.add(tmp_path, "dso-01", ["democratic-services-officer"])
    path = tmp_path / tokens.NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert token not in path.read_text()
    assert token[3:] not in path.read_text()
    assert [p.name for p in tmp_path.iterdir()] == [tokens.NAME]


def test_what_was_never_given_out_finds_nobody(tmp_path: Path) -> None:
    assert tokens.find(tmp_path, "mb_anything") is None
    token = tokens.add(tmp_path, "dso-01", ["democratic-services-officer"])
    for near in (
        token[:-1],
        token + "x",
        token.upper(),
        "",
        "\udcff",
        json.loads((tmp_path / tokens.NAME).read_text()),
    ):
        assert tokens.find(tmp_path, near if isinstance(near, str) else near["tokens"][0]["digest"]) is None


def test_a_token_ends_with_its_last_day(tmp_path: Path) -> None:
    token = tokens.add(tmp_path, "dso-01", ["democratic-services-officer"], days=10)
    now = datetime.now(UTC)
    assert tokens.find(tmp_path, token, at=now + timedelta(days=9)) is not None
    assert tokens.find(tmp_path, token, at=now + timedelta(days=10)) is None
    assert len(tokens.listed(tmp_path)) == 1


def test_a_revoked_token_is_seen_to_be_revoked_at_once(tmp_path: Path) -> None:
    kept, gone = (tokens.add(tmp_path, person, ["board-chair"]) for person in ("p-1", "p-2"))
    holder = tokens.find(tmp_path, gone)
    assert holder is not None
    assert tokens.stands(tmp_path, holder.id)
    assert tokens.revoke(tmp_path, holder.id)
    assert tokens.find(tmp_path, gone) is None
    assert not tokens.stands(tmp_path, holder.id)
    assert not tokens.revoke(tmp_path, holder.id)
    assert [h.person for h in tokens.listed(tmp_path)] == ["p-1"]
    assert tokens.find(tmp_path, kept) is not None


def test_many_who_add_at_once_all_have_their_token(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda n: tokens.add(tmp_path, f"p-{n}", ["clerk"]), range(24)))
    found = [tokens.find(tmp_path, token) for token in given]
    assert [holder and holder.person for holder in found] == [f"p-{n}" for n in range(24)]


@pytest.mark.parametrize(
    ("person", "posts", "days"),
    [
        ("workflow", ["clerk"], 1),
        ("dso-01", ["minutebook"], 1),
        ("dso-01", [], 1),
        ("dso-01", ["Clerk!"], 1),
        ("a name", ["clerk"], 1),
        ("dso-01", ["clerk"], 0),
        ("dso-01", ["clerk"], 10**9),
    ],
)
def test_nobody_is_given_a_token_that_makes_no_sense(tmp_path: Path, person: str, posts: list[str], days: int) -> None:
    with pytest.raises(Misfit):
        tokens.add(tmp_path, person, posts, days)
    assert tokens.listed(tmp_path) == []


def test_a_file_that_cannot_be_read_lets_nobody_in(tmp_path: Path) -> None:
    token = tokens.add(tmp_path, "dso-01", ["clerk"])
    (tmp_path / tokens.NAME).write_text("{}}")
    with pytest.raises(Unavailable, match="nobody may come in"):
        tokens.find(tmp_path, token)
