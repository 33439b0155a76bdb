import { describe, expect, it } from 'vitest'
import type { CoreClient } from '#contract/procedures'
import { Instant } from '#contract/time'
import { provideCore } from '../link/core.ts'
import { fakeCore } from '../testing/fake-core.ts'
import { fakeFacilities } from '../testing/fake-rows.ts'
import { acknowledge } from './alerts.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
type Call = Parameters<CoreClient['alerts']['acknowledge']>[0]['of']

/** A core in memory with very many alerts, and what was asked of it. */
function watchedCore() {
  const core = fakeCore({ now, rows: 26_000 })
  const calls: Call[] = []
  const alerts: CoreClient['alerts'] = {
    ...core.alerts,
    acknowledge: (input, options) => {
      calls.push(input.of)
      return core.alerts.acknowledge(input, options)
    },
    list: (input, options) => {
      if (calls.length > 0) throw new Error('the list was read again')
      return core.alerts.list(input, options)
    },
  }
  provideCore({ ...core, alerts })
  const total = async () => (await core.alerts.counts({})).discrepancies
  return { core, calls, total }
}

describe('acknowledging', () => {
  it('all that a list held is one call, however long the list, and leaves other facilities alone', async () => {
    const { core, calls, total } = watchedCore()
    const facilityId = fakeFacilities[0].id
    const before = await total()
    const { total: here, seen } = await core.alerts.list({ facilityId, offset: 0, limit: 1 })
    expect(here).toBeGreaterThan(10_000)
    expect(await acknowledge({ seen, total: here })).toEqual({ acknowledged: here, changed: 0 })
    expect(calls).toEqual([{ by: 'listed', seen }])
    expect(await total()).toBe(before - here)
  })

  it('picked ones of several pairings is one call for each five hundred of a pairing', async () => {
    const { core, calls, total } = watchedCore()
    const before = await total()
    const some = fakeFacilities.map(({ id }) => core.alerts.list({ facilityId: id, offset: 0, limit: 600 }))
    const refs = (await Promise.all(some)).flatMap(({ rows }) => rows.map(({ row }) => row))
    expect(await acknowledge({ refs })).toEqual({ acknowledged: 1200, changed: 0 })
    expect(calls.map((of) => of.by === 'fingerprint' && of.rows.length)).toEqual([500, 100, 500, 100])
    expect(await total()).toBe(before - 1200)
  })
})
