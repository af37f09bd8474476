-- plan_now and trail by SQL alone, from the stored lines into tables of the shelf's shape. What a rule would say of a
-- plan is said as far as SQL can reasonably say it; the four kinds that make up all but a few lines of a log are told
-- in full sentences.
drop schema if exists bare cascade;
create schema bare;
create table bare.trail (key text collate "C" primary key, body text not null);
create table bare.plan_now (key text collate "C" primary key, plan text not null, post text, body text not null);

create function bare.titled(post text) returns text language sql immutable as $$
    select replace(replace(initcap(replace(post, '-', ' ')), ' Of ', ' of '), 'Childrens', 'Children''s') $$;
create function bare.dated(day text) returns text language sql immutable as $$
    select to_char(day::date, 'FMDD FMMonth YYYY') $$;

insert into bare.trail
select originator_id || '/' || lpad(originator_version::text, 6, '0'),
    jsonb_build_object(
        'position', notification_id, 'plan', originator_id, 'number', originator_version, 'at', line -> 'at',
        'effective', line -> 'effective', 'by', line -> 'by', 'acting_as', line -> 'acting_as', 'kind', topic,
        'sentence',
        to_char((line ->> 'at')::timestamptz at time zone 'Europe/London', 'FMDD FMMonth YYYY, HH24:MI') || ': '
        || (line ->> 'by') || ', as ' || bare.titled(line ->> 'acting_as') || ', '
        || case topic
            when 'plan.action-progressed' then
                'recorded that action ' || (e ->> 'action') || ' was ' || replace(e ->> 'status', '-', ' ') || ' on '
                || bare.dated(e ->> 'as_of') || ': “' || (e ->> 'note') || '”'
            when 'plan.progress-reported' then
                'recorded that progress was reported to ' || (e ->> 'to') || ' on '
                || bare.dated(e ->> 'reported_on') || ': “' || (e ->> 'summary') || '”'
            when 'plan.action-agreed' then
                'agreed action ' || (e ->> 'action') || ' on ' || (e ->> 'findings') || ': “' || (e ->> 'text')
                || '”, owned by the ' || bare.titled(e ->> 'owner') || ', due ' || bare.dated(e ->> 'due')
                || ', measured by “' || (e ->> 'measure') || '”'
            when 'plan.action-amended' then
                'amended action ' || (e ->> 'action') || ' on ' || (e ->> 'findings') || ': “' || (e ->> 'text')
                || '”, owned by the ' || bare.titled(e ->> 'owner') || ', due ' || bare.dated(e ->> 'due')
                || ', measured by “' || (e ->> 'measure') || '”, because “' || (e ->> 'because') || '”'
            else 'recorded ' || topic || ': ' || e::text
        end
        || coalesce(', for ' || (line ->> 'on_behalf_of'), '')
        || coalesce(', on the authority of ' || (line ->> 'authority'), '')
        || coalesce(', because ' || (line ->> 'reason'), '')
        || case when (line ->> 'effective')::date <> ((line ->> 'at')::timestamptz at time zone 'Europe/London')::date
            then ' (true of ' || bare.dated(line ->> 'effective') || ')' else '' end
        || '.' || case when (line ->> 'invented')::boolean then ' [invented]' else '' end
    )::text
from (
    select notification_id, originator_id, originator_version, topic, line, line -> 'event' as e
    from (select *, convert_from(state, 'UTF8')::jsonb as line from stored_events where notification_id <= {lines})
    offset 0);

