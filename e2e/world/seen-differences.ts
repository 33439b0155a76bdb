import { expect } from 'vitest'
import type { Cluster, DiscrepancyRow, ListSeen } from '#contract/discrepancies'
import { fromMs } from '#contract/time'
import { type AcceptBench, seenAs, startAcceptBench } from './accepted-differences.ts'
import { shiftOf, startTwoSystems, type TwoSystems } from './two-systems.ts'

const hour = 3_600_000
const ask = { order: 'time', offset: 0, limit: 500 } as const
const unseen = 'what nobody saw is not decided'

async function withBench(play: (bench: AcceptBench) => Promise<void>): Promise<void> {
  const bench = await startAcceptBench()
  try {
    await play(bench)
  } finally {
    await bench.two.close()
  }
}

/** The row as it was seen, and a row that says something else by now. */
async function changedRow({ right, row, two }: AcceptBench): Promise<DiscrepancyRow> {
  const seen = await row()
  right({ label: 'Cancelled by vendor' })
  await two.sync()
  return seen
}

/** Moves these shifts one hour later on the right, and syncs. */
async function moveLater(two: TwoSystems, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    const shift = shiftOf(two.right, `rota-${n}`)
    const [start, end] = [shift.start, shift.end].map((at) => fromMs(Date.parse(at) + hour))
    if (start && end) two.right.put({ ...shift, start, end })
  }
  await two.sync()
}

/** Plays what a sync does to a group between the look at it and the click, which must take the rows seen and no other. */
async function acceptSeenGroup(before: (two: TwoSystems) => Promise<void>, after: [number, number]): Promise<void> {
  const two = await startTwoSystems({ count: 60, pageSize: 1000 })
  const of = two.test.client.discrepancies
  const group = async (): Promise<Cluster> => {
    const [cluster, ...others] = await of.clusters({ filter: {} })
    if (!cluster || others.length > 0) throw new Error('one group was expected')
    return cluster
  }
  try {
    await before(two)
    const seen = await group()
    await moveLater(two, ...after)
    const now = await group()
    expect([now.id, now.rows > seen.rows], 'the same group has grown').toEqual([seen.id, true])
    const { id: clusterId, compareId, pairingId } = seen
    const said = { reason: 'The clock there is wrong', until: null }
    const answer = await of.accept({ ...said, of: { by: 'cluster', pairingId, clusterId, compareId } })
    expect([answer.accepted, answer.changed], unseen).toEqual([seen.rows, now.rows - seen.rows])
    expect((await group()).rows).toBe(now.rows - seen.rows)
    const again = await of.accept({ ...said, of: { by: 'cluster', pairingId, clusterId, compareId: now.compareId } })
    expect([again.accepted, again.changed]).toEqual([now.rows - seen.rows, 0])
  } finally {
    await two.close()
  }
}

/** What a sync changes between a look and a click. Each throws where more is decided than was seen. */
export const meanwhile: { name: string; play(): Promise<void> }[] = [
  {
    name: 'a row to be accepted says something else',
    play: () =>
      withBench(async (bench) => {
        const seen = await changedRow(bench)
        const { discrepancies } = bench.two.test.client
        const accept = (row: DiscrepancyRow) =>
          discrepancies.accept({ of: bench.select([row]), reason: 'Agreed', until: null })
        expect(await accept(seen), unseen).toEqual({ accepted: 0, changed: 1, stored: null })
        const [now] = await bench.rows()
        if (!now) throw new Error('the row is gone')
        expect(await accept(now)).toMatchObject({ accepted: 1, changed: 0 })
      }),
  },
  {
    name: 'a picked alert says something else',
    play: () =>
      withBench(async (bench) => {
        const seen = await changedRow(bench)
        const { alerts } = bench.two.test.client
        const acknowledge = (row: DiscrepancyRow) =>
          alerts.acknowledge({ of: { by: 'fingerprint', pairingId: row.pairingId, rows: [seenAs(row)] } })
        expect(await acknowledge(seen), unseen).toEqual({ acknowledged: 0, changed: 1 })
        const [now] = (await alerts.list({ offset: 0, limit: 5 })).rows
        if (!now) throw new Error('the alert is gone')
        expect(await acknowledge(now.row)).toEqual({ acknowledged: 1, changed: 0 })
      }),
  },
  {
    name: 'a row of a list says something else, and another one comes to it',
    play: () =>
      withBench(async (bench) => {
        const { discrepancies } = bench.two.test.client
        const seen = async () => (await discrepancies.list({ filter: {}, ...ask })).seen
        const accept = (list: ListSeen) =>
          discrepancies.accept({
            of: { by: 'filter', filter: {}, except: [], seen: list },
            reason: 'Agreed',
            until: null,
          })
        const before = await seen()
        bench.two.right.put({ ...shiftOf(bench.two.right, 'rota-21'), label: 'Elsewhere' })
        await changedRow(bench)
        expect(await accept(before), unseen).toEqual({ accepted: 0, changed: 2, stored: null })
        expect(await accept(await seen())).toMatchObject({ accepted: 2, changed: 0 })
      }),
  },
  {
    name: 'nine more join a group',
    play: () => acceptSeenGroup((two) => moveLater(two, 20, 47), [47, 56]),
  },
  {
    name: 'a row that stood alone joins a group with those between',
    play: () =>
      acceptSeenGroup(
        async (two) => {
          await moveLater(two, 12, 13)
          await moveLater(two, 27, 55)
          const outside = await two.test.client.discrepancies.list({ filter: { outsideClusters: true }, ...ask })
          // The day on which the group begins counts only in part, so a row of it may stand outside as well.
          expect(outside.rows[0]?.leftKey, 'it stands alone').toBe('maple-12')
        },
        [13, 27],
      ),
  },
]
