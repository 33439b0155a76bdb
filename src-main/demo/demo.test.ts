import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, LocalDate, startOfDay, ZoneId } from '#contract/time'
import { startTestApp, type TestApp } from '../../e2e/world/test-app.ts'
import { dateWords } from '../core/blame/moment-words.ts'
import { expectedDiscrepancies } from './ground-truth.ts'
import { systematicFault } from './systematic-fault.ts'
import { makeWorld } from './world.ts'

let test: TestApp
beforeEach(async () => {
  test = await startTestApp({ demo: true, demoSeed: 7 })
  await test.idle()
}, 60_000)
afterEach(() => test.close())

const text = (one: object): string => JSON.stringify(one)

describe('the demo', () => {
  it('shows exactly the planted discrepancies after its first sync', async () => {
    const { now, state } = await test.client.workspace.info({})
    expect(state).toEqual({ state: 'open' })
    const world = makeWorld({ seed: 7, day: LocalDate.parse(now.slice(0, 10)) })
    const { rows } = await test.client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 500 })
    const shown = rows.map(({ kind, reason, side, leftKey, rightKey, differences, facility, matchedBy }) => ({
      facility,
      kind,
      reason,
      side,
      leftKey,
      rightKey,
      fields: differences.map((one) => one.field),
      matchedBy,
    }))
    const names = world.facilities
    const expected = expectedDiscrepancies(world, { now }).map(({ rightKeys, facility, ...truth }) => ({
      facility: names.find((one) => one.letter === facility)?.name,
      ...truth,
      rightKey: rightKeys[0] ?? null,
    }))
    expect(shown.map(text).sort()).toEqual(
      expected
        .map(({ facility, kind, reason, side, leftKey, rightKey, fields, matchedBy }) =>
          text({ facility, kind, reason, side, leftKey, rightKey, fields, matchedBy }),
        )
        .sort(),
    )
  })

  it('gathers its systematic fault into one line, with all of its rows and no other', async () => {
    const { now } = await test.client.workspace.info({})
    const day = LocalDate.parse(now.slice(0, 10))
    const fault = makeWorld({ seed: 7, day }).planted.filter(({ story }) => story === systematicFault.name)
    const zone = ZoneId.parse('Europe/London')
    const clusters = await test.client.discrepancies.clusters({ filter: {} })
    const since = dateWords(startOfDay(addDays(day, systematicFault.fromDay), zone), zone)
    expect(clusters.map(({ title, rows, of }) => ({ title, rows, of }))).toEqual([
      {
        title: `start and end 1 hour later in Rotaboard for “${systematicFault.label}” since ${since}`,
        rows: fault.length,
        of: fault.length,
      },
    ])
    const [cluster] = clusters
    if (!cluster) throw new Error('no cluster')
    const filter = { clusterId: cluster.id }
    const { rows } = await test.client.discrepancies.list({ filter, order: 'time', offset: 0, limit: 500 })
    expect(new Set(rows.map(({ leftKey }) => leftKey))).toEqual(new Set(fault.map(({ leftKey }) => leftKey)))
    expect(rows).toHaveLength(fault.length)
  })
})
