import type { DiscrepancyKind, FieldDifference, Origin, OverlapMember, UnverifiedReason } from '#contract/discrepancies'
import type { ClusterId, Fingerprint, OperatorId, PairingId, RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import type { FieldValue } from '#contract/records'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { recountOpen } from './discrepancy-count-store.ts'
import { mirroredUpTo } from './mirrored-decision-store.ts'
import { noteOvertaken } from './overtaken-decision-store.ts'
import { prepared } from './prepared.ts'
import { countOfWorkerBefore, countSameBefore, type RiskFacts, touchedBy } from './risk-facts.ts'
import { valuesStand } from './values-mark.ts'

/** What a discrepancy says; a change in any of it is a new version. Spans in ms UTC. */
export type DiscrepancyBody = {
  kind: DiscrepancyKind
  reason: UnverifiedReason | null
  side: SideName | null
  differences: readonly FieldDifference[]
  /** How it came to stand on one side only; null for what does not, or may not. */
  origin: Origin | null
  /** The two that meet in an overlap, or more of a crowd (`isCrowd`); else empty. */
  members: readonly OverlapMember[]
  startMs: number
  endMs: number
  /** The lane of the calendar it belongs to, the left one where the sides name two; null where nobody is booked. */
  resource: ResourceKey | null
  who: string
  label: string
  leftKey: RecordKey | null
  rightKey: RecordKey | null
  /** How the pair was found; null where there is none. */
  matchedBy: MatchedBy | null
  /** Stands for all values compared, `values-mark.ts`: what a person decided about them holds while none moves. */
  valuesMark: string
  /** What it shares with others of the same cause; null where it shares nothing. */
  cause: string | null
}

export type BaseValues = Readonly<Record<string, FieldValue>>

export type StoredDiscrepancy = DiscrepancyBody &
  RiskFacts & {
    id: number
    pairingId: PairingId
    fingerprint: Fingerprint
    groupKey: string
    /** The second group of an overlap, established or suspected; `groupKey` again for a crowd; null for every other family. */
    otherGroup: string | null
    base: BaseValues | null
    firstSeenAt: Instant
    firstCompare: number
    born: number
    ended: number | null
    closed: 'resolved' | 'left-the-window' | 'changed' | null
    /** Until when a person accepts it ('9999-12-31T23:59:59.999Z' for as long as nothing moves); null where nobody does. */
    acceptedUntil: Instant | null
    acknowledged: boolean
    /** Who takes care of it; null where nobody does. */
    assignedTo: OperatorId | null
    clusterId: ClusterId | null
  }

/** The columns of a `StoredDiscrepancy`, to be read by `toStoredDiscrepancy`. */
export const discrepancyColumns = `id, pairing_id AS pairingId, fingerprint, group_key AS groupKey, other_group AS otherGroup, kind, reason,
  side, differences, base, origin, members,
  start_ms AS startMs, end_ms AS endMs, resource, who, label, left_key AS leftKey, right_key AS rightKey, first_seen_at AS firstSeenAt,
  first_compare AS firstCompare, born, ended, closed, matched_by AS matchedBy, values_mark AS valuesMark, cause,
  accepted_until AS acceptedUntil, acknowledged, assigned_to AS assignedTo, cluster_id AS clusterId, touches,
  found_before AS foundBefore, worker_before AS workerBefore`

type Raw = Omit<StoredDiscrepancy, 'differences' | 'base' | 'origin' | 'members' | 'acknowledged'> & {
  differences: string
  base: string | null
  origin: string | null
  members: string
  acknowledged: number
}

/** A row of `discrepancyColumns` with its JSON read. */
export function toStoredDiscrepancy(row: unknown): StoredDiscrepancy {
  const raw = row as Raw
  return {
    ...raw,
    differences: JSON.parse(raw.differences) as FieldDifference[],
    base: raw.base === null ? null : (JSON.parse(raw.base) as BaseValues),
    origin: raw.origin === null ? null : (JSON.parse(raw.origin) as Origin),
    // What 0.2 stored does not say how a pair was found; the next compare writes it anew.
    members: (JSON.parse(raw.members) as OverlapMember[]).map((one) => ({ ...one, matchedBy: one.matchedBy ?? null })),
    acknowledged: raw.acknowledged === 1,
  }
}

/** Exported for the test of its plan. */
export const openAmongSql = `SELECT ${discrepancyColumns} FROM (SELECT value AS wanted FROM json_each(:fingerprints))
  CROSS JOIN discrepancy INDEXED BY discrepancy_open ON pairing_id = :pairingId AND fingerprint = wanted AND ended IS NULL`

/** The open discrepancies under these fingerprints, by fingerprint. */
export function findOpenAmong(
  db: ReadDb,
  pairingId: PairingId,
  fingerprints: readonly Fingerprint[],
): Map<Fingerprint, StoredDiscrepancy> {
  const rows = prepared(db, openAmongSql).iterate({ pairingId, fingerprints: JSON.stringify(fingerprints) })
  const found = new Map<Fingerprint, StoredDiscrepancy>()
  for (const row of rows) {
    const open = toStoredDiscrepancy(row)
    found.set(open.fingerprint, open)
  }
  return found
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

/** The discrepancies of these row ids, in the same order. */
export function readInOrder(db: ReadDb, ids: readonly number[]): StoredDiscrepancy[] {
  const text = `SELECT ${discrepancyColumns} FROM discrepancy WHERE id IN (SELECT value FROM json_each(?))`
  const byId = new Map(
    prepared(db, text)
      .all(JSON.stringify(ids))
      .map(toStoredDiscrepancy)
      .map((row) => [row.id, row]),
  )
  return ids.flatMap((id) => byId.get(id) ?? [])
}

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
    acceptedUntil: Instant | null
    acknowledged: boolean
    foundBefore: number
    workerBefore: number
  },
): void {
  const { body } = row
  prepared(
    db,
    `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, other_group, kind, reason, side, differences, base,
       origin, members, start_ms, end_ms, resource, who, label, left_key, right_key, search, first_seen_at, first_compare, born,
       matched_by, values_mark, cause, accepted_until, acknowledged, touches, found_before, worker_before, assigned_to)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
       (SELECT assigned_to FROM assignment WHERE pairing_id = ? AND fingerprint = ?))`,
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
    body.resource,
    body.who,
    body.label,
    body.leftKey,
    body.rightKey,
    searchText(body),
    row.firstSeenAt,
    row.firstCompare,
    to.compare,
    body.matchedBy,
    body.valuesMark,
    body.cause,
    row.acceptedUntil,
    row.acknowledged ? 1 : 0,
    touchedBy(body.differences),
    row.foundBefore,
    row.workerBefore,
    to.pairingId,
    row.fingerprint,
  )
}

