import type { DiscrepancyKind, FieldDifference, Origin, OverlapMember, UnverifiedReason } from '#contract/discrepancies'
import type { Fingerprint, PairingId, RecordKey, SideName } from '#contract/ids'
import type { FieldValue } from '#contract/records'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

/** What a discrepancy says; a change in any of it is a new version. Spans in ms UTC. */
export type DiscrepancyBody = {
  kind: DiscrepancyKind
  reason: UnverifiedReason | null
  side: SideName | null
  differences: readonly FieldDifference[]
  /** How it came to stand on one side only; null for what does not, or may not. */
  origin: Origin | null
  /** The two that meet in an overlap; else empty. */
  members: readonly OverlapMember[]
  startMs: number
  endMs: number
  who: string
  label: string
  leftKey: RecordKey | null
  rightKey: RecordKey | null
}

export type BaseValues = Readonly<Record<string, FieldValue>>

export type StoredDiscrepancy = DiscrepancyBody & {
  id: number
  pairingId: PairingId
  fingerprint: Fingerprint
  groupKey: string
  /** The second group of an overlap, established or suspected; null for every other family. */
  otherGroup: string | null
  base: BaseValues | null
  firstSeenAt: Instant
  firstCompare: number
  born: number
  ended: number | null
  closed: 'resolved' | 'left-the-window' | 'changed' | null
}

/** The columns of a `StoredDiscrepancy`, to be read by `toStoredDiscrepancy`. */
export const discrepancyColumns = `id, pairing_id AS pairingId, fingerprint, group_key AS groupKey, other_group AS otherGroup, kind, reason,
  side, differences, base, origin, members,
  start_ms AS startMs, end_ms AS endMs, who, label, left_key AS leftKey, right_key AS rightKey, first_seen_at AS firstSeenAt,
  first_compare AS firstCompare, born, ended, closed`

type Raw = Omit<StoredDiscrepancy, 'differences' | 'base' | 'origin' | 'members'> & {
  differences: string
  base: string | null
  origin: string | null
  members: string
}

/** A row of `discrepancyColumns` with its JSON read. */
export function toStoredDiscrepancy(row: unknown): StoredDiscrepancy {
  const raw = row as Raw
  return {
    ...raw,
    differences: JSON.parse(raw.differences) as FieldDifference[],
    base: raw.base === null ? null : (JSON.parse(raw.base) as BaseValues),
    origin: raw.origin === null ? null : (JSON.parse(raw.origin) as Origin),
    members: JSON.parse(raw.members) as OverlapMember[],
  }
}

/** The open discrepancy under this fingerprint, or null. */
export function findOpen(db: ReadDb, pairingId: PairingId, fingerprint: Fingerprint): StoredDiscrepancy | null {
  const row = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy WHERE pairing_id = ? AND fingerprint = ? AND ended IS NULL`,
  ).get(pairingId, fingerprint)
  return row ? toStoredDiscrepancy(row) : null
}

/** The newest version under this fingerprint, open or closed, or null. */
export function findNewest(db: ReadDb, pairingId: PairingId, fingerprint: Fingerprint): StoredDiscrepancy | null {
  const row = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy WHERE pairing_id = ? AND fingerprint = ? ORDER BY born DESC, id DESC LIMIT 1`,
  ).get(pairingId, fingerprint)
  return row ? toStoredDiscrepancy(row) : null
}

/** All open discrepancies of a pairing, by start. For evidence and tests; lists ask by window. */
export function listOpen(db: ReadDb, pairingId: PairingId): StoredDiscrepancy[] {
  const rows = prepared(
    db,
    `SELECT ${discrepancyColumns} FROM discrepancy WHERE pairing_id = ? AND ended IS NULL ORDER BY start_ms, id`,
  ).all(pairingId)
  return rows.map(toStoredDiscrepancy)
}

/** How many are open in a pairing. */
export const countOpen = (db: ReadDb, pairingId: PairingId): number =>
  (
    prepared(db, 'SELECT count(*) AS n FROM discrepancy WHERE pairing_id = ? AND ended IS NULL').get(pairingId) as {
      n: number
    }
  ).n

/** What one compare does to one fingerprint. */
export type DiscrepancyChange =
  | {
      change: 'open'
      fingerprint: Fingerprint
      groupKey: string
      otherGroup: string | null
      body: DiscrepancyBody
      base: BaseValues | null
    }
  | { change: 'update'; before: StoredDiscrepancy; body: DiscrepancyBody; base: BaseValues | null }
  | { change: 'close'; before: StoredDiscrepancy; how: 'resolved' | 'left-the-window' }

export type ApplyTo = { pairingId: PairingId; compare: number; at: Instant }

const searchText = (body: DiscrepancyBody): string =>
  [
    body.who,
    body.label,
    body.leftKey ?? '',
    body.rightKey ?? '',
    ...body.members.flatMap(({ label, leftKey, rightKey }) => [label, leftKey ?? '', rightKey ?? '']),
  ]
    .join('\n')
    .toLowerCase()

function insert(
  db: WriteDb,
  to: ApplyTo,
  row: {
    fingerprint: string
    groupKey: string
    otherGroup: string | null
    body: DiscrepancyBody
    base: BaseValues | null
    firstSeenAt: Instant
    firstCompare: number
  },
): void {
  const { body } = row
  prepared(
    db,
    `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, other_group, kind, reason, side, differences, base,
       origin, members, start_ms, end_ms, who, label, left_key, right_key, search, first_seen_at, first_compare, born)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    to.pairingId,
    row.fingerprint,
    row.groupKey,
    row.otherGroup,
    body.kind,
    body.reason,
    body.side,
    JSON.stringify(body.differences),
    row.base && JSON.stringify(row.base),
    body.origin && JSON.stringify(body.origin),
    JSON.stringify(body.members),
    body.startMs,
    body.endMs,
    body.who,
    body.label,
    body.leftKey,
    body.rightKey,
    searchText(body),
    row.firstSeenAt,
    row.firstCompare,
    to.compare,
  )
}

/**
 * Applies one compare's changes. A version born in this same compare (evidence came after it) is replaced rather
 * than ended, so that each compare number shows one truth.
 */
export function applyDiscrepancies(db: WriteDb, to: ApplyTo, changes: readonly DiscrepancyChange[]): void {
  const end = prepared(db, 'UPDATE discrepancy SET ended = ?, closed = ? WHERE id = ?')
  const remove = prepared(db, 'DELETE FROM discrepancy WHERE id = ?')
  const retire = (before: StoredDiscrepancy, how: string): void => {
    if (before.born === to.compare) remove.run(before.id)
    else end.run(to.compare, how, before.id)
  }
  db.transaction(() => {
    for (const step of changes) {
      if (step.change === 'open') {
        insert(db, to, { ...step, firstSeenAt: to.at, firstCompare: to.compare })
      } else if (step.change === 'close') {
        retire(step.before, step.how)
      } else {
        retire(step.before, 'changed')
        insert(db, to, { ...step.before, body: step.body, base: step.base })
      }
    }
  })
}
