"""The role that Minutebook runs as can add lines and read them; PostgreSQL itself keeps it from altering one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from books import entry, kinds, ledger_on, play
from psycopg.sql import SQL, Identifier
from samples import (
    COMMAND_SAMPLES,
    approve_the_notes_erasure,
    ask_for_the_notes_erasure,
    close_a_plan_of_2016,
    open_the_plan,
    receive_the_report,
    report_in,
    submitted,
)

from domain.reading import Misfit
from ledger.codec import decode
from ledger.dropped import dropped
from ledger.opening import open_store
from ledger.seal.checking import unlike
from ledger.seal.dropping import asked, remove
from ledger.seal.keeping import Keeper
from ledger.seal.note import Checkpoint
from ledger.stores import Unavailable
from ledger.verify import verify
from projections.shelf import open_shelf
from wiring import Settings, open_office

ROLES = Path(__file__).parents[2] / "ledger" / "postgres_roles.sql"


@pytest.fixture
def urls(postgres_url: str) -> Iterator[tuple[str, str]]:
    """A ledger, made by its owner, as logins of two roles reach it: the application's and retention's."""
    with closing(open_store(postgres_url)) as store:
        ledger_on(store)
    logins = {role: f"{role}_{uuid4().hex[:12]}" for role in ("minutebook_app", "minutebook_retention")}
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(ROLES.read_bytes())
        for role, login in logins.items():
            owner.execute(SQL("create role {} login in role {}").format(Identifier(login), Identifier(role)))
    place = urlsplit(postgres_url)
    at = place.netloc.rpartition("@")[2]
    app, retention = (place._replace(netloc=f"{login}:@{at}").geturl() for login in logins.values())
    yield app, retention
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        for login in logins.values():
            owner.execute(SQL("drop owned by {}").format(Identifier(login)))
            owner.execute(SQL("drop role {}").format(Identifier(login)))


@pytest.fixture
def app_url(urls: tuple[str, str]) -> str:
    return urls[0]


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
        "select public.stored_events_drop_1('glos-2022')",
        "set role minutebook_retention",
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


@pytest.mark.parametrize(
    "attempt",
    [
        "select state from public.stored_events",
        "delete from public.stored_events where notification_id = 1",
        "delete from public.checkpoints",
        "insert into public.stored_events values ('glos-2022', 9, 'plan.dropped', '', 9, now(), null)",
        "set role minutebook_app",
    ],
)
def test_retention_cannot_read_a_line_nor_write_or_remove_one_by_itself(urls: tuple[str, str], attempt: str) -> None:
    with psycopg.connect(urls[1], autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt.encode())


def test_retention_removes_the_lines_of_a_plan_that_was_dropped_and_no_others(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    app, retention = urls
    with closing(open_store(app)) as store, closing(open_store(retention)) as remover:
        ledger = ledger_on(store)
        play(ledger, open_the_plan, plan="glos-2016")
        play(ledger, *report_in)
        play(ledger, close_a_plan_of_2016, plan="glos-2016")
        before = store.after(0, 99)
        remover.drop("glos-2016")
        assert store.after(0, 99) == before
        keeper = Keeper(ledger, "b1", tmp_path)
        early = Checkpoint.read(keeper.checkpoint().text)
        with closing(open_shelf(app, ledger)) as shelf:
            shelf.rebuild()
            ledger.record(entry(asked(keeper, store, "glos-2016", "IG-14", "monitoring-officer", "mo-01"), "glos-2016"))
            [drop] = dropped(store)
            with pytest.raises(Unavailable, match="permission denied"):
                remove(keeper, store, store, drop)
            assert len(store.stream("glos-2016")) == 3
            for _ in range(2):
                remove(keeper, store, remover, drop)
                assert [row.number for row in store.stream("glos-2016")] == [3]
            assert shelf.check() == []
            assert [row.plan for row in shelf.rows("heads")] == ["glos-2022"]
            [line] = shelf.rows("trail", plan="glos-2016")
            assert "dropped the 2 lines" in line.sentence
        assert list(verify(ledger)) == list(unlike(keeper.seal, store, early)) == []
        for row in before:
            at = decode(row).at
            assert store.after(0, 99, stop=store.head_at(at)) == [
                left for left in store.after(0, 99) if decode(left).at <= at
            ]


def test_lines_are_removed_by_the_login_that_the_setting_names(urls: tuple[str, str], tmp_path: Path) -> None:
    app, retention = urls
    office = open_office(Settings(tmp_path, app))
    with closing(office.ledger.store), pytest.raises(Misfit, match="MINUTEBOOK_RETENTION_URL"), office.removing():
        pass
    named = replace(office, settings=Settings(tmp_path, app, retention))
    with named.removing() as remover, pytest.raises(Unavailable, match="permission denied"):
        remover.after(0, 1)


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
