CREATE TABLE IF NOT EXISTS event_journal (
  ordering INTEGER PRIMARY KEY,
  persistence_id VARCHAR(1024) NOT NULL,
  sequence_number BIGINT NOT NULL,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,
  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload BLOB NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BLOB,
  UNIQUE (persistence_id, sequence_number)
);

CREATE TABLE IF NOT EXISTS event_tag (
  event_id BIGINT NOT NULL REFERENCES event_journal (ordering) ON DELETE CASCADE,
  tag VARCHAR(256) NOT NULL,
  PRIMARY KEY (event_id, tag)
);

CREATE TABLE IF NOT EXISTS snapshot (
  persistence_id VARCHAR(1024) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BLOB NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BLOB,
  PRIMARY KEY (persistence_id, sequence_number)
);

CREATE TABLE IF NOT EXISTS troupe_fates (
  message_id TEXT NOT NULL,
  recipient_type TEXT NOT NULL,
  recipient_key TEXT NOT NULL,
  publication_id TEXT,
  outcome TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  failure TEXT,
  dead_letter TEXT,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (message_id, recipient_type, recipient_key)
);

CREATE INDEX IF NOT EXISTS troupe_fates_publication_idx ON troupe_fates (publication_id)
  WHERE publication_id IS NOT NULL;

CREATE INDEX IF NOT EXISTS troupe_fates_dead_letter_idx ON troupe_fates (noted_at) WHERE dead_letter IS NOT NULL;

CREATE INDEX IF NOT EXISTS troupe_fates_noted_at_idx ON troupe_fates (noted_at);

CREATE TABLE IF NOT EXISTS troupe_settings (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE IF NOT EXISTS troupe_cluster (
  id BIGINT NOT NULL,
  node TEXT NOT NULL,
  beat BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS troupe_schema (
  version INTEGER PRIMARY KEY
);

INSERT INTO troupe_schema (version) VALUES (3) ON CONFLICT DO NOTHING;
