import type { Migration } from '../../migrate.ts'
import { fenceTableSql } from '../fence-table.ts'

/** An instant as `contract/time.ts` writes it; `GLOB` knows no repeat counts. */
const isInstant = (column: string): string => {
  const [two, three] = ['[0-9][0-9]', '[0-9][0-9][0-9]']
  return `${column} GLOB '${two}${two}-${two}-${two}T${two}:${two}:${two}.${three}Z'`
}

/** The ledger of version 0.1: who works here, what is connected, what people decided, and the audit of it. */
export const firstSchema: Migration = {
  version: 1,
  name: 'first schema',
  sql: `${fenceTableSql}
CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  holder TEXT NOT NULL,
  fence INTEGER NOT NULL,
  locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
  renewed_at TEXT NOT NULL CHECK (${isInstant('renewed_at')})
) STRICT;

CREATE TABLE workspace_settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operators (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  created_at TEXT NOT NULL CHECK (${isInstant('created_at')})
) STRICT;

CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  connector_id TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  environment TEXT NOT NULL CHECK (environment IN ('live', 'test')),
  settings TEXT NOT NULL CHECK (json_type(settings) = 'object'),
  created_at TEXT NOT NULL CHECK (${isInstant('created_at')}),
  changed_at TEXT NOT NULL CHECK (${isInstant('changed_at')})
) STRICT;

CREATE TABLE connection_secrets (
  connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  sealed BLOB NOT NULL CHECK (length(sealed) > 0),
  stored_at TEXT NOT NULL CHECK (${isInstant('stored_at')}),
  PRIMARY KEY (connection_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE facilities (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  zone TEXT NOT NULL CHECK (length(zone) BETWEEN 1 AND 64)
) STRICT;

CREATE TABLE pairings (
  id TEXT PRIMARY KEY,
  facility_id TEXT NOT NULL REFERENCES facilities (id),
  recipe_id TEXT NOT NULL,
  left_connection_id TEXT NOT NULL REFERENCES connections (id),
  left_scope TEXT NOT NULL CHECK (length(left_scope) > 0),
  right_connection_id TEXT NOT NULL REFERENCES connections (id),
  right_scope TEXT NOT NULL CHECK (length(right_scope) > 0),
  policy TEXT NOT NULL CHECK (json_type(policy) = 'object'),
  CHECK (left_connection_id <> right_connection_id OR left_scope <> right_scope)
) STRICT;
CREATE INDEX pairings_by_facility ON pairings (facility_id);
CREATE INDEX pairings_by_left ON pairings (left_connection_id);
CREATE INDEX pairings_by_right ON pairings (right_connection_id);

CREATE TABLE accepted_reads (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL REFERENCES pairings (id) ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('left', 'right')),
  cache_generation TEXT NOT NULL,
  snapshot INTEGER NOT NULL CHECK (snapshot >= 1),
  finding TEXT NOT NULL,
  records INTEGER NOT NULL CHECK (records >= 0),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  operator_id TEXT NOT NULL REFERENCES operators (id),
  accepted_at TEXT NOT NULL CHECK (${isInstant('accepted_at')})
) STRICT;
CREATE INDEX accepted_reads_by_side ON accepted_reads (pairing_id, side, seq);

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  recorded_at TEXT NOT NULL CHECK (${isInstant('recorded_at')}),
  operator_id TEXT REFERENCES operators (id),
  action TEXT NOT NULL CHECK (length(action) > 0),
  target TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_type(detail) = 'object')
) STRICT;
-- Without this, INSERT OR REPLACE would take a row's place: it runs no delete trigger.
CREATE TRIGGER audit_only_grows BEFORE INSERT ON audit
WHEN NEW.seq > 0 AND EXISTS (SELECT 1 FROM audit WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
`,
}
