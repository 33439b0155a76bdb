import { fenceTableSql } from '../fence-table.ts'

/** Spans are milliseconds UTC so that windows are index ranges; `_at` columns hold instants. */
export const snapshotsAndCompares = {
  version: 1,
  name: 'snapshots and compares',
  sql: `
${fenceTableSql}

CREATE TABLE cache_meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE side (
  id INTEGER PRIMARY KEY,
  pairing_id TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  published INTEGER,
  next_number INTEGER NOT NULL DEFAULT 1,
  UNIQUE (pairing_id, side)
) STRICT;

CREATE TABLE snapshot (
  side_id INTEGER NOT NULL REFERENCES side (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  sync INTEGER NOT NULL,
  epoch TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('building', 'sealed', 'failed', 'cancelled', 'interrupted')),
  read_by TEXT NOT NULL CHECK (read_by IN ('list', 'keys')),
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  pages INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  dropped INTEGER NOT NULL DEFAULT 0,
  failure TEXT,
  finding TEXT,
  PRIMARY KEY (side_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE coverage (
  side_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  scope TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('window', 'keys')),
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  reason TEXT,
  PRIMARY KEY (side_id, number, scope, mode, start_ms),
  FOREIGN KEY (side_id, number) REFERENCES snapshot (side_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE absent_key (
  side_id INTEGER NOT NULL,
  record_key TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (side_id, record_key, number),
  FOREIGN KEY (side_id, number) REFERENCES snapshot (side_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE record_version (
  id INTEGER PRIMARY KEY,
  side_id INTEGER NOT NULL REFERENCES side (id) ON DELETE CASCADE,
  record_key TEXT NOT NULL,
  pair_key TEXT,
  group_key TEXT NOT NULL,
  reference TEXT,
  scope TEXT NOT NULL,
  resource TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('read', 'refused')),
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  written TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  fields TEXT NOT NULL,
  vendor_version TEXT,
  pointer TEXT,
  since INTEGER NOT NULL,
  born INTEGER NOT NULL,
  ended INTEGER
) STRICT;
CREATE UNIQUE INDEX record_version_open ON record_version (side_id, record_key) WHERE ended IS NULL;
CREATE INDEX record_version_group ON record_version (side_id, group_key);
CREATE INDEX record_version_born ON record_version (side_id, born);
CREATE INDEX record_version_ended ON record_version (side_id, ended) WHERE ended IS NOT NULL;
CREATE INDEX record_version_reference ON record_version (side_id, reference) WHERE ended IS NULL AND reference IS NOT NULL;
CREATE INDEX record_version_start ON record_version (side_id, start_ms);

CREATE TABLE unread (
  version_id INTEGER NOT NULL REFERENCES record_version (id) ON DELETE CASCADE,
  side_id INTEGER NOT NULL,
  born INTEGER NOT NULL,
  ended INTEGER,
  PRIMARY KEY (version_id, born)
) STRICT, WITHOUT ROWID;
CREATE INDEX unread_born ON unread (side_id, born);
CREATE INDEX unread_ended ON unread (side_id, ended) WHERE ended IS NOT NULL;

CREATE TABLE refusal (
  side_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  endpoint TEXT NOT NULL,
  item INTEGER NOT NULL,
  pointer TEXT NOT NULL,
  problem TEXT NOT NULL,
  record_key TEXT,
  PRIMARY KEY (side_id, number, seq),
  FOREIGN KEY (side_id, number) REFERENCES snapshot (side_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE compare (
  pairing_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  sync INTEGER NOT NULL,
  run_id TEXT NOT NULL,
  left_snapshot INTEGER NOT NULL,
  right_snapshot INTEGER NOT NULL,
  left_epoch TEXT NOT NULL,
  right_epoch TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  policy TEXT NOT NULL,
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  compared_at TEXT NOT NULL,
  open INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  PRIMARY KEY (pairing_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE discrepancy (
  id INTEGER PRIMARY KEY,
  pairing_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  group_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT,
  side TEXT,
  differences TEXT NOT NULL,
  base TEXT,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  label TEXT NOT NULL,
  left_key TEXT,
  right_key TEXT,
  search TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  first_compare INTEGER NOT NULL,
  born INTEGER NOT NULL,
  ended INTEGER,
  closed TEXT CHECK (closed IN ('resolved', 'left-the-window', 'changed')),
  CHECK ((ended IS NULL) = (closed IS NULL))
) STRICT;
CREATE UNIQUE INDEX discrepancy_open ON discrepancy (pairing_id, fingerprint) WHERE ended IS NULL;
CREATE INDEX discrepancy_history ON discrepancy (pairing_id, fingerprint, born);
CREATE INDEX discrepancy_time ON discrepancy (start_ms, id) WHERE ended IS NULL;
CREATE INDEX discrepancy_first_seen ON discrepancy (first_seen_at, id) WHERE ended IS NULL;
CREATE INDEX discrepancy_kind ON discrepancy (pairing_id, kind) WHERE ended IS NULL;

CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  pairing_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  group_key TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  how TEXT NOT NULL CHECK (how IN ('get')),
  answer TEXT NOT NULL CHECK (answer IN ('present', 'absent', 'refused', 'no-answer')),
  version_id INTEGER NOT NULL,
  compare INTEGER NOT NULL,
  asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_of ON evidence (pairing_id, fingerprint, id);
CREATE INDEX evidence_group ON evidence (pairing_id, group_key, id);

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  pairing_id TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX run_started ON run (pairing_id, started_at);

CREATE TABLE run_log (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  level TEXT NOT NULL CHECK (level IN ('info', 'warn', 'error')),
  text TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
) STRICT, WITHOUT ROWID;
`,
} as const
