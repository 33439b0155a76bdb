/** What 0.2 adds: overlaps between two groups, how a lone record came about, requests counted a day, who started a run. */
export const overlapsAndBlame = {
  version: 2,
  name: 'overlaps and blame',
  sql: `
-- Longest span ever stored on a side: bounds how far back a search for what meets a span must look.
ALTER TABLE side ADD COLUMN longest_ms INTEGER NOT NULL DEFAULT 0;
UPDATE side SET longest_ms = coalesce((SELECT max(end_ms - start_ms) FROM record_version v WHERE v.side_id = side.id), 0);
CREATE INDEX record_version_resource ON record_version (side_id, resource, start_ms, end_ms)
  WHERE ended IS NULL AND resource IS NOT NULL AND state = 'read';
-- A compare, a count over a window and the check of a read then never touch the records themselves.
DROP INDEX record_version_group;
CREATE INDEX record_version_group ON record_version (side_id, group_key, content_hash, state, born, ended);
DROP INDEX record_version_start;
CREATE INDEX record_version_start ON record_version (side_id, start_ms, end_ms, born, ended, since);

-- The second group of an overlap; group_key holds the first.
ALTER TABLE discrepancy ADD COLUMN other_group TEXT;
ALTER TABLE discrepancy ADD COLUMN members TEXT NOT NULL DEFAULT '[]';
ALTER TABLE discrepancy ADD COLUMN origin TEXT;
CREATE INDEX discrepancy_group ON discrepancy (pairing_id, group_key) WHERE ended IS NULL;
CREATE INDEX discrepancy_other_group ON discrepancy (pairing_id, other_group) WHERE ended IS NULL AND other_group IS NOT NULL;
-- Who moved what was not recorded before; a later sync finds it out for what moves from then on.
UPDATE discrepancy SET differences = (
  SELECT json_group_array(json_set(value, '$.blame', 'never-agreed')) FROM json_each(discrepancy.differences))
WHERE differences <> '[]';

-- A policy no pairing has: the next compare looks at everything once, for double bookings and for who moved what.
UPDATE compare SET policy = '';

CREATE TABLE request_count (
  connection_id TEXT NOT NULL,
  day TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (connection_id, day)
) STRICT, WITHOUT ROWID;

UPDATE run SET body = json_set(body, '$.trigger', 'person',
  '$.left.perSecond', NULL, '$.left.msLeft', NULL, '$.right.perSecond', NULL, '$.right.msLeft', NULL);
`,
} as const
