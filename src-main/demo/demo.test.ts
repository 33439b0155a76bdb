import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LocalDate } from '#contract/time'
import { startTestApp, type TestApp } from '../../e2e/world/test-app.ts'
import { expectedDiscrepancies } from './ground-truth.ts'
import { makeWorld } from './world.ts'

let test: TestApp
beforeEach(async () => {
  test = await startTestApp({ demo: true, demoSeed: 7 })
  await test.idle()
})
afterEach(() => test.close())

const text = (one: object): string => JSON.stringify(one)

describe('the demo', () => {
  it('shows exactly the planted discrepancies after its first sync', async () => {
    const { now, state } = await test.client.workspace.info({})
    expect(state).toEqual({ state: 'open' })
    const world = makeWorld({ seed: 7, day: LocalDate.parse(now.slice(0, 10)) })
    const { rows } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 500 })
    const shown = rows.map(({ kind, reason, side, leftKey, rightKey, differences, facility }) => ({
      facility,
      kind,
      reason,
      side,
      leftKey,
      rightKey,
      fields: differences.map((one) => one.field),
    }))
    const names = world.facilities
    const expected = expectedDiscrepancies(world, { now }).map(({ rightKeys, facility, ...truth }) => ({
      facility: names.find((one) => one.letter === facility)?.name,
      ...truth,
      rightKey: rightKeys[0] ?? null,
    }))
    expect(shown.map(text).sort()).toEqual(
      expected
        .map(({ facility, kind, reason, side, leftKey, rightKey, fields }) =>
          text({ facility, kind, reason, side, leftKey, rightKey, fields }),
        )
        .sort(),
    )
  })
})
