import { afterEach, describe, expect, it } from 'vitest'
import type { DiscrepancyFilter } from '#contract/discrepancies'
import { addDays, fromMs, Instant, wallClock, ZoneId } from '#contract/time'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { dateWords } from '../core/blame/moment-words.ts'

let systems: TwoSystems
afterEach(() => systems.close())

const hour = 3_600_000
const laterBy = (text: string, ms: number): string => fromMs(Date.parse(text) + ms)
const zone = ZoneId.parse('Europe/London')

/** Moves start and end of the right's shift by an hour. */
function move(n: number): void {
  const shift = shiftOf(systems.right, `rota-${n}`)
  systems.right.put({ ...shift, start: laterBy(shift.start, hour), end: laterBy(shift.end, hour) })
}

function mend(n: number): void {
  const { start, end } = shiftOf(systems.left, `maple-${n}`)
  systems.right.put({ ...shiftOf(systems.right, `rota-${n}`), start, end })
}

const clusters = (filter: DiscrepancyFilter = {}) => systems.test.client.discrepancies.clusters({ filter })
const list = (filter: DiscrepancyFilter) =>
  systems.test.client.discrepancies.list({ filter, order: 'time', offset: 0, limit: 500 })

/** Numbers of the shifts that start on whole local days, both counted from today. */
function startingOn(from: number, to: number): number[] {
  const today = wallClock(fromMs(Date.now()), zone).date
  const dayOf = (start: string) => wallClock(Instant.parse(start), zone).date
  const within = systems.left
    .all()
    .filter(({ start }) => dayOf(start) >= addDays(today, from) && dayOf(start) <= addDays(today, to))
  return within.map(({ ownId }) => Number(ownId.replace('maple-', ''))).sort((a, b) => a - b)
}

describe('clusters', () => {
  it('are one line for what an hour too late since a day has in common, and none when it is mended', async () => {
    systems = await startTwoSystems()
    const [stray = 0] = startingOn(-5, -5)
    const late = startingOn(2, 8)
    for (const n of [stray, ...late]) move(n)
    await systems.sync()

    const [cluster, ...others] = await clusters()
    expect(others).toEqual([])
    if (!cluster) throw new Error('no cluster')
    const [first, last] = [late[0] ?? 0, late.at(-1) ?? 0].map((n) => shiftOf(systems.left, `maple-${n}`))
    expect(cluster).toMatchObject({
      pairingId: systems.pairingId,
      facilityId: systems.facilityId,
      facility: 'Invented House',
      leftSystem: 'Maple',
      rightSystem: 'Northgate',
      rows: late.length,
      of: late.length,
      title: `start and end 1 hour later in Northgate from ${[first, last].map((shift) => dateWords(Instant.parse(shift?.start), zone)).join(' to ')}`,
      span: { start: first?.start, end: last?.end },
    })
    const rows = await list({ clusterId: cluster.id })
    expect(rows.rows.map(({ leftKey, clusterId }) => [leftKey, clusterId])).toEqual(
      late.map((n) => [`maple-${n}`, cluster.id]),
    )
    const lone = await list({ outsideClusters: true })
    expect(lone.rows.map(({ leftKey, clusterId }) => [leftKey, clusterId])).toEqual([[`maple-${stray}`, null]])

    // The same cluster with fewer rows, and only those that pass the filter counted.
    const gone = late[7] ?? 0
    mend(gone)
    await systems.sync()
    expect((await clusters()).map(({ id, rows: n }) => [id, n])).toEqual([[cluster.id, late.length - 1]])
    const some = await clusters({ text: `rota-${late.at(-1)}` })
    expect(some.map(({ id, rows: n }) => [id, n])).toEqual([[cluster.id, 1]])
    expect(await clusters({ kinds: ['overlap'] })).toEqual([])

    const still = late.slice(0, 4)
    for (const n of late.slice(4)) mend(n)
    await systems.sync()
    expect(await clusters()).toEqual([])
    expect((await list({})).rows.map(({ leftKey, clusterId }) => [leftKey, clusterId])).toEqual(
      [stray, ...still].map((n) => [`maple-${n}`, null]),
    )
  })

  it('name the worker whom one side does not know, and leave out who else is missing', async () => {
    systems = await startTwoSystems({ count: 55 })
    const unknown = startingOn(-30, 30).filter((n) => n % 7 === 3)
    const [stray = 0] = startingOn(0, 3).filter((n) => n % 7 === 5)
    for (const n of [...unknown, stray]) systems.right.remove(`rota-${n}`)
    await systems.sync()
    const [cluster, ...others] = await clusters()
    expect(others).toEqual([])
    // The oldest lie before the window.
    const { total } = await list({ text: 'Invented-3' })
    const title = 'missing in Northgate for Quilla Invented-3 on all days compared'
    expect(cluster).toMatchObject({ rows: total, of: total, title })
    expect((await list({ outsideClusters: true })).rows.map(({ leftKey }) => leftKey)).toEqual([`maple-${stray}`])
  })

  it('come by number of rows', async () => {
    systems = await startTwoSystems()
    const late = startingOn(-4, -1)
    for (const n of late) move(n)
    const open = startingOn(2, 8)
    for (const n of open) systems.right.put({ ...shiftOf(systems.right, `rota-${n}`), worker: null })
    await systems.sync()
    expect((await clusters()).map(({ rows, title }) => [rows, title.replace(/ from .*/, '')])).toEqual([
      [open.length, 'worker empty in Northgate, filled in Maple'],
      [late.length, 'start and end 1 hour later in Northgate'],
    ])
  })
})
