import { afterEach, expect, it } from 'vitest'
import { ConnectionId } from '#contract/ids'
import { LocalDate } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { addRequests, requestsOn } from './request-count-store.ts'

let bench: SyncBench | null = null
afterEach(() => bench?.close())

const [maple, northgate] = ['c-maple', 'c-northgate'].map((id) => ConnectionId.parse(id)) as [
  ConnectionId,
  ConnectionId,
]
const [friday, saturday] = ['2026-11-20', '2026-11-21'].map((day) => LocalDate.parse(day)) as [LocalDate, LocalDate]

it('counts each connection’s requests by day and keeps only the newest day', () => {
  bench = makeSyncBench(false)
  const { db } = bench
  expect(requestsOn(db, maple, friday)).toBe(0)
  addRequests(db, maple, friday, 1)
  addRequests(db, maple, friday, 4)
  addRequests(db, northgate, friday, 2)
  addRequests(db, maple, saturday, 3)
  const counts = [maple, northgate].map((id) => [friday, saturday].map((day) => requestsOn(db, id, day)))
  expect(counts).toEqual([
    [0, 3],
    [2, 0],
  ])
})
