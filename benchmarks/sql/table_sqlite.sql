CREATE TABLE stored_events (
    notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL,
    state BLOB NOT NULL, at TEXT NOT NULL, command TEXT);
CREATE UNIQUE INDEX stored_events_in_stream ON stored_events (originator_id, originator_version);
CREATE INDEX stored_events_topic ON stored_events (topic, notification_id);
CREATE INDEX stored_events_command ON stored_events (command) WHERE command IS NOT NULL;
