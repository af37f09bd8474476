-- Roles for a ledger in PostgreSQL, so that what runs every day can add lines and read them, and not alter one.
--
-- Run it once in the ledger's database as its owner, after Minutebook has made its tables there:
--     psql "$OWNERS_URL" -f ledger/postgres_roles.sql
-- then let Minutebook connect as a login that is a member of minutebook_app (docs/running.md).
-- The owner keeps the tables. minutebook_app may make tables of its own, since the views live beside the ledger.
--
-- minutebook_erasure destroys the keys of texts whose erasure was approved, and nothing else: minutebook_app can read
-- keys and add them, and not alter one. A login that is a member of both finishes what was approved, by opening the book.

do $$
begin
    create role minutebook_app nologin;
exception when duplicate_object then null;
end $$;

do $$
begin
    create role minutebook_erasure nologin;
exception when duplicate_object then null;
end $$;

revoke all on public.stored_events, public.checkpoints, public.text_keys
    from public, minutebook_app, minutebook_erasure;
grant usage, create on schema public to minutebook_app;
grant select, insert on public.stored_events to minutebook_app;
grant select, insert, update, delete on public.checkpoints to minutebook_app;
grant select, insert on public.text_keys to minutebook_app;
grant select, insert, update on public.text_keys to minutebook_erasure;
grant delete, select on public.checkpoints to minutebook_erasure;

-- minutebook_retention removes what was dropped, and nothing else: it may not even read a line. A plan's lines go only
-- where its last line says that it was dropped, which minutebook_app alone can write; that line itself stays.
do $$
begin
    create role minutebook_retention nologin;
exception when duplicate_object then null;
end $$;

create or replace function public.stored_events_drop_1(dropped text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    delete from public.stored_events where originator_id = dropped and originator_version <
        (select originator_version from public.stored_events where originator_id = dropped and topic = 'plan.dropped');
    delete from public.checkpoints where stream = dropped and exists
        (select from public.stored_events where originator_id = dropped and topic = 'plan.dropped');
    delete from public.text_keys where stream = dropped and exists
        (select from public.stored_events where originator_id = dropped and topic = 'plan.dropped');
$$;

revoke all on public.stored_events, public.checkpoints, public.text_keys from minutebook_retention;
revoke execute on function public.stored_events_drop_1 from public, minutebook_app;
grant usage on schema public to minutebook_retention;
grant execute on function public.stored_events_drop_1 to minutebook_retention;
