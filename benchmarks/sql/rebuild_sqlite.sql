-- The same for SQLite, whose JSON is text, and which knows no time zone but the machine's: moments are told in UTC.
DROP TABLE IF EXISTS bare_trail;
DROP TABLE IF EXISTS bare_plan_now;
CREATE TABLE bare_trail (key TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE bare_plan_now (key TEXT PRIMARY KEY, plan TEXT NOT NULL, post TEXT, body TEXT NOT NULL);

INSERT INTO bare_trail
SELECT originator_id || '/' || printf('%06d', originator_version),
    json_object(
        'position', notification_id, 'plan', originator_id, 'number', originator_version, 'at', line ->> 'at',
        'effective', line ->> 'effective', 'by', line ->> 'by', 'acting_as', line ->> 'acting_as', 'kind', topic,
        'sentence',
        dated(line ->> 'at') || ', ' || substr(line ->> 'at', 12, 5) || ': ' || (line ->> 'by') || ', as '
        || replace(line ->> 'acting_as', '-', ' ') || ', '
        || CASE topic
            WHEN 'plan.action-progressed' THEN
                'recorded that action ' || (line ->> '$.event.action') || ' was '
                || replace(line ->> '$.event.status', '-', ' ') || ' on ' || dated(line ->> '$.event.as_of') || ': “'
                || (line ->> '$.event.note') || '”'
            WHEN 'plan.progress-reported' THEN
                'recorded that progress was reported to ' || (line ->> '$.event.to') || ' on '
                || dated(line ->> '$.event.reported_on') || ': “' || (line ->> '$.event.summary') || '”'
            WHEN 'plan.action-agreed' THEN
                'agreed action ' || (line ->> '$.event.action') || ' on ' || (line -> '$.event.findings') || ': “'
                || (line ->> '$.event.text') || '”, owned by the ' || replace(line ->> '$.event.owner', '-', ' ')
                || ', due ' || dated(line ->> '$.event.due') || ', measured by “' || (line ->> '$.event.measure') || '”'
            WHEN 'plan.action-amended' THEN
                'amended action ' || (line ->> '$.event.action') || ' on ' || (line -> '$.event.findings') || ': “'
                || (line ->> '$.event.text') || '”, owned by the ' || replace(line ->> '$.event.owner', '-', ' ')
                || ', due ' || dated(line ->> '$.event.due') || ', measured by “' || (line ->> '$.event.measure')
                || '”, because “' || (line ->> '$.event.because') || '”'
            ELSE 'recorded ' || topic || ': ' || (line -> '$.event')
        END
        || ifnull(', for ' || (line ->> 'on_behalf_of'), '')
        || ifnull(', on the authority of ' || (line ->> 'authority'), '')
        || ifnull(', because ' || (line ->> 'reason'), '')
        || CASE WHEN line ->> 'effective' <> substr(line ->> 'at', 1, 10)
            THEN ' (true of ' || dated(line ->> 'effective') || ')' ELSE '' END
        || '.' || CASE WHEN line ->> 'invented' THEN ' [invented]' ELSE '' END)
FROM (
    SELECT notification_id, originator_id, originator_version, topic, CAST(state AS TEXT) AS line
    FROM log.stored_events WHERE notification_id <= {lines});

INSERT INTO bare_plan_now
WITH few AS MATERIALIZED (
    SELECT originator_id AS plan, originator_version AS number, topic, CAST(state AS TEXT) -> '$.event' AS e
    FROM log.stored_events WHERE topic <> 'plan.action-progressed' AND notification_id <= {lines}
), latest AS MATERIALIZED (
    SELECT originator_id AS plan, CAST(state AS TEXT) ->> '$.event.action' AS action, max(originator_version),
        CAST(state AS TEXT) -> '$.event' AS e
    FROM log.stored_events WHERE topic = 'plan.action-progressed' AND notification_id <= {lines} GROUP BY 1, 2
), agreed AS MATERIALIZED (
    SELECT plan, e ->> 'action' AS action, max(number), e
    FROM few WHERE topic IN ('plan.action-agreed', 'plan.action-amended') GROUP BY 1, 2
), actions AS MATERIALIZED (
    SELECT a.plan, json_group_array(json_patch(json_remove(a.e, '$.because'), json_object(
        'status', ifnull(l.e ->> 'status', 'not-started'), 'note', l.e ->> 'note', 'as_of', l.e ->> 'as_of'))) AS these
    FROM agreed a LEFT JOIN latest l USING (plan, action) GROUP BY a.plan
), deadlines AS MATERIALIZED (
    SELECT plan, json_group_array(json(e)) AS these FROM (
        SELECT plan, e ->> 'duty' AS duty, max(number), e FROM few WHERE topic = 'plan.deadline-adopted' GROUP BY 1, 2)
    GROUP BY plan
), reports AS MATERIALIZED (
    SELECT plan, json_group_array(json(e)) AS these FROM (
        SELECT plan, e ->> 'to' AS body, max(number), e FROM few WHERE topic = 'plan.progress-reported' GROUP BY 1, 2)
    GROUP BY plan
), rest AS MATERIALIZED (
    SELECT plan,
        json_group_object(e ->> 'judgement', e ->> 'grade') FILTER (WHERE topic = 'plan.judgement-recorded')
            AS judgements,
        json_group_object(e ->> 'publisher', e ->> 'published_on') FILTER (WHERE topic = 'plan.report-published')
            AS published,
        count(*) FILTER (WHERE topic = 'plan.finding-recorded' AND e ->> 'sort' = 'recommendation') AS recommendations,
        count(*) FILTER (WHERE topic = 'plan.finding-recorded' AND e ->> 'sort' = 'strength') AS strengths,
        count(*) FILTER (WHERE topic = 'plan.finding-recorded' AND e ->> 'sort' = 'weakness') AS weaknesses,
        json_group_array(json(e)) FILTER (WHERE topic = 'plan.version-cut') AS versions,
        json_group_array(json(e)) FILTER (WHERE topic = 'plan.monitoring-visit-recorded') AS visits,
        json_group_array(json(e)) FILTER (WHERE topic = 'plan.submission-acknowledged') AS receipts,
        max(number) FILTER (WHERE topic = 'plan.approval-asked') AS asked,
        max(number) FILTER (WHERE topic IN (
            'plan.cabinet-approved', 'plan.cabinet-refused', 'plan.sent-back', 'plan.approval-withdrawn')) AS answered,
        max(number) FILTER (WHERE topic = 'plan.cabinet-approved') AS approved,
        max(e ->> 'submitted_on') FILTER (WHERE topic = 'plan.submitted-to-ofsted') AS submitted_on,
        max(e ->> 'received_on') FILTER (WHERE topic = 'plan.report-received') AS received_on,
        max(e ->> 'embargoed_until') FILTER (WHERE topic = 'plan.report-received') AS embargoed_until
    FROM few GROUP BY plan
)
SELECT o.plan || '/now', o.plan, NULL,
    json_object(
        'plan', o.plan, 'title', o.e ->> 'title', 'authority', o.e ->> 'authority',
        'authority_name', o.e ->> '$.terms.name',
        'stage', CASE
            WHEN r.asked > ifnull(r.answered, 0) THEN 'with cabinet'
            WHEN r.submitted_on IS NOT NULL THEN 'submitted, in delivery'
            WHEN r.approved IS NOT NULL AND r.approved = r.answered THEN 'approved'
            WHEN o.e ->> 'stage' = 'delivery' THEN 'in delivery'
            ELSE 'drafting' END,
        'received_on', r.received_on, 'embargoed_until', r.embargoed_until,
        'published', json(r.published), 'judgements', json(r.judgements),
        'findings', json_object(
            'recommendations', r.recommendations, 'strengths', r.strengths, 'weaknesses', r.weaknesses),
        'actions', json(a.these), 'versions', json(r.versions), 'receipts', json(r.receipts),
        'submitted_on', r.submitted_on, 'deadlines', json(d.these), 'visits', json(r.visits),
        'reports', json(p.these))
FROM few o JOIN rest r USING (plan) LEFT JOIN actions a USING (plan) LEFT JOIN deadlines d USING (plan)
    LEFT JOIN reports p USING (plan)
WHERE o.topic = 'plan.opened';

CREATE INDEX bare_plan_now_plan ON bare_plan_now (plan);
CREATE INDEX bare_plan_now_post ON bare_plan_now (post);
