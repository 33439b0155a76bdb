/** Gives each discrepancy the lane that the compare would have given it that wrote it. */
export const fillResourcesSql = `-- A crowd is told under the key of its resource.
UPDATE discrepancy SET resource = substr(group_key, length('resource:') + 1) WHERE other_group = group_key;
-- A pair's is its left record's, else its right one's, as the compare found them that wrote the row.
UPDATE discrepancy SET resource = coalesce(
  (SELECT v.resource FROM compare c
   JOIN side s ON s.pairing_id = c.pairing_id AND s.side = 'left'
   CROSS JOIN record_version v INDEXED BY record_version_group ON v.side_id = s.id AND v.group_key = discrepancy.group_key
   WHERE c.pairing_id = discrepancy.pairing_id AND c.number = discrepancy.born AND v.record_key = discrepancy.left_key
     AND v.born <= c.left_snapshot AND (v.ended IS NULL OR v.ended > c.left_snapshot)),
  (SELECT v.resource FROM compare c
   JOIN side s ON s.pairing_id = c.pairing_id AND s.side = 'right'
   CROSS JOIN record_version v INDEXED BY record_version_group ON v.side_id = s.id AND v.group_key = coalesce(
     (SELECT m.right_group FROM match m WHERE m.pairing_id = c.pairing_id AND m.left_group = discrepancy.group_key
        AND m.born <= c.number AND (m.ended IS NULL OR m.ended > c.number)), discrepancy.group_key)
   WHERE c.pairing_id = discrepancy.pairing_id AND c.number = discrepancy.born AND v.record_key = discrepancy.right_key
     AND v.born <= c.right_snapshot AND (v.ended IS NULL OR v.ended > c.right_snapshot)))
WHERE other_group IS NULL;
-- A double booking's is the one both its things are booked for; the records of its members stand in its two groups.
UPDATE discrepancy SET resource = (
  WITH taking AS (
    SELECT m.key AS member, s.side, v.resource FROM compare c
    CROSS JOIN json_each(discrepancy.members) m
    CROSS JOIN side s ON s.pairing_id = c.pairing_id
    CROSS JOIN record_version v ON v.side_id = s.id AND v.state = 'read' AND v.resource IS NOT NULL
      AND v.group_key IN (SELECT discrepancy.group_key UNION ALL SELECT discrepancy.other_group UNION ALL
        SELECT right_group FROM match WHERE match.pairing_id = c.pairing_id
          AND match.left_group IN (discrepancy.group_key, discrepancy.other_group)
          AND match.born <= c.number AND (match.ended IS NULL OR match.ended > c.number))
      AND v.record_key = iif(s.side = 'left', m.value ->> 'leftKey', m.value ->> 'rightKey')
      AND v.born <= iif(s.side = 'left', c.left_snapshot, c.right_snapshot)
      AND (v.ended IS NULL OR v.ended > iif(s.side = 'left', c.left_snapshot, c.right_snapshot))
    WHERE c.pairing_id = discrepancy.pairing_id AND c.number = discrepancy.born)
  SELECT a.resource FROM taking a JOIN taking b ON b.resource = a.resource AND b.member = 1
  WHERE a.member = 0 ORDER BY a.side LIMIT 1)
WHERE other_group <> group_key;
`

