import type { Migration } from '../../migrate.ts'

/** What people decided about pairs, discrepancies and failing sides. Rows are only ever added; a reason can be removed. */
export const decisions: Migration = {
  version: 3,
  name: 'decisions',
  sql: `
CREATE TABLE match_decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL REFERENCES pairings (id) ON DELETE CASCADE,
  left_key TEXT NOT NULL,
  right_key TEXT NOT NULL,
  -- What scoped both keys then: under another one the same keys mean other records.
  key_scope TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('pin', 'forbid', 'withdrawn')),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  operator_id TEXT NOT NULL REFERENCES operators (id),
  decided_at TEXT NOT NULL
) STRICT;
CREATE INDEX match_decisions_by_pair ON match_decisions (pairing_id, key_scope, left_key, right_key, seq);
-- As for the audit: no row takes another's place, none is changed, and only a removed pairing takes its rows along.
-- A reason may name people, so it alone can be removed: for the fixed text, never for another.
CREATE TRIGGER match_decisions_only_grow BEFORE INSERT ON match_decisions
WHEN NEW.seq > 0 AND EXISTS (SELECT 1 FROM match_decisions WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'match decisions are append-only'); END;
CREATE TRIGGER match_decisions_are_never_changed BEFORE UPDATE ON match_decisions
WHEN NEW.reason <> '(removed)'
  OR (NEW.seq, NEW.pairing_id, NEW.left_key, NEW.right_key, NEW.key_scope, NEW.decision, NEW.operator_id, NEW.decided_at)
    IS NOT (OLD.seq, OLD.pairing_id, OLD.left_key, OLD.right_key, OLD.key_scope, OLD.decision, OLD.operator_id, OLD.decided_at)
BEGIN SELECT RAISE(ABORT, 'match decisions are append-only'); END;
CREATE TRIGGER match_decisions_are_never_deleted BEFORE DELETE ON match_decisions
WHEN EXISTS (SELECT 1 FROM pairings WHERE id = OLD.pairing_id)
BEGIN SELECT RAISE(ABORT, 'match decisions are append-only'); END;

CREATE TABLE discrepancy_decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL REFERENCES pairings (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accept', 'reopen', 'acknowledge')),
  -- The values it was decided about: it holds for no others.
  values_mark TEXT NOT NULL,
  until_at TEXT,
  reason TEXT NOT NULL CHECK (length(reason) <= 500),
  operator_id TEXT NOT NULL REFERENCES operators (id),
  decided_at TEXT NOT NULL,
  CHECK (decision <> 'accept' OR length(reason) > 0)
) STRICT;
CREATE INDEX discrepancy_decisions_of ON discrepancy_decisions (pairing_id, fingerprint, seq);
CREATE TRIGGER discrepancy_decisions_only_grow BEFORE INSERT ON discrepancy_decisions
WHEN NEW.seq > 0 AND EXISTS (SELECT 1 FROM discrepancy_decisions WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'discrepancy decisions are append-only'); END;
CREATE TRIGGER discrepancy_decisions_are_never_changed BEFORE UPDATE ON discrepancy_decisions
WHEN NEW.reason <> '(removed)'
  OR (NEW.seq, NEW.pairing_id, NEW.fingerprint, NEW.decision, NEW.values_mark, NEW.until_at, NEW.operator_id, NEW.decided_at)
    IS NOT (OLD.seq, OLD.pairing_id, OLD.fingerprint, OLD.decision, OLD.values_mark, OLD.until_at, OLD.operator_id, OLD.decided_at)
BEGIN SELECT RAISE(ABORT, 'discrepancy decisions are append-only'); END;
CREATE TRIGGER discrepancy_decisions_are_never_deleted BEFORE DELETE ON discrepancy_decisions
WHEN EXISTS (SELECT 1 FROM pairings WHERE id = OLD.pairing_id)
BEGIN SELECT RAISE(ABORT, 'discrepancy decisions are append-only'); END;

-- Decisions that a moved value ended: they hold no more, also where the cache is read anew and the value has moved back.
CREATE TABLE lapsed_decisions (
  seq INTEGER PRIMARY KEY REFERENCES discrepancy_decisions (seq) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER lapsed_decisions_are_never_changed BEFORE UPDATE ON lapsed_decisions
BEGIN SELECT RAISE(ABORT, 'lapsed decisions are append-only'); END;
CREATE TRIGGER lapsed_decisions_are_never_deleted BEFORE DELETE ON lapsed_decisions
WHEN EXISTS (SELECT 1 FROM discrepancy_decisions WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'lapsed decisions are append-only'); END;

-- One time of a side being in trouble, that somebody has seen.
CREATE TABLE system_alerts_seen (
  alert_id TEXT NOT NULL,
  since TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operators (id),
  seen_at TEXT NOT NULL,
  PRIMARY KEY (alert_id, since)
) STRICT, WITHOUT ROWID;
`,
}
