import { ConnectionId, ConnectorId, FacilityId, PairingId, RunId, ScopeKey, type SideName } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import { Instant, ZoneId } from '#contract/time'
import { systemClock } from '../../src-main/platform/clock.ts'
import { silentLogger } from '../../src-main/platform/logger.ts'
import { newId } from '../../src-main/platform/new-id.ts'
import type { CompareBasis } from '../../src-main/runs/compare-basis.ts'
import { comparePairing } from '../../src-main/runs/compare-pairing.ts'
import { windowsOf } from '../../src-main/runs/judged-window.ts'
import { type LiveRun, makeLiveRun } from '../../src-main/runs/live-run.ts'
import { newSyncRun } from '../../src-main/runs/new-sync-run.ts'
import { planSide } from '../../src-main/runs/side-plan.ts'
import { runSync } from '../../src-main/runs/sync.ts'
import { ensureCacheGeneration } from '../../src-main/storage/cache-generation.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import { cacheMigrations } from '../../src-main/storage/migrations/cache.ts'
import { openDatabase } from '../../src-main/storage/open-database.ts'
import { benchPolicy, settingsOf } from './bench-systems.ts'
import { facilities } from './bench-world.ts'

export type SyncTimes = { pull: number; compare: number; evidence: number }

/** A ciphered cache with one pairing of the bench's two systems. */
export type BenchStore = {
  db: WriteDb
  pairingId: PairingId
  /** One sync by the real code; times in ms. Throws where it did not end well. */
  sync(): Promise<SyncTimes>
  /** Compares everything again; what comes back is what it stood on. */
  compareWhole(): CompareBasis
  /** Reads a covering index of both sides inside SQLite. */
  scanBoth(): void
  /** Open discrepancies: the left id of the pair and the kind. */
  shown(): { key: string; kind: string }[]
  close(): void
}

const facility: Facility = { id: FacilityId.parse('f'), name: 'Invented House', zone: ZoneId.parse('Europe/London') }
const pairing: Pairing = {
  id: PairingId.parse('p'),
  facilityId: facility.id,
  recipeId: 'shifts',
  left: { connectionId: ConnectionId.parse('l'), scope: ScopeKey.parse(facilities.left) },
  right: { connectionId: ConnectionId.parse('r'), scope: ScopeKey.parse(facilities.right) },
  policy: benchPolicy,
}
/** Nobody has decided anything here. */
const nothingDecided = { matchWords: () => [], mirrorDecisions: () => {} }
const connectedAt = Instant.parse('2026-01-01T00:00:00.000Z')

const planOf = (origin: string, side: SideName) =>
  planSide({
    side,
    pairing,
    facility,
    connection: {
      id: pairing[side].connectionId,
      connectorId: ConnectorId.parse('maple'),
      name: side,
      environment: 'test',
      settings: settingsOf(origin, side),
      secrets: [],
      createdAt: connectedAt,
      changedAt: connectedAt,
    },
    secrets: () => ({}),
    context: { clock: systemClock, random: Math.random },
  })

/** Opens a new ciphered cache at this path. */
export function openBenchStore(path: string, origin: string): BenchStore {
  const db = openDatabase({
    path,
    key: Buffer.alloc(32, 7),
    file: 'cache',
    mode: 'write',
    fence: 1,
    migrations: cacheMigrations,
  })
  const clock = systemClock
  ensureCacheGeneration(db, clock.now())
  const plans = { left: planOf(origin, 'left'), right: planOf(origin, 'right') }
  const scan = db.sql.prepare(
    'SELECT count(*) AS n, sum(length(group_key)) AS text FROM record_version INDEXED BY record_version_group WHERE side_id IN (1, 2)',
  )
  return {
    db,
    pairingId: pairing.id,
    async sync() {
      const run = newSyncRun({
        pairingId: pairing.id,
        startedAt: clock.now(),
        trigger: 'person',
        state: 'running',
        systems: { left: 'left', right: 'right' },
      })
      const live = makeLiveRun({ db, clock, run, changed: () => {}, unstored: fail })
      const began = performance.now()
      const reached: Record<string, number> = {}
      const watched: LiveRun = {
        ...live,
        update(change) {
          if (change.phase) reached[change.phase] = performance.now()
          live.update(change)
        },
      }
      await runSync({
        db,
        clock,
        pairing,
        facility,
        plans,
        accepted: () => null,
        ...nothingDecided,
        live: watched,
        logger: silentLogger,
      })
      const ended = performance.now()
      const { state, tell } = live.current()
      if (state !== 'done') throw new Error(`the sync ended ${state}: ${tell}`)
      const { compare = ended, evidence = ended } = reached
      return { pull: compare - began, compare: evidence - compare, evidence: ended - evidence }
    },
    compareWhole() {
      const now = clock.now()
      const { judged } = windowsOf(facility, pairing.policy, now)
      const sync = db.sql.prepare('SELECT max(sync) FROM snapshot').pluck().get() as number
      return comparePairing(db, {
        pairing,
        runId: newId(RunId),
        sync,
        judged,
        zone: facility.zone,
        words: [],
        at: now,
        whole: true,
      }).basis
    },
    scanBoth: () => void scan.get(),
    shown: () =>
      db.sql
        .prepare(`SELECT substr(group_key, 3) AS key, kind FROM discrepancy WHERE pairing_id = ? AND ended IS NULL`)
        .all(pairing.id) as { key: string; kind: string }[],
    close: () => db.sql.close(),
  }
}

function fail(thrown: unknown): void {
  throw thrown
}
