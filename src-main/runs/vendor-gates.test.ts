import { afterEach, expect, it } from 'vitest'
import type { SettingValues } from '#contract/connections'
import { startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

let systems: TwoSystems
afterEach(() => systems.close())

const northgateBudget = async () => {
  const connections = await systems.test.client.connections.list({})
  const northgate = connections.find((one) => one.name === 'Northgate')
  const budgets = await systems.test.client.connections.budgets({})
  const budget = budgets.find((one) => one.connectionId === northgate?.id)
  if (!northgate || !budget) throw new Error('Northgate was not used')
  return { northgate, budget }
}

const resave = (
  { id, connectorId, name, environment, settings }: Awaited<ReturnType<typeof northgateBudget>>['northgate'],
  change: SettingValues,
) =>
  systems.test.client.connections.save({
    ...{ id, connectorId, name, environment, secrets: {} },
    settings: { ...settings, ...change },
  })

it('leaves a failing system alone after five failures in a row, over all its syncs, and says until when', async () => {
  systems = await startTwoSystems()
  systems.right.setFault('http-500')
  expect((await systems.sync()).state).toBe('failed')
  const paused = await systems.sync()
  const { budget } = await northgateBudget()
  expect([paused.state, budget.breaker, budget.requestsToday]).toEqual(['failed', 'open', 5])
  expect(systems.right.requests.list).toBe(5)
  expect(paused.tell).toMatch(/failed 5 times in a row, so it is left alone until \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  systems.right.setFault(null)
  expect((await systems.sync()).tell).toContain('nothing was sent')
  expect(systems.right.requests.list).toBe(5)
})

it('still leaves it alone after its limits were raised, and asks at once where another address was entered', async () => {
  systems = await startTwoSystems()
  systems.right.setFault('http-500')
  await systems.sync()
  await systems.sync()
  systems.right.setFault(null)
  const { northgate } = await northgateBudget()
  await resave(northgate, { dailyRequests: 30_000, pageCap: 5 })
  expect((await systems.sync()).tell).toContain('nothing was sent')
  expect(systems.right.requests.list).toBe(5)
  await resave(northgate, { listUrl: `${String(northgate.settings['listUrl'])}/elsewhere` })
  expect((await systems.sync()).tell).not.toContain('nothing was sent')
})

it('sends no more requests a day than the connection’s settings allow, and goes on at once when they are raised', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  const { northgate, budget } = await northgateBudget()
  expect(budget).toMatchObject({ breaker: 'closed', openUntil: null, requestsToday: 4, dailyLimit: 20_000 })
  const limitTo = (dailyRequests: number) => resave(northgate, { dailyRequests })
  await limitTo(6)
  const spent = await systems.sync()
  expect(spent.state).not.toBe('done')
  expect(spent.tell).toMatch(/6 requests were sent to .* today, .* raise Requests a day/)
  expect((await northgateBudget()).budget).toMatchObject({ requestsToday: 6, dailyLimit: 6 })
  expect(systems.right.requests.list).toBe(6)
  await limitTo(100)
  expect((await systems.sync()).state).toBe('done')
})
