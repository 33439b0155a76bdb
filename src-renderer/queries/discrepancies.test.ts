import { environmentManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Instant } from '#contract/time'
import { provideCore } from '../link/core.ts'
import { fakeCore } from '../testing/fake-core.ts'
import { discrepancyList, discrepancyQueries } from './discrepancies.ts'
import { windowOptions } from './windowed-list.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const list = discrepancyList({ filter: {}, order: 'time' })

beforeEach(() => {
  vi.useFakeTimers()
  environmentManager.setIsServer(() => false)
  provideCore(fakeCore({ now, rows: 900 }))
})
afterEach(() => {
  environmentManager.setIsServer(() => true)
  vi.useRealTimers()
})

it.each([
  ['the counts', discrepancyQueries.counts({})],
  ['the groups', discrepancyQueries.clusters({})],
  ['the first window of the list', windowOptions(list, 0)],
  ['a later window of the list', windowOptions(list, 3)],
])('asks for %s again each minute, as an acceptance ends by the clock alone', async (_, options) => {
  let asked = 0
  const counted = {
    queryKey: options.queryKey as readonly unknown[],
    refetchInterval: options.refetchInterval as number,
    queryFn: () => ++asked,
  }
  const stop = new QueryObserver(new QueryClient(), counted).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(59_000)
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(121_000)
  expect(asked).toBe(4)
  stop()
})
