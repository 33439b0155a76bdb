import type { PairingId, RunId } from '#contract/ids'
import { Run, type RunLogLine } from '#contract/runs'
import type { Instant } from '#contract/time'
import type { ReadDb, WriteDb } from './database.ts'
import { prepared } from './prepared.ts'

const parseRun = (row: unknown): Run => Run.parse(JSON.parse((row as { body: string }).body))

/** Stores a run as it stands now. */
export function writeRun(db: WriteDb, run: Run): void {
  db.transaction(() => {
    prepared(
      db,
      `INSERT INTO run (id, kind, pairing_id, state, started_at, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, started_at = excluded.started_at, body = excluded.body`,
    ).run(run.id, run.kind, run.pairingId, run.state, run.startedAt, JSON.stringify(run))
  })
}

/** Runs, newest first. */
export function listRuns(db: ReadDb, { pairingId, limit }: { pairingId: PairingId | null; limit: number }): Run[] {
  const rows = pairingId
    ? prepared(db, 'SELECT body FROM run WHERE pairing_id = ? ORDER BY started_at DESC, rowid DESC LIMIT ?').all(
        pairingId,
        limit,
      )
    : prepared(db, 'SELECT body FROM run ORDER BY started_at DESC, rowid DESC LIMIT ?').all(limit)
  return rows.map(parseRun)
}

/** One run, or null. */
export function findRun(db: ReadDb, id: RunId): Run | null {
  const row = prepared(db, 'SELECT body FROM run WHERE id = ?').get(id)
  return row ? parseRun(row) : null
}

/** When the pairing's newest run began or was queued, by the order of runs and not by their clocks; null before the first. */
export function lastRunStart(db: ReadDb, pairingId: PairingId): Instant | null {
  const row = prepared(db, 'SELECT started_at FROM run WHERE pairing_id = ? ORDER BY rowid DESC LIMIT 1').get(pairingId)
  return row ? (row as { started_at: Instant }).started_at : null
}

/** Adds a line to a run's log. Texts hold ids, counts and codes, never people. */
export function appendRunLog(db: WriteDb, id: RunId, line: Omit<RunLogLine, 'seq'>): void {
  db.transaction(() => {
    prepared(
      db,
      `INSERT INTO run_log (run_id, seq, at, level, text)
       SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ? FROM run_log WHERE run_id = ?`,
    ).run(id, line.at, line.level, line.text, id)
  })
}

/** A run's log in order. */
export function listRunLog(db: ReadDb, id: RunId): RunLogLine[] {
  return prepared(db, 'SELECT seq, at, level, text FROM run_log WHERE run_id = ? ORDER BY seq').all(id) as RunLogLine[]
}

/** After a crash: runs that say they are running or queued were interrupted. Returns how many. */
export function closeInterruptedRuns(db: WriteDb, at: Instant): number {
  const rows = prepared(db, `SELECT body FROM run WHERE state IN ('queued', 'running')`).all().map(parseRun)
  for (const run of rows) {
    const tell =
      run.state === 'queued'
        ? 'Plumbline was stopped before this sync began. Nothing was read; sync again to refresh the data.'
        : 'Plumbline was stopped during this sync. The last complete data stands; sync again to refresh it.'
    writeRun(db, { ...run, state: 'interrupted', phase: 'ended', endedAt: at, tell })
  }
  return rows.length
}
