/** What 0.3 adds: matches without ids, what people decided about discrepancies, and groups of one cause. */
export const matchesAndDecisions = {
  version: 3,
  name: 'matches and decisions',
  sql: `
-- Pairs found without ids, by their two groups, versioned by compare number.
CREATE TABLE match (
  pairing_id TEXT NOT NULL,
  left_group TEXT NOT NULL,
  right_group TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('rule', 'person')),
  explanation TEXT NOT NULL,
  -- The group of the explanation's runner-up.
  runner_up TEXT,
  -- The left record's, in ms UTC.
  start_ms INTEGER NOT NULL,
  born INTEGER NOT NULL,
  ended INTEGER,
  PRIMARY KEY (pairing_id, left_group, right_group, born)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX match_left ON match (pairing_id, left_group) WHERE ended IS NULL;
CREATE UNIQUE INDEX match_right ON match (pairing_id, right_group) WHERE ended IS NULL;
-- A window of the list of matches and their count walk this alone; for that it also holds the column it is limited by.
CREATE INDEX match_start ON match (pairing_id, start_ms, left_group, ended) WHERE ended IS NULL;
CREATE INDEX match_right_history ON match (pairing_id, right_group);
CREATE INDEX match_runner_up ON match (pairing_id, runner_up) WHERE ended IS NULL AND runner_up IS NOT NULL;
-- Records nobody is booked for, which could be matched with anybody's.
CREATE INDEX record_version_unassigned ON record_version (side_id, start_ms)
  WHERE ended IS NULL AND resource IS NULL AND state = 'read';
-- Indexes of record_version that a first load does without: their texts, until they are built.
CREATE TABLE deferred_index (
  name TEXT PRIMARY KEY,
  sql TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The newest word of a person on matches that a compare took into account.
ALTER TABLE compare ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;

ALTER TABLE discrepancy ADD COLUMN matched_by TEXT CHECK (matched_by IN ('reference', 'rule', 'person'));
ALTER TABLE discrepancy ADD COLUMN values_mark TEXT NOT NULL DEFAULT '';
ALTER TABLE discrepancy ADD COLUMN accepted_until TEXT;
ALTER TABLE discrepancy ADD COLUMN acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged IN (0, 1));
ALTER TABLE discrepancy ADD COLUMN cause TEXT;
ALTER TABLE discrepancy ADD COLUMN cluster_id TEXT;
-- The compare that put it into that cluster.
ALTER TABLE discrepancy ADD COLUMN cluster_joined INTEGER;
-- Up to which decision of the ledger the rows of a pairing show what people decided.
CREATE TABLE mirrored_decision (
  pairing_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What people decided and a compare found overtaken: up to which of the ledger's decisions, until the ledger knows.
CREATE TABLE overtaken_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  up_to INTEGER NOT NULL
) STRICT;

-- Groups of one cause; cause and scope are texts of core/cluster, the days are those of the facility's zone.
CREATE TABLE cluster (
  pairing_id TEXT NOT NULL,
  id TEXT NOT NULL,
  cause TEXT NOT NULL,
  scope TEXT,
  eligible INTEGER NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (pairing_id, id)
) STRICT, WITHOUT ROWID;
-- A window of the list walks one index under every filter but a text, and never the rows; so does a window of alerts.
-- For that an index also has to hold the column it is limited by.
DROP INDEX discrepancy_time;
CREATE INDEX discrepancy_time ON discrepancy
  (start_ms, id, end_ms, pairing_id, kind, accepted_until, cluster_id, acknowledged, ended) WHERE ended IS NULL;
DROP INDEX discrepancy_first_seen;
CREATE INDEX discrepancy_first_seen ON discrepancy
  (first_seen_at, id, pairing_id, kind, accepted_until, cluster_id, ended) WHERE ended IS NULL;
DROP INDEX discrepancy_kind;
CREATE INDEX discrepancy_kind ON discrepancy
  (pairing_id, kind, accepted_until, cluster_id, acknowledged, ended) WHERE ended IS NULL;
-- How many open discrepancies are alike in all that lists and alerts count by, so that no count has to walk them.
CREATE TABLE discrepancy_count (
  pairing_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  accepted_until TEXT,
  cluster_id TEXT,
  acknowledged INTEGER NOT NULL,
  open INTEGER NOT NULL
) STRICT;
INSERT INTO discrepancy_count
  SELECT pairing_id, kind, accepted_until, cluster_id, acknowledged, count(*) FROM discrepancy WHERE ended IS NULL
  GROUP BY 1, 2, 3, 4, 5;

CREATE INDEX discrepancy_cause ON discrepancy (pairing_id, cause, start_ms) WHERE ended IS NULL AND cause IS NOT NULL;
CREATE INDEX discrepancy_cluster ON discrepancy (pairing_id, cluster_id) WHERE ended IS NULL AND cluster_id IS NOT NULL;

-- Double bookings among the alerts, of which there are few; all others walk discrepancy_time.
CREATE INDEX discrepancy_alert_overlap ON discrepancy
  (start_ms, id, end_ms, pairing_id, accepted_until, kind, acknowledged, ended)
  WHERE ended IS NULL AND acknowledged = 0 AND kind = 'overlap';
-- What was found of a worker before.
CREATE INDEX discrepancy_of_worker ON discrepancy (pairing_id, who, first_compare)
  WHERE born = first_compare AND who <> '';

-- A policy no pairing has: the next compare looks at everything once.
UPDATE compare SET policy = '';
`,
} as const
