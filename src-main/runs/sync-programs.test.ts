import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { ConnectionId, FacilityId, PairingId, RunId, type SideName } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { fromMs, Instant, toMs, ZoneId } from '#contract/time'
import { type MemoryRecord, type MemorySide, memoryPlan, scope } from '../../e2e/world/memory-side.ts'
import { systemClock } from '../platform/clock.ts'
import { silentLogger } from '../platform/logger.ts'
import { newId } from '../platform/new-id.ts'
import { ensureCacheGeneration } from '../storage/cache-generation.ts'
import type { WriteDb } from '../storage/database.ts'
import { listOpen } from '../storage/discrepancy-store.ts'
import { cacheMigrations } from '../storage/migrations/cache.ts'
import { openDatabase } from '../storage/open-database.ts'
import { makeLiveRun } from './live-run.ts'
import { runSync } from './sync.ts'

const day = 86_400_000
const start = toMs(Instant.parse('2026-11-16T08:00:00.000Z'))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const facility: Facility = { id: FacilityId.parse('f'), name: 'Invented House', zone: ZoneId.parse('Europe/London') }

/** One cache with its own copy of both sides: the same program runs over two of them. */
function makeBench(whole: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-program-'))
  folders.push(folder)
  const db: WriteDb = openDatabase({
    path: join(folder, 'cache.db'),
    key: Buffer.alloc(32, 7),
    file: 'cache',
    mode: 'write',
    fence: 1,
    migrations: cacheMigrations,
  })
  let now = start
  const clock = { ...systemClock, now: () => fromMs(now) }
  ensureCacheGeneration(db, clock.now())
  let cancel = (): void => {}
  const side = (): MemorySide => ({ records: new Map(), fault: { kind: 'none' }, epoch: '1', cancel: () => cancel() })
  const sides: Record<SideName, MemorySide> = { left: side(), right: side() }
  const policy = { daysBack: 1, daysAhead: 3, edgeHours: 24, ignoredFields: [] as string[] }
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
    pass: (ms: number) => {
      now += ms
    },
    async sync(): Promise<Run> {
      const idle = { pages: 0, records: 0, refused: 0, total: null, tell: '', phase: 'waiting' as const }
      const run: Run = {
        id: newId(RunId),
        kind: 'sync',
        pairingId: pairing.id,
        state: 'running',
        phase: 'pull',
        startedAt: clock.now(),
        endedAt: null,
        left: { ...idle, side: 'left', system: 'Left system' },
        right: { ...idle, side: 'right', system: 'Right system' },
        outcome: null,
        tell: '',
      }
      const live = makeLiveRun({ db, clock, run, changed: () => {} })
      cancel = live.cancel
      const plans = { left: memoryPlan('left', sides.left), right: memoryPlan('right', sides.right) }
      await runSync({ db, clock, pairing, facility, plans, accepted: () => null, live, logger: silentLogger, whole })
      now += 60_000
      return live.current()
    },
    shown: () => listOpen(db, pairing.id).map(({ id: _, firstCompare: __, born: ___, ...row }) => row),
    published: () => db.sql.prepare('SELECT side, published FROM side WHERE published IS NOT NULL ORDER BY side').all(),
    versions: () => (db.sql.prepare('SELECT count(*) AS n FROM record_version').get() as { n: number }).n,
    close: () => db.sql.close(),
  }
}
type Bench = ReturnType<typeof makeBench>

type Step =
  | { op: 'add'; n: number; on: 'both' | 'left' | 'right'; at: number; linked: boolean }
  | {
      op: 'edit'
      n: number
      on: SideName
      what: 'label' | 'worker' | 'later' | 'far' | 'refuse' | 'unlist' | 'reference'
    }
  | { op: 'remove'; n: number; on: SideName }
  | { op: 'pass'; hours: number }
  | { op: 'ignore'; on: boolean }
  | { op: 'epoch'; on: SideName }
  | { op: 'sync'; left: MemorySide['fault']; right: MemorySide['fault'] }

