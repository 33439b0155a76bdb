import type { Migration } from '../../migrate.ts'

/** Rows that are only ever added, as the audit; only a removed pairing takes its own along. */
const appendOnly = (table: string, what: string, { kept, removable }: { kept: string; removable: string | null }) => `
CREATE TRIGGER ${table}_only_grow BEFORE INSERT ON ${table}
WHEN NEW.seq > 0 AND EXISTS (SELECT 1 FROM ${table} WHERE seq >= NEW.seq)
BEGIN SELECT RAISE(ABORT, '${what} are append-only'); END;
CREATE TRIGGER ${table}_are_never_changed BEFORE UPDATE ON ${table}
${
  removable === null
    ? ''
    : `WHEN NEW.${removable} <> '(removed)'
  OR (${kept.replaceAll(/\w+/g, 'NEW.$&')}) IS NOT (${kept.replaceAll(/\w+/g, 'OLD.$&')})
`
}BEGIN SELECT RAISE(ABORT, '${what} are append-only'); END;
CREATE TRIGGER ${table}_are_never_deleted BEFORE DELETE ON ${table}
WHEN EXISTS (SELECT 1 FROM pairings WHERE id = OLD.pairing_id)
BEGIN SELECT RAISE(ABORT, '${what} are append-only'); END;
`

/** What people write and hand to each other: notes, assignments, follow-ups, kept filters. */
export const deskWork: Migration = {
  version: 4,
  name: 'desk work',
  sql: `
-- Who takes care of a discrepancy from then on, whatever its values; null where it was taken from everybody.
CREATE TABLE assignments (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL REFERENCES pairings (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  assigned_to TEXT REFERENCES operators (id),
  operator_id TEXT NOT NULL REFERENCES operators (id),
  assigned_at TEXT NOT NULL
) STRICT;
CREATE INDEX assignments_of ON assignments (pairing_id, fingerprint, seq);
${appendOnly('assignments', 'assignments', { kept: '', removable: null })}
CREATE TABLE notes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pairing_id TEXT NOT NULL REFERENCES pairings (id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  -- When the item ends that it is about: how long its text is kept goes by that.
  ends_at TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operators (id),
  written_at TEXT NOT NULL
) STRICT;
CREATE INDEX notes_of ON notes (pairing_id, fingerprint, seq);
${appendOnly('notes', 'notes', {
  kept: 'seq, pairing_id, fingerprint, ends_at, operator_id, written_at',
  removable: 'text',
})}
-- Closing and reopening change a row; who did it is in the audit each time.
CREATE TABLE follow_ups (
  id TEXT PRIMARY KEY,
  facility_id TEXT NOT NULL REFERENCES facilities (id) ON DELETE CASCADE,
  -- The discrepancy it came from; its pairing may be gone.
  pairing_id TEXT REFERENCES pairings (id) ON DELETE SET NULL,
  fingerprint TEXT,
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 2000),
  -- When the item ends that it is about; where it is about none, when it was written.
  ends_at TEXT NOT NULL,
  operator_id TEXT NOT NULL REFERENCES operators (id),
  added_at TEXT NOT NULL,
  closed_by TEXT REFERENCES operators (id),
  closed_at TEXT,
  CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
  CHECK (pairing_id IS NULL OR fingerprint IS NOT NULL)
) STRICT;
CREATE INDEX follow_ups_open ON follow_ups (facility_id) WHERE closed_at IS NULL;
CREATE INDEX follow_ups_of ON follow_ups (pairing_id, fingerprint) WHERE pairing_id IS NOT NULL;

CREATE TABLE saved_filters (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- The name without case, as no second one may have it.
  name_key TEXT NOT NULL UNIQUE,
  -- A SavedFilterDraft's filter as JSON; its text may name people.
  filter TEXT NOT NULL CHECK (json_type(filter) = 'object'),
  ordering TEXT NOT NULL CHECK (ordering IN ('time', 'first-seen', 'risk')),
  operator_id TEXT NOT NULL REFERENCES operators (id),
  saved_at TEXT NOT NULL
) STRICT;
`,
}
