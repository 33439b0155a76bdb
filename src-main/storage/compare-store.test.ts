import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PairingId } from '#contract/ids'
import { addVersion, ground } from '../../e2e/world/record-rows.ts'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { groupSidesSql, linkedToMovedSql, loadGroupSides, stripsBetween, touchedGroups } from './compare-store.ts'
import { openAmongSql } from './discrepancy-store.ts'

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => bench.close())

function planOf(text: string): string {
  const values = { sideId: 1, otherId: 2, at: 2, from: 1, groupKeys: '[]', pairingId: 'p', fingerprints: '[]' }
  const asked = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`:${name}\\b`).test(text)))
  const rows = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all(asked) as { detail: string }[]
  return rows.map(({ detail }) => detail).join('\n')
}

it('finds the records of groups, and what is open of them, by their own indexes, however many there are', () => {
  expect(planOf(groupSidesSql)).toContain('record_version_group (side_id=? AND group_key=?')
  expect(planOf(openAmongSql)).toContain('discrepancy_open (pairing_id=? AND fingerprint=?)')
})

it('hands out the records of many groups, each group’s by key, and nothing for a group that holds none', () => {
  for (const key of ['2', '1', '3']) addVersion(bench.db, 'left', { group: 'g', key })
  addVersion(bench.db, 'left', { group: 'h', key: '4' })
  addVersion(bench.db, 'left', { group: 'gone', key: '5', ended: 2 })
  const found = loadGroupSides(bench.db, 'left', ground.left, ['h', 'gone', 'g', 'never'])
  expect([...found].map(([group, versions]) => [group, versions.map(({ key }) => key)])).toEqual([
    ['h', ['4']],
    ['g', ['1', '2', '3']],
  ])
})

describe('where one record of a side moved, a compare looks at', () => {
  const window = { startMs: 0, endMs: 1 }
  const previous = { pairingId: PairingId.parse('p'), leftSnapshot: 1, rightSnapshot: 1, ...window }
  const touched = () => [...touchedGroups(bench.db, ground, previous, window)].sort()
  beforeEach(() => {
    // `a` names it and is not named back; nobody has to do with `z`.
    addVersion(bench.db, 'left', { group: 'k:a', key: 'a', reference: 'x' })
    addVersion(bench.db, 'left', { group: 'k:b', key: 'b' })
    addVersion(bench.db, 'left', { group: 'k:c', key: 'c' })
    addVersion(bench.db, 'left', { group: 'k:z', key: 'z' })
    addVersion(bench.db, 'right', { group: 'k:b', key: 'x', reference: 'b', ended: 2 })
  })

  it('its own group alone while it names what it named', () => {
    addVersion(bench.db, 'right', { group: 'k:b', key: 'x', reference: 'b', hash: 'b', born: 2 })
    expect(touched()).toEqual(['k:b'])
  })
  it('also what names it and what it names now, where it names another', () => {
    addVersion(bench.db, 'right', { group: 'right:x', key: 'x', reference: 'c', born: 2 })
    expect(touched()).toEqual(['k:a', 'k:b', 'k:c', 'right:x'])
  })
  it('also what names it where it is gone', () => expect(touched()).toEqual(['k:a', 'k:b']))
  it('what has to do with it by the indexes of keys and ids, however many the sides hold', () => {
    const plan = planOf(linkedToMovedSql)
    expect(plan).toContain('record_version_open (side_id=? AND record_key=?)')
    expect(plan).toContain('record_version_reference (side_id=? AND reference=?)')
    expect(plan).toContain('record_version_group (side_id=? AND group_key=?)')
  })
})

it('looks again at exactly what only one of two windows covers', () => {
  expect(stripsBetween({ startMs: 0, endMs: 10 }, { startMs: 2, endMs: 12 })).toEqual([
    { start: 0, end: 2 },
    { start: 10, end: 12 },
  ])
  expect(stripsBetween({ startMs: 0, endMs: 10 }, { startMs: 0, endMs: 10 })).toEqual([])
})
