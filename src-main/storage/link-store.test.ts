import { afterEach, beforeEach, expect, it } from 'vitest'
import { PairingId, RecordKey } from '#contract/ids'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { findLinked, formerReference, linkSql, listNaming, namesIds } from './link-store.ts'
import { findSide, loadSnapshot } from './snapshot-store.ts'

let bench: SyncBench
beforeEach(() => {
  bench = makeSyncBench(false)
})
afterEach(() => bench.close())

const key = (text: string) => RecordKey.parse(text)
const hour = 3_600_000

function put(reference: string | null, label: string): void {
  const record = { key: 'r-1', reference, label, worker: 'w-1', startMs: benchStart, endMs: benchStart + hour }
  bench.sides.right.records.set('r-1', record)
}

const right = () => {
  const side = findSide(bench.db, PairingId.parse('p'), 'right')
  if (!side) throw new Error('the side was not read')
  return side
}

it('keeps what a record named last and since when it names none, over later changes of it', async () => {
  put('m-1', 'Day')
  await bench.sync()
  put(null, 'Day')
  await bench.sync()
  put(null, 'Night')
  await bench.sync()
  const { id } = right()
  const now = findLinked(bench.db, 'right', { sideId: id, at: 3 }, key('r-1'))
  expect(now).toMatchObject({ side: 'right', key: 'r-1', reference: null, readable: true })
  expect(formerReference(bench.db, now?.versionId ?? 0)).toEqual({
    reference: 'm-1',
    until: loadSnapshot(bench.db, id, 2)?.endedAt,
  })
  expect(namesIds(bench.db, { sideId: id, at: 3 })).toBe(false)
  expect(namesIds(bench.db, { sideId: id, at: 1 })).toBe(true)
})

it('reads links as of a snapshot, whatever a read under way has ended or begun since', async () => {
  put('m-1', 'Day')
  await bench.sync()
  put('m-2', 'Day')
  await bench.sync()
  const { id } = right()
  const at = (number: number) => ({ sideId: id, at: number })
  const named = (number: number) => findLinked(bench.db, 'right', at(number), key('r-1'))?.reference
  expect([named(1), named(2)]).toEqual(['m-1', 'm-2'])
  const naming = (number: number, to: string) =>
    listNaming(bench.db, 'right', at(number), key(to)).map((one) => one.key)
  expect([naming(1, 'm-1'), naming(1, 'm-2'), naming(2, 'm-1'), naming(2, 'm-2')]).toEqual([['r-1'], [], [], ['r-1']])
  const version = findLinked(bench.db, 'right', at(2), key('r-1'))?.versionId ?? 0
  expect(formerReference(bench.db, version)).toBeNull()
})

it('finds them by the indexes of keys and references, however many records the side holds', () => {
  const planOf = (sql: string, values: Record<string, unknown> = { sideId: 1, at: 1, value: 'x' }) => {
    const plan = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values)
    return (plan as { detail: string }[]).map((row) => row.detail).join('; ')
  }
  const ended = 'record_version_ended (side_id=? AND ended>?)'
  for (const part of ['record_version_open (side_id=? AND record_key=?)', ended]) {
    expect(planOf(linkSql.byKey)).toContain(part)
  }
  for (const part of ['record_version_reference (side_id=? AND reference=?)', ended]) {
    expect(planOf(linkSql.byReference)).toContain(part)
  }
  const namesAny = planOf(linkSql.namesAny, { sideId: 1, at: 1 })
  for (const part of ['record_version_reference (side_id=? AND reference>?)', ended]) expect(namesAny).toContain(part)
})
