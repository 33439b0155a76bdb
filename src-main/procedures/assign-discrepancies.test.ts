import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DiscrepancyFilter } from '#contract/discrepancies'
import { OperatorId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import { type AcceptBench, startAcceptBench } from '../../e2e/world/accepted-differences.ts'
import { shiftOf } from '../../e2e/world/two-systems.ts'

let bench: AcceptBench
let client: CoreClient
let bob: OperatorId
beforeEach(async () => {
  bench = await startAcceptBench()
  client = bench.two.test.client
  bob = (await client.operators.save({ name: 'Bob Invented' })).id
})
afterEach(() => bench.two.close())

const rowsUnder = async (filter: DiscrepancyFilter, of = client) => {
  const { rows, total } = await of.discrepancies.list({ filter, order: 'risk', offset: 0, limit: 500 })
  expect((await of.discrepancies.counts({ filter })).total).toBe(total)
  return rows.map(({ leftKey, assignee }) => [leftKey, assignee])
}

it('gives a row to a person, lists it as theirs, and takes it back', async () => {
  const seen = await bench.row()
  const of = bench.select([seen])
  expect(await client.discrepancies.assign({ of, to: bob })).toEqual({ assigned: 1, changed: 0 })
  expect(await rowsUnder({ assignedTo: bob })).toEqual([['maple-20', 'Bob Invented']])
  expect(await rowsUnder({ assignedTo: null })).toEqual([])
  expect(await client.discrepancies.assign({ of, to: bob })).toEqual({ assigned: 0, changed: 0 })
  await client.operators.save({ id: bob, name: 'Robert Invented' })
  expect(await rowsUnder({})).toEqual([['maple-20', 'Robert Invented']])
  // Nobody hands over what they did not see; but what was handed over is taken back whatever was seen of it.
  bench.right({ label: 'Late' })
  await bench.two.sync()
  const [ada] = await client.operators.list({})
  if (!ada) throw new Error('nobody works here')
  expect(await client.discrepancies.assign({ of, to: ada.id })).toEqual({ assigned: 0, changed: 1 })
  expect(await client.discrepancies.assign({ of, to: null })).toEqual({ assigned: 1, changed: 0 })
  expect(await rowsUnder({ assignedTo: null })).toEqual([['maple-20', null]])
})

it('holds whatever the values say, and when the disagreement comes back', async () => {
  await client.discrepancies.assign({ of: bench.select([await bench.row()]), to: bob })
  const mine = [['maple-20', 'Bob Invented']]
  bench.right({ label: 'Late' })
  await bench.two.sync()
  expect(await rowsUnder({ assignedTo: bob })).toEqual(mine)
  bench.right({ label: 'Shift 20' })
  await bench.two.sync()
  expect(await rowsUnder({ assignedTo: bob })).toEqual([])
  bench.right({ label: 'Night ward' })
  await bench.two.sync()
  expect(await rowsUnder({ assignedTo: bob })).toEqual(mine)
})

it('holds in a cache that was lost and read anew', async () => {
  bench.two.right.put({ ...shiftOf(bench.two.right, 'rota-21'), label: 'Elsewhere' })
  await bench.two.sync()
  const { seen } = await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 5 })
  const all = { by: 'filter' as const, filter: {}, except: [], seen }
  expect(await client.discrepancies.assign({ of: all, to: bob })).toEqual({ assigned: 2, changed: 0 })
  const theirs = { by: 'filter' as const, filter: { assignedTo: bob, text: 'maple-21' }, except: [], seen }
  // They came to this list after it was seen.
  const [ada] = await client.operators.list({})
  if (!ada) throw new Error('nobody works here')
  expect(await client.discrepancies.assign({ of: theirs, to: ada.id })).toEqual({ assigned: 0, changed: 1 })
  await bench.two.test.app.close()
  const { folder } = bench.two.test
  for (const name of readdirSync(folder)) if (name.startsWith('cache.db')) rmSync(join(folder, name))
  const again = await bench.two.test.reopen()
  await again.sync(bench.two.pairingId)
  expect(await rowsUnder({ assignedTo: bob }, again.client)).toHaveLength(2)
})

it('is not taken for somebody who does not work here', async () => {
  const of = bench.select([await bench.row()])
  await expect(client.discrepancies.assign({ of, to: OperatorId.parse('gone') })).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(await rowsUnder({ assignedTo: null })).toHaveLength(1)
})
