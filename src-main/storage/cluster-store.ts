import type { ClusterId, PairingId } from '#contract/ids'
import type { FieldValue } from '#contract/records'
import type { LocalDate } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { conditionOf, type StoredFilter } from './discrepancy-filter.ts'
import { prepared } from './prepared.ts'

/** A cluster as stored: `cause` and `scope` are texts of core/cluster; days are those of the facility's zone. */
export type ClusterRow = {
  id: ClusterId
  pairingId: PairingId
  cause: string
  scope: string | null
  /** How many records could have shown it over its stretch. */
  eligible: number
  since: LocalDate
  until: LocalDate
  before: LocalDate | null
  after: LocalDate | null
}

/** An open discrepancy of one cause: when it starts in ms UTC. */
export type CauseMember = { id: number; startMs: number }

/** The same with what a cluster may stay within. */
export type ScopedMember = CauseMember & { label: string; who: string; resource: string | null }

/** Causes with at least `fewest` open discrepancies, those with most first; as many as a person could read. */
export const listFrequentCauses = (
  db: ReadDb,
  pairingId: PairingId,
  { fewest, limit }: { fewest: number; limit: number },
): string[] =>
  prepared(
    db,
    `SELECT cause FROM discrepancy INDEXED BY discrepancy_cause WHERE pairing_id = ? AND ended IS NULL AND cause IS NOT NULL
     GROUP BY cause HAVING count(*) >= ? ORDER BY count(*) DESC, cause LIMIT ?`,
  )
    .pluck()
    .all(pairingId, fewest, limit) as string[]

/** The causes under which clusters of a pairing are stored. */
export const listClusterCauses = (db: ReadDb, pairingId: PairingId): string[] =>
  prepared(db, 'SELECT DISTINCT cause FROM cluster WHERE pairing_id = ?').pluck().all(pairingId) as string[]

/** Open discrepancies of a cause by start; walks an index only. */
export const listMembers = (db: ReadDb, pairingId: PairingId, cause: string): CauseMember[] =>
  prepared(
    db,
    `SELECT id, start_ms AS startMs FROM discrepancy INDEXED BY discrepancy_cause
     WHERE pairing_id = ? AND cause = ? AND ended IS NULL ORDER BY start_ms`,
  ).all(pairingId, cause) as CauseMember[]

/** The same with label, name and the resource of the record that each has on this side. */
export function listScopedMembers(
  db: ReadDb,
  { pairingId, cause, side, sideId }: { pairingId: PairingId; cause: string; side: 'left' | 'right'; sideId: number },
): ScopedMember[] {
  const key = side === 'left' ? 'd.left_key' : 'd.right_key'
  return prepared(
    db,
    `SELECT d.id, d.start_ms AS startMs, d.label, d.who, v.resource FROM discrepancy d
     LEFT JOIN record_version v ON v.side_id = ? AND v.record_key = ${key} AND v.ended IS NULL
     WHERE d.pairing_id = ? AND d.cause = ? AND d.ended IS NULL ORDER BY d.start_ms`,
  ).all(sideId, pairingId, cause) as ScopedMember[]
}

/** Which records of one side to count: those that are judged and meet every condition given. */
export type CountWanted = {
  pairingId: PairingId
  sideId: number
  /** Only those that meet this window. */
  judged: { startMs: number; endMs: number }
  /** Only those with anything in this field. */
  filled: string | null
  resource: string | null
  /** Only those that stand on both sides as one sound record each. */
  paired: boolean
}

const lone = `EXISTS (SELECT 1 FROM discrepancy d WHERE d.pairing_id = :pairingId AND d.group_key = v.group_key
  AND d.ended IS NULL AND d.kind IN ('only-left', 'only-right', 'duplicate', 'unverified') AND d.other_group IS NULL)`

type Values = Record<string, string | number | null>

const pathOf = (field: string): string => `$."${field}"`

const earliest = ':judgedStart - (SELECT longest_ms FROM side WHERE id = :sideId)'

/** What both counts read: versions in view now, which is when clusters are looked for; one walk over `starts`. */
function wantedSql({ filled, resource, paired }: CountWanted, starts: { from: string; to: string }): string {
  const parts = [
    "v.side_id = :sideId AND v.ended IS NULL AND v.state = 'read'",
    `v.start_ms >= ${starts.from} AND v.start_ms < ${starts.to}`,
    '(v.start_ms >= :judgedStart OR v.end_ms > :judgedStart)',
  ]
  if (resource !== null) parts.push('v.resource = :resource')
  if (filled !== null) parts.push("coalesce(json_extract(v.fields, :filled), '') <> ''")
  if (paired) parts.push(`NOT ${lone}`)
  const index = resource === null ? 'record_version_start' : 'record_version_resource'
  return `FROM record_version v INDEXED BY ${index} WHERE ${parts.join(' AND ')}`
}

function wantedValues({ pairingId, sideId, judged, filled, resource, paired }: CountWanted): Values {
  const values: Values = { sideId, judgedStart: judged.startMs, judgedEnd: judged.endMs }
  if (paired) values['pairingId'] = pairingId
  if (resource !== null) values['resource'] = resource
  if (filled !== null) values['filled'] = pathOf(filled)
  return values
}

