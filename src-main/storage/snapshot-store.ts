import type { PairingId, RunId, ScopeKey, SideName } from '#contract/ids'
import { SnapshotNumber } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'
import type { CommonShift } from './shift-count-store.ts'

/** One side of one pairing in the cache. `published` is the pointer: the snapshot everybody reads. */
export type SideRow = { id: number; published: number | null }

export type SnapshotFailure = { code: string; tell: string }
/** Why a complete read was held back; counts over the span both reads cover. */
export type SnapshotFinding = { finding: string; before: number; now: number; shift?: CommonShift }

export type SnapshotRow = {
  number: SnapshotNumber
  sync: number
  epoch: string
  state: 'building' | 'sealed' | 'failed' | 'cancelled' | 'interrupted'
  readBy: 'list' | 'keys'
  startMs: number
  endMs: number
  startedAt: Instant
  endedAt: Instant | null
  records: number
  refused: number
  failure: SnapshotFailure | null
  finding: SnapshotFinding | null
}

export type CoverageRow = {
  scope: ScopeKey
  mode: 'window' | 'keys'
  startMs: number
  endMs: number
  complete: boolean
  reason: string | null
}

/** The side's row, or null before its first sync. */
export function findSide(db: ReadDb, pairingId: PairingId, side: SideName): SideRow | null {
  const row = prepared(db, 'SELECT id, published FROM side WHERE pairing_id = ? AND side = ?').get(pairingId, side)
  return (row as SideRow | undefined) ?? null
}

/** The side's row, made where there is none. */
export function ensureSide(db: WriteDb, pairingId: PairingId, side: SideName): SideRow {
  return db.transaction(() => {
    prepared(db, 'INSERT INTO side (pairing_id, side) VALUES (?, ?) ON CONFLICT DO NOTHING').run(pairingId, side)
    const row = findSide(db, pairingId, side)
    if (!row) throw new Error('side row was not stored')
    return row
  })
}

/** The number of the pairing's next sync; both sides' snapshots and the compare of a run share it. */
export function nextSync(db: ReadDb, pairingId: PairingId): number {
  const text = `SELECT coalesce(max(s.sync), 0) + 1 AS next FROM snapshot s JOIN side ON side.id = s.side_id WHERE side.pairing_id = ?`
  return (prepared(db, text).get(pairingId) as { next: number }).next
}

export type BeginSnapshot = {
  side: SideRow
  runId: RunId
  sync: number
  epoch: string
  readBy: 'list' | 'keys'
  window: { startMs: number; endMs: number }
  at: Instant
}

/**
 * Opens the next, not yet published snapshot. In a new epoch nothing earlier counts as the same record, so all
 * open versions end in this number (undone if it is discarded).
 */
export function beginSnapshot(db: WriteDb, begin: BeginSnapshot): { number: SnapshotNumber; freshEpoch: boolean } {
  return db.transaction(() => {
    const { side } = begin
    const taken = prepared(
      db,
      'UPDATE side SET next_number = next_number + 1 WHERE id = ? RETURNING next_number - 1 AS number',
    ).get(side.id)
    const number = SnapshotNumber.parse((taken as { number: number }).number)
    prepared(
      db,
      `INSERT INTO snapshot (side_id, number, run_id, sync, epoch, state, read_by, start_ms, end_ms, started_at)
       VALUES (?, ?, ?, ?, ?, 'building', ?, ?, ?, ?)`,
    ).run(
      side.id,
      number,
      begin.runId,
      begin.sync,
      begin.epoch,
      begin.readBy,
      begin.window.startMs,
      begin.window.endMs,
      begin.at,
    )
    const freshEpoch = side.published !== null && loadSnapshot(db, side.id, side.published)?.epoch !== begin.epoch
    if (freshEpoch)
      prepared(db, 'UPDATE record_version SET ended = ? WHERE side_id = ? AND ended IS NULL').run(number, side.id)
    return { number, freshEpoch }
  })
}

type RawSnapshot = Record<string, string | number | null>

const toSnapshot = (row: RawSnapshot): SnapshotRow =>
  ({
    number: row['number'],
    sync: row['sync'],
    epoch: row['epoch'],
    state: row['state'],
    readBy: row['read_by'],
    startMs: row['start_ms'],
    endMs: row['end_ms'],
    startedAt: row['started_at'],
    endedAt: row['ended_at'],
    records: row['records'],
    refused: row['refused'],
    failure: row['failure'] === null ? null : JSON.parse(String(row['failure'])),
    finding: row['finding'] === null ? null : JSON.parse(String(row['finding'])),
  }) as SnapshotRow

/** One snapshot of a side, whatever its state. */
export function loadSnapshot(db: ReadDb, sideId: number, number: number): SnapshotRow | null {
  const row = prepared(db, 'SELECT * FROM snapshot WHERE side_id = ? AND number = ?').get(sideId, number)
  return row ? toSnapshot(row as RawSnapshot) : null
}