insert into bare.plan_now
with few as materialized (
    select originator_id as plan, originator_version as number, topic, convert_from(state, 'UTF8')::jsonb -> 'event' as e
    from stored_events where topic <> 'plan.action-progressed' and notification_id <= {lines}
), progressed as (
    select plan, e ->> 'action' as action, max(number) as number
    from (
        select originator_id as plan, originator_version as number, convert_from(state, 'UTF8')::jsonb -> 'event' as e
        from stored_events where topic = 'plan.action-progressed' and notification_id <= {lines}) each_progress
    group by 1, 2
), latest as (
    select p.plan, p.action, convert_from(s.state, 'UTF8')::jsonb -> 'event' as e
    from progressed p join stored_events s on (s.originator_id, s.originator_version) = (p.plan, p.number)
), agreed as (
    select distinct on (plan, e ->> 'action') plan, e ->> 'action' as action, e
    from few where topic in ('plan.action-agreed', 'plan.action-amended') order by plan, e ->> 'action', number desc
), actions as (
    select a.plan, jsonb_agg(
        a.e - 'because' || jsonb_build_object(
            'status', coalesce(l.e ->> 'status', 'not-started'), 'note', l.e -> 'note', 'as_of', l.e -> 'as_of')
        order by a.action) as these
    from agreed a left join latest l using (plan, action) group by a.plan
), deadlines as (
    select plan, jsonb_agg(e order by duty) as these from (
        select distinct on (plan, e ->> 'duty') plan, e ->> 'duty' as duty, e
        from few where topic = 'plan.deadline-adopted' order by plan, e ->> 'duty', number desc) adopted group by plan
), reports as (
    select plan, jsonb_agg(e order by body) as these from (
        select distinct on (plan, e ->> 'to') plan, e ->> 'to' as body, e
        from few where topic = 'plan.progress-reported' order by plan, e ->> 'to', number desc) told group by plan
), rest as (
    select plan,
        jsonb_object_agg(e ->> 'judgement', e -> 'grade') filter (where topic = 'plan.judgement-recorded') as judgements,
        jsonb_object_agg(e ->> 'publisher', e -> 'published_on') filter (where topic = 'plan.report-published')
            as published,
        count(*) filter (where topic = 'plan.finding-recorded' and e ->> 'sort' = 'recommendation') as recommendations,
        count(*) filter (where topic = 'plan.finding-recorded' and e ->> 'sort' = 'strength') as strengths,
        count(*) filter (where topic = 'plan.finding-recorded' and e ->> 'sort' = 'weakness') as weaknesses,
        jsonb_agg(e order by number) filter (where topic = 'plan.version-cut') as versions,
        jsonb_agg(e order by number) filter (where topic = 'plan.monitoring-visit-recorded') as visits,
        jsonb_agg(e order by number) filter (where topic = 'plan.submission-acknowledged') as receipts,
        max(number) filter (where topic = 'plan.approval-asked') as asked,
        max(number) filter (where topic in (
            'plan.cabinet-approved', 'plan.cabinet-refused', 'plan.sent-back', 'plan.approval-withdrawn')) as answered,
        max(number) filter (where topic = 'plan.cabinet-approved') as approved,
        max(e ->> 'submitted_on') filter (where topic = 'plan.submitted-to-ofsted') as submitted_on,
        max(e ->> 'received_on') filter (where topic = 'plan.report-received') as received_on,
        max(e ->> 'embargoed_until') filter (where topic = 'plan.report-received') as embargoed_until
    from few group by plan
)
select o.plan || '/now', o.plan, null,
    jsonb_build_object(
        'plan', o.plan, 'title', o.e -> 'title', 'authority', o.e -> 'authority',
        'authority_name', o.e #> '{{terms,name}}',
        'stage', case
            when r.asked > coalesce(r.answered, 0) then 'with cabinet'
            when r.submitted_on is not null then 'submitted, in delivery'
            when r.approved is not null and r.approved = r.answered then 'approved'
            when o.e ->> 'stage' = 'delivery' then 'in delivery'
            else 'drafting' end,
        'received_on', r.received_on, 'embargoed_until', r.embargoed_until,
        'published', r.published, 'judgements', r.judgements,
        'findings', jsonb_build_object(
            'recommendations', r.recommendations, 'strengths', r.strengths, 'weaknesses', r.weaknesses),
        'actions', a.these, 'versions', r.versions, 'receipts', r.receipts, 'submitted_on', r.submitted_on,
        'deadlines', d.these, 'visits', r.visits, 'reports', p.these)::text
from few o join rest r using (plan) left join actions a using (plan) left join deadlines d using (plan)
    left join reports p using (plan)
where o.topic = 'plan.opened';

create index on bare.plan_now (plan);
create index on bare.plan_now (post);
