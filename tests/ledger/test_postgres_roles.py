"""The role that Minutebook runs as can add lines and read them; PostgreSQL itself keeps it from altering one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from books import kinds, ledger_on, play
from psycopg.sql import SQL, Identifier
from samples import (
    COMMAND_SAMPLES,
    approve_the_notes_erasure,
    ask_for_the_notes_erasure,
    receive_the_report,
    report_in,
    submitted,
)

from ledger.opening import open_store
from projections.shelf import open_shelf

ROLES = Path(__file__).parents[2] / "ledger" / "postgres_roles.sql"


@pytest.fixture
def app_url(postgres_url: str) -> Iterator[str]:
    """A ledger, made by its owner, as a login that is only a member of the application's role reaches it."""
    with closing(open_store(postgres_url)) as store:
        ledger_on(store)
    login = f"app_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(ROLES.read_bytes())
        owner.execute(SQL("create role {} login in role minutebook_app").format(Identifier(login)))
    place = urlsplit(postgres_url)
    yield place._replace(netloc=f"{login}:@{place.netloc.rpartition('@')[2]}").geturl()
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(SQL("drop owned by {}").format(Identifier(login)))
        owner.execute(SQL("drop role {}").format(Identifier(login)))


def test_it_writes_and_reads_and_has_views_of_its_own(app_url: str) -> None:
    with closing(open_store(app_url)) as store:
        ledger = ledger_on(store)
        play(ledger, *report_in)
        assert kinds(ledger.after(0))[:3] == ["book.opened", "plan.opened", "plan.report-received"]
        with closing(open_shelf(app_url, ledger)) as shelf:
            shelf.catch_up()
            assert [row.plan for row in shelf.rows("plan_now")] == ["glos-2022"]
        assert play(ledger, receive_the_report) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "update public.stored_events set state = '' where notification_id = 1",
        "delete from public.stored_events where notification_id = 1",
        "truncate public.stored_events",
        "drop table public.stored_events",
        "alter table public.stored_events disable trigger all",
        "alter table public.stored_events rename to lines",
        "drop function public.stored_events_append_3",
        "update public.text_keys set secret = null",
        "delete from public.text_keys",
        "set role postgres",
    ],
)
def test_it_cannot_alter_a_line_nor_remove_one(app_url: str, attempt: str) -> None:
    with psycopg.connect(app_url, autocommit=True) as connection:
        before = connection.execute("select notification_id, state from public.stored_events").fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(attempt.encode())
        assert connection.execute("select notification_id, state from public.stored_events").fetchall() == before


def test_a_key_is_destroyed_by_the_role_for_it_and_the_text_is_not_read_before(postgres_url: str, app_url: str) -> None:
    note = COMMAND_SAMPLES["progress-action"]
    with closing(open_store(app_url)) as store:
        ledger = ledger_on(store)
        [line] = play(ledger, *submitted, note)[-1:]
        ask = ask_for_the_notes_erasure.model_copy(update={"line": line.number})
        play(ledger, ask, approve_the_notes_erasure)
        assert [key for key in store.text_keys("glos-2022") if key.erased] == []
        assert note.note not in repr(ledger.plan("glos-2022"))
    login = urlsplit(app_url).username or ""
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(SQL("grant minutebook_erasure to {}").format(Identifier(login)))
    with closing(open_store(app_url)) as store:
        assert note.note not in repr(ledger_on(store).plan("glos-2022"))
        assert [key.erased for key in store.text_keys("glos-2022") if key.erased] == ["IG/2022/14"]