/** The newest attempt of a side that ended by itself; one that a person cancelled says nothing about the side. */
export function newestEndedSnapshot(db: ReadDb, sideId: number): SnapshotRow | null {
  const row = prepared(
    db,
    `SELECT * FROM snapshot WHERE side_id = ? AND state NOT IN ('building', 'cancelled') ORDER BY number DESC LIMIT 1`,
  ).get(sideId)
  return row ? toSnapshot(row as RawSnapshot) : null
}

/** The coverage rows of one snapshot. */
export function listCoverage(db: ReadDb, sideId: number, number: number): CoverageRow[] {
  const rows = prepared(
    db,
    'SELECT scope, mode, start_ms AS startMs, end_ms AS endMs, complete, reason FROM coverage WHERE side_id = ? AND number = ?',
  ).all(sideId, number) as (Omit<CoverageRow, 'complete'> & { complete: number })[]
  return rows.map((row) => ({ ...row, complete: row.complete === 1 }))
}

/** Stores what this snapshot covered, one row per list call's scope. */
export function writeCoverage(db: WriteDb, sideId: number, number: SnapshotNumber, rows: readonly CoverageRow[]): void {
  db.transaction(() => {
    const insert = prepared(
      db,
      'INSERT INTO coverage (side_id, number, scope, mode, start_ms, end_ms, complete, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    for (const row of rows) {
      insert.run(sideId, number, row.scope, row.mode, row.startMs, row.endMs, row.complete ? 1 : 0, row.reason)
    }
  })
}

/**
 * Complete window reads up to the published number `upTo` within its epoch, newest first, each with its sync:
 * what absence is judged by.
 */
export function listCompleteReads(
  db: ReadDb,
  sideId: number,
  upTo: number,
): { startMs: number; endMs: number; sync: number }[] {
  const text = `
    SELECT c.start_ms AS startMs, c.end_ms AS endMs, s.sync AS sync
    FROM coverage c JOIN snapshot s ON s.side_id = c.side_id AND s.number = c.number
    WHERE c.side_id = :side AND c.number <= :upTo AND c.complete = 1 AND c.mode = 'window' AND s.state = 'sealed'
      AND s.epoch = (SELECT epoch FROM snapshot WHERE side_id = :side AND number = :upTo)
    ORDER BY c.number DESC LIMIT 400`
  return prepared(db, text).all({ side: sideId, upTo }) as { startMs: number; endMs: number; sync: number }[]
}

/** The span of the newest complete read of any mode at or before `upTo` and in its epoch; null where none. */
export function newestCompleteRead(
  db: ReadDb,
  sideId: number,
  upTo: number,
): { startMs: number; endMs: number } | null {
  const text = `
    SELECT c.start_ms AS startMs, c.end_ms AS endMs FROM coverage c JOIN snapshot s ON s.side_id = c.side_id AND s.number = c.number
    WHERE c.side_id = :side AND c.number <= :upTo AND c.complete = 1 AND s.state = 'sealed'
      AND s.epoch = (SELECT epoch FROM snapshot WHERE side_id = :side AND number = :upTo)
    ORDER BY c.number DESC LIMIT 1`
  const row = prepared(db, text).get({ side: sideId, upTo }) as { startMs: number; endMs: number } | undefined
  return row ?? null
}

export type SealSnapshot = {
  sideId: number
  number: SnapshotNumber
  at: Instant
  pages: number
  records: number
  refused: number
  dropped: number
}

/** Publishes a snapshot: one small transaction that moves the side's pointer. */
export function sealSnapshot(db: WriteDb, seal: SealSnapshot): void {
  db.transaction(() => {
    const changed = prepared(
      db,
      `UPDATE snapshot SET state = 'sealed', ended_at = ?, pages = ?, records = ?, refused = ?, dropped = ?
       WHERE side_id = ? AND number = ? AND state = 'building'`,
    ).run(seal.at, seal.pages, seal.records, seal.refused, seal.dropped, seal.sideId, seal.number).changes
    if (changed !== 1) throw new Error('a snapshot can be sealed once, and only while it is being built')
    prepared(db, 'UPDATE side SET published = ? WHERE id = ?').run(seal.number, seal.sideId)
  })
}

export type DiscardSnapshot = {
  sideId: number
  number: SnapshotNumber
  at: Instant
  state: 'failed' | 'cancelled' | 'interrupted'
  failure: SnapshotFailure | null
  finding: SnapshotFinding | null
}

/** Takes everything of an unpublished number back; its row stays to say what happened. False where it was sealed or discarded before. */
export function discardSnapshot(
  db: WriteDb,
  { sideId, number, at, state, failure, finding }: DiscardSnapshot,
): boolean {
  return db.transaction(() => {
    if (loadSnapshot(db, sideId, number)?.state !== 'building') return false
    for (const text of [
      'DELETE FROM unread WHERE side_id = ? AND born = ?',
      'UPDATE unread SET ended = NULL WHERE side_id = ? AND ended = ?',
      'DELETE FROM record_version WHERE side_id = ? AND born = ?',
      'UPDATE record_version SET ended = NULL WHERE side_id = ? AND ended = ?',
      'DELETE FROM coverage WHERE side_id = ? AND number = ?',
      'DELETE FROM absent_key WHERE side_id = ? AND number = ?',
    ]) {
      prepared(db, text).run(sideId, number)
    }
    prepared(
      db,
      `UPDATE snapshot SET state = ?, ended_at = ?, failure = ?, finding = ? WHERE side_id = ? AND number = ?`,
    ).run(state, at, failure && JSON.stringify(failure), finding && JSON.stringify(finding), sideId, number)
    return true
  })
}

