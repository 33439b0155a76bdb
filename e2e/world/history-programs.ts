import fc from 'fast-check'
import { expect } from 'vitest'
import { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { nameLanes, toColumns } from '../../src-main/core/calendar/place-things.ts'
import { foundAbout, type Looked, thingsIn } from '../../src-main/procedures/calendar-things.ts'
import { groundOf } from '../../src-main/procedures/compare-ground.ts'
import { compareAt, comparesAt } from '../../src-main/storage/compare-history-store.ts'
import { newestCompare } from '../../src-main/storage/compare-store.ts'
import type { WriteDb } from '../../src-main/storage/database.ts'
import {
  asFoundThen,
  countThen,
  findThen,
  idsThen,
  listOpenUnder,
  readThen,
} from '../../src-main/storage/discrepancy-history-store.ts'
import { listOpen } from '../../src-main/storage/discrepancy-store.ts'
import { benchStart, makeSyncBench, type SyncBench } from './sync-bench.ts'
import { play, steps } from './sync-programs.ts'

const pairingId = PairingId.parse('p')
const day = 86_400_000

/** What a list, its counts and two calendars say: of the newest compare, or of one that was. */
function lookAt({ db }: SyncBench, asOf: Instant | undefined) {
  const compare = asOf === undefined ? newestCompare(db, pairingId) : compareAt(db, pairingId, asOf)
  const ground = compare && groundOf(db, compare)
  if (!compare || !ground) return null
  const looked: Looked = { compare, ground, recipeId: 'shifts' }
  const filter = { pairings: [pairingId], now: compare.comparedAt, asOf: compare.comparedAt }
  const rows = asOf === undefined ? listOpen(db, pairingId).map(asFoundThen) : readThen(db, idsThen(db, filter, 'time'))
  const calendars = [-2, 1].map((from) => {
    const span = { startMs: benchStart + from * day, endMs: benchStart + (from + 2) * day }
    const things = thingsIn(db, looked, span)
    const found = foundAbout(db, looked, { things, span, asOf: asOf ?? compare.comparedAt })
    const lanes = nameLanes(things)
    return { lanes: lanes.lanes, ...toColumns(things, { lanes, fromMs: span.startMs, markOf: () => -1 }), found }
  })
  return { number: compare.number, rows, calendars }
}

type Shown = NonNullable<ReturnType<typeof lookAt>>

/** What time travel must say of a compare besides what it showed. */
function assertAlike(bench: SyncBench, at: Instant, { rows, number }: Shown): void {
  const filter = { pairings: [pairingId], now: at, asOf: at }
  const counted = countThen(bench.db, filter).reduce((sum, { open }) => sum + open, 0)
  expect(counted, 'counted as listed').toBe(rows.length)
  const [shown] = comparesAt(bench.db, [pairingId], at)
  expect(shown?.number).toBe(number)
  if (!shown) return
  for (const row of rows) expect(findThen(bench.db, shown, row.fingerprint)).toEqual(row)
  const under = listOpenUnder(
    bench.db,
    shown,
    rows.map(({ fingerprint }) => fingerprint),
  )
  expect(new Set(under.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)))
}

const seed = process.env['PLUMBLINE_SEED']

/** Plays random programs of edits, syncs and people's words; throws where a moment later shows what it did not show then. */
export async function playHistoryPrograms(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 6, maxLength: 40, size: 'max' }), async (program) => {
      const bench = makeSyncBench(false)
      const shown = new Map<Instant, Shown>()
      try {
        for (const one of program) {
          await play(bench, one)
          const compare = newestCompare(bench.db, pairingId)
          const look = compare && lookAt(bench, undefined)
          if (compare && look) shown.set(compare.comparedAt, look)
        }
        for (const [at, look] of shown) {
          expect(lookAt(bench, at), 'as it was').toEqual(look)
          assertAlike(bench, at, look)
        }
      } finally {
        bench.close()
      }
    }),
    { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  )
}

/** Plays random programs and hands the cache that each leaves to a check. */
export async function playSyncs(numRuns: number, check: (db: WriteDb) => void): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 6, maxLength: 40, size: 'max' }), async (program) => {
      const bench = makeSyncBench(false)
      try {
        for (const one of program) await play(bench, one)
        check(bench.db)
      } finally {
        bench.close()
      }
    }),
    { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) },
  )
}