const ids = fc.integer({ min: 0, max: 14 })
const sideName = fc.constantFrom<SideName>('left', 'right')
const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<MemorySide['fault']>({ kind: 'none' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('fails-after' as const), pages: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('cancels-after' as const), pages: fc.integer({ min: 0, max: 3 }) }),
  },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('add' as const),
      n: ids,
      on: fc.constantFrom('both' as const, 'both' as const, 'left' as const, 'right' as const),
      at: fc.integer({ min: -72, max: 140 }),
      linked: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant('edit' as const),
      n: ids,
      on: sideName,
      what: fc.constantFrom(
        'label' as const,
        'worker' as const,
        'later' as const,
        'far' as const,
        'refuse' as const,
        'unlist' as const,
        'reference' as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('remove' as const), n: ids, on: sideName }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('ignore' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('epoch' as const), on: sideName }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('sync' as const), left: fault, right: fault }) },
)

const keyOf = (side: SideName, n: number): string => `${side === 'left' ? 'm' : 'p'}${n}`

function editRecord(one: MemoryRecord, what: Extract<Step, { op: 'edit' }>['what'], n: number): void {
  if (what === 'label') one.label = `${one.label}+`
  else if (what === 'worker') one.worker = one.worker === null ? 'w1' : one.worker === 'w1' ? 'w2' : null
  else if (what === 'later' || what === 'far') {
    const by = what === 'later' ? 3_600_000 : 5 * day
    one.startMs += by
    one.endMs += by
  } else if (what === 'refuse') one.refused = !one.refused
  else if (what === 'unlist') one.unlisted = !one.unlisted
  else if (one.reference !== null || one.key.startsWith('p')) one.reference = `m${(n + 1) % 15}`
}

async function play(bench: Bench, one: Step): Promise<Run | null> {
  if (one.op === 'add') {
    for (const side of ['left', 'right'] as const) {
      if (one.on !== 'both' && one.on !== side) continue
      const startMs = start + one.at * 3_600_000
      const other = keyOf(side === 'left' ? 'right' : 'left', one.n)
      const key = keyOf(side, one.n)
      const reference = side === 'right' && !one.linked ? null : other
      bench.sides[side].records.set(key, {
        key,
        reference,
        startMs,
        endMs: startMs + 8 * 3_600_000,
        label: 'Day',
        worker: 'w1',
      })
    }
  } else if (one.op === 'edit') {
    const record = bench.sides[one.on].records.get(keyOf(one.on, one.n))
    if (record) editRecord(record, one.what, one.n)
  } else if (one.op === 'remove') bench.sides[one.on].records.delete(keyOf(one.on, one.n))
  else if (one.op === 'pass') bench.pass(one.hours * 3_600_000)
  else if (one.op === 'ignore') bench.policy.ignoredFields = one.on ? ['label'] : []
  else if (one.op === 'epoch') bench.sides[one.on].epoch += '+'
  else {
    bench.sides.left.fault = one.left
    bench.sides.right.fault = one.right
    return bench.sync()
  }
  return null
}

describe('sync over random programs', () => {
  it('compares incrementally to the same result as comparing everything, and publishes nothing of a read that failed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 40 }), async (program) => {
        const incremental = makeBench(false)
        const whole = makeBench(true)
        try {
          for (const one of program) {
            const before = { published: incremental.published(), shown: incremental.shown() }
            const run = await play(incremental, one)
            const same = await play(whole, one)
            if (!run) continue
            expect(run.state).toBe(same?.state)
            expect(incremental.shown()).toEqual(whole.shown())
            expect(incremental.published()).toEqual(whole.published())
            if (run.state === 'cancelled')
              expect({ published: incremental.published(), shown: incremental.shown() }).toEqual(before)
            if (run.state === 'failed') expect(incremental.shown()).toEqual(before.shown)
          }
          const quiet: Step = { op: 'sync', left: { kind: 'none' }, right: { kind: 'none' } }
          await play(incremental, quiet)
          const versions = incremental.versions()
          await play(incremental, quiet)
          expect(incremental.versions()).toBe(versions)
        } finally {
          incremental.close()
          whole.close()
        }
      }),
      { numRuns: Number(process.env['PLUMBLINE_HEAVY'] ? 1_000 : 60) },
    )
  })
})
