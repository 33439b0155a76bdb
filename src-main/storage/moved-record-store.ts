import type { PairingId } from '#contract/ids'
import type { Fields } from '#contract/records'
import type { CompareGround } from './compare-store.ts'
import type { ReadDb } from './database.ts'
import { prepared } from './prepared.ts'

/** A version of a record in one of the groups asked for; `born` and `ended` are snapshot numbers, times ms UTC. */
export type GroupRecord = {
  sideId: number
  groupKey: string
  resource: string | null
  fields: Fields
  startMs: number
  endMs: number
  born: number
  ended: number | null
}

/** The versions of these groups that still stand, or stood at the snapshots `since`, on both sides. */
export function* listGroupRecords(
  db: ReadDb,
  {
    ground,
    since,
    groups,
  }: { ground: CompareGround; since: { left: number; right: number }; groups: Iterable<string> },
): Generator<GroupRecord> {
  const text = `SELECT v.side_id AS sideId, v.group_key AS groupKey, v.resource, v.fields, v.start_ms AS startMs,
      v.end_ms AS endMs, v.born, v.ended
    FROM json_each(:groups) g CROSS JOIN record_version v ON v.side_id = :sideId AND v.group_key = g.value
    WHERE v.ended IS NULL OR v.ended > :since`
  const asked = JSON.stringify([...groups])
  for (const side of ['left', 'right'] as const) {
    const values = { groups: asked, sideId: ground[side].sideId, since: since[side] }
    for (const row of prepared(db, text).iterate(values)) {
      const { fields, ...record } = row as Omit<GroupRecord, 'fields'> & { fields: string }
      yield { ...record, fields: JSON.parse(fields) as Fields }
    }
  }
}

/** The causes of open discrepancies in these groups. */
export const listCausesOf = (db: ReadDb, pairingId: PairingId, groups: Iterable<string>): string[] =>
  prepared(
    db,
    `SELECT DISTINCT d.cause FROM json_each(?) g CROSS JOIN discrepancy d
     ON d.pairing_id = ? AND d.group_key = g.value AND d.ended IS NULL WHERE d.cause IS NOT NULL`,
  )
    .pluck()
    .all(JSON.stringify([...groups]), pairingId) as string[]
