-- Two roles for a ledger in PostgreSQL, so that what runs every day can add lines and read them, and not alter one.
--
-- Run it once in the ledger's database as its owner, after Minutebook has made its tables there:
--     psql "$OWNERS_URL" -f ledger/postgres_roles.sql
-- then let Minutebook connect as a login that is a member of minutebook_app (docs/running.md).
-- The owner keeps the tables. minutebook_app may make tables of its own, since the views live beside the ledger.

do $$
begin
    create role minutebook_app nologin;
exception when duplicate_object then null;
end $$;

revoke all on public.stored_events, public.checkpoints from public, minutebook_app;
grant usage, create on schema public to minutebook_app;
grant select, insert on public.stored_events to minutebook_app;
grant select, insert, update, delete on public.checkpoints to minutebook_app;
