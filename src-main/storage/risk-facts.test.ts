import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FieldDifference } from '#contract/discrepancies'
import { Fingerprint, PairingId } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { Instant } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { countOfWorkerBefore, countSameBefore, earlierAtMost, touchedBy } from './risk-facts.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const at = Instant.parse('2026-11-21T12:00:00.000Z')
const [house, clinic] = ['p-house', 'p-clinic'].map((id) => PairingId.parse(id)) as [PairingId, PairingId]

type Found = { pairing?: PairingId; fingerprint: string; who?: string; firstCompare: number; born?: number }

/** Stores a version that a compare found and that is over again. */
function plant({
  pairing = house,
  fingerprint,
  who = 'Quilla Invented',
  firstCompare,
  born = firstCompare,
}: Found): void {
  bench.db.sql
    .prepare(
      `INSERT INTO discrepancy (pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label, search,
         first_seen_at, first_compare, born, ended, closed)
       VALUES (?, ?, '', 'differs', '[]', 0, 1, ?, '', '', ?, ?, ?, ?, 'resolved')`,
    )
    .run(pairing, fingerprint, who, at, firstCompare, born, born + 1)
}

it('counts what earlier compares opened: the same disagreement each time, others of the worker, and no change of one', () => {
  plant({ fingerprint: 'f-1', firstCompare: 1 })
  plant({ fingerprint: 'f-1', firstCompare: 1, born: 2 })
  plant({ fingerprint: 'f-1', firstCompare: 5 })
  plant({ fingerprint: 'f-1', firstCompare: 9 })
  plant({ fingerprint: 'f-2', firstCompare: 3 })
  plant({ fingerprint: 'f-3', firstCompare: 9 })
  plant({ fingerprint: 'f-4', who: 'Ada Invented', firstCompare: 2 })
  plant({ pairing: clinic, fingerprint: 'f-5', firstCompare: 2 })
  const of = (name: string) => ({ pairingId: house, fingerprint: Fingerprint.parse(name), firstCompare: 9 })
  expect([countSameBefore(bench.db, of('f-1')), countSameBefore(bench.db, of('f-3'))]).toEqual([2, 0])
  const ofWorker = (name: string, who = 'Quilla Invented') => countOfWorkerBefore(bench.db, { ...of(name), who })
  expect([ofWorker('f-1'), ofWorker('f-3'), ofWorker('f-1', '')]).toEqual([1, 3, 0])
})

it('does not tell many earlier findings apart from more', () => {
  for (let n = 1; n <= 2 * earlierAtMost; n += 1) {
    plant({ fingerprint: 'f-1', firstCompare: n })
    plant({ fingerprint: `g-${n}`, firstCompare: n })
  }
  const of = { pairingId: house, fingerprint: Fingerprint.parse('f-1'), firstCompare: 99 }
  expect(countSameBefore(bench.db, of)).toBe(earlierAtMost)
  expect(countOfWorkerBefore(bench.db, { ...of, who: 'Quilla Invented' })).toBe(earlierAtMost)
})

it('takes of the groups that differ the weightiest, and of none none', () => {
  const touched = (...fields: string[]) =>
    touchedBy(fields.map((field): FieldDifference => ({ field, left: 'a', right: 'b', blame: 'never-agreed' })))
  expect(touched()).toBe(null)
  expect(touched('label')).toBe('details')
  expect(touched('label', 'end')).toBe('times')
  expect(touched('start', 'requirements', 'workerName')).toBe('assignment')
  expect(touched('a field of an older version')).toBe('details')
})

it('may go by the name of a field alone, because it is of the same group in every recipe', () => {
  const groups = new Map<string, Set<string>>()
  for (const { fields } of Object.values(recipes)) {
    for (const { name, group } of fields) groups.set(name, (groups.get(name) ?? new Set()).add(group))
  }
  expect([...groups].filter(([, found]) => found.size > 1)).toEqual([])
})