/** How SQLite reads a value out of JSON: a yes or no as 1 or 0. */
const readAs = (value: FieldValue): FieldValue => (typeof value === 'boolean' ? Number(value) : value)

type CountUpTo = {
  /** Only those with this value in this field. */
  field: { name: string; value: FieldValue } | null
  /** Only those that start from `startMs` to before `endMs`, in ms UTC. */
  within: { startMs: number; endMs: number }
  most: number
}

/** How many records meet the conditions, but never more than `most`: it stops there. */
export function countUpTo(db: ReadDb, wanted: CountWanted, { field, within, most }: CountUpTo): number {
  const holds = field ? ' AND json_extract(v.fields, :path) IS :value' : ''
  const starts = { from: `max(:fromMs, ${earliest})`, to: 'min(:toMs, :judgedEnd)' }
  const text = `SELECT count(*) FROM (SELECT 1 ${wantedSql(wanted, starts)}${holds} LIMIT :most)`
  const values = { ...wantedValues(wanted), fromMs: within.startMs, toMs: within.endMs, most }
  return prepared(db, text)
    .pluck()
    .get({ ...values, ...(field && { path: pathOf(field.name), value: readAs(field.value) }) }) as number
}

/**
 * How many records meet the conditions, by stretches of `slotMs` of their start, for each value they have in the field
 * `by` (where that is null, all together under null). Stretches and values without any are left out.
 */
export function countBySlot(
  db: ReadDb,
  wanted: CountWanted,
  { by, slotMs }: { by: string | null; slotMs: number },
): { of(value: FieldValue): ReadonlyMap<number, number> } {
  const value = by === null ? 'NULL' : 'json_extract(v.fields, :by)'
  const text = `SELECT ${value}, v.start_ms - (v.start_ms % :slotMs + :slotMs) % :slotMs, count(*)
    ${wantedSql(wanted, { from: earliest, to: ':judgedEnd' })} GROUP BY 1, 2`
  const values = { ...wantedValues(wanted), slotMs, ...(by !== null && { by: pathOf(by) }) }
  const counts = new Map<FieldValue, Map<number, number>>()
  for (const row of prepared(db, text).raw().iterate(values)) {
    const [held, at, count] = row as [FieldValue, number, number]
    const slots = counts.get(held)
    if (slots) slots.set(at, count)
    else counts.set(held, new Map([[at, count]]))
  }
  return { of: (held) => counts.get(readAs(held)) ?? new Map<number, number>() }
}

/**
 * Stores what was found for one cause in place of what stood there, and tells the discrepancies of it which cluster
 * they belong to, and since which compare. A discrepancy gets no new version by that: it says the same as before.
 * Returns how many went into another cluster or out of one; where any did, the caller counts the open ones anew.
 */
export function writeClusters(
  db: WriteDb,
  { pairingId, cause, compare }: { pairingId: PairingId; cause: string; compare: number },
  found: readonly { row: ClusterRow; members: readonly number[] }[],
): number {
  const clear = `UPDATE discrepancy SET cluster_id = NULL WHERE pairing_id = :pairingId AND ended IS NULL
    AND cluster_id IN (SELECT id FROM cluster WHERE pairing_id = :pairingId AND cause = :cause)
    AND id NOT IN (SELECT value FROM json_each(:kept))`
  const kept = JSON.stringify(found.flatMap(({ members }) => members))
  let moved = prepared(db, clear).run({ pairingId, cause, kept }).changes
  prepared(db, 'DELETE FROM cluster WHERE pairing_id = ? AND cause = ?').run(pairingId, cause)
  for (const { row, members } of found) {
    prepared(
      db,
      `INSERT INTO cluster (pairing_id, id, cause, scope, eligible, since, until, before, after)
       VALUES (:pairingId, :id, :cause, :scope, :eligible, :since, :until, :before, :after)`,
    ).run(row)
    moved += prepared(
      db,
      `UPDATE discrepancy SET cluster_id = :clusterId, cluster_joined = :compare
       WHERE id IN (SELECT value FROM json_each(:members)) AND cluster_id IS NOT :clusterId`,
    ).run({ clusterId: row.id, compare, members: JSON.stringify(members) }).changes
  }
  return moved
}

/** A cluster with its rows under a filter: how many, from the first one's start to the last one's end in ms UTC. */
export type CountedCluster = ClusterRow & { rows: number; startMs: number; endMs: number }

/** The clusters that have rows under this filter, those with most rows first. */
export function listClusters(db: ReadDb, filter: StoredFilter): CountedCluster[] {
  const { where, values } = conditionOf(filter)
  return prepared(
    db,
    `SELECT c.pairing_id AS pairingId, c.id, c.cause, c.scope, c.eligible, c.since, c.until, c.before, c.after,
       d.rows, d.startMs, d.endMs
     FROM (SELECT pairing_id, cluster_id, count(*) AS rows, min(start_ms) AS startMs, max(end_ms) AS endMs
       FROM discrepancy WHERE ${where} AND cluster_id IS NOT NULL GROUP BY pairing_id, cluster_id) d
     JOIN cluster c ON c.pairing_id = d.pairing_id AND c.id = d.cluster_id
     ORDER BY d.rows DESC, c.since, c.id`,
  ).all(values) as CountedCluster[]
}