const isDecided = ({ acceptedUntil, acknowledged }: StoredDiscrepancy): boolean =>
  acceptedUntil !== null || acknowledged

/**
 * Applies one compare's changes. A version born in this same compare (evidence came after it) is replaced rather
 * than ended, so that each compare number shows one truth. What was decided about a discrepancy that closes, or of which
 * a value moved, is noted as overtaken.
 */
export function applyDiscrepancies(db: WriteDb, to: ApplyTo, changes: readonly DiscrepancyChange[]): void {
  const end = prepared(db, 'UPDATE discrepancy SET ended = ?, closed = ? WHERE id = ?')
  const remove = prepared(db, 'DELETE FROM discrepancy WHERE id = ?')
  const retire = (before: StoredDiscrepancy, how: string): void => {
    if (before.born === to.compare) remove.run(before.id)
    else end.run(to.compare, how, before.id)
  }
  const overtaken: Fingerprint[] = []
  const undecide = (before: StoredDiscrepancy): void => {
    if (isDecided(before)) overtaken.push(before.fingerprint)
  }
  db.transaction(() => {
    for (const step of changes) {
      if (step.change === 'open') {
        const opened = { ...to, ...step, who: step.body.who, firstCompare: to.compare }
        insert(db, to, {
          ...step,
          firstSeenAt: to.at,
          firstCompare: to.compare,
          acceptedUntil: null,
          acknowledged: false,
          foundBefore: countSameBefore(db, opened),
          workerBefore: countOfWorkerBefore(db, opened),
        })
      } else if (step.change === 'close') {
        retire(step.before, step.how)
        undecide(step.before)
      } else {
        retire(step.before, 'changed')
        // What a person decided holds while no value moves.
        const stands = valuesStand(step.before.valuesMark, step.body.valuesMark)
        if (!stands) undecide(step.before)
        const decided = stands ? {} : { acceptedUntil: null, acknowledged: false }
        const { who } = step.body
        const workerBefore =
          who === step.before.who ? step.before.workerBefore : countOfWorkerBefore(db, { ...step.before, who })
        insert(db, to, { ...step.before, ...decided, workerBefore, body: step.body, base: step.base })
      }
    }
    const upTo = mirroredUpTo(db, to.pairingId)
    noteOvertaken(
      db,
      to.pairingId,
      overtaken.map((fingerprint) => ({ fingerprint, upTo })),
    )
    if (changes.length > 0) recountOpen(db, to.pairingId)
  })
}
