import { QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { ConnectorId } from '#contract/ids'
import { Instant } from '#contract/time'
import { provideCore } from '../link/core.ts'
import { setHostState } from '../link/host-state.ts'
import { fakeCore } from '../testing/fake-core.ts'
import { alertQueries } from './alerts.ts'
import { applyEvents, keysOf } from './apply-events.ts'
import { connectionQueries } from './connections.ts'
import { matchQueries } from './matches.ts'
import { runQueries } from './runs.ts'

it('asks again for what the core says has changed, and for nothing else', async () => {
  const core = fakeCore({ now: Instant.parse('2026-11-21T10:00:00.000Z'), rows: 10 })
  provideCore(core)
  setHostState('open')
  const client = new QueryClient()
  await client.fetchQuery(connectionQueries.list())
  await client.fetchQuery(runQueries.list())
  const stop = applyEvents(client)
  const stale = (queryKey: readonly string[]) => client.getQueryState(queryKey)?.isInvalidated
  await vi.waitFor(async () => {
    await core.connections.save({
      connectorId: ConnectorId.parse('alder'),
      name: 'Third',
      environment: 'test',
      settings: {},
      secrets: {},
    })
    expect(stale(connectionQueries.list().queryKey)).toBe(true)
  })
  expect(stale(runQueries.list().queryKey)).toBe(false)
  stop()
})

it('asks for alerts again where a discrepancy or the state of a side changed, and for matches after a compare', () => {
  const asked = (['runs', 'pairings', 'discrepancies'] as const).map((topic) => {
    const keys = keysOf(topic)
    return [keys.includes(alertQueries.all), keys.includes(matchQueries.all)]
  })
  expect(asked).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ])
})
