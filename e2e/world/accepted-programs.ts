import fc from 'fast-check'
import { expect } from 'vitest'
import { PairingId, type SideName } from '#contract/ids'
import { recountOpen } from '../../src-main/storage/discrepancy-count-store.ts'
import type { MemoryFault, MemoryRecord } from './memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from './sync-bench.ts'

const hour = 3_600_000
const forever = '9999-12-31T23:59:59.999Z'

type Step = { side: SideName; what: 'label' | 'end' | 'refused' | 'unlisted' | 'gone' | 'other' | 'fault' | 'epoch' }

const step: fc.Arbitrary<Step> = fc.record({
  side: fc.constantFrom<SideName>('left', 'right'),
  what: fc.constantFrom<Step['what']>('label', 'end', 'refused', 'unlisted', 'gone', 'other', 'fault', 'epoch'),
})

/** Twelve shifts an hour apart on both sides, the fourth of which is named differently, or listed by one side only. */
async function planted(begins: { label: string } | { unlisted: true }): Promise<SyncBench> {
  const bench = makeSyncBench(false)
  for (let n = 0; n < 12; n += 1) {
    const shift = { startMs: benchStart + n * hour, endMs: benchStart + (n + 1) * hour, label: 'Day', worker: null }
    bench.sides.left.records.set(`m${n}`, { key: `m${n}`, reference: `p${n}`, ...shift })
    bench.sides.right.records.set(`p${n}`, { key: `p${n}`, reference: `m${n}`, ...shift })
  }
  bench.sides.right.records.set('p3', { ...recordOf(bench, 'right', 3), ...begins })
  await bench.sync()
  bench.db.sql.exec(`UPDATE discrepancy SET accepted_until = '${forever}'`)
  recountOpen(bench.db, PairingId.parse('p'))
  return bench
}

function recordOf(bench: SyncBench, side: SideName, n: number): MemoryRecord {
  const record = bench.sides[side].records.get(`${side === 'left' ? 'm' : 'p'}${n}`)
  if (!record) throw new Error(`no record ${n}`)
  return record
}

/** Changes one thing; a second time it changes back. */
function play(bench: SyncBench, gone: Map<string, MemoryRecord>, { side, what }: Step): void {
  const at = bench.sides[side]
  const key = side === 'left' ? 'm3' : 'p3'
  if (what === 'fault') at.fault = { kind: 'fails-after', pages: 1 } satisfies MemoryFault
  else if (what === 'epoch') at.epoch = at.epoch === '1' ? '2' : '1'
  else if (what === 'other') {
    const other = recordOf(bench, side, 5)
    at.records.set(other.key, { ...other, label: other.label === 'Day' ? 'Late' : 'Day' })
  } else if (gone.has(key)) {
    at.records.set(key, gone.get(key) as MemoryRecord)
    gone.delete(key)
  } else {
    const one = recordOf(bench, side, 3)
    if (what === 'gone') {
      gone.set(key, one)
      at.records.delete(key)
    } else if (what === 'label') at.records.set(key, { ...one, label: one.label === 'Night' ? 'Noon' : 'Night' })
    else if (what === 'end')
      at.records.set(key, {
        ...one,
        endMs: one.endMs === benchStart + 4 * hour ? one.endMs + hour / 2 : benchStart + 4 * hour,
      })
    else at.records.set(key, { ...one, [what]: !one[what] })
  }
}

/** What is stored of the fourth shift on both sides, as one text: nothing of how it is judged. */
const valuesOf = ({ db }: SyncBench): string =>
  JSON.stringify(
    db.sql
      .prepare(
        `SELECT side.side, v.record_key, v.state, v.start_ms, v.end_ms, v.fields FROM record_version v
         JOIN side ON side.id = v.side_id WHERE v.ended IS NULL AND v.group_key = 'k:m3' ORDER BY 1, 2`,
      )
      .raw()
      .all(),
  )

const rowOf = (bench: SyncBench) => bench.shown().find((row) => row.fingerprint === 'p|pair|k:m3')

/**
 * Plays random programs of edits, refused, unlisted and unread records and new epochs. Begins with one accepted discrepancy. Holds that an acceptance stands
 * exactly while the discrepancy stays open and nothing stored of its records moves. Throws where it does not.
 */
export async function playAcceptedPrograms(numRuns: number): Promise<void> {
  const program = fc.array(fc.array(step, { maxLength: 2 }), { minLength: 1, maxLength: 5 })
  const begins = fc.constantFrom({ label: 'Night' }, { unlisted: true } as const)
  const property = fc.asyncProperty(begins, program, async (how, syncs) => {
    const bench = await planted(how)
    try {
      const gone = new Map<string, MemoryRecord>()
      const accepted = valuesOf(bench)
      let holds = true
      for (const steps of syncs) {
        for (const one of steps) play(bench, gone, one)
        await bench.sync()
        for (const side of ['left', 'right'] as const) bench.sides[side].fault = { kind: 'none' }
        const row = rowOf(bench)
        holds &&= row !== undefined && valuesOf(bench) === accepted
        expect(row?.acceptedUntil === forever, 'an acceptance stands').toBe(holds)
      }
    } finally {
      bench.close()
    }
  })
  await fc.assert(property, { numRuns })
}