/**
 * Takes back every snapshot still marked as being built, of one pairing or of all: after a crash, or after a sync that
 * could not clean up behind itself. Only for pairings that no run reads. Returns how many there were.
 */
export function sweepUnfinished(db: WriteDb, at: Instant, pairingId: PairingId | null = null): number {
  const left = prepared(
    db,
    `SELECT s.side_id AS sideId, s.number FROM snapshot s JOIN side ON side.id = s.side_id
     WHERE s.state = 'building' AND (:pairing IS NULL OR side.pairing_id = :pairing)`,
  ).all({ pairing: pairingId }) as { sideId: number; number: SnapshotNumber }[]
  const failure = {
    code: 'interrupted',
    tell: 'Plumbline was stopped while it was reading. Nothing of that read was kept.',
  }
  for (const { sideId, number } of left) {
    discardSnapshot(db, { sideId, number, at, state: 'interrupted', failure, finding: null })
  }
  return left.length
}

/** Pairings the cache holds anything of. */
export const listCachedPairings = (db: ReadDb): PairingId[] =>
  (prepared(db, 'SELECT DISTINCT pairing_id AS id FROM side').all() as { id: PairingId }[]).map((row) => row.id)

/** Removes all that the cache holds of a pairing. */
export function forgetPairing(db: WriteDb, pairingId: PairingId): void {
  db.transaction(() => {
    for (const text of [
      'DELETE FROM evidence WHERE pairing_id = ?',
      'DELETE FROM discrepancy WHERE pairing_id = ?',
      'DELETE FROM discrepancy_count WHERE pairing_id = ?',
      'DELETE FROM match WHERE pairing_id = ?',
      'DELETE FROM discrepancy_revision WHERE pairing_id = ?',
      'DELETE FROM mirrored_decision WHERE pairing_id = ?',
      'DELETE FROM assignment WHERE pairing_id = ?',
      'DELETE FROM mirrored_assignment WHERE pairing_id = ?',
      'DELETE FROM overtaken_decision WHERE pairing_id = ?',
      'DELETE FROM cluster WHERE pairing_id = ?',
      'DELETE FROM compare WHERE pairing_id = ?',
      'DELETE FROM touched_by_purge WHERE pairing_id = ?',
      'DELETE FROM run WHERE pairing_id = ?',
      'DELETE FROM side WHERE pairing_id = ?',
    ]) {
      prepared(db, text).run(pairingId)
    }
  })
}

/** How often a side's reads are listed as evidence at most. */
const readsListed = 20

/**
 * Published reads of a side, in the epoch of the one in view and up to it, that say something about a record it lacks: since the discrepancy was
 * first seen and since the side last held a record of the group or one matched with it, oldest first, over the
 * discrepancy's span. The newest are kept where there are many.
 */
export function listReadsSince(
  db: ReadDb,
  sideId: number,
  {
    pairingId,
    groupKey,
    firstCompare,
    startMs,
    endMs,
    compare,
    at,
  }: {
    pairingId: PairingId
    groupKey: string
    firstCompare: number
    startMs: number
    endMs: number
    /** The compare in view, and the side's snapshot it stands on. */
    compare: number
    at: number
  },
): { at: Instant; complete: boolean; readBy: 'list' | 'keys' }[] {
  const rows = prepared(
    db,
    `SELECT s.ended_at AS at, s.read_by AS readBy, min(c.complete) AS complete
     FROM snapshot s JOIN coverage c ON c.side_id = s.side_id AND c.number = s.number
     WHERE s.side_id = :side AND s.state = 'sealed' AND s.number <= :at AND c.start_ms < :endMs AND c.end_ms > :startMs
       AND s.sync >= (SELECT sync FROM compare WHERE pairing_id = :pairing AND number = :first)
       AND s.number >= coalesce((SELECT max(ended) FROM record_version WHERE side_id = :side AND group_key = :group AND ended <= :at), 0)
       AND s.sync >= coalesce((SELECT max(c.sync) FROM match m JOIN compare c ON c.pairing_id = m.pairing_id AND c.number = m.ended
         WHERE m.pairing_id = :pairing AND m.ended <= :compare AND (m.left_group = :group OR m.right_group = :group)), 0)
       AND s.epoch = (SELECT epoch FROM snapshot WHERE side_id = :side AND number = :at)
     GROUP BY s.number ORDER BY s.number DESC LIMIT ${readsListed}`,
  ).all({ side: sideId, pairing: pairingId, group: groupKey, first: firstCompare, startMs, endMs, compare, at }) as {
    at: Instant
    complete: number
    readBy: 'list' | 'keys'
  }[]
  return rows.reverse().map((row) => ({ ...row, complete: row.complete === 1 }))
}