/** What 0.4 adds: the lane of a discrepancy, who takes care of it, and looking at older compares. */
export const lanesAndHistory = {
  version: 4,
  name: 'lanes and history',
  sql: `
-- The lane of the calendar, the left one where the sides name two.
ALTER TABLE discrepancy ADD COLUMN resource TEXT;
${fillResourcesSql}-- What was open at a compare, and what of it stands in a span: read from this alone, and of one span no more than it holds.
CREATE INDEX discrepancy_span ON discrepancy
  (pairing_id, start_ms, end_ms, born, ended, kind, resource, first_seen_at, id);
CREATE INDEX discrepancy_double ON discrepancy (pairing_id, end_ms, start_ms, born, ended) WHERE other_group IS NOT NULL;
-- 0 where a purge took away something of what it showed: kept for what was first seen in it, and not shown any more.
ALTER TABLE compare ADD COLUMN viewable INTEGER NOT NULL DEFAULT 1 CHECK (viewable IN (0, 1));
-- Which compare a moment of time travel shows.
CREATE INDEX compare_at ON compare (pairing_id, compared_at, number) WHERE viewable = 1;

-- Who takes care of what. The operator it is given to, as the ledger says.
ALTER TABLE discrepancy ADD COLUMN assigned_to TEXT;
-- What the ledger says of every discrepancy that was ever given to anybody, open or not; null where it was taken back.
CREATE TABLE assignment (
  pairing_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  assigned_to TEXT,
  assigned_at TEXT NOT NULL,
  PRIMARY KEY (pairing_id, fingerprint)
) STRICT, WITHOUT ROWID;
-- Up to which assignment of the ledger that is.
CREATE TABLE mirrored_assignment (
  pairing_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What the rank of a discrepancy rests on besides its kind, its person and the moment of asking: the weightiest field
-- group that differs, and how often earlier compares found the same disagreement, and others of the same worker, 5 at most.
ALTER TABLE discrepancy ADD COLUMN touches TEXT CHECK (touches IN ('assignment', 'times', 'details'));
ALTER TABLE discrepancy ADD COLUMN found_before INTEGER NOT NULL DEFAULT 0;
ALTER TABLE discrepancy ADD COLUMN worker_before INTEGER NOT NULL DEFAULT 0;
UPDATE discrepancy SET touches = CASE
    WHEN EXISTS (SELECT 1 FROM json_each(differences) WHERE value ->> 'field' IN ('worker', 'workerName')) THEN 'assignment'
    WHEN EXISTS (SELECT 1 FROM json_each(differences) WHERE value ->> 'field' IN ('start', 'end')) THEN 'times'
    ELSE 'details' END
  WHERE differences <> '[]';
UPDATE discrepancy SET
  found_before = (SELECT count(*) FROM (SELECT 1 FROM discrepancy e INDEXED BY discrepancy_history
    WHERE e.pairing_id = discrepancy.pairing_id AND e.fingerprint = discrepancy.fingerprint
      AND e.first_compare < discrepancy.first_compare AND e.born = e.first_compare LIMIT 5)),
  worker_before = (SELECT count(*) FROM (SELECT 1 FROM discrepancy e INDEXED BY discrepancy_of_worker
    WHERE e.pairing_id = discrepancy.pairing_id AND e.who = discrepancy.who AND e.who <> ''
      AND e.first_compare < discrepancy.first_compare AND e.born = e.first_compare
      AND e.fingerprint <> discrepancy.fingerprint LIMIT 5));
-- As before: a window of the list walks one index under every filter but a text; so do counts, groups and ranks.
DROP INDEX discrepancy_time;
CREATE INDEX discrepancy_time ON discrepancy
  (start_ms, id, end_ms, pairing_id, kind, accepted_until, cluster_id, acknowledged, assigned_to, resource, touches, who,
    found_before, worker_before, ended)
  WHERE ended IS NULL;
DROP INDEX discrepancy_first_seen;
CREATE INDEX discrepancy_first_seen ON discrepancy
  (first_seen_at, id, pairing_id, kind, accepted_until, cluster_id, assigned_to, resource, start_ms, end_ms, ended)
  WHERE ended IS NULL;
DROP INDEX discrepancy_kind;
CREATE INDEX discrepancy_kind ON discrepancy
  (pairing_id, kind, accepted_until, cluster_id, acknowledged, assigned_to, resource, start_ms, end_ms, ended)
  WHERE ended IS NULL;
DROP TABLE discrepancy_count;
CREATE TABLE discrepancy_count (
  pairing_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  accepted_until TEXT,
  cluster_id TEXT,
  acknowledged INTEGER NOT NULL,
  assigned_to TEXT,
  open INTEGER NOT NULL
) STRICT;
INSERT INTO discrepancy_count
  SELECT pairing_id, kind, accepted_until, cluster_id, acknowledged, assigned_to, count(*) FROM discrepancy
  WHERE ended IS NULL GROUP BY 1, 2, 3, 4, 5, 6;
-- Grows whenever the open discrepancies of a pairing were written, so that what was worked out of them is known to be old.
CREATE TABLE discrepancy_revision (
  pairing_id TEXT PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Groups beside which a purge took a record away: the next compare looks at what they are matched with.
CREATE TABLE touched_by_purge (
  pairing_id TEXT NOT NULL,
  group_key TEXT NOT NULL,
  PRIMARY KEY (pairing_id, group_key)
) STRICT, WITHOUT ROWID;
`,
} as const
