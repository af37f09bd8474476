create table stored_events (
    originator_id text not null, originator_version bigint not null, topic text not null, state bytea not null,
    notification_id bigint not null, at timestamptz not null, command text,
    primary key (originator_id, originator_version));
create unique index stored_events_notification_id_idx on stored_events (notification_id);
create index stored_events_topic_idx on stored_events (topic, notification_id);
create index stored_events_command_idx on stored_events (command) where command is not null;

-- Without the ledger's retries: a stamp that comes late is lifted to that of the line before.
create function append(
    streams text[], numbers bigint[], kinds text[], lines bytea[], commands text[], stamp timestamptz)
returns setof bigint language plpgsql as $body$
declare
    head bigint;
    latest timestamptz;
begin
    perform pg_advisory_xact_lock(1);
    select e.notification_id, e.at into head, latest from stored_events e order by e.notification_id desc limit 1;
    if exists (select from stored_events e where e.command = any(commands)) then
        raise unique_violation using message = 'the command id is taken';
    end if;
    head := coalesce(head, 0);
    return query
        insert into stored_events (originator_id, originator_version, topic, state, command, notification_id, at)
        select n.stream, n.number, n.kind, n.line, n.command, head + n.place, greatest(stamp, latest)
        from unnest(streams, numbers, kinds, lines, commands)
            with ordinality as n (stream, number, kind, line, command, place)
        order by n.place
        returning notification_id;
    perform pg_notify('floor', (head + cardinality(streams))::text);
end $body$;
