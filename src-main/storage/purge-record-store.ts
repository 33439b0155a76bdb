import type { PairingId } from '#contract/ids'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'
import type { PurgeGround } from './purge-ground.ts'

/** Where a walk over the records of a side goes on: behind the version of this start and number. */
export type PurgeCursor = { startMs: number; id: number }

export const purgeStart: PurgeCursor = { startMs: Number.MIN_SAFE_INTEGER, id: 0 }

/** Exported for the test of its plan. */
export const endedSql = `SELECT id, group_key AS groupKey, start_ms AS startMs
  FROM record_version INDEXED BY record_version_start
  WHERE side_id = :sideId AND start_ms >= :startMs AND start_ms < :cutMs AND end_ms < :cutMs
    AND (start_ms > :startMs OR id > :id) ORDER BY start_ms, id LIMIT :most`

/** The next groups of a side that hold a version which ended before the cut, and where to go on; null at the end. */
export function endedGroups(
  db: ReadDb,
  { sideId, cutMs, after, most }: { sideId: number; cutMs: number; after: PurgeCursor; most: number },
): { groups: Set<string>; next: PurgeCursor | null } {
  const rows = prepared(db, endedSql).all({ sideId, cutMs, most, ...after }) as (PurgeCursor & { groupKey: string })[]
  const last = rows.at(-1)
  return { groups: new Set(rows.map(({ groupKey }) => groupKey)), next: last && rows.length === most ? last : null }
}

const ofGroups = `json_each(:groups) k CROSS JOIN record_version v INDEXED BY record_version_group
  ON v.side_id IN (:left, :right) AND v.group_key = k.value`
const linkedTo = (
  how: string,
): string => `SELECT v.group_key AS one, o.group_key AS other FROM ${ofGroups} AND v.ended IS NULL
  CROSS JOIN record_version o ON o.side_id = :left + :right - v.side_id AND o.ended IS NULL AND ${how}`

/** Exported for the test of their plans. */
export const tiesSql = {
  matchedLeft: `SELECT m.left_group AS one, m.right_group AS other FROM json_each(:groups) k
    CROSS JOIN match m ON m.pairing_id = :pairingId AND m.left_group = k.value`,
  matchedRight: `SELECT m.right_group AS one, m.left_group AS other FROM json_each(:groups) k
    CROSS JOIN match m INDEXED BY match_right_history ON m.pairing_id = :pairingId AND m.right_group = k.value`,
  naming: linkedTo('o.record_key = v.reference'),
  named: linkedTo('o.reference = v.record_key'),
}

type Tie = { one: string; other: string }

/** What hangs together with these groups: by a match, standing or ended, or because one record names the other. */
const tiesOf = (db: ReadDb, ground: PurgeGround, groups: readonly string[]): Tie[] => {
  const values = { ...ground, groups: JSON.stringify(groups) }
  return Object.values(tiesSql).flatMap((text) => prepared(db, text).all(values) as Tie[])
}

/** Exported for the test of their plans. */
export const neededSql = {
  notEnded: `SELECT DISTINCT v.group_key FROM ${ofGroups} WHERE v.end_ms >= :cutMs`,
  open: `SELECT k.value FROM json_each(:groups) k WHERE EXISTS (SELECT 1 FROM discrepancy d INDEXED BY discrepancy_group
      WHERE d.pairing_id = :pairingId AND d.group_key = k.value AND d.ended IS NULL)
    OR EXISTS (SELECT 1 FROM discrepancy d INDEXED BY discrepancy_other_group
      WHERE d.pairing_id = :pairingId AND d.other_group = k.value AND d.ended IS NULL AND d.other_group IS NOT NULL)`,
}

/** Those of the groups that something in view needs: a version that has not ended before the cut, or an open discrepancy. */
function neededAmong(db: ReadDb, ground: PurgeGround, groups: readonly string[]): string[] {
  const values = { ...ground, groups: JSON.stringify(groups) }
  return Object.values(neededSql).flatMap((text) => prepared(db, text).pluck().all(values) as string[])
}

/**
 * Those of these groups, with all that hang together with them, that nothing in view needs. An item is taken away as a
 * whole: while a part of what hangs together is needed, all of it stays, so that whatever is looked at again says the same.
 */
export function purgeable(db: ReadDb, ground: PurgeGround, from: ReadonlySet<string>): Set<string> {
  const all = new Set(from)
  const others = new Map<string, string[]>()
  const tie = (one: string, other: string): void => {
    const tied = others.get(one)
    if (tied) tied.push(other)
    else others.set(one, [other])
  }
  for (let wave = [...all]; wave.length > 0; ) {
    const met: string[] = []
    for (const { one, other } of tiesOf(db, ground, wave)) {
      if (one === other) continue
      tie(one, other)
      tie(other, one)
      if (!all.has(other)) met.push(other)
      all.add(other)
    }
    wave = met
  }
  const needed = neededAmong(db, ground, [...all])
  for (let group = needed.pop(); group !== undefined; group = needed.pop()) {
    if (all.delete(group)) needed.push(...(others.get(group) ?? []))
  }
  return all
}

/** Left groups of standing matches that name one of these groups as the runner-up. */
export const namingAsRunnerUp = (db: ReadDb, { pairingId }: PurgeGround, groups: ReadonlySet<string>): string[] =>
  prepared(
    db,
    `SELECT m.left_group FROM json_each(:groups) k CROSS JOIN match m INDEXED BY match_runner_up
     ON m.pairing_id = :pairingId AND m.ended IS NULL AND m.runner_up IS NOT NULL AND m.runner_up = k.value`,
  )
    .pluck()
    .all({ pairingId, groups: JSON.stringify([...groups]) }) as string[]

/** Takes these groups' records away with all that is known of them, and returns how many records they were. */
export function removeGroups(db: WriteDb, ground: PurgeGround, groups: ReadonlySet<string>): number {
  const values = { ...ground, groups: JSON.stringify([...groups]) }
  const asked = 'SELECT value FROM json_each(:groups)'
  return db.transaction(() => {
    const count = `SELECT count(*) FROM (SELECT DISTINCT v.side_id, v.record_key FROM ${ofGroups})`
    const records = prepared(db, count).pluck().get(values) as number
    for (const text of [
      `DELETE FROM evidence WHERE pairing_id = :pairingId AND group_key IN (${asked})`,
      `DELETE FROM match WHERE pairing_id = :pairingId AND left_group IN (${asked})`,
      `DELETE FROM touched_by_purge WHERE pairing_id = :pairingId AND group_key IN (${asked})`,
      `DELETE FROM record_version WHERE side_id IN (:left, :right) AND group_key IN (${asked})`,
    ]) {
      prepared(db, text).run(values)
    }
    return records
  })
}

/** Has the next compare look at these groups too: what stood beside them is gone. */
export function touchGroups(db: WriteDb, { pairingId }: PurgeGround, groups: Iterable<string>): void {
  const insert = prepared(
    db,
    'INSERT INTO touched_by_purge (pairing_id, group_key) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  db.transaction(() => {
    for (const group of groups) insert.run(pairingId, group)
  })
}

/** When the oldest stored record of a pairing begins, in ms UTC; null where nothing is stored. */
export function oldestStart(db: ReadDb, pairingId: PairingId): number | null {
  const text = `SELECT min((SELECT min(start_ms) FROM record_version INDEXED BY record_version_start
    WHERE side_id = side.id)) FROM side WHERE pairing_id = ?`
  return prepared(db, text).pluck().get(pairingId) as number | null
}
