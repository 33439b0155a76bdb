import { afterEach, beforeEach, expect, it } from 'vitest'
import { PairingId } from '#contract/ids'
import { addVersion, ground } from '../../e2e/world/record-rows.ts'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { suspectGroups, suspectSql } from './suspect-groups.ts'

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => bench.close())

/** A version on this side for each text, `refused` where it says so. */
function put(group: string, lefts: readonly string[], rights: readonly string[]): void {
  for (const [side, texts] of [
    ['left', lefts],
    ['right', rights],
  ] as const) {
    for (const [n, text] of texts.entries())
      addVersion(bench.db, side, { group, key: `${group}-${n}`, hash: text, state: text === 'refused' ? text : 'read' })
  }
}

const suspects = () => {
  const { groups, alone } = suspectGroups(bench.db, ground, PairingId.parse('p'))
  return { groups: [...groups].sort(), alone: [...alone].sort() }
}

it('looks at every group that does not hold one readable record in the same words on each side', () => {
  put('agrees', ['a'], ['a'])
  put('agrees-too', ['b'], ['b'])
  put('differs', ['a'], ['b'])
  put('only-left', ['a'], [])
  put('only-right', [], ['a'])
  put('twice-left', ['a', 'a'], [])
  put('twice-left-alike', ['a', 'a'], ['a'])
  put('twice-both-alike', ['a', 'a'], ['a', 'a'])
  put('twice-both', ['a', 'b'], ['a', 'b'])
  put('refused-both', ['refused'], ['refused'])
  put('refused-right', ['a'], ['refused'])
  put('refused-left', ['refused'], ['a'])
  expect(suspects()).toEqual({
    groups: [
      'differs',
      'only-left',
      'only-right',
      'refused-both',
      'refused-left',
      'refused-right',
      'twice-both',
      'twice-both-alike',
      'twice-left',
      'twice-left-alike',
    ],
    alone: ['only-left', 'only-right'],
  })
})

it('looks at what stands at the snapshots, not at what was before or comes after', () => {
  addVersion(bench.db, 'left', { group: 'g', key: 'l', hash: 'old', ended: 2 })
  addVersion(bench.db, 'left', { group: 'g', key: 'l', hash: 'new', born: 2 })
  addVersion(bench.db, 'right', { group: 'g', key: 'r', hash: 'new', ended: 3 })
  addVersion(bench.db, 'right', { group: 'later', key: 'x', hash: 'new', born: 3 })
  expect(suspects()).toEqual({ groups: [], alone: [] })
})

it('merges both sides from the index alone and sorts nothing', () => {
  for (const text of Object.values(suspectSql)) {
    const rows = bench.db.sql
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all({ leftId: 1, leftAt: 1, rightId: 2, rightAt: 1 }) as { detail: string }[]
    const plan = rows.map(({ detail }) => detail).join('\n')
    expect(plan.match(/USING COVERING INDEX record_version_group \(side_id=\?/g)).toHaveLength(2)
    expect(plan).not.toContain('TEMP B-TREE')
  }
})
