import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectionId, FacilityId, PairingId, RecordKey, type SideName } from '#contract/ids'
import { defaultPolicy, type Facility, type Pairing } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { fromMs, Instant, toMs, ZoneId } from '#contract/time'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { makeLiveRun } from '../../src-main/runs/live-run.ts'
import { newSyncRun } from '../../src-main/runs/new-sync-run.ts'
import { purgePairing } from '../../src-main/runs/purge-pairing.ts'
import { recompare } from '../../src-main/runs/recompare.ts'
import { runSync } from '../../src-main/runs/sync.ts'
import { ensureCacheGeneration } from '../../src-main/storage/cache-generation.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { listOpen } from '../../src-main/storage/discrepancy-store.ts'
import type { MatchWord } from '../../src-main/storage/match-decision-store.ts'
import { listOpenMatches } from '../../src-main/storage/match-store.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { type MemorySide, memoryPlan, scope } from './memory-side.ts'
import { assertCounted } from './open-counts.ts'

/** When a bench begins. */
export const benchStart = toMs(Instant.parse('2026-11-16T08:00:00.000Z'))
/**
 * One encrypted cache with two sides in memory, synced by the real `runSync`; `whole` reads every page and compares
 * everything each time.
 * `zone` is the facility's.
 */
export function makeSyncBench(whole: boolean, zone = 'Europe/London') {
  const facility: Facility = { id: FacilityId.parse('f'), name: 'Invented House', zone: ZoneId.parse(zone) }
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-program-'))
  const db: WriteDb = openDatabase({
    path: join(folder, 'cache.db'),
    key: Buffer.alloc(32, 7),
    file: 'cache',
    mode: 'write',
    fence: 1,
    migrations: cacheMigrations,
  })
  let now = benchStart
  const clock = { ...systemClock, now: () => fromMs(now) }
  ensureCacheGeneration(db, clock.now())
  let cancel = (): void => {}
  let words: MatchWord[] = []
  let said = 0
  const side = (): MemorySide => ({
    records: new Map(),
    fault: { kind: 'none' },
    epoch: '1',
    cancel: () => cancel(),
    recalled: 0,
    recalledRecords: 0,
  })
  const sides: Record<SideName, MemorySide> = { left: side(), right: side() }
  const policy = { ...defaultPolicy, daysBack: 1, daysAhead: 3, edgeHours: 24, ignoredFields: [] as string[] }
  const pairing: Pairing = {
    id: PairingId.parse('p'),
    facilityId: facility.id,
    recipeId: 'shifts',
    left: { connectionId: ConnectionId.parse('l'), scope },
    right: { connectionId: ConnectionId.parse('r'), scope },
    policy,
  }
  return {
    db,
    sides,
    policy,
    /** The pairing's facility; its zone may change between syncs. */
    facility,
    pass: (ms: number) => {
      now += ms
    },
    async sync(): Promise<Run> {
      const systems = { left: 'Left system', right: 'Right system' }
      const run = newSyncRun({
        pairingId: pairing.id,
        startedAt: clock.now(),
        trigger: 'person',
        state: 'running',
        systems,
      })
      const live = makeLiveRun({ db, clock, run, changed: () => {}, unstored: () => {} })
      cancel = live.cancel
      const plans = { left: memoryPlan('left', sides.left, !whole), right: memoryPlan('right', sides.right, !whole) }
      await runSync({
        db,
        clock,
        pairing,
        facility,
        plans,
        accepted: () => null,
        matchWords: () => words,
        mirrorDecisions: () => {},
        live,
        logger: silentLogger,
        whole,
      })
      now += 60_000
      return live.current()
    },
    /** What is listed; throws where its stored counts are wrong. */
    shown() {
      assertCounted(db)
      const rows = listOpen(db, pairing.id).map(({ id: _, firstCompare: __, born: ___, ...row }) => row)
      // Rows of one start stand in the order they were found, which is no part of the truth.
      return rows.sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))
    },
    /** What is matched without ids, as it is stored. */
    matches: () => listOpenMatches(db, pairing.id),
    /** A person's word on a pair of records; the newest on each holds. */
    say(leftKey: string, rightKey: string, decision: MatchWord['decision']): void {
      const pair = { leftKey: RecordKey.parse(leftKey), rightKey: RecordKey.parse(rightKey) }
      const others = words.filter((one) => one.leftKey !== pair.leftKey || one.rightKey !== pair.rightKey)
      words = [...others, { ...pair, decision, seq: (said += 1) }]
    },
    /** Compares again over what was read last, as after a decision; false where that has to wait. */
    recompare: () => recompare(db, { pairing, zone: facility.zone, words, at: clock.now() }),
    /** From when on the records of a program are added. */
    addedFrom: benchStart,
    /** Records that purges took away. */
    purged: 0,
    /** Purges what ended this long ago. */
    purge: (hoursAgo: number) =>
      purgePairing(db, {
        pairingId: pairing.id,
        recipeId: pairing.recipeId,
        before: fromMs(now - hoursAgo * 3_600_000),
        mayGoOn: () => Promise.resolve(true),
      }),
    published: () => db.sql.prepare('SELECT side, published FROM side WHERE published IS NOT NULL ORDER BY side').all(),
    versions: () => (db.sql.prepare('SELECT count(*) AS n FROM record_version').get() as { n: number }).n,
    close: () => {
      db.sql.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type SyncBench = ReturnType<typeof makeSyncBench>
